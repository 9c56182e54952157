"""The letters of the live figure are drawn as its page says; its logits are those of the model."""

import numpy as np
import pytest

from press import ROOT
from press.compute import records
from snippets.attention.language_model_sampling import sample_letters
from studies.attention.language_model import live

PLACE = 24  # after "three hundred "


@pytest.fixture
def row() -> dict:
    path = ROOT / "studies/attention/language_model/live.py"
    (found,) = records.rows_of(path)
    return found


def logits(row, place):
    return np.array([row["a"][place]]) / 100


def test_the_code_computes_what_is_recorded(row):
    """But for a little, on another processor."""
    made = live.live_data()
    assert (made["alphabet"], made["line"]) == (row["alphabet"], row["line"])
    gap = np.abs(np.subtract(made["a"], row["a"])).mean()
    assert gap <= live.LOOSE["a"]
    assert (np.max(row["a"], axis=1) == 0).all()
    assert len(row["a"]) == len(row["line"])


@pytest.mark.parametrize(
    ("temperature", "letter"), [(0.5, "o"), (1, "s"), (2, "t")]
)
def test_one_number_draws_another_letter_when_it_is_hotter(
    row, temperature, letter
):
    """The letters that the text of the still figure names."""
    assert row["line"][:PLACE].endswith("three hundred ")
    given = np.array([0.9]), temperature, len(row["alphabet"])
    (drawn,), _ = sample_letters(logits(row, PLACE), *given)
    assert row["alphabet"][drawn] == letter


def test_the_right_letter_is_not_the_likeliest_there(row):
    assert row["line"][PLACE] == "e"
    assert row["alphabet"][np.argmax(row["a"][PLACE])] == "o"


def test_a_letter_is_drawn_as_often_as_its_probability_says():
    """By evenly spread numbers, of all letters, of two, and when it is hotter."""
    u = np.arange(1000) / 1000
    a = np.tile(np.log([0.1, 0.4, 0.2, 0.3]), (1000, 1))
    for top, want in ((4, [100, 400, 200, 300]), (2, [0, 571, 0, 429])):
        letters, p = sample_letters(a, u, 1.0, top)
        counts = np.bincount(letters, minlength=4)
        np.testing.assert_allclose(counts, want, atol=1)
        np.testing.assert_allclose(p.sum(axis=1), 1)
    hot, _ = sample_letters(a, u, 2.0, 4)
    root = np.sqrt([0.1, 0.4, 0.2, 0.3])
    np.testing.assert_allclose(
        np.bincount(hot), 1000 * root / root.sum(), atol=1
    )
