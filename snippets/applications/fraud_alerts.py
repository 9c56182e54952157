"""What a score of fraud is worth: found, right, cards, cost, in NumPy.

Paper     Davis & Goadrich 2006, doi:10.1145/1143844.1143874 (the curve)
Axes      N payments, T thresholds
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


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
    each = []
    for d in np.unique(day):
        now = day == d  # (N,)
        each.append(card_precision_of_day(score[now], y[now], card[now], k))
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
    y = 1.0 * (rng.random(4000) < 0.01)  # (N,)
    score = rng.normal(2 * y)  # (N,)
    print(f"{y.sum():.0f} of {len(y)} are fraud")
    print(f"average precision {average_precision(score, y):.2f}", end="")
    print(f", of chance {average_precision(rng.random(4000), y):.2f}")
    card = rng.integers(50, size=4000)  # (N,)
    day = np.arange(4000) // 100  # (N,)
    found, most = card_precision(score, y, card, day, 1)
    print(f"first card of a day: found {found:.2f}, possible {most:.2f}")
    amount = np.full(4000, 50.0)  # (N,)
    at, spent = cost_curve(score, y, amount, 5.0)
    best = alert_cost(score, y, amount, 5.0, at[spent.argmin()])
    print(f"no alert {spent[0]:.0f}, best {best:.0f}")
