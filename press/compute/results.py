"""Results that take longer than a page may, recorded with the hash of the code that made them.

studies/<family>/<slug>/results.py has results(), a list of rows, and LOOSE:
by how much the mean of a column may differ when it is computed elsewhere;
table(rows), the lines of the page's tables in its order, each from its first
number on; and, where its words tell more than these, facts(rows). live.py has
live_data(), what a figure that computes has of Python.
`make results` computes what is out of date; `python -m press.compute.results again`
computes everything, records nothing and compares.
"""

import sys
from pathlib import Path

import numpy as np

from press import ROOT
from press.compute.records import (
    is_stale,
    load,
    make,
    modules,
    rows_of,
)


def told(path: Path) -> list[str]:
    """What a record says: the lines of the page's tables, then what its words add."""
    rows, module = rows_of(path), load(path)
    facts = getattr(module, "facts", lambda rows: [])
    return [*module.table(rows), *facts(rows)]


def differences(old: list[dict], new: list[dict], loose: dict) -> list[str]:
    """What is not the same in both, means of loose columns within their bound."""
    if len(old) != len(new):
        return [f"{len(old)} rows recorded, {len(new)} now"]
    return [
        f"row {number}, {key}: recorded {was[key]}, now {row.get(key)}"
        for number, (was, row) in enumerate(zip(old, new, strict=True))
        for key in was
        if (
            abs(np.mean(was[key]) - np.mean(row[key])) > loose[key]
            if key in loose
            else was[key] != row.get(key)
        )
    ]


def computed(path: Path) -> list[dict]:
    """The rows of a file; what a figure computes with is one."""
    module = load(path)
    return [module.live_data()] if path.stem == "live" else module.results()


def compare(path: Path) -> list[str]:
    """Compute anew; what differs from the record."""
    loose = getattr(load(path), "LOOSE", {})
    return differences(rows_of(path), computed(path), loose)


def main(again: bool) -> int:
    found = []
    for path in (*modules("results"), *modules("live")):
        name = path.relative_to(ROOT)
        if again:
            print(f"computing {name} again", flush=True)
            found += [f"{name}: {line}" for line in compare(path)]
        elif is_stale(path):
            print(f"computing {name}", flush=True)
            make(path, computed)
    print("\n".join(found) or "results: all as recorded")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] == ["again"]))
