"""Below the head of a file that trains stands its use, from the start to the prediction: it runs.

The lines find the arguments of the sound call of each train_… in calls.py,
rng, and the letters of the docstring of train_… as sizes. They have no >>>:
a notebook would take it out of the string.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import partial

import numpy as np

from press.check.instrument import pins_of
from press.check.shape_comments import check, comments_of, pin
from tests.kit.calls import Door

USE = re.compile(r"^Use .+\n\n((?: {4}.+\n)+)", re.MULTILINE)


def lines_of(module) -> list[str]:
    """The lines of code that its docstring ends with, below Use."""
    found = USE.search(module.__doc__ or "")
    return [line.strip() for line in found[1].splitlines()] if found else []


def sizes_of(door: Door) -> dict[str, int]:
    """The letters of its docstring, as in its sound call: x (N, D)."""
    (node,) = ast.parse(inspect.getsource(door.function)).body
    pins, arguments = pins_of(node), door.arguments()
    arrays = tuple(arguments.get(name) for name in pins)
    return pin(tuple(pins.values()), arrays)


def found_by(door: Door) -> dict:
    """What its example may name: arguments, sizes, and itself, as small as in the call."""
    name = door.function.__name__
    small = partial(door.function, **door.call().kwargs)
    return sizes_of(door) | door.arguments() | {name: small}


def returned(lines: list[str]) -> set[str]:
    """What train_… hands back: where it starts is not for the call to say."""
    return {
        name.id
        for line in lines
        if " = train_" in line
        for name in ast.walk(ast.parse(line).body[0].targets[0])
        if isinstance(name, ast.Name)
    }


def run(line: str, names: dict, sizes: dict, place: str) -> None:
    """Run a line; where it ends in shapes, compare them."""
    exec(line, names)
    (node,) = ast.parse(line).body
    target = node.targets[0] if isinstance(node, ast.Assign) else node
    for comment in comments_of(line).values():
        value = eval(ast.unparse(target), names)
        check(value, comment, sizes, {}, place)


def breaches(file: str, doors: list[Door]) -> Iterator[str]:
    """What is wrong with the use of a file; doors: its train_…"""
    module = sys.modules[doors[0].function.__module__]
    lines = lines_of(module)
    for door in doors:
        if not any(f" = {door.function.__name__}(" in line for line in lines):
            yield f"{file} does not say how to use {door.function.__name__}: end its docstring with Use, an empty line, … = {door.function.__name__}(…)"
    if lines and not comments_of(lines[-1]):
        yield f"{file}: the last line of its docstring must say how one predicts, and end in a shape: {lines[-1]}"
    names, sizes = {}, {}
    for door in doors:
        names |= found_by(door)
        sizes |= sizes_of(door)
    names = {n: part for n, part in names.items() if n not in returned(lines)}
    rng = np.random.default_rng(0)
    names = {"np": np, "rng": rng, **vars(module), **names}
    for line in lines:
        try:
            run(line, names, sizes, file)
        except Exception as error:
            yield f"{file}: {line} gives {type(error).__name__}: {error}"
            return
