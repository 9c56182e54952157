"""Where the glossary says that its terms are at home, and whether they are found there."""

import re
from pathlib import Path

from press import DOCS
from press.finish.search import Term, forms
from press.read.page import Page
from tests.gates.pages.cited import listed
from tests.kit.soup import own_soup_of

SEVERAL = re.compile(r"、|, ")  # pre-norm, post-norm
BETWEEN = re.compile(r"[\s\-‑]+")  # a hyphen is no other word


def homeless(zh: list[Term], en: list[Term]) -> list[str]:
    """Terms that name no home or several, or another in the other language."""
    theirs = {term.id: term for term in en}
    found = []
    for term in zh:
        other = theirs.pop(term.id, Term(term.id, ("", ""), []))
        for language, homes in (("zh", term.homes), ("en", other.homes)):
            if len(homes) != 1:
                found.append(
                    f"#{term.id}: {language} names {homes or 'no home'}"
                )
        if sorted(term.names) != sorted(other.names):
            found.append(f"#{term.id}: {term.names}, {other.names}")
        if len(term.homes + other.homes) == 2 and term.homes != other.homes:
            found.append(f"#{term.id}: {term.homes} in zh, {other.homes} in en")
    return found + [f"#{name}: only in en" for name in theirs]


def file_of(term: Term, language: str) -> Path:
    """The page that a term is at home on."""
    place = DOCS / language / term.homes[0].partition("#")[0]
    page = place.with_suffix(".md")
    return page if page.is_file() else place / "index.md"


def read_of(page: Page) -> str:
    """The words of a page, in small letters, without spaces; no titles of papers."""
    soup = own_soup_of(page.html)
    listed(soup)
    for code in soup.find_all("pre"):
        code.decompose()
    return tight(soup.get_text())


def tight(text: str) -> str:
    return BETWEEN.sub("", text).casefold()


def unsaid(term: Term, text: str) -> bool:
    """Whether a page that was read so never calls a term by the name of textbooks."""
    called = [f for one in SEVERAL.split(term.names[0]) for f in forms(one)]
    return not any(tight(form) in text for form in called)
