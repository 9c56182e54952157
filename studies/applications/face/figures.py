"""The figures of the chapter on faces, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from skimage.data import lfw_subset

from snippets.applications.face import train_face
from snippets.applications.face_data import (
    blur,
    face_rows,
    fisher_faces,
    invent_people,
    photograph,
    shuffle_tiles,
    texture_tiles,
    trial,
)
from snippets.applications.face_shortcut import face_roughness
from snippets.applications.face_verification import (
    verification_eer,
    verification_rates,
)
from snippets.feedforward.mlp import init_mlp, mlp_forward
from studies.drawing import CENTRE


def _canvas(width, height, size):
    fig, ax = plt.subplots(figsize=size, layout="none")
    ax.set(xlim=(0, width), ylim=(height, 0), position=(0, 0, 1, 1))
    ax.axis("off")
    ax.set_aspect("equal")
    return fig, ax


def _photo(ax, image, left, top, size=1.0):
    """A photo as it is: white is white in both schemes."""
    extent = (left, left + size, top + size, top)
    ax.imshow(image, cmap="gray", vmin=0, vmax=1, extent=extent, zorder=2)


def _images():
    return lfw_subset()[:, :24, :24].astype(np.float32)


def face_first():
    """Six faces and six others, too coarse to be known; their one number."""
    fig, ax = _canvas(6.2, 2.75, (7, 3.1))
    x = lfw_subset()
    rough = face_roughness(x)
    coarse = x.reshape(-1, 5, 5, 5, 5).mean(axis=(2, 4))
    for row, first in enumerate((2, 102)):
        for k in range(6):
            n = first + 16 * k
            left, top = 0.1 + 1.01 * k, 0.05 + 1.45 * row
            _photo(ax, coarse[n], left, top, 0.95)
            ax.text(
                left + 0.47,
                top + 1.13,
                f"{rough[n]:.3f}",
                fontsize=14,
                **CENTRE,
            )
    return fig


def face_roughness_split():
    """The one number of all 200 images, and of three sets it misjudges."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    x = _images()
    rng = np.random.default_rng(0)
    sets = [x[:100], x[100:], shuffle_tiles(rng, x[:100], 8)]
    sets += [texture_tiles("grass"), blur(x[:100])]
    for k, images in enumerate(sets):
        rough = face_roughness(images[::2])
        place = -k + rng.uniform(-0.28, 0.28, len(rough))
        colour = "C0" if k in (0, 4) else "C1"
        ax.plot(rough, place, "o", ms=3.5, alpha=0.6, color=colour, mew=0)
    cuts = np.sort(face_roughness(x))
    right = [((face_roughness(x) > c) == (np.arange(200) < 100)) for c in cuts]
    cut = cuts[np.mean(right, axis=1).argmax()]
    ax.axvline(cut, color="C3", lw=2, ls="--")
    ax.set(yticks=range(0, -5, -1), yticklabels="ABCDE", xlim=(0, 0.15))
    ax.set_xlabel(r"$\overline{|x_{i+1,j} - x_{i,j}|}$", fontsize=15)
    return fig


def face_maps():
    """Mean of the faces, and the mean occlusion maps of three judges."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    maps = [np.array(row["map"]) for row in rows if "map" in row]
    fig, axes = plt.subplots(1, 4, figsize=(7, 2.1))
    mean = _images()[:100].mean(axis=0)
    axes[0].imshow(mean, cmap="gray", vmin=0.2, vmax=0.7)
    for ax, shown in zip(axes[1:], maps, strict=True):
        top = np.abs(shown).max()
        style = {"cmap": "RdBu_r", "vmin": -top, "vmax": top}
        ax.imshow(shown, extent=(2, 22, 22, 2), **style)
        ax.contour(mean, levels=[0.42], colors="k", linewidths=1)
        ax.set(xlim=(0, 24), ylim=(24, 0))
    for ax, name in zip(axes, "ABCD", strict=True):
        ax.set(xticks=[], yticks=[])
        ax.set_title(name, fontsize=14)
    return fig


def face_people():
    """Eight invented people, a column each; two of them wear glasses."""
    fig, ax = _canvas(8.1, 3.5, (7, 3.02))
    rng = np.random.default_rng(0)
    people = invent_people(rng, 8, 0.25)[::-1]
    photos, who = photograph(rng, people, 3)
    for n, photo in enumerate(photos):
        left, top = 0.05 + 1.005 * who[n], 0.45 + 1.005 * (n % 3)
        _photo(ax, photo, left, top, 0.96)
    for k in range(8):
        ax.text(0.53 + 1.005 * k, 0.22, str(k + 1), fontsize=14, **CENTRE)
    return fig


def face_contrast():
    """The loss of one pair over its distance, and where descent pushes."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    d = np.linspace(0, 12, 241)
    ax.plot(d, d**2 / 2, color="C0", lw=2.6, label="=")
    ax.plot(d, np.maximum(0, 8 - d) ** 2 / 2, color="C1", lw=2.6, label="≠")
    ax.axvline(8, color=plt.rcParams["text.color"], lw=1, ls=":")
    for at, loss, colour, step in ((6, 18, "C0", -1.6), (3, 12.5, "C1", 1.6)):
        arrow = {"arrowstyle": "-|>", "lw": 2.6, "color": colour}
        arrow["mutation_scale"] = 20
        ax.annotate("", (at + step, loss), (at, loss), arrowprops=arrow)
    ax.set(xlim=(0, 12), ylim=(-1, 36), xticks=[0, 4, 8, 12])
    ax.set_xlabel("$d$", fontsize=16)
    ax.set_ylabel("$L$", fontsize=16, rotation=0, labelpad=12)
    ax.legend(fontsize=16, loc="upper right")
    return fig


@functools.cache
def _study():
    """What the page trains with seed 0: distances of new faces, four ways."""
    rng = np.random.default_rng(0)
    photos, who = photograph(rng, invent_people(rng, 200), 10)
    x = face_rows(photos).astype(np.float32)
    photos, new = photograph(rng, invent_people(rng, 60), 10)
    x_new = face_rows(photos).astype(np.float32)
    start = init_mlp(rng, (576, 64, 8), glorot=True)
    start = start._make([a.astype(np.float32) for a in p] for p in start)
    params, _ = train_face(rng, start, x, who, steps=1000)
    W = fisher_faces(x.astype(float), who, 8)
    z = (x_new - x.mean(axis=0)) @ W
    ways = {
        "pixels": x_new,
        "Fisher": z,
        "scaled": z / np.linalg.norm(z, axis=1, keepdims=True),
        "net": mlp_forward(params, x_new)[0],
    }
    found = {name: trial(z, new) for name, z in ways.items()}
    return found["net"][1], {name: d for name, (d, _) in found.items()}


def face_det():
    """FRR over FAR for every threshold, four ways, both axes logarithmic."""
    same, ways = _study()
    fig, ax = plt.subplots(figsize=(7, 4.2))
    styles = "C1:", "C0--", "C0-", "C2-"
    for d, style, mark in zip(ways.values(), styles, "ABCD", strict=True):
        t = np.quantile(d[~same], np.geomspace(0.0011, 0.6, 60))
        far, frr = verification_rates(d, same, t)
        ax.plot(far, frr, style, lw=2.4, label=mark)
    ticks = [0.001, 0.01, 0.1, 0.5]
    ink = plt.rcParams["text.color"]
    ax.plot([0.001, 1], [0.001, 1], color=ink, lw=1, ls=":")
    ax.axvline(0.01, color=ink, lw=1, ls=":")
    ax.set(xscale="log", yscale="log", xlim=(8e-4, 0.7), ylim=(0.02, 1.1))
    ax.minorticks_off()
    ax.set_xticks(ticks, ["0.1 %", "1 %", "10 %", "50 %"])
    ax.set_yticks([0.02, 0.1, 0.5, 1], ["2 %", "10 %", "50 %", "100 %"])
    ax.set_xlabel("FAR", fontsize=14)
    ax.set_ylabel("FRR", fontsize=14)
    ax.legend(fontsize=14, loc="lower left", handlelength=3)
    return fig


def face_distances():
    """Distances of pairs of new people: by pixels, and by the embedding."""
    same, ways = _study()
    ways = [ways["pixels"], ways["net"]]
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.3))
    for ax, d, name in zip(axes, ways, "AB", strict=True):
        bins = np.linspace(0, np.quantile(d, 0.999), 40)
        for part, colour in ((same, "C0"), (~same, "C1")):
            style = {"bins": bins, "density": True, "alpha": 0.55}
            ax.hist(d[part], color=colour, **style)
        _, t = verification_eer(d, same)
        ax.axvline(t, color="C3", lw=2, ls="--")
        ax.set(yticks=[])
        ax.set_title(name, fontsize=14)
        ax.set_xlabel("$d$", fontsize=16)
    return fig
