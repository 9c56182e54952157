"""Puts a check of each comment `# (B, 4H)` behind its statement; see shape_comments.py."""

import ast
import re
from pathlib import Path

from press import ROOT
from press.check.shape_comments import comments_of, parse

PIN = re.compile(r"(?<![\w.])(\w+)\s+(\([^()]*\))")


def place_of(path, line: int) -> str:
    path = Path(path).resolve()
    inside = path.is_relative_to(ROOT)
    return f"{path.relative_to(ROOT) if inside else path}:{line}"


def pins_of(node: ast.FunctionDef) -> dict[str, str]:
    """The arguments whose shape the docstring gives: x (N, D)."""
    arguments = {argument.arg for argument in all_arguments(node)}
    found = {
        name: f"# {shape}"
        for name, shape in PIN.findall(ast.get_docstring(node) or "")
        if name in arguments
    }
    return {
        name: comment
        for name, comment in found.items()
        if (parsed := parse(comment)) and parsed.letters
    }


def all_arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return node.args.posonlyargs + node.args.args + node.args.kwonlyargs


def used(tree: ast.Module) -> set[str]:
    """The names of a file or a block: what others had for theirs binds none."""
    nodes = list(ast.walk(tree))
    arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
    return arguments | {n.id for n in nodes if isinstance(n, ast.Name)}


class Instrument(ast.NodeTransformer):
    """Put a check behind every statement that carries a shape comment."""

    def __init__(self, source: str, path: str):
        self.path = path
        self.comments = comments_of(source)
        self.depth = 0  # of the functions around
        self.own = used(ast.parse(source))

    def comment(self, node: ast.AST, line: int | None = None):
        """The node's comment and its place, or None."""
        line = line or node.end_lineno
        if line not in self.comments:
            return None
        return self.comments[line], place_of(self.path, line)

    def local(self, comment: str) -> str:
        """Where its letters may be integers."""
        return "locals()" if parse(comment).letters & self.own else "{}"

    def statement(self, node: ast.AST, text: str) -> list[ast.stmt]:
        return [ast.copy_location(s, node) for s in ast.parse(text).body]

    def call(self, node: ast.AST, target: str, line: int | None = None):
        """[check(target, …)] if the node carries a comment, otherwise []."""
        if not (found := self.comment(node, line)):
            return []
        local = self.local(found[0])
        rest = f"{found[0]!r}, __sizes__, {local}, {found[1]!r}"
        return self.statement(node, f"__check__({target}, {rest})")

    def fresh(self, node: ast.AST, kind: str) -> ast.AST:
        """A node without a comment; of a snippet it is asked whether it needs one."""
        return node

    def visit_Assign(self, node):
        target = node.targets[0]
        if calls := self.call(node, ast.unparse(target)):
            return [node, *calls]
        parts = getattr(target, "elts", [target])
        if any(isinstance(part, ast.Subscript | ast.Starred) for part in parts):
            return node  # into an array, or a list
        return self.fresh(node, "one" if parts == [target] else "several")

    def visit_AugAssign(self, node):
        return [node, *self.call(node, ast.unparse(node.target))]

    def visit_AnnAssign(self, node):
        if node.value is None:  # a field, see visit_ClassDef
            return node
        calls = self.call(node, ast.unparse(node.target))
        return [node, *calls] if calls else self.fresh(node, "one")

    def visit_Expr(self, node):
        return self.through_a_name(node)

    def visit_Return(self, node):
        last = self.through_a_name(node)
        return self.fresh(node, "return") if last is node else last

    def through_a_name(self, node):
        """Keep the value of an expression or a return under a name first."""
        if not (calls := self.call(node, "__value__")):
            return node
        target = ast.Name("__value__", ast.Store())
        keep = ast.copy_location(ast.Assign([target], node.value), node)
        name = ast.copy_location(ast.Name("__value__", ast.Load()), node)
        last = type(node)(name)
        return [keep, *calls, ast.copy_location(last, node)]

    def visit_For(self, node):
        self.generic_visit(node)
        head = node.body[0].lineno - 1
        if node.iter.end_lineno <= head:
            target = ast.unparse(node.target)
            line = node.iter.end_lineno
            node.body[:0] = self.call(node.body[0], target, line)
        return node

    def visit_FunctionDef(self, node):
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1
        first = node.body[0]
        pins = pins_of(node)
        sizes = f"__pin__({tuple(pins.values())!r}, ({' '.join(f'{n},' for n in pins)}))"
        start = self.statement(first, f"__sizes__ = {sizes if pins else '{}'}")
        for argument in all_arguments(node):
            if argument.lineno != first.lineno:
                start += self.call(first, argument.arg, argument.end_lineno)
        keep_docstring = ast.get_docstring(node) is not None
        node.body[keep_docstring:keep_docstring] = start
        return node

    def visit_ClassDef(self, node):
        fields = {
            field.target.id: found
            for field in node.body
            if isinstance(field, ast.AnnAssign) and field.value is None
            if (found := self.comment(field))
        }
        self.generic_visit(node)
        if not fields:
            return node
        text = f"{node.name} = __check_fields__({node.name}, {fields!r})"
        return [node, *self.statement(node, text)]
