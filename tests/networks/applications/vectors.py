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


def judged(rng):
    """Scores, some of them equal; y of both kinds, now and then of one or odd."""
    N = int(rng.integers(1, 10))
    y = rng.integers(2, size=N)
    if N > 1 and rng.random() < 0.8:
        y[:2] = 0, 1
    if rng.random() < 0.2:
        y[rng.integers(N)] = rng.choice([-1, 2])
    if rng.random() < 0.1:
        y = y + 0.5
    return Call((y, np.round(rng.normal(size=N), int(rng.integers(3)))))


VECTORS = {
    "diagnosis_scores.expect_scored": judged,
    "diagnosis_scores.roc_curve": judged,
    "fraud_alerts.expect_frauds": labelled,
    "fraud_alerts.fraud_order": lambda rng: Call((scored(rng)[0],)),
    "fraud_alerts.precision_recall_curve": labelled,
    "fraud_alerts.cost_curve": priced,
}
