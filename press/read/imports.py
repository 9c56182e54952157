"""Which files of snippets/ and studies/ a file imports, directly or through others."""

import ast
import functools
from pathlib import Path

from press import ROOT
from press.read.statements import statements

OURS = ("snippets", "studies")


@functools.lru_cache(1024)
def parsed(text: str, name: str = "") -> ast.Module:
    """The tree of a text, which many ask for and nobody changes."""
    return ast.parse(text, name)


@functools.lru_cache(1024)
def borrowings(text: str, name: str) -> list[ast.ImportFrom]:
    """Every `from … import …` of a text, wherever it stands."""
    tree = parsed(text, name)
    found = statements(tree)
    return [node for node in found if isinstance(node, ast.ImportFrom)]


def imported_by(node: ast.AST, root: Path = ROOT) -> list[Path]:
    """The files, below root, that a statement `from snippets… import …` names, or one from studies."""
    if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
        return []
    top, *inner = node.module.split(".")
    if top not in OURS:
        return []
    module = Path(top, *inner)
    named = [module.with_suffix(".py")]
    named += [module / f"{name.name}.py" for name in node.names]
    return [file for file in named if (root / file).is_file()]


def chain(file: Path, root: Path = ROOT, above: tuple = ()) -> list[Path]:
    """What a file builds on, each once and before its users; then the file.

    ValueError if files import each other in a circle, SyntaxError if one is no Python.
    """
    if file in above:
        circle = " → ".join(path.as_posix() for path in (*above, file))
        raise ValueError(f"a circle of imports: {circle}")
    found = []
    nodes = borrowings((root / file).read_text("utf-8"), file.as_posix())
    for other in (f for node in nodes for f in imported_by(node, root)):
        if other not in found:
            found += chain(other, root, (*above, file))
    return [*dict.fromkeys(found), file]


def sources(path: Path, root: Path = ROOT) -> list[Path]:
    """The file at path with all that it builds on, as paths that can be read."""
    if not path.is_relative_to(root):
        return [path]
    return [root / file for file in chain(path.relative_to(root), root)]
