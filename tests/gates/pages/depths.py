"""Two depths: what one sees with every fold closed is a whole, and short enough to finish."""

import builtins
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import Tag

from press.read.flow import flow, imported
from press.read.length import SKIPPED, Length, lengths
from press.read.page import Page
from press.read.program import codes, mentioned, programs_of
from press.run import able
from tests.kit.soup import soup_of

NAMES = {
    "build": {"en": "Build it: ", "zh": "动手实现："},
    "why": {"en": "Why it is so: ", "zh": "为什么："},
    "rows": {"en": "All rows: ", "zh": "全表："},
}
# after the chapter's way: exercises, proof, the complete file, what is looked up
AFTER = (*SKIPPED, "check", "twin", "program", "data-card")
MOST = Length(words=2400, lines=150, formulas=8)
MINUTES, OVERVIEW = 25, 15
ROWS = 6
SECONDS = 5.0  # in a browser; half of that and less outside
ELSEWHERE = (
    "torch",
    "processes",
    *able.OTHERWISE,
)  # why a block may not be visible
PARTS = ["h2", "table", "details", "div", "code"]


class Part(NamedTuple):
    """A heading, table, fold, block or code in prose, where it stands."""

    tag: Tag
    section: str
    is_folded: bool

    @property
    def number(self) -> int:
        """The number of a block of Python; 0 for everything else."""
        return int(self.tag.get("data-block", 0))


def parts(page: Page) -> Iterator[Part]:
    """What a page has of these, in order; code in blocks is not code in prose."""
    section = ""
    soup = soup_of(page.html)
    for tag in soup.find_all(PARTS):
        if tag.name == "h2":
            section = tag.get("id", "")
        if tag.name == "code" and tag.find_parent("pre"):
            continue
        folds = [f for f in tag.find_parents("details") if f is not tag]
        yield Part(tag, section, bool(folds))


def way(page: Page) -> list[Part]:
    """The parts of a page before its exercises."""
    return [*itertools.takewhile(lambda p: p.section not in AFTER, parts(page))]


def too_long(text: str, name: str, language: str) -> Iterator[str]:
    """Where a first reading is longer than one finishes."""
    first = lengths(text).first
    for kind, most, found in zip(Length._fields, MOST, first, strict=True):
        if found > most and (kind != "words" or language == "en"):
            yield f"{found:.0f} {kind} in the first reading, {most:.0f} are allowed"
    most = OVERVIEW if name.endswith("index.md") else MINUTES
    if first.minutes > most:
        yield f"the first reading takes {first.minutes} minutes, {most} are allowed"


def misnamed(page: Page, language: str) -> Iterator[str]:
    """Folds of another kind, or whose title does not begin with its name."""
    for tag, _, is_folded in way(page):
        if tag.name != "details" or is_folded:
            continue
        title = tag.find("summary").get_text()
        kind = (tag.get("class") or [""])[0]
        if kind not in NAMES:
            yield f"a fold of the kind {kind}: {title}"
        elif not title.startswith(NAMES[kind][language]):
            yield f"{title} does not begin with {NAMES[kind][language]!r}"


def tall(page: Page) -> Iterator[str]:
    """Visible tables with too many rows."""
    for tag, section, is_folded in way(page):
        if tag.name == "table" and not is_folded:
            rows = len(tag.select("tbody tr"))
            if rows > ROWS:
                yield f"#{section}: a table of {rows} rows, {ROWS} are allowed"


def unexplained(page: Page) -> Iterator[str]:
    """Names in visible blocks that nothing visible above defines, imports or explains.

    What a fold above defines may be used once the text has named it.
    """
    blocks = codes(page)
    seen, folded, told = set(dir(builtins)), set(), set()
    for part in way(page):
        if part.tag.name == "code" and not part.is_folded:
            told |= set(part.tag.get_text().replace("(", " ").split())
        if not part.number:
            continue
        code = blocks[part.number - 1]
        own = bound(code)
        if part.is_folded:
            folded |= own
            continue
        known = seen | own | (folded & told)
        for name in sorted(mentioned(code) - known):
            yield f"code-{part.number}: {name} is explained nowhere above"
        seen |= own


def bound(code: str) -> set[str]:
    """The names that a block defines or imports."""
    return {*flow(code, set()).sets, *imported(code)}


def slow(page: Page) -> Iterator[str]:
    """Visible blocks that no browser answers, or late; a package is no reason to hide one."""
    blocks = codes(page)
    programs = programs_of(page, "https://example.org/")
    for part in way(page):
        if not part.number or part.is_folded or not programs:
            continue
        at = part.number - 1
        found = able.judged(programs[at], blocks[at])
        if found.reason in ELSEWHERE:
            yield f"code-{part.number} has no Run: {found.reason}"
        elif found.seconds > SECONDS:
            yield f"code-{part.number} takes {found.seconds:.0f} s in a browser"


def shallow(page: Page, text: str, name: str, language: str) -> Iterator[str]:
    """All of it, for a chapter."""
    yield from too_long(text, name, language)
    yield from misnamed(page, language)
    yield from tall(page)
    if language == "en":
        yield from unexplained(page)
        yield from slow(page)
