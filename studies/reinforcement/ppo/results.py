"""The cart with the pole: one step a batch, twenty, clipped; rates and seeds.

Four weights: the mean over all 160 games. The network: judged in Gymnasium's
own CartPole-v1, 20 games, reset with seeds from 1000.
"""

from functools import partial

import numpy as np

from snippets.reinforcement.policy_gradient_agent import init_agent
from snippets.reinforcement.policy_gradient_env import Carts, roll_out
from snippets.reinforcement.ppo_agent import PPOSettings, train_ppo
from studies.reinforcement.policy_gradient.results import (
    _drawn,
    cartpole_returns,
)
from studies.reinforcement.ppo.four import INF, RATES, four_curve

LOOSE = {
    "mean": 60.0,
    "curve": 200.0,
    "entropy": 0.3,
    "final": 300.0,
    "least": INF,
}
WAYS = {"one": (1, INF), "free": (20, INF), "clipped": (20, 0.2)}
SEARCHED = {
    "one": (0.003, 0.01, 0.03, 0.1),
    "free": (0.001, 0.003, 0.01, 0.03),
    "clipped": (0.003, 0.01, 0.03, 0.1),
}


def four_rows(seeds, batches):
    """Four weights: of every way and rate the mean over all games."""
    rows = []
    for way, (steps, eps) in WAYS.items():
        for lr in RATES:
            how = {"lr": lr, "steps": steps, "eps": eps, "batches": batches}
            curves = [four_curve(seed, **how) for seed in range(seeds)]
            means = [round(float(curve.mean()), 1) for curve in curves]
            rows.append({"name": f"four {way} {lr:g}", "mean": means})
    return rows


def network_row(name, how, seeds, games):
    """The network: every seed's curve, its end and its games."""
    curves, entropies, final, least = [], [], [], []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        play = partial(roll_out, Carts())
        start = init_agent(rng, (4, 32), 2)
        agent, record = train_ppo(rng, start, play, how)
        returns = cartpole_returns(partial(_drawn, agent.pi), games)
        curves.append(record[:, 0].round(1).tolist())
        entropies.append(round(float(record[-1, 1]), 3))
        final.append(float(np.mean(returns)))
        least.append(int(min(returns)))
    end = {"entropy": entropies, "final": final, "least": least}
    return {"name": name, "curve": curves} | end


def network_settings(batches):
    """By its name each setting of the network."""
    found = {}
    for way, (steps, eps) in WAYS.items():
        for lr in SEARCHED[way]:
            how = PPOSettings(lr=lr, batches=batches, steps=steps, eps=eps)
            found[f"{way} {lr:g}"] = how
    found["gae 0.03"] = PPOSettings(lr=0.03, batches=batches, lam=0.95)
    return found


def ppo_rows(seeds: int = 5, batches=(20, 30), games: int = 20) -> list[dict]:
    """The four weights, then the network, a row for every setting."""
    rows = four_rows(seeds, batches[0])
    for name, how in network_settings(batches[1]).items():
        rows.append(network_row(name, how, seeds, games))
    return rows


def ppo_table(rows: list[dict]) -> list[str]:
    """Four weights: the means. The network: means, worst game, entropies."""
    lines = []
    for row in rows:
        if "mean" in row:
            each = " ".join(f"{m:.0f}" for m in row["mean"])
            cells = [f"{np.mean(row['mean']):.0f}", each]
        else:
            cells = [" ".join(f"{m:.0f}" for m in row["final"])]
            cells += [str(min(row["least"]))]
            cells += [" ".join(f"{h:.2f}" for h in row["entropy"])]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def ppo_facts(rows: list[dict]) -> list[str]:
    """After how many games the mean of all seeds is first above 400."""
    found = []
    for row in rows:
        above = np.mean(row.get("curve", [[0]]), axis=0) > 400
        games = 8 * (int(above.argmax()) + 1)
        found += [f"{row['name']}: {games} games"] * bool(above.any())
    return found


results, table, facts = ppo_rows, ppo_table, ppo_facts
