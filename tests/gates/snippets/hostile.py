"""What a caller may hand in: each function names the variants of an array."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from tests.kit.calls import Door, Leaf


def sorts(door: Door, leaf: Leaf) -> Iterator[tuple[str, object]]:
    """What is not the sort of number that an argument wants."""
    array = leaf.array
    others = {
        "b": ("int64", "float64"),
        "i": ("float64", "bool"),
        "f": ("int64", "uint8", "bool", "complex128"),
    }
    kind = "i" if leaf.name in door.call().whole else array.dtype.kind
    for dtype in others[kind]:
        yield f"as {dtype}", np.abs(array).astype(dtype)
    yield "as a list" if array.ndim else "as a number", array.tolist()
    if leaf.name in door.call().whole:
        low, high = door.call().whole[leaf.name]
        for value, word in (low - 1, "below"), (high + 1, "above"):
            new = array.astype("int64")
            new[(0,) * new.ndim] = value
            yield f"with {value}, {word} its range,", new


def counts(door: Door, leaf: Leaf) -> Iterator[tuple[str, object]]:
    """What is no plain count: a fraction, a truth, a text, too few."""
    least = door.call().least.get(leaf.name, 1)
    for new in (leaf.array + 0.5, True, str(leaf.array), least - 1):
        yield f"= {new!r}", new


def empties(leaf: Leaf) -> Iterator[tuple[str, object]]:
    shape = leaf.array.shape
    for axis in {0, len(shape) - 1} if shape else ():
        new = np.empty((*shape[:axis], 0, *shape[axis + 1 :]), leaf.array.dtype)
        yield f"empty, of shape {new.shape},", new


def shapes(leaf: Leaf) -> Iterator[tuple[str, object]]:
    """An axis more, less, none at all; a square that is none."""
    array = leaf.array
    news = [array[None], array[..., None]]
    if array.ndim:
        news += [array[0], array.reshape(-1)[0]]
    if array.shape[-1:] == array.shape[:1] and array.ndim > 1:
        news.append(np.concatenate([array, array[..., :1]], axis=-1))
    for new in {np.shape(new): new for new in news}.values():
        yield f"of shape {np.shape(new)}", np.array(new)


def with_entry(value, entry):
    """The entry itself, or an array whose first entry it is."""
    if not isinstance(value, np.ndarray):
        return entry
    new = value.copy()
    new.flat[0] = entry
    return new


def longer(array: np.ndarray, size: int) -> np.ndarray:
    """One more along every axis of this size: the first once again."""
    for axis in [a for a, n in enumerate(array.shape) if n == size]:
        first = array[(slice(None),) * axis + (slice(0, 1),)]
        array = np.concatenate([array, first], axis)
    return array


def are_update(leaf: Leaf, other: Leaf | None = None) -> bool:
    """A gradient and its parameter: they are as large as each other only."""
    return bool(other and leaf.keys[1:] and leaf.keys[1:] == other.keys[1:])


def uneven(door: Door) -> Iterator[tuple[tuple[Leaf, ...], int]]:
    """One or two arrays that share a size with more.

    With a cache also if there are no more, and two of size 1, which is no
    letter for any size.
    """
    bound = [x for x in door.leaves() if x.keys[0] not in door.call().free]
    cached = any(key.endswith("cache") for key in door.arguments())
    for size in sorted({n for leaf in bound for n in leaf.array.shape}):
        group = [leaf for leaf in bound if size in leaf.array.shape]
        for count in (1, 2):
            every = count == len(group)
            if not every or cached or (size, count) == (1, 2):
                for some in itertools.combinations(group, count):
                    if not are_update(*some):
                        yield some, size


def strided(array: np.ndarray) -> np.ndarray:
    """Every other entry along all axes of a larger array."""
    large = np.zeros([2 * size for size in array.shape], array.dtype)
    view = large[(slice(None, None, 2),) * array.ndim]
    view[...] = array
    return view


def backwards(array: np.ndarray) -> np.ndarray:
    turn = (slice(None, None, -1),) * array.ndim
    return array[turn].copy()[turn]


def read_only(array: np.ndarray) -> np.ndarray:
    array = array.copy()
    array.flags.writeable = False
    return array


LAYOUTS: dict[str, Callable] = {
    "Fortran-ordered": np.asfortranarray,
    "strided": strided,
    "negative-stride": backwards,
}


def layouts(door: Door, leaf: Leaf) -> Iterator[tuple[str, object]]:
    """The same numbers, laid out in another way or in a smaller type."""
    yield "read-only", read_only(leaf.array)
    if leaf.array.ndim:
        yield from ((what, f(leaf.array)) for what, f in LAYOUTS.items())
    if leaf.name in door.call().whole:
        low, high = door.call().whole[leaf.name]
        for dtype in ("int8", "uint8"):
            if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
                yield dtype, leaf.array.astype(dtype)
