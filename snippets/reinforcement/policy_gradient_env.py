"""Many games at once: a world as tables, and Gymnasium's CartPole-v1.

Gymnasium  Towers et al. 2024, doi:10.48550/arXiv.2407.17032
Cart-pole  Barto, Sutton & Anderson 1983, doi:10.1109/TSMC.1983.6313077
Chapter    policy_gradient.py
Axes       B games side by side, S states, A actions
"""

import math
from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import MLPParams, expect_layers
from snippets.foundations.neuron import expect, expect_count
from snippets.reinforcement.planning import MDP
from snippets.reinforcement.policy_gradient import policy_forward


# --8<-- [start:Tables]
class Tables:
    """Games in a world whose rules P (S, A, S), R (S, A) are known.

    A game is over where every action stays. The reward is R, the mean.
    """

    def __init__(self, mdp: MDP, start: int):
        self.P, self.R = mdp
        self.start = start
        S = len(self.P)
        self.final = (self.P[range(S), :, range(S)] == 1).all(axis=1)  # (S,)

    def reset(self, rng, B):
        """B games at their beginning: states (B,)."""
        return np.full(B, self.start)

    def see(self, state):
        """What the policy is told: a 1 at the place of the state, (B, S)."""
        return np.eye(len(self.P))[state]

    def step(self, rng, state, action):
        """A step of every game: states, rewards, over, each (B,)."""
        odds = self.P[state, action].cumsum(axis=1)  # (B, S)
        u = rng.random((len(state), 1)) * odds[:, -1:]  # (B, 1)
        new = (odds <= u).sum(axis=1)  # (B,)
        return new, self.R[state, action], self.final[new]
        # --8<-- [end:Tables]


# --8<-- [start:Carts]
class Carts:
    """CartPole-v1: states (B, 4), place, speed, angle, speed of the angle.

    Action 0 pushes to the left, 1 to the right; a reward of 1 a step. Over
    where the cart is beyond ±2.4 or the pole beyond ±12°.
    """

    def reset(self, rng, B):
        """B carts, nearly at rest in the middle."""
        return rng.uniform(-0.05, 0.05, (B, 4))

    def see(self, state):
        """What the policy is told: all four numbers."""
        return state

    def step(self, rng, state, action):
        """A fiftieth of a second: states (B, 4), rewards (B,), over (B,)."""
        _, speed, angle, turn = state.T  # 4 × (B,)
        sin = np.sin(angle)  # (B,)
        cos = np.cos(angle)  # (B,)
        push = (20 * action - 10 + 0.05 * turn**2 * sin) / 1.1  # (B,)
        arm = 0.5 * (4 / 3 - 0.1 * cos**2 / 1.1)  # (B,)
        dturn = (9.8 * sin - cos * push) / arm  # (B,)
        dspeed = push - 0.05 * dturn * cos / 1.1  # (B,)
        slope = np.stack([speed, dspeed, turn, dturn], axis=1)  # (B, 4)
        new = state + 0.02 * slope  # (B, 4)
        limit = 12 * 2 * math.pi / 360
        over = (abs(new[:, 0]) > 2.4) | (abs(new[:, 2]) > limit)  # (B,)
        return new, np.ones(len(new)), over
        # --8<-- [end:Carts]


# --8<-- [start:roll_out]
class Games(NamedTuple):
    x: np.ndarray  # (T, B, D)
    action: np.ndarray  # (T, B)
    reward: np.ndarray  # (T, B)
    alive: np.ndarray  # (T, B)


def draw_action(rng, log_pi: np.ndarray) -> np.ndarray:
    """One action for each row of log_pi (B, A), by its probabilities."""
    expect("log_pi", log_pi, "B", "A")
    odds = np.exp(log_pi).cumsum(axis=1)  # (B, A)
    u = rng.random((len(odds), 1)) * odds[:, -1:]  # (B, 1)
    return (odds <= u).sum(axis=1)  # (B,)


def roll_out(env, rng, pi: MLPParams, B=8, T=500) -> Games:
    """Play B games side by side, until all are over or T steps are done.

    After its end a game goes on, not alive, with the reward 0.
    """
    expect_count("B, T", B, T)
    state = env.reset(rng, B)
    expect_layers(pi, env.see(state))
    alive = np.ones(B, bool)  # (B,)
    rows = []
    while alive.any() and len(rows) < T:
        x = env.see(state).astype(pi.Ws[0].dtype)  # (B, D)
        action = draw_action(rng, policy_forward(pi, x)[0])  # (B,)
        state, reward, over = env.step(rng, state, action)
        rows.append((x, action, reward.astype(x.dtype) * alive, alive))
        alive = alive & ~over  # (B,)
    return Games(*map(np.stack, zip(*rows, strict=True)))
    # --8<-- [end:roll_out]
