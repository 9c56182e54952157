"""Agents that act and learn a table, one alone or many at once, in NumPy.

Papers    Watkins & Dayan 1992, doi:10.1007/BF00992698
Axes      S states, A actions, B agents that share a table, K episodes
Use       env as in Gymnasium, at last the best action in each state:

    Qs = train_crowd(crowd, rng, rounds)  # (rounds, S, A)
    Qs, returns, lengths = train_q(env, rng, K, lambda k: 0.1)
    Qs[-1].argmax(axis=1)  # (S,)
"""

from types import SimpleNamespace

import numpy as np

from snippets.foundations.neuron import expect_count
from snippets.reinforcement.planning import expect_discount
from snippets.reinforcement.qlearning import (
    TableSteps,
    expect_share,
    q_target,
    q_update,
    sarsa_target,
)


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
    Q = np.zeros((S, A))  # (S, A)
    visits = np.zeros((S, A))  # (S, A)
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
