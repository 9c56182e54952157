"""What a book is made of: the built pages of one language, in the order of the navigation."""

import os
import subprocess
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from press import CONFIGS, ROOT
from press.finish.tree import Tree
from press.read.page import site_config

# these answer, or grow with each commit: nothing of them stands still on paper
LEFT_OUT = {"play/", "help/changes/"}


class Missing(RuntimeError):
    """A page of the navigation that was not built."""


class Page(NamedTuple):
    """A chapter to be: where it is on the site, in which part it stands, its number there."""

    url: str  # recurrent/lstm/
    part: str  # empty: it stands alone
    number: int  # 0: the home page has none
    file: Path


class Book(NamedTuple):
    """The pages of a language, and where its site is."""

    language: str
    name: str
    about: str
    base: str  # https://example.org/nn/en/
    folder: Path
    pages: list[Page]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each chapter, by its place on the site."""
        return {page.url: page.number for page in self.pages}


def url_of(source: str) -> str:
    """Where a source of the navigation is on the site."""
    inner = source.rsplit(".", 1)[0].removesuffix("index").rstrip("/")
    return f"{inner}/" if inner else ""


def listed(nav: list) -> Iterator[tuple[str, str]]:
    """The part and the place of each page."""
    for entry in nav:
        if isinstance(entry, str):
            yield "", url_of(entry)
            continue
        for part, sources in entry.items():
            for source in sources:
                yield part, url_of(source)


def base_of(folder: Path) -> str:
    """The address of a language, as its home page says it."""
    link = Tree((folder / "index.html").read_text("utf-8")).css_first(
        'link[rel="canonical"]'
    )
    return link.attributes["href"]


def book(site: Path, language: str, only: Collection[str] = ()) -> Book:
    """The book of a language; only: of these pages alone."""
    config, folder, pages = (
        site_config(CONFIGS[language]),
        site / language,
        [],
    )
    found = [
        (part, url)
        for part, url in listed(config.nav or [])
        if url in only or (not only and url not in LEFT_OUT)
    ]
    for part, url in found:
        file = folder / url / "index.html"
        if not file.is_file():
            raise Missing(f"there is no {file}: build the site first")
        number = sum(bool(page.url) for page in pages) + 1 if url else 0
        pages.append(Page(url, part, number, file))
    return Book(
        language,
        config.site_name,
        config.site_description,
        base_of(folder),
        folder,
        pages,
    )


def made_at() -> int:
    """The time that a book bears: SOURCE_DATE_EPOCH, else that of the last commit."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    asked = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    return int(done.stdout.strip() or 0)


def stamp(shape: str) -> str:
    """That time, written in a shape of time.strftime."""
    return time.strftime(shape, time.gmtime(made_at()))
