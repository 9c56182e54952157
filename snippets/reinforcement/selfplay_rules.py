"""The rules of tic-tac-toe for many boards at once, in NumPy.

Axes      N, M boards; squares of who moves 1, others' -1
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect_count

# --8<-- [start:rules]
ROWS = np.arange(9).reshape(3, 3)  # (3, 3)
LINES = np.concatenate([ROWS, ROWS.T, [[0, 4, 8], [2, 4, 6]]])  # (8, 3)


def winner(boards: np.ndarray) -> np.ndarray:
    """1 if the three in a row are mine, -1 if theirs, 0 if there are none."""
    expect_whole("boards", boards, -1, 1, "N", 9)
    sums = boards[:, LINES].sum(axis=2)  # (N, 8)
    return np.sign(np.where(abs(sums) == 3, sums, 0).sum(axis=1))  # (N,)


def moves(boards: np.ndarray) -> np.ndarray:
    """Where one may play, (N, 9): nowhere if the game is over."""
    return (boards == 0) & (winner(boards) == 0)[:, None]  # (N, 9)


def play(boards: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """I take squares (N,); the boards (N, 9) as the opponent sees them."""
    free = moves(boards)  # (N, 9)
    expect_whole("squares", squares, 0, 8, len(boards))
    n = np.arange(len(boards))  # (N,)
    if not free[n, squares].all():
        raise ValueError("squares must be free, in games that are not over")
    after = boards.astype(np.int64)  # (N, 9)
    after[n, squares] = 1
    return -after  # (N, 9)


def move_values(value, boards: np.ndarray, depth=1) -> np.ndarray:
    """Q (N, 9) of each move, value(boards) asked depth moves on; -inf: none."""
    expect_count("depth", depth)
    n, squares = np.nonzero(moves(boards))  # 2 × (M,)
    Q = np.full(boards.shape, -np.inf)  # (N, 9)
    if len(n) == 0:
        return Q
    after = play(boards[n], squares)  # (M, 9)
    v = winner(after).astype(float)  # (M,)
    on = (v == 0) & (after == 0).any(axis=1)  # (M,)
    if on.any() and depth == 1:
        v[on] = value(after[on])
    elif on.any():
        v[on] = move_values(value, after[on], depth - 1).max(axis=1)
    Q[n, squares] = -v
    return Q
    # --8<-- [end:rules]


if __name__ == "__main__":
    board = np.array([[-1, 0, 0, 0, 1, 0, 0, 0, -1]])  # (1, 9)
    print("free squares:", np.flatnonzero(moves(board)))
    after = play(board, np.array([2]))  # (1, 9)
    print(after.reshape(3, 3), "decided:", winner(after)[0] != 0)
    for depth in (1, 4):
        Q = move_values(lambda boards: np.zeros(len(boards)), board, depth)
        print(f"{depth} moves ahead:", Q[0] + 0)
