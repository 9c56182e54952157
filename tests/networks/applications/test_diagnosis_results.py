"""studies/applications/diagnosis/results.py: no leak, and its rows.

What must be at chance is at chance, and a planted leak is not.
"""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from snippets.applications import diagnosis as dg
from snippets.applications import diagnosis_scores as dg_scores
from studies.applications.diagnosis import results as diagnosis_results


def nearest(x, y, seed):
    """Learns all by heart: the y of the nearest patient."""

    def risk(new):
        far = ((new[:, None] - x) ** 2).sum(axis=2)
        return y[far.argmin(axis=1)] * 1.0

    return risk


def between(x, y, seed):
    """How far on the way from the mean of one class to that of the other."""
    way = x[y == 1].mean(axis=0) - x[y == 0].mean(axis=0)
    return lambda new: dg.sigmoid((new - x.mean(axis=0)) @ way)


def two_bells(N):
    rng = np.random.default_rng(0)
    y = rng.integers(2, size=N)
    return rng.normal(size=(N, 2)) * np.where(y, 0.5, 2)[:, None] + y[
        :, None
    ], y


def by_lot(seed):
    """Patients whose y was drawn by lot: nobody can predict it."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(120, 4)), rng.permutation(np.repeat([0, 1], 60))


def assert_chance(p, y):
    assert 0.3 < dg_scores.roc_area(y, p) < 0.7


@pytest.mark.parametrize("seed", range(3))
def test_labels_by_lot_are_not_predicted(seed):
    """A planted leak, a fit that has seen every patient, is red."""
    x, y = by_lot(seed)
    models = {"nearest": nearest}
    p, *_ = diagnosis_results.nested(models, x, y, seed)
    assert_chance(p, y)

    def leak(models, x_train, y_train, seed):
        return nearest(x, y, seed), 0.5

    p, *_ = diagnosis_results.nested(models, x, y, seed, fit=leak)
    with pytest.raises(AssertionError):
        assert_chance(p, y)


def test_selecting_before_splitting_is_a_leak(rng):
    """The planted leak of the page: ten of a thousand random columns."""
    x = rng.normal(size=(80, 1000))
    y = np.repeat([0, 1], 40)
    folds = dg.stratified_folds(rng, y, 5)

    def best(x, y):
        return np.abs(x[y == 1].mean(0) - x[y == 0].mean(0)).argsort()[-10:]

    def fit(x, y, select=best):
        n = select(x, y)
        start = dg.init_diagnosis(np.random.default_rng(0), x[:, n])
        params, _ = dg.train_diagnosis(start, x[:, n], y, steps=30)
        return lambda new: dg.predict_risk(params, new[:, n])

    assert_chance(dg.out_of_fold(folds, x, y, fit), y)
    n = best(x, y)
    leak = dg.out_of_fold(folds, x, y, lambda x, y: fit(x, y, lambda *_: n))
    with pytest.raises(AssertionError):
        assert_chance(leak, y)


def test_the_threshold_knows_no_patient_of_its_fold(rng):
    """New measurements of those of a fold leave its threshold as it was."""
    x, y = two_bells(60)
    models = {"between the means": between}
    _, before, folds = diagnosis_results.nested(models, x, y, 3)
    x[folds[0]] += rng.normal(size=(len(folds[0]), 2))
    _, after, _ = diagnosis_results.nested(models, x, y, 3)
    np.testing.assert_array_equal(before[folds[0]], after[folds[0]])
    assert (before[folds[1]] != after[folds[1]]).all()


def test_one_feature_is_the_one_with_the_largest_area():
    """A change of any other measurement leaves the risk as it is."""
    x, y = diagnosis_results._patients()
    risk = diagnosis_results._one(0.001)(x[::8], y[::8], 0)
    areas = [diagnosis_results.roc_area(y[::8], n) for n in x[::8].T]
    for n in range(x.shape[1]):
        other = x[:9].copy()
        other[:, n] *= 1.01
        moved = (risk(other) != risk(x[:9])).any()
        assert moved == (n == np.argmax(areas)), n


def test_three_features_are_those_of_the_paper():
    """A change of any other measurement leaves the risk as it is."""
    x, y = diagnosis_results._patients()
    risk = diagnosis_results._three(x[::8], y[::8], 0)
    wanted = {"mean texture", "worst area", "worst smoothness"}
    for n, name in enumerate(load_breast_cancer().feature_names):
        other = x[:9].copy()
        other[:, n] *= 1.01
        moved = (risk(other) != risk(x[:9])).any()
        assert moved == (name in wanted), name


def test_results_have_a_row_for_every_model(monkeypatch):
    names = ["prior", "one feature", "three features", "logistic", "MLP"]
    names += ["MLP, weighted", "MLP, fixed"]
    assert [*diagnosis_results.MODELS] == names
    small = {name: {"near": nearest, "between": between} for name in names}
    small["prior"] = diagnosis_results.MODELS["prior"]
    x, y = diagnosis_results._patients()
    few = x[::4, :2] / 10, y[::4]
    monkeypatch.setattr(diagnosis_results, "_patients", lambda: few)
    monkeypatch.setattr(diagnosis_results, "MODELS", small)
    rows = diagnosis_results.results(seeds=2)
    assert [row["model"] for row in rows] == names
    for row in rows:
        assert len(row["right"]) == 2
        assert np.shape(row["area"]) == np.shape(row["chosen"]) == (2, 5)
        assert np.mean(row["cheat"]) <= np.mean(row["chosen"]) + 1e-9
    assert rows[0]["area"] == [[0.5] * 5] * 2
    assert len(diagnosis_results.table(rows)) == 7 + 7 + 7
    assert len(diagnosis_results.facts(rows)) == 6 + 7


def test_the_interval_is_wider_than_the_folds_say():
    """Differences -1 and 1 in two seeds of two folds; ± 2.01 √(4/3 · 1/2)."""
    line = diagnosis_results._paired([[0, 2], [0, 2]], [[1, 1], [1, 1]], 2)
    assert line == "0.00 | -1.64 | 1.64 | 0"
