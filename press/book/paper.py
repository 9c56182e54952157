"""A chapter as a document to print: its style, its running heads, its references."""

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

import matplotlib

from press import HTML_LANG
from press.book import han, lines
from press.book.around import WORDS as OWN
from press.book.gather import Book
from press.book.turned import INNER, Chapter
from press.finish.fonts import FULL
from press.finish.tree import Tree, element, first_words

LOOK = Path(__file__).with_name("look.css")
LATIN = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
# a family, its file, its weight and slant; the Chinese ones are cut to the book: han.py
FACES = (
    ("Book", LATIN / "STIXGeneral.ttf"),
    ("Book", LATIN / "STIXGeneralBol.ttf", "700"),
    ("Book", LATIN / "STIXGeneralItalic.ttf", "400", "italic"),
    ("Book", LATIN / "STIXGeneralBolIta.ttf", "700", "italic"),
    ("Head", LATIN / "DejaVuSans.ttf"),
    ("Head", LATIN / "DejaVuSans-Bold.ttf", "700"),
    ("Code", LATIN / "DejaVuSansMono.ttf"),
    ("Code", LATIN / "DejaVuSansMono-Bold.ttf", "700"),
    ("Formula", FULL),
)
# marks that Latin letters have, too, and that are wide between Chinese ones
MARKS = "U+2014, U+2018-2019, U+201C-201D, U+2026"
REFERENCES = {"zh": "本章的链接", "en": "Links of this chapter"}
HELP = "help/glossary/"  # so many words lead there that no number says it
LABEL = {"zh": "第 {} 章", "en": "chapter {}"}


def face(family: str, file: Path, weight="400", slant="normal", only="") -> str:
    """A font as CSS says it; only: the characters that it is asked for."""
    some = f"unicode-range:{only};" if only else ""
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f'font-style:{slant};{some}src:url("{file.as_uri()}")}}'
    )


def faces(book: Book, fonts: dict[str, Path]) -> str:
    """The fonts, from the packages that the site needs anyway: the same everywhere."""
    made = [face(*each) for each in FACES]
    made += [face(family, file) for family, file in fonts.items()]
    if book.language == "zh":
        made.append(face("Marks", fonts["Han"], only=MARKS))
        made.append(face("Signs", fonts["Hei"], only=MARKS))
    return "\n".join(made)


def said(text: str) -> str:
    """A text as a string of CSS."""
    return json.dumps(text, ensure_ascii=False)


def heads(left: str, right: str, first: int, roman: bool = False) -> str:
    """Running heads and page numbers; the first sheet shows its number alone."""
    shape = "counter(page, lower-roman)" if roman else "counter(page)"
    return (
        f"@page{{@top-left{{content:{said(left)}}}"
        f"@top-right{{content:{said(right)}}}"
        f"@bottom-center{{content:{shape}}}}}"
        f"@page:first{{counter-set:page {first};"
        "@top-left{content:none;border:0}@top-right{content:none;border:0}}"
    )


class Press(NamedTuple):
    """What all documents of a book share."""

    book: Book
    faces: str

    def document(
        self, body: str, style: str, anchors: Iterable[str] = ()
    ) -> str:
        """A whole document; of each anchor the print says where it is."""
        names = "".join(f'<a href="#{quote(name)}">.</a>' for name in anchors)
        look = LOOK.read_text("utf-8")
        return (
            f'<!DOCTYPE html><html lang="{HTML_LANG[self.book.language]}"><head>'
            f'<meta charset="utf-8"><title>{escape(self.book.name)}</title>'
            f"<style>{self.faces}\n{look}\n{style}</style></head>"
            f'<body id="top"><div class="anchors">{names}</div>{body}</body></html>'
        )


def press(book: Book, chapters: list[Chapter]) -> Press:
    """What prints a book of these chapters."""
    texts = [chapter.body for chapter in chapters]
    texts += [REFERENCES["zh"], book.name, book.about, *map(str, OWN.values())]
    texts += [page.part for page in book.pages]
    return Press(book, faces(book, han.fonts(texts)))


def into_the_book(tree: Tree, chapter: Chapter, book: Book) -> None:
    """A link to another chapter says its number; one on the page is told where it is."""
    places = book.numbers
    for link in tree.css(f'a[href^="{INNER}"], a[href^="#"]'):
        href = link.attributes["href"]
        if href.startswith("#"):
            link.attrs["href"] = f"{INNER}{chapter.page.url}{href}"
            continue
        url = href.removeprefix(INNER).partition("#")[0]
        if url not in (chapter.page.url, HELP) and places[url]:
            label = LABEL[book.language].format(places[url])
            number = element(tree, "span", class_="where", title=label)
            first_words(number, f"→{places[url]}")
            link.insert_child(number)


def references(tree: Tree, language: str) -> str:
    """Number the links out of the book; their addresses, to stand at the end."""
    found: dict[str, int] = {}
    for link in tree.css('a[href]:not([href^="book:"]):not([href^="#"])'):
        href = link.attributes["href"]
        number = found.setdefault(href, len(found) + 1)
        if link.text().strip() == href:
            continue
        mark = element(tree, "sup", class_="reference")
        first_words(mark, f"[{number}]")
        link.insert_child(mark)
    if not found:
        return ""
    listed = "".join(
        f'<li><a href="{escape(href)}">{escape(unquote(href))}</a></li>'
        for href in found
    )
    return f'<div class="links"><p>{REFERENCES[language]}</p><ol>{listed}</ol></div>'


def sheet(chapter: Chapter, press: Press, first: int) -> str:
    """A chapter whose first page has this number, as a document to print."""
    tree, book = Tree(f"<body>{chapter.body}</body>"), press.book
    for code in tree.css("pre > code"):
        lines.break_lines(tree, code)
    into_the_book(tree, chapter, book)
    listed = references(tree, book.language)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    part = " · ".join(filter(None, (book.name, chapter.page.part)))
    body = tree.body.inner_html + listed
    return press.document(
        body, heads(part, chapter.title, first), ["top", *ids]
    )
