"""What the perceptron rule does with flowers, in other orders and on fewer."""

import numpy as np
from scipy.optimize import nnls
from sklearn.datasets import load_iris

from studies.trying import Claim, varied

CLASSES = {"setosa": 0, "versicolor": 1, "virginica": 2}


def flowers(one: str, other: str, features: int, share: float, seed: int):
    """Flowers in centimetres, +1 for one class; other may be "the rest"."""
    x, kind = load_iris(return_X_y=True)
    y = np.where(kind == CLASSES[one], 1.0, -1.0)
    kept = (kind == CLASSES[one]) | (kind == CLASSES.get(other, kind))
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(kept))
    rows = rows[: round(share * len(rows))]
    return x[rows, :features], y[rows]


def epoch(w, b, x, y):
    """One pass of the rule: weights, the sums of all weights, mistakes."""
    sums, mistakes = np.zeros(len(w) + 1), 0
    for x_n, y_n in zip(x, y, strict=True):
        if y_n * (x_n @ w + b) <= 0:
            w, b, mistakes = w + y_n * x_n, b + y_n, mistakes + 1
        sums += (*w, b)
    return w, b, sums, mistakes


def mistakes_of(x, y) -> int:
    """All mistakes until an epoch has none; the classes can be divided."""
    w, b, total, last = np.zeros(x.shape[1]), 0.0, 0, 1
    while last:
        w, b, _, last = epoch(w, b, x, y)
        total += last
    return total


def bound(x, y) -> float:
    """(R/γ)² for the widest margin: least squares of Lawson and Hanson."""
    z = y[:, None] * np.c_[x, np.ones(len(x))]
    E = np.vstack([z.T, np.ones(len(z))])
    alpha, _ = nnls(E, np.eye(len(E))[-1])
    gamma = np.linalg.norm(alpha / alpha.sum() @ z)
    return (z**2).sum(axis=1).max() / gamma**2


def many(x, y, orders: int, rng) -> list[int]:
    """The mistakes in some random orders."""
    found = []
    for _ in range(orders):
        order = rng.permutation(len(x))
        found.append(mistakes_of(x[order], y[order]))
    return found


def against_bound(seed=0, other="the rest", features=4, share=1.0, orders=20):
    """The bound, and the most mistakes in random orders."""
    x, y = flowers("setosa", other, features, share, seed)
    found = many(x, y, orders, np.random.default_rng(seed))
    return {"bound": bound(x, y), "most": max(found)}


def centred(seed=0, other="the rest", features=4, share=0.8, orders=20):
    """Bounds and median mistakes, as they are and centred."""
    x, y = flowers("setosa", other, features, share, seed)
    found = {}
    for name, each in (("raw", x), ("centred", x - x.mean(axis=0))):
        rng = np.random.default_rng(seed)
        found[f"bound {name}"] = bound(each, y)
        found[f"mistakes {name}"] = np.median(many(each, y, orders, rng))
    return found


def right(w, b, x, y) -> float:
    """The share of samples on their side."""
    return (np.sign(x @ w + b) == y).mean()


def swings(seed=0, share=1.0, features=4, epochs=100, scaled=0):
    """Spread of the accuracy at the ends of epochs, second half of all."""
    x, y = flowers("versicolor", "virginica", features, share, seed)
    x = x - x.mean(axis=0)
    x = x / x.std(axis=0) if scaled else x
    w, b, total = np.zeros(features), 0.0, np.zeros(features + 1)
    last, average = [], []
    for _ in range(epochs):
        w, b, sums, _ = epoch(w, b, x, y)
        total += sums
        last.append(right(w, b, x, y))
        average.append(right(total[:-1], total[-1], x, y))
    half = epochs // 2
    return {
        "last": np.std(last[half:]),
        "average": np.std(average[half:]),
    }


def fewer(n: dict[str, float]) -> bool:
    """Centring lowers the bound and the mistakes."""
    lower = n["bound centred"] < n["bound raw"]
    return lower and n["mistakes centred"] < n["mistakes raw"]


CLAIMS = {
    "far-below-bound": Claim(
        against_bound,
        lambda n: n["most"] < n["bound"] / 5,
        varied(
            8, other=["versicolor", "virginica"], share=[0.3], features=[2, 3]
        ),
    ),
    "centring-flowers": Claim(
        centred,
        fewer,
        varied(
            8, other=["versicolor", "virginica"], share=[0.3], features=[2, 3]
        ),
    ),
    "average-swings-less": Claim(
        swings,
        lambda n: n["average"] < n["last"],
        varied(8, share=[0.5], features=[2], epochs=[20, 400], scaled=[1]),
    ),
}
