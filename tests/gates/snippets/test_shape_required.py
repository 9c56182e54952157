"""Every line that makes an array ends in its shape, and a bare one is seen."""

import ast
import re

import numpy as np
import pytest

from press import ROOT
from press.check import shape_comments
from tests.gates.snippets import (
    shape_instrument,
    shape_required,
)

NEW = "makes an array of shape (7, 3): end the line in its shape, e.g. # (N, D)"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("y = x + 1", NEW),
        ("y: np.ndarray = x + 1", NEW),
        ("y = z = x[:]", NEW),
        ("y = x.T.T.real", NEW),
        ("x = x if len(x) else None", NEW),
        ("n.y = x + 1", NEW),
        ("return x + 1", NEW),
        ("return (\n        x\n        + 1\n    )", NEW),
        ("g = lambda: 0\n    def g():\n        return x + 1\n    g()", NEW),
        ("return x.sum(axis=0)", "of shape (3,): end the line in its shape, "),
        ("return x[None]", "e.g. # (T, B, D)"),
        ("y, z = x, x.T", "arrays of shapes (7, 3), (3, 7): end the line in"),
        ("y, z = (a + 1 for a in (x, x[0]))", "e.g. # (N, D), (N,)"),
        ("y, z = x[:2]", "of shapes (3,), (3,)"),
        ("return x, x.T", "of shapes (7, 3), (3, 7)"),
        ("y, z = np.split(x[:2], 2)", "e.g. # 2 × (N, D)"),
        ("return (x + 1,)", "e.g. # 1 × (N, D)"),
        ("y = x + 1  # (N, D)", None),
        ("return (x + 1,)  # 1 × (N, D)", None),
        ("y, *z = np.split(x, 7)", None),
        ("y = tuple([x + 1, x + 1])", None),
        ("y = x", None),
        ("y = n.x", None),
        ("y, z = x, n.x", None),
        ("return x, n.x", None),
        ("y, z = [x, x]", None),
        ("n.pair = x, x", None),
        ("(y, z), a = (x, x), 1", None),
        ("y, z = n.x.sum(), x + 1", None),
        ("return x + 1, 1", None),
        ("return [x + 1]", None),
        ("return n", None),
        ("return", None),
        ("return P(x + 1)", None),
        ("y = x.sum()", None),
        ("y = [x + 1, x + 1]", None),
        ("x += 1", None),
        ("n.x[0] = x[0]", None),
        ("x.sum(axis=0)", None),
    ],
)
def test_a_new_array_without_a_comment_is_taken_down(plant, line, message):
    class Names:
        x = np.ones((7, 3))

    module = plant(
        "class P(NamedTuple):\n    W: np.ndarray  # (N, D)\n\n"
        f"def f(x, n):\n    {line}\n\nMODULE = np.ones(3)\n"
    )
    before = set(shape_required.bare)
    module.f(np.ones((7, 3)), Names)
    found = [
        f"{place}: {what}"
        for place, what in shape_required.bare.items()
        if place not in before
    ]
    if message is None:
        assert found == []
    else:
        assert len(found) == 1
        assert message in found[0]
        assert re.search(r"planted\.py:\d+: makes", found[0])


def test_a_new_array_is_taken_down_at_its_last_line(plant):
    f = plant("def f(x):\n    y = (\n        x + 1\n    )\n    return y\n").f
    before = set(shape_required.bare)
    with shape_comments.silence():
        f(np.ones(3))
    assert set(shape_required.bare) == before
    f(np.ones(3))
    (place,) = set(shape_required.bare) - before
    assert place.endswith("planted.py:6")


def test_an_unpacked_iterator_keeps_what_it_has(plant):
    f = plant("def f(x):\n    y, *z = map(len, x)\n    return y, z\n").f
    assert f("ab") == (1, [1])


def test_twins_and_studies_need_no_comments():
    for stem, wanted in (
        ("snippets/toy/net", True),
        ("snippets/toy/net_fast", True),
        ("snippets/toy/net_torch", False),
        ("studies/toy/net/figures", False),
    ):
        tree = shape_instrument.instrument(
            "def f(x):\n    y = x + 1\n", str(ROOT / f"{stem}.py")
        )
        assert ("__fresh__(x" in ast.unparse(tree)) == wanted


def test_every_new_array_in_snippets_has_its_shape():
    """Runs last: says what all tests of this session have met."""
    found = [
        (file, int(line), what)
        for place, what in shape_required.bare.items()
        for file, line in [place.rsplit(":", 1)]
        if file.startswith("snippets/")
    ]
    if found:
        text = [f"{file}:{line}: {what}" for file, line, what in sorted(found)]
        pytest.fail("\n".join(text), pytrace=False)
