"""The books on the site: beside the pages of their language, and linked from its home page.

Only a site for which they were made has links to them: the deploy job makes them, a
build without a browser does not.
"""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import NamedTuple

from press.book.around import DATE
from press.book.gather import stamp
from press.cache import write
from press.finish import kept

NAME = "runnable-neural-networks"
PLACE = re.compile(r'<div data-shelf(?:="")?>.*?</div>', re.DOTALL)
LINE = {
    "zh": "整个网站也是一本书，折叠的内容全部展开，习题附提示与解答：{links}。制于 {date}。",
    "en": "The site is also a book, with every fold open, and hints and solutions at the end of each chapter: {links}. Made on {date}.",
}
KIND = {
    "zh": {
        "pdf": "{pages} 页的 PDF，{size} MB",
        "epub": "EPUB，{size} MB",
    },
    "en": {
        "pdf": "a PDF of {pages} pages, {size} MB",
        "epub": "an EPUB, {size} MB",
    },
}
BETWEEN = {"zh": "；或者 ", "en": "; or "}


class Volume(NamedTuple):
    """A finished book."""

    language: str
    kind: str  # pdf or epub
    data: bytes
    pages: int = 0  # an EPUB has none

    @property
    def name(self) -> str:
        return f"{NAME}.{self.language}.{self.kind}"


def link(volume: Volume) -> str:
    """A link that says what one gets."""
    size = f"{len(volume.data) / 1e6:.1f}"
    shape = KIND[volume.language][volume.kind]
    told = shape.format(size=size, pages=volume.pages)
    return f'<a href="{escape(volume.name)}" download>{told}</a>'


def line(language: str, volumes: Iterable[Volume]) -> str:
    """What the home page says of the books of its language."""
    links = BETWEEN[language].join(map(link, volumes))
    date = stamp(DATE)
    told = LINE[language].format(links=links, date=date)
    return f'<div data-shelf=""><p>{told}</p></div>'


def shelve(site: Path, volumes: list[Volume]) -> None:
    """Put books into a built site. ValueError where a home page has no place for them."""
    for volume in volumes:
        write(site / volume.language / volume.name, volume.data)
    for language in {volume.language for volume in volumes}:
        own = [each for each in volumes if each.language == language]
        home = site / language / "index.html"
        html, count = PLACE.subn(
            lambda _, own=own: line(own[0].language, own),
            home.read_text("utf-8"),
        )
        if count != 1:
            raise ValueError(f"{home}: {count} places for books")
        write(home, html)
    kept.finish(site)
