"""The figures of the chapter on values and planning, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle

from snippets.reinforcement.planning import (
    MDP,
    action_values,
    policy_iteration,
    policy_value,
    policy_value_backward,
    value_iteration,
)
from snippets.reinforcement.planning_env import MOVES, GridWorld
from studies.drawing import CENTRE, tints

COLOURS = {"G": "C2", "X": "C1", "#": "C5"}
HEAD = "-|>,head_width=4,head_length=7"


def _board(ax, world, shade=None, top=1.0):
    """The cells; what shade (S,) says as the tint of each free one."""
    H, W = world.cells.shape
    ax.set(xlim=(-0.03, W + 0.03), ylim=(H + 0.03, -0.03), aspect="equal")
    ax.axis("off")
    edge = {"ec": plt.rcParams["axes.edgecolor"], "lw": 1.2}
    for s, mark in enumerate(world.cells.flat):
        row, column = divmod(s, W)
        face = COLOURS.get(mark, "none")
        alpha = 0.75 if mark == "#" else 0.3
        if shade is not None and mark in ".S":
            face = tints("C0")(0.85 * max(shade[s], 0) / top)
            alpha = 1
        box = Rectangle((column, row), 1, 1, fc=face, alpha=alpha, lw=0)
        ax.add_patch(box)
        ax.add_patch(Rectangle((column, row), 1, 1, fc="none", **edge))
        if mark in "GX":
            middle = column + 0.5, row + 0.52
            ax.text(*middle, f"${mark}$", fontsize=17, **CENTRE)


def _arrow(ax, world, s, way, length=0.32, **style):
    """From the middle of cell s, or beside it, to where an action aims."""
    row, column = divmod(s, world.cells.shape[1])
    d_row, d_column = MOVES[way] * length
    ends = [
        (column + 0.5 + sign * d_column, row + 0.5 + sign * d_row)
        for sign in (-1, 1)
    ]
    style = {"lw": 2.2, "color": plt.rcParams["text.color"]} | style
    ends[0] = style.pop("start", ends[0])
    ax.add_patch(
        FancyArrowPatch(
            *ends, arrowstyle=HEAD, shrinkA=0, shrinkB=0, zorder=4, **style
        )
    )


def _acts(world):
    """The states in which one can act."""
    return [s for s, mark in enumerate(world.cells.flat) if mark in ".S"]


def _plan(ax, world, gamma):
    """The best action of every state as an arrow."""
    pi, *_ = policy_iteration(world.mdp(), gamma)
    for s in _acts(world):
        _arrow(ax, world, s, pi[s].argmax())


def planning_first():
    """The world, and where a step upward from beside X may lead."""
    world = GridWorld()
    fig, ax = plt.subplots(figsize=(6.2, 4.4))
    _board(ax, world)
    ax.text(0.5, 0.52, "$S$", fontsize=17, **CENTRE)
    middle = (2.5, 1.5)
    ax.plot(*middle, "o", color="C0", ms=13, zorder=5)
    chance = ((0, 0.8, 4.0), (1, 0.1, 1.8), (3, 0.1, 1.8))
    places = (2.83, 0.72), (3.22, 1.28), (2.24, 1.28)
    for (way, p, lw), place in zip(chance, places, strict=True):
        length = {0: 0.92, 1: 0.72, 3: 0.46}[way]
        style = {"length": length, "start": middle}
        _arrow(ax, world, 6, way, color="C0", lw=lw, **style)
        ax.text(*place, f"{p}", color="C0", fontsize=15, **CENTRE)
    ax.text(3.5, 0.83, "$+1$", fontsize=13, **CENTRE)
    ax.text(3.5, 1.83, "$-1$", fontsize=13, **CENTRE)
    return fig


def planning_sweeps():
    """The values after 1, 2, 3 and 32 sweeps, and the best actions."""
    world = GridWorld()
    mdp = world.mdp()
    fig, axes = plt.subplots(2, 2, figsize=(7, 5.6))
    for ax, k in zip(axes.flat, (1, 2, 3, 32), strict=True):
        V, _ = value_iteration(mdp, sweeps=k)
        _board(ax, world, V)
        ax.set_title(f"$k = {k}$", fontsize=15)
        way = action_values(mdp, V).argmax(axis=1)
        for s in _acts(world):
            row, column = divmod(s, 4)
            text = f"{V[s]:.2f}".replace("-", "−")
            ink = "figure.facecolor" if V[s] > 0.62 else "text.color"
            style = {"color": plt.rcParams[ink], "fontsize": 13, **CENTRE}
            ax.text(column + 0.5, row + 0.52, text, **style)
            if k == 32:
                d_row, d_column = 0.36 * MOVES[way[s]]
                place = column + 0.5 + d_column, row + 0.5 + d_row
                style = {"marker": (3, 0, -90 * way[s]), "ms": 8, "mew": 0}
                ax.plot(*place, color=plt.rcParams[ink], **style)
    return fig


def _endless(seed=0, S=30):
    """A world without an end, where a step may lead anywhere."""
    rng = np.random.default_rng(seed)
    P = rng.dirichlet(np.ones(S), size=(S, 3))
    return MDP(P, rng.uniform(size=(S, 3)))


def planning_contraction():
    """How far each sweep is from the end, beside γ^k."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.5), sharey=True)
    faint = plt.rcParams["axes.edgecolor"]
    names = r"$\infty$", "$4 \\times 3$"
    worlds = _endless(), GridWorld().mdp()
    for ax, mdp, name in zip(axes, worlds, names, strict=True):
        for n, gamma in enumerate((0.5, 0.9, 0.99)):
            best = policy_iteration(mdp, gamma)[1]
            V = np.zeros(len(best))
            far = []
            for _ in range(61):
                far.append(abs(best - V).max() / abs(best).max())
                V = action_values(mdp, V, gamma).max(axis=1)
            k = np.arange(61)
            ax.semilogy(k, gamma**k, color=faint, lw=1.3, ls="--")
            ax.semilogy(k, far, f"C{n}", lw=2.2, label=rf"$\gamma = {gamma}$")
        ax.set(ylim=(1e-6, 2), xlim=(0, 60))
        ax.set_xlabel("$k$", fontsize=15)
        ax.set_title(name, fontsize=15)
        ax.tick_params(labelsize=12)
    label = r"$\|V_k - V^*\| \,/\, \|V^*\|$"
    axes[0].set_ylabel(label, fontsize=14)
    axes[0].legend(fontsize=12, loc="lower right", bbox_to_anchor=(1, 0.1))
    return fig


def planning_policies():
    """The best policy for four costs of a step."""
    fig, axes = plt.subplots(2, 2, figsize=(7, 5.6))
    for ax, cost in zip(axes.flat, (0.01, 0.04, 0.3, 2), strict=True):
        world = GridWorld(cost=cost)
        _board(ax, world)
        _plan(ax, world, 0.99)
        ax.add_patch(
            Rectangle((2.06, 1.06), 0.88, 0.88, fc="none", ec="C0", lw=2.4)
        )
        ax.set_title(f"$c = {cost}$", fontsize=15)
    return fig


def planning_visits():
    """How often each cell is met from S, discounted: two policies."""
    world = GridWorld()
    mdp = world.mdp()
    best, *_ = policy_iteration(mdp)
    fig, axes = plt.subplots(1, 2, figsize=(7, 2.9))
    policies = np.full_like(best, 0.25), best
    names = r"$\pi = \frac{1}{4}$", r"$\pi^*$"
    for ax, pi, name in zip(axes, policies, names, strict=True):
        _, cache = policy_value(mdp, pi)
        dmdp, _ = policy_value_backward(np.eye(12)[world.start], cache)
        visits = dmdp.R.sum(axis=1)
        _board(ax, world, visits, 2.4)
        ax.set_title(name, fontsize=16)
        for s in _acts(world):
            row, column = divmod(s, 4)
            ink = "figure.facecolor" if visits[s] > 1.6 else "text.color"
            style = {"color": plt.rcParams[ink], "fontsize": 13, **CENTRE}
            ax.text(column + 0.5, row + 0.52, f"{visits[s]:.2f}", **style)
    return fig
