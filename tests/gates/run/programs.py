"""The programs that can run in a browser, what each must print, and which to try."""

import functools
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from press import DOCS
from press.cache import digest
from press.check.verdict import page_at
from press.read.page import trimmed
from press.read.program import above, programs_of
from press.run import able
from tests.gates.pages.with_code import PAGES

LEAST = 300
THIRD = 3


class Program(NamedTuple):
    """A block's program: its page, its number, what it must print, and how nearly."""

    page: str
    number: int
    code: str
    above: str
    own: str
    shown: str | None
    within: str

    @property
    def key(self) -> str:
        return able.key(self.code)

    @property
    def reason(self) -> str:
        """Why its page offers no Run, or nothing."""
        return able.judged(self.code, self.own).reason

    @property
    def is_whole(self) -> bool:
        """Whether a browser has all that it imports."""
        return not (able.absent(self.code) or able.absent(self.own))


def of_page(page: str) -> Iterator[Program]:
    """The programs of an English page; the Chinese has the same code."""
    source = page_at(DOCS / "en" / page)
    found = programs_of(source, f"https://example.org/en/{page}")
    blocks = itertools.pairwise((*source.blocks, None))
    python = [(b, after) for b, after in blocks if b.is_python]
    for number, (code, (block, after)) in enumerate(
        zip(found, python, strict=True), 1
    ):
        prints = after is not None and after.is_output
        shown = after.code if prints else None
        within = after.within if prints else ""
        own = trimmed(block.code)
        yield Program(page, number, code, above(code, own), own, shown, within)


@functools.cache
def every() -> tuple[Program, ...]:
    """All programs of all pages."""
    return tuple(each for page in PAGES for each in of_page(page))


def reasons() -> dict[tuple[str, int], str]:
    """Of the programs without Run, why."""
    return {(p.page, p.number): p.reason for p in every() if p.reason}


def able_ones() -> list[Program]:
    """Those that a page offers to run."""
    return [p for p in every() if not p.reason]


def new(programs: list[Program]) -> list[Program]:
    """Those whose code the record does not know."""
    known = able.record()
    return [p for p in programs if p.key not in known]


def chosen(programs: list[Program], word: str) -> list[Program]:
    """The new ones, of each page the longest, and by a word a third of the rest.

    300 at least. The weekly run takes all.
    """
    known = able.record()

    def seconds(each: Program) -> float:
        return known.get(each.key, {}).get("seconds", 0.0)

    first = {*new(programs)}
    for page in {p.page for p in programs}:
        first.add(max((p for p in programs if p.page == page), key=seconds))
    others = [p for p in programs if p not in first]
    others.sort(key=lambda each: digest(f"{word} {each.key}".encode()))
    count = max(len(others) // THIRD, LEAST - len(first))
    return [*first, *others[: max(count, 0)]]
