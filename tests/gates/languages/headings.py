"""A heading that stands over one id on many pages stands over no other beside it, and is translated by one."""

import copy
from collections import Counter

from bs4 import Tag

from press.read.page import Page
from tests.gates.languages.texts import HEADINGS
from tests.kit.soup import soup_of

Headings = dict[str, str]  # the text of each id of a page
MANY = 2  # pages that agree
HABIT = 3  # pages with one heading: a reader knows it again


def headings(page: Page) -> Headings:
    """The headings of a page."""
    return {
        tag.get("id", ""): words(tag)
        for tag in soup_of(page.html).find_all(HEADINGS)
    }


def words(heading: Tag) -> str:
    """What it says, without the mark that leads to it."""
    own = copy.copy(heading)
    for mark in own.select("a.headerlink"):
        mark.decompose()
    return own.get_text().strip()


def exchanged(pages: dict[str, Headings]) -> list[str]:
    """The headings over an id that have another one elsewhere, which the page has too."""
    uses: dict[str, Counter] = {}
    for own in pages.values():
        for name, text in own.items():
            uses.setdefault(text, Counter())[name] += 1
    return [
        f"{page}: {text} stands over #{name}, on {count} pages over #{usual}"
        for page, own in pages.items()
        for name, text in own.items()
        for usual, count in uses[text].most_common(1)
        if uses[text][name] == 1 and count >= MANY and usual in own
    ]


def translated(pages: dict[str, tuple[Headings, Headings]]) -> list[str]:
    """The headings that a language words in another way than it does on most pages."""
    uses: dict[str, Counter] = {}
    for one, other in pages.values():
        for name in one.keys() & other.keys():
            uses.setdefault(one[name], Counter())[other[name]] += 1
    return [
        f"{page}: {one[name]} is {other[name]}, elsewhere {usual}"
        for page, (one, other) in pages.items()
        for name in one
        if name in other and sum(uses[one[name]].values()) >= HABIT
        for usual, _ in uses[one[name]].most_common(1)
        if other[name] != usual
    ]
