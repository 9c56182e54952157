"""The figures of the chapter on diffusion, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import make_moons
from sklearn.mixture import GaussianMixture

from snippets.generative.diffusion import (
    diffusion_forward,
    init_diffusion,
    train_diffusion,
)
from snippets.generative.diffusion_noise import (
    add_noise,
    ddpm_sample,
    linear_schedule,
)
from studies.drawing import CENTRE, tints

ARROWS = r"$\rightarrow$", r"$\leftarrow$"


@functools.cache
def _rows():
    """What was computed beforehand, by kind."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return {row["kind"]: row for row in rows}


@functools.cache
def _trained():
    """The points of the page, its network of seed 0, its losses."""
    x, _ = make_moons(1000, noise=0.06, random_state=0)
    x = (x - [0.5, 0.25]) / [0.87, 0.5]
    rng = np.random.default_rng(0)
    start = init_diffusion(rng, 2, 64, 16)
    return x, *train_diffusion(rng, start, x, linear_schedule(100))


def _guess(x, t):
    return diffusion_forward(_trained()[1], x, t)[0]


def _images(pictures, columns, names, width=7.0):
    """Rows of pictures in the ink of the page, a name at their left."""
    rows = len(pictures) // columns
    left = 1.1 if names else 0.0
    height = width * rows / (columns + left)
    fig, ax = plt.subplots(figsize=(width, height), layout="none")
    ax.set(xlim=(-left, columns), ylim=(-rows, 0), position=(0, 0, 1, 1))
    ax.axis("off")
    ink = tints(plt.rcParams["text.color"])
    for n, image in enumerate(np.array(pictures) / 9):
        row, column = divmod(n, columns)
        extent = (column, column + 0.96, -row - 0.96, -row)
        ax.imshow(image, cmap=ink, vmin=0, vmax=1, extent=extent)
    for row, name in enumerate(names):
        ax.text(-left / 2, -row - 0.5, name, fontsize=15, **CENTRE)
    ax.set_aspect("equal")
    return fig, ax


def diffusion_strip():
    """Two digits on their way from noise, every 25 steps of 200."""
    frames = np.array(_rows()["pictures"]["pictures"][50:])
    frames = frames.reshape(9, 2, 22, 22).swapaxes(0, 1).reshape(18, 22, 22)
    fig, ax = _images(frames, 9, [])
    fig.set_size_inches(7, 7 * 2.45 / 9)
    ax.set_ylim(-2.45, 0)
    for column in range(9):
        t = 200 - 25 * column
        ax.text(column + 0.48, -2.22, f"${t}$", fontsize=14, **CENTRE)
    return fig


def diffusion_digits():
    """Four diffused digits of each class; below, what is nearest to row 1."""
    pictures = _rows()["pictures"]["pictures"][:50]
    names = ["$1$", "$2$", "$3$", "$4$", r"$1\!:\ \min$"]
    return _images(pictures, 10, names)[0]


def _cloud(ax, x, colour, size=2.5):
    ax.plot(*x.T, ".", ms=size, color=colour, alpha=0.7, mew=0)
    ax.set(xlim=(-3, 3), ylim=(-3, 3), xticks=[], yticks=[])
    ax.set_aspect("equal")


def diffusion_clouds():
    """The moons dissolve in noise, and noise becomes moons."""
    x_0, _, _ = _trained()
    alpha_bar = linear_schedule(100)
    rng = np.random.default_rng(1)
    kept = {}

    def watched(x, t):
        kept[int(t[0])] = x
        return _guess(x, t)

    noise = rng.normal(size=(1000, 2))
    kept[0] = ddpm_sample(rng, watched, noise, alpha_bar)
    fig, axes = plt.subplots(2, 5, figsize=(7, 3.1))
    for column, t in enumerate((0, 10, 25, 50, 100)):
        eps = rng.normal(size=x_0.shape)
        x_t = add_noise(x_0, np.full(len(x_0), t), eps, alpha_bar)
        _cloud(axes[0, column], x_t, "C0")
        _cloud(axes[1, column], kept[t], "C1")
        axes[0, column].set_title(f"$t = {t}$", fontsize=14)
    for ax, arrow in zip(axes[:, 0], ARROWS, strict=True):
        ax.set_ylabel(arrow, fontsize=20, rotation=0, labelpad=14, va="center")
    return fig


def diffusion_kinds():
    """400 real points, and 400 made in four ways, seed 0."""
    names = "$x$", "mixture", "VAE", "GAN", "DDPM"
    fig, axes = plt.subplots(1, 5, figsize=(7, 1.75))
    clouds = [np.array(x) for x in _rows()["points"]["points"]]
    fitted = GaussianMixture(8, random_state=0).fit(_trained()[0])
    fitted.set_params(random_state=1)
    clouds[1] = np.random.default_rng(0).permutation(fitted.sample(1000)[0])
    clouds[1] = clouds[1][:400]
    colours = plt.rcParams["text.color"], "C2", "C3", "C0", "C1"
    for ax, x, name, colour in zip(axes, clouds, names, colours, strict=True):
        _cloud(ax, x, colour, 3)
        ax.set(xlim=(-2.3, 2.3), ylim=(-2.3, 2.3))
        ax.set_title(name, fontsize=13)
    return fig


def diffusion_loss():
    """The loss of every 25 steps, and what the best guesser has left."""
    x, _, losses = _trained()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    mean = losses.reshape(-1, 25).mean(axis=1)
    ax.plot(25 * np.arange(1, len(mean) + 1), mean, color="C0", lw=2.4)
    ax.axhline(_least(x), color="C1", ls="--", lw=2)
    ax.set(ylim=(0, 0.6), xlim=(0, 2000))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16, rotation=0, labelpad=12)
    return fig


def _least(x):
    """The loss of the best guess of all for these points, averaged over t."""
    rng = np.random.default_rng(2)
    alpha_bar = linear_schedule(100)
    t = rng.integers(1, 101, 4000)
    eps = rng.normal(size=(4000, 2))
    x_t = add_noise(x[rng.integers(len(x), size=4000)], t, eps, alpha_bar)
    size = np.sqrt(alpha_bar[t, None])
    gap = ((x_t[:, None] - size[:, None] * x) ** 2).sum(axis=2)
    w = np.exp(-(gap - gap.min(axis=1, keepdims=True)) / 2 / (1 - size**2))
    x_0 = w @ x / w.sum(axis=1, keepdims=True)
    guess = (x_t - size * x_0) / np.sqrt(1 - size**2)
    return ((guess - eps) ** 2).mean()


def diffusion_score():
    """Where the network would go, for three amounts of noise."""
    x, _, _ = _trained()
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.6))
    alpha_bar = linear_schedule(100)
    side = np.linspace(-2.6, 2.6, 15)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    rng = np.random.default_rng(0)
    for ax, t in zip(axes, (60, 25, 5), strict=True):
        steps = np.full(1000, t)
        x_t = add_noise(x, steps, rng.normal(size=x.shape), alpha_bar)
        _cloud(ax, x_t, "C0", 2.5)
        score = -_guess(grid, np.full(len(grid), t))
        length = np.linalg.norm(score, axis=1, keepdims=True)
        arrows = score / (1 + length)
        style = {"color": "C1", "width": 0.006, "zorder": 3}
        ax.quiver(*grid.T, *arrows.T, scale=17, **style)
        ax.set_title(f"$t = {t}$", fontsize=14)
    return fig


def diffusion_ddim():
    """The distance by the number of steps, five seeds, DDPM, new points."""
    rows = _rows()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    steps = [2, 5, 10, 20, 50, 100]
    each = np.array([rows[f"DDIM {k}"]["distance"] for k in steps])
    ax.loglog(steps, each, "o", ms=5, color="C0", alpha=0.8)
    ax.loglog(steps, each.mean(axis=1), color="C0", label="DDIM")
    for kind, colour, name in (("DDPM", "C1", "DDPM"), ("new", "C2", "$x$")):
        mean = np.mean(rows[kind]["distance"])
        ax.axhline(mean, color=colour, ls="--", label=name)
    ax.set_xticks(steps, [str(k) for k in steps])
    ax.minorticks_off()
    ax.set_xlabel("$k$", fontsize=15)
    ax.set_ylabel("$1000\\,d$", fontsize=14)
    ax.legend(fontsize=13)
    return fig
