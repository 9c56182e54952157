"""snippets/reinforcement/selfplay_rules.py and its referee against plain Python."""

import functools

import numpy as np

from snippets.reinforcement import (
    selfplay,
    selfplay_env,
    selfplay_rules,
)

ROWS = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6)]


ROWS += [(1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def won(board, stone):
    return any(all(board[n] == stone for n in row) for row in ROWS)


@functools.cache
def by_recursion(board):
    """The value for who moves next, by a tree of plain tuples."""
    if won(board, -1):
        return -1
    free = [n for n in range(9) if board[n] == 0]
    return max((-by_recursion(after(board, n)) for n in free), default=0)


def after(board, n):
    return tuple(-s for s in (*board[:n], 1, *board[n + 1 :]))


def test_rules_are_those_of_plain_python():
    levels = selfplay_env.reachable()
    assert [len(level) for level in levels] == [
        *(1, 9, 72, 252, 756, 1260, 1520, 1140, 390, 78)
    ]
    V = selfplay_env.minimax()
    for boards in levels:
        winners = selfplay_rules.winner(boards)
        free = selfplay_rules.moves(boards)
        values = selfplay.table_value(V, boards)
        for n, board in enumerate(map(tuple, boards.tolist())):
            assert winners[n] == -won(board, -1)
            assert (free[n] == (boards[n] == 0) & (not won(board, -1))).all()
            assert values[n] == by_recursion(board)
    assert selfplay_rules.winner(-levels[5]).max() == 1


def test_all_games_are_counted():
    """255168 games, of which the first wins 131184 and the second 77904."""
    lines, positions = selfplay_env.referee(selfplay_rules.moves)
    assert lines.tolist() == [131184 + 77904, 2 * 46080, 131184 + 77904]
    assert positions == 4520
    first = selfplay_env.one_side(
        selfplay_rules.moves, selfplay_rules.moves, True
    )
    assert first.lines.tolist() == [131184, 46080, 77904]


def test_exact_player_never_loses():
    V = selfplay_env.minimax()
    exact = functools.partial(
        selfplay_env.best_move, functools.partial(selfplay.table_value, V)
    )
    assert selfplay_env.referee(exact).lines[2] == 0
    assert selfplay_env.blunders(exact, V) == 0
    assert selfplay_env.blunders(selfplay_rules.moves, V) == 3191
    assert selfplay_env.referee(selfplay_env.first_free, exact).lines[0] == 0


def test_heuristic_wins_or_blocks():
    win = [1, 1, 0, -1, -1, 0, 0, 0, 0]
    block = [1, 0, 0, -1, -1, 0, 0, 0, 1]
    free = selfplay_env.heuristic(np.array([win, block, [0] * 9]))
    assert np.flatnonzero(free[0]).tolist() == [2]
    assert np.flatnonzero(free[1]).tolist() == [5]
    assert free[2].all()
    first = selfplay_env.first_free(np.array([win, block]))
    assert first.argmax(axis=1).tolist() == [2, 1]
    assert first.sum() == 2


def test_looking_ahead_to_the_end_is_exact(rng):
    """Nine moves ahead nothing is left to judge; and fewer near the end."""
    V, boards = selfplay_env.minimax(), selfplay_env.reachable()[6]

    def never(boards):
        raise AssertionError

    Q = selfplay_rules.move_values(never, boards, depth=3)
    exact = functools.partial(selfplay.table_value, V)
    np.testing.assert_array_equal(Q, selfplay_rules.move_values(exact, boards))
    full = selfplay_rules.move_values(never, selfplay_env.reachable()[9])
    assert (full == -np.inf).all()
