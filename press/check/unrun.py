"""What a page shows and has not run: functions, generators, lines, arms."""

import ast
from types import CodeType

from press.check.arms import one_armed
from press.check.lines import inside, lines_of

# code that runs with the line it stands in, and code that nobody has to run
AT_ONCE = ("<listcomp>", "<setcomp>", "<dictcomp>")
AFTER = " (a call before does not count: the block defines it anew)"
NO_FUNCTIONS = (*AT_ONCE, "<genexpr>", "__annotate__")


class Seen:
    """The code of a block, with what has been seen of it: lines by code object."""

    def __init__(self, top: CodeType, source: str, lines: dict) -> None:
        self.top, self.lines = top, lines
        self.source = source.split("\n")

    def text(self, line: int) -> str:
        return repr(self.source[line - 1].strip())

    def name(self, code: CodeType) -> str:
        if code.co_name == "<lambda>":
            return f"the lambda of {self.text(code.co_firstlineno)}"
        return code.co_qualname

    def never_called(self, code: CodeType) -> list[str]:
        """Functions, classes and lambdas that no block of the page has called."""
        found = []
        for part in inside(code):
            if part not in self.lines and part.co_name not in NO_FUNCTIONS:
                found.append(self.name(part))
            found += self.never_called(part)
        return found

    def begun(self, code: CodeType) -> list[CodeType]:
        """The code and all in it that has begun to run."""
        found = [code] if code in self.lines else []
        return found + [c for part in inside(code) for c in self.begun(part)]

    def never_consumed(self) -> set[int]:
        """The lines of generators that nobody has asked for anything."""
        return {
            part.co_firstlineno
            for code in self.begun(self.top)
            for part in inside(code)
            if part.co_name == "<genexpr>" and part not in self.lines
        }

    def ran(self) -> set[int]:
        return set().union(*(self.lines[c] for c in self.begun(self.top)))

    def never_reached(self) -> set[int]:
        """The lines that never ran of all that was called."""
        begun = self.begun(self.top)
        return {n for code in begun for n in lines_of(code)} - self.ran()


def says_nothing(node: ast.stmt) -> bool:
    """Whether a statement has nothing to run: global, x: int, a docstring."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.AnnAssign):
        return node.value is None
    return isinstance(node, ast.Global | ast.Nonlocal)


def left_out(tree: ast.Module, top: CodeType) -> set[int]:
    """The statements that the compiler took out, since nothing reaches them."""
    kept, todo = set(), [top]
    while todo:
        code = todo.pop()
        kept |= lines_of(code)
        todo += inside(code)
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and not says_nothing(node)
        if kept.isdisjoint(range(node.lineno, node.end_lineno + 1))
    }


def held(tree: ast.Module, ran: set[int]) -> set[int]:
    """The lines of asserts that ran: what they would say is not to be seen."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
        if not ran.isdisjoint(range(node.lineno, node.end_lineno + 1))
        for line in range(node.lineno, node.end_lineno + 1)
    }


def unrun(
    top: CodeType, source: str, lent: set[int], lines: dict
) -> str | None:
    """What of a block never ran; in lent lines functions alone are asked for."""
    seen, tree = Seen(top, source, lines), ast.parse(source)
    if missing := seen.never_called(top):
        names = ", ".join(sorted(missing))
        return f"defined and never called: {names}{AFTER}"
    reached = seen.never_reached() | left_out(tree, top)
    missing = reached - held(tree, seen.ran()) | seen.never_consumed()
    if missing := sorted(missing - lent):
        return f"never ran: {', '.join(map(seen.text, missing))}"
    if missing := one_armed(tree):
        return f"always goes the same way: {', '.join(missing)}"
    return None
