"""Connections of a layer, and how alike pixels are, on the family's page."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle
from skimage import data

INPUTS, OUTPUTS, K = 7, 5, 3


def _layer(ax, linked, colour):
    """Inputs below, outputs above, a line where linked, in its colour."""
    ink, paper = (plt.rcParams[k] for k in ("text.color", "figure.facecolor"))
    for m, n in np.ndindex(OUTPUTS, INPUTS):
        if linked(m, n):
            style = {"color": colour(m, n), "lw": 2, "alpha": 0.9}
            ax.plot([n, m + 1], [0, 2.6], zorder=1, **style)
    for count, left, y in ((INPUTS, 0, 0), (OUTPUTS, 1, 2.6)):
        for place in range(count):
            dot = {"fc": paper, "ec": ink, "lw": 1.8, "zorder": 2}
            ax.add_patch(Circle((left + place, y), 0.3, **dot))
    ax.set(xlim=(-0.5, 6.5), ylim=(-0.5, 3.1), aspect="equal")
    ax.axis("off")


def connections():
    """All connections; local ones; local ones that share three weights."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.1))
    faint, ramp = plt.rcParams["grid.color"], plt.get_cmap("turbo")

    def near(m, n):
        return 0 <= n - m < K

    panels = (
        (
            rf"${INPUTS} \times {OUTPUTS}$",
            lambda m, n: True,
            lambda m, n: faint,
        ),
        (
            rf"${K} \times {OUTPUTS}$",
            near,
            lambda m, n: ramp(0.1 + 0.8 * (K * m + n - m) / (K * OUTPUTS)),
        ),
        (rf"${K}$", near, lambda m, n: f"C{n - m}"),
    )
    for ax, (title, linked, colour) in zip(axes, panels, strict=True):
        _layer(ax, linked, colour)
        ax.set_title(title, fontsize=17)
    return fig


def neighbours():
    """The correlation of pixels against distance: a photograph, shuffled."""
    cat = data.chelsea().mean(axis=2)
    mixed = np.random.default_rng(0).permutation(cat.ravel())
    fig, ax = plt.subplots(figsize=(7, 2.8))
    distances = np.unique(np.geomspace(1, 128, 30).astype(np.int64))
    for image, style in ((cat, "C0o-"), (mixed.reshape(cat.shape), "C1s--")):
        alike = [
            np.corrcoef(image[:, :-n].ravel(), image[:, n:].ravel())[0, 1]
            for n in distances
        ]
        ax.semilogx(distances, alike, style, lw=2.4, ms=6, base=2)
    ticks = [2**n for n in range(8)]
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.set_xlabel("$n$", fontsize=16)
    ax.set_ylabel("$r$", fontsize=16)
    ax.set_ylim(-0.1, 1.05)
    ax.grid(alpha=0.5)
    return fig
