"""Code on a page that does not fit: what stands far to the right is out of sight."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from press.read.fences import fences

WIDTH = 88  # of the code that a page writes itself


def cells(path: Path) -> Iterator[tuple[int, str]]:
    """Number of the cell and text of each line of code of a notebook."""
    for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            for line in "".join(cell["source"]).split("\n"):
                yield number + 1, line


def python_lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line of the Python fences of a page."""
    lines = text.split("\n")
    for fence in fences(text):
        opening = lines[fence.start]
        indent = opening[: len(opening) - len(opening.lstrip())]
        if re.match(r"(\{ *\.)?(python|py)\b", fence.info):
            for number in range(fence.start + 1, fence.end):
                yield number + 1, lines[number].removeprefix(indent)


def too_wide(root: Path) -> Iterator[str]:
    """A line of a page's code that does not fit; ruff sees those of snippets/."""
    lines = {
        path: python_lines(path.read_text("utf-8"))
        for path in sorted((root / "docs").rglob("*.md"))
    }
    books = sorted((root / "docs").rglob("*.ipynb"))
    for path, found in (lines | {book: cells(book) for book in books}).items():
        for number, line in found:
            if len(line) > WIDTH and not line.lstrip().startswith("--8<--"):
                where = f"{path.relative_to(root).as_posix()}:{number}"
                yield f"{where} has {len(line)} characters of code, limit {WIDTH}"
