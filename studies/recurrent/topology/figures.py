"""The figures of the chapter on topologies: unrolled networks and results."""

import functools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from sklearn.datasets import load_digits

from snippets.foundations.optimizer_fast import adam_init, adam_step
from snippets.recurrent.lstm import LSTMParams, init_lstm
from snippets.recurrent.topology import (
    NetParams,
    init_net,
    masked_cross_entropy,
    masked_forward,
    net_backward,
    net_forward,
)
from snippets.recurrent.topology_seq2seq import (
    free_run,
    seq2seq_backward,
    seq2seq_forward,
)
from studies.drawing import CENTRE, tints
from studies.recurrent.topology.claims import poem_rows

HEIGHTS = {"x": 0, "h": 1, "y": 2}
COLOURS = {"x": "C2", "h": "C0", "d": "C1", "y": "C3"}


def _box(ax, t, row, kind, text="", size=15):
    """A box of a kind at time t in a row."""
    colour, paper = COLOURS[kind], plt.rcParams["figure.facecolor"]
    corner = (t - 0.3, HEIGHTS[row] - 0.26)
    for face, alpha, edge in ((paper, 1, "none"), (colour, 0.22, colour)):
        style = {"fc": (face, alpha), "ec": edge, "lw": 2, "zorder": 3}
        shape = "round,pad=0,rounding_size=.1"
        ax.add_patch(FancyBboxPatch(corner, 0.6, 0.52, boxstyle=shape, **style))
    ax.text(t, HEIGHTS[row] - 0.03, text, fontsize=size, zorder=4, **CENTRE)


def _arrow(ax, start, end, colour="", bend=0.0):
    """From one box to another, each (t, row)."""
    colour = colour or plt.rcParams["text.color"]
    (t_0, y_0), (t_1, y_1) = ((t, HEIGHTS[row]) for t, row in (start, end))
    if y_0 == y_1:
        places = (t_0 + 0.3, y_0), (t_1 - 0.3, y_1)
    else:
        places = (t_0, y_0 + 0.27), (t_1, y_1 - 0.27)
    style = {"arrowstyle": "-|>,head_width=3,head_length=5", "color": colour}
    style |= {"shrinkA": 0, "shrinkB": 0, "lw": 1.8, "zorder": 2}
    style["connectionstyle"] = f"arc3,rad={bend}"
    ax.add_patch(FancyArrowPatch(*places, **style))


def _unrolled(ax, inputs, outputs, encoder=0, size=15):
    """Inputs and outputs are {t: text}; a decoder reads what was put out."""
    T = max(*inputs, *outputs) + 1
    for t in range(T):
        _box(ax, t, "h", "h" if t < encoder or not encoder else "d")
        if t:
            _arrow(ax, (t - 1, "h"), (t, "h"))
        if t in inputs:
            written = encoder and t >= encoder
            _box(ax, t, "x", "y" if written else "x", inputs[t], size)
            _arrow(ax, (t, "x"), (t, "h"))
        if t in outputs:
            _box(ax, t, "y", "y", outputs[t], size)
            _arrow(ax, (t, "h"), (t, "y"))
    ax.set(xlim=(-0.45, T - 0.55), ylim=(-0.4, 2.4), aspect="equal")
    ax.axis("off")


def _fed_back(ax, times):
    """What was put out at time t is read at t + 1: dotted."""
    for t in times:
        style = {"arrowstyle": "-|>,head_width=3,head_length=5", "lw": 1.6}
        style |= {"color": COLOURS["y"], "ls": (0, (2, 1.2)), "zorder": 1}
        style |= {"shrinkA": 0, "shrinkB": 0}
        style["connectionstyle"] = "arc3,rad=-0.12"
        places = (t + 0.3, 1.9), (t + 0.86, 0.28)
        ax.add_patch(FancyArrowPatch(*places, **style))


def topology_types():
    """The five topologies, unrolled in time."""
    fig, axes = plt.subplots(1, 5, figsize=(7, 6), layout="none")
    for ax, place, title, inputs, outputs, encoder in zip(
        axes,
        [(0.02, 0.12), (0.17, 0.47), (0.67, 0.32), (0.02, 0.37), (0.44, 0.55)],
        ("1 → 1", "1 → S", "T → 1", "T → T", "T → S"),
        (range(1), range(4), range(3), range(3), range(5)),
        (range(1), range(1, 4), (2,), range(3), (3, 4)),
        (0, 1, 0, 0, 3),
        strict=True,
    ):
        upper = title[0] == "1" or title[-1] == "1"
        ax.set_position((place[0], 0.52 if upper else 0.02, place[1], 0.4))
        blank = dict.fromkeys(inputs, ""), dict.fromkeys(outputs, "")
        _unrolled(ax, *blank, encoder)
        ax.set_title(f"${title}$", fontsize=17)
        _fed_back(ax, outputs[:-1] if encoder else ())
    return fig


def topology_lengths():
    """Four sequences in one array, and where each one ends."""
    fig, ax = plt.subplots(figsize=(7, 2.8))
    faint, paper = (plt.rcParams[k] for k in ("grid.color", "axes.facecolor"))
    for n, length in enumerate((6, 2, 4, 1)):
        for t in range(6):
            here = (t - 0.42, -n - 0.38)
            colour = "C0" if t < length else faint
            fill = (colour, 0.25) if t < length else paper
            style = {"fc": fill, "ec": colour, "zorder": 2}
            style |= {"lw": 2, "boxstyle": "round,pad=0,rounding_size=.1"}
            ax.add_patch(FancyBboxPatch(here, 0.84, 0.76, **style))
            text = f"$h_{t + 1}$" if t < length else "$0$"
            ax.text(t, -n - 0.03, text, fontsize=17, **CENTRE)
        style = {"arrowstyle": "-|>,head_width=4,head_length=6", "lw": 2}
        ends = (length - 0.56, -n), (6.3, -n)
        ax.add_patch(FancyArrowPatch(*ends, color="C1", zorder=1, **style))
        ax.text(6.75, -n - 0.03, "$h, c$", fontsize=17, color="C1", **CENTRE)
    ax.set(xlim=(-0.5, 7.2), ylim=(-3.5, 0.5))
    ax.axis("off")
    return fig


@functools.cache
def _digits():
    """Rows (8, N, 8) and classes, shuffled as on the page."""
    images, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(y))  # (N,)
    return images[order].reshape(-1, 8, 8).swapaxes(0, 1) / 16, y[order]


def _train(arrays, loss_and_grads, steps):
    """Adam. Returns arrays and losses."""
    arrays, losses = list(arrays), []
    state = adam_init(arrays)
    for _ in range(steps):
        loss, grads = loss_and_grads(arrays)
        losses.append(loss)
        arrays, state = adam_step(arrays, list(grads), state, lr=0.02)
    return arrays, losses


def topology_digits():
    """Many to one: a row of pixels at each step, a class after the last."""
    rows, y = _digits()
    fig, ax = plt.subplots(figsize=(7, 2.7))
    _unrolled(ax, dict.fromkeys(range(8), ""), {7: f"${y[3]}$"}, size=19)
    ink = tints(plt.rcParams["text.color"])
    for t, row in enumerate(rows[:, 3]):
        place = (t - 0.26, t + 0.26, -0.12, 0.12)
        style = {"cmap": ink, "vmin": 0, "vmax": 1, "zorder": 5}
        ax.imshow(row[None], extent=place, aspect="auto", **style)
        ax.text(t, 0.97, f"$h_{t + 1}$", fontsize=14, zorder=5, **CENTRE)
    ax.set(xlim=(-0.45, 7.45), ylim=(-0.4, 2.4), aspect="equal")
    return fig


@functools.cache
def _reader(T):
    """The losses of 500 steps on the class of digits read in T parts."""
    rows, y = _digits()
    rng = np.random.default_rng(0)
    xs = rows.swapaxes(0, 1).reshape(-1, T, 64 // T).swapaxes(0, 1)  # (T, N, D)
    mask = np.repeat(np.arange(T)[:, None] == T - 1, 64, axis=1)  # (T, 64)

    def loss_and_grads(arrays):
        n = rng.integers(1437, size=64)  # (64,)
        scores, *_, cache = net_forward(NetParams(*arrays), xs[:, n])
        targets = np.broadcast_to(y[n], mask.shape)  # (T, 64)
        loss, dscores = masked_cross_entropy(scores, targets, mask)
        return loss, net_backward(dscores, cache)[-1]

    return _train(init_net(rng, xs.shape[2], 32, 10), loss_and_grads, 500)[1]


def topology_loss():
    """Digits read row by row, and as a whole in one step."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    for number, T in enumerate((8, 1)):
        losses = _reader(T)
        colour = f"C{number}"
        mean = np.convolve(losses, np.ones(20) / 20, "valid")  # (M,)
        ax.semilogy(losses, color=colour, alpha=0.3, lw=1)
        ax.semilogy(np.arange(len(mean)) + 19, mean, color=colour, lw=2.6)
        at = (60, mean[60] * 1.5) if number == 0 else (40, mean[90] / 3)
        ax.text(*at, f"$T = {T}$", color=colour, fontsize=17)
    ax.set(xlim=(0, 500), ylim=(1e-3, 4))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16)
    ax.tick_params(labelsize=13)
    return fig


@functools.cache
def _drawn(S=8):
    """Rows (8, 10, 8) that a class-to-rows network draws, and the means."""
    rows, y = _digits()
    rng = np.random.default_rng(0)
    eye = np.eye(10)
    before = np.concatenate([0 * rows[:1], rows[:-1]])  # (8, N, 8)

    def loss_and_grads(arrays):
        parts = LSTMParams(*arrays[:3]), NetParams(*arrays[3:])
        n = rng.integers(1437, size=32)  # (32,)
        out, cache = seq2seq_forward(*parts, eye[None, y[n]], before[:, n])
        error = out - rows[:, n]  # (8, 32, 8)
        *_, encoder, decoder = seq2seq_backward(2 * error / error.size, cache)
        return (error**2).mean(), [*encoder, *decoder]

    arrays = [*init_lstm(rng, 10, 32), *init_net(rng, 8, 32, 8)]
    arrays, _ = _train(arrays, loss_and_grads, 200)
    encoder = LSTMParams(*arrays[:3])
    decoder = NetParams(*arrays[3:])
    _, h, c, _ = masked_forward(encoder, eye[None])
    out = free_run(decoder, h, c, np.zeros((10, 8)), S, lambda row: row)
    kinds = [rows[:, :1437][:, y[:1437] == k] for k in range(10)]
    return out, np.stack([kind.mean(axis=1) for kind in kinds], axis=1)


def topology_rows():
    """Above, what the network draws from a class; below, the class means."""
    fig, axes = plt.subplots(2, 10, figsize=(7, 1.9))
    for images, row, colour in zip(_drawn(), axes, ("C3", "C5"), strict=True):
        for k, ax in enumerate(row):
            style = {"cmap": tints(plt.rcParams["text.color"])}
            ax.imshow(images[:, k], vmin=0, vmax=1, **style)
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color=colour, lw=1.5)
    for k, ax in enumerate(axes[0]):
        ax.set_title(f"${k}$", fontsize=17)
    return fig


@functools.cache
def _surprise(steps, n=17, S=28):
    """−ln p of the letters of line n after so many steps, and these letters."""
    text, lengths, letters = poem_rows()
    K = 32
    rng = np.random.default_rng(0)
    eye = np.eye(K)
    within = np.arange(len(text) - 1)[:, None] < lengths  # (T, B)

    def loss_and_grads(arrays):
        net = NetParams(*arrays)
        scores, *_, cache = net_forward(net, eye[text[:-1]], lengths)
        loss, dscores = masked_cross_entropy(scores, text[1:], within)
        return loss, net_backward(dscores, cache)[-1]

    arrays, _ = _train(init_net(rng, K, 32, K), loss_and_grads, steps)
    read, y = text[:S, n : n + 1], text[1 : S + 1, n]
    scores = net_forward(NetParams(*arrays), eye[read])[0][:, 0]  # (S, K)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)  # (S, K)
    return -np.log(p[np.arange(S), y]), [letters[k] for k in y]


def topology_letters():
    """How much each letter surprises, −ln p, after 50 and 100 steps."""
    fig, ax = plt.subplots(figsize=(7, 3))
    for steps, colour, side in ((50, "C1", -0.2), (100, "C0", 0.2)):
        surprise, letters = _surprise(steps)
        t = np.arange(len(letters))  # (T,)
        style = {"color": colour, "label": f"{steps}"}
        ax.bar(t + side, surprise, 0.4, **style)
    ax.set_xticks(t, [letter.replace(" ", "␣") for letter in letters])
    ax.tick_params(labelsize=13, length=0)
    ax.set_ylabel(r"$-\ln p$", fontsize=16)
    ax.set_xlim(-0.6, len(t) - 0.4)
    ax.legend(fontsize=14, loc="upper center")
    return fig


def topology_reversal():
    """An encoder reads a, b, c; a decoder writes c, b, a."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    read = {0: "a", 1: "b", 2: "c", 3: "▷", 4: "c", 5: "b"}
    _unrolled(ax, read, {3: "c", 4: "b", 5: "a"}, encoder=3, size=18)
    _fed_back(ax, (3, 4))
    for t in range(6):
        ax.text(
            t, 0.97, "$h, c$" if t == 2 else "", fontsize=15, zorder=5, **CENTRE
        )
    return fig
