"""Which arms of `a if test else b` a program has taken."""

import ast
import builtins

taken: dict[tuple[int, int], set[bool]] = {}  # by where the test stands


def take(value, line: int, column: int):
    """The value of a test, as it is; which way it goes is written down."""
    taken.setdefault((line, column), set()).add(bool(value))
    return value


class Arms(ast.NodeTransformer):
    """Puts take() around the tests of a block, except in its lent lines."""

    def __init__(self, lent: set[int]) -> None:
        self.lent = lent

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        self.generic_visit(node)
        if node.lineno in self.lent:
            return node
        place = ast.Constant(node.lineno), ast.Constant(node.col_offset)
        call = ast.Call(
            ast.Name("__take__", ast.Load()), [node.test, *place], []
        )
        node.test = ast.copy_location(call, node.test)
        return node


def marked(tree: ast.Module, lent: set[int]) -> ast.Module:
    """The tree of a block that writes down its arms."""
    return ast.fix_missing_locations(Arms(lent).visit(tree))


def begin() -> None:
    """The page finds no name of ours in its own."""
    builtins.__take__ = take


def one_armed(tree: ast.Module) -> list[str]:
    """The conditional expressions that always went the same way."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.IfExp)
        if len(taken.get((node.lineno, node.col_offset), "..")) == 1
    ]
