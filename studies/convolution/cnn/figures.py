"""The figures of the chapter on convolutional networks, by its own code."""

import functools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle
from skimage import data
from sklearn.datasets import load_digits

from snippets.convolution.cnn import (
    cnn_forward,
    init_cnn,
    map_params,
    train_cnn,
)
from snippets.convolution.conv import ConvParams
from snippets.convolution.conv_fast import conv_forward
from snippets.convolution.pool import max_pool_forward
from studies.drawing import CENTRE, tints

LAYERS = (
    (1, 8, "x"),
    (32, 8, r"h_1"),
    (32, 4, ""),
    (64, 4, r"h_2"),
    (64, 2, ""),
    (256, 1, ""),
    (10, 1, "a"),
)


def _box(ax, left, depth, side, colour):
    """Maps of one layer: a stack of squares, one behind the other."""
    paper = plt.rcParams["axes.facecolor"]
    size = 0.24 * side**0.7
    count = {1: 1, 32: 4, 64: 6}[depth]
    for n in reversed(range(count)):
        corner = left + 0.06 * n, 1.75 - size / 2 + 0.06 * n
        for face, edge in ((paper, "none"), ((colour, 0.25), colour)):
            style = {"fc": face, "ec": edge, "lw": 1.6}
            ax.add_patch(Rectangle(corner, size, size, **style))
    return left + size + 0.06 * (count - 1)


def cnn_layers():
    """The shapes of the network from the image to the scores."""
    fig, ax = plt.subplots(figsize=(7, 3.3), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 3.3), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    left = 0.1
    for number, (depth, side, name) in enumerate(LAYERS):
        flat = side == 1
        if flat:
            height = 2.2 if depth > 10 else 1.1
            style = {"fc": ("C2", 0.25), "ec": "C2", "lw": 1.6}
            bar = Rectangle((left, 1.8 - height / 2), 0.2, height, **style)
            ax.add_patch(bar)
            right = left + 0.2
        else:
            colour = "C1" if number in (2, 4) else "C0"
            right = _box(ax, left, depth, side, colour)
        text = f"{depth}" if flat else f"{depth}×{side}×{side}"
        middle = (left + right) / 2
        low = 0.2 if number % 2 else 0.6
        ax.text(middle, low, text, fontsize=14, **CENTRE)
        if name:
            ax.text(middle, 3.05, f"${name}$", fontsize=19, **CENTRE)
        left = right + 0.27
    return fig


def _see_eyes(photo):
    """Edge maps of a photograph, and where the eye detector responds."""
    straight = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])
    slanted = np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2.0]])
    kernels = [np.rot90(k, n) for k in (straight, slanted) for n in range(4)]
    edges = ConvParams(np.stack(kernels)[:, None], np.zeros(8))
    a, _ = conv_forward(edges, photo[None, None], p=1)
    seen, _ = max_pool_forward(np.maximum(a, 0), 4)
    template = seen[:, :, 21:38, 34:52]
    template = template - template.mean(axis=(2, 3), keepdims=True)
    a, _ = conv_forward(ConvParams(template, np.array([-40.0])), seen)
    return seen[0], np.maximum(a, 0)[0, 0]


def cnn_cat():
    """Photograph, edges in one direction, eyes, quarters."""
    photo = data.chelsea().mean(axis=2)[:296, :448] / 255
    seen, found = _see_eyes(photo)
    k = found.shape[0] // 2, found.shape[1] // 2
    quarters = max_pool_forward(found[None, None], k)[0][0, 0]
    fig, axes = plt.subplots(2, 2, figsize=(7, 4.9))
    found, _ = max_pool_forward(found[None, None], 5, 1, 2)  # larger spots
    eyes = np.pad(found[0, 0] ** 0.5, ((8, 8), (8, 9)))  # as the edge map
    panels = photo[::2, ::2], seen[3, 1:-1, 1:-1], eyes, quarters**0.5
    names = "$x$", "$h_1$", "$h_2$", "$h_3$"
    for ax, image, name in zip(axes.flat, panels, names, strict=True):
        colours = "gray" if name == "$x$" else "magma"
        extent = (0, 448, 296, 0)
        ax.imshow(image, cmap=colours, extent=extent)
        ax.set_title(name, fontsize=16)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    return fig


@functools.cache
def _trained():
    """The network of the page: params, stats, losses and the test images."""
    images, y = load_digits(return_X_y=True)
    images = (images.reshape(-1, 1, 8, 8) / 16).astype(np.float32)
    rng = np.random.default_rng(0)
    order = rng.permutation(1797)
    start = init_cnn(rng, C=1, H=8, W=8)
    start = map_params(lambda a: a.astype(np.float32), start)
    learn = images[order[:1297]], y[order[:1297]]
    return *train_cnn(rng, *start, *learn), images[order[1297:]]


def cnn_loss():
    """The loss of every batch, and its mean over 20."""
    *_, losses, _ = _trained()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    mean = np.convolve(losses, np.ones(20) / 20, "valid")
    ax.semilogy(losses, color="C0", alpha=0.3, lw=1)
    ax.semilogy(np.arange(len(mean)) + 19, mean, color="C0", lw=2.6)
    ax.set(xlim=(0, len(losses)))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16)
    ax.tick_params(labelsize=13)
    return fig


def cnn_maps():
    """Seven kernels of layer 1, what they make of a digit, and layer 2."""
    params, stats, _, images = _trained()
    digit = images[3:4]
    _, _, (block_1, block_2, *_) = cnn_forward(params, stats, digit, False)
    h_1, h_2 = block_1[2][0], block_2[2][0]
    first = h_1.max(axis=(1, 2)).argsort()[-7:]
    second = h_2.max(axis=(1, 2)).argsort()[-7:]
    fig, axes = plt.subplots(3, 8, figsize=(7, 3.1))
    rows = params.conv_1.W[first, 0], h_1[first], h_2[second]
    names = "$W_1$", "$h_1$", "$h_2$"
    for row, images, name in zip(axes, rows, names, strict=True):
        row[0].text(0.5, 0.5, name, fontsize=18, **CENTRE)
        row[0].axis("off")
        for ax, image in zip(row[1:], images, strict=True):
            style = {"cmap": tints("C0"), "vmin": 0}
            if name == "$W_1$":
                limit = np.abs(image).max()
                style = {"cmap": "RdBu_r", "vmin": -limit, "vmax": limit}
            ax.imshow(image, **style)
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set_visible(False)
    return fig


def cnn_patches():
    """What excites a unit most: three of layer 1 and three of layer 2."""
    params, stats, _, images = _trained()
    _, _, (block_1, block_2, *_) = cnn_forward(params, stats, images, False)
    fig, axes = plt.subplots(6, 8, figsize=(7, 5.4))
    for number, row in enumerate(axes):
        h, reach, j = (block_1[2], 1, 1) if number < 3 else (block_2[2], 4, 2)
        units = h.max(axis=(2, 3)).mean(axis=0).argsort()
        maps = h[:, units[-1 - number % 3]]
        best = maps.max(axis=(1, 2)).argsort()[: -1 - 8 : -1]
        padded = np.pad(images, ((0, 0), (0, 0), (4, 4), (4, 4)))
        for ax, n in zip(row, best, strict=True):
            u, v = np.unravel_index(maps[n].argmax(), maps.shape[1:])
            top, left = u * j + 4, v * j + 4  # of the unit's first pixel
            rows = slice(top - (reach - 1 if j > 1 else 1), top + reach + 1)
            cols = slice(left - (reach - 1 if j > 1 else 1), left + reach + 1)
            ax.imshow(
                padded[n, 0, rows, cols], cmap=tints("C0"), vmin=0, vmax=1
            )
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(visible=True, linewidth=0.6)
    for ax, name in (axes[1, 0], "$h_1$"), (axes[4, 0], "$h_2$"):
        ax.set_ylabel(name, fontsize=18, rotation=0, labelpad=16)
    return fig


def _canvas(images, row, col):
    """Images moved down by row and right by col, on 12×12."""
    wide = np.pad(images, ((0, 0), (0, 0), (4, 4), (4, 4)))
    views = np.lib.stride_tricks.sliding_window_view(wide, (12, 12), (2, 3))
    return views[np.arange(len(images)), :, 2 - row, 2 - col]


def _answers(reach, images, y, learn, x):
    """What a small network says of x, trained on digits moved by reach."""
    rng = np.random.default_rng(1)
    start = init_cnn(rng, 1, 12, 12, M=(8, 16))
    start = map_params(lambda a: a.astype(np.float32), start)
    row, col = rng.integers(-reach, reach + 1, size=(2, len(learn)))
    moved = _canvas(images[learn], row, col)
    trained = train_cnn(rng, *start, moved, y[learn], epochs=4)
    a, *_ = cnn_forward(*trained[:2], x, train=False)
    return a.argmax(axis=1)


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "−") if number else "0"


def cnn_moved():
    """One digit in five places, and what two networks say it is."""
    images, y = load_digits(return_X_y=True)
    images = (images.reshape(-1, 1, 8, 8) / 16).astype(np.float32)
    order = np.random.default_rng(0).permutation(1797)
    learn, six = order[:1297], order[1299]
    col = np.arange(-2, 3)
    x = _canvas(images[np.repeat(six, 5)], 0 * col, col)
    fig, axes = plt.subplots(3, 6, figsize=(7, 2.9), height_ratios=(3, 1, 1))
    for ax in axes.flat:
        ax.axis("off")
    for ax, image, right in zip(axes[0, 1:], x[:, 0], col, strict=True):
        ax.imshow(image, cmap=tints("C0"), vmin=0, vmax=1)
        ax.axis("on")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, linewidth=0.6)
        ax.set_title(_signed(right), fontsize=15)
    for row, reach in zip(axes[1:], (0, 2), strict=True):
        row[0].text(0.5, 0.5, f"±{reach}", fontsize=17, **CENTRE)
        answers = _answers(reach, images, y, learn, x)
        for ax, k in zip(row[1:], answers, strict=True):
            colour = "C0" if k == y[six] else "C4"
            style = {"fontsize": 21, "color": colour, "weight": "bold"}
            ax.text(0.5, 0.5, f"{k}", **style, **CENTRE)
    return fig
