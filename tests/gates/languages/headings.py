"""A heading that stands over one id on many pages stands over no other beside it."""

from collections import Counter

from press.read.page import Page
from tests.gates.languages.texts import HEADINGS
from tests.kit.soup import own_soup_of

Headings = dict[str, str]  # the text of each id of a page
MANY = 2  # pages that agree


def headings(page: Page) -> Headings:
    """The headings of a page."""
    soup = own_soup_of(page.html)
    for mark in soup.select("a.headerlink"):
        mark.decompose()
    return {
        tag.get("id", ""): tag.get_text().strip()
        for tag in soup.find_all(HEADINGS)
    }


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
