"""The figures of the chapter on GANs, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.generative.gan import generator_forward, init_gan, train_gan
from snippets.generative.gan_ring import ring_of_eight
from studies.drawing import CENTRE, tints


@functools.cache
def _training():
    """What the page trains: the ring, the generators, all losses."""
    rng = np.random.default_rng(0)
    ring = ring_of_eight(rng, 10_000)
    players = init_gan(rng, 2, 64, 2)
    z = rng.normal(size=(2000, 2))
    made, losses = [generator_forward(players.G, z[:300])[0]], []
    lr = 1e-3, 2e-3
    for _ in range(3):
        how = {"lr": lr, "B": 128, "steps": 500}
        players, some = train_gan(rng, players, ring, **how)
        made.append(generator_forward(players.G, z[:300])[0])
        losses.append(some)
    return ring[:300], made, np.concatenate(losses)


def _rows():
    """What make results has computed."""
    file = Path(__file__).with_name("results.json")
    return json.loads(file.read_text("utf-8"))["rows"]


def _panels(points, names):
    """The ring in grey, and points on it, side by side."""
    ring, _, _ = _training()
    fig, axes = plt.subplots(1, len(points), figsize=(7, 2.15))
    ink = plt.rcParams["text.color"]
    for ax, dots, name in zip(axes, points, names, strict=True):
        ax.plot(*ring.T, ".", ms=2.5, color=ink, alpha=0.35, mew=0)
        ax.plot(*np.transpose(dots), ".", ms=3.6, color="C1", mew=0)
        ax.set(xlim=(-2.7, 2.7), ylim=(-2.7, 2.7), xticks=[], yticks=[])
        ax.set_aspect("equal")
        ax.set_title(name, fontsize=13)
    return fig


def gan_ring():
    """What the generator makes before training and after each part of it."""
    _, made, _ = _training()
    return _panels(made, ["$0$", "$500$", "$1000$", "$1500$"])


def gan_seeds():
    """Best and worst seed with the settings of the page, and a hasty G."""
    rows = {row["name"]: row for row in _rows()}
    points, names = [], []
    for name in ("non-saturating", "hasty G"):
        row = rows[name]
        order = np.lexsort((row["share"], row["modes"]))
        for n, dots in zip(order[[-1, 0]], row["points"], strict=True):
            points.append(np.array(dots) / 100)
            names.append(f"${row['modes'][n]}\\,/\\,8$")
    return _panels(points, names)


def gan_slopes():
    """Both losses of the generator over the logit."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    a = np.linspace(-6, 6, 301)
    curves = {
        r"$\log(1 - D)$": -np.logaddexp(0, a),
        r"$-\log D$": np.logaddexp(0, -a),
    }
    for n, (name, curve) in enumerate(curves.items()):
        ax.plot(a, curve, color=f"C{n}", lw=2.8, label=name)
    ax.axhline(0, color=plt.rcParams["text.color"], lw=0.8, alpha=0.5)
    ax.set_xlabel("$a$", fontsize=16)
    ax.legend(fontsize=15, loc="upper right")
    return fig


def gan_loss():
    """The losses of both on the ring, the mean of every 10 steps."""
    _, _, losses = _training()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    mean = losses.reshape(-1, 10, 2).mean(axis=1)
    steps = 10 * np.arange(1, len(mean) + 1)
    for n, (name, level) in enumerate((("$L_D$", 4), ("$L_G$", 2))):
        ax.plot(steps, mean[:, n], color=f"C{n}", lw=2, label=name)
        ax.axhline(np.log(level), color=f"C{n}", ls="--", lw=1.6)
        place = {"ha": "right", "color": f"C{n}", "fontsize": 13}
        below = {"va": "top"} if level == 2 else {"va": "bottom"}
        shift = -0.04 if level == 2 else 0.03
        text = f"$\\log {level}$"
        ax.text(1500, np.log(level) + shift, text, **place, **below)
    ax.set_ylim(0, 2)
    ax.set_xlabel("step", fontsize=14)
    ax.legend(fontsize=15, loc="upper right", ncols=2)
    return fig


def gan_digits():
    """Three rows made, one of neighbours, one by a bell for each class."""
    pictures = np.array(_rows()[-1]["pictures"]) / 9
    fig, ax = plt.subplots(figsize=(7, 3.5), layout="none")
    ax.set(xlim=(-1.3, 10), ylim=(-5.35, 0.05), position=(0, 0, 1, 1))
    ax.axis("off")
    ink = plt.rcParams["text.color"]
    names = r"$\hat{x}$", "", "", "$x_n$", r"$\mu + zA^{\!\top}$"
    tops = 0, 1, 2, 3.15, 4.3
    for line, name, top in zip(pictures, names, tops, strict=True):
        ax.text(-0.6, -top - 0.5, name, fontsize=15, **CENTRE)
        for n, image in enumerate(line):
            extent = (n, n + 0.96, -top - 0.96, -top)
            style = {"cmap": tints(ink), "vmin": 0, "vmax": 1}
            ax.imshow(image, extent=extent, **style)
    ax.set_aspect("equal")
    return fig


def _path(gamma, turns, steps=100):
    """The way of θ and ψ, both at once or in turn."""
    theta, psi = 1.0, 0.0
    path = [(theta, psi)]
    for _ in range(steps):
        slope = theta / (1 + np.exp(-psi * theta)) + gamma * psi
        new = psi - 0.2 * slope
        seen = new if turns else psi
        theta = theta + 0.2 * seen / (1 + np.exp(-seen * theta))
        psi = new
        path.append((theta, psi))
    return np.array(path)


def gan_circle():
    """Three games of two numbers: at once, in turn, with a penalty."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.7))
    games = (0.0, False), (0.0, True), (0.5, False)
    names = iter(("at once", "in turn", "penalty"))
    for n, (ax, (gamma, turns)) in enumerate(zip(axes, games, strict=True)):
        path = _path(gamma, turns)
        ax.plot(*path.T, ".-", color=f"C{n}", lw=1.2, ms=4)
        ax.plot(*path[0], "o", color=plt.rcParams["text.color"], ms=7)
        ax.plot(0, 0, "+", color=plt.rcParams["text.color"], ms=12, mew=2)
        ax.set(xlim=(-1.9, 1.9), ylim=(-1.9, 1.9), xticks=[-1, 0, 1])
        ax.set(yticks=[-1, 0, 1])
        ax.set_aspect("equal")
        ax.set_title(next(names))
        ax.set_xlabel(r"$\theta$", fontsize=15)
    axes[0].set_ylabel(r"$\psi$", fontsize=15, rotation=0, labelpad=10)
    return fig
