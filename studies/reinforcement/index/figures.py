"""Agent and environment, and what exploring brings: the index page."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from studies.drawing import CENTRE

ARROW = "-|>,head_width=4,head_length=7"
COLOURS = {"A_t": "C1", "R_{t+1}": "C2", "S_{t+1}": "C0"}


def _box(ax, x, y, text, size):
    style = {"boxstyle": "round,pad=0.02,rounding_size=0.12", "lw": 2}
    style |= {"fc": "none", "ec": plt.rcParams["text.color"]}
    ax.add_patch(FancyBboxPatch((x - 0.8, y - 0.45), 1.6, 0.9, **style))
    ax.text(x, y - 0.02, text, fontsize=size, **CENTRE)


def _path(ax, xs, ys, colour):
    """Lines along the places, an arrow at the end."""
    ax.plot(xs[:-1], ys[:-1], color=colour, lw=2.4, solid_joinstyle="round")
    ends = (xs[-2], ys[-2]), (xs[-1], ys[-1])
    style = {"arrowstyle": ARROW, "lw": 2.4, "color": colour}
    ax.add_patch(FancyArrowPatch(*ends, shrinkA=0, shrinkB=0, **style))


def agent_loop():
    """The policy gives an action; the world answers state and reward."""
    fig, ax = plt.subplots(figsize=(7, 3.3))
    _box(ax, 3.5, 2.7, r"$\pi(a \mid s)$", 20)
    _box(ax, 3.5, 0.6, r"$p(s', r \mid s, a)$", 16)
    _path(ax, (4.35, 6.3, 6.3, 4.4), (2.7, 2.7, 0.6, 0.6), COLOURS["A_t"])
    _path(
        ax, (2.65, 1.5, 1.5, 2.6), (0.75, 0.75, 2.55, 2.55), COLOURS["R_{t+1}"]
    )
    _path(
        ax, (2.65, 0.7, 0.7, 2.6), (0.45, 0.45, 2.85, 2.85), COLOURS["S_{t+1}"]
    )
    places = {
        "A_t": (6.7, 1.65),
        "R_{t+1}": (2.05, 1.65),
        "S_{t+1}": (0.2, 1.65),
    }
    for text, place in places.items():
        style = {"color": COLOURS[text], "fontsize": 19, **CENTRE}
        ax.text(*place, f"${text}$", **style)
    ax.set(xlim=(-0.2, 7.1), ylim=(0, 3.3))
    ax.axis("off")
    return fig


def _paid(eps, seeds=500, pulls=500):
    """Rewards (pulls, seeds) of many players at two arms, as on the page."""
    rng = np.random.default_rng(0)
    chance = np.array([0.4, 0.6])
    players = np.arange(seeds)
    won = (rng.random((seeds, 2)) < chance).astype(float)
    pulled = np.ones((seeds, 2))
    rewards = []
    for _ in range(pulls):
        first, second = (won / pulled).T
        trying = (rng.random(seeds) < eps) | (first == second)
        arm = np.where(trying, rng.integers(2, size=seeds), first < second)
        reward = (rng.random(seeds) < chance[arm]).astype(float)
        won[players, arm] += reward
        pulled[players, arm] += 1
        rewards.append(reward)
    return np.array(rewards)


def bandit_curves():
    """The mean reward of the last 20 pulls for three shares of chance."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    for n, (eps, ls) in enumerate(((0, "--"), (0.1, "-"), (1, ":"))):
        mean = _paid(eps).mean(axis=1)
        curve = np.convolve(mean, np.ones(20) / 20, "valid")
        label = rf"$\varepsilon = {eps}$"
        ax.plot(np.arange(len(curve)) + 20, curve, f"C{n}", ls=ls, label=label)
    faint = {"color": plt.rcParams["axes.edgecolor"], "lw": 1.2, "ls": "-."}
    for level in (0.4, 0.6):
        ax.axhline(level, **faint)
    ax.set(xlim=(20, 500), ylim=(0.38, 0.62))
    ax.set_xlabel("$t$", fontsize=16)
    ax.set_ylabel("$R$", fontsize=16, rotation=0, labelpad=12)
    ax.tick_params(labelsize=13)
    ax.legend(fontsize=13, loc="lower right", bbox_to_anchor=(1, 0.1))
    return fig
