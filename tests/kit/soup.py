"""HTML as a tree; a page that several gates read is parsed once."""

import copy
import functools

from bs4 import BeautifulSoup


@functools.lru_cache(maxsize=256)
def soup_of(html: str) -> BeautifulSoup:
    """The tree of a page, shared: to be read, not to be changed."""
    return BeautifulSoup(html, "html.parser")


def own_soup_of(html: str) -> BeautifulSoup:
    """A tree that its caller may change: to copy one takes half of reading it."""
    return copy.copy(soup_of(html))
