"""The planted world, its split by time, the neighbours, and the results made of them."""

import re

import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge
from sklearn.metrics import ndcg_score
from sklearn.metrics.pairwise import cosine_similarity

from press.check.shape_comments import silence
from snippets.applications import recommendation_data as data
from studies.applications.recommendation import (
    results as recommendation_results,
)
from studies.applications.recommendation import rivals
from tests.kit.gradients import numerical_gradient


@pytest.fixture
def world():
    rng = np.random.default_rng(3)
    return data.make_world(rng, U=50, I=30, T=6, rate=2.0)


def test_a_world_keeps_its_promise(world):
    week, user, item, stars = world.clicks.T
    assert len(np.unique(user * 30 + item)) == len(user)  # nothing twice
    assert (world.released[item] <= week).all()  # nothing before it is there
    assert (np.diff(week) >= 0).all()
    assert set(stars) == {1, 2, 3, 4, 5}
    assert world.features.shape == (30, 6)
    assert world.logits.shape == (6, 50, 30)
    assert 0.5 < (world.released == 0).mean() < 0.85


def test_the_odds_of_a_click_are_those_of_the_logits():
    """Those who click once: a softmax. Nobody clicks what is not there."""
    logits = np.tile(np.array([0.0, 1.0, 2.0, 9.0]), (1, 40_000, 1))
    released = np.array([0, 0, 0, 1])
    joined = np.zeros(40_000, int)
    rng = np.random.default_rng(0)
    clicks = data._draw(rng, logits, released, joined, rate=0.3)
    clicked = np.bincount(clicks[:, 1], minlength=40_000)
    once = clicks[clicked[clicks[:, 1]] == 1]
    share = np.bincount(once[:, 2], minlength=4) / len(once)
    odds = np.exp([0.0, 1.0, 2.0])
    np.testing.assert_allclose(share[:3], odds / odds.sum(), atol=0.015)
    assert share[3] == 0
    everything = data._draw(rng, logits[:, :5], released, joined[:5], rate=50)
    assert everything[:, 2].tolist() == [0, 1, 2] * 5


def test_every_training_click_is_before_every_test_click(world):
    past, now = data.split_by_week(world.clicks, 4)
    assert past[:, 0].max() < now[:, 0].min()
    assert len(past) + len(now) == (world.clicks[:, 0] <= 4).sum()


def test_a_leak_is_refused(world):
    """Planted: a random split of the same clicks; one click of the test week."""
    week = world.clicks[:, 0]
    chosen = np.random.default_rng(0).random(len(week)) < 0.8
    words = "the test must come after training, got training to week 5, test"
    with pytest.raises(ValueError, match=re.escape(words)):
        data.expect_past(week[chosen], week[~chosen])
    past, now = data.split_by_week(world.clicks, 4)
    leaked = np.append(past[:, 0], now[0, 0])
    with silence(), pytest.raises(ValueError, match=r"from week 4$"):
        data.expect_past(leaked, now[:, 0])


def test_what_was_seen_is_what_was_clicked_before(world):
    seen = data.seen_before(world)
    assert seen.shape == (7, 50, 30)
    assert not seen[0].any()
    for t in range(7):
        before = world.clicks[world.clicks[:, 0] < t]
        assert seen[t].sum() == len(before)
        assert seen[t][before[:, 1], before[:, 2]].all()
    week, user, item, _ = world.clicks.T
    free = data.open_items(world, seen, week, user)
    assert free[np.arange(len(item)), item].all()
    assert not (free & (seen[week, user] > 0)).any()
    assert not (free & (world.released > week[:, None])).any()


def test_histories_have_length_one(world):
    rows = data.as_history(data.seen_before(world)[3])
    length = np.linalg.norm(rows, axis=1)
    assert set(length.round(12)) == {0.0, 1.0}


def rankings(rng, n=40, items=23):
    """Scores, relevant and allowed of n users; each has a relevant item."""
    relevant = rng.random((n, items)) < 0.15
    allowed = rng.random((n, items)) < 0.8
    relevant[np.arange(n), rng.integers(items, size=n)] = True
    allowed |= relevant
    return rng.normal(size=(n, items)), relevant, allowed


@pytest.mark.parametrize("k", [1, 4, 10, 23])
def test_ndcg_is_that_of_scikit_learn(rng, k):
    scores, relevant, allowed = rankings(rng)
    theirs = [
        ndcg_score([relevant[n]], [np.where(allowed, scores, -99)[n]], k=k)
        for n in range(len(scores))
    ]
    ours = data.ndcg_at(scores, relevant, allowed, k)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_measures_by_hand():
    scores = np.array([[5.0, 4.0, 3.0, 2.0, 1.0]])
    relevant = np.array([[False, True, False, True, False]])
    allowed = np.ones((1, 5), bool)
    assert data.top_items(scores, allowed, 3).tolist() == [[0, 1, 2]]
    np.testing.assert_allclose(
        data.recall_at(scores, relevant, allowed, 3), 0.5
    )
    best = 1 + 1 / np.log2(3)
    got = data.ndcg_at(scores, relevant, allowed, 3)
    np.testing.assert_allclose(got, (1 / np.log2(3)) / best)
    allowed[0, 0] = False  # seen: what follows moves up
    got = data.ndcg_at(scores, relevant, allowed, 3)
    np.testing.assert_allclose(got, (1 + 1 / 2) / best)
    equal = np.zeros((1, 5))  # equals: in the order of the items
    assert data.top_items(equal, allowed, 3).tolist() == [[1, 2, 3]]
    equal[:] = -np.inf  # the worst of those allowed is still allowed
    assert data.top_items(equal, allowed, 3).tolist() == [[1, 2, 3]]


def test_a_user_with_few_items_has_no_more_places(rng):
    """Of 4 allowed items the recall at 9 is that at 4: all of them."""
    scores, relevant, allowed = rankings(rng)
    allowed[0], relevant[0] = False, True
    allowed[0, 5:9] = True
    at_4, at_9 = (data.recall_at(scores, relevant, allowed, k) for k in (4, 9))
    assert at_4[0] == at_9[0] == 1
    message = "allowed must hold k = 5 a user, got 4"
    assert set(data.top_items(scores, allowed, 4)[0]) == {5, 6, 7, 8}
    with silence(), pytest.raises(ValueError, match=f"^{message}$"):
        data.top_items(scores, allowed, 5)


def test_bad_rankings_are_refused(rng):
    scores, relevant, allowed = rankings(rng)
    none = relevant.copy()
    none[0] = False
    for words, call, *given in (
        (
            "relevant must hold an allowed item of each user",
            *(data.recall_at, scores, none, allowed),
        ),
        (
            "k must be whole and at least 1, got 0",
            *(data.top_items, scores, allowed, 0),
        ),
        (
            "allowed must be booleans of shape (40, 23), got int64 (40, 23)",
            *(data.ndcg_at, scores, relevant, allowed.astype("int64")),
        ),
        (
            "relevant must be booleans of shape (40, 23), got bool (40, 22)",
            *(data.ndcg_at, scores, relevant[:, 1:], allowed),
        ),
        (
            "seen must be floats 0 … 1 of shape (U, I), got int64 (2, 2)",
            *(data.item_knn, np.ones((2, 2), "int64")),
        ),
        ("U, I, T, K, F must be whole", *(data.make_world, rng, 0)),
    ):
        with silence(), pytest.raises(ValueError, match=re.escape(words)):
            call(*given)


def test_neighbours_are_cosines(world):
    """Without shrinkage the similarity is scikit-learn's."""
    seen = data.seen_before(world)[6]
    similar = cosine_similarity(seen.T)
    np.fill_diagonal(similar, 0)
    got = data.item_knn(seen, shrink=1e-12)
    np.testing.assert_allclose(got, seen @ similar, rtol=1e-9)


def test_the_loss_of_stars_is_torchs(rng):
    scores, y = rng.normal(size=(7, 5)), rng.integers(5, size=7)
    stars = rng.normal(size=7)
    loss, dscores = data.star_loss(scores, y, stars)
    scores_t = torch.tensor(scores, requires_grad=True)
    picked = scores_t.gather(1, torch.tensor(y)[:, None])[:, 0]
    loss_t = torch.nn.functional.mse_loss(picked, torch.tensor(stars))
    loss_t.backward()
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-12)
    np.testing.assert_allclose(dscores, scores_t.grad, rtol=1e-12)
    slope = numerical_gradient(
        lambda: data.star_loss(scores, y, stars)[0], scores
    )
    np.testing.assert_allclose(dscores, slope, rtol=1e-6, atol=1e-8)


def test_nobody_beats_the_oracle_on_average():
    """Many test weeks: the true scores rank best, chance ranks worst."""
    found = []
    for seed in range(4):
        trial = recommendation_results._Trial(seed, 3.0)
        recent = rivals.popularity(trial.past, trial.U, trial.I, 7)
        chance = np.random.default_rng(seed).random(recent.shape)
        tables = trial.world.logits[9], recent, chance
        found.append([trial.of(data.ndcg_at, table).mean() for table in tables])
    oracle, recent, chance = np.mean(found, axis=0)
    assert oracle > 2 * recent > 4 * chance


@pytest.fixture(scope="module")
def trial():
    return recommendation_results._Trial(0, 3.0)


def test_equal_scores_stand_half_above_the_click(trial):
    """All scores equal: 19 others, so 10 places of 20 are the click's."""
    found = trial.sampled(np.zeros((trial.U, trial.I)))
    np.testing.assert_allclose(found, 0.5)
    best = trial.sampled(trial.relevant.astype(float))
    np.testing.assert_allclose(best, 1)


def test_content_is_the_mean_of_what_was_clicked(rng):
    """Of three features; a user without clicks gets 0 for every item."""
    features = rng.normal(size=(5, 3))
    history = np.array([[1, 0, 1, 0, 0], [0, 0, 0, 0, 0]]) * 1.0
    got = rivals.by_content(features, history)
    f = (features - features.mean(axis=0)) / features.std(axis=0)
    np.testing.assert_allclose(got[0], f @ (f[0] + f[2]) / 2)
    assert not got[1].any()


def test_ease_predicts_each_column_by_ridge_from_the_others(rng):
    """Column by column it is scikit-learn's ridge regression."""
    history = (rng.random((40, 6)) < 0.4) * 1.0
    got = rivals.ease(history, 5.0)
    for item in range(6):
        others = np.delete(history, item, axis=1)
        ridge = Ridge(alpha=5.0, fit_intercept=False, tol=1e-12)
        ridge.fit(others, history[:, item])
        np.testing.assert_allclose(got[:, item], ridge.predict(others))


def test_folding_in_fits_new_rows_and_leaves_the_others(trial):
    """The new rows are where the loss of their clicks plus ridge is least."""
    rng = np.random.default_rng(0)
    params = recommendation_results.init_factors(rng, trial.U, trial.I, 4)
    params = params._replace(Q=rng.normal(size=(trial.I, 4)))
    got = recommendation_results._folded(params, trial, ridge=1.0)
    new = trial.seen[8].sum(axis=1) == 0
    came = new & (trial.seen[9].sum(axis=1) > 0)
    before = params.P @ params.Q.T
    np.testing.assert_allclose(got[~new], before[~new])
    user = np.flatnonzero(came)[0]
    p = np.linalg.lstsq(params.Q, got[user], rcond=None)[0]
    free = data.open_items(trial.world, trial.seen, 8, [user])[0]
    e = np.exp(got[user]) * free
    clicks = trial.seen[9][user]
    slope = (clicks.sum() * e / e.sum() - clicks) @ params.Q + p
    np.testing.assert_allclose(slope, 0, atol=1e-3)


def test_results_have_their_rows(monkeypatch):
    """Of small worlds and short training: each kind, a value for each seed."""
    for name in ("FACTORS", "TOWERS", "STARS"):
        settings = getattr(recommendation_results, name)
        monkeypatch.setitem(settings, "epochs", 1)
    for name, size in (("U", 100), ("I", 120)):
        monkeypatch.setitem(recommendation_results.SIZE, name, size)
    monkeypatch.setitem(recommendation_results.FEW, "epochs", 1)
    rows = recommendation_results.recommendation_rows(2, rates=(3.0, 0.3))
    kinds = [row["kind"] for row in rows]
    assert kinds.count("rate 3.0") == kinds.count("rate 0.3") == 10
    assert kinds.count("EASE 3.0") == kinds.count("EASE 0.3") == 7
    assert kinds.count("leak") == 7
    assert kinds.count("change") == 5
    assert kinds.count("stars") == 4
    assert kinds.count("width") == 8
    assert kinds.count("ridge") == 6
    for row in rows[:10]:
        for key in ("ndcg", "recall", "sampled", "new", "few", "fresh"):
            assert len(row[key]) == 2
            assert 0 <= np.min(row[key]) <= np.max(row[key]) <= 1


def planted_rows():
    """Two worlds of each model and column; the test's numbers tell them apart."""
    names = [
        "random",
        "popularity",
        "content",
        "factors",
        "towers, no features",
        "EASE",
    ]
    columns = "ndcg", "recall", "sampled", "new", "few", "known", "fresh"
    rows = [
        {"kind": f"rate {rate}", "name": name}
        | {key: [n / 10 + k / 100] * 2 for k, key in enumerate(columns)}
        for rate in recommendation_results.RATES
        for n, name in enumerate(names)
    ]
    leaks = "random split", "week 9, a", "popularity of weeks 8 and 9"
    rows += [{"kind": "leak", "name": n, "ndcg": [0.1, 0.3]} for n in leaks]
    stars = {"kind": "stars", "rmse": [1.0, 1.0], "ndcg": [0.0, 0.0]}
    return rows + [stars | {"name": n} for n in ("one mean", "biases")]


def test_the_table_has_the_lines_of_the_page():
    lines = recommendation_results.table(planted_rows())
    assert lines[1] == f"| {' | '.join(['0.100 ± 0.000'] * 4)} |"
    cold = [f"0.{n}{k}0 ± 0.000" for n in (0, 1, 2, 3) for k in (3, 4, 5, 6)]
    assert (
        " ".join(lines[6:10]).replace("|", " ").split()
        == " ".join(cold).split()
    )
    assert lines[10:] == [
        *["| 0.200 ± 0.141 |"] * 2,
        "| 0.010 ± 0.000 | 0.020 ± 0.000 |",
        "| 0.310 ± 0.000 | 0.320 ± 0.000 |",
        "| 1.000 ± 0.000 |",
        "| 1.000 ± 0.000 | 0.000 ± 0.000 |",
    ]


def test_the_facts_give_each_column_and_the_differences():
    rows = [
        {"kind": "rate 1.0", "name": "factors", "ndcg": [0.2, 0.3]},
        {"kind": "rate 1.0", "name": "towers", "ndcg": [0.1, 0.4]},
    ]
    assert recommendation_results.facts(rows) == [
        "factors, ndcg: 0.250 ± 0.071",
        "towers, ndcg: 0.250 ± 0.212",
        "rate 1.0, towers − factors: -0.100 … 0.100",
    ]
