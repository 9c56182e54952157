"""Whether pages that changed do what they say, told while one reads on."""

import queue
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path

from press import ROOT

COMMAND = ["-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
HEAD = r"^_+ \[CodeFence#\d+\]\[line:\d+\] _+\n"
FAILURE = re.compile(rf"{HEAD}(.+?)\n(.*?)(?={HEAD}|^=+ )", re.M | re.S)
COMPARED = re.compile(r"page says\n(.*)\nthe block prints\n(.*)", re.S)
NO_TESTS = 5
LENGTH = 160


def run(pages: list[str]) -> subprocess.CompletedProcess:
    """Let pytest run pages."""
    return subprocess.run(
        [sys.executable, *COMMAND, *pages],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


def problems(printed: str) -> list[str]:
    """A line for each block that failed, out of what pytest printed."""
    return [
        f"{place.removeprefix(f'{ROOT}/')}: {summary(said.strip())}"
        for place, said in FAILURE.findall(printed)
        if not said.startswith("never ran")
    ]


def summary(said: str) -> str:
    """What a block did, in one line."""
    if compared := COMPARED.fullmatch(said):
        return difference(*(text.split("\n") for text in compared.groups()))
    lines = said.split("\n")
    if lines[0].startswith("Traceback"):
        return lines[-1][:LENGTH]
    return " ".join(lines)[:LENGTH]


def difference(says: list[str], prints: list[str]) -> str:
    """The first line in which two outputs differ."""
    pairs = zip_longest(says, prints, fillvalue="")
    one, other = next(pair for pair in pairs if pair[0] != pair[1])
    return (
        f"the page says {one[:LENGTH]!r}, the block prints {other[:LENGTH]!r}"
    )


def verdict(pages: list[str]) -> list[str]:
    """What to tell about pages once they have run."""
    done = run(pages)
    if done.returncode == NO_TESTS:
        return []
    if done.returncode == 0:
        return [f"{', '.join(pages)}: every block does what the page says"]
    last = done.stdout.strip().rpartition("\n")[2]
    return problems(done.stdout) or [f"{', '.join(pages)}: {last}"]


def add(waiting: queue.Queue, pages: Iterable[Path]) -> None:
    """Let pages run; a notebook has run when it is built."""
    for page in pages:
        if page.suffix == ".md" and page.is_file():
            waiting.put(page.relative_to(ROOT).as_posix())


def run_for_ever(waiting: queue.Queue, report: Callable[[str], None]) -> None:
    """Run what waits in the queue, all of it at once, and tell."""
    while True:
        pages = {waiting.get()}
        while not waiting.empty():
            pages.add(waiting.get())
        for line in verdict(sorted(pages)):
            report(line)
