"""Fraud among many payments: features of the past, a weighted loss, metrics.

Twin      fraud_torch.py
Papers    Dal Pozzolo et al. 2018, doi:10.1109/TNNLS.2017.2736643 (protocol)
          Le Borgne et al. 2022, fraud-detection-handbook.github.io
          Davis & Goadrich 2006, doi:10.1145/1143844.1143874 (the curve)
Axes      N payments, B batch, D features, T thresholds
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


# --8<-- [start:expect_frauds]
def expect_frauds(score, y) -> None:
    """ValueError unless y (N,) is 0 or 1, and at least one of them is 1."""
    expect("score", score, "N")
    expect("y", y, len(score), within=(0, 1))
    if not y.any() or (y % 1).any():
        got = f"{np.unique(y)[:4]}"
        raise ValueError(f"y must be 0 or 1 with at least one 1, got {got}")
    # --8<-- [end:expect_frauds]


# --8<-- [start:curve]
def fraud_order(score: np.ndarray):
    """The order (N,), best first; the last place of each value (T,)."""
    expect("score", score, "N")
    order = np.argsort(-score, kind="stable")  # (N,)
    ends = np.append(np.diff(score[order]) != 0, True)  # (N,)
    last = np.flatnonzero(ends)  # (T,)
    return order, last


def precision_recall_curve(score: np.ndarray, y: np.ndarray):
    """Precision, recall and threshold (T,), from the largest score down."""
    expect_frauds(score, y)
    order, last = fraud_order(score)  # (N,), (T,)
    found = np.cumsum(y[order])[last]  # (T,)
    precision = found / (last + 1).astype(y.dtype)  # (T,)
    threshold = score[order][last]  # (T,)
    return precision, found / y.sum(), threshold  # 3 × (T,)


def average_precision(score: np.ndarray, y: np.ndarray) -> float:
    """The mean precision, each threshold weighing as the recall it adds."""
    precision, recall, _ = precision_recall_curve(score, y)  # 3 × (T,)
    return float((np.diff(recall, prepend=0) * precision).sum())
    # --8<-- [end:curve]


# --8<-- [start:card_precision]
def card_precision_of_day(score, y, card, k: int) -> tuple[float, float]:
    """Share of frauds in the k first cards of one day; the most possible."""
    expect("score", score, "N")
    expect("y", y, len(score), within=(0, 1))
    expect_whole("card", card, 0, 2**31, len(score))
    expect_count("k", k)
    bad = np.unique(card[y > 0])  # (M,)
    ranked = card[np.argsort(-score, kind="stable")]  # (N,)
    _, first = np.unique(ranked, return_index=True)  # (C,), (C,)
    shown = ranked[np.sort(first)[:k]]  # (K,)
    return float(np.isin(shown, bad).sum() / k), min(len(bad), k) / k


def card_precision(score, y, card, day, k: int) -> tuple[float, float]:
    """The mean of both over all days."""
    expect_frauds(score, y)
    expect_whole("card", card, 0, 2**31, len(score))
    expect_whole("day", day, 0, 2**31, len(score))
    days = [day == d for d in np.unique(day)]
    columns = score, y, card
    each = [card_precision_of_day(*(c[d] for c in columns), k) for d in days]
    found, most = np.mean(each, axis=0)
    return float(found), float(most)
    # --8<-- [end:card_precision]


# --8<-- [start:cost]
def cost_curve(score, y, amount, cost: float):
    """Threshold and what it costs (T+1,): alerts, and frauds let through.

    The first threshold is infinite: no alert, all frauds are paid for.
    """
    expect_frauds(score, y)
    expect("amount", amount, len(score))
    order, last = fraud_order(score)  # (N,), (T,)
    lost = (y * amount)[order]  # (N,)
    saved = np.cumsum(lost)[last]  # (T,)
    spent = cost * (last + 1) + lost.sum() - saved  # (T,)
    spent = np.append(lost.sum(), spent).astype(amount.dtype)  # (T+1,)
    at = np.append(np.inf, score[order][last]).astype(score.dtype)  # (T+1,)
    return at, spent


def alert_cost(score, y, amount, cost: float, threshold: float) -> float:
    """What alerts from the threshold on cost, and the frauds without one."""
    expect_frauds(score, y)
    expect("amount", amount, len(score))
    alert = score >= threshold  # (N,)
    return float(cost * alert.sum() + (amount * y)[~alert].sum())
    # --8<-- [end:cost]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4000, 2))  # (4000, 2)
    y = 1.0 * (x.min(axis=1) > 1.4)  # (4000,)
    params, losses = train_fraud(rng, init_mlp(rng, (2, 16, 1)), x, y)
    score = fraud_scores(params, x)  # (4000,)
    print(f"{y.sum():.0f} of {len(y)} are fraud, {len(losses)} steps")
    print(f"average precision {average_precision(score, y):.1f}", end="")
    print(f", of chance {average_precision(rng.random(4000), y):.1f}")
    minute = np.arange(4000) * 360  # (4000,)
    card = rng.integers(50, size=4000)  # (4000,)
    n = past_sums(card, minute, np.ones(4000), 0, 10080)  # (4000,)
    print(f"payments of a card in a week: {n[-2000:].mean():.2f}")
    found = card_precision(score, y, card, minute // 1440, 1)
    print("first card of a day: found {:.2f}, possible {:.2f}".format(*found))
    amount = np.full(4000, 50.0)  # (4000,)
    at, spent = cost_curve(score, y, amount, 5.0)
    best = alert_cost(score, y, amount, 5.0, at[spent.argmin()])
    print(f"no alert {spent[0]:.0f}, best {best / spent[0]:.0%} of it")
