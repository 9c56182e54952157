"""The figures of the chapter on variational autoencoders."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle
from sklearn.datasets import load_digits

from snippets.generative.vae import init_vae, train_vae
from studies.drawing import CENTRE, tints


@functools.cache
def _shown(name):
    """Recorded pictures (M, 22, 22), from 0 to 1."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    (row,) = (row for row in rows if row["net"] == f"p {name}")
    return np.array(row["pictures"]).reshape(-1, 22, 22) / 9


def _image(ax, pixels, left, top):
    """A picture in the ink of the page, one wide and high."""
    ink = tints(plt.rcParams["text.color"])
    extent = (left, left + 0.96, top - 0.96, top)
    ax.imshow(pixels, cmap=ink, vmin=0, vmax=1, extent=extent, zorder=2)


def _rows(rows):
    """A row of ten pictures for every name and colour."""
    height = 1.12 * len(rows)
    fig, ax = plt.subplots(figsize=(7, 0.63 * height), layout="none")
    ax.set(xlim=(-1.5, 10), ylim=(-height, 0.08), position=(0, 0, 1, 1))
    ax.axis("off")
    place = {"va": "center", "ha": "right", "fontsize": 15}
    for k, (name, colour, kept) in enumerate(rows):
        top = -1.12 * k
        colour = colour or plt.rcParams["text.color"]
        ax.text(-0.2, top - 0.5, name, color=colour, **place)
        for n, image in enumerate(_shown(kept)):
            _image(ax, image, n, top)
    ax.set_aspect("equal")
    return fig


def vae_samples():
    """Real digits; random codes decoded by an autoencoder and by a VAE."""
    rows = (
        ("$x$", None, "real"),
        ("AE", "C1", "autoencoder"),
        ("VAE", "C0", "1"),
    )
    return _rows(rows)


def vae_beta():
    """Samples for three strengths of the divergence."""
    betas = "0.1", "1", "10"
    return _rows([(rf"$\beta = {b}$", f"C{n}", b) for n, b in enumerate(betas)])


def vae_map():
    """What is decoded from ten by ten places of the plane."""
    fig, ax = plt.subplots(figsize=(7, 6.4))
    for n, image in enumerate(_shown("map")):
        _image(ax, image, n % 10, 10 - n // 10)
    ax.set(xlim=(-0.1, 10.06), ylim=(-0.06, 10.1), aspect="equal")
    ax.set(xticks=[0.5, 5, 9.5], yticks=[0.5, 5, 9.5])
    ax.set_xticklabels(["−1.6", "0", "1.6"], fontsize=13)
    ax.set_yticklabels(["−1.6", "0", "1.6"], fontsize=13)
    ax.set_xlabel("$z_1$", fontsize=16)
    ax.set_ylabel("$z_2$", fontsize=16, rotation=0, labelpad=12)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return fig


def _circle(ax, x, y, name, colour):
    paper = plt.rcParams["figure.facecolor"]
    style = {"fc": paper, "ec": colour, "lw": 2.4, "zorder": 3}
    ax.add_patch(Circle((x, y), 0.42, **style))
    ax.text(x, y, name, fontsize=19, color=colour, zorder=4, **CENTRE)


def _arrow(ax, start, end, colour):
    """From the rim of one circle to that of another."""
    start, end = np.array(start), np.array(end)
    step = 0.5 * (end - start) / np.linalg.norm(end - start)
    style = {
        "arrowstyle": "-|>",
        "color": colour,
        "lw": 2,
        "mutation_scale": 16,
    }
    ax.annotate("", end - step, start + step, arrowprops=style)


PLACES = {
    "x": (0.6, 2.2),
    "h": (2.2, 2.2),
    r"\mu": (3.9, 3.3),
    "s": (3.9, 1.1),
    r"\varepsilon": (5.6, 3.9),
    "z": (5.6, 2.2),
    "u": (7.2, 2.2),
    "a": (8.8, 2.2),
}
LINKS = ("x", "h"), ("h", r"\mu"), ("h", "s"), (r"\mu", "z"), ("s", "z")
LINKS += (r"\varepsilon", "z"), ("z", "u"), ("u", "a")


def vae_graph():
    """What depends on what, and where chance comes in."""
    fig, ax = plt.subplots(figsize=(7, 3.4), layout="none")
    ax.set(xlim=(0, 9.4), ylim=(0, 4.45), position=(0, 0, 1, 1))
    ax.axis("off")
    ink = plt.rcParams["text.color"]
    for start, end in LINKS:
        colour = "C1" if start == r"\varepsilon" else ink
        _arrow(ax, PLACES[start], PLACES[end], colour)
    for name, place in PLACES.items():
        colour = {r"\varepsilon": "C1", "x": ink}.get(name, "C0")
        _circle(ax, *place, f"${name}$", colour)
    x, y = PLACES["a"]
    ax.text(3.9, 2.2, r"$\mathrm{KL}$", color="C3", fontsize=17, **CENTRE)
    name = r"$-\log\,p(x\,|\,z)$"
    ax.text(x - 0.5, 0.35, name, color="C3", fontsize=17, **CENTRE)
    _arrow(ax, PLACES[r"\mu"], (3.9, 1.95), "C3")
    _arrow(ax, PLACES["s"], (3.9, 2.45), "C3")
    _arrow(ax, (x, y), (x, 0.15), "C3")
    ax.set_aspect("equal")
    return fig


@functools.cache
def _history():
    """What the page trains in the first split, and the mean image's loss."""
    images, _ = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(images))
    x, new = images[order[:898]] / 16, images[order[898:1796]] / 16
    rng = np.random.default_rng(0)
    _, history = train_vae(rng, init_vae(rng, 64, 64, 8), x)
    mean = x.mean(axis=0).clip(1e-6, 1 - 1e-6)
    alone = -(new @ np.log(mean) + (1 - new) @ np.log(1 - mean)).mean()
    return history.reshape(100, 15, 2).mean(axis=1), alone


def vae_terms():
    """Reconstruction, divergence and their sum over the epochs."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    history, alone = _history()
    steps = 15 * np.arange(1, 101)
    names = r"$-\mathrm{ELBO}$", r"$-\log\,p(x\,|\,z)$", "KL"
    curves = history.sum(axis=1), *history.T
    for n, (curve, name) in enumerate(zip(curves, names, strict=True)):
        ax.plot(steps, curve, color=f"C{n}", lw=2.6, label=name)
    ax.axhline(alone, color="C3", ls="--", lw=1.8, label=r"$\bar{x}$")
    ax.set(ylim=(0, 42), xlim=(0, 1510))
    ax.set_xlabel("step", fontsize=14)
    ax.legend(fontsize=14, ncols=2, loc="center", bbox_to_anchor=(0.6, 0.3))
    return fig
