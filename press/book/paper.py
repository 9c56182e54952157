"""A chapter as a document to print: its style, its running heads, its references."""

import importlib.util
import json
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

import matplotlib

from press import HTML_LANG
from press.book import lines
from press.book.gather import Book
from press.book.turned import INNER, Chapter
from press.finish.fonts import FULL
from press.finish.tree import Tree, element, first_words

LOOK = Path(__file__).with_name("look.css")
LATIN = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
HAN = Path(importlib.util.find_spec("pylopdf_fonts_zh_cn").origin).parent
# a family, its weight and slant, its file, the characters that it is asked for
FACES = (
    ("Book", "400", "normal", LATIN / "STIXGeneral.ttf", ""),
    ("Book", "700", "normal", LATIN / "STIXGeneralBol.ttf", ""),
    ("Book", "400", "italic", LATIN / "STIXGeneralItalic.ttf", ""),
    ("Book", "700", "italic", LATIN / "STIXGeneralBolIta.ttf", ""),
    ("Head", "400", "normal", LATIN / "DejaVuSans.ttf", ""),
    ("Head", "700", "normal", LATIN / "DejaVuSans-Bold.ttf", ""),
    ("Code", "400", "normal", LATIN / "DejaVuSansMono.ttf", ""),
    ("Code", "700", "normal", LATIN / "DejaVuSansMono-Bold.ttf", ""),
    ("Formula", "400", "normal", FULL, ""),
    ("Han", "400", "normal", HAN / "NotoSerifSC-Regular.otf", ""),
    ("Hei", "400", "normal", HAN / "NotoSansSC-Regular.otf", ""),
)
# marks that Latin letters have, too, and that are wide between Chinese ones
MARKS = "U+2014, U+2018-2019, U+201C-201D, U+2026"
OWN_MARKS = {
    "zh": (
        ("Marks", "400", "normal", HAN / "NotoSerifSC-Regular.otf", MARKS),
        ("Signs", "400", "normal", HAN / "NotoSansSC-Regular.otf", MARKS),
    )
}
REFERENCES = {"zh": "本章的链接", "en": "Links of this chapter"}
HELP = "help/glossary/"  # so many words lead there that no number says it
LABEL = {"zh": "第 {} 章", "en": "chapter {}"}


def faces(language: str) -> str:
    """The fonts, from the packages that the site needs anyway: the same everywhere."""
    made = []
    for family, weight, slant, file, some in (
        *FACES,
        *OWN_MARKS.get(language, ()),
    ):
        only = f"unicode-range:{some};" if some else ""
        made.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};'
            f'font-style:{slant};{only}src:url("{file.as_uri()}")}}'
        )
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


def document(
    body: str, language: str, style: str, anchors: list[str] | None = None
) -> str:
    """A whole document; of each anchor the print says where it is."""
    names = "".join(f'<a href="#{quote(name)}">.</a>' for name in anchors or ())
    return (
        f'<!DOCTYPE html><html lang="{HTML_LANG[language]}"><head>'
        f'<meta charset="utf-8"><title>{language}</title>'
        f"<style>{faces(language)}\n{LOOK.read_text('utf-8')}\n{style}</style>"
        f'</head><body id="top"><div class="anchors">{names}</div>{body}</body></html>'
    )


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


def sheet(chapter: Chapter, book: Book, first: int) -> str:
    """A chapter whose first page has this number, as a document to print."""
    tree = Tree(f"<body>{chapter.body}</body>")
    for code in tree.css("pre > code"):
        lines.break_lines(tree, code)
    into_the_book(tree, chapter, book)
    listed = references(tree, book.language)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    part = " · ".join(filter(None, (book.name, chapter.page.part)))
    body = tree.body.inner_html + listed
    style = heads(part, chapter.title, first)
    return document(body, book.language, style, ["top", *ids])
