"""A deep dense network that reads digits, with its units normalised or not."""

import itertools

import numpy as np
from sklearn.datasets import load_digits

from snippets.challenges.data_hands import digits_split


def normalize_units(a):
    """Every unit, a column of a (B, C), at mean 0 and variance 1; the scale."""
    s = 1 / np.sqrt(a.var(axis=0) + 1e-5)
    return (a - a.mean(axis=0)) * s, s


def normalize_back(dz, z, s):
    """The gradient of a for that of z."""
    return s * (dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0))


def draw_layers(rng, size, layers=8, C=64) -> list[np.ndarray]:
    """Weights of so many layers and of the scores: He's, times size."""
    widths = [64, *[C] * layers, 10]
    return [
        rng.normal(0, size * np.sqrt(2 / D), (D, K))
        for D, K in itertools.pairwise(widths)
    ]


def through_layers(weights, x, normalized):
    """Scores, the last layer, and of each layer what came in, z and s."""
    kept = []
    for W in weights[:-1]:
        a = x @ W
        z, s = normalize_units(a) if normalized else (a, 1)
        kept.append((x, z, s))
        x = np.maximum(z, 0)
    return x @ weights[-1], x, kept


def step_layers(weights, x, y, lr, normalized):
    """The weights after a step on a batch, and the loss before it."""
    a, h, kept = through_layers(weights, x, normalized)
    e = np.exp(a - a.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    right = np.arange(len(y)), y
    loss = -np.log(p[right] + 1e-99).mean()
    p[right] -= 1
    dh = p @ weights[-1].T / len(y)
    moved = [weights[-1] - lr / len(y) * h.T @ p]
    for W, (h, z, s) in zip(weights[-2::-1], kept[::-1], strict=True):
        da = dh * (z > 0)
        if normalized:
            da = normalize_back(da, z, s)
        dh = da @ W.T
        moved.insert(0, W - lr * h.T @ da)
    return moved, loss


def read_digits(seed):
    """Digits to learn from and to test on: x and y of each."""
    x, y = load_digits(return_X_y=True)
    rng = np.random.default_rng(seed)
    learn, test = digits_split("shuffled", 500, rng)
    return x[learn] / 16, y[learn], x[test] / 16, y[test]


def train_layers(
    size=1, normalized=True, lr=0.03, seed=0, layers=8, C=64, B=32, steps=200
):
    """Weights after so many steps, and the mean loss of the last 20."""
    x, y, *_ = read_digits(seed)
    rng = np.random.default_rng(seed)
    weights = draw_layers(rng, size, layers, C)
    losses = []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            n = rng.integers(len(x), size=B)
            weights, loss = step_layers(weights, x[n], y[n], lr, normalized)
            losses.append(loss)
    return weights, float(np.mean(losses[-20:]))
