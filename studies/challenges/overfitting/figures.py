"""The figures of the chapter on overfitting, drawn by its own code."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import PercentFormatter
from sklearn.datasets import load_digits

from snippets.challenges.overfitting import (
    memorise_judge,
    memorise_parts,
    train_memorise,
)
from snippets.convolution.dropout import init_dropout_net
from studies.drawing import tints


def _digits():
    """Images (1797, 64), labels (1797,)."""
    x, y = load_digits(return_X_y=True)
    return x / 16, y


def overfitting_first():
    """Five points, the best line, and the curve through all of them."""
    fig, ax = plt.subplots(figsize=(7, 4.2))
    t = np.arange(5.0)  # (5,)
    y = np.array([1.0, 0, 3, 2, 5])  # (5,)
    fine = np.linspace(-0.25, 5.02, 300)  # (300,)
    ink = plt.rcParams["text.color"]
    for degree, colour, line in ((1, "C0", "--"), (4, "C1", "-")):
        curve = np.polynomial.Polynomial.fit(t, y, degree)
        style = {"color": colour, "ls": line, "lw": 2.6}
        ax.plot(fine, curve(fine), label=f"degree {degree}", **style)
        ax.plot(5, curve(5.0), "s", color=colour, ms=9)
        place = (-38, -4) if degree == 4 else (-34, 10)
        text = f"{curve(5.0):.3g}"
        kind = {"textcoords": "offset points", "fontsize": 14}
        ax.annotate(text, (5, curve(5.0)), place, color=colour, **kind)
    ax.plot(t, y, "o", color=ink, ms=9, zorder=4)
    ax.set(xlim=(-0.4, 5.3), ylim=(-4, 39))
    ax.set_xlabel("$t$", fontsize=16)
    ax.set_ylabel("$y$", fontsize=16, rotation=0, labelpad=12)
    return fig


def overfitting_data():
    """Eight digits with their labels, and with shuffled ones."""
    x, y = _digits()
    rng = np.random.default_rng(0)
    train, _ = memorise_parts(rng, len(x), 500, 1000)
    shuffled = rng.permutation(y[train])  # (500,)
    fig, axes = plt.subplots(1, 8, figsize=(7, 1.9))
    for k, ax in enumerate(axes):
        place = int(np.argmax(y[train] == k))  # the first of each class
        n, wrong = train[place], shuffled[place]
        image = x[n].reshape(8, 8)  # (8, 8)
        ax.imshow(image, cmap=tints(plt.rcParams["text.color"]))
        ax.set(xticks=[], yticks=[])
        ax.set_title(str(y[n]), fontsize=16, color="C0")
        ax.set_xlabel(str(wrong), fontsize=16, color="C1")
    return fig


def _wrong(rng, y, n):
    """A fifth of n, and wrong labels for them."""
    wrong = n[rng.random(100) < 0.2]  # (w,)
    return wrong, (y[wrong] + rng.integers(1, 10, len(wrong))) % 10


def _spoiled():
    """What the page trains: 100 digits, a fifth of the labels wrong."""
    x, y = _digits()
    parts = memorise_parts(np.random.default_rng(0), len(x), 100, 100, 1000)
    rng = np.random.default_rng(1)
    taught = y.copy()  # (1797,)
    for n in parts[:2]:
        wrong, labels = _wrong(rng, y, n)
        taught[wrong] = labels
    return x, y, taught, parts


def _curves():
    """Steps (T,), and by part the shares right and the losses, each (T,)."""
    x, y, taught, (few, held, new) = _spoiled()
    rng = np.random.default_rng(0)
    start = init_dropout_net(rng, 64, 128, 10)
    path = train_memorise(rng, start, x[few], taught[few])
    parts = {"train": (few, taught), "val": (held, taught), "test": (new, y)}
    rows = {}
    for name, (n, labels) in parts.items():
        pairs = [memorise_judge(net, x[n], labels[n]) for net in path]
        rows[name] = np.array(pairs).T  # (2, T)
    return 20 * np.arange(len(path)), rows


def overfitting_gap():
    """Right in training and test, and the loss of validation, by steps."""
    steps, rows = _curves()
    fig, (top, low) = plt.subplots(2, 1, figsize=(7, 5.2), sharex=True)
    style = {"train": ("C1", "-"), "val": ("C2", ":"), "test": ("C0", "--")}
    for name, (colour, line) in style.items():
        right, loss = rows[name]  # 2 × (T,)
        kind = {"color": colour, "ls": line, "lw": 2.6}
        top.plot(steps, right, label=name, **kind)
        low.plot(steps, loss, **kind)
    best = steps[rows["val"][1].argmin()]
    for ax in (top, low):
        ax.axvline(best, color=plt.rcParams["text.color"], lw=1, alpha=0.7)
    top.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    top.legend(fontsize=13, loc="lower right")
    top.set_ylabel("right", fontsize=14)
    low.set_ylabel("$L$", fontsize=16, rotation=0, labelpad=12)
    low.set_xlabel("steps", fontsize=14)
    return fig


def _double():
    """The recorded rows of double descent."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return [row for row in rows if row["part"] == "double"]


def overfitting_double():
    """Test error against the number of features, shortest fit and ridge."""
    rows = _double()
    sizes = [row["name"] for row in rows]
    fig, ax = plt.subplots(figsize=(7, 4.4))
    for key, colour, line, name in (
        ("error", "C1", "-", "$\\lambda = 0$"),
        ("ridge", "C0", "--", "ridge"),
    ):
        logs = np.array([row[key] for row in rows])  # (R, seeds)
        low, middle, high = 10 ** np.quantile(logs, (0.25, 0.5, 0.75), axis=1)
        ax.fill_between(sizes, low, high, color=colour, alpha=0.25, lw=0)
        kind = {"color": colour, "ls": line, "lw": 2.4, "marker": "o", "ms": 5}
        ax.loglog(sizes, middle, label=name, **kind)
    ink = plt.rcParams["text.color"]
    ax.axhline(0.9, color=ink, lw=1, ls=":")
    ax.axvline(100, color=ink, lw=1, alpha=0.7)
    ax.set_xticks([5, 20, 100, 1000], ["5", "20", "100", "1000"])
    ax.minorticks_off()
    ax.set_xlabel("$P$", fontsize=16)
    ax.set_ylabel("error", fontsize=14)
    ax.legend(fontsize=14, loc="upper right")
    return fig
