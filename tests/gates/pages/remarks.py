"""What is said in a block of Python states no result: its numbers are those of the code."""

import ast
import re
from collections.abc import Iterator

from press.check.shape_comments import parse
from press.read.page import Block
from tests.gates.languages.numerals import plain
from tests.gates.pages.prose import (
    MEASURED,
    OTHERWISE,
    POWER,
    VERSION,
    backed,
)

SOURCE = re.compile(r"(doi:|arXiv:|https?:)\S+")


def texts(tree: ast.Module) -> Iterator[str]:
    """The strings that only say something: those of functions, and lone ones."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def constants(tree: ast.Module) -> list[float]:
    """The numbers that a program is given."""
    return [
        float(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        if isinstance(node.value, int | float)
    ]


def measured(said: str) -> Iterator[tuple[str, str]]:
    """The numbers in a text that look measured: 0.31, 99%, 3 times, 1e-7."""
    text = plain(said)
    yield from ((found, "") for found in POWER.findall(text))
    for found in MEASURED.finditer(text):
        number, unit = found[1].replace(",", ""), found[2] or ""
        if VERSION.search(text[: found.start()]):
            continue
        if unit or "." in number:
            yield number, unit
    for found in OTHERWISE.findall(said):
        yield found, ""


def remarks(block: Block, tree: ast.Module, comments: list[str]) -> list[str]:
    """The results in comments, and in the strings of what is typed on the page."""
    known = constants(tree)
    said = [each for each in comments if not parse(f"# {each}")]
    said += [] if block.title else texts(tree)
    return [
        f"a result in a comment, {number}{unit}: print it, and show the output"
        for each in said
        for number, unit in measured(SOURCE.sub(" ", each))
        if OTHERWISE.fullmatch(number) or not backed(number, unit, known)
    ]
