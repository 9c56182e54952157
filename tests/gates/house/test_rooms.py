"""The rooms of the project, and faults planted in a small one."""

import pytest

from press import ROOT
from tests.gates.house import rooms
from tests.kit.findings import none

SOUND = {
    "conftest.py": "from press.read import page\n",
    "snippets/toy/net.py": "import numpy\n",
    "press/__init__.py": "ROOT = Path(__file__).resolve().parents[1]\n",
    "press/read/page.py": "from snippets.toy.net import net\n",
    "tests/kit/server.py": "from press.read.page import read\n",
    "tests/gates/test_x.py": "from tests.kit import server\n",
}


@pytest.mark.parametrize("rule", rooms.RULES, ids=lambda rule: rule.__name__)
def test_project(rule):
    none(rule(ROOT))


@pytest.fixture
def tree(tmp_path):
    """A small project in order; tree(path, text) adds to one of its files."""

    def add(path, text):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
        return tmp_path

    for path, text in SOUND.items():
        add(path, text)
    return add


def test_a_house_in_order_breaks_no_rule(tree):
    root = tree("conftest.py", "")
    assert [found for rule in rooms.RULES for found in rule(root)] == []


PLANTED = {
    "snippets use press": (
        "wrong_ways",
        "snippets/toy/net.py",
        "from press.cache import write\n",
        "snippets may not use press",
    ),
    "snippets use tests": (
        "wrong_ways",
        "snippets/toy/net.py",
        "import tests.kit.server\n",
        "snippets may not use tests/kit",
    ),
    "press uses the kit": (
        "wrong_ways",
        "press/read/page.py",
        "def f():\n    from tests.kit import server\n",
        "press may not use tests/kit",
    ),
    "press uses a gate": (
        "wrong_ways",
        "press/read/page.py",
        "from tests.gates import x\n",
        "press may not use tests",
    ),
    "the kit uses a gate": (
        "wrong_ways",
        "tests/kit/server.py",
        "from tests.gates import x\n",
        "tests/kit may not use tests",
    ),
    "a test uses a test": (
        "wrong_ways",
        "tests/gates/test_y.py",
        "from tests.gates.test_x import f\n",
        "move what both use",
    ),
    "a circle": (
        "circles",
        "snippets/toy/net.py",
        "from press.read import page\n",
        "press/read/page, snippets/toy/net",
    ),
    "a second root": (
        "twice",
        "tests/kit/server.py",
        "HERE = Path(__file__).resolve().parents[2]\n",
        "belongs to press/__init__.py",
    ),
    "a second fingerprint": (
        "twice",
        "press/read/page.py",
        "import hashlib\n",
        "belongs to press/cache.py",
    ),
    "a second grammar": (
        "twice",
        "press/read/page.py",
        'MARK = "--8<--"\n',
        "belongs to press/read/includes.py",
    ),
    "a second centre": (
        "twice",
        "studies/toy/net/figures.py",
        'MIDDLE = {"ha": "center", "va": "center"}\n',
        "belongs to studies/drawing.py",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_seen(tree, name):
    rule, path, text, message = PLANTED[name]
    found = list(getattr(rooms, rule)(tree(path, text)))
    assert any(message in line for line in found), found
