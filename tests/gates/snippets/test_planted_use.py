"""A file that does not say how to use what it trains, or says it wrong, is seen."""

import sys
from types import ModuleType

import numpy as np
import pytest

from tests.gates.snippets import use
from tests.kit.calls import Call, Door

CODE = '''
def train_toy(rng, W, x, y, steps=400):
    """From x (N, D) and y (N,): W (D, K), losses."""
    assert steps == 2
    return W + 1, np.zeros(steps)
'''
RIGHT = """A toy.

Use       W from zeros:

    W = np.zeros((D, 3))
    W, losses = train_toy(rng, W, x, y)
    (x @ W).argmax(axis=1)  # (N,)
"""
FAULTS = {
    "": "toy does not say how to use train_toy: end its docstring with",
    RIGHT.replace("W, losses", "W"): "gives ValueError",
    RIGHT.replace("x, y)", "x)"): "missing 1 required positional argument",
    RIGHT.replace("axis=1", "axis=0"): "says (N,), the array is (3,)",
    RIGHT.replace("(x @ W).argmax(axis=1)", "x @ W"): "the array is (7, 3)",
    RIGHT.replace("  # (N,)", ""): "must say how one predicts, and end in",
    RIGHT.replace("x @ W", "predict(x)"): "name 'predict' is not defined",
    RIGHT.replace("    W = np.zeros((D, 3))\n", ""): "name 'W' is not",
    RIGHT.replace("W, losses = ", ""): "how to use train_toy",
}


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A file that trains, with this docstring; and the door of its train_toy."""

    def made(docstring):
        file = tmp_path / "toy.py"
        file.write_text(CODE)
        module = ModuleType("toy", docstring)
        module.np = np
        exec(compile(CODE, file, "exec"), vars(module))
        monkeypatch.setitem(sys.modules, "toy", module)
        return Door("toy.train_toy", module.train_toy, sound_call)

    return made


def sound_call(rng):
    x, y = rng.normal(size=(7, 4)), rng.integers(3, size=7)
    return Call((rng, np.zeros((4, 3)), x, y), {"steps": 2})


def test_a_true_use_passes(toy):
    assert list(use.breaches("toy", [toy(RIGHT)])) == []


@pytest.mark.parametrize("docstring", FAULTS)
def test_a_planted_fault_is_seen(toy, docstring):
    found = list(use.breaches("toy", [toy(docstring)]))
    assert any(FAULTS[docstring] in breach for breach in found), found
