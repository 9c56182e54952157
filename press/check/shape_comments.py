"""Make the comments `# (B, 4H)` in snippets/ true: check each when it runs.

shape_instrument.py makes `import snippets.…` compile code that calls
what is here. What may carry a comment, at the end of its last line:

    a = x @ W + b  # (B, 4H)        assignments, also `self.b = …`, `a += …`
    i, f = np.split(a, 2)  # 2 × (B, H)
    return dx, db  # (B, D), (D,)   and expressions, and the head of a `for`
    def f(
        x,  # (B, D)                an argument on its own line, at every call
    class Params(NamedTuple):
        W: np.ndarray  # (D, 4H)    a field, at every construction

A size is a sum, difference, product or // of letters and integers: T+1, 2H-1,
B×T, H//2; ... is any sizes, (...) any shape. Within one call (one construction) a letter stands for one size: that
of an argument whose shape the docstring gives, `x (B, D)`, or of the first
comment with it; a local variable of that name that is an int has the last word.

shape_required.py takes down which statements lack one. Pages are checked by what
stands here, in a process that must not find NumPy or a submodule imported.
"""

import ast
import contextlib
import functools
import io
import operator
import re
import tokenize
from collections import namedtuple

SHAPE = r"(?:(\d+)\s*×\s*)?\(([^()]*)\)"
COMMENT = re.compile(rf"#\s*{SHAPE}(?:\s*,\s*{SHAPE})*\s*$")
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}
LAST = (
    "test_every_comment_in_snippets_was_checked",
    "test_every_new_array_in_snippets_has_its_shape",
)
seen: set[str] = set()  # the places that have been checked
quiet: list[None] = []  # not empty within silence()


# One shape of a comment: its terms, also as the code of one tuple.
# No typing.NamedTuple: it would bring collections.abc into every page.
Spec = namedtuple("Spec", "terms letters shape")
# What one comment says: its shapes in order, 2 × (B, H) taken twice;
# single: of an array itself, not of a tuple of arrays.
Comment = namedtuple("Comment", "specs single text letters")


@functools.cache
def parse(comment: str) -> Comment | None:
    """The shapes that a comment states; None if it is some other comment."""
    if not COMMENT.match(comment):
        return None
    specs, parts = [], re.findall(SHAPE, comment)
    for count, text in parts:
        spec = parse_shape(text)
        if spec is None:
            return None
        specs += [spec] * int(count or 1)
    return Comment(
        tuple(specs),
        len(parts) == 1 and not parts[0][0],
        comment.lstrip("# "),
        frozenset().union(*(spec.letters for spec in specs)),
    )


def parse_shape(text: str) -> Spec | None:
    """What stands between a pair of brackets: sizes, or something else."""
    texts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        terms = tuple(parse_term(text.replace("×", "*")) for text in texts)
    except SyntaxError:
        return None
    known = (ast.Name, ast.Constant, ast.BinOp, ast.operator, ast.expr_context)
    if sum(isinstance(term, ast.Starred) for term in terms) == 1:
        known += (ast.Starred,)
    nodes = [node for term in terms for node in ast.walk(term)]
    if not all(isinstance(node, known) for node in nodes):
        return None
    if not all(
        type(node.value) is int
        for node in nodes
        if isinstance(node, ast.Constant)
    ):
        return None
    whole = ast.Expression(ast.Tuple(list(terms), ast.Load()))
    return Spec(
        terms,
        frozenset().union(*map(names, terms)),
        compile(ast.fix_missing_locations(whole), "<shape>", "eval"),
    )


def parse_term(text: str) -> ast.expr:
    """A size as an expression; ... as *sizes["..."]."""
    if text == "...":
        return ast.Starred(ast.Name("...", ast.Load()), ast.Load())
    text = re.sub(r"(\d)\s*([A-Za-z_])", r"\1*\2", text)
    return ast.parse(text, mode="eval").body


@functools.cache
def names(term: ast.expr) -> frozenset[str]:
    return frozenset(
        node.id for node in ast.walk(term) if isinstance(node, ast.Name)
    )


def value(term: ast.expr, sizes: dict) -> int:
    """The number that a term stands for once its letters are known."""
    if isinstance(term, ast.Constant):
        return term.value
    if isinstance(term, ast.Name):
        return sizes[term.id]
    if isinstance(term, ast.Starred):
        return sizes["..."]
    left, right = value(term.left, sizes), value(term.right, sizes)
    return OPERATORS[type(term.op)](left, right)


def solve(term: ast.expr, name: str, size: int, sizes: dict) -> int | None:
    """The one size of name that makes the term, linear in it, equal size."""
    if isinstance(term, ast.Name | ast.Starred):
        return size
    if any(isinstance(node, ast.FloorDiv) for node in ast.walk(term)):
        return None
    zero, one = (value(term, {**sizes, name: n}) for n in (0, 1))
    if one == zero or (size - zero) % (one - zero):
        return None
    found = (size - zero) // (one - zero)
    return found if found >= 0 else None


def paired(terms: tuple, shape: tuple) -> list[tuple] | None:
    """Each term and its size, that of ... a tuple; None: another rank."""
    for i, term in enumerate(terms):
        if isinstance(term, ast.Starred):
            end = len(shape) - len(terms) + i + 1
            if end >= i:
                shape = (*shape[:i], shape[i:end], *shape[end:])
    if len(shape) != len(terms):
        return None
    return list(zip(terms, shape, strict=True))


def check_one(array, spec: Spec, text: str, sizes: dict, place: str) -> None:
    """Unify the shape of one array with a spec, binding letters in sizes."""
    shape = tuple(getattr(array, "shape", ()))
    if spec.letters <= sizes.keys() and eval(spec.shape, {}, sizes) == shape:
        return
    fact = f"{place}: the comment says {text}, the array is {shape}"
    pairs = paired(spec.terms, shape)
    assert pairs is not None, fact
    for term, size in sorted(pairs, key=lambda pair: len(names(pair[0]))):
        unknown = names(term) - sizes.keys()
        if len(unknown) == 1:
            (name,), unknown = unknown, ()
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
    specs, single, text, letters = parse(comment)
    for letter in sorted(letters):
        if type(local.get(letter)) is int:
            sizes[letter] = local[letter]
    if not isinstance(array, tuple | list):
        assert single, f"{place}: {text}, got a single array"
        return check_one(array, specs[0], text, sizes, place)
    same = not single and len(array) == len(specs)
    assert same, f"{place}: {text}, got {len(array)} arrays"
    for part, spec in zip(array, specs, strict=True):
        check_one(part, spec, text, sizes, place)
    return None


def pin(comments: tuple[str, ...], arrays: tuple) -> dict[str, int]:
    """The letters of a call: its arguments have the docstring's shapes."""
    sizes = {}
    for comment, array in zip(comments, arrays, strict=True):
        shape = getattr(array, "shape", None)
        if quiet or shape is None:
            continue
        # where the rank is another, the front door has a word on it
        pairs = paired(parse(comment).specs[0].terms, tuple(shape))
        for term, size in pairs or ():
            unknown = names(term) - sizes.keys()
            if len(unknown) == 1:
                (name,) = unknown
                found = solve(term, name, size, sizes)
                sizes |= {} if found is None else {name: found}
    return sizes


def check_fields(cls: type, comments: dict, check=check) -> type:
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
