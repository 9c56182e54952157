"""The figures of the chapter on diagnosis, drawn by its own code."""

import functools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter
from sklearn.datasets import load_breast_cancer

from snippets.applications.diagnosis import out_of_fold, stratified_folds
from snippets.applications.diagnosis_scores import (
    calibration_bins,
    roc_area,
    roc_curve,
)
from studies.applications.diagnosis.claims import fitter
from studies.drawing import CENTRE, tints


@functools.cache
def _patients():
    """Measurements, y, names: y is 1 for malignant, other than the target."""
    data = load_breast_cancer()
    return data.data, 1 - data.target, data.feature_names.tolist()


def _one_feature(x, y, seed):
    """Logistic regression of the feature with the largest area."""
    best = [int(np.argmax([roc_area(y, column) for column in x.T]))]
    risk = fitter(0, decay=0.001)(x[:, best], y, seed)
    return lambda new: risk(new[:, best])


@functools.cache
def _risks(H, w=1.0):
    """Risks by models that have not seen their patient; H None: a feature."""
    x, y, _ = _patients()
    folds = stratified_folds(np.random.default_rng(0), y, 5)
    fit = _one_feature if H is None else fitter(H, w)
    return out_of_fold(folds, x, y, lambda x, y: fit(x, y, 0))


def diagnosis_first():
    """10,000 people, and the 590 alarms among them enlarged."""
    fig, ax = plt.subplots(figsize=(7, 3.8), layout="none")
    ax.set(xlim=(0, 20), ylim=(-0.5, 10.5), position=(0, 0, 1, 1))
    ax.axis("off")
    ink = plt.rcParams["text.color"]
    ax.add_patch(Rectangle((1, 0), 8, 10, fc=tints(ink)(0.1), ec=ink, lw=1.2))
    for left, height in ((1, 0.001), (13, 10 / 590)):
        _slab(ax, left, 0, 495 * height, "C0")
        _slab(ax, left, 495 * height, 95 * height, "C1")
    for low, high in ((0, 0), (0.59, 10)):
        ax.plot([9, 13], [low, high], color=ink, lw=1, ls="--")
    paper = plt.rcParams["figure.facecolor"]
    for place, text, colour in (
        ((5, 5), "$10000$", ink),
        ((16, 4.2), "$495$", paper),
        ((16, 9.2), "$95$", paper),
    ):
        ax.text(*place, text, color=colour, fontsize=22, **CENTRE)
    return fig


def _slab(ax, left, bottom, height, colour):
    """A part of a column."""
    width = 8 if left == 1 else 6
    ax.add_patch(Rectangle((left, bottom), width, height, fc=colour, ec="none"))


def diagnosis_data():
    """Two of the 30 measurements of all patients."""
    x, y, names = _patients()
    first, second = "worst perimeter", "worst concave points"
    columns = x[:, names.index(first)], x[:, names.index(second)]
    fig, ax = plt.subplots(figsize=(7, 4.2))
    for k, (marker, colour) in enumerate((("o", "C0"), ("^", "C1"))):
        style = {"ms": 4.5, "color": colour, "mew": 0, "alpha": 0.75}
        pair = (column[y == k] for column in columns)
        ax.plot(*pair, marker, label=f"$y = {k}$", rasterized=True, **style)
    ax.set_xlabel(first, fontsize=14)
    ax.set_ylabel(second, fontsize=14)
    ax.legend(fontsize=14, loc="lower right")
    return fig


def diagnosis_roc():
    """ROC curves of one feature, logistic regression and an MLP."""
    _, y, _ = _patients()
    fig, ax = plt.subplots(figsize=(7, 4.2))
    styles = ("C2", ":"), ("C1", "--"), ("C0", "-")
    names = "$D = 1$", "$D = 30$", "$D = 30, H = 16$"
    for H, name, (colour, line) in zip(
        (None, 0, 16), names, styles, strict=True
    ):
        false, true, _ = roc_curve(y, _risks(H))
        over = 3 if line == "--" else 2
        style = {"color": colour, "ls": line, "lw": 2.6, "zorder": over}
        ax.step(false, true, label=name, **style)
        for t, marker in ((0.5, "s"), (1 / 21, "D")):
            here = [np.mean(_risks(H)[y == k] >= t) for k in (0, 1)]
            ax.plot(*here, marker, color=colour, ms=9)
    ax.set(xlim=(-0.01, 0.5), ylim=(0.8, 1.005))
    ax.set_yticks([0.8, 0.85, 0.9, 0.95, 1])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("1 − specificity", fontsize=14)
    ax.set_ylabel("sensitivity", fontsize=14)
    ax.legend(fontsize=14, loc="lower right")
    return fig


def diagnosis_calibration():
    """Risk and share of malignant tumours in bins, for two weights."""
    _, y, _ = _patients()
    fig, ax = plt.subplots(figsize=(7, 4.2))
    ink = plt.rcParams["text.color"]
    ax.plot([0, 1], [0, 1], color=ink, lw=1, alpha=0.6)
    for w, colour, marker in ((1.0, "C0", "o"), (20.0, "C1", "^")):
        risk, share, count = calibration_bins(y, _risks(16, w), 5)
        style = {"color": colour, "lw": 2.2, "marker": marker, "ms": 9}
        ax.plot(risk, share, label=f"$w = {w:.0f}$", **style)
        for a, b, n in zip(risk, share, count, strict=True):
            side = (-14, 10) if w == 1 else (16, -10)
            place = {"textcoords": "offset points", "fontsize": 12}
            ax.annotate(str(n), (a, b), side, color=colour, **place, **CENTRE)
    ax.set(xlim=(-0.06, 1.06), ylim=(-0.12, 1.12))
    ax.set_xlabel("$p$", fontsize=16)
    ax.set_ylabel("$\\bar{y}$", fontsize=16, rotation=0, labelpad=12)
    ax.legend(fontsize=14, loc="upper left")
    return fig


def diagnosis_ppv():
    """Predictive value against prevalence, for two thresholds."""
    _, y, _ = _patients()
    fig, ax = plt.subplots(figsize=(7, 4.0))
    share = np.geomspace(0.001, 0.6, 200)
    lines = (0.5, "C0", "-", "$t = 1/2$"), (1 / 21, "C1", "--", "$t = 1/21$")
    for t, colour, line, name in lines:
        false, found = (np.mean(_risks(16)[y == k] >= t) for k in (0, 1))
        right = found * share
        value = right / (right + false * (1 - share))
        ax.semilogx(share, value, color=colour, ls=line, lw=2.6, label=name)
    for mark in (0.01, y.mean()):
        ax.axvline(mark, color=plt.rcParams["text.color"], lw=1, alpha=0.6)
    ax.set_xticks([0.001, 0.01, 0.1], ["0.1%", "1%", "10%"])
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("$\\pi$", fontsize=16)
    ax.set_ylabel("PPV", fontsize=14)
    ax.legend(fontsize=14, loc="upper left")
    return fig
