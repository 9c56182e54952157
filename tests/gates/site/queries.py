"""What a reader types, and the page that must come first or nearly so."""

import re

from press import DOCS
from press.finish.search import GLOSSARY, HAN, Term, forms, read_entries

TROUBLE = "help/troubleshooting/"
QUOTED = re.compile(r"^### (.+?) \{ #", re.MULTILINE)
ENDS = [(0, -1), (1, None), (0, -2), (2, None)]


def home(term: Term) -> str:
    """The page where a term is explained."""
    return term.homes[0].split("#")[0]


def terms(language: str) -> dict[str, str]:
    """Every name of every term, in both languages, with its page."""
    return {
        form: home(term)
        for term in read_entries(language)
        for name in term.names
        for form in forms(name)
    }


def parts(language: str) -> dict[str, list[str]]:
    """Longer Chinese names without an end, with the pages of what they are part of."""
    runs = [
        (run, home(term))
        for term in read_entries(language)
        for run in HAN.findall(" ".join(term.names))
    ]
    cut = {run[a:b] for run, _ in runs if len(run) > 3 for a, b in ENDS}
    return {
        part: [page for run, page in runs if part in run]
        for part in sorted(cut - {run for run, _ in runs})
    }


def messages(language: str) -> list[str]:
    """The messages that have a section of their own."""
    path = DOCS / language / "help/troubleshooting.md"
    return QUOTED.findall(path.read_text("utf-8"))


def as_list(pages: str | list[str]) -> list[str]:
    return [pages] if isinstance(pages, str) else pages


def late(
    found: dict[str, list[str]], wanted: dict[str, str | list[str]], first: int
) -> list[str]:
    """Queries of which no wanted page is among the first so many."""
    return [
        f"{query}: {' '.join(found[query][:3]) or 'nothing'}, not {pages}"
        for query, pages in wanted.items()
        if not set(found[query][:first]) & set(as_list(pages))
    ]


def overtaken(found: dict[str, list[str]], wanted: dict[str, str]) -> list[str]:
    """Terms whose chapter comes after the glossary."""
    return [
        query
        for query, page in wanted.items()
        if page != GLOSSARY and GLOSSARY in found[query]
        if page not in found[query][: found[query].index(GLOSSARY)]
    ]
