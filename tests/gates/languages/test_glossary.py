"""The glossary is also the dictionary of the Chinese search."""

import re
from pathlib import Path

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.finish import search
from tests.gates.languages.homes import file_of, homeless, read_of, unsaid
from tests.kit.findings import none
from tests.kit.small_page import page

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


@pytest.mark.parametrize("language", CONFIGS)
def test_every_term_is_said_where_it_is_at_home(language):
    at_home: dict[Path, list[search.Term]] = {}
    for term in search.read_entries(language):
        at_home.setdefault(file_of(term, language), []).append(term)
    found = [
        f"{path.relative_to(DOCS)}: {term.names[0]}"
        for path, terms in at_home.items()
        if (text := read_of(page_at(path)))
        for term in terms
        if unsaid(term, text)
    ]
    none(found, "use the textbook's name once, where the page needs it first")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("early stopping", "This is early  stopping.", True),
        ("early stopping", "Early-stopping helps.", True),
        ("early stopping", "We stop early.", False),
        ("pre-norm, post-norm", "Here pre-norm is used.", True),
        ("rotary embedding (RoPE)", "RoPE turns them.", True),
        ("rotary embedding (RoPE)", "They are turned.", False),
        ("前置归一化、后置归一化", "用**后置归一化**时", True),
        ("采样", "从分布里抽", False),
        ("采样", "```python\n采样 = 1\n```", False),
        ("采样", "## 参考 { #references }\n\n- 采样 2010。", False),
    ],
)
def test_a_term_that_its_home_does_not_say(name, text, said):
    term = search.Term("x", (name, "x"), ["a/b/"])
    assert unsaid(term, read_of(page(text))) != said


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
