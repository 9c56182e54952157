"""The figures of the chapter on the multilayer perceptron, by its own code."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle
from sklearn.datasets import load_digits

from snippets.feedforward.mlp import (
    f_relu,
    init_mlp,
    layer_step_backward,
    mlp_forward,
    train_mlp,
)
from snippets.feedforward.mlp_through import mlp_through
from snippets.foundations.activation import f_tanh
from studies.drawing import CENTRE, tints


def _columns(ax, xs, widths, colours, gap=0.62):
    """Columns of neurons, each joined to all of the next. Returns points."""
    columns = [
        [(x, 2 + gap * ((n - 1) / 2 - k)) for k in range(n)]
        for x, n in zip(xs, widths, strict=True)
    ]
    ink = plt.rcParams["text.color"]
    for here, there in pairwise(columns):
        for a in here:
            for b in there:
                ax.plot(*zip(a, b, strict=True), color=ink, lw=1, alpha=0.35)
    paper = plt.rcParams["figure.facecolor"]
    for column, colour in zip(columns, colours, strict=True):
        for point in column:
            style = {"fc": paper, "ec": colour, "lw": 2.4, "zorder": 3}
            ax.add_patch(Circle(point, 0.2, **style))
    return columns


def mlp_layers():
    """Input, two hidden layers, logits; what stands between them."""
    fig, ax = plt.subplots(figsize=(7, 4), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 4), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    xs, colours = (0.7, 2.55, 4.4, 6.25), ("C1", "C0", "C0", "C3")
    _columns(ax, xs, (3, 5, 4, 2), colours)
    names = ("$x$", "$h_1$", "$h_2$", "$a_3$")
    for x, name, colour in zip(xs, names, colours, strict=True):
        ax.text(x, 3.76, name, color=colour, fontsize=20, **CENTRE)
    for k, (left, right) in enumerate(pairwise(xs), 1):
        middle = (left + right) / 2
        label = f"$W_{k}, b_{k}$"
        ax.text(middle, 0.28, label, fontsize=18, **CENTRE)
    for x in xs[1:3]:
        ax.text(x, 0.28, "$f$", color="C2", fontsize=20, **CENTRE)
    return fig


def _plane(ax, limits, ticks, names):
    """A square panel with the names of its two axes."""
    ax.set(xlim=limits, ylim=limits, xticks=ticks, yticks=ticks)
    ax.set_aspect("equal")
    ax.tick_params(labelsize=13)
    ax.set_xlabel(names[0], fontsize=17)
    ax.set_ylabel(names[1], fontsize=17, rotation=0, labelpad=12)


def mlp_fold():
    """Four points; folded along the diagonal, one line divides them."""
    fig, (ax, ay) = plt.subplots(1, 2, figsize=(7, 3.6))
    ink = plt.rcParams["text.color"]
    side = np.linspace(-0.4, 1.4, 181)
    far = np.abs(side - side[:, None]) > 0.5
    place = {"extent": (-0.4, 1.4) * 2, "origin": "lower"}
    ax.imshow(far, cmap=tints("C1"), alpha=0.3, **place)
    ax.plot([-0.4, 1.4], [-0.4, 1.4], "--", color=ink, lw=2)
    for shift in (-0.5, 0.5):
        ax.plot([-2, 2], [-2 + shift, 2 + shift], color="C2", lw=2.6)
    ay.plot([0, 0, 1.4], [1.4, 0, 0], color=ink, lw=7, alpha=0.25)
    ay.plot([-0.5, 1], [1, -0.5], color="C2", lw=2.6)
    for x in np.ndindex(2, 2):
        h = np.maximum([x[0] - x[1], x[1] - x[0]], 0)
        kind = ("o", "C0") if x[0] == x[1] else ("D", "C1")
        for panel, at in ((ax, x), (ay, h)):
            panel.plot(*at, kind[0], color=kind[1], ms=13, zorder=3)
    _plane(ax, (-0.4, 1.4), (0, 1), ("$x_1$", "$x_2$"))
    _plane(ay, (-0.4, 1.4), (0, 1), ("$h_1$", "$h_2$"))
    return fig


def _rings(rng, N=400):
    """A disc, class 0, in a ring, class 1, as on the page."""
    y = rng.integers(0, 2, N)
    radius = rng.uniform(0, 0.8, N) + 1.2 * y
    angle = rng.uniform(0, 2 * np.pi, N)
    x = radius * np.array([np.cos(angle), np.sin(angle)])
    return x.T, y


def _seen(params, points):
    """Difference of the two scores; the last hidden layer."""
    a, cache = mlp_forward(params, points, f_tanh)
    return a[:, 1] - a[:, 0], cache[-1][0]


def _cut(ax, params):
    """The straight line where both scores are equal."""
    W = np.diff(params.Ws[-1])[:, 0]
    b = np.diff(params.bs[-1])
    t = np.array([-3, 3])
    foot = -b * W / (W @ W)
    ax.plot(foot[0] - t * W[1], foot[1] + t * W[0], color="C2", lw=2.6)


def mlp_rings():
    """A ring around a disc, and both as the last hidden layer sees them."""
    rng = np.random.default_rng(0)
    x, y = _rings(rng)
    start = init_mlp(rng, (2, 8, 2, 2), glorot=True)
    params, _ = train_mlp(rng, start, x, y, f_tanh, epochs=40)
    fig, (ax, ay) = plt.subplots(1, 2, figsize=(7, 3.6))
    side = np.linspace(-2.2, 2.2, 161)
    grid = np.stack(np.meshgrid(side, side), -1)
    score = _seen(params, grid.reshape(-1, 2))[0].reshape(161, 161)
    ax.contourf(side, side, score, (0, 1e9), colors="C1", alpha=0.2)
    ax.contour(side, side, score, (0,), colors="C2", linewidths=2.6)
    for line in (*grid[::10], *grid.swapaxes(0, 1)[::10]):
        for panel, at in ((ax, line), (ay, _seen(params, line)[1])):
            panel.plot(*at.T, color=plt.rcParams["text.color"], lw=0.5)
    for k, mark in enumerate("oD"):
        for panel, at in ((ax, x), (ay, _seen(params, x)[1])):
            panel.plot(*at[y == k].T, mark, color=f"C{k}", ms=3.5, alpha=0.8)
    _cut(ay, params)
    _plane(ax, (-2.2, 2.2), (-2, 0, 2), ("$x_1$", "$x_2$"))
    _plane(ay, (-1.1, 1.1), (-1, 0, 1), ("$h_1$", "$h_2$"))
    return fig


def _moments(f, glorot, depth=20, H=200):
    """Mean squares of h, and of dh, at every layer."""
    rng = np.random.default_rng(0)
    params = init_mlp(rng, [H] * (depth + 1), glorot)
    a, cache = mlp_forward(params, rng.normal(size=(200, H)), f)
    dh = rng.normal(size=a.shape)
    backward = []
    for layer in reversed(cache):
        backward.insert(0, (dh**2).mean())
        dh, *_ = layer_step_backward(dh, layer)
    return [(h**2).mean() for h, *_ in cache[1:]], backward[:-1]


def mlp_moments():
    """Size of signals and gradients by layer, for four ways to begin."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6), sharey=True)
    kinds = {
        "He, ReLU": (f_relu, False, "C0", "-"),
        "Glorot, ReLU": (f_relu, True, "C1", "-"),
        "He, tanh": (f_tanh, False, "C0", "--"),
        "Glorot, tanh": (f_tanh, True, "C1", "--"),
    }
    for name, (f, glorot, colour, line) in kinds.items():
        for ax, values in zip(axes, _moments(f, glorot), strict=True):
            layers = np.arange(1, len(values) + 1)
            ax.plot(layers, values, color=colour, ls=line, lw=2.6, label=name)
    for ax, title in zip(axes, ("$h^2$", "$(dh)^2$"), strict=True):
        ax.set(yscale="log", ylim=(1e-7, 1e2), xticks=[1, 5, 10, 15, 20])
        ax.set_title(title, fontsize=16)
        ax.set_xlabel("layer", fontsize=14)
    axes[1].legend(fontsize=11, loc="lower right")
    return fig


def mlp_universal():
    """A curve, broken lines of 4 and 8 ReLUs, and the error by width."""
    fig, (ax, ay) = plt.subplots(1, 2, figsize=(7, 3.5))
    x = np.linspace(0, 1, 1001)
    ink = plt.rcParams["text.color"]
    curve = np.sin(2 * np.pi * x) + x**2  # (1001,)
    ax.plot(x, curve, color=ink, lw=6, alpha=0.25)
    widths = 4, 8, 16, 32, 64, 128
    errors = []
    for H in widths:
        a, _ = mlp_forward(mlp_through(*_knots(H)), x[:, None])
        errors.append(np.abs(a[:, 0] - curve).max())
        if H <= 8:
            ax.plot(x, a, f"C{H // 4 - 1}", lw=2.4, label=f"$H = {H}$")
    ax.set_xlabel("$x$", fontsize=16)
    ax.legend(fontsize=13, loc="lower left")
    ay.loglog(widths, errors, "o-", color="C2", ms=8)
    ay.text(24, 4e-2, "$1/H^2$", color="C2", fontsize=17, **CENTRE)
    ay.set_xticks(widths, [str(H) for H in widths], minor=False)
    ay.minorticks_off()
    ay.set_xlabel("$H$", fontsize=16)
    ay.set_title(r"$\max\,|\hat{y} - y|$", fontsize=15)
    return fig


def _knots(H):
    """H + 1 points of the curve sin 2πx + x²."""
    x = np.linspace(0, 1, H + 1)
    return x, np.sin(2 * np.pi * x) + x**2


def mlp_digits():
    """Loss of every batch and of every epoch; errors on the test set."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    rng = np.random.default_rng(0)
    x, y = load_digits(return_X_y=True)
    order = rng.permutation(len(x))  # (1797,)
    x, y = x[order] / 16, y[order]
    x = x - x[:1437].mean(axis=0)  # (1797, 64)
    params = init_mlp(rng, (64, 128, 64, 10))
    losses = []
    wrong = []
    for _ in range(20):
        params, new = train_mlp(rng, params, x[:1437], y[:1437], epochs=1)
        losses.append(new)
        a, _ = mlp_forward(params, x[1437:])
        wrong.append((a.argmax(axis=1) != y[1437:]).mean())
    epochs = np.arange(1, 21)
    steps = np.concatenate(losses)
    ax.plot(np.arange(len(steps)) / 45, steps, "C0", lw=0.8, alpha=0.45)
    ax.plot(epochs, np.mean(losses, axis=1), "C0", lw=3, label="loss")
    ax.plot(epochs, wrong, "C1o-", ms=5, label="1 − accuracy")
    ax.set(yscale="log", ylim=(4e-4, 5), xlim=(0, 20), xticks=range(0, 21, 4))
    ax.set_xlabel("epoch", fontsize=14)
    ax.legend(fontsize=13)
    return fig
