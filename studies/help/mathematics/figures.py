"""The figures of the page on the mathematics that one needs."""

import matplotlib.pyplot as plt
import numpy as np

from studies.drawing import CENTRE


def _arrow(ax, start, end, colour, **how):
    """From one point to another."""
    style = {"arrowstyle": "-|>", "color": colour, "lw": 2.4} | how
    ax.annotate("", end, start, arrowprops=style | {"shrinkA": 0, "shrinkB": 0})


def mathematics_slope():
    """The parabola, a line through two of its points, and its tangent at 1."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    x = np.linspace(-0.3, 2.3, 200)
    ax.plot(x, x**2, "C0", lw=3)
    ax.plot(x, 1 + 3 * (x - 1), "C1", ls="--")
    ax.plot(x, 1 + 2 * (x - 1), "C2")
    ax.plot([1, 2], [1, 4], "o", color="C1", ms=8)
    ax.plot([1], [1], "o", color="C2", ms=9)
    ax.plot([1, 2, 2], [1, 1, 4], color=plt.rcParams["text.color"], lw=1)
    ax.text(1.5, 0.72, "1", **CENTRE)
    ax.text(2.07, 2.2, "3", color="C1", **CENTRE)
    ax.text(0.06, 0.3, "$x^2$", color="C0", **CENTRE)
    ax.set(xlabel="$x$", ylim=(-1, 5))
    return fig


def mathematics_partial():
    """The height of L, and the two ways down from one point."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    w, b = np.meshgrid(np.linspace(0, 3, 200), np.linspace(0, 2.6, 200))
    ax.contour(w, b, (2 * w + b - 5) ** 2, levels=9, colors="C0", alpha=0.7)
    _arrow(ax, (1, 1), (1.8, 1), "C1")
    _arrow(ax, (1, 1), (1, 1.4), "C2")
    _arrow(ax, (1, 1), (1.8, 1.4), plt.rcParams["text.color"])
    ax.plot([1], [1], "o", color=plt.rcParams["text.color"], ms=8)
    ax.text(1.4, 0.85, r"$\partial L/\partial w$", color="C1", **CENTRE)
    ax.text(0.7, 1.25, r"$\partial L/\partial b$", color="C2", **CENTRE)
    ax.set(xlabel="$w$", ylabel="$b$", aspect="equal")
    return fig


def mathematics_chain():
    """Three numbers in a chain, and the slopes between them."""
    fig, ax = plt.subplots(figsize=(7, 2.6), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 2.6), position=(0, 0, 1, 1))
    ax.axis("off")
    ink = plt.rcParams["text.color"]
    box = {"boxstyle": "round,pad=0.5", "fc": "none", "lw": 2}
    for x, text, colour in (
        (0.9, "$x = 2$", "C0"),
        (3.3, "$y = 3x = 6$", "C1"),
        (6.0, "$z = y^2 = 36$", "C2"),
    ):
        ax.text(x, 1.6, text, bbox=box | {"ec": colour}, **CENTRE)
    for start, end, slope in ((1.6, 2.3, "3"), (4.3, 4.95, "12")):
        _arrow(ax, (start, 1.6), (end, 1.6), ink)
        ax.text((start + end) / 2, 1.95, slope, color="C3", **CENTRE)
    _arrow(ax, (6.0, 1.15), (0.9, 1.15), "C3", connectionstyle="arc3,rad=-0.22")
    ax.text(3.4, 0.28, r"$12 \cdot 3 = 36$", color="C3", **CENTRE)
    return fig


def _grid(ax, left, rows, columns, marked):
    """A matrix of empty cells, some of them marked, its shape below."""
    ink, bottom = plt.rcParams["text.color"], 2 - rows / 2
    for r, c in np.ndindex(rows, columns):
        place = left + c, bottom + rows - 1 - r
        colour = "C1" if marked(r, c) else "none"
        ax.add_patch(plt.Rectangle(place, 1, 1, fc=colour, ec=ink, lw=1.2))
    shape = left + columns / 2, bottom - 0.55
    ax.text(*shape, f"({rows}, {columns})", **CENTRE)


def mathematics_product():
    """A row times a column is a cell."""
    fig, ax = plt.subplots(figsize=(7, 2.6), layout="none")
    ax.set(xlim=(0, 14), ylim=(-0.9, 4.3), position=(0, 0, 1, 1))
    ax.set_aspect("equal")
    ax.axis("off")
    _grid(ax, 0.3, 2, 3, lambda r, c: r == 0)
    _grid(ax, 4.6, 3, 4, lambda r, c: c == 3)
    _grid(ax, 9.9, 2, 4, lambda r, c: (r, c) == (0, 3))
    ax.text(3.95, 2, "@", fontsize=18, **CENTRE)
    ax.text(9.25, 2, "=", fontsize=18, **CENTRE)
    return fig


def mathematics_exp():
    """The exponential function and the logarithm."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3))
    x = np.linspace(-3, 2.3, 200)
    left.plot(x, np.exp(x), "C0", lw=3)
    left.plot([0], [1], "o", color="C1")
    left.set(title="$e^x$", xlabel="$x$")
    x = np.linspace(0.03, 6, 400)
    right.plot(x, np.log(x), "C0", lw=3)
    right.plot([1], [0], "o", color="C1")
    right.set(title=r"$\ln x$", xlabel="$x$")
    for ax in (left, right):
        ax.axhline(0, color=plt.rcParams["text.color"], lw=0.7, alpha=0.6)
    return fig


def mathematics_distribution():
    """Draws, and the curve that they follow."""
    fig, ax = plt.subplots(figsize=(7, 3))
    drawn = np.random.default_rng(0).normal(size=10_000)
    ax.hist(drawn, bins=60, density=True, color="C0", alpha=0.45)
    x = np.linspace(-4, 4, 300)
    bell = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    ax.plot(x, bell, "C1", lw=2.5)
    near = abs(x) <= 1
    ax.fill_between(x[near], bell[near], color="C1", alpha=0.25)
    ax.set(
        xticks=[-3, -2, -1, 0, 1, 2, 3],
        xticklabels=[
            r"$-3\sigma$",
            r"$-2\sigma$",
            r"$-\sigma$",
            r"$\mu$",
            r"$\sigma$",
            r"$2\sigma$",
            r"$3\sigma$",
        ],
        yticks=[],
    )
    return fig
