"""Do the conclusions about Q-learning hold at other rates, limits and ice?"""

from functools import partial

import gymnasium as gym
import numpy as np

from snippets.reinforcement.planning import (
    action_values,
    greedy_policy,
    policy_value,
    value_iteration,
)
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.qlearning import q_target, sarsa_target
from snippets.reinforcement.qlearning_agent import train_crowd, train_q
from snippets.reinforcement.qlearning_env import Crowd, tables_of
from studies.reinforcement.qlearning.lone import grid_lists, lake_lists, lone
from studies.reinforcement.qlearning.results import LAKE, reaches
from studies.trying import Claim, varied


def exact_table(world, gamma):
    """The tables of a world, and what every action is worth."""
    mdp = world.mdp()
    return mdp, action_values(mdp, value_iteration(mdp, gamma)[0], gamma)


def decided(seed=0, K=300, eps=0.3, gamma=0.9, slip=0.2) -> dict[str, float]:
    """What the arrows are worth from S, and the largest error of the table."""
    world = GridWorld(slip=slip)
    mdp, exact = exact_table(world, gamma)
    rng = np.random.default_rng(seed)
    Q = train_q(world, rng, K, lambda k: eps, gamma=gamma)[0][-1]
    V, _ = policy_value(mdp, greedy_policy(Q), gamma)
    return {
        "arrows": V[0],
        "best": exact[0].max(),
        "error": abs(Q - exact).max(),
    }


def rates(power):
    """Three learning rates: a power of n, the plain mean, a constant."""
    shrink = {"power": power, "mean": 1.0}
    found = {name: lambda n, p=p: n**-p for name, p in shrink.items()}
    return found | {"constant": lambda n: 0.1 + 0 * n}


def crowded(seed=0, B=500, rounds=1000, gamma=0.9, slip=0.2, power=0.8):
    """The largest error of a crowd's table, for three rates."""
    world = GridWorld(slip=slip)
    _, exact = exact_table(world, gamma)
    found = {}
    for name, lr in rates(power).items():
        rng = np.random.default_rng(seed)
        Qs = train_crowd(Crowd(world, B), rng, rounds, lr=lr, gamma=gamma)
        found[name] = abs(Qs[-1] - exact).max()
    return found


def single(seed=0, steps=500_000, gamma=0.9, slip=0.2, power=0.8):
    """The largest error of the table of one agent, for three rates."""
    world = GridWorld(slip=slip)
    _, exact = exact_table(world, gamma)
    rules, found = grid_lists(world), {}
    for name, lr in rates(power).items():
        rng = np.random.default_rng(seed)
        Q = lone(rng, rules, steps, lr, gamma=gamma, every=steps)[0][-1]
        found[name] = abs(Q - exact).max()
    return found


def along_the_cliff(to=0.1, seed=0, eps=0.1, lr=0.1, gamma=0.99, K=1000):
    """The mean return of the last 100 episodes, eps going to a share of it."""
    rules = {"Q-learning": q_target, "SARSA": sarsa_target}
    found = {}
    for name, rule in rules.items():
        rng = np.random.default_rng(seed)
        env = gym.make("CliffWalking-v1")
        rest = {"lr": lambda n: lr, "gamma": gamma, "target": rule}
        fall = (
            (lambda k: eps) if to else (lambda k: eps * max(0, 1 - 2 * k / K))
        )
        found[name] = train_q(env, rng, K, fall, **rest)[1][-100:].mean()
    return found


def on_the_lake(ways, seed=0, steps=52_000, power=0.6, gamma=0.99, agents=5):
    """How often the greedy policy arrives: means of agents, for each way."""
    env = gym.make("FrozenLake-v1")
    mdp, rules = tables_of(env), lake_lists(env)
    found = {}
    for name in ways:
        eps, start = LAKE[name]
        how = {"eps": eps, "start": start, "gamma": gamma, "every": steps}
        shares = []
        for number in range(agents):
            rng = np.random.default_rng(100 * seed + number)
            Qs, _ = lone(rng, rules, steps, lambda n: n**-power, **how)
            shares.append(reaches(mdp, greedy_policy(Qs[-1])))
        found[name] = np.mean(shares)
    return found


class CutIsEnd(GridWorld):
    """A grid world in which to be cut off is to end."""

    def step(self, action):
        """As in GridWorld, with both flags in the first."""
        s, r, end, cut, info = super().step(action)
        return s, r, end or cut, False, info


def cut_off(seed=0, limit=8, eps=0.5, K=1000) -> dict[str, float]:
    """The values of the first column: exact, flags kept apart, merged."""
    cells = [0, 4, 8]
    _, exact = exact_table(GridWorld(), 0.9)
    found = {f"exact {s}": exact[s].max() for s in cells}
    for name, kind in (("right", GridWorld), ("merged", CutIsEnd)):
        rng = np.random.default_rng(seed)
        Q = train_q(kind(limit=limit), rng, K, lambda k: eps)[0][-1]
        found |= {f"{name} {s}": Q[s].max() for s in cells}
    return found


def early_and_wrong(numbers: dict[str, float]) -> bool:
    """From S as good as the best to 0.01, and an error ten times as large."""
    good = numbers["best"] - numbers["arrows"] < 0.01
    return good and numbers["error"] > 0.1


def power_nearest(numbers: dict[str, float]) -> bool:
    """The power of n has the least error."""
    return numbers["power"] == min(numbers.values())


def constant_farthest(numbers: dict[str, float]) -> bool:
    """The power, then the mean, then the constant rate."""
    return numbers["power"] < numbers["mean"] < numbers["constant"]


def sarsa_ahead(numbers: dict[str, float]) -> bool:
    """SARSA gets more."""
    return numbers["SARSA"] > numbers["Q-learning"]


def sarsa_behind(numbers: dict[str, float]) -> bool:
    """Q-learning gets more."""
    return numbers["SARSA"] < numbers["Q-learning"]


def random_ahead(numbers: dict[str, float]) -> bool:
    """Who walks at random is ahead of the optimist."""
    return numbers["1"] > numbers["0, Q = 1"]


def optimist_first(numbers: dict[str, float]) -> bool:
    """The optimist is ahead of each of the others."""
    return numbers["0, Q = 1"] == max(numbers.values())


def hardly_ever(numbers: dict[str, float]) -> bool:
    """It arrives in less than one case of five."""
    return numbers["0"] < 0.2


def merged_too_low(numbers: dict[str, float]) -> bool:
    """Merged, all three lie below the truth, and farther from it."""
    exact, right, merged = (
        np.array([numbers[f"{name} {s}"] for s in (0, 4, 8)])
        for name in ("exact", "right", "merged")
    )
    farther = abs(merged - exact).mean() > abs(right - exact).mean()
    return farther and (merged < exact).all()


CLIFF = varied(5, lr=[0.05, 0.5], eps=[0.05, 0.2], gamma=[0.95], K=[500])
SMOOTH = {"gamma": [0.8, 0.95], "slip": [0.1, 0.4]}
FOUR = "0.1", "1 to 0.05", "1", "0, Q = 1"
CLAIMS = {
    "decisions-early": Claim(
        decided,
        early_and_wrong,
        varied(10, K=[150, 600], eps=[0.1, 0.6], **SMOOTH),
    ),
    "power-nearest": Claim(
        crowded,
        power_nearest,
        [*varied(5, power=[0.7, 0.9], **SMOOTH), {"B": 2000, "rounds": 3000}],
    ),
    "alone-constant-worst": Claim(
        single,
        constant_farthest,
        varied(6, steps=[100_000, 1_000_000], power=[0.7, 0.9], **SMOOTH),
    ),
    "sarsa-while-exploring": Claim(along_the_cliff, sarsa_ahead, CLIFF),
    "edge-when-settled": Claim(
        partial(along_the_cliff, 0), sarsa_behind, CLIFF
    ),
    "few-steps-random": Claim(
        partial(on_the_lake, ("1", "0, Q = 1"), steps=8000),
        random_ahead,
        varied(10, steps=[4000, 16_000], power=[0.5, 0.7], gamma=[0.95]),
    ),
    "many-steps-optimist": Claim(
        partial(on_the_lake, FOUR),
        optimist_first,
        varied(6, steps=[26_000, 104_000], power=[0.5, 0.7], gamma=[0.95]),
    ),
    "neither-learns": Claim(
        partial(on_the_lake, ("0",)),
        hardly_ever,
        varied(10, steps=[8000, 104_000], agents=[10]),
    ),
    "merged-too-low": Claim(
        cut_off,
        merged_too_low,
        varied(10, limit=[6, 12], eps=[0.3, 1.0], K=[500]),
    ),
}
