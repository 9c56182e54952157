"""The figures of the chapter on Q-learning, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.reinforcement.planning import action_values, value_iteration
from snippets.reinforcement.planning_env import MOVES, GridWorld
from studies.drawing import CENTRE, tints

ENDS = {"G": ("$+1$", 0.5, "C2"), "X": ("$-1$", 0.5, "C1")}
ENDS["#"] = "", 0.5, "0.5"
STYLES = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))


@functools.cache
def _rows():
    """What make results has computed."""
    file = Path(__file__).with_name("results.json")
    return json.loads(file.read_text("utf-8"))["rows"]


def _cell(ax, x, y, text, tint=0.0, colour="C0"):
    """A square of a map with a text in it."""
    box = plt.Rectangle((x, y), 1, 1, fc=tints(colour)(tint), ec="none")
    ax.add_patch(box)
    edge = plt.Rectangle(
        (x, y), 1, 1, fc="none", ec=plt.rcParams["grid.color"], lw=1.2
    )
    ax.add_patch(edge)
    ax.text(x + 0.5, y + 0.5, text, fontsize=15, **CENTRE)


def _bare(ax, width, height, margin=0.05):
    """A map: rows downwards, cells square, no axes."""
    ax.set(xlim=(-margin, width + margin), ylim=(height + margin, -margin))
    ax.set_aspect("equal")
    ax.axis("off")


def qlearning_first():
    """The corridor: what a step to the right is worth, walk by walk."""
    fig, ax = plt.subplots(figsize=(7, 3.5), layout="none")
    ax.set_position((0, 0.02, 1, 0.96))
    Q = np.zeros(4)
    for k in range(5):
        ax.text(-0.85, k * 1.1 + 0.5, f"$k = {k}$", fontsize=16, **CENTRE)
        for s in range(3):
            text = f"{Q[s]:.3f}".rstrip("0").rstrip(".")
            _cell(ax, 2 * s, k * 1.1, text, 0.7 * Q[s])
            ax.annotate(
                "",
                (2 * s + 1.9, k * 1.1 + 0.5),
                (2 * s + 1.1, k * 1.1 + 0.5),
                arrowprops={"arrowstyle": "->", "color": "C0", "lw": 1.6},
            )
        _cell(ax, 6, k * 1.1, "$+1$", 0.5, "C2")
        for s in range(3):
            best = 1.0 if s == 2 else 0.9 * Q[s + 1]
            Q[s] += 0.5 * (best - Q[s])
    _bare(ax, 7, 5.4)
    ax.set_xlim(-1.6, 7.1)
    return fig


def _arrows(ax, world, Q):
    """Each state's best value, and an arrow where the best action leads."""
    cells = world.cells.ravel()
    for s, mark in enumerate(cells):
        y, x = divmod(s, world.cells.shape[1])
        if mark in "GX#":
            _cell(ax, x, y, *ENDS[mark])
            continue
        _cell(ax, x, y, "", 0.7 * max(0, Q[s].max()))
        ax.text(x + 0.5, y + 0.76, f"{Q[s].max():.2f}", fontsize=13, **CENTRE)
        down, right = 0.2 * MOVES[Q[s].argmax()]
        ax.annotate(
            "",
            (x + 0.5 + right, y + 0.36 + down),
            (x + 0.5 - right, y + 0.36 - down),
            arrowprops={
                "arrowstyle": "-|>,head_width=0.35,head_length=0.6",
                "color": plt.rcParams["text.color"],
                "lw": 1.6,
            },
        )
    _bare(ax, 4, 3)


def _printed():
    """The table that the program of the page prints, draw by draw."""
    world, rng = GridWorld(), np.random.default_rng(0)
    world.np_random = rng
    Q, visits = np.zeros((2, 12, 4))
    for _ in range(300):
        (s, _), end = world.reset(), False
        while not end:
            if rng.random() < 0.3:
                a = int(rng.integers(4))
            else:
                a = int(rng.choice(np.flatnonzero(Q[s] == Q[s].max())))
            s_next, r, end, *_ = world.step(a)
            better = r if end else r + 0.9 * Q[s_next].max()
            visits[s, a] += 1
            Q[s, a] += visits[s, a] ** -0.8 * (better - Q[s, a])
            s = s_next
    return Q


def qlearning_policy():
    """What the program of the page has found, beside the exact values."""
    world = GridWorld()
    mdp = world.mdp()
    exact = action_values(mdp, value_iteration(mdp)[0])
    fig, axes = plt.subplots(1, 2, figsize=(7, 2.9))
    for ax, Q, name in zip(
        axes, (_printed(), exact), ("$Q$", "$Q^*$"), strict=True
    ):
        _arrows(ax, world, Q)
        ax.set_title(name, fontsize=16)
    return fig


def _bands(ax, x, curves, n, label):
    """The mean over seeds, and all between the lowest and the highest."""
    curves = np.array(curves)
    ax.plot(x, curves.mean(axis=0), color=f"C{n}", ls=STYLES[n], label=label)
    ax.fill_between(
        x, *np.quantile(curves, (0, 1), 0), color=f"C{n}", alpha=0.2, lw=0
    )


def _labels(ax, x, y):
    ax.set_xlabel(x, fontsize=15)
    ax.set_ylabel(y, fontsize=15)
    ax.tick_params(labelsize=13)


def qlearning_error():
    """How far the table is from the exact one, for three learning rates."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    names = {"n^-0.8": r"$n^{-0.8}$", "n^-1": r"$n^{-1}$", "0.1": "$0.1$"}
    for n, row in enumerate(_rows()[:3]):
        _bands(ax, row["steps_at"], row["error"], n, names[row["name"]])
    ax.axhline(0.01, color=plt.rcParams["axes.edgecolor"], ls="--", lw=1.2)
    ax.set(xscale="log", yscale="log")
    _labels(ax, "$N$", r"$\max\,|Q - Q^*|$")
    ax.legend(fontsize=14, title=r"$\eta$", title_fontsize=15)
    return fig


def _cliff_rows():
    rows = [row for row in _rows() if "rule" in row]
    return {(row["rule"], row["eps"]): row for row in rows}


def qlearning_cliff():
    """The greedy path of both rules, learned while both explore."""
    fig, ax = plt.subplots(figsize=(7, 2.5))
    for s in range(48):
        y, x = divmod(s, 12)
        cliff = y == 3 and 0 < x < 11
        _cell(ax, x, y, "", 0.6 * cliff, "C1")
    for n, (rule, shift) in enumerate((("Q", 0.08), ("SARSA", -0.08))):
        path = np.array(_cliff_rows()[rule, "0.1"]["path"])
        y, x = path // 12 + 0.42 + shift, path % 12 + 0.5 + shift
        colour = ("C0", "C2")[n]
        ax.plot(x, y, color=colour, ls=STYLES[n], lw=2.4)
    for x, text in (0.5, "$S$"), (11.5, "$G$"):
        ax.text(x, 3.78, text, fontsize=14, **CENTRE)
    _bare(ax, 12, 4)
    return fig


def qlearning_returns():
    """The return of an episode while both rules explore, over the seeds."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4), sharey=True)
    for ax, eps in zip(axes, ("0.1", "to 0"), strict=True):
        for n, rule in ((0, "Q"), (2, "SARSA")):
            curves = _cliff_rows()[rule, eps]["returns"]
            k = 10 * np.arange(len(curves[0])) + 5
            _bands(ax, k, curves, n, rule if n else "$Q$")
        ax.axhline(-13, color=plt.rcParams["axes.edgecolor"], lw=1)
        ax.set(ylim=(-160, 0), xlim=(0, 1000))
        _labels(ax, "$k$", "")
    axes[0].set_ylabel(r"$\sum r$", fontsize=15)
    axes[0].set_title(r"$\varepsilon = 0.1$", fontsize=15)
    axes[1].set_title(r"$\varepsilon \to 0$", fontsize=15)
    axes[1].legend(fontsize=14, loc="lower right")
    return fig


def qlearning_lake():
    """How probable it is to cross the lake, for five ways to explore."""
    fig, axes = plt.subplots(1, 5, figsize=(7, 2.9), sharey=True)
    names = {
        "0.1": r"$\varepsilon = 0.1$",
        "1 to 0.05": r"$\varepsilon\!: 1 \to 0.05$",
        "1": r"$\varepsilon = 1$",
        "0": "$\\varepsilon = 0$\n$Q_0 = 0$",
        "0, Q = 1": "$\\varepsilon = 0$\n$Q_0 = 1$",
    }
    rows = [row for row in _rows() if "explores" in row]
    for ax, row in zip(axes, rows, strict=True):
        shares = np.array(row["share"])
        n = 0.4 * np.arange(1, shares.shape[1] + 1)
        _bands(ax, n, shares, 0, "")
        ax.axhline(0.74, color=plt.rcParams["axes.edgecolor"], ls="--", lw=1.2)
        ax.axvline(8, color=plt.rcParams["axes.edgecolor"], ls=":", lw=1.2)
        ax.set(xlim=(0, 52), ylim=(0, 0.8), xticks=(0, 8, 40))
        ax.set_title(names[row["explores"]], fontsize=13)
        _labels(ax, "$N/1000$", "")
    axes[0].set_ylabel("$p$", fontsize=15)
    return fig
