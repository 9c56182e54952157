"""Pictures in letters: what each kind prints, what is refused, what a page is given."""

import numpy as np
import pytest

from snippets.pictures import Picture, curves, show

EYE = """eye: (3, 3), from 0 to 1
|@@    |
|  @@  |
|    @@|
"""
RAMP = """(10,), from -4 to 5
|  ..::--==++**##%%@@|
"""
ODD = """(2, 3), from 0 to 1, 1 nan, 2 infinite
|??@@>>|
|<<  @@|
"""
STACK = """(3, 1, 16), from 1 to 3
|                                | |================================|

|@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
"""
LOSS = """loss: 4 points, from -1 to 3, x from 0 to 0.5
          first least  most  last
fast █▅▃▁     3    -1     3    -1
slow █▆▅▄     3   0.5     3   0.5
"""
GAP = """3 points, from 1 to 2, 1 nan, 1 infinite
    first least  most  last
▁?>     1     1   inf   inf
▁▅█     1     1     2     2
"""


@pytest.fixture
def printed(capsys):
    """What a call prints."""

    def call(function, *arguments, **options) -> str:
        assert function(*arguments, **options) is None
        return capsys.readouterr().out

    return call


def test_a_matrix_is_printed_in_shades(printed):
    assert printed(show, np.eye(3), "eye") == EYE
    assert printed(show, np.eye(3, dtype=bool), title="eye") == EYE
    assert printed(show, np.eye(3, dtype=np.uint8).tolist(), "eye") == EYE


def test_a_vector_is_one_row(printed):
    assert printed(show, range(-4, 6)) == RAMP


def test_what_is_not_finite_is_shown_as_such(printed):
    given = [[np.nan, 1, np.inf], [-np.inf, 0, 1]]
    assert printed(show, given) == ODD
    found = printed(curves, [1, np.nan, np.inf], [1, 1.5, 2])
    assert found == GAP
    assert "no finite number" in printed(show, [np.nan, np.inf])
    assert "?" in printed(curves, [np.nan, np.nan])


def test_images_of_a_stack_stand_side_by_side_as_far_as_they_fit(printed):
    stack = np.arange(1, 4)[:, None, None] * np.ones((1, 1, 16))
    assert printed(show, stack) == STACK
    many = printed(show, np.ones((14, 2, 2)))
    assert many.startswith("(14, 2, 2), from 1 to 1, the first 12 of 14\n")
    assert many.count("|    |") == 24


def test_equal_numbers_have_one_shade(printed):
    assert printed(show, [[0, 0]]) == "(1, 2), from 0 to 0\n|    |\n"
    assert printed(curves, [7, 7]).endswith("▁▁     7     7     7     7\n")


def test_a_large_matrix_is_printed_as_means(printed):
    board = np.kron(np.eye(2), np.ones((35, 35)))  # (70, 70)
    lines = printed(show, board).splitlines()
    assert lines[0] == "(70, 70), from 0 to 1"
    assert len(lines) == 36
    assert {len(line) for line in lines[1:]} == {72}
    assert lines[1] == f"|{'@' * 34}=={' ' * 34}|"
    assert lines[35] == f"|{' ' * 34}=={'@' * 34}|"


def test_a_large_image_keeps_its_proportions_and_a_long_matrix_its_rows(
    printed,
):
    photo = printed(show, np.zeros((300, 451))).splitlines()
    assert (len(photo), len(photo[1])) == (1 + 23, 2 * 35 + 2)
    long = printed(show, np.zeros((3, 451))).splitlines()
    assert (len(long), len(long[1])) == (1 + 3, 2 * 35 + 2)
    tall = printed(show, np.zeros((451, 3))).splitlines()
    assert (len(tall), len(tall[1])) == (1 + 35, 2 * 3 + 2)


def test_the_darkest_square_of_a_large_matrix_is_its_largest_mean(printed):
    board = np.zeros((70, 70))
    board[:4, :4] = 0.1
    board[40, 40] = 0.2  # a mean of 0.05
    lines = printed(show, board).splitlines()
    assert lines[0] == "(70, 70), from 0 to 0.2"
    assert lines[1].startswith("|@@@@  ")
    assert lines[21][41:43] == "=="


def test_curves_stand_on_one_scale(printed):
    x = [0, 0.1, 0.2, 0.5]
    fast, slow = [3, 1.5, 0.3, -1], [3, 2, 1.2, 0.5]
    labels = ("fast", "slow")
    assert printed(curves, fast, slow, x=x, title="loss", labels=labels) == LOSS


def test_a_long_curve_is_printed_as_means_and_fits(printed):
    ys = np.exp(-np.arange(1000) / 300) * 1.234e-5
    found = printed(curves, ys, -ys, labels=["a" * 12, "b"]).splitlines()
    assert len(found) == 4
    assert max(map(len, found)) == 72
    bars = found[2].split()[1]
    assert [*bars] == sorted(bars, reverse=True)


@pytest.mark.parametrize("size", [1e308, 5e-324, 1e-300])
def test_numbers_of_any_size_have_a_picture(printed, size):
    found = printed(show, [[-size, size]])
    assert found.endswith("|  @@|\n") or size == 5e-324
    assert printed(curves, [-size, size]).split("\n")[2][:2] in ("▁█", "▁▁")


def test_the_same_to_six_digits_looks_the_same(printed):
    a = np.linspace(0, 1, 19)[None]
    shaken = a + 1e-12 * (np.arange(19) % 18 != 0)  # half between two shades
    assert printed(show, a) == printed(show, shaken)


def test_no_line_is_wider_than_72(printed):
    wide = np.full((100, 200, 300), 1.2345e-300)
    wide[0, 0, :2] = np.nan, np.inf
    told = printed(show, wide, "a title of forty letters, not one more !")
    assert max(map(len, told.splitlines())) <= 72


REFUSED = {
    "text": (show, ["ab"], {}, r"array must be numbers with 1 to 3 axes, got"),
    "none": (show, [None], {}, r"1 to 3 axes, got object of shape \(\)"),
    "a number": (show, [3], {}, r"1 to 3 axes, got int64 of shape \(\)"),
    "nothing": (show, [[]], {}, r"got float64 of shape \(0,\)"),
    "four axes": (show, [np.ones((1, 1, 1, 1))], {}, r"\(1, 1, 1, 1\)"),
    "complex": (show, [[1j]], {}, "got complex128"),
    "uneven": (show, [[[1], [1, 2]]], {}, "array must be an array, got uneven"),
    "a long title": (show, [[1], "a" * 41], {}, "one line of at most 40"),
    "two lines": (show, [[1], "a\nb"], {}, r"one line .* got 'a\\nb'"),
    "no text": (show, [[1], 3], {}, "title must be one line .* got 3"),
    "no curve": (curves, [], {}, "1 to 8 curves can be drawn, got 0"),
    "nine curves": (curves, [[1, 2]] * 9, {}, "1 to 8 curves .* got 9"),
    "a matrix": (
        curves,
        [[[1, 2]]],
        {},
        r"curve 1 must be numbers with 1 axis",
    ),
    "a point": (curves, [[1]], {}, r"one length, 2 or more, got \[1, 1\]"),
    "unlike": (curves, [[1, 2], [1, 2, 3]], {}, r"got \[2, 3, 2\]"),
    "short x": (curves, [[1, 2]], {"x": [1]}, r"got \[2, 1\]"),
    "x falls": (curves, [[1, 2]], {"x": [1, 0]}, "x must grow"),
    "x nan": (curves, [[1, 2]], {"x": [0, np.nan]}, "x must grow"),
    "x text": (curves, [[1, 2]], {"x": "ab"}, "x must be numbers"),
    "labels": (curves, [[1, 2]], {"labels": "a"}, "labels must be none or 1"),
    "two labels": (curves, [[1, 2]], {"labels": ["a", "b"]}, "none or 1, got"),
    "long label": (curves, [[1, 2]], {"labels": ["a" * 13]}, "at most 12"),
    "curve title": (curves, [[1, 2]], {"title": None}, "title must be one"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_picture_is_refused(name, capsys):
    function, arguments, options, message = REFUSED[name]
    with pytest.raises(ValueError, match=message):
        function(*arguments, **options)
    assert capsys.readouterr().out == ""


def test_a_picture_tells_a_page_what_it_is_of(monkeypatch):
    told = []
    monkeypatch.setattr("builtins.print", told.append)
    given = np.arange(4)
    show(given)
    curves(given, x=given, labels=["a"])
    assert [type(each) for each in told] == [Picture, Picture]
    np.testing.assert_array_equal(told[0].drawing["images"], given[None, None])
    np.testing.assert_array_equal(told[1].drawing["curves"], given[None])
    np.testing.assert_array_equal(told[1].drawing["x"], given)
    assert told[1].drawing["labels"] == ["a"]
    assert given.tolist() == [0, 1, 2, 3]
