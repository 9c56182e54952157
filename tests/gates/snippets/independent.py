"""A twin computes by itself: it borrows nothing that computes what it is compared with."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from press import ROOT
from press.read.imports import borrowings, imported_by, parsed
from tests.gates.snippets.layout import networks
from tests.gates.snippets.twins import pairs


class Part(NamedTuple):
    """Something that a file defines, or takes from another file."""

    file: Path
    name: str


@functools.cache
def compared(root: Path = ROOT) -> frozenset[str]:
    """Every NumPy function that a twin is compared with, by name."""
    snippets = (root / "snippets" / f"{name}.py" for name in networks(root))
    return frozenset(
        door.name
        for snippet in snippets
        if snippet.with_name(f"{snippet.stem}_torch.py").is_file()
        for door, _ in pairs(snippet)
    )


def defined(tree: ast.Module) -> dict[str, ast.stmt]:
    """What a file defines on top, by name."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            found |= {ast.unparse(each): node for each in node.targets}
    return found


def taken(text: str, root: Path) -> dict[str, Part]:
    """What a text takes from our files, by the name that it has there."""
    return {
        each.asname or each.name: Part(files[0], each.name)
        for node in borrowings(text, "")
        if (files := imported_by(node, root))
        for each in node.names
    }


def behind(part: Part, root: Path, seen: set[Part]) -> Iterator[Part]:
    """A part, and all that it uses, in our files."""
    if part in seen:
        return
    seen.add(part)
    yield part
    text = (root / part.file).read_text("utf-8")
    own, others = defined(parsed(text)), taken(text, root)
    if part.name in others:
        yield from behind(others[part.name], root, seen)
    if part.name not in own:
        return
    for node in ast.walk(own[part.name]):
        if isinstance(node, ast.Name) and node.id in others:
            yield from behind(others[node.id], root, seen)
        elif isinstance(node, ast.Name) and node.id in own:
            yield from behind(Part(part.file, node.id), root, seen)


def whole(tree: ast.Module, root: Path) -> Iterator[str]:
    """The modules that a twin imports as such: what it uses of them, nobody sees."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
            yield from (each for each in names if each.startswith("snippets"))
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and imported_by(node, root):
            module = Path(*node.module.split("."))
            names = [each.name for each in node.names]
            modules = [
                n for n in names if (root / module / f"{n}.py").is_file()
            ]
            yield from (
                "*" if n == "*" else n for n in names if n in {*modules, "*"}
            )


def borrowed(twin: Path, root: Path, known: frozenset[str]) -> list[str]:
    """What a twin takes from NumPy's side although it is compared with that."""
    text = twin.read_text("utf-8")
    found = [
        f"{twin.name}: the whole of {m}" for m in whole(parsed(text), root)
    ]
    for name, part in taken(text, root).items():
        if part.file.stem.endswith("_torch"):
            continue
        used = {each.name for each in behind(part, root, set())}
        found += [
            f"{twin.name}: {name} is computed by {each}, which a twin is compared with"
            for each in sorted(used & known)
        ]
    return found
