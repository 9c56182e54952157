"""The figures of the chapter on pooling, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle
from skimage import data
from sklearn.datasets import load_digits

from snippets.convolution.pool import (
    avg_pool_backward,
    avg_pool_forward,
    max_pool_backward,
    max_pool_forward,
)
from studies.convolution.pool.claims import edges_of, softmax_layer
from studies.drawing import CENTRE

IMAGE = np.array([[1, 3, 2, 1], [4, 6, 5, 8], [7, 2, 0, 1], [3, 4, 9, 2.0]])
CELL = 0.27
COLOURS = np.array([["C0", "C1"], ["C2", "C3"]])


def _canvas(height: float):
    """An empty figure 7 wide, whose units are inches."""
    fig, ax = plt.subplots(figsize=(7, height), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, height), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    return fig, ax


def _square(ax, corner, size, **style):
    """A square by its lower left corner."""
    ax.add_patch(Rectangle(corner, size, size, **style))


def _matrix(ax, left, top, size, values, colours, tint):
    """Numbers in coloured cells; tint, 0 to 1, is the strength of a colour."""
    ink = plt.rcParams["axes.edgecolor"]
    for (row, col), value in np.ndenumerate(values):
        x, y = left + col * size, top - (row + 1) * size
        strength = 0.1 + 0.5 * tint[row, col]
        _square(ax, (x, y), size, fc=colours[row, col], alpha=strength, lw=0)
        _square(ax, (x, y), size, fill=False, ec=ink, lw=0.7)
        text = f"{value:g}".replace("-", "−")
        ax.text(x + size / 2, y + size / 2, text, fontsize=19, **CENTRE)


def _windows(ax, left, top, size, colours, cells=1):
    """A frame around every window of cells × cells."""
    side = cells * size
    for (row, col), colour in np.ndenumerate(colours):
        corner = left + col * side, top - (row + 1) * side
        _square(ax, corner, side, fill=False, ec=colour, lw=3, zorder=3)


def _arrow(ax, start, end):
    """A straight arrow that ends exactly at the point end."""
    style = {
        "arrowstyle": "-|>,head_width=.3,head_length=.55",
        "lw": 2.2,
        "color": plt.rcParams["text.color"],
        "shrinkA": 0,
        "shrinkB": 0,
    }
    ax.annotate("", end, start, arrowprops=style)


def _pixels(ax, left, top, size, values, tint):
    """The 4 × 4 image with its four windows."""
    colours = COLOURS.repeat(2, 0).repeat(2, 1)
    _matrix(ax, left, top, size, values, colours, tint)
    _windows(ax, left, top, size, COLOURS, cells=2)


def _outputs(ax, left, top, size, values):
    """The 2 × 2 output, a colour for each window."""
    _matrix(ax, left, top, size, values, COLOURS, np.full((2, 2), 0.5))
    _windows(ax, left, top, size, COLOURS)


def pool_windows():
    """Windows of 2 × 2 in an image of 4 × 4: their maxima and their means."""
    fig, ax = _canvas(3.3)
    x = IMAGE[None, None]
    largest, (winner, _) = max_pool_forward(x, 2)
    mean, _ = avg_pool_forward(x, 2)
    won = np.zeros(16)
    won[winner.ravel()] = 1
    _pixels(ax, 0.25, 3.05, 0.7, IMAGE, won.reshape(4, 4))
    for top, name, values in ((3.05, "max", largest), (1.45, "avg", mean)):
        middle = top - 0.7
        _arrow(ax, (3.25, middle), (5.15, middle))
        ax.text(4.15, middle + 0.26, name, fontsize=19, **CENTRE)
        _outputs(ax, 5.35, top, 0.7, values[0, 0])
    return fig


def pool_gradient():
    """Where the gradient of each output goes: to the winner, or to all."""
    fig, ax = _canvas(2.75)
    x = IMAGE[None, None]
    dout = np.array([[[[4.0, 8.0], [-4.0, 12.0]]]])
    by_max = max_pool_backward(dout, max_pool_forward(x, 2)[1])[0, 0]
    by_mean = avg_pool_backward(dout, avg_pool_forward(x, 2)[1])[0, 0]
    size, top = 0.54, 2.55
    _pixels(ax, 0.15, top, size, by_max, by_max != 0)
    _outputs(ax, 2.96, 2.01, size, dout[0, 0])
    _pixels(ax, 4.69, top, size, by_mean, np.full((4, 4), 0.25))
    _arrow(ax, (2.9, 1.47), (2.4, 1.47))
    _arrow(ax, (4.1, 1.47), (4.6, 1.47))
    for middle, name in (
        (1.23, "max"),
        (3.5, r"$\partial L/\partial y$"),
        (5.77, "avg"),
    ):
        ax.text(middle, 0.19, name, fontsize=17, **CENTRE)
    return fig


def pool_shift():
    """How much pixels and pooled maps of a cat change when it moves."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    cat = data.chelsea().mean(axis=2) / 255
    shifts = np.arange(17)
    for k, colour in ((1, "C5"), (2, "C0"), (4, "C1"), (8, "C2")):
        for pool, style in ((max_pool_forward, "-"), (avg_pool_forward, ":")):
            maps = [
                pool(cat[None, None, 20:276, 80 + d : 336 + d], k)[0]
                for d in shifts
            ]
            spread = np.linalg.norm(maps[0] - maps[0].mean())
            changes = [np.linalg.norm(m - maps[0]) / spread for m in maps]
            name = "pixels" if k == 1 else f"max {k}×{k}"
            label = name if style == "-" else None
            ax.plot(shifts, changes, style, color=colour, label=label)
    ax.plot([], [], ":", color="C5", label="avg")
    ax.set(xlabel="shift (pixels)", ylabel="change", ylim=(0, None))
    ax.set(xlim=(0, 16), xticks=range(0, 17, 4))
    ax.legend(loc="lower right")
    return fig


def _row(ax, xs, y, colour, first, last):
    """The cells of one layer; those from first to last are seen."""
    faint, paper = plt.rcParams["grid.color"], plt.rcParams["figure.facecolor"]
    for n, x in enumerate(xs):
        fc, ec = (colour, colour) if first <= n <= last else (paper, faint)
        corner = x - CELL / 2, y - CELL / 2
        _square(ax, corner, CELL, fc=fc, ec=ec, lw=1.6, zorder=3)


def _centres(layers, pixels):
    """Where the cells of every layer stand, in pixels."""
    start = 0.0
    jump = 1
    rows = []
    for k, s in ((1, 1), *layers):
        start, jump = start + (k - 1) * jump / 2, jump * s
        pixels = (pixels - k) // s + 1
        rows.append(start + np.arange(pixels) * jump)
    return rows


def _cone(ax, left, layers, pixels):
    """One output at the top, and row by row everything that it sees."""
    rows = [left + 0.33 * xs for xs in _centres(layers, pixels)]
    first = last = (len(rows[-1]) - 1) // 2
    ink, right, height = plt.rcParams["text.color"], rows[0][-1], 0.72
    for level in range(len(layers), 0, -1):
        y = 0.95 + height * level
        k, s = layers[level - 1]
        _row(ax, rows[level], y, f"C{level}", first, last)
        seen = first * s, last * s + k - 1
        for top, bottom in zip((first, last), seen, strict=True):
            ends = rows[level][top], rows[level - 1][bottom]
            ax.plot(ends, (y, y - height), color=ink, lw=1.2)
        first, last = seen
        name = f"k={k}" if s == 1 else f"k={k} s={s}"
        place = {"x": right + CELL / 2, "y": y - height / 2, "s": name}
        ax.text(**place, fontsize=15, ha="right", va="center")
    _row(ax, rows[0], 0.95, "C5", first, last)
    middle = rows[0][[first, last]].mean()
    ax.text(middle, 0.45, str(last - first + 1), fontsize=20, **CENTRE)


def pool_receptive_field():
    """What one output sees: two layers of 3, without and with pooling."""
    fig, ax = _canvas(3.5)
    _cone(ax, 0.3, ((3, 1), (3, 1)), 8)
    _cone(ax, 3.45, ((3, 1), (2, 2), (3, 1)), 11)
    return fig


def pool_loss():
    """The loss of a classifier on edges of digits, pooled in four ways."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(images))[:1200]
    maps = edges_of(images[order].reshape(-1, 8, 8) / 16)
    for name, pooled, colour in (
        ("avg 2×2", avg_pool_forward(maps, 2)[0], "C1"),
        ("every 2nd", maps[:, :, ::2, ::2], "C5"),
        ("max 2×2", max_pool_forward(maps, 2)[0], "C0"),
        ("none", maps, "C2"),
    ):
        flat = pooled.reshape(len(maps), -1)
        _, losses = softmax_layer(flat, labels[order], 0.1, 20)
        ax.plot(range(1, 21), losses, color=colour, label=name)
    ax.set(xlabel="epoch", ylabel="loss", xlim=(1, 20), ylim=(0, 1.6))
    ax.set_xticks((1, 5, 10, 15, 20))
    ax.legend()
    return fig
