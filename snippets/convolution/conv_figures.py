"""The figures of the chapter on convolution, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle
from skimage import data

from snippets.convolution.conv import (
    ConvParams,
    conv_backward,
    conv_forward,
    init_conv,
)
from snippets.drawing import CENTRE

IMAGE = np.array(
    [[0, 0, 0, 5, 5], [0, 0, 0, 5, 5], [0, 0, 5, 5, 5], [0, 5, 5, 5, 5.0]]
)
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])


def _cat():
    """The photograph in shades of grey, mean 0 and variance 1."""
    cat = data.chelsea().mean(axis=2)
    return (cat - cat.mean()) / cat.std()


def _filter(image, kernel):
    """One kernel over one image."""
    params = ConvParams(kernel[None, None], np.zeros(1))
    return conv_forward(params, image[None, None])[0][0, 0]


def _matrix(ax, left, top, size, values, marked):
    """Numbers in cells; the marked ones are tinted."""
    ink = plt.rcParams["axes.edgecolor"]
    for (row, col), value in np.ndenumerate(values):
        corner = left + col * size, top - (row + 1) * size
        if marked[row, col]:
            tint = {"fc": "C0", "alpha": 0.3, "lw": 0}
            ax.add_patch(Rectangle(corner, size, size, **tint))
        frame = {"fill": False, "ec": ink, "lw": 0.8}
        ax.add_patch(Rectangle(corner, size, size, **frame))
        text = f"{value:g}".replace("-", "−")
        middle = corner[0] + size / 2, corner[1] + size / 2
        ax.text(*middle, text, fontsize=17, **CENTRE)


def conv_window():
    """One window times the kernel, summed, is one output."""
    fig, ax = plt.subplots(figsize=(7, 2.8), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 2.8), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    window = np.zeros(IMAGE.shape, bool)
    window[:3, 1:4] = True
    out = _filter(IMAGE, SOBEL)
    chosen = np.zeros(out.shape, bool)
    chosen[0, 1] = True
    _matrix(ax, 0.15, 2.5, 0.55, IMAGE, window)
    _matrix(ax, 3.2, 2.225, 0.55, SOBEL, np.ones((3, 3), bool))
    _matrix(ax, 5.2, 1.95, 0.55, out, chosen)
    for x, symbol in ((3.05, "⋆"), (5.02, "=")):
        ax.text(x, 1.4, symbol, fontsize=19, **CENTRE)
    return fig


def conv_edges():
    """The cat, its vertical and horizontal edges, and their strength."""
    fig, axes = plt.subplots(2, 2, figsize=(7, 4.9))
    cat = _cat()
    g_x, g_y = _filter(cat, SOBEL), _filter(cat, SOBEL.T)
    panels = (
        ("$x$", cat, "gray"),
        ("$g_x$", g_x, "gray"),
        ("$g_y$", g_y, "gray"),
        ("$g$", np.hypot(g_x, g_y), "magma"),
    )
    for ax, (name, image, colours) in zip(axes.flat, panels, strict=True):
        low, high = np.quantile(image, (0.01, 0.99))
        ax.imshow(image[::2, ::2], cmap=colours, vmin=low, vmax=high)
        ax.set_title(name, fontsize=14)
        ax.axis("off")
    return fig


def conv_learning():
    """A kernel on its way to Sobel's, and the loss."""
    fig, axes = plt.subplots(
        1, 4, figsize=(7, 2.6), width_ratios=(2.4, 1, 1, 1)
    )
    x = _cat()[None, None, 60:160, 100:260]
    y = _filter(x[0, 0], SOBEL)[None, None]
    params, losses = init_conv(np.random.default_rng(0), 1, 1, 3), []
    shown = iter(axes[1:])
    for step in range(1001):
        if step in (0, 100, 1000):
            ax = next(shown)
            ax.imshow(params.W[0, 0], cmap="RdBu_r", vmin=-3, vmax=3)
            for (i, j), w in np.ndenumerate(params.W[0, 0]):
                ax.text(j, i, f"{w:.1f}", fontsize=11, color="black", **CENTRE)
            ax.set_title(str(step), fontsize=13)
            ax.axis("off")
        y_hat, cache = conv_forward(params, x)
        losses.append(((y_hat - y) ** 2).mean())
        _, grads = conv_backward(2 * (y_hat - y) / y.size, cache)
        steps = zip(params, grads, strict=True)
        params = ConvParams(*(v - 0.05 * dv for v, dv in steps))
    axes[0].semilogy(losses)
    axes[0].set(xlabel="step", ylabel="loss", xlim=(0, 1000))
    return fig
