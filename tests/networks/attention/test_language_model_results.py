"""studies/attention/language_model/results.py: strings, numbers, and its rows."""

import numpy as np
import pytest
import torch

from snippets.attention import language_model_data
from studies.attention.language_model import results as language_model_results


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
    assert language_model_data.write_number(n) == line


def test_numbers_of_a_part_are_in_no_other():
    train, val, test, text = language_model_data.number_texts(passes=2)
    assert [*map(len, (train, val, test))] == [700, 100, 100]
    assert sorted([*train, *val, *test]) == [*range(100, 1000)]
    lines = text.split("\n")[1:-1]
    assert sorted(int(line.split()[0]) for line in lines) == sorted(
        [*train] * 2
    )


def test_results_have_a_row_for_every_trial():
    rows = language_model_results.results(seeds=2, steps=2, number_steps=2)
    lengths = language_model_results.LENGTHS
    assert [row["n"] for row in rows[:30]] == [*lengths] * 5
    assert [row["steps"] for row in rows[:18:6]] == [2, 2, 8]
    assert all(len(row["right"]) == 2 for row in rows[:18])
    assert [row["letters"] for row in rows[18:30]] == [1] * 6 + [2] * 6
    assert [row["net"] for row in rows[30:33]] == [
        "transformer",
        "lstm",
        "lstm",
    ]
    assert all(0 <= np.mean(row["exact"]) <= 100 for row in rows[30:33])
    w = np.array(rows[33]["w"])
    assert w.shape == (2, 20, 20)
    np.testing.assert_allclose(w.sum(axis=2), 1, atol=0.02)
    table = language_model_results.table(rows)
    assert len(table) == len(lengths) + 3
    assert [len(line.split(" | ")) for line in table] == [6] * 6 + [3] * 3


def test_a_string_is_repeated():
    x = language_model_results.repeated(torch.Generator(), 3, 5, 12)
    assert x.shape == (3, 12)
    assert (x[:, 5:] == x[:, :-5]).all()


@pytest.mark.parametrize(
    ("read", "target", "k", "share"),
    [
        ("abacab", "a", 1, 1),  # after b came a
        ("abacaba", "b", 1, 1),  # after a came b twice, c once
        ("abacaba", "c", 1, 0),
        ("abaca", "b", 1, 1 / 2),  # b and c once each
        ("abacaba", "c", 2, 1),  # after ba came c
        ("abacca", "b", 2, 1 / 2),  # ca was not followed, a by b and c
        ("abac", "a", 2, 1),  # nor c: of all letters read, a most often
    ],
)
def test_the_rule_copies_what_followed(read, target, k, share):
    codes = [*map(ord, read)]
    found = language_model_results.follower(codes, ord(target), k)
    assert found == share


def test_the_rule_is_right_when_no_letter_stands_twice():
    string = [*range(5)] * 2
    assert all(
        language_model_results.follower(string[:t], string[t], k) == 1
        for k in (1, 2)
        for t in range(6, 10)
    )
