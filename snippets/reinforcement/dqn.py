"""A deep Q-network: values, double target, Huber loss, update, in NumPy.

Papers    Mnih et al. 2015, doi:10.1038/nature14236
          van Hasselt, Guez & Silver 2016, doi:10.1609/aaai.v30i1.10295
Twin      dqn_torch.py; the memory: dqn_replay.py; who acts: dqn_agent.py
Axes      B batch, D width of a state, A actions
"""

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    expect_layers,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole, huber
from snippets.foundations.neuron import expect
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.reinforcement.dqn_replay import Transitions
from snippets.reinforcement.planning import expect_discount


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
def dqn_update(
    params, frozen, batch, state, lr, gamma=0.99, double=True, delta=1.0
):
    """A step of Adam towards y, which is held: params, state, loss.

    batch: Transitions. ValueError if the arguments misfit.
    """
    y = dqn_target(params, frozen, batch, gamma, double)  # (B,)
    q, cache = dqn_forward(params, batch.s, batch.a)
    loss, dq = huber(q, y, delta)
    _, grads = dqn_backward(dq, cache)
    params, state = adam_step(params, grads, state, lr=lr)
    return params, state, loss
    # --8<-- [end:update]


if __name__ == "__main__":
    rooms = np.eye(2)  # (2, 2)
    seen = Transitions(
        s=rooms[[0, 0, 1, 1]],
        a=np.array([0, 1, 0, 1]),  # stay, go on
        r=np.array([0.0, 0.0, 0.0, 1.0]),
        s_next=rooms[[0, 1, 1, 1]],
        end=np.array([False, False, False, True]),
    )
    params = MLPParams([rooms, np.zeros((2, 2))], [np.zeros(2), np.zeros(2)])
    state = adam_init(params)
    for t in range(2000):
        if t % 50 == 0:
            frozen = params
        lr = 0.02 * (1 - t / 2000)
        params, state, _ = dqn_update(params, frozen, seen, state, lr, 0.9)
    Q, _ = mlp_forward(params, rooms)
    print("to stay and to go on, room by room:", Q.round(2).tolist())
