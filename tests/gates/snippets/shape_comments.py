"""Make the comments `# (B, 4H)` in snippets/ true: check each when it runs.

install() makes `import snippets.…` compile instrumented code. What may carry
a comment, at the end of its last line:

    a = x @ W + b  # (B, 4H)        assignments, also `self.b = …`, `a += …`
    i, f = np.split(a, 2)  # 2 × (B, H)
    return a  # (B, 4H)             and expressions, and the head of a `for`
    def f(
        x,  # (B, D)                an argument on its own line, at every call
    class Params(NamedTuple):
        W: np.ndarray  # (D, 4H)    a field, at every construction

A size is a sum, difference, product or // of letters and integers: T+1, 2H-1,
B×T, H//2. Within one call (one construction) a letter stands for one size; a
local variable of that name that is an int has the last word.
"""

import ast
import contextlib
import functools
import importlib.abc
import importlib.machinery
import io
import operator
import re
import sys
import tokenize
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from press import ROOT

COMMENT = re.compile(r"#\s*(?:(\d+)\s*×\s*)?\(([^()]*)\)\s*$")
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}
LAST = "test_every_comment_in_snippets_was_checked"
seen: set[str] = set()  # the places that have been checked
quiet: list[None] = []  # not empty within silence()


class Spec(NamedTuple):
    """What one comment says: count × (terms), None × for a single array."""

    count: int | None
    terms: tuple[ast.expr, ...]
    text: str
    letters: frozenset[str]
    shape: CodeType  # the terms as one tuple, to be evaluated


@functools.cache
def parse(comment: str) -> Spec | None:
    """The shape that a comment states; None if it is some other comment."""
    match = COMMENT.match(comment)
    if match is None:
        return None
    texts = [text.strip() for text in match[2].split(",") if text.strip()]
    try:
        terms = tuple(
            ast.parse(
                re.sub(r"(\d)\s*([A-Za-z_])", r"\1*\2", text.replace("×", "*")),
                mode="eval",
            ).body
            for text in texts
        )
    except SyntaxError:
        return None
    known = (ast.Name, ast.Constant, ast.BinOp, ast.operator, ast.Load)
    nodes = [node for term in terms for node in ast.walk(term)]
    if not all(isinstance(node, known) for node in nodes):
        return None
    if not all(type(getattr(node, "value", 0)) is int for node in nodes):
        return None
    whole = ast.Expression(ast.Tuple(list(terms), ast.Load()))
    return Spec(
        match[1] and int(match[1]),
        terms,
        comment.lstrip("# "),
        frozenset().union(*map(names, terms)),
        compile(ast.fix_missing_locations(whole), "<shape>", "eval"),
    )


def names(term: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(term) if isinstance(node, ast.Name)}


def value(term: ast.expr, sizes: dict) -> int:
    """The number that a term stands for once its letters are known."""
    if isinstance(term, ast.Constant):
        return term.value
    if isinstance(term, ast.Name):
        return sizes[term.id]
    left, right = value(term.left, sizes), value(term.right, sizes)
    return OPERATORS[type(term.op)](left, right)


def solve(term: ast.expr, name: str, size: int, sizes: dict) -> int | None:
    """The one size of name that makes the term, linear in it, equal size."""
    if any(isinstance(node, ast.FloorDiv) for node in ast.walk(term)):
        return None
    zero, one = (value(term, {**sizes, name: n}) for n in (0, 1))
    if one == zero or (size - zero) % (one - zero):
        return None
    found = (size - zero) // (one - zero)
    return found if found >= 0 else None


def check_one(array, spec: Spec, sizes: dict, place: str) -> None:
    """Unify the shape of one array with a spec, binding letters in sizes."""
    shape = tuple(getattr(array, "shape", ()))
    if spec.letters <= sizes.keys() and eval(spec.shape, {}, sizes) == shape:
        return
    fact = f"{place}: the comment says {spec.text}, the array is {shape}"
    assert len(shape) == len(spec.terms), fact
    pairs = list(zip(spec.terms, shape, strict=True))
    for term, size in sorted(pairs, key=lambda pair: len(names(pair[0]))):
        unknown = names(term) - sizes.keys()
        if len(unknown) == 1:
            name = unknown.pop()
            found = solve(term, name, size, sizes)
            assert found is not None, f"{fact}, which leaves {name} open"
            sizes[name] = found
        assert not unknown, f"{fact}, {unknown} unknown so far"
        assert value(term, sizes) == size, f"{fact}, with {sizes}"


def check(array, comment: str, sizes: dict, local: dict, place: str) -> None:
    """Called by instrumented code after the line at place has run."""
    seen.add(place)
    if quiet:
        return
    spec = parse(comment)
    for letter in sorted(spec.letters):
        if type(local.get(letter)) is int:
            sizes[letter] = local[letter]
    if not isinstance(array, tuple | list):
        assert spec.count is None, f"{place}: {spec.text} is a single array"
        return check_one(array, spec, sizes, place)
    assert len(array) == spec.count, f"{place}: {spec.text}, got {len(array)}"
    for part in array:
        check_one(part, spec, sizes, place)
    return None


def check_fields(cls: type, comments: dict) -> type:
    """Make every construction of cls check its fields, letters shared."""

    def test(self):
        sizes = {}
        for name, (comment, place) in comments.items():
            check(getattr(self, name), comment, sizes, {}, place)
        return self

    if issubclass(cls, tuple):  # NamedTuple
        make = cls.__new__
        cls.__new__ = lambda cls, *args, **kw: test(make(cls, *args, **kw))
        cls._make = classmethod(lambda cls, values: cls(*values))
    else:
        init = cls.__init__

        def checked(self, *args, **kw):
            init(self, *args, **kw)
            test(self)

        cls.__init__ = checked
    return cls


@contextlib.contextmanager
def silence():
    """For a test that hands in a wrong shape on purpose."""
    quiet.append(None)
    try:
        yield
    finally:
        quiet.pop()


def comments_of(source: str) -> dict[int, str]:
    """The shape comments of a file by line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string
        for token in tokens
        if token.type == tokenize.COMMENT and parse(token.string)
    }


def place_of(path, line: int) -> str:
    path = Path(path).resolve()
    inside = path.is_relative_to(ROOT)
    return f"{path.relative_to(ROOT) if inside else path}:{line}"


def written() -> set[str]:
    """The places of all shape comments in snippets/."""
    return {
        place_of(path, line)
        for path in (ROOT / "snippets").rglob("*.py")
        for line in comments_of(path.read_text("utf-8"))
    }


class Instrument(ast.NodeTransformer):
    """Put a check behind every statement that carries a shape comment."""

    def __init__(self, source: str, path: str):
        self.path = path
        self.comments = comments_of(source)

    def comment(self, node: ast.AST, line: int | None = None):
        """The node's comment and its place, or None."""
        line = line or node.end_lineno
        if line not in self.comments:
            return None
        return self.comments[line], place_of(self.path, line)

    def statement(self, node: ast.AST, text: str) -> list[ast.stmt]:
        return [ast.copy_location(s, node) for s in ast.parse(text).body]

    def call(self, node: ast.AST, target: str, line: int | None = None):
        """[check(target, …)] if the node carries a comment, otherwise []."""
        if not (found := self.comment(node, line)):
            return []
        rest = f"{found[0]!r}, __sizes__, locals(), {found[1]!r}"
        return self.statement(node, f"__check__({target}, {rest})")

    def visit_Assign(self, node):
        return [node, *self.call(node, ast.unparse(node.targets[0]))]

    def visit_AugAssign(self, node):
        return [node, *self.call(node, ast.unparse(node.target))]

    def visit_AnnAssign(self, node):
        if node.value is None:  # a field, see visit_ClassDef
            return node
        return [node, *self.call(node, ast.unparse(node.target))]

    def visit_Expr(self, node):
        return self.through_a_name(node)

    def visit_Return(self, node):
        return self.through_a_name(node)

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
        self.generic_visit(node)
        first = node.body[0]
        start = self.statement(first, "__sizes__ = {}")
        arguments = node.args.posonlyargs + node.args.args
        for argument in arguments + node.args.kwonlyargs:
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


def instrument(source: str, path: str) -> ast.Module:
    """The syntax tree of a file with its checks, line numbers unchanged."""
    tree = Instrument(source, path).visit(ast.parse(source))
    tools = (
        "from tests.gates.snippets.shape_comments import check as __check__, "
        "check_fields as __check_fields__\n__sizes__ = {}"
    )
    docstring = ast.get_docstring(tree) is not None
    start = ast.parse(tools).body
    for statement in start:
        ast.copy_location(statement, tree.body[0])
    tree.body[docstring:docstring] = start
    return ast.fix_missing_locations(tree)


class Loader(importlib.machinery.SourceFileLoader):
    """Compiles instrumented code; runpy asks get_code as well."""

    def get_code(self, fullname):
        tree = instrument(self.get_source(fullname), self.path)
        return compile(tree, self.path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of one package and hands them to Loader."""

    def __init__(self, package: str):
        self.package = package

    def find_spec(self, fullname, path, target=None):
        if not fullname.startswith(f"{self.package}."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and type(spec.loader) is importlib.machinery.SourceFileLoader:
            spec.loader = Loader(fullname, spec.origin)
        return spec


def install(package: str = "snippets") -> Finder:
    """Instrument what is imported from the package from now on."""
    sys.meta_path.insert(0, finder := Finder(package))
    return finder
