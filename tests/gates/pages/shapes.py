"""The comments `# (B, 4H)` of a page are true: each is checked while the page runs.

The rules are those of tests/gates/snippets/shape_comments.py. What the code of
a page does and prints stays as it is: a false comment is taken down in false.
"""

import ast
import builtins
from types import CodeType

from tests.gates.snippets import shape_comments
from tests.gates.snippets.shape_comments import comments_of, parse
from tests.gates.snippets.shape_instrument import Instrument

false: list[str] = []  # what is wrong with the comments of the block at work
sound: dict[tuple, dict] = {}  # what has been found true, with its letters


class PageInstrument(Instrument):
    """Puts the checks into a block, on the lines of the comments."""

    def __init__(self, source: str):
        super().__init__(source, "page.py")
        self.lines, self.attached = source.split("\n"), set()
        self.own = used(ast.parse(source))
        self.is_numpy = False  # a page may make an array without a comment

    def comment(self, node: ast.AST, line: int | None = None):
        line = line or node.end_lineno
        if line not in self.comments:
            return None
        self.attached.add(line)
        return self.comments[line], self.lines[line - 1].strip()

    def statement(self, node: ast.AST, text: str) -> list[ast.stmt]:
        """Statements that stand where the node ends, with all their parts."""
        end = node.end_lineno
        made = ast.parse(text).body
        for part in (inner for each in made for inner in ast.walk(each)):
            if hasattr(part, "lineno"):
                part.lineno = part.end_lineno = end
                part.col_offset = part.end_col_offset = 0
        return made

    def round(self, node: ast.For | ast.While, before: int) -> list[ast.stmt]:
        """The loop; in each of its rounds a letter may stand for another size."""
        if len(self.attached) == before:
            return [node]
        kept = f"__sizes_{node.lineno}__"
        first = self.statement(node.body[0], f"__sizes__ = {kept}.copy()")
        first[0].lineno = node.body[0].lineno
        node.body[:0] = first
        start = self.statement(node, f"{kept} = __sizes__")
        start[0].lineno = node.lineno
        return [*start, node]

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
            return "locals()"
        letters = sorted(parse(comment).letters & self.own)
        return (
            f"{{{', '.join(f'{n!r}: globals().get({n!r})' for n in letters)}}}"
        )


def used(tree: ast.Module) -> set[str]:
    """The names of a block: what others had for theirs does not bind it."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def unattached(code: str) -> list[int]:
    """The lines of the shape comments that no statement carries."""
    if not comments_of(code):
        return []
    instrument = PageInstrument(code)
    instrument.visit(ast.parse(code))
    return sorted(instrument.comments.keys() - instrument.attached)


def shape_of(array) -> tuple:
    return getattr(array, "shape", ())


def check(array, comment: str, sizes: dict, local: dict, place: str) -> None:
    """shape_comments.check, which takes down what it finds, and knows it again."""
    letters = parse(comment).letters
    known = [local[n] for n in letters if type(local.get(n)) is int]
    several = isinstance(array, tuple | list)
    shape = tuple(map(shape_of, array)) if several else shape_of(array)
    key = place, several, shape, tuple(sizes.items()), tuple(known)
    if key in sound:
        sizes.update(sound[key])
        return
    try:
        shape_comments.check(array, comment, sizes, local, place)
        sound[key] = dict(sizes)
    except AssertionError as error:
        false.append(str(error))


def check_fields(cls: type, comments: dict) -> type:
    """Checks every construction whose fields are arrays, not facts about them."""

    def fields(array, comment, sizes, local, place):
        if shape_of(array):
            check(array, comment, sizes, local, place)

    return shape_comments.check_fields(cls, comments, fields)


def found() -> str | None:
    """What is wrong with the comments of the block, once each."""
    return "\n".join(dict.fromkeys(false)) or None


def begin(names: dict) -> None:
    """A block begins: each letter may stand for another size."""
    builtins.__check__, builtins.__check_fields__ = check, check_fields
    builtins.__pin__ = shape_comments.pin
    names["__sizes__"] = {}
    false.clear()


def instrumented(source: str, path: str) -> CodeType | None:
    """The code of a block that checks its comments; None if it has none."""
    if not comments_of(source):
        return None
    tree = PageInstrument(source).visit(ast.parse(source, path))
    ast.fix_missing_locations(tree)
    return compile(tree, path, "exec", dont_inherit=True)
