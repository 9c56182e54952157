"""What each block of a page did, against what the page says it does."""

import functools
import itertools
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from press import ROOT
from press.check import process
from press.check.difference import LENGTH, compare
from press.read.page import Block, Page, read

TIMEOUT = 120

# a page is asked for many times
page_at = functools.cache(functools.partial(read, coloured=False))
pool = ThreadPoolExecutor(process.AT_ONCE)
programs: dict[tuple, Future] = {}  # both languages hold the same: it runs once


class Verdict(NamedTuple):
    """A Python block, the output shown after it, what is wrong, and in which line."""

    block: Block
    shown: str | None
    problem: str | None
    line: int  # of the page, from 1

    @property
    def summary(self) -> str:
        """What is wrong, in one line: the last of a traceback, else the first."""
        lines = self.problem.strip().split("\n")
        if lines[0].startswith("Traceback"):
            return lines[-1][:LENGTH]
        many = lines[0].endswith(":")
        return " ".join(lines if many else lines[:1])[: 3 * LENGTH]


def blocks_of(page: Page) -> tuple:
    """The program of a page, block by block, with the lines that are lent."""
    return tuple((b.code, b.lent) for b in page.blocks if b.is_python)


def start(page: Page, timeout: float = TIMEOUT, forked: bool = False) -> Future:
    """Let the page's program run, unless it does already; its outcomes to come.

    Forked, its process finds imported what takes long to import.
    """
    blocks = blocks_of(page)
    if (blocks, timeout) not in programs:
        box = process.make_box(blocks)
        known = forked and process.forks()
        code = "\n".join(code for code, _ in blocks)
        there = process.level(code) if known else 0
        outcomes = pool.submit(
            process.run_box, box, len(blocks), timeout, there
        )
        outcomes.add_done_callback(lambda _: process.discard(box))
        programs[blocks, timeout] = outcomes
    return programs[blocks, timeout]


def verdicts(page: Page, timeout: float = TIMEOUT) -> list[Verdict]:
    """Run the page's program and judge each Python block of it."""
    pairs = [
        (block, after if after and after.is_output else None)
        for block, after in itertools.pairwise((*page.blocks, None))
        if block.is_python
    ]
    outcomes = start(page, timeout).result() if pairs else ()
    return [
        verdict(*pair, outcome)
        for pair, outcome in itertools.zip_longest(pairs, outcomes)
    ]


def verdict(
    block: Block, after: Block | None, outcome: process.Outcome | None
) -> Verdict:
    """Judge one block by what it did; where it is wrong, say which line is."""
    shown, within = (after.code, after.within) if after else (None, "")
    line, problem = place(block), None
    if outcome is None:
        problem = "never ran: an earlier block of the page failed"
    elif outcome.error:
        problem = outcome.error
    elif found := compare(shown, outcome.output, within):
        line = place(after or block) + found.line
        problem = found.told
    elif outcome.again is not None and (
        found := compare(shown, outcome.again, within)
    ):
        line = place(after or block) + found.line
        problem = f"{process.AGAIN}, {found.told}"
    return Verdict(block, shown, problem, line)


def place(block: Block) -> int:
    """The line of the page where the text of a block begins, from 1."""
    return block.line + 2 + len(block.code) - len(block.code.lstrip("\n"))


def told(path: Path, verdict: Verdict) -> str:
    """Where on a page something is wrong and what, in a line; then all of it."""
    place = f"{path.relative_to(ROOT).as_posix()}:{verdict.line}: "
    rest = verdict.problem.removeprefix(verdict.summary).strip("\n")
    return f"{place}{verdict.summary}\n{rest}".strip("\n")


def ran(page: Page) -> list[bool]:
    """Whether each Python block did what the page says, whoever has asked before."""
    return [verdict.problem is None for verdict in verdicts(page)]


@functools.cache
def judge(path: Path) -> list[Verdict]:
    """The verdicts on a page, found once, whoever asks."""
    return verdicts(page_at(path))


def valued(outcomes: tuple[process.Outcome, ...]) -> list[str]:
    """The blocks of a page whose last line has a value, which a notebook shows."""
    return [
        f"block {number}: {outcome.value}"
        for number, outcome in enumerate(outcomes, 1)
        if outcome.value
    ]
