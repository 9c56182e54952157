"""An agent that acts, remembers and learns a deep Q-network, in NumPy.

Papers    Mnih et al. 2015, doi:10.1038/nature14236
Axes      D width of a state, A actions
Use       env as in Gymnasium, params from init_mlp, (D, …, A) wide:

    history = train_dqn(rng, params, env, how)
    s = np.asarray(env.reset()[0], float)  # (D,)
    dqn_values(history[-1], s)  # (A,)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import MLPParams, expect_layers, mlp_forward
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init
from snippets.reinforcement.dqn import dqn_update
from snippets.reinforcement.dqn_replay import Replay


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
    return (s, a, float(r), s_next, bool(end)), end or cut
    # --8<-- [end:act]


# --8<-- [start:train]
def expect_settings(how: DqnSettings, every: int) -> None:
    """ValueError unless all that is counted is a whole number."""
    expect_count("steps, every", how.steps, every)
    expect_count("B, each, sync", how.B, how.each, how.sync)
    expect_count("warm", how.warm, low=0)


def first_state(rng, params, env) -> np.ndarray:
    """Where env begins, s (D,), with the dtype of params; or ValueError."""
    s, _ = env.reset(seed=int(rng.integers(2**31)))
    s = np.asarray(s, float)  # (D,)
    expect_layers(params, s[None])
    return s.astype(params.Ws[0].dtype)  # (D,)


def train_dqn(rng, params, env, how: DqnSettings, every=1000):
    """Act, remember, learn in env; the params after every so many steps."""
    expect_settings(how, every)
    s = first_state(rng, params, env)  # (D,)
    replay = Replay(s, how.N)
    rule = how.gamma, how.double, how.delta
    state = adam_init(params)
    history = []
    for t in range(how.steps):
        if t % how.sync == 0:
            frozen = params
        eps = exploration(t, how.T, how.low)
        seen, over = step_dqn(rng, dqn_values(params, s), env, s, eps)
        replay.remember(*seen)
        s = np.asarray(env.reset()[0], s.dtype) if over else seen[3]  # (D,)
        if t >= how.warm and t % how.each == 0:
            batch = replay.draw(rng, how.B)
            lr = how.lr * (1 - t / how.steps)
            params, state, _ = dqn_update(
                params, frozen, batch, state, lr, *rule
            )
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
