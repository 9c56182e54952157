"""Gate 2: what each block of a page did, against what the page says it does."""

import functools
import itertools
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from press.read.page import Block, Page, normal, read
from press.read.within import alike, loosens, tolerance, too_wide
from tests.gates.pages import process
from tests.gates.pages.claims import untrue
from tests.gates.pages.letters import odd, odd_in_output
from tests.gates.pages.plain import troubles

TIMEOUT = 120
CLASSES = {  # that a fence may have, by its language
    "text": {("output",), ("plain",)},
    "python": {(), ("exercise",), ("check",), ("mistake",), ("solution",)},
}
PLAIN = {"bash", "toml", "yaml", "json"}

# a page is asked for many times
page_at = functools.cache(functools.partial(read, coloured=False))
pool = ThreadPoolExecutor(process.AT_ONCE)
programs: dict[tuple, Future] = {}  # both languages hold the same: it runs once
passed: set[tuple[Path, int]] = set()  # page and line of each block gate 2 ran


class Verdict(NamedTuple):
    """A Python block, the output shown after it, and what is wrong, if anything."""

    block: Block
    shown: str | None
    problem: str | None


def structure(blocks: tuple[Block, ...]) -> list[str]:
    """Blocks that no gate would look at: unknown languages, outputs of nothing."""
    problems = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        found = form(before, block)
        if not found and block.is_output:
            found = odd_in_output(block.code)
        elif not found:
            found = untrue(block) if block.is_python else troubles(block)
            found += odd(block.code)
        problems += [f"line {block.line + 1}: {each}" for each in found]
    return problems


def form(before: Block | None, block: Block) -> list[str]:
    """What is wrong with the opening line of a block, or with its place."""
    problems = [f"option {block.options}"] if block.options else []
    known = CLASSES.get(block.language, {()})
    if block.is_output:
        if before is None or not before.is_python or before.is_output:
            problems.append("an output without its Python block")
        if block.language != "text":
            problems.append(f"output in {block.language!r}")
    elif not block.is_python and block.language not in PLAIN | {"text"}:
        problems.append(f"language {block.language or 'none'!r}")
    elif block.language == "text" and "plain" not in block.classes:
        problems.append("text is neither output nor plain")
    if not problems and block.classes not in known:
        problems.append(f"classes {block.classes}")
    if not problems and block.within:
        problems += loose(block)
    return problems


def loose(block: Block) -> list[str]:
    """What is wrong with how far the numbers of an output may differ."""
    if not block.is_output:
        return ["within belongs to an output"]
    try:
        within = tolerance(block.within)
    except ValueError as error:
        return [str(error)]
    if not loosens(block.code, within):
        return [f'within="{block.within}": no number of it may differ']
    return [
        f'within="{block.within}": {each}'
        for each in too_wide(block.code, within)
    ]


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
    """Whether each Python block passed gate 2: in this run, or now."""
    if passed:
        return [
            (page.path, block.line + 1) in passed
            for block in page.blocks
            if block.is_python
        ]
    return [verdict.problem is None for verdict in verdicts(page)]


def valued(outcomes: tuple[process.Outcome, ...]) -> list[str]:
    """The blocks of a page whose last line has a value, which a notebook shows."""
    return [
        f"block {number}: {outcome.value}"
        for number, outcome in enumerate(outcomes, 1)
        if outcome.value
    ]
