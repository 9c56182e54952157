"""Do the first comparisons hold with other points, splits and sizes?"""

import numpy as np
from sklearn.datasets import load_digits

from studies.trying import Claim, varied


def points(seed: int, N: int) -> tuple[np.ndarray, np.ndarray]:
    """N points to learn from and 4000 more, with the class of each."""
    x = np.random.default_rng(seed).uniform(-1, 1, (N + 4000, 2))
    return x, np.sign(x[:, 0] * x[:, 1])


def least_squares(features: np.ndarray, y: np.ndarray, N: int) -> float:
    """The share of right signs of a weighted sum, on all after the first N."""
    features = np.hstack([features, np.ones((len(y), 1))])
    w = np.linalg.lstsq(features[:N], y[:N], rcond=None)[0]
    return (np.sign(features[N:] @ w) == y[N:]).mean()


def lines(seed=1, N=600, directions=72, shifts=41):
    """A line by least squares, and one by search: shares of right answers."""
    x, y = points(seed, N)
    found = []
    for angle in np.linspace(0, 2 * np.pi, directions, endpoint=False):
        across = x @ [np.cos(angle), np.sin(angle)]
        for shift in np.linspace(-1, 1, shifts):
            right = np.sign(across - shift) == y
            found.append((right[:N].mean(), right[N:].mean()))
    return {
        "least squares": least_squares(x, y, N),
        "search": max(found)[1],
    }


def two_thirds(n: dict[str, float]) -> bool:
    """A line that was searched for gets about two thirds."""
    return 0.6 < n["search"] < 0.7


@np.errstate(all="ignore")  # a rate that is too large diverges
def trained(P, x, y, lr: float, steps: int) -> np.ndarray:
    """The network of the page after some steps."""
    for _ in range(steps):
        h = np.tanh(x @ P[:, :2].T + P[:, 2])
        dy = 2 / len(y) * (h @ P[:, 3] - y)
        da = np.outer(dy, P[:, 3]) * (1 - h**2)
        P = P - lr * np.c_[da.T @ x, da.sum(axis=0), h.T @ dy]
    return P


def bends(seed=1, N=600, H=8, lr=0.3, steps=200):
    """H trained neurons; and as many that stay random: the mean of 20 draws."""
    x, y = points(seed, N)
    P = np.random.default_rng(seed).normal(size=(H, 4))
    P = trained(P, x[:N], y[:N], lr, steps)
    answer = np.tanh(x[N:] @ P[:, :2].T + P[:, 2]) @ P[:, 3]
    shares = []
    for draw in range(20):
        rng = np.random.default_rng(draw)
        h = np.tanh(x @ rng.normal(size=(2, H)) + rng.normal(size=H))
        shares.append(least_squares(h, y, N))
    return {
        "trained": (np.sign(answer) == y[N:]).mean(),
        "random": np.mean(shares),
    }


def digits(seed: int, N: int) -> tuple[np.ndarray, np.ndarray]:
    """The digits in a random order, at least N to learn from."""
    data = load_digits()
    order = np.random.default_rng(seed).permutation(1797)
    return data.data[order] / 16, data.target[order]


def weighted_sum(features: np.ndarray, labels: np.ndarray, N: int) -> float:
    """Classes by least squares: the share recognised after the first N."""
    features = np.hstack([features, np.ones((len(labels), 1))])
    targets = np.eye(10)[labels[:N]]
    w = np.linalg.lstsq(features[:N], targets, rcond=None)[0]
    return ((features[N:] @ w).argmax(axis=1) == labels[N:]).mean()


def network(x, labels, rng, N: int, H: int, epochs: int) -> float:
    """The network of the page: the share recognised after the first N."""
    W, b = rng.normal(size=(64, H)) / 8, np.zeros(H)
    V, c = np.zeros((H, 10)), np.zeros(10)
    targets = np.eye(10)[labels]
    for _ in range(epochs):
        for n in np.array_split(rng.permutation(N), N // 100):
            h = np.tanh(x[n] @ W + b)
            dy = 2 / len(n) * (h @ V + c - targets[n])
            da = dy @ V.T * (1 - h**2)
            W, b = W - 0.1 * x[n].T @ da, b - 0.1 * da.sum(axis=0)
            V, c = V - 0.1 * h.T @ dy, c - 0.1 * dy.sum(axis=0)
    guesses = (np.tanh(x[N:] @ W + b) @ V + c).argmax(axis=1)
    return (guesses == labels[N:]).mean()


def nearest(x: np.ndarray, labels: np.ndarray, N: int) -> float:
    """The answer of the most similar of the first N images."""
    far = (x[:N] ** 2).sum(axis=1) - 2 * x[N:] @ x[:N].T
    return (labels[far.argmin(axis=1)] == labels[N:]).mean()


def readers(seed=0, N=1200, H=18, epochs=100):
    """64 pixels, H trained neurons, the nearest image: shares recognised."""
    x, labels = digits(seed, N)
    rng = np.random.default_rng(seed)
    return {
        "pixels": weighted_sum(x, labels, N),
        "trained": network(x, labels, rng, N, H, epochs),
        "nearest": nearest(x, labels, N),
    }


CLAIMS = {
    "line-two-thirds": Claim(
        lines,
        two_thirds,
        varied(10, N=[200, 3000], directions=[360], shifts=[201]),
    ),
    "trained-beyond-random": Claim(
        bends,
        lambda n: n["trained"] > n["random"],
        varied(10, N=[200, 3000], H=[4, 16], lr=[0.1, 1.0], steps=[100, 800]),
    ),
    "nearest-ahead": Claim(
        readers,
        lambda n: n["nearest"] > max(n["trained"], n["pixels"]),
        varied(8, N=[300, 1500], H=[36, 72], epochs=[400]),
    ),
}
