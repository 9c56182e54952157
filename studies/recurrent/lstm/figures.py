"""The figures of the chapter on the LSTM, drawn by its own code."""

import functools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch
from sklearn.datasets import load_digits

from snippets.recurrent.lstm import (
    init_lstm,
    lstm_backward,
    lstm_forward,
    lstm_step_backward,
    train_lstm,
)
from studies.drawing import CENTRE, tints

TRACK = 3.6  # the height of the memory's track
GATES = {1.5: "f", 2.6: "i", 3.7: "g", 4.8: "o"}  # where each one stands
CALLED = {"f": "forget", "i": "input", "g": "candidate", "o": "output"}
COLOURS = {"f": "C0", "i": "C1", "g": "C2", "o": "C3"}


def _canvas(height: float):
    """An empty figure 7 wide, whose units are inches."""
    fig, ax = plt.subplots(figsize=(7, height), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, height), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    return fig, ax


def _line(ax, *points, colour="", width=2.4, head=1.0):
    """A line through points, with a head at its end."""
    colour = colour or plt.rcParams["axes.edgecolor"]
    xs, ys = np.transpose(points)
    if head:  # the line ends where the head begins
        (x_0, y_0), (x_1, y_1) = points[-2:]
        length = np.hypot(x_1 - x_0, y_1 - y_0)
        back = 0.07 * head / length
        xs[-1], ys[-1] = x_1 + back * (x_0 - x_1), y_1 + back * (y_0 - y_1)
        style = {"arrowstyle": "-|>,head_width=.33,head_length=.6", "lw": 0}
        style |= {"color": colour, "shrinkA": 0, "shrinkB": 0}
        style["mutation_scale"] = 12 * head
        ax.annotate("", (x_1, y_1), (x_0, y_0), arrowprops=style, zorder=2)
    ax.plot(xs, ys, color=colour, lw=width, solid_joinstyle="round", zorder=1)


def _box(ax, x, y, text, colour, width=0.8):
    """A function in a box."""
    paper = plt.rcParams["figure.facecolor"]
    corner = (x - width / 2, y - 0.28)
    for face, alpha, edge in ((paper, 1, "none"), (colour, 0.2, colour)):
        style = {"fc": (face, alpha), "ec": edge, "lw": 2.2, "zorder": 3}
        shape = "round,pad=0,rounding_size=.12"
        ax.add_patch(
            FancyBboxPatch(corner, width, 0.56, boxstyle=shape, **style)
        )
    ax.text(x, y - 0.02, text, fontsize=20, zorder=4, **CENTRE)


def _meeting(ax, x, y, sign):
    """Where two arrays meet, element by element: plus or ⊙."""
    ink = plt.rcParams["axes.edgecolor"]
    paper = plt.rcParams["figure.facecolor"]
    ax.plot(x, y, "o", ms=24, mfc=paper, mec=ink, mew=2.2, zorder=3)
    size, width = {"+": (13, 2.4), ".": (13, 0)}[sign]
    ax.plot(x, y, sign, ms=size, mew=width, color=ink, zorder=4)


def _label(ax, x, y, text, colour=""):
    """A letter of the formulas."""
    colour = colour or plt.rcParams["text.color"]
    ax.text(x, y, f"${text}$", fontsize=23, color=colour, zorder=4, **CENTRE)


def _inputs(ax):
    """The inputs reach all four gates along one line at the bottom."""
    _line(ax, (0.85, 0.8), (4.8, 0.8), head=0)
    _line(ax, (1.0, 0.42), (1.0, 0.8), head=0)
    for x, name in GATES.items():
        _line(ax, (x, 0.8), (x, 1.3))
        text = r"$\tanh$" if name == "g" else r"$\sigma$"
        _box(ax, x, 1.6, text, COLOURS[name])
        style = {"color": COLOURS[name], "fontsize": 13, "va": "center"}
        ax.text(x + 0.12, 1.04, CALLED[name], **style)
    _label(ax, 0.45, 0.84, "h_{t-1}")
    _label(ax, 1.0, 0.2, "x_t")


def lstm_cell():
    """One step: the memory runs along the top, four gates act on it."""
    fig, ax = _canvas(4.2)
    _inputs(ax)
    _line(ax, (0.85, TRACK), (6.34, TRACK), width=5, head=1.8)
    _line(ax, (1.5, 1.9), (1.5, TRACK - 0.17), colour=COLOURS["f"])
    for x in (2.6, 3.7):
        inner = 3.15 + (x - 3.15) * 0.3
        points = (x, 1.9), (x, 2.6), (inner, 2.6)
        _line(ax, *points, colour=COLOURS[GATES[x]])
    _line(ax, (3.15, 2.6), (3.15, TRACK - 0.17))
    _line(ax, (4.8, 1.9), (4.8, 2.25), (5.48, 2.25), colour=COLOURS["o"])
    _line(ax, (5.65, TRACK), (5.65, 2.42))
    _line(ax, (5.65, 2.25), (6.3, 2.25))
    _box(ax, 5.65, 2.98, r"$\tanh$", plt.rcParams["axes.edgecolor"])
    for x, y, sign in (1.5, TRACK, "."), (3.15, TRACK, "+"), (3.15, 2.6, "."):
        _meeting(ax, x, y, sign)
    _meeting(ax, 5.65, 2.25, ".")
    _label(ax, 0.45, TRACK, "c_{t-1}")
    _label(ax, 6.62, TRACK, "c_t")
    _label(ax, 6.62, 2.25, "h_t")
    for x, name in GATES.items():
        _label(ax, x - 0.22, 2.12, f"{name}_t", COLOURS[name])
    return fig


def _flow(b_f: float, T: int = 30):
    """How much of c_0 is left in c_t: the direct path, and all paths."""
    rng = np.random.default_rng(0)
    params = init_lstm(rng, 8, 16)
    params.b[16:32] = b_f
    xs = rng.normal(size=(T, 9, 8))  # (T, 9, 8)
    one = np.ones((9, 16))  # (9, 16)
    direct, every = [], []
    for t in range(1, T + 1):
        *_, cache = lstm_forward(params, xs[:t])
        forget = [f for _, _, f, *_ in cache[-1]]
        direct.append(np.prod(forget, axis=0).mean())
        _, _, dc_0, _ = lstm_backward(np.zeros((t, 9, 16)), cache, one)
        every.append(np.abs(dc_0).mean())
    return direct, every


def lstm_gradient():
    """The gradient of c_t in c_0: product of forget gates, and in full."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    for number, b_f in enumerate((3, 1, -1)):
        direct, every = _flow(b_f)
        t = np.arange(1, len(direct) + 1)  # (T,)
        colour = f"C{number}"
        ax.semilogy(t, direct, color=colour)
        ax.semilogy(t, every, ":", color=colour)
        text = f"$b_f = {b_f}$"
        style = {"color": colour, "fontsize": 15, "va": "center"}
        last = np.flatnonzero(np.array(every) > 1e-7)[-1]
        ax.text(t[last] + 0.6, 2 * every[last], text, **style)
    ax.set(xlim=(1, 35), ylim=(1e-8, 3), xlabel="$t$")
    ax.set_xticks([1, 10, 20, 30])
    solid, dotted = ax.lines[-2:]
    names = r"$\prod f$", r"$\partial c_t / \partial c_0$"
    ax.legend([solid, dotted], names, fontsize=15, loc="lower left")
    ax.xaxis.label.set_size(15)
    ax.tick_params(labelsize=13)
    return fig


def _back_through_lstm(b_f, T=100):
    """The mean |∂L/∂c| on the way back from a sum of the last c."""
    rng = np.random.default_rng(0)
    params = init_lstm(rng, 8, 16)
    params.b[16:32] = b_f
    *_, steps = lstm_forward(params, rng.normal(size=(T, 9, 8)))[-1]
    dh = np.zeros((9, 16))
    dc = np.ones((9, 16))
    sizes = [1.0]
    for step in reversed(steps):
        da, dc = lstm_step_backward(step, dh, dc)
        dh = np.concatenate(da, axis=1) @ params.W_h.T  # (9, 16)
        sizes.append(np.abs(dc).mean())
    return sizes


def _back_through_rnn(scale, T=100):
    """The mean |∂L/∂h| on the way back from a sum of the last h."""
    rng = np.random.default_rng(0)
    W_x = rng.uniform(-0.25, 0.25, (8, 16))  # (8, 16)
    W_h = scale * rng.uniform(-0.25, 0.25, (16, 16))  # (16, 16)
    hs = [np.zeros((9, 16))]
    for x in rng.normal(size=(T, 9, 8)):
        hs.append(np.tanh(x @ W_x + hs[-1] @ W_h))
    dh = np.ones((9, 16))
    sizes = [1.0]
    for h in reversed(hs[1:]):
        dh = (dh * (1 - h**2)) @ W_h.T  # (9, 16)
        sizes.append(np.abs(dh).mean())
    return sizes


def gradient_through_time():
    """What is left of a gradient after so many steps: simple RNN and LSTM."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6), sharey=True)
    for ax, back, name, cases in zip(
        axes,
        (_back_through_rnn, _back_through_lstm),
        (r"$W_h \times {}$", "$b_f = {}$"),
        (
            ((4, 15, 3e4), (2.5, 45, 5e-4), (1, 44, 1e-11)),
            ((5, 4, 1e2), (3, 50, 1e-3), (1, 24, 1e-9)),
        ),
        strict=True,
    ):
        for number, (case, *place) in enumerate(cases):
            colour = f"C{number}"
            ax.semilogy(back(case), color=colour, lw=2.6)
            text = name.format(case)
            ax.text(*place, text, color=colour, fontsize=15)
        ax.set(xlim=(0, 100), ylim=(1e-16, 1e7), xticks=(0, 50, 100))
        ax.set_xlabel("$T - t$", fontsize=15)
        ax.tick_params(labelsize=13)
    axes[0].set_title("RNN", fontsize=16)
    axes[1].set_title("LSTM", fontsize=16)
    return fig


@functools.cache
def _trained():
    """An LSTM that reads digits row by row: 8 steps of 8 pixels."""
    images, y = load_digits(return_X_y=True)
    xs = images.reshape(-1, 8, 8).swapaxes(0, 1) / 16  # (8, N, 8)
    rng = np.random.default_rng(0)
    params = init_lstm(rng, 8, 32)
    W_y = rng.normal(size=(32, 10)) / 32**0.5
    params, _, losses = train_lstm(rng, params, W_y, xs[:, :1297], y[:1297])
    return params, losses, xs[:, 1297:]


def lstm_loss():
    """The loss of every step, and its mean over 20 steps."""
    _, losses, _ = _trained()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    mean = np.convolve(losses, np.ones(20) / 20, "valid")  # (M,)
    ax.plot(losses, color="C0", alpha=0.3, lw=1)
    ax.plot(np.arange(len(mean)) + 19, mean, color="C0", lw=2.6)
    ax.axhline(np.log(10), color=plt.rcParams["axes.edgecolor"], ls=":", lw=1.5)
    ax.text(
        400, np.log(10) - 0.06, r"$\ln 10$", fontsize=15, va="top", ha="right"
    )
    ax.set(xlim=(0, 400), ylim=(0, 2.5))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16)
    ax.tick_params(labelsize=13)
    return fig


def lstm_gates():
    """A digit, row by row, and what its gates do at each row."""
    params, _, xs = _trained()
    digit = xs[:, 3:4]  # (T, 1, D)
    *_, cache = lstm_forward(params, digit)
    gates = np.stack(
        [np.stack(step[1:5])[:, 0] for step in cache[-1]]
    )  # (T, 4, H)
    order = gates[:, 1].mean(axis=0).argsort()  # (H,)
    ratios = {"width_ratios": [1, 2, 2, 2]}
    style = {"gridspec_kw": ratios, "sharey": True}
    fig, axes = plt.subplots(1, 4, figsize=(7, 2.5), **style)
    shown = [("x", digit[:, 0], plt.rcParams["text.color"])]
    for k, name in (1, "f"), (0, "i"), (3, "o"):
        shown.append((name, gates[:, k, order], COLOURS[name]))
    for ax, (name, rows, colour) in zip(axes, shown, strict=True):
        style = {"vmin": 0, "vmax": 1, "aspect": "auto"}
        ax.imshow(rows, cmap=tints(colour), **style)
        ax.set_title(f"${name}_t$", fontsize=18, color=colour)
        ax.set(xticks=[], yticks=range(8), yticklabels=range(1, 9))
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0, labelsize=13)
    axes[0].set_ylabel("$t$", fontsize=16, rotation=0, labelpad=10)
    return fig
