"""Pictures of arrays, made of letters; a page that runs them draws them."""

import textwrap

import numpy as np


# --8<-- [start:picture]
class Picture(str):
    """The letters of a picture, and what it is of: a page can draw that."""

    def __new__(cls, lines: list[str], **drawing):
        made = super().__new__(cls, "\n".join(lines))
        made.drawing = drawing
        return made


def numbers_of(name: str, given, most: int) -> np.ndarray:
    """given as floats. ValueError unless it is numbers with so many axes."""
    try:
        array = np.asarray(given)  # (...)
    except ValueError:
        raise ValueError(f"{name} must be an array, got uneven rows") from None
    fits = 0 < array.ndim <= most and array.size
    if array.dtype.kind not in "biuf" or not fits:
        wanted = "1 axis" if most == 1 else f"1 to {most} axes"
        came = f"got {array.dtype} of shape {array.shape}"
        raise ValueError(f"{name} must be numbers with {wanted}, {came}")
    return array.astype(float)  # (...)


def one_line(name: str, text, most: int) -> str:
    """text, if it is a title or a label; else a ValueError."""
    if not isinstance(text, str) or len(text) > most or not text.isprintable():
        wanted = f"one line of at most {most} letters"
        raise ValueError(f"{name} must be {wanted}, got {text!r}")
    return text


def levels_of(array: np.ndarray) -> tuple[np.ndarray, str]:
    """The finite numbers moved to 0 … 1; from what to what they went."""
    finite = array[np.isfinite(array)]  # (K,)
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 0.0)
    told = f"from {low + 0:.3g} to {high + 0:.3g}"
    told = told if finite.size else "no finite number"
    for what, odd in ("nan", np.isnan(array)), ("infinite", np.isinf(array)):
        told += f", {odd.sum()} {what}" if odd.any() else ""
    half = high / 2 - low / 2  # a float, even where high - low is none
    return (array / 2 - low / 2) / (half or 1.0), told


def shortened(array: np.ndarray, axis: int, most: int) -> np.ndarray:
    """At most so many along an axis: the means of equal parts."""
    parts = np.array_split(array, min(most, array.shape[axis]), axis)
    with np.errstate(invalid="ignore"):  # of inf and -inf there is no mean
        return np.stack([part.mean(axis) for part in parts], axis)  # (...)


def as_letters(levels: np.ndarray, scale: str) -> np.ndarray:
    """A letter of the scale for each level; ? is nan, < and > are infinite."""
    inside = np.nan_to_num(levels, posinf=1.0).clip(0, 1).round(6)  # (...)
    steps = np.rint(inside * (len(scale) - 1)).astype(int)  # (...)
    found = np.array([*scale])[steps]  # (...)
    for letter, odd in ("<", -np.inf), (">", np.inf):
        found[levels == odd] = letter
    found[np.isnan(levels)] = "?"
    return found  # (...)
    # --8<-- [end:picture]


# --8<-- [start:show]
def in_squares(image: np.ndarray, side: int) -> np.ndarray:
    """At most so many rows and columns; a large image keeps its proportions."""
    shrink = side / max(image.shape) if min(image.shape) > side else 1
    rows, columns = (min(side, round(n * shrink)) for n in image.shape)
    return shortened(shortened(image, 0, rows), 1, columns)  # (h, w)


def show(array, title: str = "") -> None:
    """Print a matrix in shades, the least number lightest; 12 of a stack."""
    values = np.atleast_2d(numbers_of("array", array, 3))  # (..., H, W)
    head = f"{title}: " * bool(one_line("title", title, 40))
    images = values.reshape(-1, *values.shape[-2:])  # (N, H, W)
    levels, told = levels_of(images[:12])
    cut = f", the first 12 of {len(images)}" if len(images) > 12 else ""
    few = np.stack([in_squares(level, 35) for level in levels])  # (n, h, w)
    shades = as_letters(levels_of(few)[0], " .:-=+*#%@")  # (n, h, w)
    framed = [[f"|{''.join(r.repeat(2))}|" for r in each] for each in shades]
    across = 73 // (len(framed[0][0]) + 1)
    lines = textwrap.wrap(f"{head}{np.shape(array)}, {told}{cut}", 72)
    for at in range(0, len(framed), across):
        beside = zip(*framed[at : at + across], strict=True)
        lines += [""] * (at > 0) + [" ".join(parts) for parts in beside]
    print(Picture(lines, images=images[:12]))
    # --8<-- [end:show]


# --8<-- [start:curves]
def drawn_over(ys, x, labels) -> tuple[np.ndarray, np.ndarray]:
    """The curves (N, T) and their x (T,). ValueError if they do not fit."""
    if not 1 <= len(ys) <= 8:
        raise ValueError(f"1 to 8 curves can be drawn, got {len(ys)}")
    rows = [numbers_of(f"curve {n}", y, 1) for n, y in enumerate(ys, 1)]
    T = len(rows[0])
    over = np.arange(T) if x is None else numbers_of("x", x, 1)  # (S,)
    lengths = [len(each) for each in (*rows, over)]
    if T < 2 or {*lengths} != {T}:
        what = "curves and x must have one length, 2 or more"
        raise ValueError(f"{what}, got {lengths}")
    if not (np.isfinite(over).all() and (np.diff(over) > 0).all()):
        raise ValueError("x must grow from each point to the next")
    if not isinstance(labels, tuple | list) or len(labels) not in (0, len(ys)):
        raise ValueError(f"labels must be none or {len(ys)}, got {labels!r}")
    return np.stack(rows), over  # (N, T), (T,)


def in_bars(lines: np.ndarray, levels: np.ndarray, labels: list[str]):
    """A row of text for each line: its bars, then four of its numbers."""
    table = [["first", "least", "most", "last"]]
    for y in lines:
        four = y[0], np.fmin.reduce(y), np.fmax.reduce(y), y[-1]
        table.append([f"{number + 0:.3g}" for number in four])
    wide = max(len(word) for row in table for word in row) + 1
    left = max([0, *(len(label) + 1 for label in labels)])
    few = shortened(levels, 1, 72 - left - 4 * wide)  # (N, n)
    bars = as_letters(levels_of(few)[0], "▁▂▃▄▅▆▇█")  # (N, n)
    drawn = [" " * bars.shape[1], *("".join(row) for row in bars)]
    names = ["", *(labels or [""] * len(lines))]
    return [
        name.ljust(left) + bar + "".join(word.rjust(wide) for word in row)
        for name, bar, row in zip(names, drawn, table, strict=True)
    ]


def curves(*ys, x=None, title: str = "", labels=()) -> None:
    """Print curves of one length as bars on one scale."""
    lines, over = drawn_over(ys, x, labels)  # (L, N), (N,)
    head = f"{title}: " * bool(one_line("title", title, 40))
    labels = [one_line("label", label, 12) for label in labels]
    levels, told = levels_of(lines)
    if x is not None:
        told += f", x from {over[0] + 0:.6g} to {over[-1] + 0:.6g}"
    rows = textwrap.wrap(f"{head}{len(over)} points, {told}", 72)
    rows += in_bars(lines, levels, labels)
    print(Picture(rows, labels=labels, x=over, curves=lines))
    # --8<-- [end:curves]
