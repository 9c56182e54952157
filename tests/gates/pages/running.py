"""What takes long to run on a page: every block alone, and every mutant of a solution."""

from pathlib import Path

import pytest

from press import DOCS, ROOT
from press.check.alone import members, wrong
from press.check.verdict import page_at
from tests.gates.pages import graded
from tests.gates.pages.mutants import trial
from tests.kit import turns

ALIVE = 0.05  # of all mutants, as many may be equal to the solution
FEWEST = 4  # mutants that a solution must have
HARNESS = [
    *(ROOT / "press" / "check").glob("*.py"),
    *(ROOT / "press" / "read").glob("*.py"),
    *(Path(__file__).with_name(f"{n}.py") for n in ("graded", "mutants")),
    Path(__file__),
]


def alone(page: str) -> list[str]:
    """The blocks of a page that print something else in their own smallest program."""
    known = page_at(DOCS / "en" / page)
    run = members(known)
    found = wrong(known, run)
    problems = [f"{p}: {found[p]}" for p in found if found[p]]
    return problems + [f"{p} never ran" for p in run if p not in found]


def mutants(page: str) -> list[str]:
    """What the checks of a page let pass, or do not tell."""
    found = page_at(DOCS / "en" / page)
    programs = {program[-1]: program for program in members(found)}
    problems = graded.disorder(found)
    for each in [] if problems else graded.exercises(found):
        judged = trial(found, programs[each.solution])
        if len(judged.alive) > ALIVE * judged.made:
            problems += [f"alive: {code}" for code in judged.alive]
        if judged.made < FEWEST:
            problems += [f"{judged.made} mutants, fewer than {FEWEST}"]
        if judged.spoilt:
            problems += ["the check must hand copies to the answer"]
        problems += judged.untold
    return problems


def is_chapter(page: str) -> bool:
    """Whether a page may judge answers."""
    return "/" in page and not page.startswith("help/") and page.endswith(".md")


def state(page: str) -> str:
    """Changes with the code of a page, its programs, and what runs and judges them."""
    known = page_at(DOCS / "en" / page)
    texts = [
        (block.classes, block.code, block.within)
        for block in known.blocks
        if block.is_python or block.is_output
    ]
    return turns.state(HARNESS, repr(texts), repr(members(known)))


def take(node: pytest.Item, kind: str, page: str) -> None:
    """Leave the test that asks, unless it is the page's turn."""
    turns.take(node, f"{kind} {page}", state(page))
