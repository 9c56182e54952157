"""The grammar of `--8<--`: named sections in a source, includes on a page."""

import re
from pathlib import Path
from typing import NamedTuple

from press import ROOT

MARK = re.compile(r"^ *# --8<-- \[(start|end):([\w-]+)\]\n", re.MULTILINE)
LINE = re.compile(r'^([ \t>]*)-+8<-+ +"([^"\n:]+)(?::([\w-]+))?"\s*$')
OTHER = re.compile(r"^[ \t>]*-+8<-")
PLAIN = 'write it on one line: --8<-- "file:section"'


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


def without_marks(source: str) -> str:
    """A source as a reader should see it."""
    return MARK.sub("", source)


def is_unread(line: str) -> bool:
    """Whether Markdown may take a line for an include that no gate reads."""
    return bool(OTHER.match(line)) and include(line) is None


def misnamed(text: str, root: Path = ROOT) -> list[tuple[int, str]]:
    """The lines from 0 whose include names no file or no section, and why."""
    found = []
    lines = enumerate(text.split("\n"))
    found += [(n, PLAIN) for n, line in lines if is_unread(line)]
    for line, _, file, section in includes(text):
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
