"""The figures of the chapter on batch normalization."""

import matplotlib.pyplot as plt
import numpy as np

from studies.convolution.batchnorm.deep import draw_layers, through_layers
from studies.drawing import CENTRE

SIZES = {0.5: "C4", 1: "C0", 2: "C2"}


def _dots(ax, name, values, height):
    """A line with its values as dots."""
    ax.axhline(height, color=plt.rcParams["grid.color"], lw=1.2, zorder=0)
    ax.text(-4.6, height, name, fontsize=18, **CENTRE)
    for n, value in enumerate(values):
        ax.plot(value, height, "o", ms=15, color=f"C{n}")
        text = f"{value:.2g}".replace("-", "−")
        lift = 0.3 if height else -0.3 - 0.24 * (n % 2)  # the last is narrow
        ax.text(value, height + lift, text, fontsize=12, **CENTRE)


def batchnorm_line():
    """Four values: as they are, less their mean, divided by their deviation."""
    x = np.array([1, 3, 5, 7.0])
    centred = x - x.mean()
    rows = x, centred, centred / x.std()
    names = "$x$", r"$x - \mu$", r"$\hat x$"
    fig, ax = plt.subplots(figsize=(7, 3.1))
    for name, values, height in zip(names, rows, (2, 1, 0), strict=True):
        _dots(ax, name, values, height)
    for height, ends in (2, rows[:2]), (1, rows[1:]):
        for n, way in enumerate(zip(*ends, strict=True)):
            style = {"color": f"C{n}", "lw": 1.4, "alpha": 0.5, "zorder": 0}
            ax.plot(way, (height, height - 1), **style)
    ax.axvline(0, color=plt.rcParams["text.color"], lw=0.8, ls=":")
    ax.set(xlim=(-5.2, 7.8), ylim=(-0.8, 2.6), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig


def batchnorm_scales():
    """The deviation of eight layers for weights of three sizes, a and x-hat."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4), sharey=True)
    for ax, normalized in zip(axes, (False, True), strict=True):
        for size, colour in SIZES.items():
            rng = np.random.default_rng(0)
            x = rng.normal(size=(200, 64))
            weights = draw_layers(rng, size)
            *_, kept = through_layers(weights, x, normalized)
            scales = [z.std() for _, z, _ in kept]
            style = {"color": colour, "marker": "o"}
            ax.semilogy(range(1, 9), scales, **style)
            if not normalized:
                label = {0.5: "½", 1: "1", 2: "2"}[size]
                place = 8.5, scales[-1]
                ax.text(*place, label, fontsize=15, color=colour, **CENTRE)
        ax.set(xlabel="layer", xticks=range(1, 9), xlim=(0.6, 9))
    axes[0].set_title("$a$", fontsize=17)
    axes[1].set_title(r"$\hat x$", fontsize=17)
    axes[0].set_ylabel(r"$\sigma$", fontsize=17, rotation=0, labelpad=12)
    return fig
