"""Unlike things are not assigned in one statement; planted: those that were."""

import ast

import pytest

from press import ROOT
from tests.gates.snippets.one_statement import squeezed, unlike
from tests.kit.findings import none


def test_no_statement_of_the_snippets_holds_unlike_things():
    none(squeezed(ROOT), "give each its own line")


@pytest.mark.parametrize(
    "line",
    [
        "losses, rng = [], np.random.default_rng(0)",
        "params, losses = init_conv(rng, 1, 1, 3), []",
        "(B, C, H, W), (p_h, p_w), R = x.shape, p, s * (x.shape[2] - 1) + 1",
        "B, M = shape[0], len(W)",
        "first, last = losses[0], losses[-10:].mean()",
        "x, y = np.zeros(3), rng.integers(2, size=3)",
    ],
)
def test_unlike_things_are_seen(line, tmp_path):
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/net.py").write_text(f"def f():\n    {line}\n")
    [found] = squeezed(tmp_path)
    assert found.startswith("snippets/net.py:2: ")


@pytest.mark.parametrize(
    "line",
    [
        "a, b = b, a + b",
        "H, W = x.shape",
        "i, f, g, o = a[:, 0], a[:, 1], a[:, 2], a[:, 3]",
        "h, c = np.zeros(3), np.zeros(4)",
        "lr, B = -0.1, 32",
        "dx, *grads = d, *rest",
        "x = [], 0",
    ],
)
def test_things_of_a_kind_are_not(line):
    assert not unlike(ast.parse(line).body[0])
