"""The figures of the chapter on policy gradients, drawn by its own code."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Rectangle

from snippets.feedforward.mlp import MLPParams
from snippets.foundations.activation import softmax_backward
from snippets.reinforcement.planning import policy_value, policy_value_backward
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.policy_gradient import reward_to_go
from snippets.reinforcement.policy_gradient_env import Tables, roll_out
from studies.drawing import CENTRE

REWARDS = np.array([1.0, 2, 6])  # those of the first program


def policy_gradient_first():
    """Three arms: shares and slopes, at first, after 2 steps and after 10."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 3.3), sharey=True)
    theta = np.zeros(3)
    ink = plt.rcParams["text.color"]
    shown = iter(axes)
    for step in range(11):
        pi = np.exp(theta) / np.exp(theta).sum()
        slope = pi * (REWARDS - pi @ REWARDS)
        theta = theta + 0.5 * slope
        if step not in {0, 2, 10}:
            continue
        ax = next(shown)
        ax.bar(range(3), pi, 0.6, color="C0", alpha=0.75)
        for k in range(3):
            if abs(slope[k]) > 0.2:
                arrow = {"arrowstyle": "-|>", "lw": 2.4, "color": "C1"}
                ends = (k, pi[k] + 0.2 * slope[k]), (k, pi[k])
                ax.annotate("", *ends, arrowprops=arrow)
        ax.set(ylim=(0, 1.12), xticks=range(3), yticks=(0, 0.5, 1))
        ax.set_xticklabels([f"${q:.0f}$" for q in REWARDS], fontsize=15)
        ax.set_title(f"$J = {pi @ REWARDS:.2f}$", fontsize=15, color=ink)
    axes[0].set_ylabel(r"$\pi$", fontsize=17, rotation=0, labelpad=12)
    return fig


def _pushes(ax):
    """An arrow for each action."""
    for side in (-1, 1):
        near, far = 0.8 + 0.55 * side, 0.8 + 1.25 * side
        arrow = {"arrowstyle": "-|>", "lw": 2.6, "color": "C2"}
        ax.annotate("", (far, 0.34), (near, 0.34), arrowprops=arrow)
        name = "$1$" if side > 0 else "$0$"
        place = 0.8 + 1.42 * side, 0.34
        ax.text(*place, name, fontsize=17, color="C2", **CENTRE)


def policy_gradient_cart():
    """A cart on its rail with a pole that leans."""
    fig, ax = plt.subplots(figsize=(7, 2.9), layout="none")
    ax.set(xlim=(-3.5, 3.5), ylim=(-0.55, 2.35), position=(0, 0, 1, 1))
    ax.axis("off")
    ink = plt.rcParams["text.color"]
    angle = np.radians(16)
    ax.plot((-2.4, 2.4), (0, 0), color=ink, lw=1.5)
    for x in (-2.4, 0, 2.4):
        ax.plot((x, x), (-0.08, 0.08), color=ink, lw=1.5)
        text = f"${x:g}$".replace("-", "−")
        ax.text(x, -0.32, text, fontsize=15, **CENTRE)
    ax.add_patch(Rectangle((0.35, 0.14), 0.9, 0.4, color="C0", alpha=0.75))
    for x in (0.56, 1.04):
        ax.add_patch(Circle((x, 0.09), 0.09, color=ink))
    foot, tip = (0.8, 0.54), (0.8 + 1.6 * np.sin(angle), 2.1)
    ax.plot((0.8, 0.8), (0.54, 2.2), color=ink, ls=":", lw=1.5)
    ax.plot(*zip(foot, tip, strict=True), color="C1", lw=7)
    ax.text(0.95, 1.8, r"$\theta$", fontsize=18, **CENTRE)
    _pushes(ax)
    return fig


def _curves():
    """The learning curves of every setting, (seeds, batches)."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return {r["name"]: np.array(r["curve"]) for r in rows if "curve" in r}


def policy_gradient_curves():
    """Mean and band of five seeds: without and with a baseline."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    curves = _curves()
    labels = {
        "plain 0.03": "$G$",
        "baseline 0.03": "$G - v$",
    }
    for n, (name, label) in enumerate(labels.items()):
        every = curves[name]
        games = 8 * np.arange(1, every.shape[1] + 1)
        ax.plot(games, every.mean(axis=0), color=f"C{n}", lw=2.6, label=label)
        band = every.min(axis=0), every.max(axis=0)
        ax.fill_between(games, *band, color=f"C{n}", alpha=0.2, lw=0)
    ax.axhline(22, color=plt.rcParams["text.color"], ls=":", lw=1.6)
    ax.set(ylim=(0, 515), xlim=(0, games[-1]))
    ax.legend(fontsize=13, loc="lower right")
    return fig


def _slopes(games, weight, theta):
    """The estimate of every single game, (B, S, A)."""
    x, action, _, alive = games
    B, (S, A) = action.shape[1], theta.shape
    pi = np.exp(theta) / np.exp(theta).sum(axis=1, keepdims=True)
    state = x.argmax(axis=2)
    u = np.eye(A)[action] - pi[state]
    place = (np.arange(B) * S + state)[alive]
    each = [
        np.bincount(place, (u[..., a] * weight)[alive], B * S) for a in range(A)
    ]
    return np.stack(each, axis=1).reshape(B, S, A)


def _world():
    """The table of zeros: its policy, values and gradient, and its games."""
    world = GridWorld()
    mdp = world.mdp()
    theta = np.zeros(mdp.R.shape)
    pi = np.full_like(theta, 1 / 4)
    V, cache = policy_value(mdp, pi)
    start = np.eye(len(V))[world.start]
    exact = softmax_backward(policy_value_backward(start, cache)[1], pi)
    return theta, V, exact, Tables(mdp, world.start)


def _estimates():
    """Of every weight the gradients of 7500 single games, less the exact."""
    theta, V, exact, env = _world()
    policy = MLPParams([theta], [np.zeros(4)])
    rng = np.random.default_rng(1)
    names = "$G_0$", "$G_t$", "$G_t - V$"
    rows = {name: [] for name in names}
    for _ in range(3):  # some at a time: they need much room
        games = roll_out(env, rng, policy, 2500, 100)
        G = reward_to_go(games.reward, 0.9)
        shrink = 0.9 ** np.arange(len(G))[:, None]
        whole = np.broadcast_to(G[0], G.shape)
        weights = whole, shrink * G, shrink * (G - games.x @ V)
        for name, w in zip(names, weights, strict=True):
            rows[name].append(_slopes(games, w, theta) - exact)
    return {name: np.concatenate(some) for name, some in rows.items()}, exact


def _errors(n):
    """Of every estimate its relative error with n games, a dict of rows."""
    rows, exact = _estimates()
    for name, each in rows.items():
        off = []
        for k in n:
            kept = each[: len(each) // k * k]
            means = kept.reshape(-1, k, exact.size).mean(axis=1)
            off.append((means**2).sum(axis=1).mean() ** 0.5)
        rows[name] = np.array(off) / np.linalg.norm(exact)
    return rows


def policy_gradient_error():
    """How far the mean of n games is from the exact gradient."""
    fig, ax = plt.subplots(figsize=(7, 3.5))
    n = np.array([1, 3, 10, 30, 100, 300, 750])
    for k, (name, off) in enumerate(_errors(n).items()):
        ax.loglog(n, off, "o", color=f"C{k}", ms=7, label=name)
        line = off[0] / np.sqrt(n)
        ax.loglog(n, line, color=f"C{k}", lw=1.6, ls="--", alpha=0.8)
    ax.set_xlabel("$n$", fontsize=15)
    ax.legend(fontsize=14, loc="lower left")
    return fig
