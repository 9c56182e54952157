"""The figures of the chapter on dropout, drawn by its own code."""

import functools

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from snippets.convolution.dropout import (
    dropout_net_forward,
    init_dropout_net,
    train_dropout_net,
)
from studies.drawing import CENTRE

HEIGHTS = {3: (0.9, 1.7, 2.5), 5: (0.3, 1.0, 1.7, 2.4, 3.1), 2: (1.25, 2.15)}
COLOURS = {0: "C4", 0.5: "C0", 0.75: "C2"}


def _units(ax, left, gone):
    """Layers of 3, 5 and 2 units; those gone have no connections."""
    paper = plt.rcParams["figure.facecolor"]
    ink, faint = plt.rcParams["text.color"], plt.rcParams["grid.color"]
    layers = [(left + 1.25 * n, HEIGHTS[m]) for n, m in enumerate((3, 5, 2))]
    (x_0, ins), (x_1, hidden), (x_2, outs) = layers
    for n, y in enumerate(hidden):
        ends = [(x_0, end) for end in ins] + [(x_2, end) for end in outs]
        for x, end in ends if n not in gone else ():
            ax.plot((x, x_1), (end, y), color=ink, lw=1.1, zorder=1)
    style = {"ms": 25, "mew": 2.4, "mfc": paper, "zorder": 2}
    for (x, ys), colour in zip(layers, ("C5", "C0", "C1"), strict=True):
        for n, y in enumerate(ys):
            out = x == x_1 and n in gone
            ax.plot(x, y, "o", mec=faint if out else colour, **style)
            if x == x_1 and gone and not out:
                ax.plot(x, y, "o", ms=25, color="C0", alpha=0.35, zorder=3)
            if out:
                ax.plot(x, y, "x", ms=14, mew=3, color="C4", zorder=3)


def dropout_units():
    """The whole network, and the one of a training step."""
    fig, ax = plt.subplots(figsize=(7, 3.9), layout="none")
    ax.set(xlim=(0, 7), ylim=(-0.1, 3.8), position=(0, 0, 1, 1))
    ax.axis("off")
    _units(ax, 0.4, ())
    _units(ax, 4.1, (1, 4))
    for x, text in (1.65, r"$\tilde h = h$"), (5.35, r"$\tilde h = m \odot h$"):
        ax.text(x, 3.55, text, fontsize=20, **CENTRE)
    factor = r"$\times \frac{1}{1-p}$"
    for y, text, colour in (3.1, r"$\times 0$", "C4"), (0.3, factor, "C0"):
        ax.text(6.2, y, text, fontsize=25, color=colour, **CENTRE)
    return fig


def _digits(seed, N, wrong):
    """N digits to learn from, the first of them mislabelled, and 1000 more."""
    x, y = load_digits(return_X_y=True)
    x, rng = x / 16, np.random.default_rng(seed)
    order = rng.permutation(len(x))
    few = order[:N]
    new = order[797:]
    given = y[order[:N]].copy()
    given[:wrong] = (given[:wrong] + rng.integers(1, 10, wrong)) % 10
    return rng, x[few], given, x[new], y[new]


def _loss(rng, net, x, y):
    """Cross-entropy in test mode."""
    a, _ = dropout_net_forward(rng, net, x, 0, train=False)
    a = a - a.max(axis=1, keepdims=True)
    return (np.log(np.exp(a).sum(axis=1)) - a[np.arange(len(y)), y]).mean()


@functools.cache
def _curves(p, seeds=2, pieces=24):
    """Loss on given and on new digits, every 50 steps, mean over seeds."""
    rows = np.zeros((2, pieces))
    for seed in range(seeds):
        rng, x, y, x_new, y_new = _digits(seed, 200, 40)
        net = init_dropout_net(rng, 64, 128, 10)
        for n in range(pieces):
            net, _ = train_dropout_net(rng, net, x, y, p, steps=50)
            rows[0, n] += _loss(rng, net, x, y) / seeds
            rows[1, n] += _loss(rng, net, x_new, y_new) / seeds
    return rows


def dropout_losses():
    """Wrong labels: training loss, dotted, and test loss, solid."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    steps = 50 * np.arange(1, 25)
    for p, colour in COLOURS.items():
        train, test = _curves(p)
        ax.plot(steps, test, color=colour, lw=2.8, label=f"$p = {p}$")
        ax.plot(steps, train, ":", color=colour, lw=2.4)
    ax.set(xlim=(0, 1200), ylim=(0, 1.8), xticks=range(0, 1201, 300))
    ax.set_xlabel("step", fontsize=15)
    ax.set_ylabel("$L$", fontsize=17)
    ax.tick_params(labelsize=13)
    ax.legend(fontsize=15, ncols=3, loc="upper center")
    return fig


@functools.cache
def _trained(p, seeds=3):
    """Networks that learnt from 100 digits, and digits that are new."""
    nets = []
    for seed in range(seeds):
        rng, x, y, *new = _digits(seed, 100, 0)
        net = init_dropout_net(rng, 64, 128, 10)
        net, _ = train_dropout_net(rng, net, x, y, p)
        nets.append((net, *new))
    return nets


def dropout_removed():
    """Accuracy when hidden units are taken away from a trained network."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    shares = np.linspace(0, 0.9, 10)
    rng = np.random.default_rng(0)
    for p, colour in COLOURS.items():
        right = np.zeros_like(shares)
        for net, x, y in _trained(p):
            for n, share in enumerate(shares):
                a, _ = dropout_net_forward(rng, net, x, share)
                right[n] += (a.argmax(axis=1) == y).mean() / 3
        style = {"color": colour, "lw": 2.8, "marker": "o", "ms": 6}
        ax.plot(shares, 100 * right, label=f"$p = {p}$", **style)
    ax.set(xlim=(-0.02, 0.92), ylim=(0, 100), yticks=range(0, 101, 25))
    ax.set_xticks(np.arange(0, 0.91, 0.3))
    ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f}%")
    ax.yaxis.set_major_formatter(lambda y, _: f"{y:.0f}%")
    ax.tick_params(labelsize=14)
    ax.legend(fontsize=15, loc="lower left")
    return fig
