"""A grid world with Gymnasium's interface, which also works without Gymnasium.

Gymnasium  Towers et al. 2024, doi:10.48550/arXiv.2407.17032
World      Russell & Norvig 2010, ISBN 978-0-13-604259-4, chapter 17
Chapter    planning.py
Axes       S states, row by row; A = 4 actions: up, right, down, left
"""

import numpy as np

from snippets.reinforcement.planning import MDP


# --8<-- [start:spaces]
class PlainDiscrete:
    """The whole numbers 0 … n − 1, as gymnasium.spaces.Discrete."""

    def __init__(self, n: int):
        self.n = n

    def contains(self, x) -> bool:
        return isinstance(x, int | np.integer) and 0 <= x < self.n


class PlainEnv:
    """As much of gymnasium.Env as a grid world needs."""

    np_random = np.random.default_rng(0)

    def reset(self, *, seed=None, options=None):
        if seed is not None:
            self.np_random = np.random.default_rng(seed)


try:
    from gymnasium import Env
    from gymnasium.spaces import Discrete
except ImportError:  # a browser has no Gymnasium
    Discrete, Env = PlainDiscrete, PlainEnv
# --8<-- [end:spaces]


# --8<-- [start:GridWorld]
MOVES = np.array([(-1, 0), (0, 1), (1, 0), (0, -1)])  # (4, 2)
ARROWS = "↑→↓←"
REWARDS = {"G": 1.0, "X": -1.0}  # on entering; there an episode ends
MAP = ("S..G", ".#.X", "....")


class GridWorld(Env):
    """Walk from S to G: # is a wall, X a hole. ValueError if the map is odd.

    slip: how probable it is that a step goes left or right of where it was
    meant to go, half of it each way. cost: what every step costs. An episode
    that lasts is truncated after limit steps.
    """

    metadata = {"render_modes": []}  # noqa: RUF012
    render_mode = None

    def __init__(self, rows=MAP, slip=0.2, cost=0.04, limit=100):
        if len({len(row) for row in rows}) != 1 or set("".join(rows)) - set(
            "S.G#X"
        ):
            raise ValueError(f"rows must be alike, of S . G # X, got {rows!r}")
        if "".join(rows).count("S") != 1 or "G" not in "".join(rows):
            raise ValueError(f"rows must hold one S and a G, got {rows!r}")
        if not 0 <= slip <= 1:
            raise ValueError(f"slip must be from 0 to 1, got {slip!r}")
        self.cells = np.array([list(row) for row in rows])  # (H, W)
        self.slip, self.cost, self.limit = slip, cost, limit
        self.start = int((self.cells == "S").argmax())
        self.observation_space = Discrete(self.cells.size)
        self.action_space = Discrete(len(MOVES))

    def reset(self, *, seed=None, options=None):
        """Back to S: returns the state and an empty dict."""
        super().reset(seed=seed)
        self.state, self.steps = self.start, 0
        return self.state, {}

    def step(self, action):
        """One step: state, reward, terminated, truncated, an empty dict.

        ValueError unless action is 0, 1, 2 or 3.
        """
        if not self.action_space.contains(action):
            raise ValueError(f"action must be 0, 1, 2 or 3, got {action!r}")
        turns = [0, 1, -1]
        chance = [1 - self.slip, self.slip / 2, self.slip / 2]
        way = (action + self.np_random.choice(turns, p=chance)) % len(MOVES)
        self.state = self.neighbour(self.state, way)
        self.steps += 1
        reward = self.reward(self.state)
        terminated = self.ends(self.state)
        return self.state, reward, terminated, self.steps >= self.limit, {}

    def ends(self, state: int) -> bool:
        """Whether an episode ends in a state: at G and X."""
        return bool(self.cells.flat[state] in REWARDS)

    def reward(self, state: int) -> float:
        """What entering a state gives, less what a step costs."""
        return REWARDS.get(self.cells.flat[state], 0.0) - self.cost

    def neighbour(self, state: int, way: int) -> int:
        """Where a step leads; at a wall or an edge, nowhere."""
        row, column = divmod(state, self.cells.shape[1]) + MOVES[way]
        inside = 0 <= row < len(self.cells) and 0 <= column < len(self.cells.T)
        if not inside or self.cells[row, column] == "#":
            return state
        return int(row * self.cells.shape[1] + column)

    def mdp(self) -> MDP:
        """The same world as tables: P (S, A, S), R (S, A).

        Where an episode ends, and in a wall, one stays and gets nothing.
        """
        S = self.cells.size
        A = len(MOVES)
        P, R = np.zeros((S, A, S)), np.zeros((S, A))
        chance = {0: 1 - self.slip, 1: self.slip / 2, -1: self.slip / 2}
        for s in range(S):
            if self.ends(s) or self.cells.flat[s] == "#":
                P[s, :, s] = 1
                continue
            for a in range(A):
                for turn, p in chance.items():
                    t = self.neighbour(s, (a + turn) % A)
                    P[s, a, t] += p
                    R[s, a] += p * self.reward(t)
        return MDP(P, R)
        # --8<-- [end:GridWorld]


# --8<-- [start:picture]
def picture(world: GridWorld, words) -> str:
    """The map as text, a word for each state where one can act."""
    shown = [
        str(word) if mark in ".S" else mark
        for word, mark in zip(words, world.cells.flat, strict=True)
    ]
    size = max(map(len, shown))
    lines = np.array([f"{word:>{size}}" for word in shown])
    return "\n".join(map(" ".join, lines.reshape(world.cells.shape)))
    # --8<-- [end:picture]


if __name__ == "__main__":
    world = GridWorld()
    state, _ = world.reset(seed=0)
    for action in (0, 1, 1, 1):
        state, reward, terminated, truncated, _ = world.step(action)
        print(state, round(reward, 2), terminated)
