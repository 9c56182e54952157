"""studies/challenges/interpretability/results.py: its rows and its lines."""

import numpy as np
import pytest

from snippets.challenges import interpretability_data
from studies.challenges.interpretability import results as ir


@pytest.fixture
def small(monkeypatch):
    """Two seeds, two images, networks that have learned nothing and say 7."""
    train = ir.train_diagnosis
    monkeypatch.setattr(interpretability_data, "TRAIN", 100)
    monkeypatch.setattr(interpretability_data, "TEST", 40)
    monkeypatch.setattr(ir, "SEEDS", range(2))
    monkeypatch.setattr(ir, "SHOWN", 2)
    monkeypatch.setattr(ir, "_train", lambda seed, *_: ir._start(seed))
    monkeypatch.setattr(ir, "_answers", lambda _, x: np.full(len(x), 7))
    monkeypatch.setattr(
        ir, "train_diagnosis", lambda *args, **how: train(*args, steps=5, **how)
    )


def test_results_have_a_row_for_everything(small):
    rows = ir.interpretability_rows()
    assert [row["part"] for row in rows] == [
        *("right", "fit"),
        *len(ir.METHODS) * ["sanity"],
        "noise",
        *len(ir.ORDERS) * ["deletion"],
        *2 * ["shortcut", *len(ir.PLANTED) * ["inside"]],
        "columns",
        *(1 + 2 * len(ir.METHODS)) * ["picture"],
    ]
    assert all(len(row["seed"]) == 2 for row in rows if "seed" in row)
    tables = 2 * 6 + len(ir.ORDERS) + 2 + len(ir.PLANTED) + 2 + 2
    assert len(ir.table(rows)) == 1 + tables + 1


def test_training_is_that_of_the_page(rng):
    x = rng.random((40, 1, 28, 28)).astype(np.float32)
    y = rng.integers(10, size=40)
    params = ir._train(0, x, y, epochs=20, lr=0.1)
    assert ir._right(params, x, y) > ir._right(ir._start(0), x, y)


def test_pixels_go_in_the_order_of_the_map(rng):
    """The brightest of a ramp first; where all are alike, from the first on."""
    params = ir._start(0)
    x = rng.random((2, 1, 28, 28)).astype(np.float32)
    k = np.array([3, 7])
    kept = ir._deleted(params, 0 * x, k, x, 0.0)
    assert kept == pytest.approx(ir._chance(params, 0 * x, k), abs=1e-4)
    assert ir._deleted(params, x, k, x, 0.0) != ir._deleted(
        params, x, k, -x, 0.0
    )
