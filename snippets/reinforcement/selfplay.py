"""Tic-tac-toe learned by self-play, a table or a network, in NumPy.

Papers    Samuel 1959, doi:10.1147/rd.33.0210 (a program that plays itself)
          Sutton 1988, doi:10.1007/BF00115009 (temporal differences)
          Tesauro 1995, doi:10.1145/203330.203343 (a network by self-play)
Twin      selfplay_torch.py; the rules of the game: selfplay_rules.py
Axes      N, M boards, B games, H units; squares of who moves 1, others' -1
Use       what each move is worth, to the table and to the network:

    boards = np.zeros((1, 9), int)  # (1, 9)
    V = train_table(rng, np.zeros(3**9), games)
    Q = move_values(partial(table_value, V), boards)  # (1, 9)
    params = train_selfplay(rng, init_selfplay(rng, 64), games)
    move_values(partial(network_value, params), boards)  # (1, 9)
"""

from functools import partial

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count, f_tanh
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.reinforcement.selfplay_rules import (
    move_values,
    moves,
    play,
)


# --8<-- [start:table]
def board_key(boards: np.ndarray) -> np.ndarray:
    """A number of its own for each board, 0 … 19682, (N,)."""
    expect_whole("boards", boards, -1, 1, "N", 9)
    return (boards + 1) @ 3 ** np.arange(9)  # (N,)


def table_value(V: np.ndarray, boards: np.ndarray) -> np.ndarray:
    """What the table V (19683,) says of each board, (N,)."""
    expect("V", V, 3**9)
    return V[board_key(boards)]  # (N,)


def td_update(V: np.ndarray, boards, targets, lr=0.5) -> np.ndarray:
    """V (19683,), moved by lr where the boards are, towards their targets (N,).

    A board that comes more than once moves once, towards the mean.
    """
    expect("V", V, 3**9)
    every = board_key(boards)  # (N,)
    expect("targets", targets, len(every))
    both = {"return_index": True, "return_inverse": True}
    keys, at, which = np.unique(every, **both)  # 2 × (M,), (N,)
    first = targets[at]  # (M,)
    rest = np.bincount(which, targets - first[which])  # (M,)
    mean = first + rest / np.bincount(which)  # (M,)
    V = V.copy()  # (19683,)
    V[keys] += lr * (mean - V[keys])
    return V
    # --8<-- [end:table]


# --8<-- [start:self_play]
def self_play(rng: np.random.Generator, value, B=50, epsilon=0.3, rival=None):
    """B games side by side: all boards (M, 9), their targets (M,).

    A fraction epsilon of moves is random. One side takes what rival allows.
    """
    expect_count("B", B)
    boards = np.zeros((B, 9), np.int64)  # (B, 9)
    theirs = rng.random(B) < 0.5  # (B,)
    seen = []
    N = B
    while N:
        Q = move_values(value, boards)  # (N, 9)
        if rival is not None:
            Q = np.where(theirs[:, None] & ~rival(boards), -np.inf, Q)  # (N, 9)
        best = Q.max(axis=1)  # (N,)
        least = np.where(rng.random(N) < epsilon, -1e9, best)  # (N,)
        choices = least[:, None] <= Q  # (N, 9)
        squares = (rng.random(Q.shape) + choices).argmax(axis=1)  # (N,)
        seen.append((boards, best))
        boards = play(boards, squares)  # (N, 9)
        on = moves(boards).any(axis=1)  # (N,)
        N = int(on.sum())
        boards, theirs = boards[on], ~theirs[on]  # (N, 9), (N,)
    boards, targets = zip(*seen, strict=True)
    return np.concatenate(boards), np.concatenate(targets)  # (M, 9), (M,)


def train_table(rng, V, games, B=50, epsilon=0.3, rival=None, lr=0.5):
    """V (19683,) after so many games of self-play; or ValueError."""
    expect_count("games, B", games, B)
    for _ in range(0, games, B):
        seen = self_play(rng, partial(table_value, V), B, epsilon, rival)
        V = td_update(V, *seen, lr)  # (19683,)
    return V
    # --8<-- [end:self_play]


# --8<-- [start:network]
def init_selfplay(rng: np.random.Generator, H: int) -> MLPParams:
    """9 squares, twice H units, 1 value: Glorot's weights, biases 0."""
    expect_count("H", H)
    return init_mlp(rng, (9, H, H, 1), glorot=True)


def selfplay_forward(params: MLPParams, x: np.ndarray):
    """Boards x (N, 9), as floats → their values v (N,), cache."""
    a, layers = mlp_forward(params, x, f_tanh)
    expect("a", a, len(x), 1)
    v, slope = f_tanh(a[:, 0])  # 2 × (N,)
    return v, (slope, layers)


def selfplay_backward(dv: np.ndarray, cache):
    """Gradient dv (N,) → dx (N, 9), grads. ValueError if dv misfits."""
    slope, layers = cache
    expect("dv", dv, *slope.shape)
    return mlp_backward((dv * slope)[:, None], layers)


def network_value(params: MLPParams, boards: np.ndarray) -> np.ndarray:
    """What the network says of each board (N, 9) of whole numbers, (N,)."""
    expect_whole("boards", boards, -1, 1, "N", 9)
    expect("Ws[0]", params.Ws[0], 9, "H")
    x = boards.astype(params.Ws[0].dtype)  # (N, 9)
    return selfplay_forward(params, x)[0]  # (N,)
    # --8<-- [end:network]


# --8<-- [start:train]
def fit_step(params: MLPParams, state, boards, targets, lr):
    """One step of Adam on the mean of (v - target)²: params, state."""
    v, cache = selfplay_forward(params, boards.astype(params.Ws[0].dtype))
    dv = 2 / len(v) * (v - targets.astype(v.dtype))  # (N,)
    _, grads = selfplay_backward(dv, cache)
    return adam_step(params, grads, state, lr=lr)


def train_selfplay(rng, params, games, B=50, epsilon=0.5, rival=None, lr=1e-3):
    """The parameters after so many games of self-play; or ValueError."""
    expect_count("games, B", games, B)
    state = adam_init(params)
    for _ in range(0, games, B):
        seen = self_play(rng, partial(network_value, params), B, epsilon, rival)
        for n in np.array_split(rng.permutation(len(seen[0])), B // 8 + 1):
            batch = [a[n] for a in seen]
            params, state = fit_step(params, state, *batch, lr)
    return params
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    V = train_table(rng, np.zeros(3**9), games=5000)
    board = np.array([[-1, 0, 0, 0, 1, 0, 0, 0, -1]])  # (1, 9)
    print(move_values(partial(table_value, V), board).round(1))
    params = train_selfplay(rng, init_selfplay(rng, 8), games=100)
    for v in (
        network_value(params, board),
        mlp_forward(params, board / 1)[0],
    ):
        print("the judgement of one board:", v.shape)
