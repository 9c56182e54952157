"""What a change touches, in under a minute: make quick [BASE=main]."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from press import CONFIGS, DOCS, ROOT
from press.read.chapter import slug_of
from press.read.imports import chain
from press.read.includes import includes
from press.read.page import pages
from tests.kit.asked import asked

CODE = ("snippets/", "studies/")
FAR = 4  # so many chapters that only build on what changed are looked at
LANGUAGES = "tests/gates/languages/test_languages.py"
LOCK = "tests/gates/pages/test_alone.py"
PAGES = "tests/gates/pages"
RESULTS = "tests/press/test_results.py"
LONG = ("test_alone.py", "test_texts.py")  # every block, for minutes
FIGURES = "tests/gates/snippets/test_figures.py"
PROGRAMS = "tests/gates/snippets/test_programs.py"
DOORS = "tests/gates/snippets/test_front_door.py"
ALWAYS = (
    "tests/gates/snippets/test_layout.py::test_project",
    "tests/gates/house/test_rooms.py::test_project",
    "tests/gates/house/test_style.py",
)
MANY = 12  # red: whoever has so many mends the first
BUILT = {  # these need the whole site
    *("tests/gates/site", "tests/gates/built", "tests/gates/scripts"),
}
ROOMS = {  # whoever changes the house looks at its own tests
    r"(tests/gates/\w+)/.*(?<!\.lock)": r"\1",
    r"(tests/commands)/.*": r"\1",
    r"(tests/networks/\w+/test_\w+\.py)": r"\1",
    r"press/.*\.py": "tests/press",
    r"press/check/.*": "tests/gates/pages",
    r"\.github/.*|README.*|\.devcontainer/.*": "tests/gates/house",
}


def git(*words: str, root: Path = ROOT) -> str:
    """What git says; SystemExit with its own words if it cannot."""
    command = ["git", "-c", "core.quotepath=off", *words]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(f"quick: {done.stderr.strip()}")
    return done.stdout


def changed(base: str, root: Path = ROOT) -> list[str]:
    """The files that differ from where the branch left base, and the new ones."""
    start = git("merge-base", base, "HEAD", root=root).strip()
    names = git("diff", "--name-only", start, root=root).splitlines()
    new = git("ls-files", "--others", "--exclude-standard", root=root)
    return sorted({*names, *new.splitlines()})


def gates(root: Path = ROOT) -> list[str]:
    """The gates that look at each page, without those that take minutes."""
    files = sorted((root / PAGES).glob("test_*.py"))
    return [
        file.relative_to(root).as_posix()
        for file in files
        if file.name not in LONG and not file.name.startswith("test_planted")
    ]


def users(files: list[str], root: Path = ROOT) -> list[str]:
    """The code of chapters among the files, then what builds on it."""
    own = [f for f in files if f.startswith(CODE) and f.endswith(".py")]
    every = sorted(
        path.relative_to(root)
        for folder in CODE
        for path in (root / folder).glob("*/**/*.py")
    )
    far = [
        path.as_posix()
        for path in every
        if {part.as_posix() for part in chain(path, root)} & set(own)
    ]
    return list(dict.fromkeys([*own, *far]))


def shown_on(own: list[str], far: list[str], docs: Path = DOCS) -> list[str]:
    """The pages that show a section of own, or a whole file of far."""
    return sorted(
        {
            path.relative_to(docs / code).as_posix()
            for code in CONFIGS
            for path in pages(docs / code)
            if path.suffix == ".md"
            for found in includes(path.read_text("utf-8"))
            if found.file in (own if found.section else far)
        }
    )


def network(file: str) -> str:
    """family/slug of a snippet or a study."""
    path = ROOT / file
    if file.startswith("studies/"):
        return "/".join(path.parts[-3:-1])
    return f"{path.parent.name}/{slug_of(path)}"


def test_of(name: str) -> str:
    family, _, slug = name.partition("/")
    return f"tests/networks/{family}/test_{slug}.py"


def page_of(file: str) -> str | None:
    """The name that both languages share, of a page or of a figure's page."""
    code, _, name = file.removeprefix("docs/").partition("/")
    return name if file.startswith("docs/") and code in CONFIGS else None


def house(files: list[str]) -> list[str]:
    """The tests of the rooms in which something changed."""
    found = {
        re.sub(pattern, target, file)
        for file in files
        for pattern, target in ROOMS.items()
        if re.fullmatch(pattern, file)
    }
    return sorted(found - BUILT)


class Reach(NamedTuple):
    """How far a change reaches."""

    edited: list[str]  # pages that changed
    own: list[str]  # snippets that changed, without figures
    figures: list[str]  # files of figures that changed
    networks: list[str]  # whose tests run: of own, and some that build on them
    far: list[str]  # those of them that only build on own
    left: list[str]  # those that build on own and are left to make check
    shown: list[str]  # pages that show any of it


def reach(files: list[str], root: Path = ROOT) -> Reach:
    """How far these changes reach."""
    edited = sorted({name for file in files if (name := page_of(file))})
    code = [f for f in files if f.startswith(CODE) and f.endswith(".py")]
    figures = [f for f in code if f.endswith("/figures.py")]
    own = [f for f in code if f not in figures]
    every = [f for f in users(own, root) if not f.endswith("/figures.py")]
    near = {network(f) for f in own}
    names = list(dict.fromkeys(network(f) for f in every if f.count("/") > 1))
    families = {name.split("/")[0] for name in near}
    far = [name for name in names if name not in near]
    far.sort(key=lambda name: name.split("/")[0] not in families)
    left = far[FAR:]
    shown = [
        name
        for name in shown_on(own, every, root / "docs")
        if name.removesuffix(".md") not in left
    ]
    networks = [name for name in names if name not in left]
    return Reach(edited, own, figures, networks, far[:FAR], left, shown)


def reasons(it: Reach, rooms: list[str]) -> list[str]:
    """What will run and why, a line each."""

    def listed(names) -> str:
        return ", ".join(names)

    why = [
        f"{name} changed: this page, in both languages" for name in it.edited
    ]
    if it.own:
        why.append(f"{listed(it.own)} changed")
        why.append(f"  so the tests of {listed(it.networks) or 'nothing'}")
        why.append(
            f"  and the pages that show it: {listed(it.shown) or 'none'}"
        )
    if it.left:
        why.append(f"  NOT those that also build on it: {listed(it.left)}")
        why.append("  make check runs them")
    if it.figures:
        why.append(f"{listed(it.figures)} changed: its figures are drawn;")
        why.append("  make serve shows them on the page")
    if it.networks:
        why.append("NOT the bench: make bench SLUG=…")
    if rooms:
        why.append(f"tests to run: {listed(rooms)}")
    return [*why, "always: layout, rooms, style"]


def targets(it: Reach, rooms: list[str], root: Path = ROOT) -> list[str]:
    """What pytest is asked to look at."""
    programs = sorted({*it.edited, *it.shown})
    files = [test_of(name) for name in it.networks]  # first: they say most
    files += [
        f"docs/{c}/{n}" for n in programs for c in CONFIGS if n[-3:] == ".md"
    ]
    if programs or it.figures:
        files += [LANGUAGES, *gates(), RESULTS, LOCK]
    if it.figures:
        files += [FIGURES]
    if it.networks:
        files += [PROGRAMS, DOORS]
    there = [file for file in files if (root / file).is_file()]
    return list(dict.fromkeys([*there, *rooms, *ALWAYS]))


def chosen(it: Reach, rooms: list[str]) -> dict[str, tuple[str, ...]]:
    """Of the gates that look at everything: the words of what was touched.

    A gate that itself changed looks at everything, with its whole room.
    """
    pages = {*it.edited, *it.shown, *(f"{network(f)}.md" for f in it.figures)}
    programs = [name for n in it.networks for name in (n, f"{n}_fast")]
    doors = [
        part
        for n in it.networks
        for part in (f"[{n}.", f"[{n}_fast.", f"[{n.split('/')[0]}-")
    ]
    stems = [name.rpartition(".")[0] for name in pages]
    words = tuple(f"{stem}{end}" for stem in stems for end in (".", "]", "-"))
    own = [] if PAGES in rooms else gates()
    results = {RESULTS: tuple(f"-{Path(stem).name}]" for stem in stems)}
    return {
        **dict.fromkeys(own, words),
        **({} if "tests/press" in rooms else results),
        LANGUAGES: (
            *(f"[{n}" for n in pages),
            *("test_navigation", "test_lock"),
        ),
        LOCK: tuple(f"the_lock_knows_the_page[{name}]" for name in pages),
        FIGURES: tuple(f"[{network(file)}]" for file in it.figures),
        PROGRAMS: tuple(f"[{name}]" for name in programs),
        DOORS: tuple(doors),
    }


class Only:
    """Leaves out, of the gates that look at every page, what was not touched."""

    def __init__(self, words: dict[str, tuple[str, ...]]) -> None:
        self.words, self.failed, self.passed = words, 0, 0

    def pytest_collection_modifyitems(self, items) -> None:
        items[:] = [item for item in items if self.wanted(item)]

    def wanted(self, item) -> bool:
        words = self.words.get(item.path.relative_to(ROOT).as_posix())
        return words is None or any(word in item.name for word in words)

    def pytest_runtest_logreport(self, report) -> None:
        self.passed += report.when == "call" and report.passed
        self.failed += report.failed

    def pytest_collectreport(self, report) -> None:
        self.failed += report.failed


def main(base: str) -> int:
    """Say what runs and why, run it, say in one line how it went."""
    began, files = time.monotonic(), changed(base)
    if not files:
        print(f"quick: nothing changed since {base}")
        return 0
    it, rooms = reach(files), house(files)
    print(f"quick: {len(files)} files changed since {base}")
    for line in reasons(it, rooms):
        print(f"  {line}", flush=True)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import pytest

    only = Only(chosen(it, rooms))
    options = [
        "-q",
        "--no-header",
        "--tb=short",
        "-p",
        "no:cacheprovider",
        f"--maxfail={MANY}",
        "-rN",
    ]
    code = pytest.main([*options, *targets(it, rooms)], [only])
    seconds = time.monotonic() - began
    how = "" if code else "; before you push: make test"
    red = f"{only.failed} red, " if code else ""
    if code and not only.failed:
        how = "; pytest itself stopped, see above"
    if only.failed >= MANY:
        how = ", the rest has to wait until these hold"
    print(f"quick: {red}{only.passed} checks hold, {seconds:.0f} s{how}")
    return int(bool(code))


if __name__ == "__main__":
    sys.exit(main(asked("BASE", "HEAD")))
