"""The rules of Q-learning and SARSA for a table of values, in NumPy.

Papers    Watkins & Dayan 1992, doi:10.1007/BF00992698 (Q-learning)
          Rummery & Niranjan 1994, CUED/F-INFENG/TR 166 (SARSA)
Twin      qlearning_torch.py; who acts and learns: qlearning_agent.py
Axes      S states, A actions, B steps
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect
from snippets.reinforcement.planning import expect_discount


# --8<-- [start:steps]
class TableSteps(NamedTuple):
    s: np.ndarray  # (B,)
    a: np.ndarray  # (B,)
    r: np.ndarray  # (B,)
    s_next: np.ndarray  # (B,)
    end: np.ndarray  # (B,)
    # --8<-- [end:steps]


# --8<-- [start:share]
def expect_share(name: str, share) -> None:
    """ValueError unless a number, or all numbers of an array, in 0 … 1."""
    x = np.asarray(share)  # (...)
    if x.dtype.kind not in "fiu" or not ((x >= 0) & (x <= 1)).all():
        raise ValueError(f"{name} must be from 0 to 1, got {share!r}")
    # --8<-- [end:share]


# --8<-- [start:expect_steps]
def expect_steps(Q: np.ndarray, steps: TableSteps, lr, gamma) -> None:
    """ValueError unless the steps, lr and gamma fit a table Q (S, A)."""
    expect("Q", Q, "S", "A")
    expect_whole("s", steps.s, 0, len(Q) - 1, "B")
    B = len(steps.s)
    expect_whole("a", steps.a, 0, Q.shape[1] - 1, B)
    expect("r", steps.r, B)
    expect_whole("s_next", steps.s_next, 0, len(Q) - 1, B)
    expect("end", steps.end, B, kinds="b", what="booleans")
    expect_share("lr", lr)
    expect_discount(gamma)
    # --8<-- [end:expect_steps]


# --8<-- [start:q_target]
def q_target(Q, r, s_next, end, gamma, a_next=None):
    """r + γ max Q(s', ·); r alone where the episode has ended."""
    return r + np.where(end, 0, gamma * Q[s_next].max(axis=-1))  # (...)
    # --8<-- [end:q_target]


# --8<-- [start:sarsa_target]
def sarsa_target(Q, r, s_next, end, gamma, a_next):
    """r + γ Q(s', a'), with the action that is really taken next."""
    return r + np.where(end, 0, gamma * Q[s_next, a_next])  # (...)
    # --8<-- [end:sarsa_target]


# --8<-- [start:updates]
def move_towards(Q, steps: TableSteps, target, lr):
    """Q moved by lr times the mean error of each pair (s, a); the errors."""
    delta = target - Q[steps.s, steps.a]  # (B,)
    total = np.zeros_like(Q)  # (S, A)
    np.add.at(total, (steps.s, steps.a), delta)
    n = np.zeros(Q.shape, int)  # (S, A)
    np.add.at(n, (steps.s, steps.a), 1)
    change = (lr * total / np.maximum(n, 1)).astype(Q.dtype)  # (S, A)
    return Q + change, delta  # (S, A), (B,)


def q_update(Q: np.ndarray, steps: TableSteps, lr=0.1, gamma=0.9):
    """Q-learning: the table (S, A) after some steps, their errors δ (B,).

    lr: a number or a table (S, A). ValueError if the arguments misfit.
    Watkins & Dayan 1992.
    """
    expect_steps(Q, steps, lr, gamma)
    target = q_target(Q, *steps[2:], gamma)  # (B,)
    return move_towards(Q, steps, target, lr)  # (S, A), (B,)


def sarsa_update(Q, steps: TableSteps, a_next, lr=0.1, gamma=0.9):
    """SARSA: the same with the next actions a_next (B,) in place of the max.

    ValueError if the arguments misfit. Rummery & Niranjan 1994.
    """
    expect_steps(Q, steps, lr, gamma)
    expect_whole("a_next", a_next, 0, Q.shape[1] - 1, len(steps.s))
    target = sarsa_target(Q, *steps[2:], gamma, a_next)  # (B,)
    return move_towards(Q, steps, target, lr)  # (S, A), (B,)
    # --8<-- [end:updates]


if __name__ == "__main__":
    Q = np.zeros((4, 2))  # (S, A)
    s = np.arange(3)  # (B,)
    right = np.ones(3, np.int64)  # (B,)
    steps = TableSteps(s, right, 1.0 * (s == 2), s + 1, s == 2)
    for _ in range(50):
        Q, _ = q_update(Q, steps, lr=0.5)
    print("to the right:", Q[:3, 1].round(2))
    _, delta = sarsa_update(Q, steps, 1 - right)
    print("errors for SARSA, if it goes left next:", delta.round(2))
