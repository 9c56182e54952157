"""Do the conclusions about a soft lookup hold for other splits and sizes?"""

from functools import partial

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from studies.trying import Claim, varied

BETAS = 1, 2, 3, 4, 6, 8, 12, 16, 32
NEAR = 1, 2, 3, 5, 7, 10, 14, 20, 30
RIDGES = 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100


def shares(scores):
    """Softmax along the last axis."""
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def apart(Q, K):
    """Squared distances (N, T) of queries (N, D) and keys (T, D)."""
    lengths = (Q**2).sum(axis=1)[:, None] + (K**2).sum(axis=1)
    return lengths - 2 * Q @ K.T


def in_three(seed: int, split: str, keys: int) -> list[tuple]:
    """Upper and lower halves: keys, 300 to choose by, 300 to test."""
    pixels = load_digits().data / 16
    place = np.arange(1797)
    if split == "drawn":
        place = np.random.default_rng(seed).permutation(1797)
    kept = pixels[place]
    pieces = kept[1197 - keys : 1197], kept[1197:1497], kept[1497:]
    return [(piece[:, :32], piece[:, 32:]) for piece in pieces]


def by_line(K, V, ridge, Q):
    """A straight line by least squares with a ridge."""
    one, two = (np.hstack([x, np.ones((len(x), 1))]) for x in (K, Q))
    return two @ np.linalg.solve(one.T @ one + ridge * np.eye(33), one.T @ V)


def by_nearest(K, V, count, Q):
    """The plain mean of the nearest."""
    near = apart(Q, K).argsort(axis=1, kind="stable")[:, :count]
    return V[near].mean(axis=1)


def by_weights(K, V, beta, Q):
    """The soft lookup."""
    return shares(-beta * apart(Q, K)) @ V


def completed(seed=0, split="drawn", keys=1197) -> dict[str, float]:
    """Errors on the test; each side chooses among nine values."""
    (K, V), (Q, truth), (asked, lower) = in_three(seed, split, keys)
    found = {}
    for name, answer, values in (
        ("soft", by_weights, BETAS),
        ("neighbours", by_nearest, NEAR),
        ("line", by_line, RIDGES),
    ):
        tried = {
            value: ((answer(K, V, value, Q) - truth) ** 2).mean()
            for value in values
        }
        best = min(tried, key=tried.get)
        found[name] = ((answer(K, V, best, asked) - lower) ** 2).mean()
        found[f"{name}, chosen"] = best
    return found


def dip(seed=0, split="drawn", keys=1197) -> dict[str, float]:
    """The error on the validation set by sharpness: none, 4, a lot."""
    (K, V), (Q, truth), _ = in_three(seed, split, keys)
    return {
        f"beta {beta}": ((by_weights(K, V, beta, Q) - truth) ** 2).mean()
        for beta in (0, 4, 64)
    }


def fitted(K, letters, Q):
    """Scores (N, 10) of the state that softmax regression fits to all pairs."""
    model = LogisticRegression(C=1e4, fit_intercept=False, max_iter=1000)
    model.fit(K, letters)
    scores = np.full((len(Q), 10), -np.inf)
    scores[:, model.classes_] = model.decision_function(Q)
    return scores


def kept(seed=0, T=64, D=32, noise=0.0) -> dict[str, float]:
    """Letters recalled by a sum, by fitted states, and by the lookup."""
    rng = np.random.default_rng(seed)
    K = rng.normal(size=(T, D))
    letters = rng.integers(10, size=T)
    V = np.eye(10)[letters]
    asked = rng.integers(T, size=200)
    Q = K[asked] + noise * rng.normal(size=(200, D))
    answers = {
        "state": Q @ (K.T @ V),
        "least squares": Q @ np.linalg.lstsq(K, V, rcond=None)[0],
        "softmax regression": fitted(K, letters, Q),
        "lookup": shares(Q @ K.T) @ V,
    }
    return {
        name: 100 * (said.argmax(axis=1) == letters[asked]).mean()
        for name, said in answers.items()
    }


def ahead(n: dict[str, float]) -> bool:
    """The soft lookup has the smallest error."""
    return n["soft"] < min(n["neighbours"], n["line"])


def few_and_similar(n: dict[str, float]) -> bool:
    """Most of the way from the line to the lookup the nearest go, too."""
    return n["neighbours"] - n["soft"] < 0.25 * (n["line"] - n["soft"])


def in_between(n: dict[str, float]) -> bool:
    """In between at most three quarters of the error at either end."""
    return n["beta 4"] < 0.75 * min(n["beta 0"], n["beta 64"])


def state_is_full(n: dict[str, float]) -> bool:
    """The lookup knows nearly all, the state a tenth fewer."""
    return n["lookup"] > 95 and n["state"] < 90


def best_is_full(n: dict[str, float]) -> bool:
    """Also fitted to all pairs, the state knows under three in four."""
    most = max(n["state"], n["least squares"], n["softmax regression"])
    return n["lookup"] > 95 and most < 75


SPLITS = varied(8, split=["file"], keys=[300, 600])
CLAIMS = {
    "soft-ahead": Claim(completed, ahead, SPLITS),
    "few-and-similar": Claim(completed, few_and_similar, SPLITS),
    "in-between": Claim(dip, in_between, SPLITS),
    "state-is-full": Claim(
        kept, state_is_full, varied(8, T=[256, 1024], noise=[0.2], D=[24, 64])
    ),
    "best-is-full": Claim(
        partial(kept, T=256),
        best_is_full,
        varied(8, T=[128, 1024], noise=[0.2], D=[24, 48]),
    ),
}
