"""Run what is new or has changed, and record what ran well: python -m tests.commands.turns.

AGAIN=1: all of it; the record stays as it is, and whatever is wrong is an error.
"""

import json
import os
import sys

from press.cache import write
from tests.gates.pages.running import KINDS, state
from tests.gates.pages.with_code import PAGES
from tests.kit import turns


def wanted() -> dict[str, str]:
    """By its name the state of all that could run."""
    states = {page: state(page) for page in PAGES}
    return {
        f"{name} {page}": states[page]
        for name, kind in KINDS.items()
        for page in PAGES
        if kind.is_on(page)
    }


def due(states: dict[str, str], again: bool) -> list[str]:
    """The names of what is not on record as it is; again: all."""
    known = turns.record()
    return [n for n, now in states.items() if again or known.get(n) != now]


def main() -> int:
    """The command line."""
    again, states = bool(os.environ.get("AGAIN")), wanted()
    known = {n: s for n, s in turns.record().items() if states.get(n) == s}
    asked, wrong = due(states, again), 0
    for name in asked:
        kind, page = name.split(" ", 1)
        faults = KINDS[kind].faults(page)
        print(name, *(faults or ["well"]), sep="\n  ", flush=True)
        wrong += bool(faults)
        if not faults and not again:
            known[name] = states[name]
            write(
                turns.RECORD, json.dumps(known, indent=1, sort_keys=True) + "\n"
            )
    print(f"{len(asked)} run, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
