"""Gate 1: a twin takes no value and no gradient from what it is compared with."""

import pytest

from press import ROOT
from tests.gates.snippets.independent import borrowed, compared
from tests.kit.findings import none

TWINS = sorted((ROOT / "snippets").rglob("*_torch.py"))
NET = """
class ToyParams:
    pass


def toy(x):
    return x, 1


def toy_loss(x):
    return toy(x)[0]


slope = toy


class Loss:
    def of(self, x):
        return toy(x)


def toy_key(x):
    return toy_places(x)


def toy_places(x):
    return 3 * x
"""
OTHER = """
from snippets.toy.net import toy as inner, toy_key


def other(x):
    return inner(x)


def other_key(x):
    return toy_key(x)
"""
SOUND = {
    "nothing": "import torch",
    "a tuple": "from snippets.toy.net import ToyParams",
    "what no twin is compared with": "from snippets.toy.net import toy_key",
    "by way of another": "from snippets.toy.other import other_key",
    "of another twin": "from snippets.toy.other_torch import toy",
}
PLANTED = {
    "what it is a twin of": ("from snippets.toy.net import toy", "toy is"),
    "under another name": ("from snippets.toy.net import toy as t", "t is"),
    "in a function": (
        "def toy_torch(x):\n    from snippets.toy.net import toy",
        "toy is computed by toy",
    ),
    "what uses it": (
        "from snippets.toy.net import toy_loss",
        "toy_loss is computed by toy,",
    ),
    "the same by another name": ("from snippets.toy.net import slope", "slope"),
    "a class that uses it": ("from snippets.toy.net import Loss", "Loss is"),
    "by way of another file": (
        "from snippets.toy.other import other",
        "other is computed by toy,",
    ),
    "passed on by another file": (
        "from snippets.toy.other import inner",
        "inner is computed by toy,",
    ),
    "the module": ("from snippets.toy import net", "the whole of net"),
    "the module by its path": (
        "import snippets.toy.net as n",
        "the whole of snippets.toy.net",
    ),
    "all names": ("from snippets.toy.net import *", "the whole of *"),
    "from beside it": (
        "from .net import toy",
        "the whole of from .net import toy",
    ),
}


@pytest.mark.parametrize("twin", TWINS, ids=lambda path: path.stem)
def test_a_twin_computes_by_itself(twin):
    none(borrowed(twin, ROOT, compared()), "let it compute with torch")


def test_the_twins_are_known():
    assert len(TWINS) > 30
    assert {"mae", "lstm_forward", "train_dqn"} <= compared()
    assert "board_key" not in compared()


def planted(folder, text: str) -> list[str]:
    snippets = folder / "snippets" / "toy"
    snippets.mkdir(parents=True)
    for name, code in (("net", NET), ("other", OTHER), ("net_torch", text)):
        (snippets / f"{name}.py").write_text(code, "utf-8")
    (snippets / "other_torch.py").write_text("def toy(x):\n    pass\n", "utf-8")
    return borrowed(snippets / "net_torch.py", folder, frozenset({"toy"}))


@pytest.mark.parametrize("name", SOUND)
def test_sound(name, tmp_path):
    assert planted(tmp_path, SOUND[name]) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name, tmp_path):
    text, told = PLANTED[name]
    (found,) = planted(tmp_path, text)
    assert found.startswith(f"net_torch.py: {told}")
