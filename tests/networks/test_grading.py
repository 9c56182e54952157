"""What judges the answers of readers: the slopes, and the words for what is wrong."""

import numpy as np
import pytest

from snippets.grading import compare, returned, slopes

EYE = np.eye(2)  # (2, 2)
TOLD = {
    "all": (EYE, EYE, "a: 4 of 4 right"),
    "one": (
        np.array([[1, 2], [0, 1]]),
        EYE,
        "a[0, 1] is 2, should be 0; 3 of 4 right",
    ),
    "a number": (1.5, 2, "a is 1.5, should be 2; 0 of 1 right"),
    "nothing": (None, EYE[0], "a is None, should have the shape (2,)"),
    "two": ((EYE, EYE), EYE, "a has 2 results, should have 1"),
    "unlike": ((EYE, 0), EYE, "a has 2 results, should have 1"),
    "a pair": ((1, 2), [1, 2], "a: 2 of 2 right"),
    "too many": ((1, 2), 1, "a has the shape (2,), should have ()"),
    "no number": (None, 2, "a is None, should have the shape ()"),
    "not a number": (
        np.array([1, np.nan]),
        [1, 3],
        "a[1] is nan, should be 3; 1 of 2 right",
    ),
    "infinite": (np.inf, 1, "a is inf, should be 1; 0 of 1 right"),
    "another shape": (EYE, EYE[0], "a has the shape (2, 2), should have (2,)"),
    "no minus": (-0.00001, 1, "a is 0, should be 1; 0 of 1 right"),
    "small": (0, 0.000003, "a is 0, should be 3e-06; 0 of 1 right"),
    "close": (1.00002, 1, "a is 1.00002, should be 1; 0 of 1 right"),
    "rounded": (1 + 1e-6, 1, "a: 1 of 1 right"),
    "negative": (-2 / 3, 2 / 3, "a is -0.6667, should be 0.6667; 0 of 1 right"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_an_answer_is_told(name, capsys):
    got, want, told = TOLD[name]
    compare("a", got, want)
    assert capsys.readouterr().out == f"{told}\n"


def test_parts_are_counted_alone(capsys):
    got = np.array([[1, 0, 3], [0, 0, 0]])
    compare("a", got, np.zeros((2, 3)), parts="io")
    told = capsys.readouterr().out
    assert told == "a[0, 0] is 1, should be 0; i: 1 of 3, o: 3 of 3 right\n"
    compare("a", got, got, parts="io")
    assert capsys.readouterr().out == "a: 6 of 6 right\n"


@pytest.mark.parametrize(
    ("got", "came"),
    [
        (None, "None"),
        (EYE, "1"),
        (1.5, "1"),
        ((EYE,), "1"),
        ([1, 2, 3], "3"),
        ((), "0"),
    ],
)
def test_a_wrong_number_of_results_is_told(got, came, capsys):
    assert not returned("dW, db", got)
    told = capsys.readouterr().out
    assert told == f"return dW, db: 2 results, not {came}\n"


@pytest.mark.parametrize(
    ("got", "came"), [(None, "None"), ((EYE, EYE), "2"), ((), "0")]
)
def test_one_result_is_asked_for_in_the_singular(got, came, capsys):
    assert not returned("dW", got)
    told = capsys.readouterr().out
    assert told == f"return dW: 1 result, not {came}\n"


@pytest.mark.parametrize("got", [EYE, 1.5, [1, 2, 3]])
def test_a_list_may_be_the_one_result(got, capsys):
    assert returned("dW", got)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("got", [(EYE, 0), [None, EYE]])
def test_the_right_number_of_results_is_silent(got, capsys):
    assert returned("dW, db", got)
    assert capsys.readouterr().out == ""


def test_slopes_of_a_known_function(rng):
    a = rng.normal(size=(3, 2))
    before = a.copy()
    found = slopes(lambda x: (x**3).sum() + x[0, 1] * x[2, 0], a)
    wanted = 3 * a**2
    wanted[0, 1] += a[2, 0]
    wanted[2, 0] += a[0, 1]
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-8)
    np.testing.assert_array_equal(a, before)


def test_whole_numbers_have_slopes_too():
    found = slopes(lambda x: (x * x).sum(), np.array([1, 2]))
    np.testing.assert_allclose(found, [2, 4], rtol=1e-8)
