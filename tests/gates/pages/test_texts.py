"""What is copied is what ran: the texts of all programs read, and one of each page run."""

import random

import pytest

from press import DOCS
from press.check.alone import members
from press.check.verdict import page_at
from press.read.page import Page
from press.read.program import AUDIBLE, SILENCE, codes, programs_of
from tests.gates.pages.texts import (
    SITE,
    doubtful,
    expected_missing,
    trouble,
    unlike,
    untidy,
)
from tests.gates.pages.with_code import PAGES
from tests.kit.findings import none
from tests.kit.small_page import page as small_page
from tests.kit.small_page import program

each_page = pytest.mark.parametrize("page", PAGES)


def english(page: str) -> Page:
    return page_at(DOCS / "en" / page)


@each_page
def test_the_text_is_its_blocks(page):
    none(unlike(english(page), members(english(page))))


@each_page
def test_imports_can_be_lifted(page):
    none(doubtful(codes(english(page))), "begin the block with its imports")


@each_page
def test_one_text_runs_as_a_file(page):
    """Always the same one of a page; all of them run as blocks (test_alone.py)."""
    known = english(page)
    pairs = zip(members(known), programs_of(known, SITE), strict=True)
    chosen, text = random.Random(page).choice([*pairs])
    assert trouble(known, chosen, text) is None, chosen


def test_texts_are_tidy_and_lack_no_name(tmp_path):
    """But for a name of which the page itself shows that it is missing."""
    texts, missing = {}, set()
    for page in PAGES:
        stem = page.replace("/", "-")
        known = expected_missing(english(page))
        missing |= {(stem, f"Undefined name `{name}`") for name in known}
        for number, text in enumerate(programs_of(english(page), SITE), 1):
            texts[f"{stem}-{number}.py"] = text
    none(
        [
            line
            for line in untidy(texts, tmp_path)
            if not any(line.startswith(p) and n in line for p, n in missing)
        ],
        "show a helper above the block that uses it",
    )


PLANTED = {
    "an import below code": (["x = 1\nimport os"], "import below other code"),
    "all names": (["from os.path import *"], "import *"),
    "one name for two modules": (
        ["import json as a", "import ast as a"],
        "block 2: another a",
    ),
    "a module and a name": (
        ["import copy", "from copy import copy"],
        "another copy",
    ),
    "an import and a value": (
        ["from functools import cache", "cache = []"],
        "block 2: cache is imported, too",
    ),
    "an import and a function": (
        ["def pi():\n    return 3", "from math import pi"],
        "block 1: pi is imported, too",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_imports_that_cannot_be_lifted(name):
    blocks, told = PLANTED[name]
    (found,) = doubtful(blocks)
    assert told in found


def test_imports_that_can():
    blocks = [
        '"""A file."""\n\nimport os.path',
        "import os.walk\nimport os",
        "x = 1",
    ]
    assert doubtful(blocks) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def f():\n    return g()\n", "Undefined name `g`"),
        ("import sys\nimport os\n\nprint(os, sys)\n", "I001"),
        ("import os\n", "F401"),
    ],
)
def test_an_untidy_text(text, told, tmp_path):
    (line,) = untidy({"a.py": text}, tmp_path)
    assert told in line


def test_a_text_that_does_something_else(monkeypatch):
    body = program(("x = 1\nprint(x)", "1"), ("print(x + 1)", "2"))
    known, run = small_page(body), [(0,), (0, 1)]
    silent = f"{SILENCE['en']}\n\n\nx = 1\nprint(x)\n{AUDIBLE}\n"
    texts = [
        "x = 1\nprint(x)\n",
        f"# a\nimport os\n\n\n{silent}\nprint(x + 1)\n",
    ]
    source = "tests.gates.pages.texts.programs_of"
    monkeypatch.setattr(source, lambda page, address: texts)
    assert unlike(known, run) == []
    assert trouble(known, (0, 1), texts[1]) is None
    for old, new, told in (
        ("+ 1", "+ 2", "page says '2', the block prints '3'"),
        (SILENCE["en"], "", "the block prints '1'"),
        (AUDIBLE, "", "2"),
    ):
        other = texts[1].replace(old, new)
        monkeypatch.setattr(
            source, lambda page, address, other=other: [texts[0], other]
        )
        (found,) = unlike(known, run)
        assert found.startswith("(0, 1)")
        assert told in trouble(known, (0, 1), other)
