"""The grammar of `--8<--`: named sections in a source, includes on a page."""

import re
from pathlib import Path
from typing import NamedTuple

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from press import ROOT
from press.read.fences import fences

MARK = re.compile(r"^ *# --8<-- \[(start|end):([\w-]+)\]\n", re.MULTILINE)
LINE = re.compile(r'^([ \t>]*)-+8<-+ +"([^"\n:]+)(?::([\w-]+))?"\s*$')
OTHER = re.compile(r"^[ \t>]*-+8<-")
PLAIN = 'write it on one line: --8<-- "file:section"'
LOOSE = "an include stands in a fence: ```python"
OURS = ("snippets/", "studies/")
FROM, TO = "\ue000from snippets", "\ue000to here"  # no page contains these


class Include(NamedTuple):
    """An include on a page: its line from 0, what stands before it, file, section."""

    line: int
    indent: str
    file: str
    section: str | None


def include(text: str, number: int = 0) -> Include | None:
    """The include that a line is, if it is one."""
    match = LINE.match(text)
    return Include(number, *match.groups()) if match else None


def includes(text: str) -> list[Include]:
    """Every include of a page, in order."""
    lines = enumerate(text.split("\n"))
    return [found for n, line in lines if (found := include(line, n))]


def sections(source: str) -> list[str]:
    """The names of the sections of a source, in order."""
    return [name for end, name in MARK.findall(source) if end == "start"]


def section_of(source: str, name: str) -> str:
    """The part of a source between the two marks of a section."""
    start, end = (m for m in MARK.finditer(source) if m[2] == name)
    return source[start.end() : end.start()]


def without_marks(source: str) -> str:
    """A source as a reader should see it."""
    return MARK.sub("", source)


def is_unread(line: str) -> bool:
    """Whether Markdown may take a line for an include that no gate reads."""
    return bool(OTHER.match(line)) and include(line) is None


def misnamed(text: str, root: Path = ROOT) -> list[tuple[int, str]]:
    """The lines from 0 whose include is out of place or names nothing, and why."""
    found = []
    lines = enumerate(text.split("\n"))
    found += [(n, PLAIN) for n, line in lines if is_unread(line)]
    inside = {n for f in fences(text) for n in range(f.start + 1, f.end)}
    for line, _, file, section in includes(text):
        if line not in inside:
            found.append((line, LOOSE))
            continue
        path = root / file
        if not path.is_file():
            found.append((line, f"no file {file}"))
        elif section and section not in (
            names := sections(path.read_text("utf-8"))
        ):
            has = ", ".join(names) or "none"
            found.append(
                (line, f"no section {section!r} in {file}; it has {has}")
            )
    return found


class BorderPreprocessor(Preprocessor):
    """Every include of our code gets a line above and below it."""

    def run(self, lines: list[str]) -> list[str]:
        return [new for line in lines for new in self.bordered(line)]

    def bordered(self, line: str) -> list[str]:
        found = include(line)
        if not found or not found.file.startswith(OURS):
            return [line]
        return [found.indent + FROM, line, found.indent + TO]


class BorderExtension(Extension):
    """Runs before all includes are expanded."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(BorderPreprocessor(md), "borders", 34)


def without_borders(code: str) -> tuple[str, frozenset[int]]:
    """A block without its borders, and the lines that stood between two."""
    kept, lent, within = [], set(), False
    for line in code.split("\n"):
        if line.strip() in (FROM, TO):
            within = line.strip() == FROM
        else:
            lent |= {len(kept)} if within else set()
            kept.append(line)
    return "\n".join(kept), frozenset(lent)
