"""The figures of the chapter on Speech, drawn by its own code."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.applications.speech_data import load_words
from studies.drawing import CENTRE, tints

LINES = {  # training and method: name, colour, line
    ("clean", "CNN"): ("CNN", "C0", ":"),
    ("clean", "GRU"): ("GRU", "C1", ":"),
    ("clean", "nearest"): ("1-NN", "C2", ":"),
    ("cut", "correlation"): ("1-NN", "C2", "--"),
    ("more", "correlation"): ("1-NN", "C2", "-"),
    ("noise", "GRU"): ("GRU", "C1", "-"),
    ("noise", "CNN"): ("CNN", "C0", "-"),
}


def _rows():
    """What make results has computed."""
    file = Path(__file__).with_name("results.json")
    return json.loads(file.read_text("utf-8"))["rows"]


def _grey(ax, image, extent):
    """An image (M, T) in ink, its first row below; cells stay sharp."""
    cells = np.kron(np.round(7 * image) / 7, np.ones((2, 2)))
    place = {"aspect": "auto", "origin": "lower", "interpolation": "none"}
    ink = tints(plt.rcParams["text.color"])
    ax.imshow(cells, cmap=ink, vmin=0, vmax=1, extent=extent, **place)


def speech_words():
    """Each digit in both languages, by one low and one high voice."""
    steps, (language, voice, take, digit) = load_words()
    x = steps[:, -29:] / 15  # (N, 29, M)
    fig, axes = plt.subplots(4, 1, figsize=(7, 4.3))
    rows = [(0, 0), (0, 8), (1, 0), (1, 8)]
    for ax, (lang, who) in zip(axes, rows, strict=True):
        row = np.zeros((16, 310))
        for k in range(10):
            same = (language == lang) & (voice == who) & (digit == k)
            one = x[same & (take == 0)][0]
            row[:, 31 * k : 31 * k + 29] = one.T
            ax.axvline(31 * k - 1, color=plt.rcParams["text.color"], lw=0.8)
        _grey(ax, row, (0, 310, 0.5, 16.5))
        ax.set(xticks=[], yticks=[1, 16], xlim=(-1, 309))
        name = f"{('en', 'zh')[lang]}, {('m1', 'f2')[who > 3]}"
        ax.set_title(name, fontsize=11, loc="right", pad=2)
        ax.set_ylabel("$m$", fontsize=13, labelpad=-4)
    axes[3].set_xticks(31 * np.arange(10) + 14, [f"${k}$" for k in range(10)])
    axes[3].tick_params("x", labelsize=13, length=0)
    return fig


def speech_snr():
    """Share right over the ratio of word to noise, by method and training."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.5), sharey=True)
    at = [20, 10, 5, 0, -5]
    for row in _rows():
        found = LINES.get((row.get("training"), row.get("method")))
        if found is None:
            continue
        ax, (name, color, line) = axes[row["language"]], found
        shares = np.array([row[str(snr)] for snr in at])  # (5, seeds)
        style = {"color": color, "ls": line, "label": name}
        ax.plot(at, shares.mean(axis=1), "o", ms=4, **style)
        if line == "-":
            ends = shares.min(axis=1), shares.max(axis=1)
            ax.fill_between(at, *ends, alpha=0.15, color=color, lw=0)
    for ax, name in zip(axes, ("en", "zh"), strict=True):
        ax.axhline(0.1, color=plt.rcParams["text.color"], lw=0.8)
        ax.set(xticks=at, ylim=(0, 1.02), xlim=(20.8, -5.8), xlabel="SNR / dB")
        ax.set_title(name, fontsize=13)
    lines, names = axes[0].get_legend_handles_labels()
    kept = dict(zip(names, lines, strict=True))  # the solid ones come last
    place = {"loc": "lower right", "bbox_to_anchor": (0.94, 0.15)}
    axes[1].legend(kept.values(), kept.keys(), fontsize=10, **place)
    return fig


def speech_confusion():
    """What the CNN hears at 0 dB: said to the left, heard above."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 4.2))
    rows = [row for row in _rows() if row.get("said") == [*range(10)]]
    for ax, row in zip(axes, rows, strict=True):
        counts = np.array(row["counts"])  # (K, K)
        share = 100 * counts / counts.sum(axis=1, keepdims=True)  # (K, K)
        ax.imshow(np.sqrt(share), vmin=0, vmax=15, cmap=tints("C0"))
        for i, j in np.argwhere(share >= 2):
            ax.text(j, i, f"{share[i, j]:.0f}", fontsize=9, **CENTRE)
        ax.set(xticks=range(10), yticks=range(10))
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.set_title(("en", "zh")[row["language"]], fontsize=13)
        ax.set_xlabel(r"$\hat{y}$", fontsize=14)
        ax.xaxis.set_label_position("top")
    axes[0].set_ylabel("$y$", fontsize=14, rotation=0, labelpad=8)
    return fig
