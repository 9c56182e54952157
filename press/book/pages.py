"""The printed parts as one PDF: its pages, the links between them, outline and labels."""

import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    Fit,
    FloatObject,
    NameObject,
    NullObject,
    TextStringObject,
)

from press import HTML_LANG
from press.book.gather import Book, stamp
from press.book.turned import INNER, Heading

INDEX = "@index"
GLOSSARY = "help/glossary/"


class Lost(ValueError):
    """A link of the book that leads nowhere."""


class Part(NamedTuple):
    """A printed document: its name, its pages, and where its ids are (page, height)."""

    name: str
    reader: pypdf.PdfReader
    places: dict[str, tuple[int, float]]

    @property
    def count(self) -> int:
        return len(self.reader.pages)


def part(name: str, data: bytes) -> Part:
    """A document as it was printed."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    places = {
        unquote(id.removeprefix("/")): (
            reader.get_destination_page_number(place),
            float(place.top or 0),
        )
        for id, place in reader.named_destinations.items()
    }
    return Part(name, reader, places)


def starts(parts: Iterable[Part], first: int) -> Iterator[tuple[Part, int]]:
    """Each part with the number of its first page."""
    for each in parts:
        yield each, first
        first += each.count


def numbers(parts: list[Part]) -> dict[str, int]:
    """The page number of every id of the chapters: recurrent/lstm/#idea."""
    return {
        f"{each.name}#{id}": first + page
        for each, first in starts(parts, 1)
        for id, (page, _) in each.places.items()
    }


def target(annotation: DictionaryObject) -> str | None:
    """Where a link into the book leads; None for others."""
    action = annotation.get("/A", {})
    address = str(action.get("/URI", ""))
    if not address.startswith(INNER):
        return None
    name = unquote(address.removeprefix(INNER))
    return name if "#" in name or name.startswith("@") else f"{name}#top"


def annotations(page: pypdf.PageObject) -> Iterator[DictionaryObject]:
    for each in page.get("/Annots") or ():
        yield each.get_object()


def spoken(parts: list[Part]) -> dict[str, list[int]]:
    """By term of the glossary: the pages whose words lead there."""
    found: dict[str, list[int]] = {}
    for each, first in starts(parts, 1):
        if each.name == GLOSSARY:
            continue
        for number, page in enumerate(each.reader.pages, first):
            for link in annotations(page):
                if (name := target(link)) and name.startswith(GLOSSARY):
                    found.setdefault(name, []).append(number)
    return found


class Binding:
    """A book on its way: front matter, chapters, index, in one file."""

    def __init__(self, book: Book, front: Part, body: list[Part]) -> None:
        self.book, self.front, self.body = book, front, body
        self.writer = pypdf.PdfWriter()
        self.places: dict[str, tuple[int, float]] = {}
        for each, first in starts([front, *body], 0):
            for page in each.reader.pages:
                self.writer.add_page(page)
            for id, (page, top) in each.places.items():
                self.places[f"{each.name}#{id}"] = first + page, top
        self.places[INDEX] = self.places[f"{INDEX}#top"]

    def place(self, name: str) -> tuple[int, float]:
        """The page and the height of a target. Lost if there is none."""
        if name.startswith("@") and name[1:].isdigit():
            return self.front.count + int(name[1:]) - 1, 842.0
        if name not in self.places:
            raise Lost(f"{name}: no page of the book has it")
        return self.places[name]

    def link(self) -> None:
        """Links into the book lead to their page."""
        for page in self.writer.pages:
            for each in annotations(page):
                if (name := target(each)) is not None:
                    number, top = self.place(name)
                    del each["/A"]
                    where = self.writer.pages[number].indirect_reference
                    shape = NameObject("/XYZ"), NullObject()
                    there = [where, *shape, FloatObject(top), NullObject()]
                    each[NameObject("/Dest")] = ArrayObject(there)

    def outline(self, headings: dict[str, list[Heading]], end: str) -> None:
        """Parts, chapters and every heading, each at its place; last the index."""
        part, above = "", None
        for page in self.book.pages:
            if page.part != part:
                part = page.part
                number, top = self.place(f"{page.url}#top")
                above = self.item(part, number, top, None)
            parents = [(0, above if page.part else None)]
            for heading in headings[page.url]:
                while parents[-1][0] >= heading.level:
                    parents.pop()
                number, top = self.place(f"{page.url}#{heading.id}")
                new = self.item(heading.text, number, top, parents[-1][1])
                parents.append((heading.level, new))
        self.item(end, *self.place(INDEX), None)

    def item(self, title: str, page: int, top: float, parent):
        """A line of the outline."""
        fit = Fit.xyz(left=0, top=top)
        return self.writer.add_outline_item(
            title, page, parent, fit=fit, is_open=False
        )

    def bound(self, title: str) -> bytes:
        """The file; the same of the same, but for the date."""
        writer, first = self.writer, self.front.count
        writer.set_page_label(0, first - 1, "/r")
        writer.set_page_label(first, len(writer.pages) - 1, "/D", start=1)
        date = stamp("D:%Y%m%d%H%M%SZ")
        writer.metadata = {
            "/Title": title,
            "/Subject": self.book.about,
            "/Creator": self.book.base,
            "/CreationDate": date,
            "/ModDate": date,
        }
        root = writer.root_object
        root[NameObject("/Lang")] = TextStringObject(
            HTML_LANG[self.book.language]
        )
        root[NameObject("/PageMode")] = NameObject("/UseOutlines")
        writer.compress_identical_objects()
        made = io.BytesIO()
        writer.write(made)
        return made.getvalue()
