"""Every block of every page runs alone: its own smallest program prints what the page shows."""

import pytest

from press import DOCS
from press.check.alone import members, wrong
from press.check.verdict import page_at
from press.read.flow import flows_of, undefined
from press.read.page import sources
from press.read.program import codes, is_known
from tests.gates.pages import running
from tests.gates.pages.with_code import PAGES
from tests.kit.findings import none

ADVICE = "measure it anew: make programs PAGES={}"
each_page = pytest.mark.parametrize("page", PAGES)


def name(path) -> str:
    return path.relative_to(DOCS / "en").as_posix()


@pytest.mark.parametrize("path", sources("en"), ids=name)
def test_the_lock_knows_the_page(path):
    """Of the pages that it does not know, no block would be run alone."""
    blocks, page = codes(page_at(path)), name(path)
    assert is_known(blocks), ADVICE.format(page)
    assert (page in PAGES) == bool(blocks), ADVICE.format(page)


@each_page
def test_every_block_runs_alone(page, request):
    running.take(request.node, "alone", page)
    none(running.alone(page), ADVICE.format(page))


@each_page
def test_no_program_lacks_a_name(page):
    """None that stands above a block, also in a function that nobody calls."""
    known = page_at(DOCS / "en" / page)
    flows = flows_of(codes(known))
    none(
        [
            f"{program}: {', '.join(sorted(missing))}"
            for program in members(known)
            if (missing := undefined(flows, list(program)))
        ],
        ADVICE.format(page),
    )


@each_page
def test_no_block_of_a_program_is_superfluous(page):
    """Without it a name is missing, or what is printed is something else."""
    known = page_at(DOCS / "en" / page)
    flows, shorter = flows_of(codes(known)), {}
    for program in members(known):
        for block in program[:-1]:
            rest = tuple(each for each in program if each != block)
            if not undefined(flows, list(rest)):
                shorter[rest] = f"{program} does without {block}"
    found = wrong(known, list(shorter)) if shorter else {}
    none(
        [
            told
            for rest, told in shorter.items()
            if not any(found.get(rest[:n], "") for n in range(1, len(rest)))
            and found.get(rest, "never ran") is None
        ],
        "let the new experiment start from its own rng, or "
        + ADVICE.format(page),
    )
