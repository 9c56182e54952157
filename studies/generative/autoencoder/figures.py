"""The figures of the chapter on autoencoders, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon, Rectangle
from sklearn.datasets import load_digits

from snippets.generative.autoencoder import (
    autoencoder_forward,
    decode_z,
    encode_x,
    init_autoencoder,
    train_autoencoder,
)
from snippets.generative.autoencoder_linear import fit_pca
from studies.drawing import CENTRE, tints


@functools.cache
def _digits():
    """The digits to learn from, the new ones, and the classes of both."""
    x, y = load_digits(return_X_y=True)
    x = x / 16
    return x[:1297], x[1297:], y[:1297], y[1297:]


@functools.cache
def _net(K, sigma=0.0, without=None):
    """What the page trains with seed 0, and its losses."""
    train, _, y, _ = _digits()
    rng = np.random.default_rng(0)
    start = init_autoencoder(rng, 64, 64, K)
    x = train[y != without]
    return train_autoencoder(rng, start, x, sigma=sigma, epochs=60)


def _by_pca(x, K, new):
    mean, V = fit_pca(x, K)
    return (new - mean) @ V.T @ V + mean


def _image(ax, pixels, extent):
    """A picture in the ink of the page, black where the paper is white."""
    side = int(len(pixels) ** 0.5)
    ink = tints(plt.rcParams["text.color"])
    image = pixels.reshape(side, side)
    ax.imshow(image, cmap=ink, vmin=0, vmax=1, extent=extent, zorder=2)


def _frame(ax, left, bottom, width, height, colour="none"):
    ink = plt.rcParams["text.color"]
    style = {"fc": colour, "ec": ink, "lw": 1.2, "zorder": 3}
    ax.add_patch(Rectangle((left, bottom), width, height, **style))


def _funnel(ax, left, right, colour, name):
    """A trapezium between two columns of the heights left and right."""
    (x_0, h_0), (x_1, h_1) = left, right
    corners = [(x_0, 2 - h_0), (x_0, 2 + h_0), (x_1, 2 + h_1), (x_1, 2 - h_1)]
    ax.add_patch(Polygon(corners, fc=colour, ec="none", alpha=0.25))
    ax.text((x_0 + x_1) / 2, 2, name, fontsize=17, color=colour, **CENTRE)


def autoencoder_hourglass():
    """A new digit, its 8 numbers, and what is made of them."""
    fig, ax = plt.subplots(figsize=(7, 3.4), layout="none")
    ax.set(xlim=(0, 8.24), ylim=(0, 4), position=(0, 0, 1, 1))
    ax.axis("off")
    _, test, _, y = _digits()
    params, _ = _net(8)
    x = test[y == 5][:1]
    z, _ = encode_x(params, x)
    x_hat, _ = decode_z(params, z)
    for image, left, name in ((x, 0.25, "$x$"), (x_hat, 5.99, r"$\hat{x}$")):
        _image(ax, image[0], (left, left + 2, 1, 3))
        _frame(ax, left, 1, 2, 2)
        ax.text(left + 1, 3.45, name, fontsize=20, **CENTRE)
    _funnel(ax, (2.4, 1), (3.75, 0.9), "C0", "$64$\n$\\to 8$")
    _funnel(ax, (4.5, 0.9), (5.85, 1), "C1", "$8$\n$\\to 64$")
    for k, value in enumerate(z[0] / np.abs(z).max()):
        _cell(ax, 3.88, 3.2 - 0.4 * k, value)
    ax.text(4.13, 0.15, "$z$", fontsize=20, **CENTRE)
    ax.set_aspect("equal")
    return fig


def _cell(ax, left, bottom, value):
    """A cell from cold, at -1, over paper to warm, at 1."""
    colour = tints("C1" if value > 0 else "C0")(abs(value))
    _frame(ax, left, bottom, 0.5, 0.4, colour)


def autoencoder_line():
    """Four points and the line on which all that is rebuilt lies."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    points = np.array([[-2, -1.2], [-1, -0.3], [1, 0.7], [2, 0.8]])
    d = np.linalg.svd(points)[2][0]
    d = d * np.sign(d[0])
    feet = np.outer(points @ d, d)
    ax.plot(*(np.outer([-2.6, 2.6], d).T), color="C1", lw=2.6)
    for point, foot in zip(points, feet, strict=True):
        ax.plot(*np.array([point, foot]).T, color="C3", lw=2.4)
    ax.plot(*points.T, "o", ms=9, color="C0", label="$x$")
    ax.plot(*feet.T, "s", ms=6, color="C1", label=r"$\hat{x} = z\,d$")
    ax.set(xlim=(-3, 3), ylim=(-1.6, 1.4), xticks=[-2, -1, 0, 1, 2])
    ax.set(yticks=[-1, 0, 1])
    ax.set_aspect("equal")
    ax.set_xlabel("$x_1$", fontsize=16)
    ax.set_ylabel("$x_2$", fontsize=16, rotation=0, labelpad=12)
    ax.legend(fontsize=15, loc="upper left")
    return fig


def autoencoder_pictures():
    """MNIST digits as they are, and through 2, 8 and 32 numbers."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    pictures = np.array(rows[-1]["pictures"]) / 9
    fig, ax = plt.subplots(figsize=(7, 4.6), layout="none")
    ax.set(xlim=(-1.9, 10), ylim=(-7.65, 0.1), position=(0, 0, 1, 1))
    ax.axis("off")
    names = ["$x$", "PCA 2", "$z$: 2", "PCA 8", "$z$: 8", "PCA 32", "$z$: 32"]
    for k, (line, name) in enumerate(zip(pictures, names, strict=True)):
        top = -k - 0.2 * ((k + 1) // 2)
        colour = "C1" if name[0] == "P" else "C0"
        colour = plt.rcParams["text.color"] if k == 0 else colour
        place = {"va": "center", "ha": "right"}
        ax.text(-0.15, top - 0.5, name, color=colour, fontsize=14, **place)
        for n, image in enumerate(line):
            _image(ax, image.ravel(), (n, n + 0.97, top - 0.97, top))
    ax.set_aspect("equal")
    return fig


def autoencoder_map():
    """Each new digit as its numeral: by PCA, and by the code of K = 2."""
    train, test, _, y = _digits()
    params, _ = _net(2)
    mean, V = fit_pca(train, 2)
    maps = ((test - mean) @ V.T, encode_x(params, test)[0])
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.9))
    ink = np.array(to_rgb(plt.rcParams["text.color"]))
    colours = 0.7 * np.array(plt.colormaps["tab10"].colors) + 0.3 * ink
    for ax, codes, name in zip(axes, maps, ("PCA", "$z$"), strict=True):
        ends = np.array([codes.min(axis=0), codes.max(axis=0)])
        ends += 0.04 * np.diff(ends, axis=0) * [[-1], [1]]
        ax.set(xlim=ends[:, 0], ylim=ends[:, 1])
        ax.set(xticks=[], yticks=[])
        ax.set_title(name, fontsize=16)
        for point, digit in zip(codes, y, strict=True):
            style = {"color": colours[digit], "fontsize": 9}
            ax.text(*point, str(digit), weight="bold", **style, **CENTRE)
    return fig


def autoencoder_loss():
    """The loss of every 20 steps for three widths, and what PCA leaves."""
    train, _, _, _ = _digits()
    fig, ax = plt.subplots(figsize=(7, 3.6))
    for n, K in enumerate((2, 8, 32)):
        _, losses = _net(K)
        mean = losses[: len(losses) // 21 * 21].reshape(-1, 21).mean(axis=1)
        steps = 21 * np.arange(1, len(mean) + 1)
        ax.semilogy(steps, mean, color=f"C{n}", lw=2.6, label=f"$K = {K}$")
        pca = ((_by_pca(train, K, train) - train) ** 2).mean()
        ax.axhline(pca, color=f"C{n}", ls="--", lw=1.8)
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16, rotation=0, labelpad=12)
    ax.legend(fontsize=14, ncols=3, loc="upper right")
    return fig


def autoencoder_denoise():
    """Clean, noisy, and cleaned in three ways: the first of each class."""
    train, test, _, y = _digits()
    sigma = 0.5
    noise = np.random.default_rng(1).normal(0, sigma, test.shape)
    noisy = test + noise
    mean = train.mean(axis=0)
    C = np.cov(train.T)
    wiener = np.linalg.solve(C + sigma**2 * np.eye(64), C)
    params, _ = _net(32, sigma)
    rows = {
        "$x$": test,
        "$x + $noise": noisy,
        "PCA 4": _by_pca(train, 4, noisy),
        "Wiener": (noisy - mean) @ wiener + mean,
        r"$\hat{x}$": autoencoder_forward(params, noisy)[0],
    }
    first = [int(np.argmax(y == digit)) for digit in range(10)]
    return _rows({name: images[first] for name, images in rows.items()})


def _rows(rows):
    """A row of ten pictures for every name."""
    fig, ax = plt.subplots(figsize=(7, 3.3), layout="none")
    ax.set(xlim=(-1.9, 10), ylim=(-5.55, 0.05), position=(0, 0, 1, 1))
    ax.axis("off")
    place = {"va": "center", "ha": "right"}
    for k, (name, images) in enumerate(rows.items()):
        top = -1.1 * k
        ax.text(-0.15, top - 0.5, name, fontsize=14, **place)
        for n, image in enumerate(images):
            _image(ax, image, (n, n + 0.95, top - 0.95, top))
    ax.set_aspect("equal")
    return fig


def _roc(score, odd):
    """Shares of normal and of odd ones above every threshold."""
    order = np.argsort(-score)
    found = np.cumsum(odd[order]) / odd.sum()
    wrong = np.cumsum(~odd[order]) / (~odd).sum()
    return [0, *wrong], [0, *found]


def _scores():
    """How strange each new digit is, in four ways that never saw a 9."""
    train, test, y, _ = _digits()
    normal = train[y != 9]
    params, _ = _net(8, without=9)
    rebuilt = autoencoder_forward(params, test)[0]
    far = ((test[:, None] - normal) ** 2).sum(axis=2)
    return {
        r"$\min_n \|x - x_n\|$": far.min(axis=1),
        r"$\|x - \hat{x}\|$": ((test - rebuilt) ** 2).sum(axis=1),
        "PCA 8": ((test - _by_pca(normal, 8, test)) ** 2).sum(axis=1),
        r"$\|x - \bar{x}\|$": ((test - normal.mean(axis=0)) ** 2).sum(axis=1),
    }


def autoencoder_roc():
    """Four scores for a digit that was left out, the 9."""
    *_, y = _digits()
    fig, ax = plt.subplots(figsize=(7, 4.4))
    styles = ("C2", ":"), ("C0", "-"), ("C1", "--"), ("C3", "-.")
    for (name, score), (colour, line) in zip(
        _scores().items(), styles, strict=True
    ):
        wrong, found = _roc(score, y == 9)
        ax.plot(wrong, found, color=colour, ls=line, lw=2.6, label=name)
    ink = plt.rcParams["text.color"]
    ax.plot([0, 1], [0, 1], color=ink, lw=1, alpha=0.5)
    ax.set(xlim=(-0.01, 1), ylim=(0, 1.01), aspect="equal")
    ax.set_xlabel("false alarms", fontsize=14)
    ax.set_ylabel("found", fontsize=14)
    ax.legend(fontsize=13, loc="lower right")
    return fig
