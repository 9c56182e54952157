"""Where the minutes of a run went: CPU seconds by room, printed at its end.

What tests compute themselves is measured around each. What they start, a page,
a browser, a build, is looked at every two seconds, with all that it starts.
"""

import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import psutil
import pytest

EVERY = 2.0  # seconds between two looks: what is over sooner goes unseen
WORTH = 60.0  # a run of fewer seconds is over before anybody asks
ALONE = "blocks alone, forked pages, mutants and copied texts"
STARTED = {  # what a command has in it, and what the table calls it
    "press.check import nursery": ALONE,
    "press.check import branches": ALONE,
    "press.check import child": "whole pages, each in a fresh process",
    "playwright": "browser",
    "chrom": "browser",
    "mkdocs": "building the site",
    "press.build": "building the site",
    "press.compute": "figures and results",
    "multiprocessing.spawn": "figures and results",
    "ipykernel": "notebooks",
    "pytest": "runs of pytest inside of tests",
}
COLLECTING = "starting, and collecting tests in each process"
OTHER = "other programs that tests start"
WORKER = (
    "exec(eval(sys.stdin.readline()))"  # how xdist begins a process for tests
)
BEGAN = pytest.StashKey[float]()


def room(nodeid: str) -> str:
    """The room of a test: its folder; of a gate, which gate."""
    parts = nodeid.split("::")[0].split("/")
    if parts[-1] == "test_figures.py":
        return "figures and results"
    return "/".join(
        parts[: 3 if parts[1:2] == ["gates"] else 2][: len(parts) - 1]
    )


def called(command: str) -> str | None:
    """What the table calls a program; None where it runs tests of this run."""
    if WORKER in command:
        return None
    known = (name for part, name in STARTED.items() if part in command)
    return next(known, OTHER)


class Seen(NamedTuple):
    """A process, and what it and its children that have ended have used."""

    process: psutil.Process
    seconds: float


class Minutes:
    """The seconds of this run so far."""

    def __init__(self) -> None:
        self.tests: Counter[str] = Counter()
        self.started: dict[psutil.Process, tuple[str, float]] = {}
        self.names: dict[psutil.Process, str | None] = {}
        self.over, self.began = threading.Event(), time.monotonic()

    def watch(self) -> None:
        """Look again and again, until the run is over."""
        while not self.over.wait(EVERY):
            self.look()

    def look(self) -> None:
        """Note what each program that a test started has used so far."""
        below: dict[int, list[Seen]] = {}
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error), process.oneshot():
                seconds = sum(
                    process.cpu_times()[:4]
                )  # of children that ended, too
                seen = Seen(process, seconds)
                below.setdefault(process.ppid(), []).append(seen)
        self.descend(os.getpid(), below)

    def descend(self, pid: int, below: dict) -> None:
        """Below a process that runs tests."""
        for seen in below.get(pid, ()):
            if seen.process not in self.names:
                self.names[seen.process] = called(command(seen.process))
            if (name := self.names[seen.process]) is None:
                self.descend(seen.process.pid, below)
                continue
            before = self.started.get(seen.process, ("", 0.0))[1]
            self.started[seen.process] = name, max(before, used(seen, below))

    def table(self) -> list[tuple[str, float]]:
        """What each has used, the most first."""
        every = self.tests.copy()
        for name, seconds in self.started.values():
            every[name] += seconds
        return every.most_common()


def command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it has ended
        return ""


def used(seen: Seen, below: dict) -> float:
    """The seconds of a process with all that it has started."""
    children = below.get(seen.process.pid, ())
    return seen.seconds + sum(used(child, below) for child in children)


def lines(table: Iterable[tuple[str, float]], minutes: float) -> list[str]:
    """The table as it is printed."""
    rows = [(name, seconds) for name, seconds in table if seconds >= 1]
    total = sum(seconds for _, seconds in rows)
    return [
        *(f"{seconds:7.0f} s  {name}" for name, seconds in rows),
        f"{total:7.0f} s  of CPU in {minutes:.1f} minutes",
    ]


minutes = Minutes()


@pytest.hookimpl
def pytest_sessionstart(session):
    """One process looks for all."""
    if not hasattr(session.config, "workerinput"):
        threading.Thread(target=minutes.watch, daemon=True).start()


@pytest.hookimpl
def pytest_collection_finish(session):
    """What has been used before the first test."""
    minutes.tests[COLLECTING] += time.process_time()
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[COLLECTING] = time.process_time()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """A process of several says what it used to collect."""
    told = getattr(node, "workeroutput", None) or {}
    minutes.tests[COLLECTING] += told.get(COLLECTING, 0.0)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    item.stash[BEGAN] = time.process_time()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Its process tells what a test has used when it has been cleared away."""
    report = yield
    if call.when == "teardown" and BEGAN in item.stash:
        spent = time.process_time() - item.stash[BEGAN]
        report.user_properties = [*report.user_properties, ("cpu", spent)]
    return report


@pytest.hookimpl
def pytest_runtest_logreport(report):
    if report.when == "teardown":
        spent = dict(report.user_properties).get("cpu", 0.0)
        minutes.tests[room(report.nodeid)] += spent


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    """The table, if the run was long enough to ask."""
    minutes.over.set()
    minutes.look()
    if hasattr(terminalreporter.config, "workerinput"):
        return
    spent = time.monotonic() - minutes.began
    if spent >= WORTH:
        terminalreporter.section("where the minutes went, by room")
        for line in lines(minutes.table(), spent / 60):
            terminalreporter.write_line(line)
