"""Gate 2: what the home page tells a reader to install is what the pages import."""

import re
from collections import Counter

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.read.heads import needed
from press.read.page import sources
from press.read.program import codes

LINE = re.compile(r"`python -m pip install ([\w -]+)`")
COMES_ALONG = {"scipy"}  # scikit-learn needs it


def told(text: str) -> set[str]:
    """What a page tells to install, in its one line."""
    (line,) = LINE.findall(text)
    return {*line.split()}


def wanted(pages: list[list[str]]) -> set[str]:
    """What more than one page needs: each tells its own below its title."""
    counts = Counter(name for page in pages for name in {*page})
    return {n for n, pages in counts.items() if pages > 1} - COMES_ALONG


@pytest.mark.parametrize("language", CONFIGS)
def test_one_line_installs_what_pages_need(language):
    pages = [needed(*codes(page_at(path))) for path in sources(language)]
    home = (DOCS / language / "index.md").read_text("utf-8")
    assert told(home) == wanted(pages)


def test_what_one_page_alone_needs_is_its_own_matter():
    assert wanted([["numpy", "a"], ["numpy", "numpy"], ["scipy"]]) == {"numpy"}


@pytest.mark.parametrize("text", ["", "`python -m pip install a` " * 2])
def test_no_line_and_two_lines_are_wrong(text):
    with pytest.raises(ValueError, match="unpack"):
        told(text)
