"""The pages of both languages as a person edits them."""

import textwrap
from pathlib import Path

import autocorrect_py
import nbformat
from mkdocs.utils.meta import get_data

from press import CONFIGS, DOCS, ROOT
from press.read.fences import fences
from press.read.includes import include
from press.read.page import pages, read_text, site_config
from tests.gates.languages.texts import HEADINGS
from tests.kit.soup import soup_of


def pairs() -> list[str]:
    """Every page of either language, by its path below docs/<language>/."""
    return sorted(
        {
            path.relative_to(DOCS / language).as_posix()
            for language in CONFIGS
            for path in pages(DOCS / language)
        }
    )


def missing(name: str) -> list[str]:
    """The languages that lack a page which another one has."""
    return [code for code in CONFIGS if not (DOCS / code / name).is_file()]


def outside_fences(text: str) -> list[tuple[int, str]]:
    """The numbered lines of a text that are not inside a code fence."""
    body = get_data(text.lstrip("\ufeff"))[0]
    offset = text.count("\n") - body.count("\n")
    inside = {
        offset + number
        for fence in fences(body)
        for number in range(fence.start, fence.end + 1)
    }
    lines = enumerate(text.split("\n"))
    return [(number, line) for number, line in lines if number not in inside]


def included(text: str) -> str:
    """A text with the words that it includes; code is the same in both languages."""
    outside = {number for number, _ in outside_fences(text)}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number in outside and (found := include(line)):
            inner = included((ROOT / found.file).read_text("utf-8"))
            lines[number] = textwrap.indent(inner, found.indent)
    return "\n".join(lines)


def source_of(path: Path) -> str:
    """The text that a person edits, with the texts that it includes."""
    if path.suffix != ".ipynb":
        return included(path.read_text("utf-8"))
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(
        f"```\n{cell.source}\n```" if cell.cell_type == "code" else cell.source
        for cell in cells
    )


def headings_without_id(text: str) -> list[str]:
    """Headings that lack the explicit id which both languages share, or share one."""

    def unnamed(md) -> None:
        md.treeprocessors["toc"].slugify = lambda *_: "?"

    config = site_config(CONFIGS["zh"])
    page = read_text(text, config, coloured=False, extend=unnamed)
    found, seen = [], {""}
    for heading in soup_of(page.html).find_all(HEADINGS):
        name = heading.get("id", "").split("?")[0]
        if name in seen:
            what = f"#{name} is there twice" if name else "no id"
            found.append(f"{heading.get_text().removesuffix('#')}: {what}")
        seen.add(name)
    return found


def typography(text: str) -> list[str]:
    """What autocorrect would write otherwise in a Chinese page."""
    autocorrect_py.load_config('{"rules": {"space-dollar": 1}}')
    words = "\n".join(line for _, line in outside_fences(text))
    wrong = autocorrect_py.lint_for(words, "markdown").lines
    return [f"{line.old} → {line.new}" for line in wrong]
