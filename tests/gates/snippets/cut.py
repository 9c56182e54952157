"""A section that holds a part of a statement: its page shows what no file has."""

import ast
from collections.abc import Iterator
from pathlib import Path

from press.read.imports import parsed
from press.read.includes import MARK


def lines_of(node: ast.stmt) -> range:
    """The lines of a statement, from its first decorator."""
    above = getattr(node, "decorator_list", [])
    first = min(each.lineno for each in (node, *above))
    return range(first, node.end_lineno + 1)


def faults(source: str) -> Iterator[str]:
    """The marks that stand inside a statement, or without their other one."""
    inside = {n for node in parsed(source).body for n in lines_of(node)}
    opened = []
    for found in MARK.finditer(source):
        kind, name = found.groups()
        if source[: found.start()].count("\n") + 1 in inside:
            yield f"the {kind} of section {name} stands inside a statement"
        if kind == "start":
            opened.append(name)
        elif name in opened:
            opened.remove(name)
        else:
            yield f"the end of section {name} has no start above it"
    yield from (f"section {name} has no end" for name in opened)


def cut(root: Path) -> Iterator[str]:
    """A section of our code that does not hold whole statements of its file."""
    for folder in ("snippets", "studies"):
        for path in sorted((root / folder).rglob("*.py")):
            for fault in faults(path.read_text("utf-8")):
                yield f"{path.relative_to(root).as_posix()}: {fault}"
