"""What every public function of the NumPy snippets does with hostile input.

Each rule takes a door (tests/kit/calls.py) or the root of a tree, so that
tests can plant a fault, and lists the breaches: what happens, what to do.
"""

import ast
import inspect
import linecache
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import TracebackType

import numpy as np

from press import ROOT
from press.check.shape_comments import silence
from tests.gates.snippets.hostile import (
    counts,
    empties,
    layouts,
    longer,
    shapes,
    sorts,
    uneven,
    with_entry,
)
from tests.kit.calls import (
    Door,
    Leaf,
    arrays,
    leaves,
    replaced,
)


@cache
def raises_of(file: str) -> set[int]:
    """The lines of a file that belong to a raise."""
    tree = ast.parse("".join(linecache.getlines(file)))
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        for line in range(node.lineno, node.end_lineno + 1)
    }


def is_ours(error: Exception, door: Door) -> bool:
    """Was it raised by a raise of snippets/, not within NumPy or Python?"""
    place: TracebackType = error.__traceback__
    while place.tb_next:
        place = place.tb_next
    file = place.tb_frame.f_code.co_filename
    function = getattr(door.function, "func", door.function)  # of a partial
    if isinstance(function, type):
        function = function.__init__
    inside = Path(file).is_relative_to(ROOT / "snippets")
    own = file == inspect.unwrap(function).__code__.co_filename
    return (inside or own) and place.tb_lineno in raises_of(file)


def text_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def attempt(door: Door, leaf: Leaf, new):
    """The answer to the sound call with new for a leaf, and the error."""
    arguments = replaced(door.arguments(), leaf.keys, new)
    try:
        return door(arguments), None
    except Exception as error:
        return None, error


def judged(door: Door, leaf: Leaf, what: str, error, names) -> Iterator[str]:
    """Is the error one clear ValueError that says which argument is wrong?"""
    here = f"{door.name}: {leaf} {what}"
    if type(error) is not ValueError or not is_ours(error, door):
        yield f"{here} gives {text_of(error)}: refuse it with expect({leaf.name!r}, …) first"
    elif names and not any(
        re.search(rf"\b{re.escape(name)}\b", str(error)) for name in names
    ):
        yield f"{here} is refused without a word about {' or '.join(sorted(names))}: {error}"


def wrong_sorts(door: Door) -> Iterator[str]:
    """Integers, booleans, lists, nothing, or numbers out of range."""
    for leaf in door.leaves():
        whole = leaf.name in door.call().whole
        if leaf.array.dtype.kind not in "fb" and not whole:
            yield f"{door.name}: {leaf} is of {leaf.array.dtype}: state its range in whole= of its Call"
            continue
        for what, new in (*sorts(door, leaf), *empties(leaf)):
            _, error = attempt(door, leaf, new)
            if error is None:
                yield f"{door.name} takes {leaf} {what}: refuse it with expect{'_whole' * whole}({leaf.name!r}, …) first"
                continue
            yield from judged(door, leaf, what, error, {leaf.name})
            word = SORTS["i" if whole else leaf.array.dtype.kind]
            if (
                what.startswith("as ")
                and "list" not in what
                and word not in str(error)
            ):
                yield f"{door.name}: {leaf} {what} is refused without the word {word}: {error}"


def wrong_counts(door: Door) -> Iterator[str]:
    """Half a sample, true steps, a width as text, or fewer than can be."""
    for leaf in door.leaves(int):
        if leaf.keys[0] == "state":
            continue  # what a step has returned counts the steps itself
        for what, new in counts(door, leaf):
            _, error = attempt(door, leaf, new)
            if error is None:
                yield f"{door.name} takes {leaf} {what}: refuse it with expect_count({leaf.name!r}, …) first"
            else:
                yield from judged(door, leaf, what, error, {leaf.name})
        least = door.call().least.get(leaf.name, leaf.array)
        _, error = attempt(door, leaf, least)
        if error is not None:
            yield f"{door.name}: {leaf} = {least} gives {text_of(error)}: its Call says that it is sound"


def is_list(value) -> bool:
    return isinstance(value, list | tuple)


def wrong_values(door: Door) -> Iterator[str]:
    """A number, a list, or one entry of an array, that its Call calls wrong.

    What has bounds is never nan, which is neither below nor above them.
    """
    wrong = door.call().wrong
    for leaf in door.leaves((np.ndarray, int, float, list, tuple)):
        values = wrong.get(leaf.name, ())
        bounded = any(isinstance(value, float) for value in values)
        for value in (*values, np.nan) if bounded else values:
            if is_list(value) != is_list(leaf.array):
                continue  # meant for the list, or for what is in it
            _, error = attempt(door, leaf, with_entry(leaf.array, value))
            if error is None:
                yield f"{door.name} takes {leaf} with {value!r}: refuse it first"
            else:
                yield from judged(door, leaf, f"with {value!r}", error, ())


def wrong_axes(door: Door) -> Iterator[str]:
    """An axis more or less; an argument that may have any shape takes both."""
    names = {leaf.name for leaf in door.leaves()}
    for leaf in door.leaves():
        free = leaf.keys[0] in door.call().free
        for what, new in shapes(leaf):
            _, error = attempt(door, leaf, new)
            if free and error is not None:
                yield f"{door.name}: {leaf} {what} gives {text_of(error)}: take {leaf.keys[0]!r} out of free= in its Call"
            elif not free and error is None:
                yield f"{door.name} takes {leaf} {what}: refuse it with expect({leaf.name!r}, …) first"
            elif not free:
                yield from judged(door, leaf, what, error, names)


def broadcasts(door: Door) -> Iterator[str]:
    """A single row or column that is taken for all of them."""
    free = door.call().free
    for leaf in [leaf for leaf in door.leaves() if leaf.keys[0] not in free]:
        array = leaf.array
        for axis in [a for a, size in enumerate(array.shape) if size > 1]:
            new = array[(slice(None),) * axis + (slice(0, 1),)].copy()
            what = f"of shape {new.shape}, not {array.shape},"
            answer, error = attempt(door, leaf, new)
            if error is not None:
                yield from judged(door, leaf, what, error, ())
            if answer is None:
                continue  # refused, or a guard that has nothing to say
            repeated = np.broadcast_to(new, array.shape).copy()
            all_of_it, error = attempt(door, leaf, repeated)
            if error is None and same(answer, all_of_it):
                yield f"{door.name} repeats {leaf} {what}: refuse it with expect({leaf.name!r}, …) first"


def joint_sizes(door: Door) -> Iterator[str]:
    """One more row, in one or two of the arrays that must have as many."""
    for some, size in uneven(door):
        arguments = door.arguments()
        for leaf in some:
            new = longer(leaf.array, size)
            arguments = replaced(arguments, leaf.keys, new)
        leaf, *others = some
        what = f"with {size + 1} for {size}"
        what += "".join(f", as {other}," for other in others)
        try:
            door(arguments)
            yield f"{door.name} takes {leaf} {what}: refuse it with expect first"
        except Exception as error:
            yield from judged(door, leaf, what, error, ())


def same(one, two) -> bool:
    """Equal shapes, and values equal but for rounding."""
    one, two = arrays(one), arrays(two)
    return len(one) == len(two) and all(
        a.shape == b.shape and np.allclose(a, b, 1e-7, 1e-9, equal_nan=True)
        for a, b in zip(one, two, strict=True)
    )


def values(answer):
    """An answer whose plain numbers are arrays, so that they are compared."""
    if isinstance(answer, tuple | list):
        return tuple(values(part) for part in answer)
    number = isinstance(answer, int | float | np.generic)
    return np.array(answer) if number else answer


def other_layouts(door: Door) -> Iterator[str]:
    """The same numbers, laid out in memory in another way."""
    want = values(door.answer())
    for leaf in door.leaves():
        for what, new in layouts(door, leaf):
            answer, error = attempt(door, leaf, new)
            if error is not None:
                yield f"{door.name}: {what} {leaf} gives {text_of(error)}: it must give what others give"
            elif not same(values(answer), want):
                yield f"{door.name}: {what} {leaf} gives another result"


def changes_inputs(door: Door) -> Iterator[str]:
    """An argument, or something in it or in a cache, that is not as before."""
    arguments = door.arguments()
    inside = list(leaves(arguments))
    before = [leaf.array.copy() for leaf in inside]
    door(arguments)
    for leaf, old in zip(inside, before, strict=True):
        if not same([leaf.array], [old]):
            yield f"{door.name} changes {leaf}: make a new array instead"


def spoil(answer) -> None:
    """What a caller may do to a result: change it in place."""
    for array in arrays(answer):
        if array.flags.writeable:
            array[...] = 1 - array if array.dtype.kind != "b" else ~array


def cache_name(backward: Door) -> str:
    """cache, or what takes its place: the mask of a dropout."""
    names = list(backward.signature.parameters)
    return "cache" if "cache" in names else names[1]


def spoils_cache(door: Door, backward: Door) -> Iterator[str]:
    """A result of x_forward that is a view of what x_backward needs."""
    name = cache_name(backward)
    *result, kept = door.answer()

    def again():
        """With a gradient of its own: a result may be a view of that."""
        return backward({**backward.arguments(), name: kept})

    try:
        want = copied(again())
    except Exception as error:
        yield f"{backward.name} fails after {door.name}, {text_of(error)}: give their calls the same sizes"
        return
    spoil(result)
    if not same(again(), want):
        yield f"{door.name} returns a view of its cache: return a copy"
        return
    spoil(again())
    if not same(again(), want):
        yield f"{backward.name} returns a view of its cache: return a copy"


def copied(answer) -> list[np.ndarray]:
    return [array.copy() for array in arrays(answer)]


SORTS = {"b": "booleans", "i": "whole", "f": "floats"}
RULES = (
    wrong_sorts,
    wrong_counts,
    wrong_values,
    wrong_axes,
    joint_sizes,
    broadcasts,
    other_layouts,
    changes_inputs,
)


def walk(door: Door, others: dict[str, Door]) -> list[str]:
    """All breaches of one door; others by name, among them its backward."""
    try:
        door.answer()
    except Exception as error:
        return [f"{door.name}: its call in CALLS gives {text_of(error)}"]
    with silence(), warnings.catch_warnings(action="ignore"):
        breaches = [breach for rule in RULES for breach in rule(door)]
        backward = others.get(re.sub("_forward$", "_backward", door.name))
        caches = backward and isinstance(door.answer(), tuple)
        if door.name.endswith("_forward") and caches:
            breaches += spoils_cache(door, backward)
    return breaches
