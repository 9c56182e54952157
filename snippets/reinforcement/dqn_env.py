"""A grid world that is seen, not numbered: three planes around the agent.

Chapter    dqn.py
Axes       3 planes: walls, goals, holes; 2H - 1 rows, 2W - 1 columns
"""

import numpy as np

from snippets.reinforcement.dqn_agent import step_dqn
from snippets.reinforcement.planning_env import MAP, GridWorld

# --8<-- [start:GridView]
try:
    from gymnasium.spaces import Box
except ImportError:  # a browser has no Gymnasium
    Box = None


class GridView(GridWorld):
    """GridWorld, but one sees the surroundings; each episode another map.

    maps: one or more of the same size. An episode begins on any cell where
    one can act, of any of the maps.
    """

    def __init__(self, maps=(MAP,), **settings):
        super().__init__(maps[0], **settings)
        self.worlds = [GridWorld(rows, **settings) for rows in maps]
        if len({world.cells.shape for world in self.worlds}) != 1:
            raise ValueError("maps must have the same size")
        width = self.view(self.start).size
        if Box:
            self.observation_space = Box(0, 1, (width,), np.float64)

    def view(self, state: int) -> np.ndarray:
        """Walls, goals and holes around a state, the agent in the middle."""
        H, W = self.cells.shape
        padded = np.pad(self.cells, ((H - 1,), (W - 1,)), constant_values="#")
        row, column = divmod(state, W)
        around = padded[row : row + 2 * H - 1, column : column + 2 * W - 1]
        return (
            np.concatenate([(around == mark).ravel() for mark in "#GX"]) * 1.0
        )

    def active(self) -> np.ndarray:
        """The states of this map in which one can act."""
        return np.flatnonzero(np.isin(self.cells, [".", "S"]))

    def reset(self, *, seed=None, options=None):
        """Any map, any cell of it: returns the view and an empty dict."""
        super().reset(seed=seed)
        n = self.np_random.integers(len(self.worlds))
        self.cells = self.worlds[n].cells
        self.state = int(self.np_random.choice(self.active()))
        return self.view(self.state), {}

    def step(self, action):
        """As in GridWorld, with the view in the place of the state."""
        state, *rest = super().step(action)
        return self.view(state), *rest
        # --8<-- [end:GridView]


# --8<-- [start:play]
def play_dqn(values, env, like, gamma=0.99, episodes=20, seed=0) -> np.ndarray:
    """Always the best action: returns, promises, discounted (3, episodes)."""
    rng = np.random.default_rng(seed)
    rows = []
    for n in range(episodes):
        s, _ = env.reset(seed=seed if n == 0 else None)
        s = np.asarray(s, like)  # (D,)
        promise = values(s).max()
        rewards = []
        over = False
        while not over:
            (_, _, r, s, _), over = step_dqn(rng, values(s), env, s, 0)
            rewards.append(r)
        kept = sum(r * gamma**t for t, r in enumerate(rewards))
        rows.append((sum(rewards), promise, kept))
    return np.array(rows).T  # (3, episodes)
    # --8<-- [end:play]
