"""Every block of a page in its own smallest program: which programs, and how they ran."""

import functools
import itertools
from collections.abc import Iterable
from pathlib import Path

from press.check import process
from press.check.difference import compare
from press.check.process import Outcome
from press.check.verdict import start
from press.read.heads import Import, sorted_imports
from press.read.page import Page
from press.read.program import Piece, codes, head, key, lock, piece

TIMEOUT = 600  # of all programs of a page
Program = tuple[int, ...]  # its blocks, by number


def members(page: Page) -> list[Program]:
    """The programs of a page that the lock knows."""
    needs = lock()[key(codes(page))]
    return [(*needed, number) for number, needed in enumerate(needs)]


def grown(branches: dict) -> list:
    return [(path, code, grown(rest)) for path, code, rest in branches.values()]


def tree(programs: Iterable[Program], codes: list[str]) -> list:
    """Programs as branches: those that begin alike share their beginning."""
    branches: dict = {}
    for program in programs:
        here = branches
        for at, block in enumerate(program, 1):
            new = program[:at], codes[block], {}
            *_, here = here.setdefault(block, new)
    return grown(branches)


def imports_of(program: Program, pieces: list[Piece]) -> list[Import]:
    """What the text of a program imports, and nothing else of its page."""
    above = pieces[: program[-1] + 1]
    so_far = [each for one in above for each in one.imports]
    return head([pieces[number] for number in program], so_far)


def pack(programs: list[Program], blocks: tuple, path: str) -> tuple:
    """What the child runs: the imports of programs, and their branches."""
    pieces = [piece(code) for code, _ in blocks]
    imports = [i for each in programs for i in imports_of(each, pieces)]
    return sorted_imports(imports), tree(programs, [one.code for one in pieces])


def groups(texts: list[str], programs: list[Program]) -> list[list[Program]]:
    """The programs of a page, those apart that need a larger library than others.

    A fork takes the longer the more its parent has imported: with torch forty
    times as long as with NumPy alone.
    """
    pieces, found = [piece(text) for text in texts], {}
    for each in programs:
        needed = process.level(sorted_imports(imports_of(each, pieces)))
        found.setdefault(needed, []).append(each)
    return [*found.values()]


def make_box(texts: list[str], programs: list[Program]) -> Path:
    """A box for the programs of a page; no fork outlives threads in its parent."""
    blocks = tuple((text, ()) for text in texts)
    packed = functools.partial(pack, programs)
    return process.make_box(blocks, packed, threads="1")


def ran(box: Path) -> dict[Program, Outcome]:
    """How the last block of each program, and of each beginning, came out."""
    try:
        trouble = process.finish_branches(box, TIMEOUT)
        messages = process.said(box)
    finally:
        process.discard(box)
    if "end" not in messages:
        raise RuntimeError(trouble)
    found: dict[Program, Outcome] = {}
    for program, *outcome in messages[:-1]:
        found.setdefault(program, Outcome(*outcome))
    return found


def beginnings(programs: Iterable[Program]) -> set[Program]:
    """The programs with which another one begins: they need no run of their own."""
    known = {*programs}
    return {
        program[:size]
        for program in known
        for size in range(1, len(program))
        if program[:size] in known
    }


def shown(page: Page) -> list[tuple[str | None, str]]:
    """What the page shows after each Python block, and its tolerance.

    A notebook shows what its cells print.
    """
    if page.path.suffix == ".ipynb":
        return [(o.output or None, "") for o in start(page).result()]
    return [
        (after.code, after.within) if after and after.is_output else (None, "")
        for block, after in itertools.pairwise((*page.blocks, None))
        if block.is_python
    ]


def trouble(outcome: Outcome, output: tuple[str | None, str]) -> str | None:
    """How a block came out otherwise than on its page."""
    text, within = output
    found = compare(text, outcome.output, within)
    return outcome.error or (found and found.told)


def wrong(page: Page, run: list[Program]) -> dict[Program, str | None]:
    """Run programs; what is wrong with the last block of each, if anything."""
    outputs, found = shown(page), {}
    for group in groups(codes(page), run):
        for program, outcome in ran(make_box(codes(page), group)).items():
            told = trouble(outcome, outputs[program[-1]])
            found[program] = found.get(program) or told
    return found
