"""Learning curves on the cart with the pole, over seeds and settings.

Judged in Gymnasium's own CartPole-v1: 20 games, reset with seeds from 1000.
"""

from functools import partial

import numpy as np

from snippets.reinforcement.policy_gradient import policy_forward
from snippets.reinforcement.policy_gradient_agent import (
    AgentSettings,
    init_agent,
    train_agent,
)
from snippets.reinforcement.policy_gradient_env import Carts, roll_out

LOOSE = {
    "curve": 120.0,
    "entropy": 0.2,
    "final": 200.0,
    "least": float("inf"),
}
SETTINGS = {
    "plain 0.01": AgentSettings(lr=0.01, baseline=False),
    "baseline 0.01": AgentSettings(lr=0.01),
    "plain 0.03": AgentSettings(lr=0.03, baseline=False),
    "blind 0.03": AgentSettings(lr=0.03),
    "baseline 0.03": AgentSettings(lr=0.03),
}


def _random(rng, x):
    """Either way, half of the time."""
    return rng.integers(2)


def _pole(rng, x):
    """To where the pole leans."""
    return int(x[2] > 0)


def _soon(rng, x):
    """To where the pole will lean."""
    return int(x[2] + x[3] > 0)


def _weighed(rng, x):
    """The same, with a third of the speed of the angle."""
    return int(3 * x[2] + x[3] > 0)


def _drawn(pi, rng, x):
    """As the policy draws it."""
    log_pi, _ = policy_forward(pi, x[None].astype(float))
    return int(rng.random() < np.exp(log_pi[0, 1]))


def cartpole_returns(choose, games):
    """The returns of so many games of Gymnasium's CartPole-v1."""
    import gymnasium

    rng = np.random.default_rng(0)
    env = gymnasium.make("CartPole-v1")
    returns = []
    for n in range(games):
        x, _ = env.reset(seed=1000 + n)
        steps, over = 0, False
        while not over:
            x, _, ended, late, _ = env.step(choose(rng, x))
            steps, over = steps + 1, ended or late
        returns.append(steps)
    return returns


def _blind(v):
    """A critic that sees nothing: only its last bias can learn."""
    return v._replace(Ws=[np.zeros_like(W) for W in v.Ws])


def _row(name, seeds, batches, games):
    """A row for a setting: every seed's curve, its end and its games."""
    how = SETTINGS[name]._replace(batches=batches)
    curves, entropies, final, least = [], [], [], []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        start = init_agent(rng, (4, 32), 2)
        if name.startswith("blind"):  # normalised G, and no critic
            start = start._replace(v=_blind(start.v))
        play = partial(roll_out, Carts())
        agent, record = train_agent(rng, start, play, how)
        returns = cartpole_returns(partial(_drawn, agent.pi), games)
        curves.append(record[:, 0].round(1).tolist())
        entropies.append(round(float(record[-1, 1]), 3))
        final.append(float(np.mean(returns)))
        least.append(int(min(returns)))
    end = {"entropy": entropies, "final": final, "least": least}
    return {"name": name, "curve": curves} | end


def policy_gradient_rows(
    seeds: int = 5, batches: int = 60, games: int = 20
) -> list[dict]:
    """The rules that learn nothing, then a row for every setting."""
    rules = {
        "random": _random,
        "pole": _pole,
        "soon": _soon,
        "weighed": _weighed,
    }
    rows = []
    for name, choose in rules.items():
        returns = cartpole_returns(choose, games)
        end = {"final": [float(np.mean(returns))], "least": [min(returns)]}
        rows.append({"name": name} | end)
    return rows + [_row(name, seeds, batches, games) for name in SETTINGS]


def policy_gradient_table(rows: list[dict]) -> list[str]:
    """Of every seed the mean return, over all the worst game; entropy."""
    lines = []
    for row in rows:
        cells = [" ".join(f"{m:.0f}" for m in row["final"])]
        cells += [str(min(row["least"]))]
        if "entropy" in row:
            cells += [" ".join(f"{h:.2f}" for h in row["entropy"])]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def policy_gradient_facts(rows: list[dict]) -> list[str]:
    """After how many games the mean of all seeds is first above 400."""
    found = []
    for row in rows:
        above = np.mean(row.get("curve", [[0]]), axis=0) > 400
        games = 8 * (int(above.argmax()) + 1)
        found += [f"{row['name']}: {games} games"] * bool(above.any())
    return found


results, table = policy_gradient_rows, policy_gradient_table
facts = policy_gradient_facts
