"""One sound call of every public function of snippets/, and what is in it.

tests/networks/<family>/calls.py states them: CALLS, from "slug.function" to a
function of rng that returns a Call, and INNER, from "slug.function" to why it
is no front door.
"""

import importlib.util
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np


class Call(NamedTuple):
    """Arguments that a function must answer.

    whole: the arguments (or fields) of whole numbers, with their least and
    greatest value. least: the least value of a plain count, where that is
    not 1. wrong: what a number, or an entry of an array, must not be. free: the arguments that may have any shape, each on its
    own: f(a) of an activation, not the a of a loss, which must fit y.
    """

    args: tuple
    kwargs: dict[str, Any] = {}  # noqa: RUF012  (nobody changes it)
    whole: dict[str, tuple[int, int]] = {}  # noqa: RUF012
    least: dict[str, int] = {}  # noqa: RUF012
    wrong: dict[str, tuple] = {}  # noqa: RUF012
    free: tuple[str, ...] = ()


class Leaf(NamedTuple):
    """An array among the arguments: keys lead to it, name is its last word."""

    keys: tuple
    name: str
    array: np.ndarray

    def __str__(self) -> str:
        """As a reader writes it: params.W_x, grads[0]."""
        path = "".join(
            f".{key}" if isinstance(key, str) else f"[{key}]"
            for key in self.keys
        )
        return path.removeprefix(".")


def parts(value) -> Iterator[tuple[Any, Any]]:
    """The (key, part) of a tuple, a named one, a list or a dict."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple | list):
        yield from zip(
            getattr(value, "_fields", range(len(value))), value, strict=True
        )


def leaves(value, keys: tuple = (), name: str = "", sort=np.ndarray):
    """Every array within value, or all that is of another sort."""
    if isinstance(value, sort) and not isinstance(value, bool):
        yield Leaf(keys, name, value)
    for key, part in parts(value):
        word = key if isinstance(key, str) else name
        yield from leaves(part, (*keys, key), word, sort)


def arrays(value) -> list[np.ndarray]:
    return [leaf.array for leaf in leaves(value)]


def replaced(value, keys: tuple, new):
    """The same with new at the end of the keys; value stays as it is."""
    if not keys:
        return new
    key, *rest = keys
    pairs = [
        (k, replaced(part, tuple(rest), new) if k == key else part)
        for k, part in parts(value)
    ]
    if isinstance(value, dict):
        return dict(pairs)
    make = getattr(value, "_make", type(value))
    return make(part for _, part in pairs)


class Door:
    """A public function, and its sound call made anew whenever asked."""

    def __init__(self, name: str, function: Callable, make: Callable):
        self.name = name
        self.function = function
        self.make = make
        # not that of what is wrapped: it is the wrapper that a reader calls
        self.signature = inspect.signature(function, follow_wrapped=False)

    def call(self) -> Call:
        return self.make(np.random.default_rng(0))

    def arguments(self) -> dict[str, Any]:
        """The sound call's, and the defaults of what it leaves out."""
        call = self.call()
        bound = self.signature.bind(*call.args, **call.kwargs)
        bound.apply_defaults()
        return bound.arguments

    def leaves(self, sort=np.ndarray) -> list[Leaf]:
        """What a caller hands in or leaves out; what is in a cache is none."""
        return [
            leaf
            for leaf in leaves(self.arguments(), sort=sort)
            if not leaf.keys[0].endswith("cache")
        ]

    def __call__(self, arguments: dict[str, Any]):
        """What the function returns, or what the object then holds."""
        bound = inspect.BoundArguments(self.signature, dict(arguments))
        answer = self.function(*bound.args, **bound.kwargs)
        if isinstance(self.function, type):
            return tuple(vars(answer).values())
        if answer is None and "self" in arguments:
            return tuple(vars(arguments["self"]).values())
        return answer

    def answer(self, **changes):
        """What the sound call returns, some of its arguments exchanged."""
        return self({**self.arguments(), **changes})


def file_of(family: str) -> str:
    return f"tests/networks/{family}/calls.py"


def load(root: Path, family: str) -> ModuleType:
    """calls.py of a family: its CALLS and its INNER."""
    path = root / file_of(family)
    name = f"tests.networks.{family}.calls"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
