"""Another answer than the page's is solved, too, if all that the check asked is right."""

import pytest

from tests.gates.run.exercise import said

OTHER = """def begin(rng, D):
    return [rng.normal(size=(D, 12)) / 8, rng.normal(size=12) / 4]


def scores(params, x):
    W, v = params
    return np.maximum(x @ W, 0) @ v


def gradient(params, x, y):
    W, v = params
    h = np.maximum(x @ W, 0)
    da = (1 / (1 + np.exp(-h @ v)) - y) / len(x)
    return [x.T @ (np.outer(da, v) * (h > 0)), h.T @ da{}]


check_odd(begin, scores, gradient)"""


@pytest.mark.parametrize(
    ("more", "verdict"),
    [("", "Solved."), (", h", "Not yet."), (" * 2", "Not yet.")],
)
def test_a_network_of_ones_own_is_judged_by_what_it_does(tab, more, verdict):
    """It has other arrays than the solution, and fewer."""
    tab.open("en/foundations/")
    starter = "#exercise-part ~ .exercise"
    block = tab.page.locator(f"{starter} code").first.get_attribute("id")
    tab.edit(block, OTHER.format(more))
    tab.run(block)
    assert said(tab, block).startswith(verdict)
