"""Which code judges in a file of tests: itself, what it imports out of tests/, and theirs."""

import functools
from pathlib import Path

from press import ROOT
from press.read.imports import borrowings

CHOOSE = (  # these say which tests run, and where: none fails by them
    *("tests/commands/turns.py", "tests/kit/judges.py"),
    *("tests/kit/together.py", "tests/kit/turned.py", "tests/kit/turns.py"),
)


@functools.cache
def near(path: Path, root: Path) -> tuple[Path, ...]:
    """What a file imports out of tests/: modules, or names of one."""
    found = []
    for node in borrowings(path.read_text("utf-8"), path.as_posix()):
        if (node.module or "").split(".")[0] == "tests":
            place = root / node.module.replace(".", "/")
            asked = [place, *(place / each.name for each in node.names)]
            found += [each.with_suffix(".py") for each in asked]
            found.append(place / "__init__.py")
    return tuple(each for each in found if each.is_file())


def conftests(path: Path, root: Path) -> list[Path]:
    """Those that pytest reads for a file."""
    above = [each for each in path.parents if each.is_relative_to(root)]
    found = [folder / "conftest.py" for folder in above]
    return [each for each in found if each.is_file()]


def judges(path: Path, root: Path = ROOT) -> list[Path]:
    """What judges in a file of tests, itself included."""
    waiting, found = [path, *conftests(path, root)], set()
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += near(each, root)
    return sorted(found - {root / each for each in CHOOSE})
