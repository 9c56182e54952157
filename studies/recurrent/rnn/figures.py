"""The figures of the chapter on the simple RNN, drawn by its own code."""

import codecs
import contextlib
import functools
import io

import matplotlib.pyplot as plt
import numpy as np

from snippets.recurrent.rnn import (
    RNNParams,
    init_rnn,
    rnn_backward,
    rnn_forward,
)
from snippets.recurrent.rnn_text import train_rnn
from studies.recurrent.lstm.figures import _box, _canvas, _label, _line

ROW = 1.7  # the height of the boxes
ACROSS, UP = "C1", "C0"  # the colours of W_h and W_x


def _cell(ax, x, name):
    """A box with its input below and its output above."""
    ink = plt.rcParams["axes.edgecolor"]
    _box(ax, x, ROW, r"$\tanh$", ink, width=0.9)
    _line(ax, (x, 0.55), (x, ROW - 0.3), colour=UP)
    _line(ax, (x, ROW + 0.3), (x, 2.75))
    _label(ax, x, 0.3, f"x_{name}")
    _label(ax, x, 3.0, f"h_{name}")


def rnn_unrolled():
    """One cell with a loop, and the same cell once per step."""
    fig, ax = _canvas(3.3)
    _cell(ax, 0.62, "t")
    loop = (0.62, 2.3), (1.4, 2.3), (1.4, ROW), (1.1, ROW)
    _line(ax, *loop, colour=ACROSS)
    _label(ax, 1.4, 1.36, "W_h", ACROSS)
    _label(ax, 2.0, ROW, "=")
    for number, x in enumerate((3.3, 4.8, 6.3), 1):
        _cell(ax, x, number)
        _label(ax, x + 0.3, 0.98, "W_x", UP)
    _label(ax, 2.36, ROW, "h_0")
    for start, end in (2.58, 2.82), (3.3, 4.32), (4.8, 5.82):
        points = ((start, ROW), (end, ROW))
        if start > 3:
            points = ((start, 2.3), (start + 0.72, 2.3))
            points += ((start + 0.72, ROW), (end, ROW))
        _line(ax, *points, colour=ACROSS)
    for x in 4.02, 5.52:
        _label(ax, x + 0.02, 1.36, "W_h", ACROSS)
    return fig


def _left(rho: float, size: float, T: int = 50) -> list[float]:
    """The length of the gradient that reaches h_0 after 1 … T steps."""
    rng = np.random.default_rng(0)
    Q, _ = np.linalg.qr(rng.normal(size=(16, 16)))
    net = RNNParams(rng.normal(size=(8, 16)), rho * Q, np.zeros(16))
    xs = size * rng.normal(size=(T, 9, 8))  # (T, 9, 8)
    dh = rng.normal(size=(9, 16))  # (9, 16)
    left = []
    for t in range(1, T + 1):
        hs, cache = rnn_forward(net, xs[:t])
        dhs = np.zeros_like(hs)
        dhs[-1] = dh
        left.append(np.linalg.norm(rnn_backward(dhs, cache)[1]))
    return np.array(left) / np.linalg.norm(dh)


def rnn_gradient():
    """The gradient of h_t in h_0 for three sizes of W_h."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    for number, rho in enumerate((1.25, 1.0, 0.8)):
        still, driven = _left(rho, 0), _left(rho, 0.3)
        t = np.arange(1, len(still) + 1)  # (T,)
        colour = f"C{number}"
        ax.semilogy(t, still, color=colour)
        ax.semilogy(t, driven, ":", color=colour)
        style = {"color": colour, "fontsize": 15, "va": "center"}
        ax.text(51, still[-1], rf"$\rho = {rho}$", **style)
    ax.set(xlim=(1, 61), ylim=(1e-13, 1e6), xlabel="$t$")
    ax.set_xticks([1, 10, 20, 30, 40, 50])
    names = "$x = 0$", r"$x \neq 0$"
    ax.legend(ax.lines[-2:], names, fontsize=15, loc="lower left")
    ax.xaxis.label.set_size(15)
    ax.tick_params(labelsize=13)
    return fig


@functools.cache
def _curves():
    """The losses on the Zen of Python with clipping, and without."""
    with contextlib.redirect_stdout(io.StringIO()):
        import this
    zen = codecs.decode(this.s, "rot13")
    letters = sorted(set(zen))
    text = np.array([letters.index(letter) for letter in zen])  # (N,)
    K = len(letters)
    H = 96
    losses = []
    for limit in (1.0, np.inf):
        rng = np.random.default_rng(0)
        params = init_rnn(rng, K, H)
        W_y = rng.uniform(-1, 1, (H, K)) / H**0.5  # (H, K)
        params = RNNParams(*(p.astype(np.float32) for p in params))
        steps = 800 if limit == 1 else 200
        start = rng, params, W_y.astype(np.float32), text
        with np.errstate(all="ignore"):
            found = train_rnn(*start, steps=steps, limit=limit)
        losses.append(found[-1])
    return losses, np.log(K)


def rnn_loss():
    """The loss of every step: clipped, solid; unclipped, dotted."""
    (held, free), guess = _curves()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    mean = np.convolve(held, np.ones(20) / 20, "valid")  # (M,)
    ax.plot(held, color="C0", alpha=0.3, lw=1)
    ax.plot(np.arange(len(mean)) + 19, mean, color="C0", lw=2.6)
    ax.plot(free, ":", color="C1", lw=1.6)
    ink = plt.rcParams["axes.edgecolor"]
    ax.axhline(guess, color=ink, ls="--", lw=1.2)
    style = {"fontsize": 15, "va": "bottom", "ha": "right"}
    ax.text(800, guess + 0.05, r"$\ln 45$", **style)
    style = {"fontsize": 15, "va": "center"}
    ax.text(210, 3.3, r"$\|g\| \leq \infty$", color="C1", **style)
    ax.text(170, 1.6, r"$\|g\| \leq 1$", color="C0", **style)
    ax.set(xlim=(0, 800), ylim=(0, 6))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16)
    ax.tick_params(labelsize=13)
    return fig
