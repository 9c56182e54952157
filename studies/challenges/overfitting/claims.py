"""Do the conclusions about fitting hold for other labels, sizes and draws?"""

import numpy as np
from sklearn.datasets import load_digits

from snippets.challenges.overfitting import (
    memorise_judge,
    memorise_parts,
    train_memorise,
)
from snippets.challenges.overfitting_ridge import random_features, ridge_fit
from snippets.convolution.dropout import init_dropout_net
from studies.trying import Claim, varied


def drawn_digits(seed, noise, N):
    """Old images and what they are told to be, new ones and their truth."""
    x, true = load_digits(return_X_y=True)
    rng = np.random.default_rng(seed)
    old, new = memorise_parts(rng, len(x), N, 1000)
    y = true[old].copy()
    lie = rng.random(N) < noise
    y[lie] = (y[lie] + rng.integers(1, 10, lie.sum())) % 10
    return rng, (x[old] / 16, y), (x[new] / 16, true[new])


def fitted(rng, old, new, P, lam):
    """Test error and share right of ridge on P random features."""
    V, mean = rng.normal(size=(64, P)), old[0].mean(axis=0)
    z, z_new = (random_features(V, x - mean) for x in (old[0], new[0]))
    w = ridge_fit(z, np.eye(10)[old[1]] - 0.1, lam)
    goal = np.eye(10)[new[1]] - 0.1
    right = ((z_new @ w).argmax(axis=1) == new[1]).mean()
    return ((z_new @ w - goal) ** 2).sum(axis=1).mean(), right


def errors(seed=0, noise=0.2, N=100, lam=0.0, draws=5) -> dict[str, float]:
    """Median test errors with P features, P in units of N."""
    found = {}
    for times in (0.2, 0.9, 1, 1.1, 10):
        some = []
        for draw in range(draws):
            rng, old, new = drawn_digits(100 * seed + draw, noise, N)
            some.append(fitted(rng, old, new, round(times * N), lam)[0])
        found[f"{times} N"] = np.median(some)
    return found


def restrained(lam=0.003, **setting) -> dict[str, float]:
    """The same with a penalty."""
    return errors(lam=lam, **setting)


def features_and_network(seed=0, N=100, P=3000, steps=1000, H=128):
    """Right of new images, true labels: random features, the trained net."""
    rng, old, new = drawn_digits(seed, 0.0, N)
    net = init_dropout_net(rng, 64, H, 10)
    net = train_memorise(rng, net, *old, steps=steps)[-1]
    return {
        "features": 100 * fitted(rng, old, new, P, 0.0)[1],
        "network": 100 * memorise_judge(net, *new)[0],
    }


def peaks(numbers: dict[str, float]) -> bool:
    """With P = N at least five times the error of a fifth, and of ten N."""
    most = max(numbers["0.2 N"], numbers["10 N"])
    return numbers["1 N"] > 5 * most


def smooth(numbers: dict[str, float]) -> bool:
    """P = N is at most a fifth worse than the better of its neighbours."""
    return numbers["1 N"] < 1.2 * min(numbers["0.9 N"], numbers["1.1 N"])


def features_ahead(numbers: dict[str, float]) -> bool:
    """Random features are right more often than the trained network."""
    return numbers["features"] > numbers["network"]


WIDELY = varied(5, noise=[0.0, 0.4], N=[50, 200])
CLAIMS = {
    "peak-with-any-labels": Claim(errors, peaks, WIDELY),
    "ridge-no-peak": Claim(
        restrained, smooth, varied(5, noise=[0.0, 0.4], N=[50], lam=[0.01])
    ),
    "features-ahead": Claim(
        features_and_network,
        features_ahead,
        varied(10, N=[50, 200], P=[1000], steps=[300], H=[32]),
    ),
}
