"""The figures of the chapter on language models, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pylopdf_fonts_zh_cn
from matplotlib.font_manager import FontProperties

from snippets.attention.language_model import (
    init_language_model,
    language_model_forward,
    train_language_model,
)
from snippets.attention.language_model_data import number_texts, write_number
from studies.drawing import CENTRE, tints

HAN = FontProperties(
    fname=Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
)
RESULTS = Path(__file__).with_name("results.json")
TABLES = 2.22, 1.20  # bits of the tables that look at 1 and at 2 letters
BOUND = 0.30


@functools.cache
def _trained():
    """The model of the page, its losses, its alphabet."""
    *_, text = number_texts()
    alphabet = sorted({*text})
    rng = np.random.default_rng(0)
    start = init_language_model(rng, len(alphabet), D=32, F=64, L=2)
    codes = np.array([alphabet.index(c) for c in text])
    params, losses = train_language_model(
        rng, start, codes, h=4, lr=0.01, steps=400, B=8, T=48
    )
    return params, losses, alphabet


def language_model_first(number=974):
    """How many bits each letter of a test line costs."""
    params, _, alphabet = _trained()
    line = write_number(number)
    tokens = np.array([alphabet.index(c) for c in "\n" + line])
    a, _, _ = language_model_forward(params, tokens[None, :-1], 4)
    a = a[0] - a[0].max(axis=1, keepdims=True)
    p = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    bits = -np.log2(p[np.arange(len(line)), tokens[1:]])
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
    _, losses, _ = _trained()
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
