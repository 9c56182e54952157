"""The referee of tic-tac-toe: all positions, exact values, all games.

Paper     Zermelo 1913, ICM Cambridge 2, 501-504 (each position has a value)
Axes      N, M positions; a board as in selfplay.py
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from snippets.reinforcement.selfplay import board_key, table_value
from snippets.reinforcement.selfplay_rules import (
    LINES,
    move_values,
    moves,
    play,
    winner,
)


# --8<-- [start:reachable]
def after_all(choices: np.ndarray, boards: np.ndarray):
    """The boards after every True square of choices: (M, 9), and from where."""
    n, squares = np.nonzero(choices)  # 2 × (M,)
    return play(boards[n], squares), n  # (M, 9), (M,)


def reachable() -> list[np.ndarray]:
    """All boards that can come up, (N, 9), by the number of stones."""
    levels = [np.zeros((1, 9), np.int64)]
    for _ in range(9):
        after, _ = after_all(moves(levels[-1]), levels[-1])
        levels.append(np.unique(after, axis=0))
    return levels
    # --8<-- [end:reachable]


# --8<-- [start:minimax]
def minimax() -> np.ndarray:
    """The exact value of each board for who moves next, V (19683,)."""
    V = np.zeros(3**9)  # (19683,)
    for boards in reversed(reachable()):
        Q = move_values(partial(table_value, V), boards)
        on = moves(boards).any(axis=1)
        V[board_key(boards)] = np.where(on, Q.max(axis=1), winner(boards))
    return V
    # --8<-- [end:minimax]


# --8<-- [start:players]
def best_move(value, boards: np.ndarray, depth=1) -> np.ndarray:
    """True on the square of the largest move value, (N, 9); first if equal."""
    best = move_values(value, boards, depth).argmax(axis=1)  # (N,)
    return np.eye(9, dtype=bool)[best] & moves(boards)  # (N, 9)


def wins_at(boards: np.ndarray) -> np.ndarray:
    """True where a stone of mine makes three in a row, (N, 9)."""
    two = boards[:, LINES].sum(axis=2) == 2  # (N, 8)
    on_line = (LINES[:, :, None] == np.arange(9)).any(axis=1)  # (8, 9)
    return two @ on_line & moves(boards)  # (N, 9)


def heuristic(boards: np.ndarray) -> np.ndarray:
    """Win if you can, else block if you must, else anywhere: (N, 9)."""
    choices = moves(boards)  # (N, 9)
    for best in wins_at(-boards), wins_at(boards):  # (N, 9)
        choices = np.where(best.any(axis=1)[:, None], best, choices)  # (N, 9)
    return choices


def first_free(boards: np.ndarray) -> np.ndarray:
    """Always the first free square, whatever happens: (N, 9)."""
    free = moves(boards)  # (N, 9)
    return free & (free.cumsum(axis=1) == 1)  # (N, 9)
    # --8<-- [end:players]


# --8<-- [start:referee]
class Verdict(NamedTuple):
    lines: np.ndarray  # (3,)
    positions: int


def merged(boards: np.ndarray, ways: np.ndarray):
    """Each board once, (N, 9), and the sum of its ways (N,)."""
    keys, first, place = np.unique(
        board_key(boards), return_index=True, return_inverse=True
    )
    total = np.zeros(len(keys), np.int64)  # (K,)
    np.add.at(total, place, ways)
    return boards[first], total  # (K, 9), (K,)


def one_side(choose, rival, first: bool) -> Verdict:
    """As referee, where choose moves first, or second."""
    boards = np.zeros((1, 9), np.int64)  # (1, 9)
    ways = np.ones(1, np.int64)  # (1,)
    lines = np.zeros(3, np.int64)  # (3,)
    positions = 0
    mine = first
    while len(boards):
        positions += mine * len(boards)
        choices = (choose if mine else rival)(boards)
        after, n = after_all(choices, boards)
        boards, ways = merged(after, ways[n])
        on = moves(boards).any(axis=1)
        result = -winner(boards) if mine else winner(boards)
        np.add.at(lines, 1 - result[~on], ways[~on])
        boards, ways, mine = boards[on], ways[on], not mine
    return Verdict(lines, positions)


def referee(choose, rival=moves) -> Verdict:
    """All games of two players, either first: lines won, drawn and lost.

    choose(boards), rival(boards): True on each square that they may take.
    positions: how many choose was asked about, as the first and the second.
    """
    sides = [one_side(choose, rival, first) for first in (True, False)]
    lines, positions = zip(*sides, strict=True)
    return Verdict(sum(lines), sum(positions))
    # --8<-- [end:referee]


# --8<-- [start:blunders]
def blunders(choose, V: np.ndarray) -> int:
    """In how many positions choose may take a square that is not the best.

    V (19683,) is exact; one stands for each position, whoever may get there.
    """
    found = 0
    for boards in reachable():
        Q = move_values(partial(table_value, V), boards)
        worse = choose(boards) & (Q.max(axis=1)[:, None] > Q)
        found += worse.any(axis=1).sum()
    return int(found)
    # --8<-- [end:blunders]
