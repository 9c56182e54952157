"""Fraud among many payments: features of the past, a weighted loss, in NumPy.

Twin      fraud_torch.py; what a score is worth: fraud_alerts.py
Papers    Dal Pozzolo et al. 2018, doi:10.1109/TNNLS.2017.2736643 (protocol)
          Le Borgne et al. 2022, fraud-detection-handbook.github.io
Axes      N payments, B batch, D features
Use       y (N,) floats, 1 for a fraud, 0 for none:

    params = init_mlp(rng, (D, 32, 1))
    params, losses = train_fraud(rng, params, x, y)
    fraud_scores(params, x)  # (N,)
"""

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    expect_layers,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import binary_cross_entropy, expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:past_sums]
def past_sums(key, minute, value, near: int, far: int) -> np.ndarray:
    """Sums (N,) of value over the same key, far to near minutes ago.

    Payment j counts for i if minute_i - far <= minute_j < minute_i - near.
    """
    expect("value", value, "N")
    expect_whole("key", key, 0, 2**31, len(value))
    expect_whole("minute", minute, 0, 2**28, len(value))
    expect_count("near", near, low=0)
    expect_count("far", far, low=near + 1)
    span = int(minute.max()) + 1
    start = key.astype(np.int64) * span  # (N,)
    place = start + minute  # (N,)
    order = np.argsort(place, kind="stable")  # (N,)
    total = np.zeros(len(value) + 1)  # (N+1,)
    total[1:] = np.cumsum(value[order])
    ends = [np.maximum(place - ago, start) for ago in (near, far)]
    high, low = np.searchsorted(place[order], ends)  # 2 × (N,)
    return (total[high] - total[low]).astype(value.dtype)  # (N,)
    # --8<-- [end:past_sums]


# --8<-- [start:weighted]
def fraud_cross_entropy(a: np.ndarray, y: np.ndarray, weight: float):
    """Loss of logits a (B,) for y (B,), frauds counted weight times; da."""
    expect("a", a, "B")
    _, da = binary_cross_entropy(a, y)
    w = 1 + (weight - 1) * y  # (B,)
    losses = np.maximum(a, 0) - a * y + np.log1p(np.exp(-np.abs(a)))  # (B,)
    return (w * losses).mean(), w * da  # (), (B,)
    # --8<-- [end:weighted]


# --8<-- [start:train]
def fraud_scores(params: MLPParams, x: np.ndarray) -> np.ndarray:
    """The logits (N,) of x (N, D): the larger, the more it looks like fraud."""
    a, _ = mlp_forward(params, x)
    expect("a", a, len(x), 1)
    return a[:, 0]  # (N,)


def train_fraud(rng, params, x, y, weight=20.0, lr=3e-3, B=256, epochs=6):
    """Adam on the weighted loss of x (N, D), y (N,). Returns params, losses."""
    expect_layers(params, x)
    expect("y", y, len(x), within=(0, 1))
    expect_count("B, epochs", B, epochs)
    state = adam_init(params)
    losses = []
    for _ in range(epochs):
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            a, cache = mlp_forward(params, x[n])
            loss, da = fraud_cross_entropy(a[:, 0], y[n], weight)
            _, grads = mlp_backward(da[:, None], cache)
            losses.append(loss)
            params, state = adam_step(params, grads, state, lr=lr)
    return params, np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4000, 2))  # (4000, 2)
    y = 1.0 * (x.min(axis=1) > 1.4)  # (4000,)
    params, losses = train_fraud(rng, init_mlp(rng, (2, 16, 1)), x, y)
    print(f"{y.sum():.0f} of {len(y)} are fraud, {len(losses)} steps")
    first = np.argsort(-fraud_scores(params, x))[:20]  # (20,)
    print(f"of the 20 highest scores {y[first].mean():.0%} are fraud")
    minute = np.arange(4000) * 360  # (4000,)
    card = rng.integers(50, size=4000)  # (4000,)
    n = past_sums(card, minute, np.ones(4000), 0, 10080)  # (4000,)
    print(f"payments of a card in a week: {n[-2000:].mean():.2f}")
