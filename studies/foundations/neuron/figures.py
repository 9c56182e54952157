"""The figures of the chapter on the single neuron, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle
from sklearn.datasets import load_diabetes

from snippets.foundations.neuron import (
    NeuronParams,
    f_identity,
    f_relu,
    f_sigmoid,
    f_tanh,
    neuron_forward,
    train_neuron,
)
from studies.drawing import CENTRE


def _features(*columns: int):
    """These columns of the page's training set, centred, and its targets."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    x, y = x[:300, columns], y[:300]
    return x - x.mean(axis=0), y


def _bmi():
    """Standardized body mass index, and the targets."""
    x, y = _features(2)
    return x / x.std(axis=0), y


def _zero() -> NeuronParams:
    return NeuronParams(np.zeros(1), np.zeros(()))


def _node(ax, x, y, r, colour, text=""):
    """A circle tinted with its colour, a symbol in it."""
    paper = plt.rcParams["figure.facecolor"]
    ax.add_patch(Circle((x, y), r, fc=paper, zorder=3))
    ax.add_patch(Circle((x, y), r, fc=colour, alpha=0.16, lw=0, zorder=3))
    ax.add_patch(Circle((x, y), r, fill=False, ec=colour, lw=2.4, zorder=4))
    ax.text(x, y, text, fontsize=22, zorder=5, **CENTRE)


def _arrow(ax, start, end, colour, width=2.2):
    """A straight arrow that ends exactly at the point end."""
    head = "-|>,head_width=.3,head_length=.55"
    style = {"arrowstyle": head, "lw": width, "color": colour}
    ax.annotate("", end, start, arrowprops=style | {"shrinkA": 0, "shrinkB": 0})


def _synapse(ax, source, target, r, index, width):
    """An input, its weighted way to the sum, and both their letters."""
    way = (target - source) / np.hypot(*(target - source))
    _arrow(ax, source + 0.36 * way, target - r * way, "C0", width)
    _node(ax, *source, 0.36, "C0", f"$x_{index}$")
    label = source + 1.2 * way + 0.25 * np.array([-way[1], way[0]])
    ax.text(*label, f"$w_{index}$", color="C0", fontsize=22, **CENTRE)


def neuron_unit():
    """Inputs, weights, bias, sum, activation, output."""
    fig, ax = plt.subplots(figsize=(7, 3.4), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 3.4), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    ink = plt.rcParams["text.color"]
    r = 0.5
    total = np.array([3.2, 1.7])
    for y, index, width in ((2.92, 1, 3.2), (1.98, 2, 1.4), (0.48, "D", 2.3)):
        _synapse(ax, np.array([0.48, y]), total, r, index, width)
    ax.text(0.48, 1.24, "⋮", fontsize=22, **CENTRE)
    _arrow(ax, (3.2, 2.86), (3.2, 1.7 + r), "C1")
    ax.text(3.2, 3.06, "$b$", color="C1", fontsize=22, **CENTRE)
    _node(ax, *total, r, "C1", r"$\Sigma$")
    _arrow(ax, (3.2 + r, 1.7), (4.4, 1.7), ink)
    ax.text(4.02, 1.95, "$a$", fontsize=22, **CENTRE)
    _node(ax, 4.9, 1.7, r, "C2")
    curve = np.linspace(-1, 1, 50)
    ax.plot(4.9 + 0.3 * curve, 1.7 + 0.27 * np.tanh(3 * curve), "C2", zorder=5)
    ax.text(4.9, 2.46, "$f$", color="C2", fontsize=22, **CENTRE)
    _arrow(ax, (4.9 + r, 1.7), (6.1, 1.7), ink)
    _node(ax, 6.5, 1.7, 0.4, "C3", r"$\hat{y}$")
    return fig


def neuron_activations():
    """The four activations of the chapter, each with its slope, dashed."""
    fig, axes = plt.subplots(1, 4, figsize=(7, 2.5), sharey=True)
    a = np.linspace(-3, 3, 301)
    ink = plt.rcParams["text.color"]
    names = ("$a$", "ReLU", r"$\sigma$", "tanh")
    fs = (f_identity, f_relu, f_sigmoid, f_tanh)
    for ax, name, f in zip(axes, names, fs, strict=True):
        y_hat, slope = f(a)
        ax.axhline(0, color=ink, lw=0.7, alpha=0.5)
        ax.axvline(0, color=ink, lw=0.7, alpha=0.5)
        ax.plot(a, y_hat, "C0", lw=3)
        ax.plot(a, slope, "C1", ls="--")
        ax.set(ylim=(-1.5, 2.2), xticks=[-2, 0, 2], yticks=[-1, 0, 1, 2])
        ax.set_title(name, fontsize=16)
    axes[0].text(0.9, 1.75, "$f$", color="C0", fontsize=18, **CENTRE)
    axes[0].text(-1.9, 1.4, "$f'$", color="C1", fontsize=18, **CENTRE)
    return fig


def neuron_line():
    """The line after 0, 1, 3, 6 and 60 steps, the earlier ones faint."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    x, y = _bmi()
    ax.plot(x[:, 0], y, "o", color="C0", ms=5, alpha=0.4, mew=0)
    ends = np.array([[-2.1], [3.6]])
    for steps, alpha in ((0, 0.35), (1, 0.45), (3, 0.55), (6, 0.7), (60, 1)):
        params, _ = train_neuron(_zero(), x, y, steps=steps)
        y_hat, _ = neuron_forward(params, ends)
        ax.plot(ends, y_hat, "C1", alpha=alpha, lw=3.5 if steps == 60 else 2)
        ax.text(3.7, y_hat[1], f"{steps}", color="C1", fontsize=15, va="center")
    ax.set(xlim=(-2.2, 4.05), ylim=(-12, 355), yticks=[0, 100, 200, 300])
    ax.set_xlabel("$x$", fontsize=18)
    ax.set_ylabel("$y$", fontsize=18, rotation=0, labelpad=12)
    return fig


def _three():
    """The points of the page's first program."""
    return np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0])


def _valley(ax, x, y):
    """Contours of the loss over w and b, and the first 20 steps."""
    w, b = np.meshgrid(np.linspace(-1.5, 5.5, 90), np.linspace(-3.5, 5.5, 90))
    y_hat = np.multiply.outer(x[:, 0], w) + b  # (3, 90, 90)
    loss = ((y_hat - y[:, None, None]) ** 2).mean(axis=0)  # (90, 90)
    paper = plt.rcParams["figure.facecolor"]
    cmap = LinearSegmentedColormap.from_list("", ["C0", paper])
    ax.contourf(w, b, np.sqrt(loss), np.arange(0, 9), cmap=cmap, alpha=0.5)
    path = [_zero()]
    for _ in range(20):
        path.append(train_neuron(path[-1], x, y, steps=1)[0])
    ax.plot(*np.array([(w[0], b) for w, b in path]).T, "o-", color="C1", ms=5)
    ax.plot(2, 1, "*", color=plt.rcParams["text.color"], ms=14, zorder=3)
    ax.set(xticks=[0, 2, 4], yticks=[-2, 0, 2, 4])
    ax.set_xlabel("$w$", fontsize=18)
    ax.set_ylabel("$b$", fontsize=18, rotation=0, labelpad=8)


def neuron_points():
    """Three points, the line after 0, 1, 2 and 10 steps, and the way there."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.3))
    x, y = _three()
    ends = np.array([[-0.3], [2.3]])  # (2, 1)
    for steps, alpha in ((0, 0.35), (1, 0.5), (2, 0.7), (10, 1)):
        params, _ = train_neuron(_zero(), x, y, steps=steps)
        y_hat, _ = neuron_forward(params, ends)
        axes[0].plot(ends, y_hat, "C1", alpha=alpha, lw=2.4)
        axes[0].text(2.35, y_hat[1], f"{steps}", color="C1", va="center")
    axes[0].plot(x[:, 0], y, "o", color="C0", ms=9, zorder=3)
    axes[0].set(xlim=(-0.35, 2.75), ylim=(-0.8, 6), xticks=[0, 1, 2])
    axes[0].set_xlabel("$x$", fontsize=18)
    axes[0].set_ylabel("$y$", fontsize=18, rotation=0, labelpad=8)
    _valley(axes[1], x, y)
    return fig


def _bowl(ax, lr, start, steps):
    """The loss of the 3 points over w, with b = 1, and steps in it."""

    def loss(w):
        return (w - 2) ** 2 * 5 / 3

    places = [start]
    for _ in range(steps):
        places.append(places[-1] - lr * 10 / 3 * (places[-1] - 2))
    places = np.array(places)
    line = np.linspace(-0.7, 4.7, 200)
    ax.plot(line, loss(line), "C0", lw=3)
    ax.plot(places, loss(places), "o-", color="C1", ms=7, lw=1.6)
    ax.plot(start, loss(start), "o", color="C1", ms=11)
    ax.set(ylim=(-0.6, 12), xticks=[0, 2, 4], yticks=[0, 5, 10])
    ax.set_title(rf"$\eta = {lr}$", fontsize=16)
    ax.set_xlabel("$w$", fontsize=18)


def neuron_bowl():
    """The loss over w: short steps to the bottom, and long ones out of it."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.2), sharey=True)
    _bowl(axes[0], 0.1, 0.0, 8)
    _bowl(axes[1], 0.7, 1.2, 4)
    axes[0].set_ylabel("$L$", fontsize=18, rotation=0, labelpad=12)
    return fig


def neuron_learning_rates():
    """The loss at each step for a small, a good and a too large η."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    x, y = _bmi()
    curves = {0.02: ("C0", 22, 12500), 0.1: ("C2", 13, 2500)}
    curves[1.02] = ("C4", 20, 85000)
    for lr, (colour, *place) in curves.items():
        _, losses = train_neuron(_zero(), x, y, lr=lr, steps=41)
        ax.plot(losses, colour, lw=3)
        ax.text(*place, rf"$\eta = {lr}$", color=colour, fontsize=18)
    ax.set(yscale="log", xlim=(0, 40), ylim=(1800, 250000))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("loss", fontsize=14)
    return fig


def _surface(ax, x, y, centre, half, lr):
    """Contours of the loss over w_1, w_2, and 30 steps down from the origin."""
    colours = [plt.rcParams["figure.facecolor"], "C0"]
    w_1, w_2 = (np.linspace(c - half, c + half, 120) for c in centre)
    grid = np.stack(np.meshgrid(w_1, w_2))  # (2, 120, 120)
    y_hat = np.einsum("nd,dij->nij", x, grid) + y.mean()
    loss = ((y_hat - y[:, None, None]) ** 2).mean(axis=0)
    levels = loss.min() + np.ptp(loss) * np.linspace(0, 1, 12) ** 2
    cmap = LinearSegmentedColormap.from_list("", colours)
    ax.contourf(*grid, np.sqrt(loss), np.sqrt(levels), cmap=cmap)
    path = [NeuronParams(np.zeros(2), y.mean())]
    for _ in range(30):
        path.append(train_neuron(path[-1], x, y, lr=lr, steps=1)[0])
    ax.plot(*np.array([w for w, _ in path]).T, "o-", color="C1", ms=5)
    best, *_ = np.linalg.lstsq(x, y - y.mean())
    ax.plot(*best, "*", color=plt.rcParams["text.color"], ms=16, zorder=3)
    ax.set_box_aspect(1)
    ax.locator_params(nbins=4)
    ax.set_xlabel("$w_1$", fontsize=18)
    ax.set_ylabel("$w_2$", fontsize=18)


def neuron_surface():
    """The loss over two weights: features centred, and standardized."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6))
    x, y = _features(2, 3)
    _surface(axes[0], x, y, (5, 1), 8, 0.0045)
    _surface(axes[1], x / x.std(axis=0), y, (20, 10), 40, 0.1)
    return fig
