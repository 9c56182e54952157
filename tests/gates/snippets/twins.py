"""A network and its twin in PyTorch are called alike: the same parameters, the same defaults."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from press.read.chapter import parts

HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
NETWORK = {"self", "params", "net"}  # what a twin keeps in itself
PLAIN = ast.Constant | ast.UnaryOp | ast.BinOp


class Door(NamedTuple):
    """What is called: its name, and its parameters with their defaults.

    settles: the defaults of what it takes by **, which stand in a table.
    """

    name: str
    takes: dict[str, ast.expr | None]
    settles: dict[str, ast.expr | None] = {}  # noqa: RUF012


def takes(node: ast.FunctionDef) -> dict[str, ast.expr | None]:
    """The parameters of a function, in order; None has no default."""
    every = [*node.args.posonlyargs, *node.args.args]
    without = [None] * (len(every) - len(node.args.defaults))
    values = [*without, *node.args.defaults, *node.args.kw_defaults]
    every += node.args.kwonlyargs
    return {a.arg: value for a, value in zip(every, values, strict=True)}


def methods(node: ast.ClassDef) -> dict[str, dict]:
    return {
        part.name: takes(part)
        for part in node.body
        if isinstance(part, ast.FunctionDef)
    }


def table(node: ast.FunctionDef, tree: ast.Module) -> dict[str, ast.expr]:
    """TABLE, if the function mixes what it takes by ** as in TABLE | more."""
    more = node.args.kwarg and node.args.kwarg.arg
    mixed = {
        part.left.id
        for part in ast.walk(node)
        if isinstance(part, ast.BinOp) and isinstance(part.left, ast.Name)
        if isinstance(part.right, ast.Name) and part.right.id == more
    }
    return {
        key.value: value
        for part in tree.body
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Dict)
        if part.targets[0].id in mixed
        for key, value in zip(part.value.keys, part.value.values, strict=True)
    }


def doors(path: Path) -> Iterator[Door]:
    """The functions of a file; of its modules what __init__ and forward take."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield Door(node.name, takes(node), table(node, tree))
        elif isinstance(node, ast.ClassDef):
            own = methods(node)
            if "forward" in own:
                name = HUMP.sub("_", node.name).lower()
                yield Door(name, own.get("__init__", {}) | own["forward"])


def fields(path: Path) -> set[str]:
    """What the tuples of parameters of a file hold."""
    return {
        part.target.id
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Params")
        for part in node.body
        if isinstance(part, ast.AnnAssign)
    }


def partner(name: str, every: dict[str, Door]) -> Door | None:
    """What a twin's function is the twin of; None if it stands alone."""
    stem = name.removeprefix("builtin_").removesuffix("_torch")
    for candidate in (f"{stem}_forward", f"{stem}_step", f"{stem}_rule", stem):
        if candidate in every:
            return every[candidate]
    trains = [door for n, door in every.items() if n.startswith("train_")]
    return trains[0] if name.startswith("train_") and len(trains) == 1 else None


def files(snippet: Path) -> list[Path]:
    """The NumPy files of a chapter, which share one twin."""
    root = snippet.parents[2]
    return [snippet, *parts(snippet.parent.name, snippet.stem, root)]


def known(snippet: Path) -> dict[str, Door]:
    """What the NumPy files of a chapter have to call, by name."""
    return {d.name: d for file in files(snippet) for d in doors(file)}


def settled(door: Door, every: dict[str, Door]) -> dict:
    """Its defaults, those of its table, and of the rule that a step applies."""
    rules = [
        every[name].takes
        for name in every
        if name.endswith("_rule") and door.name.endswith("_step")
        if door.name.startswith(name.removesuffix("_rule"))
    ]
    return {
        **(rules[0] if len(rules) == 1 else {}),
        **door.settles,
        **door.takes,
    }


def pairs(snippet: Path) -> Iterator[tuple[Door, Door]]:
    """Every function of the NumPy files that has a twin, with its twin."""
    every = known(snippet)
    for twin in doors(snippet.with_name(f"{snippet.stem}_torch.py")):
        if door := partner(twin.name, every):
            yield door, twin


def shown(value: ast.expr | None) -> str:
    return "no default" if value is None else ast.unparse(value)


def same(one: ast.expr | None, other: ast.expr | None) -> bool:
    """Equal, or two functions: relu has another name in each dialect."""
    if one is None or other is None:
        return one is other
    if isinstance(one, PLAIN) or isinstance(other, PLAIN):
        return ast.unparse(one) == ast.unparse(other)
    return True


def unlike(snippet: Path) -> Iterator[str]:
    """What is called in another way than its twin."""
    held = NETWORK.union(*map(fields, files(snippet)))
    every = known(snippet)
    for door, twin in pairs(snippet):
        place = f"{snippet.stem}: {door.name} and {twin.name}"
        defaults = settled(door, every)
        for name in defaults.keys() & twin.takes.keys():
            ours, theirs = defaults[name], twin.takes[name]
            if not same(ours, theirs):
                yield f"{place}: {name} has {shown(ours)} and {shown(theirs)}"
        if not twin.name.startswith(("builtin_", "train_")):
            ours = door.takes.keys() | door.settles.keys()
            ours, theirs = ours - held, twin.takes.keys() - held
            for name in sorted(ours ^ theirs):
                yield f"{place}: only one of them takes {name}"
