"""Small changes to a solution, each of which its check should notice."""

import ast
import copy
import re
from collections.abc import Iterator
from typing import NamedTuple

from press.check import process
from press.check.alone import Program, pack, ran
from press.read.page import Page
from press.read.program import codes, piece
from tests.gates.pages.graded import all_right, of_compare, signatures

SWAPS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}
STATEMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr)
# ends a loop that has no end any more, after seconds of work, not of waiting
STOP = "(s := __import__('signal')).setitimer(s.ITIMER_VIRTUAL, 5)\n"
# what comes after it spoils all arrays that an answer is given
SPOIL = """def spoiling(answer):
    def spoil(*given):
        arrays = [a for a in given if type(a).__name__ == "ndarray"]
        found = answer(*given)
        for a in arrays:
            a[...] = 0
        return found

    return spoil


{0} = spoiling({0})"""
# what comes after it returns another number of results: where it has several, or one
MISCOUNT = """def miscounting(answer):
    def miscount(*given):
        found = answer(*given)
        several = isinstance(found, tuple | list)
        return (lambda found: {1})(found) if several else (lambda found: {2})(found)

    return miscount


{0} = miscounting({0})"""
MISCOUNTS = (
    ("None", "None"),
    ("found[0]", "(found, found)"),
    ("found[:-1]", "()"),
    ("[*found, 0]", "(found, 0)"),
)


def changes(node: ast.AST) -> Iterator[ast.AST | None]:
    """What could stand in the place of a part; None: nothing."""
    if type(node) in SWAPS:
        yield from (new() for new in SWAPS[type(node)])
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, STATEMENTS) and not is_docstring(node):
        yield None
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield ast.Return(ast.Tuple(node.value.elts[::-1], ast.Load()))


def only_sized(tree: ast.AST) -> set[ast.AST]:
    """The names of which only the shape is asked: another may have the same."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        each
        for call in calls
        if re.search(r"(^len|_like)$", ast.unparse(call.func))
        for each in call.args
    }


def others(node: ast.AST, names: list[str]) -> Iterator[ast.Name]:
    """For an argument that is read, the next one."""
    read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    if read and node.id in names and len(names) > 1:
        following = names[(names.index(node.id) + 1) % len(names)]
        yield ast.Name(following, ast.Load())


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Every part below a node: whose field it is, and which of a list."""
    for field, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        for index, inner in enumerate(parts):
            if isinstance(inner, ast.AST):
                yield node, field, index if isinstance(value, list) else None
                yield from places(inner)


def put(holder: ast.AST, field: str, index: int | None, new) -> None:
    """Set a part; where a statement is to go, `pass` comes."""
    new = ast.Pass() if new is None else new
    if index is None:
        setattr(holder, field, new)
    else:
        getattr(holder, field)[index] = new


def part(holder: ast.AST, field: str, index: int | None) -> ast.AST:
    found = getattr(holder, field)
    return found if index is None else found[index]


def mutants(code: str) -> list[str]:
    """A solution with one change each; its last statement, the question, stays."""
    *nodes, question = ast.parse(code).body
    tree, found = ast.Module(nodes, []), []
    sized = only_sized(tree)
    names = [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    for place in places(tree):
        old = part(*place)
        also = () if old in sized else others(old, names)
        for new in (*changes(old), *also):
            put(*place, new)
            changed = copy.deepcopy(tree)
            put(*place, old)
            changed.body.append(question)
            found.append(ast.unparse(ast.fix_missing_locations(changed)))
    return sorted({*found} - {ast.unparse(ast.parse(code))})


def branch(prefix: list, leaves: list) -> list:
    """A tree of one stem."""
    for path, code in reversed(prefix):
        leaves = [(path, code, leaves)]
    return leaves


class Trial(NamedTuple):
    """What the check of a solution said of its mutants."""

    alive: list[str]  # the code of those that it let pass
    stopped: int  # how many ended with an error
    made: int
    spoilt: bool  # whether an answer that spoils what it is given is judged otherwise
    untold: list[
        str
    ]  # what it says of another number of results, and no sentence


def trial(page: Page, program: Program) -> Trial:
    """Put the mutants of a solution, the last block of a program, before its check."""
    blocks = codes(page)
    solution = blocks[program[-1]]
    made = [STOP + mutant for mutant in mutants(solution)]
    counts = [wrapped(solution, MISCOUNT, *each) for each in MISCOUNTS]
    answers = [solution, wrapped(solution, SPOIL), *counts, *made]
    found = ran(box(blocks, program, answers))
    wanted, spoilt, *others = (
        found[(*program, n)] for n in range(len(answers))
    )
    counted, others = others[: len(counts)], others[len(counts) :]
    assert not wanted.error, wanted.error
    alive = [m for m, o in zip(made, others, strict=True) if o == wanted]
    stopped = sum(bool(other.error) for other in others)
    own = next(iter(signatures(solution).values())).split(", ")
    lines = [
        line for line in spoilt.output.splitlines() if label(line) not in own
    ]
    sound = not spoilt.error and {*lines} <= {*wanted.output.splitlines()}
    untold = [
        each.error or each.output
        for each in counted
        if each.error or not told(each.output)
    ]
    return Trial(alive, stopped, len(made), not sound, untold)


def told(output: str) -> bool:
    """Whether a check has said, in its own words, what is not right."""
    lines = output.splitlines()
    return all(map(of_compare, lines)) and not all_right(output)


def label(line: str) -> str:
    """What a line of a check is about; a check may ask for an argument itself."""
    return re.split(r"\W", line, maxsplit=1)[0]


def wrapped(solution: str, wrapper: str, *more: str) -> str:
    """A solution whose function, or the last of several, is wrapped before it is asked."""
    *nodes, question = ast.parse(solution).body
    defined = {n.name for n in nodes if isinstance(n, ast.FunctionDef)}
    names = [n.id for n in ast.walk(question) if isinstance(n, ast.Name)]
    asked = [name for name in names if name in defined][-1]
    own = ast.unparse(ast.Module(nodes, []))
    return "\n\n\n".join(
        [own, wrapper.format(asked, *more), ast.unparse(question)]
    )


def box(blocks: list[str], program: Program, answers: list[str]):
    """What runs the blocks before a solution, and then each answer in its place."""

    def packed(pairs: tuple, path: str) -> tuple:
        imports, _ = pack([program], pairs, path)
        stem = [
            (program[: at + 1], piece(blocks[block]).code)
            for at, block in enumerate(program[:-1])
        ]
        leaves = [
            ((*program, leaf), piece(code).code, [])
            for leaf, code in enumerate(answers)
        ]
        return imports, branch(stem, leaves)

    return process.make_box(
        tuple((code, ()) for code in blocks), packed, threads="1"
    )
