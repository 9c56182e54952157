"""One agent that learns a table from the rules as lists: a million steps."""

from bisect import bisect
from collections.abc import Iterator
from typing import NamedTuple

import gymnasium as gym
import numpy as np

from snippets.reinforcement.planning import MDP
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.qlearning_env import tables_of

LIMIT = 100  # steps of an episode


class Lists(NamedTuple):
    """The rules of a world: what may follow, what it brings, where it ends."""

    to: list  # of s, of a: the states that may follow
    up_to: list  # their probabilities, added up
    reward: list  # for coming into a state
    ends: list
    starts: list


def listed(mdp: MDP, reward, ends, starts) -> Lists:
    """The same rules as lists, which are quick for a single step."""
    to = [[np.flatnonzero(p).tolist() for p in rows] for rows in mdp.P]
    up_to = [[p[p > 0].cumsum().tolist() for p in rows] for rows in mdp.P]
    rest = (np.asarray(x).tolist() for x in (reward, ends))
    return Lists(to, up_to, *rest, np.flatnonzero(starts).tolist())


def grid_lists(world: GridWorld) -> Lists:
    """A grid world in which an episode begins in any cell."""
    states = range(world.cells.size)
    ends = np.array([world.ends(t) for t in states])
    reward = [world.reward(t) for t in states]
    starts = ~ends & (world.cells.ravel() != "#")
    return listed(world.mdp(), reward, ends, starts)


def lake_lists(env=None) -> Lists:
    """The frozen lake: 1 at the goal."""
    env = env or gym.make("FrozenLake-v1")
    marks = env.unwrapped.desc.ravel()
    ends = np.isin(marks, [b"G", b"H"])
    return listed(tables_of(env), 1.0 * (marks == b"G"), ends, marks == b"S")


def picked(q: list, free: bool, u: float) -> int:
    """Any action, or one of the best by lot."""
    if free:
        return int(u * len(q))
    most = max(q)
    best = [a for a, value in enumerate(q) if value == most]
    return best[int(u * len(best))]


def episodes(rng, rules: Lists, steps: int, choose) -> Iterator[tuple]:
    """Walk: which episode, s, a, r, s', end; choose: the action for s."""
    k, length = 0, 0
    s = rules.starts[0]
    for u in rng.random((steps, 2)).tolist():
        if not length:
            s = rules.starts[int(u[1] * len(rules.starts))]
        a = choose(k, s)
        to, up_to = rules.to[s][a], rules.up_to[s][a]
        t = to[min(bisect(up_to, u[0]), len(to) - 1)]
        end = rules.ends[t]
        yield k, s, a, rules.reward[t], t, end
        s, length = t, length + 1
        if end or length == LIMIT:
            k, length = k + 1, 0


def lone(rng, rules, steps, lr, eps=None, gamma=0.9, start=0.0, every=1000):
    """Q-learning of one agent: its tables after every so many steps, episodes.

    eps: what is tried, by the number of the episode; without it, all is.
    """
    A = len(rules.to[0])
    Q = [[start] * A for _ in rules.to]
    n = [[0] * A for _ in rules.to]
    lots = iter(rng.random((steps, 2)).tolist())

    def choose(k, s):
        free, u = next(lots)
        return picked(Q[s], eps is None or free < eps(k), u)

    tables = []
    for t, step in enumerate(episodes(rng, rules, steps, choose), 1):
        k, s, a, r, to, end = step
        n[s][a] += 1
        y = r if end else r + gamma * max(Q[to])
        Q[s][a] += lr(n[s][a]) * (y - Q[s][a])
        if t % every == 0:
            tables.append([list(row) for row in Q])
    return np.array(tables), k
