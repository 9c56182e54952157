"""Sources that a page lists, and whether its text uses them."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from press.read.page import Page
from tests.kit.soup import own_soup_of

PLACES = ["p", "li", "tr", "dd", "figcaption", "summary"]
# Kingma, Ba 2015. Adam … · Vaswani 等 2017. Attention … · Vaswani et al. 2017. …
ENTRY = re.compile(r"(?P<authors>.+?) (?P<year>\d{4})[a-z]?\. ")
FIRST = re.compile(r",| and | et al\.| 等")
COURSE = re.compile(r"\w+[:：]")  # not a paper: nobody cites it by its year


def listed(soup: BeautifulSoup) -> list[Tag]:
    """Takes the bibliography out of a page: its entries."""
    heading = soup.find("h2", id="references")
    if heading is None:
        return []
    below = list(heading.find_next_siblings())
    found = [entry for tag in below for entry in tag.find_all("li")]
    for tag in below:
        tag.extract()
    return found


def links(tag: Tag) -> set[str]:
    return {link["href"] for link in tag.find_all("a", href=True)}


def uncited(page: Page) -> Iterator[str]:
    """Entries whose first author and year stand together nowhere above them."""
    soup = own_soup_of(page.html)
    entries = listed(soup)
    for code in soup.find_all("pre"):
        code.decompose()
    texts = [place.get_text() for place in soup.find_all(PLACES)]
    for entry in entries:
        text = entry.get_text()
        if COURSE.match(text) or links(entry) & links(soup):
            continue
        if not (found := ENTRY.match(text)):
            yield f"authors, year and title are not told apart: {text}"
            continue
        author = FIRST.split(found["authors"])[0].strip()
        if not any(author in t and found["year"] in t for t in texts):
            yield f"{author} {found['year']}"
