"""What the names of a block stand for after a run, in short."""

import ast
import types

import numpy as np

MOST = 40  # names
LONG = 120  # letters of a value
POINTS = 240  # of a curve
SIDE = 48  # of a matrix, as it is drawn
HIDDEN = (types.ModuleType, types.FunctionType, type)


def bound(code: str) -> list[str]:
    """The names that a block sets at its top level, in order."""
    found: dict[str, None] = {}
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = None
    return list(found)


def thinned(array: np.ndarray, most: int) -> np.ndarray:
    """At most so many along each axis, evenly taken."""
    for axis, length in enumerate(array.shape):
        if length > most:
            at = np.linspace(0, length - 1, most).round().astype(np.intp)
            array = array.take(at, axis)
    return array


def drawn(array: np.ndarray) -> list | None:
    """The numbers of a curve or of a heat map, if the array is one."""
    numeric = array.dtype.kind in "fiub"
    if not numeric or array.ndim not in (1, 2) or array.size < 2:
        return None
    values = thinned(array, POINTS if array.ndim == 1 else SIDE).astype(float)
    return values.tolist() if np.isfinite(array).all() else None


def short(value) -> str:
    """A value as it prints, cut where it is long."""
    with np.printoptions(threshold=20, edgeitems=3, precision=4):
        told = str(value) if isinstance(value, np.generic) else repr(value)
    return told if len(told) <= LONG else f"{told[: LONG - 1]}…"


def one(name: str, value) -> dict:
    """A name: its kind, its value, and of an array shape, dtype, drawing."""
    found = {"name": name, "kind": type(value).__name__, "text": short(value)}
    if isinstance(value, np.ndarray):
        found["shape"] = list(value.shape)
        found["dtype"] = str(value.dtype)
        found["values"] = drawn(value)
    return found


def described(names: dict, code: str) -> list[dict]:
    """What a block has set, as the page shows it; nothing where its code is no Python."""
    try:
        wanted = bound(code)
    except SyntaxError:
        return []
    shown = [n for n in wanted if n in names and not n.startswith("_")]
    shown = [n for n in shown if not isinstance(names[n], HIDDEN)]
    return [one(name, names[name]) for name in shown[:MOST]]
