"""Q-learning and SARSA with a table, in NumPy: values learned by acting.

Papers    Watkins & Dayan 1992, doi:10.1007/BF00992698 (Q-learning)
          Rummery & Niranjan 1994, CUED/F-INFENG/TR 166 (SARSA)
Twin      qlearning_torch.py
Axes      S states, A actions, B steps of agents that share a table, K episodes
"""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.reinforcement.planning import expect_discount


# --8<-- [start:steps]
class TableSteps(NamedTuple):
    s: np.ndarray  # (B,)
    a: np.ndarray  # (B,)
    r: np.ndarray  # (B,)
    s_next: np.ndarray  # (B,)
    end: np.ndarray  # (B,)


def expect_share(name: str, share) -> None:
    """ValueError unless a number, or all numbers of an array, in 0 … 1."""
    x = np.asarray(share)  # (...)
    if x.dtype.kind not in "fiu" or not ((x >= 0) & (x <= 1)).all():
        raise ValueError(f"{name} must be from 0 to 1, got {share!r}")


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
    # --8<-- [end:steps]


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
    total, n = np.zeros_like(Q), np.zeros_like(Q)  # 2 × (S, A)
    np.add.at(total, (steps.s, steps.a), delta)
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


# --8<-- [start:choose]
def try_action(rng: np.random.Generator, Q, s, eps):
    """ε-greedy: with probability eps any action, else a best one, by lot."""
    q = Q[s]  # (..., A)
    lot = rng.random(q.shape)  # (..., A)
    free = rng.random((*q.shape[:-1], 1)) < eps  # (..., 1)
    best = q == q.max(axis=-1, keepdims=True)  # (..., A)
    return np.where(free | best, lot, -1).argmax(axis=-1)  # (...)
    # --8<-- [end:choose]


# --8<-- [start:train_q]
def shrinking(n, power=0.8):
    """A learning rate: 1 at the first visit of a pair, n^−0.8 at the nth."""
    return n**-power  # (...)


def train_q(
    env, rng, K, eps, lr=shrinking, gamma=0.9, target=q_target, start=0.0
):
    """K episodes in env: tables (K, S, A), returns and lengths (2, K)."""
    expect_count("K", K)
    expect_discount(gamma)
    S, A = int(env.observation_space.n), int(env.action_space.n)
    Q = np.full((S, A), start)  # (S, A)
    visits = np.zeros((S, A))  # (S, A)
    Qs = np.empty((K, S, A))  # (K, S, A)
    log = np.zeros((2, K))  # (2, K)
    for k in range(K):
        s, _ = env.reset(seed=None if k else int(rng.integers(2**31)))
        a = try_action(rng, Q, s, eps(k))
        end = cut = False
        while not (end or cut):
            s_next, r, end, cut, _ = env.step(a)
            a_next = try_action(rng, Q, s_next, eps(k))
            visits[s, a] += 1
            y = target(Q, r, s_next, end, gamma, a_next)
            Q[s, a] += lr(visits[s, a]) * (y - Q[s, a])
            s, a = s_next, a_next
            log[:, k] += r, 1
        Qs[k] = Q
    return Qs, *log  # (K, S, A), 2 × (K,)
    # --8<-- [end:train_q]


# --8<-- [start:train_crowd]
def train_crowd(crowd, rng, rounds, eps=1.0, lr=shrinking, gamma=0.9):
    """Q-learning of many agents with one table: the tables (rounds, S, A)."""
    expect_count("rounds", rounds)
    expect_share("eps", eps)
    S, A = crowd.observation_space.n, crowd.action_space.n
    Q, visits = np.zeros((S, A)), np.zeros((S, A))  # 2 × (S, A)
    Qs = np.empty((rounds, S, A))  # (rounds, S, A)
    s = crowd.reset(rng)  # (B,)
    for k in range(rounds):
        a = try_action(rng, Q, s, eps)  # (B,)
        *seen, s_on = crowd.step(rng, a)
        steps = TableSteps(s, a, *seen)
        met = np.zeros((S, A))  # (S, A)
        met[s, a] = 1
        visits = visits + met  # (S, A)
        rate = lr(np.maximum(visits, 1))  # (S, A)
        Q = q_update(Q, steps, rate, gamma)[0]  # (S, A)
        Qs[k] = Q
        s = s_on
    return Qs  # (rounds, S, A)
    # --8<-- [end:train_crowd]


if __name__ == "__main__":

    class Corridor:
        observation_space = SimpleNamespace(n=4)
        action_space = SimpleNamespace(n=2)

        def reset(self, seed):
            self.s = 0
            return self.s, {}

        def step(self, a):
            self.s = max(self.s + 2 * a - 1, 0)
            return self.s, float(self.s == 3), self.s == 3, False, {}

    class Nine(Corridor):
        def reset(self, rng):
            self.s = rng.integers(3, size=9)  # (B,)
            return self.s

        def step(self, rng, a):
            s_next = np.maximum(self.s + 2 * a - 1, 0)  # (B,)
            end = s_next == 3  # (B,)
            self.s = np.where(end, 0, s_next)  # (B,)
            return 1.0 * end, s_next, end, self.s  # 4 × (B,)

    rng = np.random.default_rng(0)
    for rule in q_target, sarsa_target:
        Qs, *_ = train_q(Corridor(), rng, 300, lambda k: 0.2, target=rule)
        print("to the right, one agent:", Qs[-1][:3, 1].round(2))
    Q = train_crowd(Nine(), rng, 300)[-1]  # (S, A)
    print("to the right, nine agents:", Q[:3, 1].round(2))
    at = np.array([2])  # (B,)
    last = TableSteps(at, at - 1, np.ones(1), at + 1, at > 0)
    Q, delta = sarsa_update(Q, last, at - 1, lr=0.5)
    print("the error of the last step:", delta.round(2))
