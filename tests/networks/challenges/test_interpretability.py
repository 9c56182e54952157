"""snippets/challenges/interpretability.py against torch, differences and its words."""

import pytest

# The model of this file: tests/networks/recurrent/test_lstm.py.
# float64, all sizes different; no tolerance is ever loosened.


def write(what):
    """TODO: take this function away when all seven are written."""
    pytest.fail(f"write: {what}", pytrace=False)


def test_matches_torch_twin():
    write("forward and every gradient equal the twin's, rtol 1e-10")


def test_matches_torch_builtin():
    write("the same against torch's own layer; say why if there is none")


def test_gradient_matches_finite_differences():
    write("every gradient equals numerical_gradient, by name, 1e-6")


def test_initialisation_keeps_its_promise():
    write("the first parameters are what the docstring says")


def test_bad_input_is_refused():
    write("a wrong shape gives a ValueError; read its whole message")


def test_float32_stays_float32():
    write("float32 in, float32 out: results, gradients, trained parameters")


def test_learns_a_small_task():
    write("it learns a small task to a stated number in under 2 seconds")
