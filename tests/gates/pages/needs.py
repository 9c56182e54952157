"""What a chapter says that one needs, what the map says, and what a route leads to: one thing."""

import posixpath
import re
from collections.abc import Iterator

from press.finish.times import EVERY, ROUTE
from press.read.needs import Graph, before, holes

NEED = re.compile(r"\b(?:You|you)(?: also)? need\b|需要|要会|要懂|先读")
SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[A-Z(])|(?<=[。！？；])")
LINK = re.compile(r"\]\(([\w./]+)\.(?:md|ipynb)(?:#[\w-]+)?\)")


def asked(text: str, chapter: str) -> Iterator[str]:
    """The chapters that the beginning of a page says one needs."""
    beginning = text.split("\n## ")[0]
    for sentence in SENTENCE.split(beginning):
        if NEED.search(sentence):
            for link in LINK.findall(sentence):
                folder = posixpath.dirname(chapter)
                yield posixpath.normpath(posixpath.join(folder, link))


def disagreeing(text: str, chapter: str, needs: Graph) -> list[str]:
    """Chapters that the text of a page asks for and its front matter does not lead to."""
    known = before(needs, chapter)
    return [
        f"{chapter}: the text needs {name}, the front matter does not"
        for name in asked(text, chapter)
        if name in needs and name not in known and name != chapter
    ]


def torn(home: str, needs: Graph) -> list[str]:
    """Routes of the home page that need what they do not contain."""
    routes = [r.split() for r in ROUTE.findall(home) if r != EVERY]
    return [hole for route in routes for hole in holes(needs, route)]
