"""The statements of a program, wherever they stand."""

import ast
from collections.abc import Iterator

HOLDERS = ast.stmt, ast.ExceptHandler, ast.match_case


def statements(tree: ast.Module) -> Iterator[ast.AST]:
    """The module, each statement, and each inside of it; expressions hold none."""
    waiting: list[ast.AST] = [tree]
    for node in waiting:
        yield node
        inner = ast.iter_child_nodes(node)
        waiting += (each for each in inner if isinstance(each, HOLDERS))
