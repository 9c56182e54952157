"""snippets/applications/fraud.py against torch, scikit-learn, loops, words."""

import numpy as np
import pytest
import torch
from sklearn import metrics

from press.check.shape_comments import silence
from snippets.applications import fraud, fraud_alerts
from snippets.applications import fraud_data as data
from snippets.applications.fraud_torch import (
    builtin_fraud_cross_entropy,
    fraud_cross_entropy_torch,
    train_fraud_torch,
)
from snippets.feedforward.mlp import init_mlp, mlp_backward, mlp_forward
from snippets.feedforward.mlp_torch import MLP
from studies.applications.fraud import results as fraud_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

B, D, H = 7, 3, 4  # all different, so that no swapped axis goes unseen
WEIGHT = 5.0


@pytest.fixture
def case(rng):
    """A small net, a batch x, labels y."""
    y = np.array([0, 1, 0, 0, 1, 0, 0.0])
    return init_mlp(rng, (D, H, 1)), rng.normal(size=(B, D)), y


@pytest.fixture(scope="module")
def town():
    """Few cards and terminals, so that all kinds of fraud meet."""
    with silence():
        rng = np.random.default_rng(3)
        return data.simulate_payments(rng, C=60, M=50)


def gradients(params, x, y):
    """The loss, and the gradient of every array, in a list."""
    a, cache = mlp_forward(params, x)
    loss, da = fraud.fraud_cross_entropy(a[:, 0], y, WEIGHT)
    dx, grads = mlp_backward(da[:, None], cache)
    return loss, [dx, *grads.Ws, *grads.bs]


@pytest.mark.parametrize(
    "twin", [fraud_cross_entropy_torch, builtin_fraud_cross_entropy]
)
def test_matches_torch_twin_and_builtin(case, twin):
    params, x, y = case
    loss, ours = gradients(params, x, y)
    net, x_t = MLP(*params), torch.tensor(x, requires_grad=True)
    theirs = twin(net(x_t)[:, 0], torch.tensor(y), WEIGHT)
    theirs.backward()
    np.testing.assert_allclose(loss, theirs.item(), rtol=1e-10)
    for got, p in zip(ours, [x_t, *net.Ws, *net.bs], strict=True):
        np.testing.assert_allclose(got, p.grad, rtol=1e-10, atol=1e-14)


def test_gradient_matches_finite_differences(case):
    params, x, y = case
    _, ours = gradients(params, x, y)
    arrays = [x, *params.Ws, *params.bs]
    for got, array in zip(ours, arrays, strict=True):
        want = numerical_gradient(lambda: gradients(params, x, y)[0], array)
        np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-8)


def test_the_loss_counts_a_fraud_as_often_as_it_says(case):
    """Three times the weight is the same as three copies, but for the mean."""
    _, x, y = case
    a = x[:, 0]
    copies = np.concatenate([a, a[y > 0], a[y > 0]])
    labels = np.concatenate([y, np.ones(4)])
    once, _ = fraud.fraud_cross_entropy(copies, labels, 1.0)
    thrice, _ = fraud.fraud_cross_entropy(a, y, 3.0)
    np.testing.assert_allclose(thrice * len(a), once * len(copies))


@pytest.mark.parametrize("shift", [0.0, 800.0])
def test_the_loss_is_finite_for_every_logit(shift):
    a, y = np.array([shift, -shift]), np.array([0.0, 1.0])
    loss, da = fraud.fraud_cross_entropy(a, y, WEIGHT)
    np.testing.assert_allclose(loss, 3 * max(shift, np.log(2)))
    assert np.isfinite(da).all()


def test_bad_input_is_refused(case, rng):
    params, x, y = case
    score = x[:, 0].copy()
    refused = [
        (lambda: fraud.fraud_cross_entropy(x, y, 2.0), "a", "(B,)", (B, D)),
        (lambda: fraud.fraud_scores(params, x[:, :2]), "x", "(B, 3)", (B, 2)),
        (lambda: fraud_alerts.average_precision(x, y), "score", "(N,)", (B, D)),
        (lambda: fraud_alerts.fraud_order(x), "score", "(N,)", (B, D)),
        (
            lambda: fraud_alerts.cost_curve(score, y, score[:4], 1.0),
            "amount",
            "(7,)",
            (4,),
        ),
        (
            lambda: fraud_alerts.alert_cost(score, y, score[:4], 1.0, 0.0),
            "amount",
            "(7,)",
            (4,),
        ),
    ]
    for call, name, want, got in refused:
        with (
            silence(),
            pytest.raises(ValueError, match=refusal(name, want, got)),
        ):
            call()
    with pytest.raises(ValueError, match="y must be floats 0 … 1 of shape"):
        fraud.train_fraud(rng, params, x, y[:4])
    for wrong in 0 * y, 0.5 * y:
        with pytest.raises(ValueError, match="0 or 1 with at least one 1"):
            fraud_alerts.average_precision(score, wrong)
    whole = np.arange(B)
    with pytest.raises(ValueError, match="far must be whole and at least 4"):
        fraud.past_sums(whole, whole, score, 3, 3)


def test_float32_stays_float32(case):
    params, x, y = case
    params = type(params)(
        *([a.astype(np.float32) for a in row] for row in params)
    )
    x, y = x.astype(np.float32), y.astype(np.float32)
    rng = np.random.default_rng(0)
    trained, _ = fraud.train_fraud(rng, params, x, y, B=4, epochs=2)
    score = fraud.fraud_scores(trained, x)
    loss, ours = gradients(params, x, y)
    whole = np.arange(B)
    results = [loss, *ours, *trained.Ws, *trained.bs, score]
    results += fraud_alerts.precision_recall_curve(score, y)
    results += fraud_alerts.cost_curve(score, y, score, 2.0)
    results += [fraud.past_sums(whole, whole, score, 0, 3)]
    assert {a.dtype for a in results} == {np.dtype(np.float32)}


def test_two_steps_of_training_are_torchs(case):
    params, x, y = case
    kept = [a.copy() for a in (x, y, *params.Ws, *params.bs)]
    settings = {"weight": WEIGHT, "lr": 0.1, "B": 4, "epochs": 1}
    new, losses = fraud.train_fraud(
        np.random.default_rng(1), params, x, y, **settings
    )
    net = MLP(*params)
    theirs = train_fraud_torch(
        np.random.default_rng(1),
        net,
        torch.tensor(x),
        torch.tensor(y),
        **settings,
    )
    np.testing.assert_allclose(losses, theirs, rtol=1e-6)
    for ours, p in zip(new.Ws + new.bs, [*net.Ws, *net.bs], strict=True):
        np.testing.assert_allclose(ours, p.detach(), rtol=1e-6, atol=1e-8)
    arrays = (x, y, *params.Ws, *params.bs)  # as they were
    for a, b in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("seed", range(2))
def test_learns_a_small_task(seed):
    """Both numbers must be large: no straight line ranks so well."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(4000, 2))
    y = 1.0 * (x.min(axis=1) > 1.2)
    params, losses = fraud.train_fraud(
        rng, init_mlp(rng, (2, 16, 1)), x, y, lr=0.02
    )
    new = rng.normal(size=(4000, 2))
    truth = 1.0 * (new.min(axis=1) > 1.2)
    got = fraud_alerts.average_precision(fraud.fraud_scores(params, new), truth)
    assert losses.shape == (96,)
    assert (
        fraud_alerts.average_precision(new.sum(axis=1), truth)
        < 0.8
        < 0.95
        < got
    )


@pytest.mark.parametrize("digits", [9, 1])  # 1: many scores are equal
def test_the_curve_is_scikit_learns(rng, digits):
    y = 1.0 * (rng.random(200) < 0.1)
    score = (rng.normal(size=200) + y).round(digits)
    precision, recall, at = fraud_alerts.precision_recall_curve(score, y)
    theirs = metrics.precision_recall_curve(y, score, drop_intermediate=False)
    for ours, want in zip((precision, recall, at), theirs, strict=True):
        want = want[: len(at)]  # they append the point of no alert
        np.testing.assert_allclose(ours[::-1], want)
    want = metrics.average_precision_score(y, score)
    np.testing.assert_allclose(fraud_alerts.average_precision(score, y), want)
    area = metrics.roc_auc_score(y, score)
    np.testing.assert_allclose(fraud_results._area(score, y), area)


def test_past_sums_are_those_of_two_loops(rng):
    key, minute = rng.integers(4, size=60), rng.integers(90, size=60)
    value = rng.normal(size=60)
    for near, far in (0, 1), (0, 30), (7, 20), (50, 200):
        want = np.zeros(60)
        for i in range(60):
            for j in range(60):
                ago = minute[i] - minute[j]
                if key[i] == key[j] and near < ago <= far:
                    want[i] += value[j]
        got = fraud.past_sums(key, minute, value, near, far)
        np.testing.assert_allclose(got, want, atol=1e-12)


def test_cards_are_counted_once_a_day():
    """Day 0: card 3 leads twice, then card 1; day 5 has no fraud."""
    score = np.array([9, 8, 7, 6, 5, 4.0])
    y = np.array([0, 1, 0, 1, 0, 0.0])
    card = np.array([3, 3, 1, 2, 3, 1])
    day = np.array([0, 0, 0, 0, 5, 5])
    for k, found, most in (
        (1, 1 / 2, 1 / 2),
        (2, 1 / 4, 1 / 2),
        (3, 1 / 3, 1 / 3),
    ):
        got = fraud_alerts.card_precision(score, y, card, day, k)
        np.testing.assert_allclose(got, (found, most))


def test_costs_are_counted(rng):
    """Alerts, and amounts let through; the curve says the same as the sum."""
    score = np.array([5, 4, 4, 1.0])
    y, amount = np.array([0, 1, 0, 1.0]), np.array([70, 20, 50, 3.0])
    at, spent = fraud_alerts.cost_curve(score, y, amount, 4.0)
    np.testing.assert_allclose(at, [np.inf, 5, 4, 1])
    np.testing.assert_allclose(spent, [23, 27, 15, 16])
    for threshold, want in zip(at, spent, strict=True):
        got = fraud_alerts.alert_cost(score, y, amount, 4.0, threshold)
        assert got == want


def nothing_of_the_future(ledger, town, delay):
    """AssertionError if labels not yet known, or later payments, are used."""
    now = ledger.minute[len(ledger.minute) // 2]
    late = ledger.minute >= now - data.WEEK
    other = ledger._replace(
        kind=np.where(late, 1 - np.minimum(ledger.kind, 1), ledger.kind),
        amount=np.where(ledger.minute > now, 7.0, ledger.amount),
    )
    seen = ledger.minute <= now
    x = data.payment_features(ledger, town, delay)
    new = data.payment_features(other, town, delay)
    np.testing.assert_allclose(x[seen], new[seen], atol=1e-9)


def test_features_use_nothing_of_the_future(town):
    nothing_of_the_future(*town, data.WEEK)
    with pytest.raises(AssertionError):  # the planted leak
        nothing_of_the_future(*town, 0)
    with pytest.raises(AssertionError):
        nothing_of_the_future(*town, data.WEEK - data.DAY)


def test_parts_are_disjoint_and_labels_known(town):
    ledger, _ = town
    parts = [data.weeks_of(ledger, *w) for w in ((3, 6), (8, 8), (10, 12))]
    assert (np.sum(parts, axis=0) <= 1).all()
    assert np.sum(parts[1]) == (ledger.minute // data.WEEK == 8).sum()
    data.expect_labels_known(ledger, parts[0], parts[1])
    data.expect_labels_known(ledger, parts[1], parts[2])
    for weeks in (7, 7), (6, 9):  # no week between; an overlap
        near = data.weeks_of(ledger, *weeks)
        with pytest.raises(ValueError, match="days too late"):
            data.expect_labels_known(ledger, parts[0], near)


def test_what_is_planted_is_there(town):
    ledger, streets = town
    minute, card, terminal, amount, kind = ledger
    assert (np.diff(minute) >= 0).all()
    assert set(np.unique(kind)) == {0, 1, 2, 3}
    assert minute[kind == 3].min() >= data.NEW * data.WEEK
    assert minute.max() < data.WEEKS * data.WEEK
    assert card.max() == 59
    assert terminal.max() == 49
    ratio = amount / streets.level[card]
    assert 3 <= ratio[kind == 2].min() <= ratio[kind == 2].max() <= 9
    assert 0.3 <= ratio[kind == 3].min() <= ratio[kind == 3].max() <= 1
    x = data.payment_features(ledger, streets)
    assert x.shape == (len(card), len(data.NAMES))
    z = data.scaled_by_train(x, minute < data.WEEK * 9)
    np.testing.assert_allclose(
        z[minute < data.WEEK * 9].mean(axis=0), 0, atol=1e-9
    )


@pytest.mark.parametrize(("kind", "span"), [(2, data.DAY), (3, 60)])
def test_a_burst_stays_within_its_week(town, rng, kind, span):
    with silence():
        every = [data.fraud_burst(rng, town[1], 5, kind) for _ in range(200)]
    for burst in every:
        assert burst.minute.min() >= 5 * data.WEEK
        assert burst.minute.max() < 6 * data.WEEK
        assert np.ptp(burst.minute) < span
        assert (burst.card == burst.card[0]).all()
        assert (burst.kind == kind).all()


def test_alarms_are_counted_by_kind(town):
    """A score of 1 for one kind finds all of it, and of the others none."""
    ledger, _ = town
    for kind in (1, 2, 3):
        score = 1.0 * (ledger.kind == kind)
        week = data.weeks_of(ledger, 14, 14)
        alarms = int(score[week].sum())
        found = fraud_results._by_kind(ledger, score, 14, 14, alarms)
        np.testing.assert_allclose(found, np.eye(3)[kind - 1])
    few = fraud_results._by_kind(ledger, score, 14, 14, 3)
    np.testing.assert_allclose(few, [0, 0, 3 / alarms])


def test_the_oracle_waits_for_the_first_label(town):
    """It never points at a terminal in the 7 days after its first fraud."""
    ledger, _ = town
    with silence():
        score = fraud_results._oracle(ledger)
    day = ledger.minute / data.DAY
    np.testing.assert_array_equal(score == 2, ledger.kind == 2)
    for m in np.unique(ledger.terminal[ledger.kind == 1]):
        here = ledger.terminal == m
        first = day[here & (ledger.kind == 1)].min()
        early = here & (ledger.kind != 2) & (day < first + 7)
        assert not score[early].any()
        ended = first + 7 <= day
        soon = here & ended & (day < first + 28) & (ledger.kind == 1)
        assert score[soon].all()


def test_results_have_a_row_for_every_detector():
    with silence():
        rows = fraud_results.results(seeds=2, C=60)
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names) == 40
    for row in rows:
        for column in row.keys() - {"name"}:
            assert len(row[column]) == 2
        assert np.shape(row.get("weeks", np.ones((2, 8)))) == (2, 8)
        assert row.keys() - {"name"} <= fraud_results.LOOSE.keys()
    lines = fraud_results.table(rows)
    assert len(lines) == len(fraud_results.SHOWN) == 32
    cells = [line.count(" | ") + 1 for line in lines]
    assert cells == [4] * 15 + [1] * 4 + [4] * 3 + [5] * 5 + [3] * 5
    assert all("±" in line for line in lines[:22])
    facts = fraud_results.facts(rows)
    assert sum(fact.startswith("leak: ") for fact in facts) == 1
    assert sum(len(fact.split()) == 8 for fact in facts) == 9
