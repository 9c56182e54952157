"""A planted world of clicks, its split by time, measures and neighbours.

Chapter   recommendation.py
Papers    Sarwar et al. 2001, doi:10.1145/371920.372071 (item neighbours)
          Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418 (NDCG)
Axes      T weeks, U users, I items, K tastes, F features, N clicks
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count, mse


# --8<-- [start:World]
class World(NamedTuple):
    clicks: np.ndarray  # (N, 4)
    features: np.ndarray  # (I, F)
    released: np.ndarray  # (I,)
    logits: np.ndarray  # (T, U, I)


def make_world(rng, U=400, I=200, T=10, rate=3.0, K=4, F=6) -> World:
    """Clicks of T weeks: columns week, user, item, stars; and what made them.

    A user draws each click with the weight exp(logits), among the items that
    are released and not yet clicked. Tastes turn by 6° a week on average.
    """
    expect_count("U, I, T, K, F", U, I, T, K, F)
    before, after = rng.normal(size=(2, U, K))  # 2 × (U, K)
    items = rng.normal(size=(I, K))  # (I, K)
    fame = rng.normal(size=I)  # (I,)
    angle = np.radians(6) * np.arange(T)[:, None, None]  # (T, 1, 1)
    taste = np.cos(angle) * before + np.sin(angle) * after  # (T, U, K)
    liking = 1.5 * taste @ items.T / K**0.5  # (T, U, I)
    logits = liking + fame  # (T, U, I)
    mixed = items @ rng.normal(size=(K, F)) / K**0.5  # (I, F)
    features = mixed + 0.5 * rng.normal(size=(I, F))  # (I, F)
    released = _first_week(rng, I, T)  # (I,)
    joined = _first_week(rng, U, T)  # (U,)
    clicks = _draw(rng, logits, released, joined, rate)  # (N, 3)
    mood = rng.normal(0, 0.4, U)[clicks[:, 1]]  # (N,)
    noise = rng.normal(0, 0.5, len(clicks))  # (N,)
    stars = 3 + 0.6 * liking[tuple(clicks.T)] + mood + noise  # (N,)
    whole = stars.round().clip(1, 5).astype(int)  # (N,)
    return World(np.c_[clicks, whole], features, released, logits)


def _first_week(rng, n, T):
    """Two thirds are there from week 0; the others come in weeks 1 … T−1."""
    late = rng.random(n) < 1 / 3  # (n,)
    return np.where(late, rng.integers(1, max(T, 2), n), 0)  # (n,)


def _draw(rng, logits, released, joined, rate):
    """Week, user, item of each click: Gumbel noise draws each once."""
    seen = np.zeros(logits.shape[1:], bool)  # (U, I)
    rows = []
    for week, odds in enumerate(logits):
        closed = seen | (released > week)  # (U, I)
        count = rng.poisson(rate, len(seen)) * (joined <= week)  # (U,)
        new = _some(rng, odds, closed, count)  # (U, I)
        rows += [(week, user, item) for user, item in np.argwhere(new)]
        seen = seen | new  # (U, I)
    return np.array(rows)  # (N, 3)


def _some(rng, odds, closed, count):
    """For each user as many items as count says, by their odds: (U, I)."""
    drawn = odds + rng.gumbel(size=odds.shape)  # (U, I)
    keys = np.where(closed, -np.inf, drawn)  # (U, I)
    place = (-keys).argsort(axis=1).argsort(axis=1)  # (U, I)
    return (place < count[:, None]) & ~closed  # (U, I)
    # --8<-- [end:World]


# --8<-- [start:split]
def expect_past(train_weeks, test_weeks) -> None:
    """ValueError unless all of training lies before all of the test."""
    expect_whole("train_weeks", train_weeks, 0, 10**6, "N")
    expect_whole("test_weeks", test_weeks, 0, 10**6, "M")
    last = train_weeks.max()
    first = test_weeks.min()
    if last >= first:
        got = f"training to week {last}, test from week {first}"
        raise ValueError(f"the test must come after training, got {got}")


def split_by_week(clicks, week):
    """The clicks before a week, and those in it."""
    past, now = clicks[clicks[:, 0] < week], clicks[clicks[:, 0] == week]
    expect_past(past[:, 0], now[:, 0])
    return past, now


def seen_before(world: World):
    """Has the user clicked it before week t? (T+1, U, I) of 0.0 and 1.0."""
    T, U, I = world.logits.shape
    new = np.zeros((T + 1, U, I))  # (T+1, U, I)
    week, user, item, _ = world.clicks.T  # 4 × (N,)
    new[week + 1, user, item] = 1
    return new.cumsum(axis=0)  # (T+1, U, I)


def open_items(world: World, seen, week, user):
    """May this user still be shown it in this week? (n, I), n of each."""
    fresh = seen[week, user] == 0  # (n, I)
    return fresh & (world.released <= np.reshape(week, (-1, 1)))


def as_history(seen):
    """Rows (n, I) of 0 and 1 divided by √(clicks), so none is too long."""
    clicks = seen.sum(axis=1, keepdims=True)  # (n, 1)
    return seen / np.sqrt(np.maximum(clicks, 1))  # (n, I)
    # --8<-- [end:split]


# --8<-- [start:metrics]
def rank_items(scores, allowed, k):
    """The k items (U, k) with the highest scores; all allowed ones first."""
    expect("scores", scores, "U", "I")
    expect("allowed", allowed, *scores.shape, kinds="b", what="booleans")
    expect_count("k", k)
    return np.lexsort((-scores, ~allowed))[:, :k]  # (U, k)


def top_items(scores, allowed, k=10):
    """The k allowed items (U, k) with the highest scores; best first."""
    order = rank_items(scores, allowed, k)  # (U, k)
    if (least := allowed.sum(axis=1).min()) < k:
        raise ValueError(f"allowed must hold k = {k} a user, got {least}")
    return order


def hits_at(scores, relevant, allowed, k):
    """Is the item at place 1 … k relevant? (U, k), and how many are (U,)."""
    order = rank_items(scores, allowed, k)  # (U, k)
    expect("relevant", relevant, *scores.shape, kinds="b", what="booleans")
    count = (relevant & allowed).sum(axis=1)  # (U,)
    if not count.all():
        raise ValueError("relevant must hold an allowed item of each user")
    hits = np.take_along_axis(relevant & allowed, order, axis=1)  # (U, k)
    return hits, count


def recall_at(scores, relevant, allowed, k=10):
    """Which share of a user's relevant items is among the first k (U,)."""
    hits, count = hits_at(scores, relevant, allowed, k)  # (U, k), (U,)
    return hits.sum(axis=1) / count  # (U,)


def ndcg_at(scores, relevant, allowed, k=10):
    """The same with weight 1 / log2(place + 1), over the best possible sum."""
    hits, count = hits_at(scores, relevant, allowed, k)  # (U, k), (U,)
    weight = 1 / np.log2(np.arange(hits.shape[1]) + 2)  # (k,)
    best = weight.cumsum()[np.minimum(count, len(weight)) - 1]  # (U,)
    return hits @ weight / best  # (U,)
    # --8<-- [end:metrics]


# --8<-- [start:item_knn]
def item_similarity(seen, shrink=3.0):
    """Cosines of the columns, smaller where clicks are few; (I, I), own 0."""
    expect("seen", seen, "U", "I", within=(0, 1))
    both = seen.T @ seen  # (I, I)
    norm = np.sqrt(both.diagonal())  # (I,)
    similar = both / (norm[:, None] * norm + shrink)  # (I, I)
    return similar * (1 - np.eye(len(norm)))  # (I, I)


def item_knn(seen, shrink=3.0):
    """For each user the summed similarity of an item to those seen (U, I)."""
    return seen @ item_similarity(seen, shrink)  # (U, I)
    # --8<-- [end:item_knn]


# --8<-- [start:star_loss]
def star_loss(scores, y, stars):
    """Mean squared error of the scores of the rated items y (B,); dscores."""
    expect("scores", scores, "B", "I")
    expect_whole("y", y, 0, scores.shape[1] - 1, len(scores))
    picked = y[:, None] == np.arange(scores.shape[1])  # (B, I)
    loss, dpicked = mse((scores * picked).sum(axis=1), stars)  # (), (B,)
    return loss, picked * dpicked[:, None]  # (), (B, I)
    # --8<-- [end:star_loss]
