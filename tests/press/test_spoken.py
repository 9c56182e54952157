"""A formula in the results of the search is a line of text."""

import pytest

from press.read.mathml import to_mathml
from press.read.spoken import line

SAID = {
    r"f_t": "f_t",
    r"x_{t-1}": "x_(t−1)",
    r"\frac{a+b}{c}": "(a+b)/c",
    r"\sqrt{x^2+1}": "√(x^2+1)",
    r"\sum_{i=1}^N x_i": "∑_(i = 1)^N x_i",
    r"a < b": "a < b",
    r"\log p(x)": "log p(x)",
    r"5\%": "5%",
}


@pytest.mark.parametrize("latex", SAID)
def test_a_formula_is_said_in_a_line(latex):
    assert line(to_mathml(latex, False)).replace("\xa0", " ") == SAID[latex]
