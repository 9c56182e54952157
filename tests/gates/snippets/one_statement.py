"""Unlike things may not share one statement: nobody saves a line that way.

`dx, dW = a @ b, a * b` is two of a kind, `a, b = b, a + b` needs both at once,
`H, W = x.shape` takes one thing apart. `losses, rng = [], default_rng(0)` is
two thoughts on one line.
"""

import ast
from collections.abc import Iterator
from pathlib import Path


def kind(node: ast.AST) -> str:
    """What an expression is at first sight: a name, a sum, a call of f, a list."""
    match node:
        case ast.Name() | ast.Attribute() | ast.Constant():
            return "value"
        case ast.UnaryOp():
            return kind(node.operand)
        case ast.Subscript():
            inner = kind(node.value)
            return inner if inner == "value" else f"part of {inner}"
        case ast.Call():
            return f"call of {ast.unparse(node.func)}"
    return type(node).__name__


def names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def unlike(node: ast.AST) -> bool:
    """Does a statement assign several things of different kinds, one to each name?"""
    if not isinstance(node, ast.Assign) or len(node.targets) > 1:
        return False
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        return False
    if any(isinstance(n, ast.Starred) for n in (*target.elts, *value.elts)):
        return False
    return len(set(map(kind, value.elts))) > 1 and not (
        names(target) & names(value)
    )


def squeezed(root: Path) -> Iterator[str]:
    """Every such statement of snippets/, with file and line."""
    for path in sorted((root / "snippets").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if unlike(node):
                where = f"{path.relative_to(root).as_posix()}:{node.lineno}"
                yield f"{where}: {ast.unparse(node)}"
