"""The twins in JavaScript: which there are, and the calls that they must answer as Python does.

Beside a snippet, snippets/<family>/<slug>.mjs; for what they need of NumPy,
snippets/arrays.mjs. tests/networks/<family>/vectors.py draws calls: VECTORS, from
"slug.function" to a function of rng that returns a Call.
"""

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from press import ROOT
from press.check.shape_comments import silence
from tests.gates.snippets.hostile import empties, longer, shapes
from tests.kit import calls
from tests.kit.calls import Call, Leaf, leaves, replaced

CASES = 200  # of each function
HOSTILE = 8  # of them, whose arrays are spoilt, one after the other
MOST = 1e-12  # relative error
PAGE = ROOT / "tests/gates/scripts/vectors.js"
ARRAYS = "snippets/arrays.mjs"
EXPORT = re.compile(
    r"^export (?:async )?(function\*?|const|let|class|default)\b *(\w*)(?:\(([^\n]*)\) \{)?",
    re.MULTILINE,
)
IMPORT = re.compile(r'^import .* from "(\.[^"]+)"$', re.MULTILINE)
SHAPE = re.compile(r"\([^()]*\)")
DEFAULT = re.compile(r" = [^,]+")
FAR = {np.inf: "∞", -np.inf: "-∞"}  # which JSON has no number for


def modules(root: Path = ROOT) -> list[str]:
    """Every twin in JavaScript."""
    found = (root / "snippets").rglob("*.mjs")
    return sorted(path.relative_to(root).as_posix() for path in found)


def imported(name: str, root: Path = ROOT) -> dict[str, str]:
    """What a module imports: as it says, and which file that is."""
    path = root / name
    said = IMPORT.findall(path.read_text("utf-8"))
    return {
        each: (path.parent / each).resolve().relative_to(root).as_posix()
        for each in said
    }


def chain(name: str, root: Path = ROOT) -> list[str]:
    """What a module builds on, each once and before its users; then the module."""
    found = [
        before
        for other in imported(name, root).values()
        for before in chain(other, root)
    ]
    return list(dict.fromkeys([*found, name]))


def exported(text: str) -> dict[str, list[str] | None]:
    """The functions of a module with their parameters, in order; None: no function."""
    return {
        name or kind: [
            each for each in DEFAULT.sub("", given).split(", ") if each
        ]
        if kind == "function"
        else None
        for kind, name, given in EXPORT.findall(text)
    }


def python_of(name: str):
    """The module that a twin follows."""
    if name == ARRAYS:
        return np
    return importlib.import_module(name.removesuffix(".mjs").replace("/", "."))


def drawn(name: str) -> tuple[dict, set[str]]:
    """Of a module, by function: what draws calls; and which of them are front doors."""
    if name == ARRAYS:
        return importlib.import_module("tests.networks.vectors").VECTORS, set()
    _, family, slug = name.removesuffix(".mjs").split("/")
    found = importlib.import_module(f"tests.networks.{family}.vectors").VECTORS
    doors = calls.load(ROOT, family).CALLS
    mine = f"{slug}."
    return (
        {
            k.removeprefix(mine): v
            for k, v in found.items()
            if k.startswith(mine)
        },
        {k.removeprefix(mine) for k in doors if k.startswith(mine)},
    )


def place(python, name: str) -> int:
    """Where a function is defined in its file; of NumPy, nowhere."""
    code = getattr(getattr(python, name), "__code__", None)
    return code.co_firstlineno if code else 0


def unlike(name: str, root: Path = ROOT) -> Iterator[str]:
    """Functions without a counterpart, in another order, with other arguments, undrawn."""
    python, (vectors, _) = python_of(name), drawn(name)
    functions = exported((root / name).read_text("utf-8"))
    last = 0
    for function, given in functions.items():
        here = f"{name}: {function}"
        if given is None:
            yield f"{here} is no function: export functions alone"
        elif not callable(getattr(python, function, None)):
            yield f"{here} has no counterpart in {python.__name__}"
        else:
            if (line := place(python, function)) < last:
                yield f"{here} stands in another order than in {python.__name__}"
            last = max(last, line)
            if python is not np and (
                found := misnamed(python, function, given)
            ):
                yield f"{here}{found}"
            if function not in vectors:
                yield f"{here} is computed by no test: draw calls in vectors.py"
    for function in vectors.keys() - functions.keys():
        yield f"{name}: vectors.py draws calls of {function}, which is not there"


def misnamed(python, function: str, given: list[str]) -> str:
    """What is wrong with the arguments of a twin: some may be left out, none renamed."""
    wanted = [*inspect.signature(getattr(python, function)).parameters]
    names = [each.removeprefix("...") for each in given]
    if [each for each in wanted if each in names] == names:
        return ""
    return f"({', '.join(given)}): in Python ({', '.join(wanted)})"


class Case(NamedTuple):
    """A call, and what must come: a value, or that it is refused."""

    function: str
    args: list
    want: dict


def finite(value) -> Any:
    """A number, or a list of them, with a sign for what is infinite."""
    if isinstance(value, list):
        return [finite(each) for each in value]
    return FAR.get(value, value)


def plain(value) -> Any:
    """A value as JSON that keeps arrays apart from lists, and names functions."""
    if isinstance(value, np.ndarray | np.generic):
        return {"array": finite(np.asarray(value, float).tolist())}
    if hasattr(value, "_asdict"):
        return {"fields": {k: plain(v) for k, v in value._asdict().items()}}
    if isinstance(value, tuple | list):
        return {"list": [plain(each) for each in value]}
    if isinstance(value, Callable):
        return {"function": value.__name__}
    return {"plain": "..." if value is ... else value}


def answer(function, call: Call) -> dict:
    """What Python says, also where its front door refuses; raises whatever else."""
    try:
        return plain(function(*call.args, **call.kwargs))
    except ValueError as error:
        return {"refused": SHAPE.findall(str(error))}


def arguments(python, call: Call, given: list[str] | None) -> list:
    """The arguments of a call in the order of the twin, as JSON."""
    if given is None:  # of NumPy, whose functions have many more
        return [plain(each) for each in call.args]
    bound = inspect.signature(python).bind(*call.args, **call.kwargs)
    said = [
        name for name in given if name.removeprefix("...") in bound.arguments
    ]
    bound.apply_defaults()
    found = []
    for name in given[
        : given.index(said[-1]) + 1
    ]:  # the twin has defaults, too
        value = bound.arguments[name.removeprefix("...")]
        spread = name.startswith("...")
        found += [plain(v) for v in value] if spread else [plain(value)]
    return found


def as_dict(function, call: Call) -> dict:
    """The arguments of a call by name, as far as they are given."""
    bound = inspect.signature(function).bind(*call.args, **call.kwargs)
    return dict(bound.arguments)


def spoilt(function, call: Call) -> Iterator[Call]:
    """A sound call with one of its arrays in another shape, or a count that is none."""
    given = as_dict(function, call)
    for leaf in leaves(given):
        if leaf.keys[0].endswith("cache"):
            continue
        news = [new for _, new in (*shapes(leaf), *empties(leaf))]
        news += [longer(leaf.array, n) for n in leaf.array.shape]
        for new in news:
            yield Call((), replaced(given, leaf.keys, new))
    for name, least in call.least.items():
        for new in (least - 1, least + 0.5, True, str(least)):
            yield Call((), {**given, name: new})


def texts(function, call: Call) -> Iterator[Call]:
    """The same with what only JavaScript could take for an array of numbers."""
    given = as_dict(function, call)
    for leaf in leaves(given):
        if leaf.keys[0].endswith("cache"):
            continue
        for new in odd(leaf):
            yield Call((), replaced(given, leaf.keys, new))


def odd(leaf: Leaf) -> Iterator:
    """A text, nothing, and lists with a text, a hole, a row that is shorter."""
    yield from ("1", True, None)
    numbers = leaf.array.tolist()
    if leaf.array.ndim:
        yield from (["1", *numbers[1:]], [None, *numbers[1:]])
    if leaf.array.ndim > 1 and min(leaf.array.shape[:2]) > 1:
        yield [*numbers[:-1], numbers[-1][1:]]


def calls_of(name: str, function: str, many: int) -> Iterator[Call]:
    """What a function is asked; the first sound calls come again, spoilt."""
    vectors, doors = drawn(name)
    theirs, rng = getattr(python_of(name), function), np.random.default_rng(0)
    for number in range(many):
        call = vectors[function](rng)
        yield call
        if function in doors and number < HOSTILE:
            yield from spoilt(theirs, call)
            yield from texts(theirs, call)


def cases(name: str, many: int = CASES) -> list[Case]:
    """The calls of all functions of a module in turn, and what must come of each."""
    python, (vectors, _) = python_of(name), drawn(name)
    functions = exported((ROOT / name).read_text("utf-8"))
    found = []
    with silence():  # shapes are wrong on purpose
        for function in [each for each in functions if each in vectors]:
            theirs = getattr(python, function)
            ours = None if python is np else functions[function]
            asked = calls_of(name, function, many)
            for number, call in enumerate(asked):
                given = arguments(theirs, call, ours)
                found.append(
                    (number, Case(function, given, answer(theirs, call)))
                )
    return [case for _, case in sorted(found, key=lambda each: each[0])]


def computed(
    page, name: str, texts: list[str], root: Path = ROOT, many: int = CASES
):
    """What a page finds: tests/gates/scripts/vectors.js."""
    names = chain(name, root)
    told = {
        "chain": names,
        "imports": {each: imported(each, root) for each in names},
        "sources": {each: (root / each).read_text("utf-8") for each in names},
        "cases": [case._asdict() for case in cases(name, many)],
        "mutants": texts,
        "most": MOST,
    }
    return page.evaluate(PAGE.read_text("utf-8"), json.dumps(told))
