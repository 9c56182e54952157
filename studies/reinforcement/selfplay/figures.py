"""The figures of the chapter on self-play, drawn by its own code."""

import functools
import json
from functools import partial
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.reinforcement.selfplay import table_value, train_table
from snippets.reinforcement.selfplay_env import minimax
from snippets.reinforcement.selfplay_rules import move_values, moves, play
from studies.drawing import CENTRE, tints

END = np.array([[1, -1, 1, -1, -1, 1, 0, 0, 0]])  # that of the first program
REPLIES = (1, 6, 5)  # an error, then two blocks
CORNERS = np.array([[-1, 0, 0, 0, 1, 0, 0, 0, -1]])  # (1, 9)


@functools.cache
def _trained():
    """The table of the page."""
    return train_table(np.random.default_rng(0), np.zeros(3**9), 30_000)


def _rows():
    """What make results has computed, by name."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return {row["name"]: row for row in rows}


def _stone(ax, x, y, mark):
    """A cross in the first colour, or a ring in the second."""
    if mark == "X":
        for sign in (-1, 1):
            ends = (x - 0.26, x + 0.26), (y - 0.26 * sign, y + 0.26 * sign)
            ax.plot(*ends, color="C0", lw=2.6, solid_capstyle="round")
    else:
        ring = plt.Circle((x, y), 0.28, fill=False, color="C1", lw=2.6)
        ax.add_patch(ring)


def _board(ax, board, turn, values=None, size=11):
    """Stones of one board; values stand on free squares, and colour them."""
    ax.set(xlim=(-0.05, 3.05), ylim=(3.05, -0.05), aspect="equal")
    ax.axis("off")
    ink = plt.rcParams["text.color"]
    for n, stone in enumerate(board):
        x, y = n % 3 + 0.5, n // 3 + 0.5
        if stone:
            _stone(ax, x, y, turn if stone == 1 else "XO"[turn == "X"])
        elif values is not None and np.isfinite(values[n]):
            colour = tints("C2" if values[n] > 0 else "C3")(abs(values[n]) / 2)
            corner = n % 3, n // 3
            ax.add_patch(plt.Rectangle(corner, 1, 1, color=colour, lw=0))
            text = f"{values[n] + 0:+.1f}" if abs(values[n]) >= 0.05 else "0"
            ax.text(
                x, y, text.replace("-", "−"), fontsize=size, color=ink, **CENTRE
            )
    for line in (1, 2):
        ax.plot((line, line), (0, 3), color=ink, lw=1.1)
        ax.plot((0, 3), (line, line), color=ink, lw=1.1)


def _sheet(height):
    """An empty figure that is all axes, 7 wide."""
    fig, ax = plt.subplots(figsize=(7, height), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, height), position=(0, 0, 1, 1))
    ax.axis("off")
    return fig, ax


def selfplay_first():
    """Three free squares: the tree of all games from there."""
    fig, ax = _sheet(4.4)
    V = minimax()
    places = [(3.5, 3.72, END[0], "X")]
    squares = np.flatnonzero(END[0] == 0)
    for k, a in enumerate(squares):
        after = play(END, np.array([a]))
        places.append((1.1 + 2.4 * k, 2.18, after[0], "O"))
        for i, b in enumerate(np.flatnonzero(moves(after)[0])):
            last = play(after, np.array([b]))
            places.append((0.55 + 2.4 * k + 1.1 * i, 0.62, last[0], "X"))
            x = 0.55 + 2.4 * k + 1.1 * i
            ax.plot((1.1 + 2.4 * k, x), (1.66, 1.1), color="0.5", lw=1)
        ax.plot((3.5, 1.1 + 2.4 * k), (3.2, 2.7), color="0.5", lw=1)
    for x, y, board, turn in places:
        small = ax.inset_axes(
            (x - 0.38, y - 0.38, 0.76, 0.76), transform=ax.transData
        )
        _board(small, board, turn)
        v = _value(board[None], V)
        text = f"${v:+.0f}$" if v else "$0$"
        ax.text(x + 0.54, y, text, fontsize=14, **CENTRE)
    return fig


def _value(board, V):
    """The exact value for who moves next, also where nobody can."""
    return table_value(V, board)[0]


def selfplay_curve():
    """Lines lost by a table and a network, games played on a log scale."""
    rows = _rows()
    fig, ax = plt.subplots(figsize=(7, 3.6))
    for name, games, colour in (
        ("table", 30, "C0"),
        ("network", 40, "C1"),
    ):
        lost = np.array(rows[name]["lost"])
        x = np.linspace(0, games, lost.shape[1])
        ax.fill_between(
            x, lost.min(axis=0), lost.max(axis=0), color=colour, alpha=0.25
        )
        ax.plot(x, np.median(lost, axis=0), color=colour)
        marks = {"table": "$V$", "network": r"$v_\theta$"}
        spot = {"table": (26, 0.35), "network": (36, 14)}[name]
        ax.text(*spot, marks[name], color=colour, fontsize=16, **CENTRE)
    ax.set_yscale("symlog", linthresh=1)
    ax.set(ylim=(0, 900), yticks=[0, 1, 10, 100], xlim=(0, 40))
    ax.set_yticklabels(["0", "1", "10", "100"])
    ax.set_xlabel(r"$\times\,1000$")
    return fig


def selfplay_game():
    """A game: before each move the value of every free square."""
    fig, axes = plt.subplots(2, 4, figsize=(7, 3.7))
    board = np.zeros((1, 9), np.int64)
    turn = "X"
    value = partial(table_value, _trained())
    for n, ax in enumerate(axes.flat):
        values = move_values(value, board)[0]
        _board(ax, board[0], turn, values)
        ax.set_title(n + 1)
        if moves(board).any():
            square = REPLIES[n // 2] if n % 2 else values.argmax()
            corner = square % 3 + 0.04, square // 3 + 0.04
            frame = {"fill": False, "lw": 2.4, "color": _colour(turn)}
            ax.add_patch(plt.Rectangle(corner, 0.92, 0.92, **frame))
            board, turn = play(board, np.array([square])), "XO"[turn == "X"]
    return fig


def _colour(turn):
    return "C0" if turn == "X" else "C1"


def selfplay_fork():
    """Two opposite corners are taken: values before and after training."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.5))
    fork = play(play(CORNERS, np.array([2])), np.array([6]))
    for ax, name, board, V in zip(
        axes,
        "ABC",
        (CORNERS, CORNERS, fork),
        (np.zeros(3**9), _trained(), _trained()),
        strict=True,
    ):
        values = move_values(partial(table_value, V), board)[0]
        _board(ax, board[0], "O", values, size=14)
        ax.set_title(name)
    return fig


def selfplay_search():
    """Looking ahead: the value of a leaf goes up, its sign turned each ply."""
    fig, ax = _sheet(3.2)
    leaves = np.array([[0.2, -0.6], [0.5, 0.9], [-0.1, 0.3]])
    middle = (-leaves).max(axis=1)
    top = (-middle).max()
    best = (-middle).argmax()
    for k, row in enumerate(leaves):
        x = 1.2 + 2.3 * k
        chosen = k == best
        ax.plot((3.5, x), (2.8, 1.7), color="C0", lw=3 if chosen else 1)
        for i, leaf in enumerate(row):
            end = x - 0.55 + 1.1 * i
            thick = 3 if -leaf == middle[k] else 1
            ax.plot((x, end), (1.7, 0.6), color="C1", lw=thick)
            _knot(ax, end, 0.45, leaf)
        _knot(ax, x, 1.7, middle[k])
    _knot(ax, 3.5, 2.8, top)
    return fig


def _knot(ax, x, y, v):
    """A number in a box."""
    box = {"boxstyle": "round", "fc": plt.rcParams["figure.facecolor"]}
    text = f"{v:+.1f}".replace("-", "−")
    ax.text(x, y, text, fontsize=15, bbox=box, **CENTRE)
