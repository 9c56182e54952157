"""Do the conclusions about fraud hold in other towns, trained otherwise?"""

import numpy as np

from snippets.applications.fraud import fraud_scores, train_fraud
from snippets.applications.fraud_alerts import average_precision
from snippets.applications.fraud_data import (
    payment_features,
    scaled_by_train,
    simulate_payments,
    weeks_of,
)
from snippets.feedforward.mlp import init_mlp
from studies.trying import Claim, varied


def town_of(seed: int, C: int):
    """Payments of a town, the town, which of them are fraud."""
    ledger, town = simulate_payments(np.random.default_rng(seed), C)
    return ledger, town, 1.0 * (ledger.kind > 0)


def detector(z, y, train, seed=0, weight=20.0, epochs=6, H=32, lr=3e-3):
    """What scores payments: an MLP that has learned from one part of them."""
    rng = np.random.default_rng(seed)
    start = init_mlp(rng, (z.shape[1], H, 1))
    more = {"weight": weight, "epochs": epochs, "lr": lr}
    net, _ = train_fraud(rng, start, z[train], y[train], **more)
    return lambda z: fraud_scores(net, z)


def area_of(score, y) -> float:
    """How often a fraud has a larger score than a genuine payment."""
    genuine = np.sort(score[y == 0])
    return (np.searchsorted(genuine, score[y > 0]) / len(genuine)).mean()


def two_features(seed=0, C=1200, **more) -> dict[str, float]:
    """AUC and AP of the rule that adds two features, and of the MLP."""
    ledger, town, y = town_of(seed, C)
    train, test = weeks_of(ledger, 3, 6), weeks_of(ledger, 10, 12)
    z = scaled_by_train(payment_features(ledger, town), train)
    rule = z[test, 1] + z[test, 8]
    net = detector(z, y, train, seed, **more)(z[test])
    found = {}
    for name, score in (("rule", rule), ("MLP", net)):
        found[f"AUC {name}"] = round(area_of(score, y[test]), 3)
        found[f"AP {name}"] = round(average_precision(score, y[test]), 3)
    return found


def longer(seed=0, C=1200, epochs=20, **more) -> dict[str, float]:
    """AP of an MLP after 6 epochs, and after more."""
    ledger, town, y = town_of(seed, C)
    train, test = weeks_of(ledger, 3, 6), weeks_of(ledger, 10, 12)
    z = scaled_by_train(payment_features(ledger, town), train)
    more = {"weight": 1.0} | more
    scores = {
        n: detector(z, y, train, seed, epochs=n, **more)(z[test])
        for n in (6, epochs)
    }
    return {
        f"AP {n}": round(average_precision(s, y[test]), 3)
        for n, s in zip(("short", "long"), scores.values(), strict=True)
    }


def early_labels(seed=0, C=1200, **more) -> dict[str, float]:
    """AP of an MLP whose labels came too early: as tested, as it serves."""
    ledger, town, y = town_of(seed, C)
    train, test = weeks_of(ledger, 3, 6), weeks_of(ledger, 10, 12)
    early = payment_features(ledger, town, 0)
    mean, std = early[train].mean(axis=0), early[train].std(axis=0)
    net = detector((early - mean) / std, y, train, seed, **more)
    late = payment_features(ledger, town)
    found = {"tested": early, "served": late}
    return {
        k: round(average_precision(net((x[test] - mean) / std), y[test]), 3)
        for k, x in found.items()
    }


def only_ap_tells(numbers: dict[str, float]) -> bool:
    """The AUC of both is nearly the same, and the AP is not."""
    near = abs(numbers["AUC MLP"] - numbers["AUC rule"]) < 0.03
    return near and numbers["AP MLP"] > numbers["AP rule"] + 0.03


OTHERWISE = {"C": [800], "weight": [1.0, 5.0], "lr": [1e-3], "epochs": [20]}
CLAIMS = {
    "beats-two": Claim(
        two_features,
        lambda n: n["AP MLP"] > n["AP rule"],
        varied(10, H=[8], **OTHERWISE),
    ),
    "only-ap-tells": Claim(two_features, only_ap_tells, varied(8, **OTHERWISE)),
    "too-short": Claim(
        longer,
        lambda n: n["AP long"] > n["AP short"],
        varied(8, epochs=[12, 40], weight=[20.0], lr=[1e-2]),
    ),
    "early-labels": Claim(
        early_labels,
        lambda n: n["tested"] > n["served"] + 0.1,
        varied(8, **OTHERWISE),
    ),
}
