"""Where an output differs from what its page shows, told the same way to all who ask."""

import difflib
import re
from itertools import zip_longest
from typing import NamedTuple

from press.read.page import normal
from press.read.within import Tolerance, alike, tolerance

LENGTH = 160  # of a line that is quoted
MOVES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
NO_WEIGHTS = "(nan, since a layer got no seed and no weights)"
AROUND = 2  # lines that are told above and below a wrong one


class Difference(NamedTuple):
    """The first wrong line of an output, from 0, and what is said about it."""

    line: int
    told: str


def difference(shown: str, printed: str, within: str = "") -> Difference | None:
    """How an output is not the one on the page; ValueError if within is no tolerance."""
    allowed = tolerance(within)
    says, prints = normal(shown), normal(printed)
    if alike(says, prints, allowed):
        return None
    pairs = [*zip_longest(says.split("\n"), prints.split("\n"))]
    ends = ["", *["\n"] * (len(pairs) - 1)]  # of the line before
    wrong = [
        not same(end, *pair, allowed)
        for end, pair in zip(ends, pairs, strict=True)
    ]
    line = wrong.index(True)
    one, other = map(quoted, pairs[line])
    loose = f", within {within}" if within else ""
    told = (
        f"line {line + 1} of the output: "
        f"the page says {one}{loose}, the block prints {other}"
    )
    return Difference(line, "\n".join([told, *around(pairs, wrong)]))


def same(
    end: str, one: str | None, other: str | None, allowed: Tolerance
) -> bool:
    """Whether two lines, if both are there, say the same, as parts of a text.

    end: that of the line before; only after it an indent of words counts.
    """
    there = one is not None and other is not None
    return there and alike(end + one, end + other, allowed)


def quoted(line: str | None) -> str:
    return "nothing more" if line is None else repr(line[:LENGTH])


def around(pairs: list[tuple], wrong: list[bool]) -> list[str]:
    """The wrong lines with those around them; - is the page, + the block."""
    if len(pairs) == 1:
        return []
    says = [one for one, _ in pairs if one is not None]
    prints = [
        other if differs else one
        for (one, other), differs in zip(pairs, wrong, strict=True)
        if other is not None
    ]
    hunks = difflib.unified_diff(says, prints, n=AROUND, lineterm="")
    return [*hunks][2:]


def compare(
    shown: str | None, printed: str, within: str = ""
) -> Difference | None:
    """What is wrong with what a block prints, if anything; no output is None."""
    said = normal(printed)
    if moves := MOVES.findall(printed):
        signs = ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(moves))
        told = f"prints {signs}, which moves or deletes, and a page cannot show"
        return Difference(0, told)
    if shown is None:
        told = f"prints, but the page shows no output:\n{said}"
        return Difference(0, told) if said else None
    if not said:
        told = f"prints nothing, but the page shows:\n{normal(shown)}"
        return Difference(0, told)
    try:
        found = difference(shown, printed, within)
    except ValueError as error:
        return Difference(0, str(error))
    if found and "nan" in printed and "nan" not in shown:
        return Difference(found.line, f"{found.told}\n{NO_WEIGHTS}")
    return found
