"""What changed on which day: pages that came, and numbers on pages that became others.

Read from the history of the repository. A copy without it, or with a part of it
alone, knows nothing, and says so.
"""

import itertools
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from press import ROOT

FENCE = re.compile(r"^(`{3,}|~{3,})(.*?)^\1`*[ \t]*$", re.MULTILINE | re.DOTALL)
OUTPUT = (
    ".output"  # in the first line of a fence that shows what a block prints
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Day(NamedTuple):
    """A day; the pages that came on it; by page, how many of its numbers went."""

    date: str
    added: tuple[str, ...]
    numbers: dict[str, int]


def git(root: Path, *words: str, asked: Iterable[str] = ()) -> bytes:
    """What git answers; nothing where there is no repository, or no git."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *words],
            cwd=root,
            input="\n".join(asked).encode(),
            capture_output=True,
            env=os.environ | {"TZ": "UTC"},
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return b""
    return done.stdout


def lines(root: Path, *words: str) -> list[str]:
    return git(root, *words).decode("utf-8").splitlines()


def ends(root: Path, folder: str) -> list[tuple[str, str]]:
    """Each day on which a folder changed, oldest first, with its last commit."""
    if lines(root, "rev-parse", "--is-shallow-repository") != ["false"]:
        return []
    form = ("--format=%cd %H", "--date=format-local:%Y-%m-%d")
    last: dict[str, str] = {}
    for line in lines(root, "log", "--first-parent", *form, "--", folder):
        date, commit = line.split()
        last.setdefault(date, commit)
    return sorted(last.items())


def pages_of(root: Path, commit: str, folder: str) -> dict[str, str]:
    """By the path of a page below a folder: which text it has in a commit."""
    found = {}
    for line in lines(root, "ls-tree", "-r", commit, folder):
        what, path = line.split("\t")
        if path.endswith((".md", ".ipynb")):
            found[path.removeprefix(f"{folder}/")] = what.split()[2]
    return found


def texts(root: Path, names: Iterable[str]) -> dict[str, str]:
    """By their names in the repository, each said after its length."""
    answer, found = git(root, "cat-file", "--batch", asked=names), {}
    while answer:
        head, _, rest = answer.partition(b"\n")
        name, _, size = head.decode().split()
        found[name] = rest[: int(size)].decode("utf-8")
        answer = rest[int(size) + 1 :]
    return found


def numbers(text: str) -> Counter[str]:
    """The numbers of a page that its reader is told: of words and outputs, not of code."""

    def kept(fence: re.Match) -> str:
        head, _, body = fence[2].partition("\n")
        return body if OUTPUT in head else ""

    return Counter(NUMBER.findall(FENCE.sub(kept, text)))


def changed(
    before: dict[str, str], after: dict[str, str]
) -> dict[str, tuple[str, str]]:
    """The pages that are there before and after, with another text."""
    return {
        path: (before[path], after[path])
        for path in after
        if before.get(path, after[path]) != after[path]
    }


def days(folder: str, root: Path = ROOT) -> list[Day]:
    """All days, newest first. A folder is given as the repository calls it: docs/en."""
    dates = ends(root, folder)
    known = [{}, *(pages_of(root, commit, folder) for _, commit in dates)]
    pairs = [*itertools.pairwise(known)]
    names = {
        n for pair in pairs for two in changed(*pair).values() for n in two
    }
    told = {name: numbers(text) for name, text in texts(root, names).items()}
    found = []
    for (date, _), (before, after) in zip(dates, pairs, strict=True):
        gone = {
            path: (told[old] - told[new]).total()
            for path, (old, new) in changed(before, after).items()
        }
        added = tuple(path for path in after if path not in before)
        found.append(Day(date, added, {p: n for p, n in gone.items() if n}))
    return found[::-1]
