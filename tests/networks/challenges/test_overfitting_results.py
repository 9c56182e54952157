"""studies/challenges/overfitting/results.py: no leak, its rows and its lines."""

import numpy as np
import pytest

from studies.challenges.overfitting import results as ov

METHODS = "nothing", "learning rate", "width", "decay", "dropout", "early"
MORE = "train + val", "train + val, passes", "4 N", "4 N, passes"
OTHERS = "1-NN", "k-NN", "logistic", "k-NN, 4 N"


@pytest.fixture
def quick(monkeypatch):
    """Two looks at each training, two sizes of features, a strong penalty."""
    train, line = ov.train_memorise, ov._linear
    monkeypatch.setattr(
        ov, "train_memorise", lambda *args: train(*args[:7], 20)
    )
    monkeypatch.setattr(ov, "_linear", lambda x, y, C: line(x, y, 0.01))
    monkeypatch.setattr(ov, "SIZES", (20, 110))
    monkeypatch.setattr(ov, "SHOWN", (20, 110))


def test_results_have_a_row_for_everything(quick):
    rows = ov.overfitting_rows(seeds=(2, 2, 2))
    found = {}
    for row in rows:
        found.setdefault(row["part"], []).append(row["name"])
    assert found == {
        "memorise": 2 * ["start", "MLP", "logistic", "1-NN"],
        "compare": 2 * [*METHODS, *MORE, *OTHERS],
        "told": 2 * [1, 1 + 4 + 3 * 5 + 2],
        "double": [20, 110],
    }
    lines = ov.table(rows)
    assert len(lines) == len(rows)
    assert sum("– | – |" in line for line in lines) == 2


@pytest.mark.parametrize("part", [ov._memorise, ov._compare, ov._double])
def test_a_planted_leak_is_refused(quick, monkeypatch, part):
    def leaky(rng, N, *sizes):
        first, *rest = ov_parts(rng, N, *sizes)
        return first, *rest[:-1], np.append(rest[-1], first[:3])

    ov_parts = ov.memorise_parts
    monkeypatch.setattr(ov, "memorise_parts", leaky)
    with pytest.raises(ValueError, match="have no sample in common, got 3"):
        part(0, 0.2)


def test_as_many_passes_are_as_many_times_the_steps(monkeypatch):
    asked = []
    monkeypatch.setattr(
        ov, "_net", lambda *_, steps: asked.append(steps) or [None]
    )
    monkeypatch.setattr(ov, "_shares", lambda *_: (0.5, 0.25))
    assert list(ov._fed(0, (None, None), None, 4)) == 2 * [(0, 0.5, 0.25)]
    assert asked == [1000, 4000]


def test_spoiled_labels_are_wrong_ones(rng):
    y = rng.integers(10, size=500)
    seen = np.arange(0, 500, 2)
    told = ov._spoiled(rng, y, seen, 0.2)
    assert (told[1::2] == y[1::2]).all()
    assert (told != y).sum() == pytest.approx(50, abs=15)
    assert (ov._spoiled(rng, y, seen, 1.0)[seen] != y[seen]).all()


def test_the_loss_of_a_class_that_was_never_seen_is_finite(rng):
    x = rng.normal(size=(30, 4))
    y = rng.integers(3, size=30)
    model = ov._linear(x, y, 1.0)
    want = -np.log(model.predict_proba(x)[np.arange(30), y]).mean()
    assert ov._log_loss(model, x, y) == pytest.approx(want)
    assert ov._log_loss(model, x[:1], np.array([7])) == pytest.approx(
        27.6, 0.01
    )
