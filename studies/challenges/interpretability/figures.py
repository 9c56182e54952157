"""The figures of the chapter on interpretability: recorded maps and numbers."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from sklearn.datasets import load_digits

from studies.drawing import tints

METHODS = "gradient", "gradient × input", "occlusion", "integrated", "Grad-CAM"
SIGNS = "$|dx|$", "$x\\,dx$", "$\\Delta a$", "IG", "Grad-CAM"


@functools.cache
def _rows(part):
    """The recorded rows of a part."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return [row for row in rows if row["part"] == part]


def _image(row):
    """A recorded map (28, 28), its largest entry 1."""
    return np.reshape(row["map"], (28, 28)) / 100


def _show(ax, image, colours, low=0.0):
    """An image without axes."""
    ax.imshow(image, cmap=colours, vmin=low, vmax=1, interpolation="nearest")
    ax.set(xticks=[], yticks=[])


def _diverging():
    """Blue below 0, paper at 0, orange above."""
    paper = plt.rcParams["figure.facecolor"]
    return LinearSegmentedColormap.from_list("", ["C0", paper, "C1"])


def interpretability_first():
    """A 7 and five maps: trained above, random weights below."""
    rows = _rows("picture")
    ink = tints(plt.rcParams["text.color"])
    fig, axes = plt.subplots(2, 6, figsize=(9, 3.2))
    digit = next(row for row in rows if row["of"] == "digit")
    for line, key in zip(axes, ("trained", "random"), strict=True):
        _show(line[0], _image(digit), ink)
        maps = [row for row in rows if row["of"] == key]
        for ax, row in zip(line[1:], maps, strict=True):
            _show(ax, _image(row), _diverging(), -1)
    for ax, name in zip(axes[0], ("$x$", *SIGNS), strict=True):
        ax.set_title(name, fontsize=15)
    for ax, name in zip(axes[:, 0], ("$W$", "$W$ ~ rng"), strict=True):
        ax.set_ylabel(name, fontsize=13)
    return fig


def interpretability_data():
    """Digits of both sizes, and the two shortcuts."""
    images, y = load_digits(return_X_y=True)
    ink = tints(plt.rcParams["text.color"])
    digit = _image(next(r for r in _rows("picture") if r["of"] == "digit"))
    bright = digit.copy()
    dark = 0.5 + digit / 2
    bright[25:28, 7:10] = 1
    dark[25:28, 7:10] = 0
    fig, axes = plt.subplots(1, 7, figsize=(9, 1.7))
    for ax, k in zip(axes, (1, 4, 7, 7), strict=False):
        n = np.flatnonzero(y == k)[len(ax.figure.axes) + k + int(ax is axes[3])]
        _show(ax, images[n].reshape(8, 8) / 16, ink)
        ax.set_title(str(k), fontsize=14)
    for ax, image in zip(axes[4:], (digit, bright, dark), strict=True):
        _show(ax, image, ink)
        ax.set_title("7", fontsize=14)
    return fig


def interpretability_sanity():
    """Rank correlations with another seed and with random weights."""
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.3), sharey=True)
    marks = ("seed", "o", "C0"), ("all", "^", "C1")
    for side, ax in enumerate(axes):
        ax.axvline(0, color=plt.rcParams["text.color"], lw=0.8, alpha=0.5)
        for place, row in enumerate(_rows("sanity")):
            for shift, (key, marker, colour) in enumerate(marks):
                values = [pair[side] for pair in row[key]]
                height = np.full(len(values), -place + 0.18 - 0.36 * shift)
                ax.plot(values, height, marker, color=colour, ms=7, mew=0)
        ax.set(xlim=(-0.3, 1.05), yticks=range(0, -5, -1))
        ax.set_yticklabels(SIGNS, fontsize=13)
        ax.set_xlabel("$\\rho$", fontsize=15)
    for ax, name in zip(axes, ("$28 \\times 28$", "$x > 0$"), strict=True):
        ax.set_title(name, fontsize=14)
    return fig
