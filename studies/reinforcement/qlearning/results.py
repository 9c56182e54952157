"""Q-learning over seeds: a crowd in the grid, the cliff, the frozen lake."""

import gymnasium as gym
import numpy as np

from snippets.reinforcement.planning import (
    action_values,
    greedy_policy,
    value_iteration,
)
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.qlearning import q_target, sarsa_target
from snippets.reinforcement.qlearning_agent import (
    shrinking,
    train_crowd,
    train_q,
)
from snippets.reinforcement.qlearning_env import Crowd, tables_of
from studies.reinforcement.qlearning.lone import grid_lists, lake_lists, lone

RATES = {
    "n^-0.8": shrinking,
    "n^-1": lambda n: 1 / n,
    "0.1": lambda n: 0.1 + 0 * n,
}
RULES = {"Q": q_target, "SARSA": sarsa_target}
CLIFF = {"0.1": lambda k: 0.1, "to 0": lambda k: 0.1 * max(0.0, 1 - k / 500)}
LAKE = {
    "0.1": (lambda k: 0.1, 0.0),
    "1 to 0.05": (lambda k: max(0.05, 1 - k / 500), 0.0),
    "1": (lambda k: 1.0, 0.0),
    "0": (lambda k: 0.0, 0.0),
    "0, Q = 1": (lambda k: 0.0, 1.0),
}
LOOSE = {"error": 0.002, "by": 100_000, "returns": 2.0, "last": 2.0}
LOOSE |= {"greedy": 3.0, "share": 0.03, "episodes": 200, "path": 10.0}
LOOSE |= {"alone": 0.05}
EARLY = 20  # tables on the lake: 8000 steps


def _rounded(a, places=4):
    return np.round(a, places).tolist()


def crowd_rows(seeds, rounds, far, B=2000):
    """For each rate and seed how far Q is off, at 60 moments; steps needed."""
    world = GridWorld()
    mdp = world.mdp()
    exact = action_values(mdp, value_iteration(mdp)[0])
    at = np.unique(np.geomspace(1, rounds, 60).astype(int))
    rows = []
    for name, lr in RATES.items():
        errors, by = [], []
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            Qs = train_crowd(Crowd(world, B), rng, rounds, lr=lr)
            error = abs(Qs - exact).max(axis=(1, 2))
            errors.append(_rounded(error[at - 1]))
            by.append(int(np.flatnonzero(error > 0.01)[-1] + 2) * B)
        row = {"name": name, "steps_at": (at * B).tolist()}
        row |= {"error": errors, "by": by, "alone": alone(lr, seeds, far)}
        rows.append(row)
    return rows


def alone(lr, seeds, steps):
    """How far the table of one agent is off in the end, for each seed."""
    world = GridWorld()
    mdp, rules = world.mdp(), grid_lists(world)
    exact = action_values(mdp, value_iteration(mdp)[0])
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        Q = lone(rng, rules, steps, lr, every=steps)[0][-1]
        found.append(round(float(abs(Q - exact).max()), 3))
    return found


def greedy_path(env, Q, limit=60):
    """The states of a greedy episode, as far as limit."""
    s, _ = env.reset()
    states = [int(s)]
    end = False
    while not end and len(states) <= limit:
        s, _, end, _, _ = env.step(int(Q[s].argmax()))
        states.append(int(s))
    return states


def cliff_rows(seeds, K):
    """For each rule and exploration: returns, the last 100, greedy steps."""
    rows = []
    for rule, target in RULES.items():
        for name, eps in CLIFF.items():
            curves, last, paths = [], [], []
            for seed in range(seeds):
                env = gym.make("CliffWalking-v1")
                rng = np.random.default_rng(seed)
                rest = {"lr": lambda n: 0.1, "gamma": 0.99, "target": target}
                Qs, returns, _ = train_q(env, rng, K, eps, **rest)
                curves.append(_rounded(returns.reshape(-1, 10).mean(axis=1), 1))
                last.append(round(float(returns[-100:].mean()), 1))
                paths.append(greedy_path(env, Qs[-1]))
            row = {"rule": rule, "eps": name, "returns": curves, "last": last}
            row |= {"greedy": [len(p) - 1 for p in paths], "path": paths[0]}
            rows.append(row)
    return rows


def reaches(mdp, pi, limit=100):
    """How probable it is that a policy gets from S to G in time: exact."""
    V = np.zeros(len(mdp.P))
    for _ in range(limit):
        V = (pi * (mdp.R + mdp.P @ V)).sum(axis=1)
    return float(V[0])


def lake_rows(seeds, steps, every=400):
    """For each exploration and seed what the greedy policy would reach."""
    env = gym.make("FrozenLake-v1")
    mdp, rules = tables_of(env), lake_lists(env)
    rows = []
    for name, (eps, start) in LAKE.items():
        shares, ends = [], []
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            how = {"eps": eps, "start": start, "gamma": 0.99, "every": every}
            Qs, k = lone(rng, rules, steps, lambda n: n**-0.6, **how)
            found = [reaches(mdp, greedy_policy(Q)) for Q in Qs]
            shares.append(_rounded(found, 3))
            ends.append(k)
        rows.append({"explores": name, "share": shares, "episodes": ends})
    return rows


def qlearning_rows(
    seeds: int = 10,
    rounds: int = 3000,
    K: int = 1000,
    far: int = 500_000,
    across: int = 52_000,
) -> list[dict]:
    """The rows of the crowd, of the cliff and of the lake."""
    crowd = crowd_rows(seeds // 2 + 1, rounds, far)
    return crowd + cliff_rows(seeds, K) + lake_rows(seeds, across)


def _all(numbers, form):
    return " ".join(format(n, form) for n in numbers)


def qlearning_table(rows: list[dict]) -> list[str]:
    """A line for each setting, with all its seeds."""
    lines = []
    for row in rows:
        if "error" in row:
            last = [error[-1] for error in row["error"]]
            late = row["steps_at"][-1]
            by = [f"{n / 1e6:.1f}" if n <= late else "–" for n in row["by"]]
            cells = [_all(last, ".4f"), " ".join(by)]
            cells += [_all(row["alone"], ".3f")]
        elif "last" in row:
            cells = [f"{np.mean(row['last']):.1f}", _all(row["last"], ".1f")]
            cells += [_all(row["greedy"], "d")]
        else:
            shares = 100 * np.array(row["share"])  # (seeds, checks)
            cells = []
            for at in EARLY, shares.shape[1]:
                cells += [f"{shares[:, at - 1].mean():.0f}"]
                cells += [_all(shares[:, at - 1], ".0f")]
            cells += [f"{np.mean(row['episodes']):.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def facts(rows: list[dict]) -> list[str]:
    """How many seeds fall to nothing in the second half, on the lake."""
    optimist = np.array(rows[-1]["share"])
    late = optimist[:, optimist.shape[1] // 2 :]
    return [f"{(late.min(axis=1) < 0.01).sum()} of {len(late)} seeds"]


results, table = qlearning_rows, qlearning_table  # what make results calls
