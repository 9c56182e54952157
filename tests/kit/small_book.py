"""A small built site, as far as a book needs it, and the book of it."""

from pathlib import Path

from press.book.gather import Book, Page

BASE = "https://example.org/nn/en/"
SHELL = (
    '<html><head><link rel="canonical" href="{base}{url}"></head>'
    '<body><article class="md-content__inner">{inner}</article></body></html>'
)
GLOSSARY = (
    '<h1 id="glossary">Glossary</h1>'
    '<h3 id="gate">gate · 门控</h3><p>See <a class="home" '
    'href="../../recurrent/lstm/#idea">it</a>.</p>'
    '<h3 id="bias">bias · 偏置</h3><p>A number.</p>'
)


def book(folder: Path, pages: dict[str, str], language: str = "en") -> Book:
    """A book of these pages: the HTML of their articles by their place on the site."""
    found = []
    for number, (url, inner) in enumerate(pages.items(), 1):
        file = folder / url / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(SHELL.format(base=BASE, url=url, inner=inner), "utf-8")
        part = url.split("/")[0].title()
        found.append(Page(url, part, number if url else 0, file))
    return Book(language, "Networks", "All of it.", BASE, folder, found)
