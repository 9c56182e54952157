"""The page of what changed, filled at build time, and the same as a feed.

Both are made from the history of the repository: nobody writes them.
"""

import functools
import html
import re
from pathlib import Path
from xml.etree import ElementTree

import nbformat

from press import DOCS, HTML_LANG, ROOT
from press.read import history
from press.read.needs import meta

PLACE = re.compile(r'<div data-changes(?:="")?></div>')
HEADING = re.compile(r"^# (.+?)(?: \{.*\})?$", re.MULTILINE)
FEED = "changes.xml"
PAGE = "help/changes/"
ATOM = "http://www.w3.org/2005/Atom"
WORDS = {
    "zh": ("新增：", "数字有改动：", "、", "。", "（{}）"),
    "en": ("New: ", "Numbers that changed: ", ", ", ". ", " ({})"),
}
NONE = {
    "zh": "这份网站生成时没有带上版本库的历史，因此这里列不出改动。",
    "en": "This copy of the site was built without the history of its repository, so nothing can be listed here.",
}


@functools.cache
def days(language: str) -> tuple[history.Day, ...]:
    """All days of a language, newest first; of pages that are still there, and no empty one."""
    folder = DOCS / language
    found = []
    for day in history.days(folder.relative_to(ROOT).as_posix()):
        added = tuple(p for p in day.added if (folder / p).is_file())
        numbers = {
            p: n for p, n in day.numbers.items() if (folder / p).is_file()
        }
        if added or numbers:
            found.append(history.Day(day.date, added, numbers))
    return tuple(found)


@functools.cache
def title(path: Path) -> str:
    """What a page is called; a notebook has no front matter, but a heading."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, as_version=4).cells
        return HEADING.search("\n".join(cell.source for cell in cells))[1]
    return str(meta(path)["title"])


def address(page: str) -> str:
    """Where a page is, below its language."""
    stem = page.rsplit(".", 1)[0]
    return "" if stem == "index" else f"{stem.removesuffix('/index')}/"


def link(language: str, page: str, base: str) -> str:
    name = html.escape(title(DOCS / language / page))
    return f'<a href="{base}{address(page)}">{name}</a>'


def told(day: history.Day, language: str, base: str) -> str:
    """A day in a sentence or two; base: where the pages of the language begin."""
    new, changed, comma, stop, count = WORDS[language]
    parts = []
    if day.added:
        links = (link(language, page, base) for page in day.added)
        parts.append(f"{new}{comma.join(links)}{stop}")
    if day.numbers:
        links = (
            link(language, page, base) + count.format(number)
            for page, number in day.numbers.items()
        )
        parts.append(f"{changed}{comma.join(links)}{stop}")
    return "".join(parts).strip()


def filled(text: str, language: str) -> str:
    """The page with its list."""
    if not PLACE.search(text):
        return text
    rows = (
        f'<dt id="{day.date}"><time>{day.date}</time></dt>'
        f"<dd>{told(day, language, '../../')}</dd>"
        for day in days(language)
    )
    made = f'<dl class="changes">{"".join(rows)}</dl>'
    if not days(language):
        made = f"<p>{NONE[language]}</p>"
    return PLACE.sub(lambda _: made, text)


def feed(language: str, name: str, site: str) -> str:
    """The same as Atom (RFC 4287): an entry for each day; site: the address of the language."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(
        f"{{{ATOM}}}feed", {"xml:lang": HTML_LANG[language]}
    )

    def add(parent, tag: str, text: str = "", **attributes: str):
        made = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
        made.text = text or None
        return made

    known = days(language)
    add(root, "id", f"{site}{FEED}")
    add(root, "title", name)
    latest = known[0].date if known else "1970-01-01"
    add(root, "updated", f"{latest}T00:00:00Z")
    add(add(root, "author"), "name", name)
    add(root, "link", rel="self", href=f"{site}{FEED}")
    add(root, "link", rel="alternate", href=f"{site}{PAGE}")
    for day in known:
        entry = add(root, "entry")
        add(entry, "id", f"{site}{PAGE}#{day.date}")
        add(entry, "title", day.date)
        add(entry, "updated", f"{day.date}T00:00:00Z")
        add(entry, "link", rel="alternate", href=f"{site}{PAGE}#{day.date}")
        add(entry, "content", told(day, language, site), type="html")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'
