"""Puts checks of the comments `# (B, 4H)` into the blocks of a page; see shapes_seen.py."""

import ast

from press.check.instrument import Instrument
from press.check.shape_comments import comments_of, parse


class PageInstrument(Instrument):
    """Puts the checks into a block, on the lines of the comments."""

    def __init__(self, source: str):
        super().__init__(source, "page.py")
        self.lines, self.attached = source.split("\n"), set()

    def comment(self, node: ast.AST, line: int | None = None):
        line = line or node.end_lineno
        if line not in self.comments:
            return None
        self.attached.add(line)
        return self.comments[line], self.lines[line - 1].strip()

    def statement(self, node: ast.AST, text: str) -> list[ast.stmt]:
        """Statements in the line where the node begins: it has run, or will."""
        made = ast.parse(text).body
        for part in (inner for each in made for inner in ast.walk(each)):
            if hasattr(part, "lineno"):
                part.lineno = part.end_lineno = node.lineno
                part.col_offset = part.end_col_offset = 0
        return made

    def round(self, node: ast.For | ast.While, before: int) -> list[ast.stmt]:
        """The loop; in each of its rounds a letter may stand for another size."""
        if len(self.attached) == before:
            return [node]
        kept = f"__sizes_{node.lineno}__"
        node.body[:0] = self.statement(
            node.body[0], f"__sizes__ = {kept}.copy()"
        )
        return [*self.statement(node, f"{kept} = __sizes__"), node]

    def visit_For(self, node):
        before = len(self.attached)
        return self.round(super().visit_For(node), before)

    def visit_While(self, node):
        before = len(self.attached)
        self.generic_visit(node)
        return self.round(node, before)

    def local(self, comment: str) -> str:
        """Where letters have a size: in a function, or in this block."""
        if self.depth:
            return super().local(comment)
        letters = sorted(parse(comment).letters & self.own)
        return (
            f"{{{', '.join(f'{n!r}: globals().get({n!r})' for n in letters)}}}"
        )


def unattached(code: str) -> list[int]:
    """The lines of the shape comments that no statement carries."""
    if not comments_of(code):
        return []
    instrument = PageInstrument(code)
    instrument.visit(ast.parse(code))
    return sorted(instrument.comments.keys() - instrument.attached)


def checked(tree: ast.Module, source: str) -> ast.Module:
    """The tree of a block with the checks of its comments in it."""
    if not comments_of(source):
        return tree
    return ast.fix_missing_locations(PageInstrument(source).visit(tree))
