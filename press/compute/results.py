"""Results that take longer than a page may, recorded with the hash of the code that made them.

studies/<family>/<slug>/results.py has results(), a list of rows, and LOOSE:
by how much the mean of a column may differ when it is computed elsewhere;
table(rows), the lines of the page's tables in its order, each from its first
number on; and, where its words tell more than these, facts(rows).
`make results` computes what is out of date; `python -m press.compute.results again`
computes everything, records nothing and compares.
"""

import importlib
import json
import platform
import sys
from pathlib import Path

import numpy as np

from press import ROOT, cache
from press.read.imports import silent, sources


def modules(root: Path = ROOT) -> list[Path]:
    """Every file that makes results."""
    return sorted((root / "studies").glob("*/*/results.py"))


def record(path: Path) -> Path:
    """Where the results of a file are kept."""
    return path.with_suffix(".json")


def fingerprint(path: Path, rows: list[dict]) -> str:
    """Changes with the code of the results, and with a row that was edited by hand.

    Not with a docstring: to say more about a network costs no hour of training.
    """
    words = []
    for file in sources(path):
        inside = file.is_relative_to(ROOT)
        name = file.relative_to(ROOT).as_posix() if inside else file.name
        words += name, silent(file.read_text("utf-8"))
    return cache.fingerprint([], *words, json.dumps(rows))


def is_stale(path: Path) -> bool:
    """Whether there is no record, or its code or its rows have changed since."""
    file = record(path)
    if not file.is_file():
        return True
    found = json.loads(file.read_text("utf-8"))
    return found["code"] != fingerprint(path, found["rows"])


def load(path: Path):
    """The module of a file of results."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return importlib.import_module(name)


def told(path: Path) -> list[str]:
    """What a record says: the lines of the page's tables, then what its words add."""
    rows = json.loads(record(path).read_text("utf-8"))["rows"]
    module = load(path)
    facts = getattr(module, "facts", lambda rows: [])
    return [*module.table(rows), *facts(rows)]


def write(path: Path, rows: list[dict]) -> None:
    """Keep the rows, one a line, with what they were made by; whole or not at all."""
    import torch

    head = {
        "code": fingerprint(path, rows),
        "torch": torch.__version__.partition("+")[0],
        "numpy": np.__version__,
        "machine": platform.machine(),
    }
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    text = f'{json.dumps(head)[:-1]},\n "rows": [\n{lines}\n]}}\n'
    cache.write(record(path), text)


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


def compare(path: Path) -> list[str]:
    """Compute anew; what differs from the record."""
    module = load(path)
    old = json.loads(record(path).read_text("utf-8"))["rows"]
    return differences(old, module.results(), module.LOOSE)


def main(again: bool) -> int:
    found = []
    for path in modules():
        name = path.relative_to(ROOT)
        if again:
            print(f"computing {name} again", flush=True)
            found += [f"{name}: {line}" for line in compare(path)]
        elif is_stale(path):
            print(f"computing {name}", flush=True)
            write(path, load(path).results())
    print("\n".join(found) or "results: all as recorded")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] == ["again"]))
