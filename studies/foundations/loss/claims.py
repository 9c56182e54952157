"""Do the conclusions about losses hold for other splits, rates and errors?"""

from functools import partial

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes

from snippets.foundations.loss import (
    LinearParams,
    binary_cross_entropy,
    huber,
    mae,
    mse,
    sigmoid,
    train_linear,
)
from studies.trying import Claim, varied

LOSSES = {
    "MSE": (mse, 0.1),
    "MAE": (mae, 2.0),
    "Huber": (partial(huber, delta=50.0), 0.3),
}


def scaled(x: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Features in the units of the known rows."""
    return (x - x[known].mean(axis=0)) / x[known].std(axis=0)


def spoilt(seed=0, share=0.05, times=10.0, steps=1000, slow=1.0, order="file"):
    """R² on the test patients, by the loss: clean, and with spoilt targets."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(y)) if order == "drawn" else np.arange(len(y))
    known, test = rows[:300], rows[300:]
    x = scaled(x, known)
    wrong = y[known].copy()
    wrong[rng.choice(300, round(300 * share), replace=False)] *= times
    found = {}
    for name, (loss, lr) in LOSSES.items():
        for kind, target in (("clean", y[known]), ("spoilt", wrong)):
            start = LinearParams(np.zeros(10), np.zeros(()))
            (W, b), _ = train_linear(
                loss, start, x[known], target, lr / slow, steps
            )
            missed = ((x[test] @ W + b - y[test]) ** 2).mean()
            found[f"{name}, {kind}"] = 1 - missed / y[test].var()
    return found


def unspoilt(order="drawn", **settings) -> dict[str, float]:
    """R² by the loss on clean targets; the seed draws who is learned."""
    found = spoilt(order=order, **settings)
    return {name: r2 for name, r2 in found.items() if "clean" in name}


def tumours(seed: int, learn: int):
    """Two lists, x and y (malignant is 1): of the known, of the test."""
    x, benign = load_breast_cancer(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(x))
    x, y = scaled(x, order[:learn]), 1.0 - benign
    parts = order[:learn], order[400:]
    return [x[rows] for rows in parts], [y[rows] for rows in parts]


def from_bias(loss, x, y, lr, steps, b=0.0) -> LinearParams:
    """A linear model that has learned, from weights 0 and a bias."""
    start = LinearParams(np.zeros(x.shape[1]), np.array(b))
    return train_linear(loss, start, x, y, lr, steps)[0]


def percent(params: LinearParams, x, y) -> float:
    """How many tumours a linear model names rightly."""
    W, b = params
    return 100 * ((x @ W + b > 0) == y).mean()


def longer(seed=0, learn=400, lr=0.5, first=500, steps=5000):
    """Loss and accuracy on the test tumours, and at a tenth of the steps."""
    x, y = tumours(seed, learn)
    found = {}
    for name, number in (("early", first), ("late", steps)):
        net = from_bias(binary_cross_entropy, x[0], y[0], lr, number)
        found[f"{name}, loss"] = binary_cross_entropy(
            x[1] @ net.W + net.b, y[1]
        )[0]
        found[f"{name}, right"] = percent(net, x[1], y[1])
    return found


def squared_of_sigmoid(a: np.ndarray, y: np.ndarray):
    """The squared error of a probability, and its gradient in the logit."""
    p = sigmoid(a)
    loss, dp = mse(p, y)
    return loss, dp * p * (1 - p)


def wrong_start(seed=0, b=10.0, lr=0.5, steps=1000, learn=400):
    """Percent right by cross-entropy and squared error, from b and from 0."""
    x, y = tumours(seed, learn)
    losses = {"CE": binary_cross_entropy, "MSE": squared_of_sigmoid}
    return {
        f"{name}, from {place}": percent(
            from_bias(loss, x[0], y[0], lr, steps, bias), x[1], y[1]
        )
        for name, loss in losses.items()
        for place, bias in (("b", b), ("0", 0.0))
    }


def heavier(a: np.ndarray, y: np.ndarray, weight: float):
    """Cross-entropy in which a malignant tumour counts weight times."""
    each = np.where(y == 1, weight, 1.0)
    losses = np.logaddexp(0, a) - a * y
    return (each * losses).mean(), each * (sigmoid(a) - y) / a.size


def two_errors(seed=0, weight=30.0, lr=0.5, steps=1000, learn=400):
    """Missed tumours and false alarms, with the weight 1 and a larger one."""
    x, y = tumours(seed, learn)
    found = {}
    for name, w in (("1", 1.0), ("w", weight)):
        loss = partial(heavier, weight=w)
        net = from_bias(loss, x[0], y[0], lr / w, round(steps * w))
        ill = x[1] @ net.W + net.b > 0
        found[f"{name}, missed"] = (~ill & (y[1] == 1)).sum()
        found[f"{name}, alarms"] = (ill & (y[1] == 0)).sum()
    return found


def unharmed(n: dict[str, float]) -> bool:
    """MSE falls below guessing; the others lose less than 0.15."""
    others = min(n["MAE, spoilt"], n["Huber, spoilt"])
    return n["MSE, spoilt"] < 0 and others > n["MSE, clean"] - 0.15


def alike(n: dict[str, float]) -> bool:
    """On clean data the three are within 0.05."""
    return max(n.values()) - min(n.values()) < 0.05


def surer(n: dict[str, float]) -> bool:
    """The loss grows, while the accuracy moves by 2 points at most."""
    near = abs(n["late, right"] - n["early, right"]) <= 2
    return near and n["late, loss"] > n["early, loss"]


def stuck(n: dict[str, float]) -> bool:
    """From b the squared error is 20 points behind, from 0 at most 2."""
    far = n["CE, from b"] - n["MSE, from b"] > 20
    return far and abs(n["CE, from 0"] - n["MSE, from 0"]) <= 2


ERRORS = {"share": [0.02, 0.1], "times": [3.0, 0.1], "steps": [300, 4000]}

CLAIMS = {
    "outliers-squared": Claim(
        spoilt, unharmed, varied(8, order=["drawn"], slow=[3.0], **ERRORS)
    ),
    "clean-alike": Claim(
        unspoilt,
        alike,
        varied(8, order=["file"], slow=[3.0], steps=[300, 4000]),
    ),
    "surer-not-better": Claim(
        longer,
        surer,
        varied(10, lr=[0.1, 2.0], first=[200], steps=[20000], learn=[200]),
    ),
    "stuck-at-the-start": Claim(
        wrong_start,
        stuck,
        varied(6, b=[5.0, -10.0], lr=[0.05, 5.0], steps=[10000], learn=[200]),
    ),
    "weight-shifts": Claim(
        two_errors,
        lambda n: (
            n["w, missed"] < n["1, missed"] and n["w, alarms"] > n["1, alarms"]
        ),
        varied(8, weight=[10.0], lr=[0.1, 2.0], steps=[300], learn=[200]),
    ),
}
