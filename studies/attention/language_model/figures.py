"""The figures of the chapter on language models, drawn by its own code."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pylopdf_fonts_zh_cn
from matplotlib.font_manager import FontProperties

from snippets.attention.language_model_sampling import sample_letters
from studies.attention.language_model.trained import scores_along, trained_model
from studies.drawing import CENTRE, tints

HAN = FontProperties(
    fname=Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
)
RESULTS = Path(__file__).with_name("results.json")
TABLES = 2.22, 1.20  # bits of the tables that look at 1 and at 2 letters
BOUND = 0.30
BESIDE = {"ha": "right", "va": "center"}


def language_model_first(number=974):
    """How many bits each letter of a test line costs."""
    line, tokens, a = scores_along(number)
    p = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    bits = -np.log2(p[np.arange(len(line)), tokens])
    fig, ax = plt.subplots(figsize=(7, 2.8))
    ax.bar(range(len(line)), bits, 0.8, color="C0")
    names = [{" ": "␣", "\n": "↵"}.get(c, c) for c in line]
    for i, name in enumerate(names):
        han = {"fontproperties": HAN} if name > "一" else {}
        ax.text(i, -0.42, name, fontsize=13.5, **CENTRE, **han)
    ax.set(xlim=(-0.7, len(line) - 0.3), ylim=(0, 5.4), xticks=[])
    ax.set_ylabel(r"$-\log_2 p$", fontsize=15)
    ax.tick_params(labelsize=13)
    return fig


def language_model_loss():
    """The loss at each step in bits, beside the tables and the bound."""
    _, losses, _ = trained_model()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    ax.plot(losses / np.log(2), color="C0", lw=1.6)
    ink = plt.rcParams["axes.edgecolor"]
    lines = (TABLES[0], "--"), (TABLES[1], "--"), (BOUND, ":")
    for level, dashes in lines:
        ax.axhline(level, color=ink, ls=dashes, lw=1.3)
        x, side = (398, "right") if level > BOUND else (4, "left")
        style = {"fontsize": 14, "ha": side, "va": "bottom"}
        ax.text(x, level + 0.04, f"{level:.2f}", **style)
    ax.set(xlim=(0, 400), ylim=(0, 5.8))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel(r"$L / \ln 2$", fontsize=15)
    ax.tick_params(labelsize=13)
    return fig


def language_model_letters(place=24, u=0.9):
    """One number draws a letter at three temperatures: parts from 0 to 1."""
    *_, a = scores_along(311)
    *_, alphabet = trained_model()
    fig, ax = plt.subplots(figsize=(7, 2.7))
    paper, ink = plt.rcParams["figure.facecolor"], plt.rcParams["text.color"]
    for row, temperature in enumerate((0.5, 1, 2)):
        given = a[[place]], np.array([u]), temperature, len(alphabet)
        (drawn,), (p,) = sample_letters(*given)
        ends = p.cumsum()  # (K,)
        bars = ax.barh(row, p, 0.62, ends - p, color="C0")
        bars[drawn].set_color("C1")
        for k, bar in enumerate(bars):
            bar.set_alpha(1 if k == drawn else 0.28 + 0.22 * (k % 2))
            if p[k] > 0.03:
                at = ends[k] - p[k] / 2, row
                style = {"color": paper if k == drawn else ink, **CENTRE}
                ax.text(*at, alphabet[k], fontsize=15, **style)
        ax.text(-0.02, row, f"$T = {temperature}$", fontsize=15, **BESIDE)
    gaps = [-0.5, 0.33, 1.33, 2.33], [-0.33, 0.67, 1.67, 2.5]  # no letter there
    ax.vlines([u] * 4, *gaps, color=plt.rcParams["axes.edgecolor"], lw=2.2)
    ax.text(u, -0.7, f"$u = {u}$", fontsize=15, **CENTRE)
    ax.set(xlim=(-0.16, 1), ylim=(2.52, -0.9))
    ax.axis("off")
    return fig


def language_model_heads():
    """A string read twice: the head that looks one back, and induction."""
    shown = json.loads(RESULTS.read_text("utf-8"))["rows"][-1]
    names = ["ABCDEFGHIJKLMNOP"[k] for k in shown["tokens"]]
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6))
    for ax, w in zip(axes, shown["w"], strict=True):
        n = len(w)
        ax.imshow(w, cmap=tints("C0"), vmin=0, vmax=1)
        grey = plt.rcParams["grid.color"]
        for line in (ax.axhline, ax.axvline):
            line(n / 2 - 0.5, color=grey, lw=1.2)
        ax.set_xticks(range(n), names, fontsize=9.5)
        ax.set_yticks(range(n), names, fontsize=9.5)
        ax.tick_params(length=0, top=True, labeltop=True, bottom=False)
        ax.tick_params(labelbottom=False, pad=2)
        ax.grid(False)
    return fig
