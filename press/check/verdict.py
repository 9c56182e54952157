"""What each block of a page did, against what the page says it does."""

import functools
import itertools
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from press.check import process
from press.read.page import Block, Page, normal, read
from press.read.within import alike, tolerance

TIMEOUT = 120

# a page is asked for many times
page_at = functools.cache(functools.partial(read, coloured=False))
pool = ThreadPoolExecutor(process.AT_ONCE)
programs: dict[tuple, Future] = {}  # both languages hold the same: it runs once


class Verdict(NamedTuple):
    """A Python block, the output shown after it, and what is wrong, if anything."""

    block: Block
    shown: str | None
    problem: str | None


def compare(shown: str | None, printed: str, within: str = "") -> str | None:
    """What differs between the output on the page and the output of the block."""
    if shown is None:
        if normal(printed):
            return f"prints, but the page shows no output:\n{normal(printed)}"
        return None
    if not normal(printed):
        return f"prints nothing, but the page shows:\n{normal(shown)}"
    try:
        if alike(normal(shown), normal(printed), tolerance(within)):
            return None
    except ValueError as error:
        return str(error)
    says = f"page says, within {within}:" if within else "page says"
    unseeded = "nan" in printed and "nan" not in shown
    why = (
        "\n(nan, since a layer got no seed and no weights)" if unseeded else ""
    )
    return f"{says}\n{normal(shown)}\nthe block prints\n{normal(printed)}{why}"


def start(page: Page, timeout: float = TIMEOUT) -> Future:
    """Let the page's program run, unless it does already; its outcomes to come."""
    blocks = tuple((b.code, b.lent) for b in page.blocks if b.is_python)
    if (blocks, timeout) not in programs:
        box = process.make_box(blocks)
        outcomes = pool.submit(process.run_box, box, len(blocks), timeout)
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
    judged = []
    for index, (block, after) in enumerate(pairs):
        shown, within = (after.code, after.within) if after else (None, "")
        if index < len(outcomes):
            output, error, _ = outcomes[index]
            problem = error or compare(shown, output, within)
        else:
            problem = "never ran: an earlier block of the page failed"
        judged.append(Verdict(block, shown, problem))
    return judged


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
