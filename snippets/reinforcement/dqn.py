"""A deep Q-network: replay, target network, Huber, double, in NumPy.

Papers    Mnih et al. 2015, doi:10.1038/nature14236
          Lin 1992, doi:10.1007/BF00992699 (replay)
          van Hasselt, Guez & Silver 2016, doi:10.1609/aaai.v30i1.10295
Twin      dqn_torch.py
Axes      N rows of the ring, B batch, D width of a state, A actions
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    expect_layers,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole, huber
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.reinforcement.planning import expect_discount


# --8<-- [start:settings]
class DqnSettings(NamedTuple):
    steps: int = 10_000  # in the world
    N: int = 10_000  # transitions that are kept
    B: int = 32  # transitions in a batch
    warm: int = 500  # steps before the first update
    each: int = 1  # steps from update to update
    sync: int = 200  # steps from copy to copy
    T: int = 5000  # steps until ε is low
    low: float = 0.05
    gamma: float = 0.99
    lr: float = 1e-3  # falls straight to 0
    delta: float = 1.0  # of the Huber loss
    double: bool = True
    # --8<-- [end:settings]


# --8<-- [start:replay]
class Transitions(NamedTuple):
    s: np.ndarray  # (N, D)
    a: np.ndarray  # (N,)
    r: np.ndarray  # (N,)
    s_next: np.ndarray  # (N, D)
    end: np.ndarray  # (N,)


def init_replay(s: np.ndarray, N: int) -> Transitions:
    """A ring with room for N transitions between states like s (D,)."""
    expect("s", s, "D")
    expect_count("N", N)
    states = np.zeros((N, len(s)), s.dtype)  # (N, D)
    a = np.zeros(N, np.int64)  # (N,)
    r = np.zeros(N, s.dtype)  # (N,)
    end = np.zeros(N, bool)  # (N,)
    return Transitions(states, a, r, states.copy(), end)


def remember(replay: Transitions, t: int, transition) -> None:
    """Write number t into the ring itself, over the oldest once it is full."""
    for column, entry in zip(replay, transition, strict=True):
        column[t % len(column)] = entry


def draw_batch(rng, replay: Transitions, count: int, B: int) -> Transitions:
    """B of the first count rows, any of them also twice."""
    n = rng.integers(min(count, len(replay.a)), size=B)  # (B,)
    return Transitions(*(column[n] for column in replay))
    # --8<-- [end:replay]


# --8<-- [start:forward]
def dqn_forward(params: MLPParams, s: np.ndarray, a: np.ndarray):
    """What the actions a (B,) in s (B, D) are worth: q (B,), cache."""
    expect("s", s, "B", "D")
    expect_layers(params, s)
    A = len(params.bs[-1])
    expect_whole("a", a, 0, A - 1, len(s))
    Q, cache = mlp_forward(params, s)
    taken = np.eye(A, dtype=Q.dtype)[a]  # (B, A)
    q = (Q * taken).sum(axis=1)  # (B,)
    return q, (taken, cache)
    # --8<-- [end:forward]


# --8<-- [start:backward]
def dqn_backward(dq: np.ndarray, cache):
    """Gradient dq (B,) → ds (B, D), grads: no other action learns."""
    taken, cache = cache
    expect("dq", dq, len(taken))
    return mlp_backward(dq[:, None] * taken, cache)
    # --8<-- [end:backward]


# --8<-- [start:target]
def dqn_target(params, frozen, batch, gamma=0.99, double=True) -> np.ndarray:
    """y (B,) = r, plus γ times what s_next promises if it is not the end.

    frozen: a copy of params of some steps ago, which says what is promised.
    double: params choose the action, not frozen. ValueError if they misfit.
    """
    s, a, r, s_next, end = batch
    expect("s", s, "N", "D")
    expect("r", r, len(s))
    expect("s_next", s_next, *s.shape)
    expect("end", end, len(s), kinds="b", what="booleans")
    expect_discount(gamma)
    Q_frozen, _ = mlp_forward(frozen, s_next)
    Q_choice, _ = mlp_forward(params, s_next)
    expect("frozen's Q", Q_frozen, *Q_choice.shape)
    expect_whole("a", a, 0, Q_choice.shape[1] - 1, len(Q_choice))
    best = (Q_choice if double else Q_frozen).argmax(axis=1)  # (B,)
    promised = Q_frozen[np.arange(len(best)), best]  # (B,)
    return r + gamma * promised * ~end  # (B,)
    # --8<-- [end:target]


# --8<-- [start:update]
def dqn_update(params, frozen, batch, state, lr, how: DqnSettings):
    """A step of Adam towards y, which is held: params, state, loss."""
    y = dqn_target(params, frozen, batch, how.gamma, how.double)  # (B,)
    q, cache = dqn_forward(params, batch.s, batch.a)
    loss, dq = huber(q, y, how.delta)
    _, grads = dqn_backward(dq, cache)
    params, state = adam_step(params, grads, state, lr=lr)
    return params, state, loss
    # --8<-- [end:update]


# --8<-- [start:act]
def exploration(t: int, T: int, low=0.05) -> float:
    """ε at step t: from 1 straight down to low in T steps, then low."""
    expect_count("T", T)
    expect_count("t", t, low=0)
    return max(low, 1 - (1 - low) * t / T)


def dqn_values(params: MLPParams, s: np.ndarray) -> np.ndarray:
    """Q (A,) of one state s (D,); ValueError if it misfits."""
    expect("s", s, "D")
    return mlp_forward(params, s[None])[0][0]  # (A,)


def step_dqn(rng, Q, env, s: np.ndarray, eps: float):
    """With probability eps any action, else the best of Q: seen, over."""
    a = rng.integers(len(Q)) if rng.random() < eps else Q.argmax()
    s_next, r, end, cut, _ = env.step(int(a))
    s_next = np.asarray(s_next, s.dtype)  # (D,)
    return (s, a, r, s_next, end), end or cut
    # --8<-- [end:act]


# --8<-- [start:train]
def expect_settings(how: DqnSettings, every: int) -> None:
    """ValueError unless all that is counted is a whole number."""
    expect_count("steps, every", how.steps, every)
    expect_count("B, each, sync", how.B, how.each, how.sync)
    expect_count("warm", how.warm, low=0)


def train_dqn(rng, params, env, how: DqnSettings, every=1000):
    """Act, remember, learn in env; the params after every so many steps."""
    expect_settings(how, every)
    s = np.asarray(env.reset(seed=int(rng.integers(2**31)))[0], float)  # (D,)
    expect_layers(params, s[None])
    dtype = params.Ws[0].dtype
    s = s.astype(dtype)  # (D,)
    replay = init_replay(s, how.N)
    history = []
    state = adam_init(params)
    for t in range(how.steps):
        if t % how.sync == 0:
            frozen = params
        eps = exploration(t, how.T, how.low)
        seen, over = step_dqn(rng, dqn_values(params, s), env, s, eps)
        remember(replay, t, seen)
        s = np.asarray(env.reset()[0], dtype) if over else seen[3]  # (D,)
        if t >= how.warm and t % how.each == 0:
            batch = draw_batch(rng, replay, t + 1, how.B)
            lr = how.lr * (1 - t / how.steps)
            params, state, _ = dqn_update(params, frozen, batch, state, lr, how)
        if (t + 1) % every == 0:
            history.append(params)
    return history
    # --8<-- [end:train]


if __name__ == "__main__":
    from types import SimpleNamespace

    one = np.ones(1)  # (1,)
    coin = SimpleNamespace(
        reset=lambda **_: (one, {}),
        step=lambda a: (one, float(a), True, False, {}),
    )
    params = MLPParams([one[None], np.ones((1, 2))], [one, np.zeros(2)])
    how = DqnSettings(steps=2000, lr=0.01)
    params = train_dqn(np.random.default_rng(0), params, coin, how)[-1]
    print("worth", dqn_values(params, one).round(2) + 0)
