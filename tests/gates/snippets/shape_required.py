"""Takes down each statement that makes an array and does not say its shape.

In a function of a NumPy snippet it must end in a shape comment.
"""

import numpy as np

from press.check.shape_comments import quiet

bare: dict[str, str] = {}  # by place, what a statement without a comment makes


def fresh(value, place: str, kind: str):
    """value, as it is; called by a statement that has no shape comment.

    kind: one target, or several that unpack the value, or a return of it.
    """
    if kind == "several" and not isinstance(value, tuple | list | np.ndarray):
        value = tuple(value)  # an iterator gives what it has only once
    if quiet or place in bare:
        return value
    tuples = kind == "several" or (kind == "return" and type(value) is tuple)
    parts = value if tuples else (value,)
    arrays = [part for part in parts if isinstance(part, np.ndarray)]
    if len(arrays) == len(parts) and any(array.ndim for array in arrays):
        shapes = [array.shape for array in arrays]
        what = "arrays of shapes" if tuples else "an array of shape"
        bare[place] = (
            f"makes {what} {', '.join(map(str, shapes))}: "
            f"end the line in its shape, e.g. # {example(shapes, tuples)}"
        )
    return value


def example(shapes: list[tuple], tuples: bool) -> str:
    """A comment that would do, but for its letters."""
    known = ("()", "(N,)", "(N, D)", "(T, B, D)", "(B, C, H, W)")
    texts = [
        known[len(shape)] if len(shape) < len(known) else "(A, B, C, D, E, …)"
        for shape in shapes
    ]
    if tuples and len(set(shapes)) == 1:
        return f"{len(shapes)} × {texts[0]}"
    return ", ".join(texts)
