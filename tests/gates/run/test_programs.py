"""Every program that a page offers to run prints in a browser what the page says."""

import collections

from press.run import able
from tests.gates.run import programs, trials
from tests.kit import turns
from tests.kit.findings import none

SHARE = 0.85  # of all blocks have Run


def table() -> str:
    """By page: how many blocks have Run, and why the others have not."""
    lines, reasons = [], programs.reasons()
    for page in dict.fromkeys(p.page for p in programs.every()):
        own = [p for p in programs.every() if p.page == page]
        why = collections.Counter(
            reasons[p.page, p.number]
            for p in own
            if (p.page, p.number) in reasons
        )
        told = ", ".join(f"{n} {reason}" for reason, n in why.most_common())
        lines.append(
            f"{page:36} {len(own) - why.total():3} of {len(own):3}  {told}"
        )
    return "\n".join(lines)


def test_most_blocks_have_run():
    print(table())
    share = len(programs.able_ones()) / len(programs.every())
    print(f"{share:.1%} of {len(programs.every())} blocks")
    assert share >= SHARE


def test_the_record_knows_every_program_and_no_other():
    wanted = {p.key for p in programs.every() if p.is_whole}
    none(
        [
            *(f"not on record: {key}" for key in wanted - set(able.record())),
            *(f"of no page: {key}" for key in set(able.record()) - wanted),
        ],
        "run python -m tests.commands.browser",
    )


def test_programs_print_in_a_browser_what_the_page_says():
    able_ones = programs.able_ones()
    some = programs.chosen(able_ones, turns.commit())
    wanted = able_ones if turns.everything() else some
    faults = []

    def tell(program, found) -> None:
        if able.verdict(program.code, found, program.shown) not in able.SAME:
            faults.append(
                f"{program.page} code-{program.number}: {trials.told(found)[:400]}"
            )

    trials.tried(wanted, tell, processes=1)
    assert len(wanted) >= programs.LEAST
    none(faults, "see python -m tests.commands.browser")


def test_a_program_that_prints_something_else_is_found():
    """Planted: the page promises another sum; an error; no end."""

    def planted(number: int, own: str, shown: str) -> programs.Program:
        return programs.Program("planted.md", number, own, "", own, shown, "")

    found = {}

    def tell(program, said) -> None:
        found[program.number] = said["verdict"]

    trials.tried(
        [
            planted(1, "print(2 + 2)", "4"),
            planted(2, "print(2 + 2)", "5"),
            planted(3, "print(1 / 0)", "0"),
            planted(
                4, "import numpy as np\nprint(np.arange(3).dtype)", "int64"
            ),
        ],
        tell,
        processes=1,
    )
    endless = planted(5, "while True:\n    pass", "")
    trials.tried([endless], tell, processes=1, limit=6)
    assert found == {
        1: "same",
        2: "different",
        3: "error",
        4: "different",
        5: "slow",
    }
