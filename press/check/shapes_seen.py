"""The comments `# (B, 4H)` of a page are true: each is checked while the page runs.

The rules are those of shape_comments.py. What the code of
a page does and prints stays as it is: a false comment is taken down in false.
"""

import builtins

from press.check import shape_comments
from press.check.shape_comments import parse

false: list[str] = []  # what is wrong with the comments of the block at work
sound: dict[tuple, dict] = {}  # what has been found true, with its letters


def shape_of(array) -> tuple:
    return getattr(array, "shape", ())


def check(array, comment: str, sizes: dict, local: dict, place: str) -> None:
    """shape_comments.check, which takes down what it finds, and knows it again."""
    known = ()
    for letter in (
        parse(comment).letters if local else ()
    ):  # called by every line
        size = local.get(letter)
        known += (size,) if type(size) is int else ()
    try:
        shape = array.shape
    except AttributeError:
        several = isinstance(array, tuple | list)
        shape = several, *map(shape_of, array if several else ())
    key = place, shape, known, *sizes.items()
    if key in sound:
        sizes.update(sound[key])
        return
    try:
        shape_comments.check(array, comment, sizes, local, place)
        sound[key] = dict(sizes)
    except AssertionError as error:
        false.append(str(error))


def check_fields(cls: type, comments: dict) -> type:
    """Checks every construction whose fields are arrays, not facts about them."""

    def fields(array, comment, sizes, local, place):
        if shape_of(array):
            check(array, comment, sizes, local, place)

    return shape_comments.check_fields(cls, comments, fields)


def found() -> str | None:
    """What is wrong with the comments of the block, once each."""
    return "\n".join(dict.fromkeys(false)) or None


def begin(names: dict) -> None:
    """A block begins: each letter may stand for another size."""
    builtins.__check__, builtins.__check_fields__ = check, check_fields
    builtins.__pin__ = shape_comments.pin
    names["__sizes__"] = {}
    false.clear()
