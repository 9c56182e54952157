"""Do the conclusions about planning hold on other maps, ice and prices?"""

from itertools import pairwise

import numpy as np

from snippets.reinforcement.planning import (
    MDP,
    action_values,
    greedy_policy,
    policy_iteration,
    policy_value,
    value_iteration,
)
from snippets.reinforcement.planning_env import MAP, GridWorld
from studies.trying import Claim, varied

CORNER = "...G", ".#.X", "S..."  # the page's map, begun at the lower left
SWEEPS = 12
NEAR = 1e-8  # to how much values count as exact


def drawn_world(seed, size=(3, 4), **rules) -> GridWorld:
    """A world of this size: S and G anywhere, a wall and a hole in 12 cells."""
    cells = np.full(size, ".").ravel()
    few = len(cells) // 12
    marks = [*"SG", *"#X" * few]
    rng = np.random.default_rng(seed)
    cells[rng.choice(len(cells), len(marks), replace=False)] = marks
    rows = ("".join(row) for row in cells.reshape(size))
    return GridWorld(tuple(rows), **rules)


def mean_return(world, seed, own, pi, episodes, gamma=0.9) -> float:
    """The mean discounted return of a policy; seeds of the world, its own."""
    world.reset(seed=seed)
    rng = np.random.default_rng(own)
    total = 0.0
    for _ in range(episodes):
        state, _ = world.reset()
        weight, over = 1.0, False
        while not over:
            action = int(rng.choice(4, p=pi[state]))
            state, reward, end, cut, _ = world.step(action)
            total += weight * reward
            weight *= gamma
            over = end or cut
    return total / episodes


def corner_policies(gamma, **rules):
    """The planned policy, the same but past the hole, and their values."""
    mdp = GridWorld(CORNER, **rules).mdp()
    planned, V, _ = policy_iteration(mdp, gamma)
    short = planned.copy()
    short[8] = [0, 1, 0, 0]
    return planned, short, V[8] - policy_value(mdp, short, gamma)[0][8]


def played(seed=0, gamma=0.9, episodes=1000, **rules) -> dict[str, float]:
    """Mean returns from the corner; how far two lie apart without ice."""
    planned, short, _ = corner_policies(gamma, **rules)
    *_, apart = corner_policies(gamma, **{**rules, "slip": 0})
    rivals = (
        ("planned", planned),
        ("short", short),
        ("random", 0 * short + 0.25),
    )
    world = GridWorld(CORNER, **rules)
    found = {
        name: mean_return(world, seed, seed + 100, pi, episodes, gamma)
        for name, pi in rivals
    }
    return found | {"apart without ice": apart}


def shrink_factors(mdp, gamma) -> np.ndarray:
    """By what factor of γ the largest error shrinks in each sweep."""
    best, _ = value_iteration(mdp, gamma, tol=1e-12)
    V = np.zeros(len(best))
    far = [np.abs(best - V).max()]
    for _ in range(SWEEPS):
        V = action_values(mdp, V, gamma).max(axis=1)
        far.append(np.abs(best - V).max())
    return np.array(far[1:]) / np.array(far[:-1]) / gamma


def settled(seed=0, gamma=0.9, S=30, spread=1.0, **rules) -> dict[str, float]:
    """The factor after 12 sweeps without an end, over the last 6 with one."""
    rng = np.random.default_rng(seed)
    P = rng.dirichlet(spread * np.ones(S), size=(S, 3))
    endless = shrink_factors(MDP(P, rng.uniform(size=(S, 3))), gamma)
    grid = shrink_factors(drawn_world(seed, **rules).mdp(), gamma)
    return {
        "endless": endless[-1],
        "with an end": np.exp(np.log(grid[SWEEPS // 2 :]).mean()),
        "largest": max(endless.max(), grid.max()),
    }


def looked_at(seed=0, gamma=0.9, **rules) -> dict[str, float]:
    """Policies or sweeps to the exact values; sweeps to a best policy."""
    mdp = drawn_world(seed, **rules).mdp()
    _, exact, policies = policy_iteration(mdp, gamma)
    V, sweeps, best = np.zeros(len(exact)), 0, 0
    while np.abs(V - exact).max() > NEAR:
        Q = action_values(mdp, V, gamma)
        V, sweeps = Q.max(axis=1), sweeps + 1
        worth, _ = policy_value(mdp, greedy_policy(Q), gamma)
        if np.abs(worth - exact).max() > NEAR:
            best = sweeps
    return {"policies": policies, "sweeps": sweeps, "to a policy": best}


def in_the_hole(world, gamma) -> float:
    """How many fall under the best policy, of those who begin anywhere."""
    mdp = world.mdp()
    pi, _, _ = policy_iteration(mdp, gamma)
    marks = world.cells.ravel()
    at = np.isin(marks, [".", "S"]) / np.isin(marks, [".", "S"]).sum()
    move = np.einsum("sa,sat->st", pi, mdp.P)
    return (at @ np.linalg.matrix_power(move, 1000))[marks == "X"].sum()


def falls(seed=None, gamma=0.99, slip=0.2) -> dict[str, float]:
    """The share that falls, for the prices of the page, on its map or one."""
    found = {}
    for cost in (0.01, 0.04, 0.3, 2):
        rules = {"slip": slip, "cost": cost}
        world = (
            GridWorld(**rules) if seed is None else drawn_world(seed, **rules)
        )
        found[f"cost {cost}"] = in_the_hole(world, gamma)
    return found


def drifted(seed=0, right=0.7, slip=0.2, episodes=300) -> dict[str, float]:
    """A drifting agent: its value, that without ice, and what it gets."""
    drifting = np.full((12, 4), (1 - right) / 3)
    drifting[:, 1] = right
    worlds = GridWorld(MAP, slip=slip), GridWorld(MAP, slip=0)
    promised, no_ice = (policy_value(w.mdp(), drifting)[0][0] for w in worlds)
    return {
        "promised": promised,
        "no ice": no_ice,
        "other": mean_return(worlds[0], seed, seed + 100, drifting, episodes),
        "same": mean_return(worlds[0], seed, seed, drifting, episodes),
    }


def in_order(numbers: dict[str, float]) -> bool:
    """Planned before short before random; without ice the first two tie."""
    tie = abs(numbers["apart without ice"]) < 1e-9
    return tie and numbers["planned"] > numbers["short"] > numbers["random"]


def faster_with_an_end(numbers: dict[str, float]) -> bool:
    """γ without an end, at least a tenth less with one, and never more."""
    bound = numbers["largest"] < 1 + 1e-6
    return bound and numbers["endless"] > 0.99 and numbers["with an end"] < 0.9


def few_policies(numbers: dict[str, float]) -> bool:
    """At most six policies, and at least four times as many sweeps."""
    few = numbers["policies"] <= 6
    return few and numbers["sweeps"] >= 4 * numbers["policies"]


def dearer_falls_more(numbers: dict[str, float]) -> bool:
    """With the price the share never shrinks, and at last it has grown."""
    shares = list(numbers.values())
    steps = pairwise(shares)
    return shares[-1] > shares[0] and all(a <= b + 1e-9 for a, b in steps)


def as_without_ice(numbers: dict[str, float]) -> bool:
    """Same seeds: nearer to no ice; other seeds: nearer to the promise."""

    def nearer(name, one, other):
        near, far = (abs(numbers[name] - numbers[n]) for n in (one, other))
        return near < far

    same = nearer("same", "no ice", "promised")
    return same and nearer("other", "promised", "no ice")


PATIENCE = [0.5, 0.99]
CLAIMS = {
    "planned-first": Claim(
        played,
        in_order,
        varied(10, gamma=[0.7, 0.99], slip=[0.1, 0.4], cost=[0.01, 0.3]),
    ),
    "faster-with-an-end": Claim(
        settled,
        faster_with_an_end,
        varied(10, gamma=PATIENCE, S=[10, 100], spread=[0.1], slip=[0.05, 0.4]),
    ),
    "few-policies": Claim(
        looked_at,
        few_policies,
        varied(10, gamma=PATIENCE, slip=[0.05, 0.4], size=[[6, 8]]),
    ),
    "dearer-falls-more": Claim(
        falls,
        dearer_falls_more,
        [{}, *varied(10, gamma=[0.95], slip=[0.1, 0.4])],
    ),
    "same-seeds": Claim(
        drifted,
        as_without_ice,
        varied(10, right=[0.5, 0.8], slip=[0.1, 0.3], episodes=[1000]),
    ),
}
