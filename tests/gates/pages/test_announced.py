"""Gate 2: no formula, list or block is lost after the words that announce it."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from tests.gates.languages.sources import pairs
from tests.gates.pages import announced
from tests.kit.findings import none
from tests.kit.small_page import block, page


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize("name", pairs())
def test_what_is_announced_comes(name, language):
    none(announced.unkept(page_at(DOCS / language / name)), "put it there")


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("So:\n\n$$a = 1$$\n", 0),
        ("So:\n\n" + block("x = 1"), 0),
        ("So:\n\n- a\n", 0),
        ("So: then.\n\nMore.\n", 0),
        ("So:\n\nIt holds.\n{ .claim #it }\n", 0),
        ("所以：\n\n其中 $a$ 是数。\n", 1),
        ("So:\n\nwhere $a$ is a number.\n", 1),
        ("So:\n\n## Next { #next }\n", 1),
        ("So:\n", 1),
    ],
)
def test_planted(body, count):
    assert len([*announced.unkept(page(body))]) == count
