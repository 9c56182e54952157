"""The figures of the chapter on the GRU, drawn by its own code."""

import functools

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from snippets.recurrent.gru import init_gru, train_gru
from snippets.recurrent.lstm import init_lstm, train_lstm
from studies.recurrent.lstm.figures import (
    _box,
    _canvas,
    _label,
    _line,
    _meeting,
)

TOP, MIDDLE, LOW, GATE = 3.75, 2.85, 1.95, 1.2  # heights


def _gates(ax):
    """The two gates, their inputs, and what multiplies by them."""
    _line(ax, (0.85, 0.64), (2.7, 0.64), head=0)
    _label(ax, 0.45, 0.66, "h_{t-1}")
    _line(ax, (1.0, 0.42), (1.0, 0.64), head=0)
    _label(ax, 1.0, 0.2, "x_t")
    for x, name, colour in (1.6, "z_t", "C0"), (2.7, "r_t", "C1"):
        _line(ax, (x, 0.64), (x, GATE - 0.3))
        _box(ax, x, GATE, r"$\sigma$", colour)
        _label(ax, x - 0.28, GATE + 0.5, name, colour)
    _line(ax, (1.6, GATE + 0.3), (1.6, TOP - 0.17), colour="C0")
    _line(ax, (1.6, MIDDLE), (2.65, MIDDLE), colour="C0")
    _line(ax, (3.55, MIDDLE), (4.83, MIDDLE), colour="C0")
    _box(ax, 3.1, MIDDLE, r"$1 - z_t$", "C0", width=0.9)
    _line(ax, (2.7, GATE + 0.3), (2.7, LOW), (3.63, LOW), colour="C1")


def _candidate(ax):
    """From the old state and the input to the candidate, and up."""
    _line(ax, (3.8, 0.42), (3.8, GATE - 0.3))
    _box(ax, 3.8, GATE, r"$W_{hn}$", plt.rcParams["axes.edgecolor"])
    _label(ax, 3.8, 0.2, "h_{t-1}")
    _line(ax, (3.8, GATE + 0.3), (3.8, LOW - 0.17))
    _line(ax, (3.97, LOW), (4.58, LOW))
    _line(ax, (5.0, 0.42), (5.0, LOW - 0.3))
    _label(ax, 5.0, 0.2, "x_t")
    _box(ax, 5.0, LOW, r"$\tanh$", "C2")
    _label(ax, 5.32, LOW + 0.5, "n_t", "C2")
    _line(ax, (5.0, LOW + 0.3), (5.0, MIDDLE - 0.17), colour="C2")
    _line(ax, (5.0, MIDDLE + 0.17), (5.0, TOP - 0.17), colour="C2")


def gru_cell():
    """One step: the state runs along the top, z mixes in the candidate."""
    fig, ax = _canvas(4.1)
    _gates(ax)
    _candidate(ax)
    _line(ax, (0.85, TOP), (6.34, TOP), width=5, head=1.8)
    _label(ax, 0.45, TOP, "h_{t-1}")
    _label(ax, 6.62, TOP, "h_t")
    for x, y, sign in (1.6, TOP, "."), (5.0, TOP, "+"), (5.0, MIDDLE, "."):
        _meeting(ax, x, y, sign)
    _meeting(ax, 3.8, LOW, ".")
    return fig


@functools.cache
def _losses():
    """Both networks read digits row by row; the mean of 20 steps."""
    images, y = load_digits(return_X_y=True)
    rows = images.reshape(-1, 8, 8).swapaxes(0, 1) / 16  # (8, N, 8)
    curves = []
    for init, train in (init_gru, train_gru), (init_lstm, train_lstm):
        rng = np.random.default_rng(0)
        params = init(rng, 8, 32)
        W_y = rng.normal(size=(32, 10)) / 32**0.5  # (32, 10)
        losses = train(rng, params, W_y, rows[:, :1297], y[:1297])[-1]
        curves.append(np.convolve(losses, np.ones(20) / 20, "valid"))
    return curves


def gru_loss():
    """The loss of the GRU, solid, and of the LSTM, dotted."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    styles = ("GRU", "C0", "-", 2.6), ("LSTM", "C1", ":", 2.6)
    for curve, (name, colour, line, width) in zip(
        _losses(), styles, strict=True
    ):
        step = np.arange(len(curve)) + 19  # (M,)
        ax.plot(step, curve, line, color=colour, lw=width, label=name)
    ink = plt.rcParams["axes.edgecolor"]
    ax.axhline(np.log(10), color=ink, ls="--", lw=1.2)
    style = {"fontsize": 15, "va": "top", "ha": "right"}
    ax.text(400, np.log(10) - 0.06, r"$\ln 10$", **style)
    ax.set(xlim=(0, 400), ylim=(0, 2.5))
    ax.legend(fontsize=15, loc="center right")
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16)
    ax.tick_params(labelsize=13)
    return fig


STEPS = [  # x, r, z: those of the page
    (0.5, 0, 0),
    (2.0, 1, 1),
    (-0.8, 1, 0),
    (-0.8, 0, 0),
    (1.5, 0, 0.75),
]


def gru_states():
    """Five steps by hand: the state, and rings for the candidates."""
    h, states, candidates = 0.0, [], []
    for x, r, z in STEPS:
        n = np.tanh(x + r * h)
        h = (1 - z) * n + z * h
        states.append(h)
        candidates.append(n)
    fig, ax = plt.subplots(figsize=(7, 3.6))
    ax.axhline(0, color=plt.rcParams["axes.edgecolor"], lw=0.8)
    t = np.arange(1, 6)
    ax.step([0.4, *t, 5.6], [0, *states, h], "C1", where="post", lw=3)
    ax.plot(t, states, "C1o", ms=9)
    ring = {"mfc": "none", "mew": 1.8, "ms": 15}
    ax.plot(t, candidates, "C2o", **ring)
    ax.text(1.2, 0.62, "$h$", color="C1", fontsize=16)
    ax.text(2.16, 0.8, "$n$", color="C2", fontsize=16)
    names = [
        f"{k}\n$r$ {r}\n$z$ {z}" for k, (_, r, z) in zip(t, STEPS, strict=True)
    ]
    ax.set_xticks(t, names, fontsize=13)
    ax.set(xlim=(0.4, 5.6), ylim=(-1.1, 1.2), yticks=(-1, 0, 1))
    ax.tick_params(axis="y", labelsize=13)
    return fig
