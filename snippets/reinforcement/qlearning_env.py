"""Many walkers in one grid world: Gymnasium's reset and step for arrays.

Chapter   qlearning.py
Axes      B walkers, S states, A actions
"""

import numpy as np

from snippets.foundations.neuron import expect_count
from snippets.reinforcement.planning import MDP
from snippets.reinforcement.planning_env import GridWorld


# --8<-- [start:Crowd]
class Crowd:
    """B walkers; each starts anew, somewhere, when its episode is over.

    A walk is cut off (truncated) with probability 1/limit after each step.
    """

    def __init__(self, world: GridWorld, B: int):
        expect_count("B", B)
        S = world.observation_space.n
        self.observation_space = world.observation_space
        self.action_space = world.action_space
        self.B, self.limit = B, world.limit
        self.up_to = world.mdp().P.cumsum(axis=2)  # (S, A, S)
        self.rewards = np.array([world.reward(t) for t in range(S)])  # (S,)
        self.ends = np.array([world.ends(t) for t in range(S)])  # (S,)
        walls = world.cells.ravel() == "#"  # (S,)
        self.starts = np.flatnonzero(~self.ends & ~walls)

    def reset(self, rng):
        """Every walker somewhere: states (B,)."""
        self.s = rng.choice(self.starts, self.B)  # (B,)
        return self.s

    def step(self, rng, a):
        """One step of each: r, s_next, terminated and where it goes on."""
        u = rng.random((self.B, 1))  # (B, 1)
        s_next = (u > self.up_to[self.s, a]).sum(axis=1)  # (B,)
        end = self.ends[s_next]  # (B,)
        cut = rng.random(self.B) < 1 / self.limit  # (B,)
        fresh = rng.choice(self.starts, self.B)  # (B,)
        self.s = np.where(end | cut, fresh, s_next)  # (B,)
        return self.rewards[s_next], s_next, end, self.s
        # --8<-- [end:Crowd]


# --8<-- [start:tables_of]
def tables_of(env) -> MDP:
    """The rules of a toy of Gymnasium: P (S, A, S), R (S, A), ends at rest."""
    rules = env.unwrapped.P
    S, A = len(rules), len(rules[0])
    P, R = np.zeros((S, A, S)), np.zeros((S, A))  # (S, A, S), (S, A)
    ends = set()
    for s, a in np.ndindex(S, A):
        for p, t, r, end in rules[s][a]:
            P[s, a, t] += p
            R[s, a] += p * r
            ends |= {t} if end else set()
    for t in ends:
        P[t] = np.eye(S)[t]  # (A, S)
        R[t] = 0
    return MDP(P, R)
    # --8<-- [end:tables_of]
