"""Made-up card payments, a few of them fraud, and what is known about each.

Letters   C cards, M terminals, N payments; time is counted in minutes
Kinds     0 genuine, 1 tampered terminal, 2 stolen card, 3 card testing
"""

from typing import NamedTuple

import numpy as np

from snippets.applications.fraud import past_sums

# --8<-- [start:Ledger]
DAY, WEEK = 1440, 10080  # minutes
WEEKS, NEW = 18, 13  # how many there are; the one in which kind 3 begins


class Ledger(NamedTuple):
    minute: np.ndarray  # (N,)
    card: np.ndarray  # (N,)
    terminal: np.ndarray  # (N,)
    amount: np.ndarray  # (N,)
    kind: np.ndarray  # (N,)


class Town(NamedTuple):
    gap: np.ndarray  # (C, M)
    near: np.ndarray  # (C, 12)
    level: np.ndarray  # (C,)


def draw_town(rng, C, M):
    """How far each card lives from each terminal, where it pays, how much."""
    home = rng.uniform(size=(C, 2))  # (C, 2)
    place = rng.uniform(size=(M, 2))  # (M, 2)
    gap = np.linalg.norm(home[:, None] - place, axis=2)  # (C, M)
    near = np.argsort(gap, axis=1)[:, :12]  # (C, 12)
    level = np.exp(rng.normal(3.2, 0.5, C))  # (C,)
    return Town(gap, near, level)
    # --8<-- [end:Ledger]


# --8<-- [start:habits]
def genuine_payments(rng, town):
    """What the owners of the cards do, each by habit, with a week away."""
    C, M = town.gap.shape
    rate = rng.uniform(0.3, 1.7, C)  # (C,)
    hour_of = rng.normal(14, 3, C)  # (C,)
    leave = rng.integers(7 * WEEKS, size=C)  # (C,)
    goal = rng.integers(C, size=C)  # (C,)
    counts = rng.poisson(7 * WEEKS * rate)  # (C,)
    card = np.repeat(np.arange(C), counts.astype(np.intp))  # (N,)
    N = len(card)
    day = rng.integers(7 * WEEKS, size=N)  # (N,)
    hour = rng.normal(hour_of[card], 3) % 24  # (N,)
    hour = np.where(rng.random(N) < 0.02, rng.uniform(0, 24, N), hour)  # (N,)
    minute = day * DAY + (60 * hour).astype(np.int64)  # (N,)
    days_away = day - leave[card]  # (N,)
    away = (days_away >= 0) & (days_away < 7)  # (N,)
    base = np.where(away, goal[card], card)  # (N,)
    terminal = town.near[base, rng.integers(12, size=N)]  # (N,)
    anywhere = rng.random(N) < 0.02  # (N,)
    terminal = np.where(anywhere, rng.integers(M, size=N), terminal)  # (N,)
    amount = town.level[card] * np.exp(rng.normal(0, 0.5, N))  # (N,)
    amount = amount * np.where(rng.random(N) < 0.01, 4, 1)  # (N,)
    return Ledger(minute, card, terminal, amount, np.zeros(N, np.int64))
    # --8<-- [end:habits]


# --8<-- [start:frauds]
def tampered_terminals(rng, ledger, M):
    """Kind 1: one terminal more each week, for 4 weeks, 8 of 10 payments."""
    day = ledger.minute // DAY  # (N,)
    kind = ledger.kind.copy()  # (N,)
    for week in range(WEEKS):
        since = day - 7 * week - rng.integers(7)  # (N,)
        hit = (ledger.terminal == rng.integers(M)) & (since >= 0)  # (N,)
        hit = hit & (since < 28) & (rng.random(len(day)) < 0.8)  # (N,)
        kind[hit] = 1
    return ledger._replace(kind=kind)


def fraud_burst(rng, town, week, kind):
    """Kind 2: large payments within a day; kind 3: small ones in an hour."""
    C, M = town.gap.shape
    n = 1 + (kind == 3) + rng.poisson(3)
    span, low, high = (DAY, 3, 9) if kind == 2 else (60, 0.3, 1)
    start = week * WEEK + rng.integers(WEEK - span)
    card = np.full(n, rng.integers(C))  # (n,)
    minute = start + rng.integers(span, size=n)  # (n,)
    amount = town.level[card] * rng.uniform(low, high, n)  # (n,)
    return Ledger(
        minute, card, rng.integers(M, size=n), amount, np.full(n, kind)
    )


def simulate_payments(rng, C=1200, M=1000):
    """All payments of 18 weeks in their order, and the town they happen in."""
    town = draw_town(rng, C, M)
    parts = [tampered_terminals(rng, genuine_payments(rng, town), M)]
    for week in range(WEEKS):
        parts += [fraud_burst(rng, town, week, 2) for _ in range(4)]
        if week >= NEW:
            parts += [fraud_burst(rng, town, week, 3) for _ in range(5)]
    columns = [np.concatenate(c) for c in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")  # (N,)
    return Ledger(*(c[order] for c in columns)), town
    # --8<-- [end:frauds]


# --8<-- [start:payment_features]
NAMES = (
    "log amount",
    "log amount / card's mean",
    "card's payments, 28 days",
    "card's payments, 1 day",
    "card's payments, 1 hour",
    "distance from home",
    "night",
    "terminal is new to the card",
    "terminal's known fraud rate",
)


def payment_features(ledger, town, delay=WEEK):
    """x (N, 9): of the past only; labels are known after the delay."""
    minute, card, terminal, amount, kind = ledger
    one = np.ones(len(minute))  # (N,)

    def of_card(value, far):
        return past_sums(card, minute, value, 0, far)

    n = of_card(one, 28 * DAY)  # (N,)
    mean = (of_card(amount, 28 * DAY) + 25) / (n + 1)  # (N,)
    pair = card * town.gap.shape[1] + terminal  # (N,)
    new = past_sums(pair, minute, one, 0, 18 * WEEK) == 0  # (N,)
    span = delay, delay + 14 * DAY
    seen = past_sums(terminal, minute, one, *span)  # (N,)
    known = past_sums(terminal, minute, 1.0 * (kind > 0), *span)  # (N,)
    columns = [np.log(amount), np.log(amount / mean), np.log1p(n)]
    columns += [of_card(one, DAY), of_card(one, 60), town.gap[card, terminal]]
    columns += [minute % DAY < 6 * 60, new, known / (seen + 3)]
    return np.stack(columns, axis=1).astype(np.float64)  # (N, D)
    # --8<-- [end:payment_features]


# --8<-- [start:split]
def weeks_of(ledger, first: int, last: int) -> np.ndarray:
    """Which payments (N,) fall into the weeks first … last."""
    week = ledger.minute // WEEK  # (N,)
    return (week >= first) & (week <= last)


def expect_labels_known(ledger, labelled, used, delay=WEEK) -> None:
    """ValueError unless all labels of one part are known when used begins."""
    known = int(ledger.minute[labelled].max()) + delay
    begin = int(ledger.minute[used].min())
    if known >= begin:
        late = (known - begin) / DAY
        raise ValueError(f"labels come {late:.1f} days too late for this split")


def scaled_by_train(x, train):
    """x (N, D) less the mean of its training part, over its deviation."""
    return (x - x[train].mean(axis=0)) / x[train].std(axis=0)  # (N, D)
    # --8<-- [end:split]
