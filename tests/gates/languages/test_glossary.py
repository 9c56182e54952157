"""The glossary is also the dictionary of the Chinese search."""

import re

import pytest

from press import DOCS
from press.finish import search
from tests.gates.languages.homes import homeless
from tests.kit.findings import none

ENTRY = re.compile(r"^### .*$", re.MULTILINE)


def test_every_entry_has_the_form_that_the_dictionary_reads():
    text = (DOCS / "zh/help/glossary.md").read_text("utf-8")
    entries = ENTRY.findall(text)
    assert len(entries) >= 60
    none(
        [e for e in entries if not search.HEADING.fullmatch(e)],
        "write: ### 池化 · pooling { #pooling }",
    )


def test_every_term_names_one_home_the_same_in_both_languages():
    zh, en = map(search.read_entries, ("zh", "en"))
    none(
        homeless(zh, en),
        "mark one link with { .home }, the same in both languages",
    )


SOUND = """## Group { #group }

### 步幅 · stride { #stride }

窗口每次移动的像素数，见[笔记](notation.md)和[卷积](../convolution/conv.md#formulas){ .home }。

### 动作 · action { #action }

智能体所作的选择。
{ .home }
"""
OTHER = """### stride · 步幅 { #stride }

The step of the window. See [convolution](../convolution/conv.md#formulas){ .home }.

### action · 动作 { #action }

What the agent chooses.
{ .home }
"""
PLANTED = {
    "no mark": ("conv.md#formulas){ .home }", "conv.md#formulas)"),
    "two marks": ("(notation.md)", "(notation.md){ .home }"),
    "link and entry": (
        "#formulas){ .home }。",
        "#formulas){ .home }。\n{ .home }",
    ),
    "another section": ("conv.md#formulas", "conv.md#idea"),
    "another page": ("convolution/conv.md", "convolution/pool.md"),
    "entry, not link": ("选择。\n{ .home }", "[选择](#action)。"),
    "another id": ("{ #action }", "{ #deed }"),
    "another name": ("· action", "· deed"),
}


def test_homes_agree():
    assert homeless(search.entries(SOUND), search.entries(OTHER)) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_home_is_missing_or_differs(fault):
    old, new = PLANTED[fault]
    assert SOUND.count(old) == 1
    planted = search.entries(SOUND.replace(old, new))
    assert homeless(planted, search.entries(OTHER)) != []


def test_terms_are_atomic():
    terms = search.terms()
    assert {"梯度下降", "池化", "遗忘门"} <= set(terms)
    none(
        [
            f"{a} contains {b}"
            for a in terms
            for b in terms
            if a != b and b in a[1:]
        ],
        "the search finds the parts: leave the longer term out",
    )


def test_dictionary_gives_every_term_a_weight_that_wins():
    lines = search.write_dictionary().read_text("utf-8").splitlines()
    assert lines == [f"{term} 100000 n" for term in search.terms()]
