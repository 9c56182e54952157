"""The fences of a page, as they stand in its text."""

import re
from typing import NamedTuple

FENCE = re.compile(r"^[\s>]*(`{3,}|~{3,})\s*(.*)$")


class Fence(NamedTuple):
    """A fence of the raw text, by line; first is its first line that is not empty."""

    start: int
    end: int
    info: str
    first: str


def fences(text: str) -> list[Fence]:
    """Every fence of the raw text, the last line of each included."""
    found, opened = [], None
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if opened is None and match and "`" not in match[2]:
            opened = number, match[1], match[2]
        elif opened and match and not match[2]:
            start, mark, info = opened
            if match[1].startswith(mark):
                code = lines[start + 1 : number]
                stripped = (each.strip("> \t") for each in code)
                first = next(filter(None, stripped), "")
                found.append(Fence(start, number, info, first))
                opened = None
    return found
