"""Figures that compute: their modules on the site, and what a page with one of them loads.

A figure is studies/<family>/<slug>/live.mjs; its data, if it has any, live.json
beside it. It builds on press/theme/js/live/ and on twins in snippets/.
"""

import json
import os
import re
from pathlib import Path

from press import ROOT
from press.finish.tree import Tree, element

THEME = ROOT / "press/theme/js"
FOLDER = "assets/js/live"
IMPORT = re.compile(r'((?:\bfrom |\bimport\())"(\.[^"]+)"')
FIGURE = "figure[data-live]"


def sources(root: Path = ROOT) -> list[Path]:
    """Every module of figures that is not of the theme, and their data."""
    found = [*(root / "snippets").rglob("*.mjs")]
    found += (root / "studies").glob("*/*/live.mjs")
    found += (root / "studies").glob("*/*/live.json")
    return sorted(found)


def target(path: Path, root: Path = ROOT) -> str:
    """Where the site has a source, or a script of the theme."""
    if path.is_relative_to(THEME):
        return f"assets/js/{path.relative_to(THEME).as_posix()}"
    inner = path.relative_to(root).with_suffix("")
    if inner.parts[0] == "studies":
        end = ".data.js" if path.suffix == ".json" else ".js"
        return f"{FOLDER}/{inner.parent.relative_to('studies').as_posix()}{end}"
    return f"{FOLDER}/{inner.as_posix()}.js"


def text(path: Path, root: Path = ROOT) -> str:
    """A source as the site has it: data as a module, imports by their place there."""
    if path.suffix == ".json":
        (data,) = json.loads(path.read_text("utf-8"))["rows"]
        short = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return f"export default {short}"
    folder = Path(target(path, root)).parent

    def placed(match: re.Match) -> str:
        there = (path.parent / match[2]).resolve()
        if not there.is_file():
            raise ValueError(f"{path}: there is no {match[2]}")
        way = Path(os.path.relpath(target(there, root), folder)).as_posix()
        return f'{match[1]}"{way if way[0] == "." else f"./{way}"}"'

    return IMPORT.sub(placed, path.read_text("utf-8"))


def published(root: Path = ROOT) -> dict[str, str]:
    """All sources as the site has them, by their place there."""
    return {target(path, root): text(path, root) for path in sources(root)}


def names(root: Path = ROOT) -> list[str]:
    """family/slug of every figure."""
    found = (root / "studies").glob("*/*/live.mjs")
    return sorted("/".join(path.parent.parts[-2:]) for path in found)


def files(name: str, root: Path = ROOT) -> list[str]:
    """Where the site has a figure, and all it builds on that is not of the theme."""
    found, waiting = set(), [root / "studies" / name / "live.mjs"]
    while waiting:
        path = waiting.pop()
        if path in found or path.is_relative_to(THEME):
            continue
        found.add(path)
        for _, there in IMPORT.findall(path.read_text("utf-8")):
            waiting.append((path.parent / there).resolve())
    return sorted(target(path, root) for path in found)


def present(tree: Tree, url: str, root: Path = ROOT) -> None:
    """A page with such a figure loads what waits for it. ValueError if there is none."""
    figures = tree.css(FIGURE)
    for figure in figures:
        name = figure.attributes["data-live"]
        if not (root / "studies" / (name or "") / "live.mjs").is_file():
            raise ValueError(f"data-live={name!r}: no studies/{name}/live.mjs")
    if figures:
        start = f"{'../' * url.count('/')}{FOLDER}/start.js"
        tree.body.insert_child(element(tree, "script", defer=None, src=start))
