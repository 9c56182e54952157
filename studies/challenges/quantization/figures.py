"""The figures of the chapter on few bits, drawn by its own code."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.challenges.quantization import dequantize, quantize_symmetric

WEIGHTS = np.array([0.889, -0.5, 0.3, -0.12, 0.06, -0.031])
RIVALS = {  # name: colour, style
    "trained": ("C2", "o-"),
    "small, 8 bits": ("C1", "s-"),
    "rounded": ("C0", "o-"),
    "small": ("C3", "^--"),
    "pruned": ("C4", "v--"),
}
WORDS = {
    "trained": "trained in few bits",
    "small, 8 bits": "smaller (8)",
    "rounded": "rounded",
    "small": "smaller (32)",
    "pruned": "pruned",
}


def _rows(key):
    """The recorded rows that have a key."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return [row for row in rows if key in row]


def _labels(ax, x, y):
    ax.set_xlabel(x, fontsize=15)
    ax.set_ylabel(y, fontsize=15)
    ax.tick_params(labelsize=13)


def quantization_first():
    """Six weights, and where each of them lands with fewer bits."""
    fig, axes = plt.subplots(3, 1, figsize=(7, 3.9), sharex=True)
    for ax, bits in zip(axes, (8, 4, 2), strict=True):
        codes = quantize_symmetric(WEIGHTS, bits)
        top = 2 ** (bits - 1) - 1
        marks = np.arange(-top, top + 1) * codes.scale[0]
        ax.vlines(marks, 0, 0.35, color="C0", lw=0.7 if bits == 8 else 2.2)
        for w, w_hat in zip(WEIGHTS, dequantize(codes), strict=True):
            ax.plot([w, w_hat], [1, 0.35], "-", color="C1", lw=1.6)
            ax.plot(w, 1, "o", color="C1", ms=8)
        ax.set(ylim=(-0.1, 1.3), yticks=[])
        ax.set_ylabel(f"{bits}", fontsize=16, rotation=0, va="center")
        ax.spines[["left", "top", "right"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        ax.tick_params(axis="x", labelsize=13, length=0)
    for ax in axes[:2]:
        ax.spines["bottom"].set_visible(False)
    named = ["−0.889", "−0.5", "0", "0.5", "0.889"]
    axes[2].set_xticks([-0.889, -0.5, 0, 0.5, 0.889], named)
    return fig


def quantization_same_bytes():
    """Right on new digits over the bytes of the weights, five rivals."""
    fig, ax = plt.subplots(figsize=(7, 4))
    rows = _rows("net")
    for name, (colour, style) in RIVALS.items():
        own = [row for row in rows if row["net"] == name]
        sizes = [row["size"] for row in own]
        right = [np.mean(row["right"]) for row in own]
        look = {"color": colour, "lw": 2.2, "ms": 8, "label": WORDS[name]}
        ax.plot(sizes, right, style, **look)
    ax.set(xticks=[1144, 1568, 1992, 3688], ylim=(20, 97))
    _labels(ax, "bytes", "accuracy (%)")
    ax.legend(fontsize=12)
    return fig


def quantization_stairs():
    """The loss over one weight: before rounding, and through it."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    w = np.linspace(-0.3, 1.3, 2000)
    step = 0.25
    stairs = np.rint(w / step) * step
    ax.plot(w, (2 * w - 1) ** 2, color="C1", lw=2.2, label="$L(w)$")
    ax.plot(w, (2 * stairs - 1) ** 2, color="C0", lw=2.4, label=r"$L(\hat w)$")
    at = np.array([-0.22, 0.22])
    ax.plot(0.3 + at, 0.25 - 2 * at, color="C2", lw=3)
    ax.plot(0.3, 0.25, "o", color="C2", ms=10)
    ax.set(xticks=np.arange(-0.25, 1.3, 0.25), ylim=(-0.12, 2))
    _labels(ax, "$w$", "$L$")
    ax.legend(fontsize=14)
    return fig
