"""Calls whose answers the twins in JavaScript must give, too."""

import numpy as np

from tests.kit.calls import Call


def scored(rng):
    """Up to 9 scores, some of them equal, and their labels, one of them 1."""
    N = int(rng.integers(1, 10))
    y = 1.0 * (rng.random(N) < 0.3)
    y[rng.integers(N)] = 1
    return np.round(rng.normal(size=N), int(rng.integers(3))), y


def labelled(rng):
    """The same, and sometimes labels that are none, or none of them a 1."""
    score, y = scored(rng)
    if rng.random() < 0.3:
        y = y * rng.choice([0, 0.5, -1, 2])
    return Call((score, y))


def priced(rng):
    """With what each fraud costs, and each alarm."""
    score, y = scored(rng)
    amount = rng.uniform(1, 9, len(y))
    return Call((score, y, amount, float(rng.uniform(0, 3))))


VECTORS = {
    "fraud_alerts.expect_frauds": labelled,
    "fraud_alerts.fraud_order": lambda rng: Call((scored(rng)[0],)),
    "fraud_alerts.precision_recall_curve": labelled,
    "fraud_alerts.cost_curve": priced,
}
