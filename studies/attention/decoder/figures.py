"""The figures of the chapter on the decoder, drawn by its own code."""

from datetime import date
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch

from snippets.attention.decoder_data import (
    READ,
    WRITTEN,
    date_pair,
    date_parts,
    date_symbols,
    draw_pairs,
)
from snippets.attention.decoder_translator import (
    init_translator,
    train_translator,
)
from studies.attention.decoder.claims import fields, looks
from studies.attention.transformer.figures import HAN
from studies.drawing import CENTRE, tints

SHOWN = date(2047, 7, 20)  # a day that was put aside
COLOURS = "C0", "C1", "C2"  # of year, month, day


@cache
def _learned():
    """The page's translator."""
    rng = np.random.default_rng(0)
    ids, ys = date_symbols(draw_pairs(rng, date_parts()[0], 8000))
    start = init_translator(rng, len(READ) + 1, len(WRITTEN) + 1, 32, 64)
    return train_translator(rng, start, ids, ys, h=4)[0]


def _letters(ax, text, kinds, y):
    """A row of letters in boxes, coloured by the part that they belong to."""
    font = FontProperties(fname=HAN, size=15)
    left = -len(text) / 2
    for n, (letter, kind) in enumerate(zip(text, kinds, strict=True)):
        colour = COLOURS[kind] if kind >= 0 else plt.rcParams["text.color"]
        box = (left + n + 0.08, y - 0.42), 0.84, 0.84
        shape = {"boxstyle": "round,pad=0,rounding_size=0.12", "lw": 1.4}
        ax.add_patch(FancyBboxPatch(*box, fc="none", ec=colour, **shape))
        place = {"fontproperties": font, "color": colour, **CENTRE}
        ax.text(left + n + 0.5, y, letter, **place)
    return [
        left + 0.5 + np.mean(np.flatnonzero(np.array(kinds) == kind))
        for kind in range(3)
    ]


def decoder_first():
    """The parts of a date cross on their way from English to Chinese."""
    fig, ax = plt.subplots(figsize=(7, 2.9))
    english, chinese = date_pair(SHOWN, 0)
    read, written = fields(english, chinese)
    above = _letters(ax, english, read, 2.6)
    below = _letters(ax, chinese.strip("^$"), written[:-1], 0)
    for start, end, colour in zip(above, below, COLOURS, strict=True):
        ends = (end, 0.55), (start, 2.05)
        arrow = {"arrowstyle": "->", "lw": 2, "color": colour}
        ax.annotate("", *ends, arrowprops=arrow)
    ax.set(xlim=(-7.2, 7.2), ylim=(-0.7, 3.3), aspect="equal")
    ax.axis("off")
    return fig


def _chain(ax, x, names):
    """Boxes one above the other, joined by arrows, with the ways around."""
    line = {"lw": 1.5, "color": plt.rcParams["text.color"]}
    for n, name in enumerate(names):
        colour = {"+": "C2", "norm": "C3", "cross": "C1"}.get(name, "C0")
        box = (x - 0.7, n - 0.3), 1.4, 0.6
        shape = {"boxstyle": "round,pad=0,rounding_size=0.12", "lw": 1.5}
        ax.add_patch(FancyBboxPatch(*box, fc="none", ec=colour, **shape))
        ax.text(x, n, name, fontsize=13, **CENTRE)
        arrow = {"arrowstyle": "->", **line}
        ax.annotate("", (x, n - 0.3), (x, n - 0.72), arrowprops=arrow)
        if name == "+":
            way = {"color": "C2", "lw": 1.7}
            ax.plot([x, x + 1.05, x + 1.05], [n - 2.5, n - 2.5, n], **way)
            arrow = {"arrowstyle": "->", **way}
            ax.annotate("", (x + 0.7, n), (x + 1.08, n), arrowprops=arrow)
    arrow = {"arrowstyle": "->", **line}
    top = len(names) - 1
    ax.annotate("", (x, top + 0.85), (x, top + 0.3), arrowprops=arrow)


def decoder_block():
    """An encoder block on the left, a decoder block on the right."""
    fig, ax = plt.subplots(figsize=(6, 5.8))
    _chain(ax, 0, ("norm", "attend", "+", "norm", "feed", "+"))
    names = "norm", "mask", "+", "norm", "cross", "+", "norm", "feed", "+"
    _chain(ax, 4.6, names)
    for x, y, text in (
        (0, -1, "$x_s$"),
        (0, 6.15, "$s$"),
        (4.6, -1, "$x$"),
        (4.6, 9.15, "$y$"),
    ):
        ax.text(x, y, text, fontsize=16, **CENTRE)
    way = {"color": "C1", "lw": 2}
    ax.plot([0.3, 2.4, 2.4], [6.15, 6.15, 4], **way)
    arrow = {"arrowstyle": "->", **way}
    ax.annotate("", (3.9, 4), (2.37, 4), arrowprops=arrow)
    ax.text(3.05, 4.4, "$K, V$", fontsize=14, color="C1", **CENTRE)
    ax.set(xlim=(-1, 6), ylim=(-1.4, 9.5), aspect="equal")
    ax.axis("off")
    return fig


def decoder_map():
    """Where each symbol looks, for the same day in two forms."""
    params = _learned()
    fig, axes = plt.subplots(1, 2, figsize=(7.4, 3.9))
    font = FontProperties(fname=HAN, size=13)
    for ax, form in zip(axes, (0, 1), strict=True):
        english, chinese = date_pair(SHOWN, form)
        kinds = fields(english, chinese)
        w = looks(params, english, chinese)
        ax.imshow(w, cmap=tints("C0"), vmin=0, vmax=0.8, aspect="auto")
        ax.set_xticks(range(len(english)), english)
        ax.set_yticks(range(len(w)), chinese[1:], fontproperties=font)
        ax.tick_params(axis="x", labelsize=13)
        for axis, parts in zip((ax.xaxis, ax.yaxis), kinds, strict=True):
            for label, kind in zip(axis.get_ticklabels(), parts, strict=True):
                if kind >= 0:
                    label.set_color(COLOURS[kind])
    return fig
