"""A corridor with Gymnasium's interface, and transitions at random, for tests."""

import numpy as np

from snippets.reinforcement.dqn_replay import Transitions


class Corridor:
    """Five cells, each a one-hot row; 2 goes on, 0 back, 1 stays; 1 at the end.

    One begins in cell 2. The last cell ends an episode; so do 30 steps.
    """

    def reset(self, seed=None):
        self.cell, self.steps = 2, 0
        return np.eye(5)[self.cell], {}

    def step(self, action):
        self.cell = max(0, self.cell + action - 1)
        self.steps += 1
        end = self.cell == 4
        return np.eye(5)[self.cell], float(end), end, self.steps == 30, {}


def seen_rows(rng, N=7, D=5, A=3):
    """N transitions, some of which end."""
    s, s_next = rng.normal(size=(2, N, D))
    a, r = rng.integers(A, size=N), rng.normal(size=N)
    return Transitions(s, a, r, s_next, np.arange(N) % 3 == 1)
