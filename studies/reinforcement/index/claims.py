"""Do the conclusions about two slot machines hold for other machines?"""

import numpy as np

from studies.trying import Claim, varied


def gamble(rng, eps, chance, pulls, players=200):
    """So many players at once: the mean reward of each, pulls (players, 2)."""
    chance = np.array(chance)
    who = np.arange(players)
    won = (rng.random((players, 2)) < chance).astype(float)
    pulled = np.ones((players, 2))
    for _ in range(pulls):
        first, second = (won / pulled).T
        tries = (rng.random(players) < eps) | (first == second)
        arm = np.where(tries, rng.integers(2, size=players), first < second)
        won[who, arm] += rng.random(players) < chance[arm]
        pulled[who, arm] += 1
    return won.sum(axis=1) / pulled.sum(axis=1), pulled


def earned(seed=0, pulls=500, chance=(0.4, 0.6)) -> dict[str, float]:
    """The mean reward of 200 players for each of three rules."""
    rng = np.random.default_rng(seed)
    return {
        f"eps {eps}": gamble(rng, eps, chance, pulls)[0].mean()
        for eps in (0, 0.1, 1)
    }


def stuck(seed=0, pulls=500, chance=(0.4, 0.6)) -> dict[str, float]:
    """Of 200 players, how many pulled the worse machine more often."""
    rng = np.random.default_rng(seed)
    found = {}
    for eps in (0, 0.1):
        _, pulled = gamble(rng, eps, chance, pulls)
        found[f"eps {eps}"] = (pulled[:, 0] > pulled[:, 1]).sum()
    return found


def paired(seed=0, pulls=500, chance=(0.4, 0.6)) -> dict[str, float]:
    """200 pairs, 0.1 against 0: how often it gains, loses; the mean gain."""
    rng = np.random.default_rng(seed)
    without, some = (gamble(rng, eps, chance, pulls)[0] for eps in (0, 0.1))
    gains = some - without
    return {
        "gains": (gains > 0).sum(),
        "loses": (gains < 0).sum(),
        "mean": gains.mean(),
    }


def a_tenth_earns_most(numbers: dict[str, float]) -> bool:
    """Neither 0 nor 1 earns as much as 0.1."""
    return numbers["eps 0.1"] > max(numbers["eps 0"], numbers["eps 1"])


def more_are_stuck(numbers: dict[str, float]) -> bool:
    """Without trying, at least three times as many mostly pull the worse."""
    return numbers["eps 0"] >= 3 * numbers["eps 0.1"]


def about_half(numbers: dict[str, float]) -> bool:
    """Better on average, and ahead in 40 to 60 of a hundred pairs."""
    share = numbers["gains"] / (numbers["gains"] + numbers["loses"])
    return numbers["mean"] > 0 and 0.4 <= share <= 0.6


WIDELY = varied(
    20, pulls=[200, 2000], chance=[[0.1, 0.9], [0.3, 0.5], [0.45, 0.55]]
)
CLAIMS = {
    "a-tenth-earns-most": Claim(earned, a_tenth_earns_most, WIDELY),
    "more-are-stuck": Claim(stuck, more_are_stuck, WIDELY),
    "half-of-the-pairs": Claim(paired, about_half, WIDELY),
}
