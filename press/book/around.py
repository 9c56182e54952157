"""What stands before and behind the chapters: cover, contents, index."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from pypinyin import lazy_pinyin

from press.book.gather import Book, stamp
from press.book.turned import INNER, Chapter
from press.finish.tree import Tree

WORDS = {
    "zh": {
        "contents": "目录",
        "index": "索引",
        "licence": "代码 MIT · 文字与插图 CC BY 4.0",
        "told": "由网站 {base} 的页面制成，{date}。链接、图和代码与网站相同；能动的图在这里是静止的，程序请在网站上运行。",
        "how": "页码是讲到这个词的地方：粗体是讲解它的一节，最后是术语表。",
        "signs": "符号",
    },
    "en": {
        "contents": "Contents",
        "index": "Index",
        "licence": "Code MIT · text and figures CC BY 4.0",
        "told": "Made from the pages of {base} on {date}. Links, figures and code are those of the site; figures that move there stand still here, and the programs run there.",
        "how": "The pages are those that speak of a term: in bold where it is explained, and at the end its place in the glossary.",
        "signs": "Signs",
    },
}
GLOSSARY = "help/glossary/"
DATE = "%Y-%m-%d"


class Term(NamedTuple):
    """A term of the glossary: its names, its place, the section that explains it."""

    name: str
    other: str
    id: str
    home: str  # book:recurrent/lstm/#idea, or empty


def terms(glossary: str) -> list[Term]:
    """The terms of the chapter that is the glossary."""
    found, tree = [], Tree(f"<body>{glossary}</body>")
    for heading in tree.css("h3[id]"):
        name, _, other = heading.text().strip().partition(" · ")
        home, node = "", heading.next
        while node is not None and node.tag not in ("h2", "h3"):
            if node.is_element_node and (link := node.css_first("a.home")):
                home = link.attributes["href"]
            node = node.next
        found.append(Term(name, other, heading.attributes["id"], home))
    return found


def key(name: str, language: str) -> str:
    """By what a name is sorted: in Chinese by how it is spoken."""
    spoken = lazy_pinyin(name) if language == "zh" else [name]
    return "".join(spoken).casefold()


def cover(book: Book) -> str:
    """Title, what it is about, from where and when."""
    words = WORDS[book.language]
    told = words["told"].format(base=book.base, date=stamp(DATE))
    return (
        f'<div class="cover"><h1>{escape(book.name)}</h1>'
        f"<p>{escape(book.about)}</p>"
        f'<div class="foot"><p>{escape(told)}</p><p>{words["licence"]}</p></div></div>'
    )


def row(kind: str, text: str, place: str, page: int) -> str:
    """A line of the contents."""
    link = f'<a href="{INNER}{place}">{escape(text)}</a>'
    number = f'<a href="{INNER}{place}">{page}</a>'
    return f'<p class="{kind}">{link}<span class="dots"></span>{number}</p>'


def contents(
    book: Book, chapters: Iterable[Chapter], pages: dict[str, int], index: int
) -> str:
    """Parts, chapters and sections; pages: where each place is."""
    rows, part = [], ""
    for chapter in chapters:
        if chapter.page.part != part:
            part = chapter.page.part
            rows.append(f'<p class="part">{escape(part)}</p>')
        url = chapter.page.url
        top = f"{url}#top"
        rows.append(row("chapter", chapter.title, top, pages[top]))
        for heading in chapter.headings:
            if heading.level == 2 and url != GLOSSARY:
                place = f"{url}#{heading.id}"
                rows.append(row("section", heading.text, place, pages[place]))
    words = WORDS[book.language]
    rows.append(row("chapter", words["index"], "@index", index))
    title = f"<h1>{words['contents']}</h1>"
    return f'<div class="contents">{title}{"".join(rows)}</div>'


def numbers(
    term: Term, pages: dict[str, int], spoken: dict[str, list[int]]
) -> Iterator[str]:
    """Where a term stands: each page once, in order; last the glossary."""
    own = f"{GLOSSARY}#{term.id}"
    home = term.home.removeprefix(INNER)
    home = home if "#" in home else f"{home}#top"
    best = pages.get(home) if term.home.startswith(INNER) else None
    last = pages[own]
    found = {*spoken.get(own, ()), *filter(None, [best])} - {last}
    for page in [*sorted(found), last]:
        shown = f"<b>{page}</b>" if page == best else str(page)
        yield f'<a href="{INNER}@{page}">{shown}</a>'


def index(
    book: Book,
    found: list[Term],
    pages: dict[str, int],
    spoken: dict[str, list[int]],
) -> str:
    """The terms of the glossary by their letters, each with its pages."""
    words = WORDS[book.language]
    ordered = sorted(found, key=lambda term: key(term.name, book.language))

    def letter(term: Term) -> str:
        first = key(term.name, book.language)[:1].upper()
        return first if first.isascii() and first.isalpha() else words["signs"]

    parts = []
    for first, group in groupby(ordered, letter):
        parts.append(f"<h2>{first}</h2>")
        for term in group:
            where = ", ".join(numbers(term, pages, spoken))
            other = f' <span class="other">{escape(term.other)}</span>'
            parts.append(f"<p>{escape(term.name)}{other} {where}</p>")
    return (
        f'<h1 id="index">{words["index"]}</h1><p class="caption">{words["how"]}</p>'
        f'<div class="index">{"".join(parts)}</div>'
    )
