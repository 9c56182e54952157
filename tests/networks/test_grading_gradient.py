"""The gradient of a network of one's own: compared, told, and taken a step along."""

import numpy as np
import pytest

from snippets.grading import as_list, gradient_right, nearby, shaped, stepped

W, B = np.array([[1.0, 2, -1], [0.5, 0, 3]]), np.array([1.0, -2, 4])
ALL = "array 0 of the gradient: 6 of 6 right\n"
BOTH = f"{ALL}array 1 of the gradient: 3 of 3 right\n"


def squares(params) -> float:
    """Its slopes are twice the params."""
    return sum((p**2).sum() for p in params)


def bare(a) -> float:
    return (a**2).sum()


def asked(capsys, *given, **more) -> tuple[bool, str]:
    """Whether it is right, and what was printed."""
    right = gradient_right(*given, **more)
    return right, capsys.readouterr().out


@pytest.mark.parametrize("kind", [list, tuple])
def test_right_slopes(kind, capsys):
    steps = kind([2 * W, 2 * B])
    assert asked(capsys, squares, [W, B], steps) == (True, BOTH)
    assert asked(capsys, squares, (W, B), steps) == (True, BOTH)


@pytest.mark.parametrize("steps", [2 * W, [2 * W], (2 * W,)])
def test_one_array_may_come_bare(steps, capsys):
    assert asked(capsys, squares, [W], steps) == (True, ALL)
    assert asked(capsys, bare, W, steps) == (True, ALL)


def test_a_number_is_an_array_too(capsys):
    right, told = asked(capsys, lambda p: (p[0] * p[1]).sum(), [W, 3], [3, 0])
    assert not right
    assert told.startswith("array 0 of the gradient has the shape ()")
    steps = [np.full(W.shape, 3), W.sum()]
    assert asked(capsys, lambda p: (p[0] * p[1]).sum(), [W, 3], steps)[0]


WRONG = {
    "one entry": (
        [2 * W, 2 * B + [0, 1, 0]],
        ALL + "array 1 of the gradient[1] is -3, should be -4; 2 of 3 right\n",
    ),
    "the first array": (
        [W, 2 * B],
        "array 0 of the gradient[0, 0] is 1, should be 2; 1 of 6 right\n"
        "array 1 of the gradient: 3 of 3 right\n",
    ),
    "a shape": (
        [2 * W, 2 * B[:2]],
        ALL + "array 1 of the gradient has the shape (2,), should have (3,)\n",
    ),
    "a shape that would stretch": (
        [2 * W, 2 * B[None]],
        ALL
        + "array 1 of the gradient has the shape (1, 3), should have (3,)\n",
    ),
    "nothing in a place": (
        [2 * W, None],
        ALL + "array 1 of the gradient is None, should have the shape (3,)\n",
    ),
    "nothing": (None, "return array 0, array 1: 2 results, not None\n"),
    "too few": (2 * W, "return array 0, array 1: 2 results, not 1\n"),
    "too many": (
        [2 * W, 2 * B, B],
        "return array 0, array 1: 2 results, not 3\n",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_slopes_are_told(name, capsys):
    steps, told = WRONG[name]
    assert asked(capsys, squares, [W, B], steps) == (False, told)


def test_two_for_one_are_too_many(capsys):
    told = "return array 0: 1 result, not 2\n"
    assert asked(capsys, squares, [W], [2 * W, B]) == (False, told)


def test_it_says_wrong_where_compare_does(capsys):
    """A slope that is off by less than it tells apart stops nobody."""
    steps = [2 * W + 5e-8, 2 * B]
    assert asked(capsys, squares, [W, B], steps) == (True, BOTH)
    right, told = asked(capsys, squares, [W, B], [2.0001 * W, 2 * B])
    assert not right
    assert "; 1 of 6 right" in told


def test_the_arrays_have_the_name_they_are_given(capsys):
    steps = [2 * W, 2 * B]
    _, told = asked(capsys, squares, [W, B], steps, told="slopes {}")
    assert told == "slopes 0: 6 of 6 right\nslopes 1: 3 of 3 right\n"


def test_a_loss_that_spoils_what_it_is_given(capsys):
    def spoils(params) -> float:
        found = squares(params)
        for p in params:
            p[...] = 0
        return found

    params = [W.copy(), B.copy()]
    assert asked(capsys, spoils, params, [2 * W, 2 * B]) == (True, BOTH)
    np.testing.assert_array_equal(params[0], W)


@pytest.mark.parametrize(
    ("params", "came"),
    [
        (None, "NoneType"),
        ([], "nothing"),
        ({"W": W}, "dict"),
        ([W, None], "ndarray, NoneType"),
        ([[W, B], [W, B]], "list, list"),
    ],
)
def test_what_is_no_list_of_arrays_is_refused(params, came):
    with pytest.raises(ValueError, match=f"^params must be .* got {came}$"):
        gradient_right(squares, params, [W])
    with pytest.raises(ValueError, match=f"^begin must .* got {came}$"):
        nearby(params, np.random.default_rng(0), 0.1)


def test_a_loss_for_each_row_is_refused():
    told = r"^f must give one number, got the shape \(3,\)$"
    with pytest.raises(ValueError, match=told):
        gradient_right(lambda p: p[1], [W, B], [W, B])


def test_nearby_moves_every_entry_and_spoils_none():
    before = W.copy()
    moved = nearby([W, 3.0], np.random.default_rng(0), 0.1)
    assert [np.shape(each) for each in moved] == [(2, 3), ()]
    off = moved[0] - W
    assert len(np.unique(off)) == off.size
    assert np.abs(off).max() < 0.4
    np.testing.assert_array_equal(W, before)
    alone = nearby(W, np.random.default_rng(0), 0.1)
    np.testing.assert_array_equal(alone, moved[0])


def test_a_step_goes_down_and_keeps_the_form():
    after = stepped([W, B], (2 * W, 2 * B), 0.25)
    np.testing.assert_array_equal(after[0], W / 2)
    np.testing.assert_array_equal(after[1], B / 2)
    (only,) = stepped([W], 2 * W, 0.25)
    np.testing.assert_array_equal(only, W / 2)
    np.testing.assert_array_equal(stepped(W, [2 * W], 0.25), W / 2)
    np.testing.assert_array_equal(stepped(W, 2 * W, 0.25), W / 2)
    with pytest.raises(ValueError, match="zip"):
        stepped([W, B], [W], 1)


def test_a_list_of_one():
    assert as_list((1, 2)) == [1, 2]
    assert as_list(W)[0] is W


def test_a_column_for_a_row_is_told(capsys):
    assert shaped("scores", B, [1, 0, 1])
    assert capsys.readouterr().out == ""
    assert not shaped("scores", B[:, None], [1, 0, 1])
    told = "scores has the shape (3, 1), should have (3,)\n"
    assert capsys.readouterr().out == told
