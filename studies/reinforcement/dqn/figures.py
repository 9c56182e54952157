"""The figures of the chapter on deep Q-networks, from its code and record."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.reinforcement.dqn_env import GridView
from studies.drawing import CENTRE, tints

STEPS = 2000  # between two points of a curve of the record


def _rows():
    """The record by name; the rows of the maps as a list."""
    path = Path(__file__).with_name("results.json")
    rows = json.loads(path.read_text("utf-8"))["rows"]
    return {row["name"]: row for row in rows}, [r for r in rows if "maps" in r]


def _cells(ax, cells, colour):
    """A plane: coloured where it is 1."""
    faint = plt.rcParams["grid.color"]
    style = {"cmap": tints(colour), "vmin": 0, "vmax": 1.4, "ec": faint}
    ax.pcolormesh(cells, lw=0.8, **style)
    ax.invert_yaxis()
    ax.set_aspect("equal")
    ax.axis("off")


def dqn_first():
    """The map with the agent in the corner, and the three planes it sees."""
    world = GridView()
    size = {"width_ratios": [4, 7, 7, 7]}
    fig, axes = plt.subplots(1, 4, figsize=(7.4, 1.9), gridspec_kw=size)
    ink = plt.rcParams["text.color"]
    _cells(axes[0], world.cells == "#", ink)
    for (row, column), mark in np.ndenumerate(world.cells):
        if mark in "GX":
            style = {"fontsize": 16, "weight": "bold", **CENTRE}
            colour = "C2" if mark == "G" else "C3"
            axes[0].text(column + 0.5, row + 0.5, mark, color=colour, **style)
    axes[0].plot(0.5, 2.5, "o", color="C0", ms=13)
    planes = world.view(8).reshape(3, 5, 7)
    marks = ("#", "$G$", "$X$")
    for ax, plane, colour, mark in zip(
        axes[1:], planes, (ink, "C2", "C3"), marks, strict=True
    ):
        _cells(ax, plane, colour)
        ax.plot(3.5, 2.5, "o", color="C0", ms=8, mfc="none", mew=1.8)
        ax.set_title(mark, fontsize=15)
    return fig


def _band(ax, curves, every, colour, style="-"):
    """The mean over the seeds, and a band from the least to the greatest."""
    steps = every * (1 + np.arange(np.shape(curves)[1]))
    ax.fill_between(
        steps,
        np.min(curves, axis=0),
        np.max(curves, axis=0),
        color=colour,
        alpha=0.18,
        lw=0,
    )
    ax.plot(steps, np.mean(curves, axis=0), style, color=colour, lw=2)


def dqn_grid():
    """The mean error of Q over the steps: network, table, table with replay."""
    rows, _ = _rows()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    for name, colour, style in (
        ("net", "C0", "-"),
        ("table", "C1", "--"),
        ("replayed table", "C2", ":"),
    ):
        _band(ax, rows[name]["errors"], 500, colour, style)
    ax.set(xlim=(500, 4000), ylim=(0, None))
    ax.set_xlabel("$t$", fontsize=16)
    ax.set_ylabel(r"$|\hat Q - Q|$", fontsize=16)
    ax.tick_params(labelsize=13)
    return fig


def dqn_cart():
    """The return on CartPole with all parts and without some, five seeds."""
    rows, _ = _rows()
    fig, axes = plt.subplots(1, 4, figsize=(7.6, 2.7), sharey=True)
    names = "sync 1", "short memory", "short memory, sync 1", "delta 1"
    for ax, name, number in zip(axes, names, "1234", strict=True):
        _band(ax, rows["all parts"]["curves"], STEPS, "C0")
        _band(ax, rows[name]["curves"], STEPS, "C3", "--")
        ax.axhline(195, color=plt.rcParams["axes.edgecolor"], ls=":", lw=1.2)
        ax.set(xlim=(STEPS, 12_000), ylim=(0, 510))
        ax.set_xticks([4000, 10_000], ["4k", "10k"])
        ax.set_title(number, fontsize=14)
        ax.set_xlabel("$t$", fontsize=14)
    return fig


def dqn_promise():
    """What is promised at the start and what is kept, a dot for each seed."""
    rows, _ = _rows()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    names = (
        "all parts",
        "no double",
        "sync 20",
        "sync 20, no double",
        "sync 1",
        "longer",
        "short memory",
    )
    for x, name in enumerate(names):
        for key, colour, mark, dx in (
            ("promised", "C3", "v", -0.1),
            ("kept", "C0", "o", 0.1),
        ):
            ys = rows[name][key]
            ax.plot([x + dx] * len(ys), ys, mark, color=colour, ms=8, alpha=0.7)
    ax.axhline(100, color=plt.rcParams["axes.edgecolor"], ls=":", lw=1.2)
    ax.set_xticks(range(len(names)), "ABCDEFG", fontsize=14)
    ax.set(xlim=(-0.5, len(names) - 0.5), ylim=(0, None))
    return fig


def dqn_maps():
    """The worth on known and on new maps, by the number of known ones."""
    rows, maps = _rows()
    fig, ax = plt.subplots(figsize=(7, 3.2))
    for x, row in enumerate(maps):
        for key, colour, mark, dx in (
            ("known", "C1", "s", -0.1),
            ("unknown", "C0", "o", 0.1),
        ):
            ys = row[key]
            ax.plot([x + dx] * len(ys), ys, mark, color=colour, ms=8, alpha=0.7)
    rivals = rows["rivals"]
    for key, style in (("exact", "-"), ("heuristic", "--"), ("random", ":")):
        ax.axhline(rivals[key], color="C2", ls=style, lw=1.5)
    ax.set_xticks(range(len(maps)), [str(row["maps"]) for row in maps])
    ax.set(xlim=(-0.5, len(maps) - 0.5))
    ax.tick_params(labelsize=14)
    return fig
