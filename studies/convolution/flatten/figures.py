"""The figures of the chapter on flattening, drawn by its own code."""

import functools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from sklearn.datasets import load_digits

from snippets.convolution.flatten import (
    dense_slide,
    flatten_forward,
    init_dense,
    train_dense,
)
from studies.drawing import CENTRE


def _cells(ax, left, top, size, values, colour):
    """Numbers in coloured cells."""
    ink = plt.rcParams["axes.edgecolor"]
    for (row, col), value in np.ndenumerate(np.atleast_2d(values)):
        x, y = left + col * size, top - (row + 1) * size
        for style in ({"fc": colour, "alpha": 0.3}, {"fill": False, "ec": ink}):
            ax.add_patch(Rectangle((x, y), size, size, lw=1, **style))
        text = f"{value:.0f}"
        ax.text(x + size / 2, y + size / 2, text, fontsize=20, **CENTRE)


def flatten_order():
    """Two channels of 2 × 3, and the row of 12 numbers they become."""
    fig, ax = plt.subplots(figsize=(7, 3.1), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 3.1), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    maps = np.arange(12.0).reshape(1, 2, 2, 3)
    flat, _ = flatten_forward(maps)
    for c, (left, colour) in enumerate(((1.3, "C0"), (4.03, "C1"))):
        _cells(ax, left, 2.6, 0.56, maps[0, c], colour)
        text = {"fontsize": 18, "color": colour, **CENTRE}
        ax.text(left + 0.84, 2.85, f"$c = {c}$", **text)
        half = flat[0, 6 * c : 6 * c + 6]
        _cells(ax, 0.14 + 3.36 * c, 0.7, 0.56, half, colour)
        style = {"arrowstyle": "-|>,head_width=.3,head_length=.55", "lw": 2.4}
        ends = (1.82 + 3.36 * c, 0.78), (left + 0.84, 1.42)
        ax.annotate("", *ends, arrowprops=style | {"color": colour})
    return fig


def _edges(images):
    """How much brighter a pixel is than its four neighbours, as on the page."""
    xp = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    vertical = xp[:, :-2, 1:-1], xp[:, 2:, 1:-1]
    horizontal = xp[:, 1:-1, :-2], xp[:, 1:-1, 2:]
    around = (*vertical, *horizontal)
    return np.stack([np.maximum(images - a, 0) for a in around], axis=1)


@functools.cache
def _trained():
    """A fully connected layer that reads digits, its losses, the images."""
    images, y = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8) / 16
    rng = np.random.default_rng(0)
    params = init_dense(rng, 256, 10)
    x = _edges(images[:1297])
    params, losses = train_dense(rng, params, x, y[:1297])
    return params, losses, images


def flatten_loss():
    """The loss of every step, and its mean over 20 steps."""
    _, losses, _ = _trained()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    mean = np.convolve(losses, np.ones(20) / 20, "valid")
    ax.plot(losses, color="C0", alpha=0.3, lw=1)
    ax.plot(np.arange(len(mean)) + 19, mean, color="C0", lw=2.6)
    ax.set(xlim=(0, 800), ylim=(0, 2.5), xticks=range(0, 801, 200))
    ax.set_xlabel("step", fontsize=15)
    ax.set_ylabel("$L$", fontsize=17)
    ax.tick_params(labelsize=14)
    return fig


def flatten_slide():
    """A row of digits, and below it what the sliding layer says."""
    params, _, images = _trained()
    canvas = np.zeros((1, 12, 48))
    for m, n in enumerate((1297, 1302, 1307, 1314)):
        canvas[0, 2:10, 12 * m + 2 : 12 * m + 10] = images[n]
    a = dense_slide(params, _edges(canvas), 8, 8)[0, :, 2]
    y_hat = np.exp(a) / np.exp(a).sum(axis=0)
    paper, ink = plt.rcParams["figure.facecolor"], plt.rcParams["text.color"]
    shades = [
        LinearSegmentedColormap.from_list("", [paper, end])
        for end in (ink, "C0")
    ]
    fig, (top, low) = plt.subplots(2, 1, figsize=(7, 3.9), sharex=True)
    where = (-0.5, 47.5, 11.5, -0.5), (3.5, 44.5, 9.5, -0.5)
    for ax, shown, shade, extent in zip(
        (top, low), (canvas[0], y_hat), shades, where, strict=True
    ):
        ax.imshow(shown, cmap=shade, aspect="auto", extent=extent, vmin=0)
    top.set(yticks=[], xlim=(-0.5, 47.5))
    low.set(yticks=range(0, 10, 1), xticks=range(0, 48, 12))
    low.set_yticks((0, 3, 5, 7, 9))
    low.set_ylabel("$k$", fontsize=17, rotation=0, labelpad=10)
    low.tick_params(labelsize=14)
    return fig


def flatten_vgg():
    """Where VGG-16 has its parameters, and where it multiplies."""
    fig, ax = plt.subplots(figsize=(7, 2.6))
    parts = {
        "conv": (14_714_688, 15_346_630_656),
        "fc 1": (102_764_544, 102_760_448),
        "fc 2": (16_781_312, 16_777_216),
        "fc 3": (4_097_000, 4_096_000),
    }
    left = np.zeros(2)
    total = np.sum(list(parts.values()), axis=0)
    for k, (name, pair) in enumerate(parts.items()):
        share = 100 * np.array(pair) / total
        bars = ax.barh((1, 0), share, 0.62, left, color=f"C{k}", label=name)
        for bar, n in zip(bars, share, strict=True):
            if n > 8:
                x = bar.get_x() + n / 2
                text = {"color": plt.rcParams["figure.facecolor"], **CENTRE}
                ax.text(x, bar.get_y() + 0.3, f"{n:.0f}%", fontsize=16, **text)
        left += share
    ax.set(xlim=(0, 100), yticks=(0, 1), yticklabels=("×", "$W$"), xticks=())
    ax.tick_params(axis="y", labelsize=20, length=0)
    ax.spines[:].set_visible(False)
    ax.legend(ncols=4, fontsize=14, loc="lower center", bbox_to_anchor=(0.5, 1))
    return fig


def flatten_shift():
    """A digit moved to the right; the answer in one place, and sliding."""
    params, _, images = _trained()
    paper, ink = plt.rcParams["figure.facecolor"], plt.rcParams["text.color"]
    shade = LinearSegmentedColormap.from_list("", [paper, ink])
    fig, axes = plt.subplots(1, 4, figsize=(7, 2.7))
    for shift, ax in enumerate(axes):
        canvas = np.zeros((1, 14, 14))
        canvas[0, 3:11, 3 + shift : 11 + shift] = images[1302]
        a = dense_slide(params, _edges(canvas), 8, 8)[0]
        ax.imshow(canvas[0], cmap=shade, vmin=0)
        frame = {"fill": False, "ec": "C1", "ls": "--", "lw": 2.4}
        ax.add_patch(Rectangle((2.5, 2.5), 8, 8, **frame))
        ax.set(xticks=[], yticks=[])
        ax.set_title(f"{a[:, 3, 3].argmax()}", color="C1", fontsize=20)
        slid = a.max(axis=(1, 2)).argmax()
        ax.set_xlabel(f"{slid}", color="C0", fontsize=20)
    return fig
