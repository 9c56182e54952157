"""The figures of the chapter on the Transformer, drawn by its own code."""

from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pylopdf_fonts_zh_cn
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch

from snippets.attention.transformer_data import read_words, windows_of
from snippets.attention.transformer_positions import rotate, sinusoids
from snippets.attention.transformer_reader import reader_forward
from studies.attention.transformer.results import (
    Words,
    encoders,
)
from studies.drawing import CENTRE, tints

HAN = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
SHOWN = ("银行家", 1), ("行人", 0), ("长大", 0)


@cache
def _learned():
    """The page's reader: its words, parameters and losses."""
    words = Words(read_words(), 10)
    return words, *encoders(words, 10)[1:]


def _chain(ax, x, names):
    """Boxes one above the other, joined by arrows; two ways around."""
    arrow = {"arrowstyle": "->", "lw": 1.6, "color": plt.rcParams["text.color"]}
    for n, name in enumerate(names):
        colour = {"+": "C2", "norm": "C3"}.get(name, "C0")
        box = (x - 0.62, n - 0.27), 1.24, 0.54
        shape = {"boxstyle": "round,pad=0,rounding_size=0.1", "lw": 1.6}
        ax.add_patch(FancyBboxPatch(*box, fc="none", ec=colour, **shape))
        ax.text(x, n, name, fontsize=14, **CENTRE)
        ends = (x, n + 0.02 - 0.3), (x, n - 0.73)
        ax.annotate("", *ends, arrowprops=arrow)
    ax.text(x, -0.95, "$x$", fontsize=17, **CENTRE)
    ax.annotate("", (x, 6), (x, 5.27), arrowprops=arrow)
    ax.text(x, 6.2, "$y$", fontsize=17, **CENTRE)


def _around(ax, x, start, end):
    """The way around a layer: right, up, and back into the sum."""
    style = {"color": "C2", "lw": 1.8}
    ax.plot([x, x + 1, x + 1], [start, start, end], **style)
    arrow = {"arrowstyle": "->", **style}
    ax.annotate("", (x + 0.62, end), (x + 1.03, end), arrowprops=arrow)


def transformer_first():
    """A block: left the norm stands before each layer, right after the sum."""
    fig, ax = plt.subplots(figsize=(6.4, 5))
    _chain(ax, 0, ("norm", "attend", "+", "norm", "feed", "+"))
    _chain(ax, 3.4, ("attend", "+", "norm", "feed", "+", "norm"))
    for x, start, end in (
        (0, -0.5, 2),
        (0, 2.5, 5),
        (3.4, -0.5, 1),
        (3.4, 2.5, 4),
    ):
        _around(ax, x, start, end)
    ax.set(xlim=(-1.2, 5), ylim=(-1.3, 6.5), aspect="equal")
    ax.axis("off")
    return fig


def transformer_places():
    """Left the sinusoids of each place, right rotated scores by distance."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 2.9))
    left.imshow(sinusoids(32, 32), cmap=tints("C0"), aspect="auto")
    left.set(xlabel="$2i,\\;2i + 1$", ylabel="$t$")
    q, k = np.random.default_rng(0).normal(size=(2, 8))
    q, k = (rotate(np.tile(a, (1, 1, 32, 1)))[0, 0] for a in (q, k))
    scores = q @ k.T
    for t, style in (0, "s"), (8, "o"), (16, "."):
        right.plot(np.arange(32) - t, scores[t], style, ms=9 - t / 3)
    right.set(xlabel="$s - t$")
    right.set_ylabel(r"$q_t \cdot k_s$", labelpad=9)
    return fig


def transformer_loss():
    """The loss of the page's reader, and the entropy of guessing."""
    words, _, losses = _learned()
    fig, ax = plt.subplots(figsize=(7, 3))
    ax.plot(losses, lw=1.4)
    K = len(words.kinds)
    ax.axhline(np.log(K), color="C1", ls="--", lw=1.4)
    place = {"fontsize": 14, "color": "C1", "va": "bottom", "ha": "right"}
    ax.text(300, np.log(K) + 0.05, rf"$\ln {K}$", **place)
    ax.set(ylabel="$L$", ylim=(0, 4.8))
    return fig


def transformer_map():
    """Where three polyphones look, head by head."""
    words, params, _ = _learned()
    fig, axes = plt.subplots(1, 3, figsize=(7.4, 2.7))
    for ax, (word, at) in zip(axes, SHOWN, strict=True):
        ids = windows_of([(word, at, "")], words.letters)
        _, (*_, caches, _, _) = reader_forward(params, ids, 4, h=4)
        first, _, _ = caches[0]
        w = first[1][-1][-1]
        weights = w[0, :, 4, 4 - at : 4 - at + len(word)]
        ax.imshow(weights, cmap=tints("C0"), vmin=0, vmax=1)
        for head, column in np.ndindex(*weights.shape):
            dark = weights[head, column] > 0.5
            colour = plt.rcParams["figure.facecolor" if dark else "text.color"]
            text = f"{weights[head, column]:.2f}"
            ax.text(column, head, text, color=colour, fontsize=11, **CENTRE)
        han = FontProperties(fname=HAN, size=16)
        ax.set_xticks(range(len(word)), word, fontproperties=han)
        ax.set_yticks(range(4), "1234")
        ax.get_xticklabels()[at].set_color("C1")
    axes[0].set_ylabel("$h$")
    return fig
