"""What a program does, without what it says about itself."""

import ast
import io
import tokenize

from press.read.imports import parsed
from press.read.statements import statements

SPEAKS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def docstrings(tree: ast.Module) -> set[int]:
    """The lines on which docstrings stand."""
    found = set()
    for node in statements(tree):
        if isinstance(node, SPEAKS) and ast.get_docstring(node) is not None:
            said = node.body[0]
            found.update(range(said.lineno, said.end_lineno + 1))
    return found


def bare(text: str) -> str:
    """A program without docstrings, comments and empty lines; SyntaxError if it is none."""
    spoken = docstrings(parsed(text))
    lines = text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    kept = (
        line.rstrip()
        for number, line in enumerate(lines, 1)
        if number not in spoken
    )
    return "\n".join(line for line in kept if line)
