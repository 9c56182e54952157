"""snippets/attention/language_model_results.py: strings, numbers, and its rows."""

import numpy as np
import pytest
import torch

from snippets.attention import language_model_results


@pytest.mark.parametrize(
    ("n", "line"),
    [
        (100, "100 一百 one hundred\n"),
        (407, "407 四百零七 four hundred seven\n"),
        (340, "340 三百四十 three hundred forty\n"),
        (312, "312 三百一十二 three hundred twelve\n"),
        (999, "999 九百九十九 nine hundred ninety-nine\n"),
    ],
)
def test_numbers_are_written(n, line):
    assert language_model_results.write_number(n) == line


def test_numbers_of_a_part_are_in_no_other():
    train, val, test, text = language_model_results.number_texts(passes=2)
    assert [*map(len, (train, val, test))] == [700, 100, 100]
    assert sorted([*train, *val, *test]) == [*range(100, 1000)]
    lines = text.split("\n")[1:-1]
    assert sorted(int(line.split()[0]) for line in lines) == sorted(
        [*train] * 2
    )


def test_results_have_a_row_for_every_trial():
    rows = language_model_results.results(seeds=2, steps=2, number_steps=2)
    lengths = language_model_results.LENGTHS
    assert [row["n"] for row in rows[:18]] == [*lengths] * 3
    assert [row["steps"] for row in rows[::6]] == [2, 2, 8, 2]
    assert all(len(row["right"]) == 2 for row in rows[:18])
    assert [row["net"] for row in rows[18:21]] == [
        "transformer",
        "lstm",
        "lstm",
    ]
    assert all(0 <= np.mean(row["exact"]) <= 100 for row in rows[18:21])
    w = np.array(rows[21]["w"])
    assert w.shape == (2, 20, 20)
    np.testing.assert_allclose(w.sum(axis=2), 1, atol=0.02)
    assert len(language_model_results.table(rows)) == len(lengths) + 3


def test_a_string_is_repeated():
    x = language_model_results.repeated(torch.Generator(), 3, 5, 12)
    assert x.shape == (3, 12)
    assert (x[:, 5:] == x[:, :-5]).all()
