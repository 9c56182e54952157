"""Tests of what makes, judges and shows pages take turns, and a run notes which of them passed.

What such a test finds follows from all that makes a page, and from the text of its
page, or of every page where its name holds none. So each is on record under a
fingerprint of these files (turns.py). What computes (the networks, gradients, blocks
of the pages in Python) is not among them. The notes are for `make turns`.
"""

import functools
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from press import BUILD, CONFIGS, DOCS, ROOT
from press.cache import write
from press.chromium import chromium
from press.read.page import pages
from tests.kit import turns
from tests.kit.judges import judges

TWINS = "tests/gates/scripts"
COPY = "tests/commands"  # these run commands in a copy of all that there is
ROOMS = (
    *("tests/gates/site", "tests/gates/run", TWINS),
    "tests/press",
    COPY,
    "tests/gates/built/test_planted_builds.py",  # these start builds
    "tests/gates/house/test_minutes.py",  # and these runs of pytest, or pages
    *(
        path.relative_to(ROOT).as_posix()
        for path in sorted(
            (ROOT / "tests/gates/pages").glob("test_planted*.py")
        )
    ),
)
THIRDS = ("tests/gates/run/test_programs.py",)  # takes another third each time
MAKERS = ("press", "snippets", "vendor", ".github", "docs/assets")
LOOSE = ("*.toml", "conftest.py", "mkdocs*.yml", "requirements.txt")
NOT_READ = {
    ".lock",
    ".pyc",
}  # what has been measured on pages follows from them
RECORD = ROOT / "press" / "run" / "record.json"
PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-jupyter", "playwright")
NOTES = BUILD / "turns.json"


@functools.cache
def browser() -> str:
    """The browser of the tests, with its version."""
    asked = [chromium(), "--version"]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()


def files(*folders: Path) -> Iterator[Path]:
    """All that lies in folders, but for what has been measured."""
    for folder in folders:
        yield from (
            path
            for path in folder.rglob("*")
            if path.is_file()
            and path.suffix not in NOT_READ
            and path not in (RECORD, turns.RECORD)
        )


def is_twin(path: Path) -> bool:
    """Whether a file is a twin in JavaScript; most rooms meet it on its own page alone."""
    return path.suffix == ".mjs" and path.is_relative_to(ROOT / "snippets")


@functools.cache
def common(room: str) -> str:
    """Changes with all that makes any page."""
    makers = [ROOT / each for each in MAKERS]
    loose = [path for each in LOOSE for path in ROOT.glob(each)]
    if room == COPY:
        makers.append(ROOT / "tests")
        loose += [*ROOT.glob("*.md"), ROOT / "Makefile"]
    loose += (ROOT / "studies").glob("*.py")
    libraries = (f"{each} {turns.of(each)}" for each in PACKAGES)
    found = [*files(*makers), *loose]
    if room not in (TWINS, COPY):
        found = [path for path in found if not is_twin(path)]
    return turns.state(found, browser(), *libraries)


@functools.cache
def judged(place: str, room: str) -> str:
    """Changes with a file of tests, what it imports, and what lies beside it."""
    own = ROOT / place
    beside = [own.parent if place == room else ROOT / room]
    if room == TWINS:
        beside.append(ROOT / "tests" / "networks")
    shared = (p for p in files(*beside) if not p.name.startswith("test_"))
    return turns.state([*judges(own), *shared])


@functools.cache
def texts() -> dict[str, list[Path]]:
    """By chapter what it is written in: the page in each language, its studies."""
    found: dict[str, list[Path]] = {}
    for language in CONFIGS:
        folder = DOCS / language
        for path in pages(folder):
            slug = path.relative_to(folder).with_suffix("").as_posix()
            found.setdefault(slug, []).append(path)
    for slug, own in found.items():
        own += files(ROOT / "studies" / slug)
        own += ROOT.glob(f"snippets/{slug}*.mjs")
    return found


def named(nodeid: str) -> list[str]:
    """The chapters in the brackets of the name of a test."""
    asked = nodeid.partition("[")[2]
    return [slug for slug in texts() if "/" in slug and slug in asked]


def chapters(nodeid: str) -> list[str]:
    """What a test is about: the chapter in its name, else all."""
    return named(nodeid) or [*texts()]


def group(nodeid: str) -> str:
    """What it takes turns with: a test of a chapter alone, others as a file.

    A file's tests share what is made for them: a book, a browser, an index.
    """
    return nodeid if named(nodeid) else nodeid.split("::")[0]


@functools.cache
def written(slugs: tuple[str, ...]) -> str:
    """Changes with the texts of chapters."""
    return turns.state(path for slug in slugs for path in texts()[slug])


def state(nodeid: str) -> str | None:
    """Of a test that takes turns; None: it always runs."""
    place = nodeid.split("::")[0]
    room = next((r for r in ROOMS if f"{place}/".startswith(f"{r}/")), None)
    if room is None or nodeid.startswith(THIRDS):
        return None
    return turns.state(
        [],
        common(room),
        judged(place, room),
        written(tuple(chapters(nodeid))),
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave tests out whose turn it is not, before anything is begun for them."""
    for item in items:
        now = state(item.nodeid)
        name = item.nodeid
        if now and not turns.offered(item, name, now, group(name)):
            item.add_marker(pytest.mark.skip(reason=turns.WHY))


def is_left(item: pytest.Item) -> bool:
    """Whether it is not the turn of a test."""
    marks = item.iter_markers("skip")
    return any(mark.kwargs.get("reason") == turns.WHY for mark in marks)


class Notes:
    """By name the states in which tests passed, or had passed."""

    def __init__(self) -> None:
        self.well: dict[str, str] = {}
        self.wrong: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Of each part of a test: its beginning, itself, its end."""
        for key, text in report.user_properties:
            if key != turns.TURN:
                continue
            now, _, name = text.partition(" ")
            if report.failed:
                self.wrong.add(name)
            elif report.when == "call" or is_known(report):
                self.well[name] = now

    def pytest_sessionfinish(self) -> None:
        """Keep them beside what earlier runs have noted."""
        found = noted() | self.well
        kept = {n: found[n] for n in sorted(found) if n not in self.wrong}
        if self.well or self.wrong:
            write(NOTES, json.dumps(kept, indent=1) + "\n")


def is_known(report: pytest.TestReport) -> bool:
    """Whether a test was left out because it is on record."""
    return report.skipped and turns.WHY in str(report.longrepr)


def noted() -> dict[str, str]:
    """What the runs since the last `make turns` have noted."""
    return json.loads(NOTES.read_text("utf-8")) if NOTES.is_file() else {}


def pytest_configure(config: pytest.Config) -> None:
    """One process notes, to which all others report."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Notes(), "turns")
