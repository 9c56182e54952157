"""The figures of the chapter on backpropagation, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle
from sklearn.datasets import load_digits

from snippets.foundations.backprop import (
    TwoLayerParams,
    binary_cross_entropy,
    init_two_layer,
    train_two_layer,
    two_layer_backward,
    two_layer_forward,
)
from studies.drawing import CENTRE


def _canvas(width, height):
    """An empty page with equal axes, one unit an inch."""
    fig, ax = plt.subplots(figsize=(width, height), layout="none")
    ax.set(xlim=(0, width), ylim=(0, height), position=(0, 0, 1, 1))
    ax.axis("off")
    return fig, ax


def _node(ax, x, y, r, colour, text, size=20):
    """A circle tinted with its colour, a symbol in it."""
    paper = plt.rcParams["figure.facecolor"]
    ax.add_patch(Circle((x, y), r, fc=paper, zorder=3))
    ax.add_patch(Circle((x, y), r, fc=colour, alpha=0.16, lw=0, zorder=3))
    ax.add_patch(Circle((x, y), r, fill=False, ec=colour, lw=2.2, zorder=4))
    ax.text(x, y, text, fontsize=size, zorder=5, **CENTRE)


def _arrow(ax, start, end, colour):
    """A straight arrow that ends exactly at the point end."""
    head = "-|>,head_width=.26,head_length=.5"
    style = {"arrowstyle": head, "lw": 2.2, "color": colour}
    ax.annotate("", end, start, arrowprops=style | {"shrinkA": 0, "shrinkB": 0})


def backprop_graph():
    """Values forward along the top, gradients back along the bottom."""
    fig, ax = _canvas(7, 4.5)
    places = 0.5, 2.0, 3.5, 5.0, 6.5
    r = 0.37
    values = ("$x$", "$a_1$", "$h$", "$a_2$", "$L$")
    slopes = ("$dx$", "$da_1$", "$dh$", "$da_2$", "$1$")
    for x, value, slope in zip(places, values, slopes, strict=True):
        _node(ax, x, 2.85, r, "C0", value)
        _node(ax, x, 1.6, r, "C1", slope, 17)
    links = ("$W_1$", r"$1 - h^2$", "$W_2$", r"$\hat{y} - y$")
    for left, right, link in zip(places, places[1:], links, strict=False):
        _arrow(ax, (left + r, 2.85), (right - r, 2.85), "C0")
        _arrow(ax, (right - r, 1.6), (left + r, 1.6), "C1")
        small = {"fontsize": 16, "color": "C1"} | CENTRE
        ax.text((left + right) / 2, 1.98, link, **small)
    ax.text(2.75, 3.12, "tanh", color="C0", fontsize=15, **CENTRE)
    for x, layer in ((2.0, 1), (5.0, 2)):
        for shift, name in ((-0.45, "W"), (0.45, "b")):
            _node(ax, x + shift, 4.08, r, "C2", f"${name}_{layer}$", 17)
            _node(ax, x + shift, 0.42, r, "C1", f"$d{name}_{layer}$", 15)
            far, near = x + shift * 0.72, x + shift * 0.36
            _arrow(ax, (far, 3.75), (near, 2.85 + r), "C2")
            _arrow(ax, (near, 1.6 - r), (far, 0.75), "C1")
    return fig


def _example():
    """The values and the gradients of the page's example, by node."""
    params = TwoLayerParams(
        np.array([[0.6, -0.4], [-0.2, 0.6]]),
        np.array([0.1, -0.2]),
        np.array([[0.5], [-0.4]]),
        np.array([-0.1]),
    )
    a_2, cache = two_layer_forward(params, np.array([[1.0, 2.0]]))
    _, da_2 = binary_cross_entropy(a_2, np.array([[1.0]]))
    dx, _ = two_layer_backward(da_2, cache)
    x, _, h, W_2 = cache
    values = np.concatenate([x[0], h[0], a_2[0]])
    return params, values, np.concatenate([dx[0], W_2 @ da_2[0], da_2[0]])


def _edges(ax, places, params, r):
    """An arrow for every connection, and its weight."""
    edges = [(i, 2 + j, params.W_1[i, j]) for j in (0, 1) for i in (0, 1)]
    edges += [(2 + i, 4, params.W_2[i, 0]) for i in (0, 1)]
    for source, target, weight in edges:
        start, end = np.array(places[source]), np.array(places[target])
        way = (end - start) / np.hypot(*(end - start))
        _arrow(ax, start + r * way, end - r * way, "C2")
        spot = start + 0.95 * way + 0.2 * np.array([-way[1], way[0]])
        text = f"{weight:g}".replace("-", "−")
        ax.text(*spot, text, color="C2", fontsize=15, **CENTRE)


def backprop_network():
    """The example: values above the nodes, gradients below them."""
    fig, ax = _canvas(7, 3.7)
    params, values, slopes = _example()
    names = ("$x_1$", "$x_2$", "$h_1$", "$h_2$", "$a_2$")
    places = ((0.9, 2.75), (0.9, 0.95), (3.5, 2.75), (3.5, 0.95), (6.0, 1.85))
    _edges(ax, places, params, 0.36)
    nodes = zip(places, names, values, slopes, strict=True)
    for (x, y), name, value, slope in nodes:
        _node(ax, x, y, 0.36, "C5", name, 18)
        digits = ".0f" if name[1] == "x" else ".4f"
        above = f"{value:{digits}}".replace("-", "−")
        below = f"{slope:.4f}".replace("-", "−")
        ax.text(x, y + 0.57, above, color="C0", fontsize=15, **CENTRE)
        ax.text(x, y - 0.57, below, color="C1", fontsize=15, **CENTRE)
    ax.text(6.0, 3.4, "$v$", color="C0", fontsize=18, **CENTRE)
    mark = r"$\partial L / \partial v$"
    ax.text(6.0, 0.35, mark, color="C1", fontsize=18, **CENTRE)
    ax.text(2.2, 0.25, "$W$", color="C2", fontsize=18, **CENTRE)
    return fig


def _digits():
    """Training set of the page: images less their mean, 1 where odd."""
    x, digit = load_digits(return_X_y=True)
    train = np.random.default_rng(0).permutation(1797)[:1200]
    x = x / 16
    return (x - x[train].mean(axis=0))[train], (digit % 2)[train, None] * 1.0


def _trained(steps):
    """The network of the page before and after, and its losses."""
    x, y = _digits()
    rng = np.random.default_rng(0)
    start = init_two_layer(rng, 64, 32)
    return start, *train_two_layer(rng, start, x, y, lr=1.0, steps=steps)


def _one_layer(steps):
    """The losses without a hidden layer."""
    x, y = _digits()
    rng = np.random.default_rng(0)
    losses = []
    W, b = np.zeros((64, 1)), np.zeros(1)
    for _ in range(steps):
        batch = rng.integers(len(x), size=64)
        loss, da = binary_cross_entropy(x[batch] @ W + b, y[batch])
        W, b = W - x[batch].T @ da, b - da.sum(axis=0)
        losses.append(loss)
    return np.array(losses)


def backprop_training():
    """The loss of every batch, faint, and its mean over 50."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    _, _, two = _trained(1500)
    curves = (("C1", "1", _one_layer(1500)), ("C0", "2", two))
    for colour, name, losses in curves:
        ax.plot(losses, colour, lw=0.8, alpha=0.3)
        mean = np.convolve(losses, np.ones(50) / 50, "valid")
        ax.plot(np.arange(50, 1501) - 25, mean, colour, lw=3)
        text = {"color": colour, "fontsize": 22, "va": "center"}
        ax.text(1530, mean[-1], name, **text)
    ax.set(yscale="log", xlim=(0, 1500), ylim=(0.002, 1))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("loss", fontsize=14)
    return fig


def backprop_features():
    """Weights into eight hidden neurons as images: before and after."""
    start, params, _ = _trained(1500)
    fig, axes = plt.subplots(2, 8, figsize=(7, 2.1))
    order = np.argsort(-np.abs(params.W_2[:, 0]))[:8]
    ink = [plt.rcParams["figure.facecolor"]]
    cmap = LinearSegmentedColormap.from_list("", ["C1", *ink, "C0"])
    for row, net in zip(axes, (start, params), strict=True):
        for ax, neuron in zip(row, order, strict=True):
            image = net.W_1[:, neuron].reshape(8, 8)
            bound = np.abs(image).max()
            ax.imshow(image, cmap=cmap, vmin=-bound, vmax=bound)
            ax.set(xticks=[], yticks=[])
            ax.spines[["top", "right"]].set_visible(True)
    axes[0, 0].set_ylabel("0", fontsize=16, rotation=0, ha="right", va="center")
    axes[1, 0].set_ylabel(
        "1500", fontsize=16, rotation=0, ha="right", va="center"
    )
    return fig
