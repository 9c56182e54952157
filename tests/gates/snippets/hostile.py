"""What a caller may hand in: each function names the variants of an array."""

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


def empties(leaf: Leaf) -> Iterator[tuple[str, object]]:
    shape = leaf.array.shape
    for axis in {0, len(shape) - 1} if shape else ():
        new = np.empty((*shape[:axis], 0, *shape[axis + 1 :]), leaf.array.dtype)
        yield f"empty, of shape {new.shape},", new


def shapes(leaf: Leaf) -> Iterator[tuple[str, object]]:
    """An axis more, less, or none at all."""
    array = leaf.array
    news = [array[None], array[..., None]]
    if array.ndim:
        news += [array[0], array.reshape(-1)[0]]
    for new in {np.shape(new): new for new in news}.values():
        yield f"of shape {np.shape(new)}", np.array(new)


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
