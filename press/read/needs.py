"""What each chapter is called, and which others it needs: the home page and the front matter."""

import functools
import re
from collections.abc import Iterable
from pathlib import Path

import nbformat

from press.read.page import parts

ROW = re.compile(r"^ *\| \[([^\]]+)\]\(([\w/]+)\.\w+\) \|", re.MULTILINE)
PART = re.compile(r"^### (.+?)(?: \{ #map-[\w-]+ \})$", re.MULTILINE)
Graph = dict[str, tuple[str, ...]]  # of each chapter, those that it builds on


def names(home: str) -> dict[str, str]:
    """The chapters of the map in its order, each by its path without an ending."""
    return {chapter: name for name, chapter in ROW.findall(home)}


def meta(path: Path) -> dict:
    """The front matter of a page, the metadata of a notebook."""
    if path.suffix == ".ipynb":
        return nbformat.read(path, as_version=4).metadata
    return parts(path.read_text("utf-8"))[1]


def path_of(folder: Path, chapter: str) -> Path:
    """The file of a chapter."""
    found = (folder / f"{chapter}{ending}" for ending in (".md", ".ipynb"))
    return next(path for path in found if path.is_file())


def graph(folder: Path, chapters: Iterable[str]) -> Graph:
    """What each chapter says that one should have read before."""
    return {
        chapter: tuple(meta(path_of(folder, chapter)).get("needs") or ())
        for chapter in chapters
    }


def before(needs: Graph, chapter: str) -> set[str]:
    """All that must be read before a chapter. ValueError where one needs itself."""

    @functools.cache
    def above(name: str, way: tuple[str, ...] = ()) -> frozenset[str]:
        if name in way:
            raise ValueError(f"{' → '.join((*way, name))}: a circle")
        own = needs.get(name, ())
        return frozenset(own).union(*(above(n, (*way, name)) for n in own))

    return {*above(chapter)}


def reduced(needs: Graph) -> Graph:
    """Without what follows: who needs the MLP has read what the MLP needs."""
    return {
        chapter: tuple(
            n
            for n in own
            if not any(n in before(needs, other) for other in own)
        )
        for chapter, own in needs.items()
    }


def level(needs: Graph, chapter: str) -> int:
    """How many chapters stand one behind the other before this one."""
    return max((1 + level(needs, n) for n in needs[chapter]), default=0)


def holes(needs: Graph, route: list[str]) -> list[str]:
    """What a route leads to before it has led to what that needs."""
    return [
        f"{chapter} needs {missing}, which the route has not before it"
        for at, chapter in enumerate(route)
        for missing in sorted(before(needs, chapter) - {*route[:at]})
    ]
