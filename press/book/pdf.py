"""The book of a language as one PDF."""

from collections.abc import Callable

from press.book import around, pages, paper
from press.book.gather import Book
from press.book.pages import INDEX, Part
from press.book.paper import Press
from press.book.printer import Printer
from press.book.turned import Chapter


def body(
    printer: Printer,
    press: Press,
    chapters: list[Chapter],
    report: Callable[[str], None],
) -> list[Part]:
    """Every chapter printed, behind those before it, and last the index."""
    made, first, book = [], 1, press.book
    for chapter in chapters:
        url = chapter.page.url
        html = paper.sheet(chapter, press, first)
        made.append(pages.part(url, printer.printed(name(url), html)))
        first += made[-1].count
        report(f"{book.language}: {chapter.title}: {made[-1].count} pages")
    html = around.index(
        book, terms(chapters), pages.numbers(made), pages.spoken(made)
    )
    title = around.WORDS[book.language]["index"]
    style = paper.heads(book.name, title, first)
    html = press.document(html, style, ["top"])
    return [*made, pages.part(INDEX, printer.printed("index", html))]


def name(url: str) -> str:
    """What a chapter is called as a file."""
    return url.strip("/").replace("/", "-") or "home"


def terms(chapters: list[Chapter]) -> list[around.Term]:
    """What the index lists, if the book has the glossary."""
    for chapter in chapters:
        if chapter.page.url == around.GLOSSARY:
            return around.terms(chapter.body)
    return []


def front(
    printer: Printer, press: Press, chapters: list[Chapter], parts: list[Part]
) -> Part:
    """Cover and contents."""
    book, (*made, last) = press.book, parts
    behind = sum(each.count for each in made) + 1
    html = around.cover(book) + around.contents(
        book, chapters, pages.numbers([*made, last]), behind
    )
    title = around.WORDS[book.language]["contents"]
    style = paper.heads(book.name, title, 1, roman=True)
    style += "@page:first{@bottom-center{content:none}}"
    html = press.document(html, style, ["top"])
    return pages.part("@front", printer.printed("front", html))


def pdf(
    book: Book,
    chapters: list[Chapter],
    printer: Printer,
    report: Callable[[str], None] = print,
) -> bytes:
    """The whole of it."""
    press = paper.press(book, chapters)
    parts = body(printer, press, chapters, report)
    begin = front(printer, press, chapters, parts)
    binding = pages.Binding(book, begin, parts)
    binding.link()
    headings = {each.page.url: each.headings for each in chapters}
    binding.outline(headings, around.WORDS[book.language]["index"])
    return binding.bound(book.name)
