"""What the live figure of the chapter on fraud computes with: live.json.

The scores of the page's MLP, rounded to quarters: how many frauds and how many
genuine payments have each score, in week 8 and in the weeks 10 to 12.
"""

import numpy as np

from snippets.applications.fraud import fraud_scores, train_fraud
from snippets.applications.fraud_data import (
    payment_features,
    scaled_by_train,
    simulate_payments,
    weeks_of,
)
from snippets.feedforward.mlp import init_mlp

LOOSE = {"fraud": 0.0, "genuine": 0.0, "fraud_8": 0.0, "genuine_8": 0.0}
QUARTERS = np.arange(34, -30, -1)  # from 8.5 to -7.25, which stands for less


def _scored():
    """The page's ledger, labels and scores."""
    ledger, town = simulate_payments(np.random.default_rng(0))
    x = payment_features(ledger, town)  # (N, 9)
    y = 1.0 * (ledger.kind > 0)  # (N,)
    train = weeks_of(ledger, 3, 6)  # (N,)
    z = scaled_by_train(x, train)  # (N, 9)
    rng = np.random.default_rng(0)
    net, _ = train_fraud(rng, init_mlp(rng, (9, 32, 1)), z[train], y[train])
    return ledger, y, fraud_scores(net, z)


def _counts(score) -> list[int]:
    """How many have each score."""
    quarters = np.maximum(np.round(4 * score), QUARTERS[-1])  # (n,)
    return [int((quarters == quarter).sum()) for quarter in QUARTERS]


def _row() -> dict:
    """Counts of the frauds and of the others, from the largest score down."""
    ledger, y, score = _scored()
    test, valid = weeks_of(ledger, 10, 12), weeks_of(ledger, 8, 8)
    return {
        "fraud": _counts(score[test & (y > 0)]),
        "genuine": _counts(score[test & (y == 0)]),
        "fraud_8": _counts(score[valid & (y > 0)]),
        "genuine_8": _counts(score[valid & (y == 0)]),
    }


def live_data() -> dict:
    """What the figure computes with."""
    return _row()
