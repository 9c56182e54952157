"""Do the conclusions about one neuron hold for other patients and rates?"""

import numpy as np
from sklearn.datasets import load_diabetes

from studies.trying import Claim, varied

MOST = 10**9  # steps


def patients(seed: int, N: int) -> tuple[np.ndarray, np.ndarray]:
    """Patients to learn from, drawn at random: x (N, 10), y (N,)."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    order = np.random.default_rng(seed).permutation(len(x))[:N]
    return x[order], y[order]


def left(x: np.ndarray, y: np.ndarray, factor: float):
    """Condition number; how much the loss lies above its minimum, by steps.

    A neuron without activation has a quadratic loss: along each direction of
    its curvature the excess shrinks by a constant factor in each step, so that
    no step need be made to know it after a million.
    """
    x = np.hstack([x, np.ones((len(x), 1))])
    curvature, ways = np.linalg.eigh(2 / len(x) * x.T @ x)
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    excess = curvature / 2 * (ways.T @ best) ** 2
    keeps = (1 - factor * 2 / curvature.max() * curvature) ** 2
    least = ((x @ best - y) ** 2).mean()
    return curvature, lambda steps: least + (excess * keeps**steps).sum(), least


def steps_until(loss, level: float) -> int:
    """The first step at which the loss is below a level: it only falls."""
    low, high = 0, MOST
    while low < high:
        middle = (low + high) // 2
        if loss(middle) < level:
            high = middle
        else:
            low = middle + 1
    return low


def preparations(seed=0, N=300, factor=0.9, level=3500.0, share=1e-3):
    """For each way to prepare the features: κ, steps to a level, to the end."""
    x, y = patients(seed, N)
    mean, std = x.mean(axis=0), x.std(axis=0)
    variants = {
        "raw": x,
        "centred": x - mean,
        "scaled": x / std,
        "both": (x - mean) / std,
    }
    found = {}
    for name, each in variants.items():
        curvature, loss, least = left(each, y, factor)
        end = least + share * (loss(0) - least)
        found[f"κ {name}"] = curvature.max() / curvature.min()
        found[f"start {name}"] = steps_until(loss, level)
        found[f"end {name}"] = steps_until(loss, end)
    return found


def only(word: str, **setting) -> dict[str, float]:
    """The numbers whose names begin with κ or a word."""
    found = preparations(**setting)
    return {k: v for k, v in found.items() if k.split()[0] in ("κ", word)}


def end_by_condition(**setting) -> dict[str, float]:
    """Condition numbers, and steps to the end."""
    return only("end", **setting)


def to_level(**setting) -> dict[str, float]:
    """Condition numbers, and steps to a level."""
    return only("start", **setting)


def same_order(numbers: dict[str, float]) -> bool:
    """The more steps to the end, the larger κ."""
    names = ("raw", "centred", "scaled", "both")
    by_condition = sorted(names, key=lambda name: numbers[f"κ {name}"])
    by_steps = sorted(names, key=lambda name: numbers[f"end {name}"])
    return by_condition == by_steps


def centring_is_slower(numbers: dict[str, float]) -> bool:
    """Centring alone: κ at least a hundred times smaller, and more steps."""
    better = numbers["κ centred"] < numbers["κ raw"] / 100
    return better and numbers["start centred"] > numbers["start raw"]


def both_fewest(numbers: dict[str, float]) -> bool:
    """Both together need less than half the steps of any other preparation."""
    others = (numbers[f"start {name}"] for name in ("raw", "centred", "scaled"))
    return numbers["start both"] < min(others) / 2


WIDELY = varied(10, factor=[0.5, 0.99], N=[150, 442], level=[3300, 4000])
CLAIMS = {
    "end-by-condition": Claim(
        end_by_condition,
        same_order,
        varied(10, factor=[0.5, 0.99], N=[150, 442], share=[1e-2, 1e-4]),
    ),
    "centring-alone": Claim(to_level, centring_is_slower, WIDELY),
    "both-together": Claim(to_level, both_fewest, WIDELY),
}
