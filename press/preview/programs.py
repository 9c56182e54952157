"""Whether pages that changed do what they say, told while one reads on."""

import queue
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from press import ROOT


def verdict(pages: list[str]) -> Iterator[str]:
    """What press.check tells about pages, each line as soon as it comes.

    In a process of its own, which reads the pages and their code anew.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "press.check", *pages],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as running:
        for line in running.stdout:
            yield line.rstrip("\n")


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
