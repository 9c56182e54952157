"""The code of a page as its process runs it: with the checks put in, compiled.

Here, not there: it needs modules that a page must not find imported.
"""

import ast
from types import CodeType

from press.check import arms, last_value, shapes


def watched(source: str, path: str, lent: list[int]) -> CodeType | str:
    """A block that takes down its arms, and what its comments say in vain."""
    try:
        tree = arms.marked(ast.parse(source, path), lent)
        tree = last_value.marked(shapes.checked(tree, source))
        return compile(tree, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def program(blocks: tuple, path: str) -> list[tuple]:
    """Each block: its code, the number of lines above it, those of its lines
    that are lent, and its code to run, or why there is none.
    """
    found, above = [], 0
    for code, lines in blocks:
        source = "\n" * above + code
        lent = [above + 1 + line for line in lines]
        found.append((code, above, lent, watched(source, path, lent)))
        above += code.rstrip("\n").count("\n") + 1
    return found
