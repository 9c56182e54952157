"""What a reader types, and the page that must come first or nearly so."""

import re
from pathlib import Path

from press import CONFIGS, DOCS
from press.finish.search import GLOSSARY, HAN, Term, names, read_entries

TROUBLE = "help/troubleshooting/"
QUOTED = re.compile(r"^### (.+?) \{ #", re.MULTILINE)
ASIDE = ("exercise", "references")
SPELLINGS = [
    (r"(?<=[^suyxhz)])$", "s"),
    (r"iz(?=ation|e|ing)", "is"),
    (r"is(?=ation|e\b|ing)", "iz"),
    (r"(?<=avi|ghb)our", "or"),
]
ENDS = [(0, -1), (1, None), (0, -2), (2, None)]


def home(term: Term) -> str:
    """The page where a term is explained."""
    return term.homes[0].split("#")[0]


def terms(language: str) -> dict[str, list[str]]:
    """Whatever a term is called, in both languages, with its page or pages."""
    called = names(map(read_entries, CONFIGS))
    found: dict[str, list[str]] = {}
    for term in read_entries(language):
        for name in called[term.id]:
            found.setdefault(name, []).append(home(term))
    return found


def spelled_otherwise(wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """English names in the plural, and as the other side of the ocean writes."""
    found = {}
    for name, pages in wanted.items():
        for old, new in SPELLINGS:
            other = re.sub(old, new, name)
            if other != name and other not in wanted and name.isascii():
                found[other] = pages
    return found


def textbook(language: str) -> dict[str, list[str]]:
    """What readers of other books type, with the pages that may come first."""
    path = Path(__file__).with_name(f"textbook.{language}.txt")
    found: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            pages, queries = line.split(": ", 1)
            for query in queries.split("; "):
                found.setdefault(query, []).extend(pages.split())
    return found


def titles(index: dict) -> dict[str, str]:
    """The title of each section with that of its page, and where both lead.

    What comes last everywhere is left out.
    """
    pages = {doc["location"]: doc["title"] for doc in index["docs"]}
    return {
        f"{pages[page]} {doc['title']}".replace("\u200b", ""): doc["location"]
        for doc in index["docs"]
        for page, _, name in [doc["location"].partition("#")]
        if name and page != GLOSSARY and not name.startswith(ASIDE)
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


def overtaken(
    found: dict[str, list[str]], wanted: dict[str, str | list[str]]
) -> list[str]:
    """Terms whose chapter comes after the glossary."""
    return [
        query
        for query, pages in wanted.items()
        if GLOSSARY not in as_list(pages) and GLOSSARY in found[query]
        if not set(as_list(pages))
        & set(found[query][: found[query].index(GLOSSARY)])
    ]
