"""What was saved, and what of the preview has to be made again because of it."""

import ast
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from press import CONFIGS, DOCS, ROOT
from press.compute.figures import family_of, modules
from press.compute.hero import NEURON
from press.read.chapter import parts
from press.read.imports import sources
from press.read.includes import includes
from press.read.page import PAGES, pages

SNIPPETS = ROOT / "snippets"
STUDIES = ROOT / "studies"
TESTS = ROOT / "tests" / "networks"
REQUIREMENTS = ROOT / "requirements.txt"
WATCHED = (DOCS, SNIPPETS, STUDIES, TESTS, ROOT / "press")
SETTINGS = (*CONFIGS.values(), REQUIREMENTS)
BESIDE = re.compile(r"__pycache__|^\.|~$")  # left by Python and by editors

Snapshot = dict[Path, tuple[int, int]]


class Work(NamedTuple):
    """Pages to make; or what makes it all pages; whether a figure may differ."""

    pages: frozenset[Path] = frozenset()
    everything: str = ""
    figures: bool = False
    reinstall: bool = False


def written(folder: Path) -> Iterable[Path]:
    """Every file below a folder that somebody may write by hand."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not BESIDE.search(name)]
        for name in names:
            if Path(name).suffix and not BESIDE.search(name):
                yield Path(place, name)


def snapshot() -> Snapshot:
    """When each file was written last, and how long it is."""
    found = {}
    files = [path for folder in WATCHED for path in written(folder)]
    for path in (*SETTINGS, *files):
        try:
            seen = path.stat()
        except FileNotFoundError:  # an editor is replacing it
            continue
        found[path] = seen.st_mtime_ns, seen.st_size
    return found


def wait(before: Snapshot, every: float = 0.2) -> Snapshot:
    """Returns when something has been saved, and nothing is being written."""
    while (now := snapshot()) == before:
        time.sleep(every)
    while (later := snapshot()) != now:
        now = later
        time.sleep(every / 2)
    return now


def work(before: Snapshot, now: Snapshot) -> Work:
    """What follows from the difference of two snapshots."""
    paths = before.keys() | now.keys()
    changed = {path for path in paths if before.get(path) != now.get(path)}
    reinstall = REQUIREMENTS in changed
    changed.discard(REQUIREMENTS)
    moved = before.keys() ^ now.keys()  # came or went
    for path in sorted(changed):
        if path in moved or concerns_all(path):
            name = path.relative_to(ROOT).as_posix()
            return Work(frozenset(), name, True, reinstall)
    texts = frozenset(path for path in changed if DOCS in path.parents)
    code = changed - texts
    figures = any({SNIPPETS, STUDIES} & {*path.parents} for path in code)
    return Work(texts | showing(code), "", figures, reinstall)


def concerns_all(path: Path) -> bool:
    """Whether it is more than the text of a page, or code that pages show."""
    if DOCS in path.parents:
        return path.suffix not in PAGES
    code = bool({SNIPPETS, STUDIES, TESTS} & {*path.parents})
    return not code or path in chain(NEURON)  # which the home page draws


def chain(path: Path) -> set[Path]:
    """A file with all that it builds on, as far as these can be read."""
    try:
        return set(sources(path))
    except (SyntaxError, ValueError):  # told when the page is made
        return {path}


def showing(code: set[Path]) -> frozenset[Path]:
    """The pages of both languages in which these files of code have a part."""
    if not code:
        return frozenset()
    drawn = {
        figure
        for path in modules()
        if code & {*chain(path), *path.parent.parent.glob("*/results.json")}
        for figure in figures_of(path)
    }
    return frozenset(
        page
        for language in CONFIGS
        for page in pages(DOCS / language)
        if code & code_of(page) or shows(page, drawn)
    )


def pages_with(addresses: Iterable[str]) -> frozenset[Path]:
    """The pages of both languages that show one of these figures."""
    figures = {f"/{address}" for address in addresses}
    every = (page for name in CONFIGS for page in pages(DOCS / name))
    return frozenset(page for page in every if shows(page, figures))


def figures_of(path: Path) -> set[str]:
    """How the addresses of the figures that a file draws end."""
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except SyntaxError:  # told when they are drawn
        return set()
    return {
        f"/{family_of(path)}/{node.name}.svg"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def shows(page: Path, figures: set[str]) -> bool:
    """Whether a page has one of these figures."""
    text = page.read_text("utf-8")
    return any(figure in text for figure in figures)


def code_of(page: Path) -> set[Path]:
    """The code that a page shows or offers, with all that it builds on."""
    family, slug = page.parent.name, page.stem
    files = {ROOT / found.file for found in includes(page.read_text("utf-8"))}
    offered = (slug, f"{slug}_fast", f"{slug}_torch")
    files |= {SNIPPETS / family / f"{name}.py" for name in offered}
    files |= {*parts(family, slug)}
    figure = STUDIES / family / slug / "live.mjs"
    if figure.is_file():  # which computes by twins of snippets
        files |= {figure, figure.with_suffix(".json"), *SNIPPETS.rglob("*.mjs")}
    code = {path for path in files if path.suffix == ".py" and path.is_file()}
    built_on = {other for path in code for other in chain(path)}
    return files | built_on | {TESTS / family / f"test_{slug}.py"}
