"""The figures of the chapter on data, drawn from its code and its record."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import PercentFormatter
from sklearn.datasets import load_digits

from snippets.challenges.data import (
    fit_power_law,
    fit_power_law_floor,
    predict_power_law,
)
from snippets.challenges.data_data import augment_shift
from studies.drawing import CENTRE, tints

SIZES = np.array([20.0, 40, 80, 160, 320, 640, 1280])  # as in data_results.py
SEEN = 5


@functools.cache
def _rows():
    """What make results has computed."""
    file = Path(__file__).with_name("results.json")
    return json.loads(file.read_text("utf-8"))["rows"]


def _curve(name):
    """Mean errors (sizes,) of a model."""
    rows = (row for row in _rows() if row["kind"] == "curve")
    errors = next(row["errors"] for row in rows if row["name"] == name)
    return np.mean(errors, axis=1)


def _axes(ax, ticks):
    """Both axes logarithmic: N, and the error in percent."""
    ax.set(xscale="log", yscale="log")
    ax.set_xticks(ticks, [f"{n:.0f}" for n in ticks])
    ax.minorticks_off()
    ax.set_yticks([0.01, 0.02, 0.05, 0.1, 0.2, 0.4])
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("$N$", fontsize=16)
    ax.set_ylabel("error", fontsize=14)
    ax.tick_params(labelsize=12)


def data_first():
    """Errors at five sizes, and a question."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    errors = _curve("MLP")
    _axes(ax, SIZES)
    ax.plot(SIZES[:SEEN], errors[:SEEN], "o", ms=9)
    far = SIZES[SEEN - 1 :]
    law = fit_power_law(SIZES[:SEEN], errors[:SEEN])
    ink = plt.rcParams["text.color"]
    ax.plot(SIZES, predict_power_law(law, SIZES), color=ink, lw=1, alpha=0.5)
    band = predict_power_law(law, far)
    ax.fill_between(far, band / (far / 320) ** 0.4, errors[SEEN - 1], alpha=0.2)
    ax.text(1000, 0.03, "?", fontsize=40, color="C1", **CENTRE)
    return fig


def data_digits():
    """Digits as they are, moved by a pixel, and in a mirror."""
    x, y = load_digits(return_X_y=True)
    chosen = [int(np.flatnonzero(y == k)[0]) for k in range(10)]
    some = x[chosen] / 16
    moved = augment_shift(some, np.tile([1, 1], (10, 1)))
    mirrored = some.reshape(-1, 8, 8)[:, :, ::-1].reshape(some.shape)
    fig, grid = plt.subplots(3, 10, figsize=(7, 2.3))
    shade = tints(plt.rcParams["text.color"])
    names = "$x$", "$x$ ↘", "$x$ ↔"
    for axes, images, name in zip(
        grid, (some, moved, mirrored), names, strict=True
    ):
        for ax, image in zip(axes, images, strict=True):
            ax.imshow(image.reshape(8, 8), cmap=shade, vmin=0, vmax=1)
            ax.set(xticks=(), yticks=())
        axes[0].set_ylabel(name, fontsize=13, rotation=0, labelpad=18)
    return fig


def data_curves():
    """Learning curves with the laws that were fitted to their left part."""
    fig, ax = plt.subplots(figsize=(7, 4.4))
    _axes(ax, SIZES)
    for name, label, marker, colour in (
        ("logistic", "$H = 0$", "^", "C2"),
        ("MLP", "$H = 64$", "o", "C0"),
        ("nearest", "$k = 1$", "s", "C1"),
    ):
        errors = _curve(name)
        style = {"color": colour, "marker": marker, "ms": 8, "ls": ""}
        ax.plot(SIZES[:SEEN], errors[:SEEN], label=label, **style)
        ax.plot(SIZES[SEEN:], errors[SEEN:], mfc="none", mew=2, **style)
        for fit, line in ((fit_power_law, "-"), (fit_power_law_floor, ":")):
            law = fit(SIZES[:SEEN], errors[:SEEN])
            fine = np.geomspace(20, 1280, 60)
            error = predict_power_law(law, fine)
            ax.plot(fine, error, color=colour, ls=line, lw=1.8)
    ax.axvline(450, color=plt.rcParams["text.color"], lw=1, alpha=0.5)
    ax.legend(fontsize=14, loc="lower left")
    return fig


def _trail(name, pair):
    """Right answers (seeds, steps) on the way, for a noise of 0.4."""
    return next(
        row["right"]
        for row in _rows()
        if row["kind"] == "noise"
        and (row["rho"], row["pair"]) == (0.4, pair)
        and row["name"] == f"{name}, trail"
    )


def data_noise():
    """Right answers on clean digits while a network learns noisy labels."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4), sharey=True)
    steps = np.arange(100, 1001, 100)
    looks = ("corrected", "C0", "-", "$T$"), ("plain", "C1", "--", "$I$")
    for ax, pair in zip(axes, (False, True), strict=True):
        for name, colour, line, label in looks:
            runs = _trail(name, pair)
            style = {"color": colour, "ls": line}
            ax.plot(steps, np.mean(runs, axis=0), lw=2.6, label=label, **style)
            for run in runs:
                ax.plot(steps, run, lw=0.7, alpha=0.5, **style)
        ax.set_xlabel("$t$", fontsize=16)
        ax.set_title("$y \\to y + 1$" if pair else "$y \\to$ ?", fontsize=15)
        ax.set_xticks([0, 500, 1000])
    axes[0].yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes[0].set_ylabel("accuracy", fontsize=14)
    axes[1].legend(fontsize=14, loc="center right")
    return fig
