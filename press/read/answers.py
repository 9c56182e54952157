"""What the code of a chapter knows of its symbols: shapes, and where each is made."""

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from press import ROOT
from press.check.shape_comments import SHAPE, comments_of
from press.read.chapter import slug_of
from press.read.imports import parsed
from press.read.symbols import Entry

TOLD = re.compile(r"(\w+(?:, \w+)*) (\([^()]*\))")  # in a docstring
Shapes = dict[str, set[str]]


def tidy(shape: str) -> str:
    """A shape as it is compared."""
    return re.sub(r"[\s*]", "", shape).replace(",)", ")")


def shapes_in(comment: str) -> list[str]:
    """Every shape of a comment, 2 × (B, H) taken twice."""
    found = re.findall(SHAPE, comment)
    return [
        f"({sizes})" for count, sizes in found for _ in range(int(count or 1))
    ]


def targets(node: ast.AST) -> list[str]:
    """The names that a statement, an argument or a field gives."""
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.Assign):
        bound = node.targets[-1]
    elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.For):
        bound = node.target
    else:
        return []
    parts = bound.elts if isinstance(bound, ast.Tuple | ast.List) else [bound]
    return [
        part.id if isinstance(part, ast.Name) else getattr(part, "attr", "")
        for part in parts
    ]


def last_line(node: ast.AST) -> int:
    """Where the comment of a node stands."""
    if isinstance(node, ast.For):
        return node.iter.end_lineno
    return getattr(node, "end_lineno", 0)


@functools.cache
def commented(code: str) -> tuple[tuple[str, str, int], ...]:
    """Each name that a shape comment is about, its shape, the line."""
    return tuple(in_comments(code))


def in_comments(code: str) -> Iterator[tuple[str, str, int]]:
    comments = comments_of(code)
    for node in ast.walk(parsed(code)) if comments else ():
        names = targets(node)
        found = shapes_in(comments.get(last_line(node), "")) if names else []
        if len(found) == len(names):
            for name, shape in zip(names, found, strict=True):
                yield name, shape, node.lineno


def told(code: str) -> Iterator[tuple[str, str]]:
    """The arguments whose shape a docstring gives: h_0, c_0 (B, H)."""
    kinds = ast.Module | ast.FunctionDef | ast.ClassDef
    for node in ast.walk(parsed(code)):
        text = ast.get_docstring(node) if isinstance(node, kinds) else None
        for names, shape in TOLD.findall(text or ""):
            for name in names.split(", "):
                yield name, shape


def shapes(texts: list[str]) -> Shapes:
    """By name the shapes that code gives it."""
    found: Shapes = defaultdict(set)
    for code in texts:
        for name, shape, _ in commented(code):
            found[name].add(tidy(shape))
        for name, shape in told(code):
            found[name].add(tidy(shape))
    return found


def snippets_of(page: str) -> list[str]:
    """The files of a chapter: recurrent/lstm."""
    family, _, slug = page.rpartition("/")
    files = sorted((ROOT / "snippets" / family).glob(f"{slug}*.py"))
    return [
        path.read_text("utf-8") for path in files if slug_of(Path(path)) == slug
    ]


@functools.cache
def names_in(code: str) -> frozenset[str]:
    """Every name that code uses or gives."""
    kinds = {ast.Name: "id", ast.arg: "arg", ast.Attribute: "attr"}
    kinds |= {ast.FunctionDef: "name", ast.ClassDef: "name", ast.keyword: "arg"}
    return frozenset(
        getattr(node, kinds[type(node)])
        for node in ast.walk(parsed(code))
        if type(node) in kinds
    )


@functools.cache
def made_by(code: str) -> frozenset[str]:
    """Every function and class that a block defines."""
    return frozenset(
        node.name
        for node in ast.walk(parsed(code))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )


def block_of(entry: Entry, codes: list[str]) -> int | None:
    """The number of the block where a symbol is made, from 1."""
    if entry.place:
        at = (
            n for n, code in enumerate(codes, 1) if entry.place in made_by(code)
        )
        return next(at, None)
    for name in entry.names[:1]:
        for number, code in enumerate(codes, 1):
            if name in made_by(code):
                return number
            for made, shape, _ in commented(code):
                if made == name and tidy(shape) == tidy(entry.shape):
                    return number
    return None
