"""A thing compared with itself: it is equal whatever the code does."""

import ast
import re

FAMILY = re.compile(
    r"(^|_)(equal|equals|equiv|close|allclose|isclose|subtract)$|^assert_"
)
BOX = re.compile(  # the same numbers in another one
    "(approx|array|as_?array|as_tensor|clone|copy|cpu|detach|from_numpy|item|list"
    "|numpy|tensor|tolist|tuple)$"
)


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def carried(node: ast.expr) -> ast.expr:
    """What is in the boxes: x of torch.tensor(x), and of x.detach().numpy()."""
    while isinstance(node, ast.Call) and BOX.match(name_of(node)):
        method = isinstance(node.func, ast.Attribute) and not node.args
        if not method and not node.args:
            break
        node = node.func.value if method else node.args[0]
    return node


def same(one: ast.expr, other: ast.expr) -> bool:
    return ast.dump(carried(one)) == ast.dump(carried(other))


def sides(node: ast.AST) -> list[ast.expr]:
    """What a node compares, in order."""
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        return [node.left, node.right]
    if not isinstance(node, ast.Call) or not FAMILY.search(name_of(node)):
        return []
    given = [*node.args, *(word.value for word in node.keywords)]
    if len(node.args) == 1 and isinstance(node.func, ast.Attribute):
        given.insert(0, node.func.value)  # a.equal(b)
    return given[:2]


def itself(tree: ast.AST) -> list[str]:
    """The comparisons and differences of a thing with itself."""
    found = []
    for node in ast.walk(tree):
        each = sides(node)
        if any(map(same, each, each[1:])):
            found.append(f"compares a thing with itself: {ast.unparse(node)}")
    return found
