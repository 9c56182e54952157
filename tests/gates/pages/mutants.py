"""Small changes to a solution, each of which its check should notice."""

import ast
import copy
from collections.abc import Iterator

from press.read.page import Page
from press.read.program import codes, piece
from tests.gates.pages import process
from tests.gates.pages.alone import Program, pack, ran

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
STATEMENTS = (ast.Assign, ast.AugAssign, ast.Expr)
STOP = "__import__('signal').alarm(5)\n"  # a loop that has no end any more


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
    elif isinstance(node, STATEMENTS):
        yield None
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield ast.Return(ast.Tuple(node.value.elts[::-1], ast.Load()))


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Every part below a node: whose field it is, and which of a list."""
    for field, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        for index, part in enumerate(parts):
            if isinstance(part, ast.AST):
                yield node, field, index if isinstance(value, list) else None
                yield from places(part)


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
    for place in places(tree):
        old = part(*place)
        for new in changes(old):
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


def survivors(page: Page, program: Program) -> tuple[list[str], int]:
    """The mutants of a program's last block that its check lets pass; how many there were."""
    blocks = codes(page)
    made = mutants(blocks[program[-1]])
    found = ran(box(blocks, program, [blocks[program[-1]], *made]))
    wanted = found[(*program, 0)]
    assert not wanted.error, wanted.error
    alive = [
        code
        for leaf, code in enumerate(made, 1)
        if found[(*program, leaf)] == wanted
    ]
    return alive, len(made)


def box(blocks: list[str], program: Program, answers: list[str]):
    """What runs the blocks before a solution, and then each answer in its place."""

    def packed(pairs: tuple, path: str) -> tuple:
        imports, _ = pack([], pairs, path)
        stem = [
            (program[: at + 1], piece(blocks[block]).code)
            for at, block in enumerate(program[:-1])
        ]
        leaves = [
            ((*program, leaf), STOP + piece(code).code, [])
            for leaf, code in enumerate(answers)
        ]
        return imports, branch(stem, leaves)

    return process.make_box(
        tuple((code, ()) for code in blocks), packed, threads="1"
    )
