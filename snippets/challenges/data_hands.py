"""Which hand wrote it: the sheets from which load_digits was copied.

digits_split stands alone, without expect, for many pages show it alone.

Chapter   data.py
Axes      N rows, M windows of 10 rows, R runs of 0 … 9, S sheets,
          T rows to learn from
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect_count


# --8<-- [start:sheets]
def digits_sheets(y: np.ndarray) -> np.ndarray:
    """From which sheet, 0 … S - 1, each label y (N,) of load_digits is: (N,).

    A sheet begins with 0 … 9, some times over; later it has no such run.
    ValueError unless y begins with 0 … 9.
    """
    expect_whole("y", y, 0, 9, "N")
    expect_count("N - 9", len(y) - 9)
    ten = sliding_window_view(y, 10)  # (M, 10)
    runs = np.flatnonzero((ten == np.arange(10)).all(axis=1))  # (R,)
    first = runs[np.diff(runs, prepend=-60) >= 60]  # (S,)
    if 0 not in first:
        raise ValueError(f"y must begin with 0 … 9, got {y[:10]}")
    return np.searchsorted(first, np.arange(len(y)), side="right") - 1  # (N,)
    # --8<-- [end:sheets]


# --8<-- [start:split]
SHEETS = 130, 126, 130, 130, 130, 130, 139, 114, 128, 130, 128, 130, 122, 130


def digits_split(how: str, held: int, rng=None):
    """Rows of load_digits to learn from (T,) and to test on (N-T,), N = 1797.

    "shuffled": the last held of a permutation by rng; hands on both sides.
    "in order": the last held of the file; at most one sheet on both sides.
    "by writer": the last held sheets of Alpaydin and Kaynak (1998), whole.
    """
    N = sum(SHEETS)
    names = "shuffled", "in order", "by writer"
    if how not in names:
        raise ValueError(f"how must be one of {names}, got {how!r}")
    most = (len(SHEETS) if how == "by writer" else N) - 1
    whole = isinstance(held, int | np.integer) and not isinstance(held, bool)
    if not (whole and 1 <= held <= most):
        raise ValueError(f"held must be whole, 1 … {most}, got {held!r}")
    want = np.random.Generator if how == "shuffled" else type(None)
    if not isinstance(rng, want):
        raise ValueError(f"{how}: rng must be a {want.__name__}, got {rng!r}")
    order = rng.permutation(N) if rng else np.arange(N)  # (N,)
    last = sum(SHEETS[-held:]) if how == "by writer" else held
    return order[:-last], order[-last:]  # (T,), (N-T,)
    # --8<-- [end:split]


if __name__ == "__main__":
    ten = np.arange(10)  # (10,)
    sheet = np.concatenate([ten, ten, np.repeat(ten[::-1], 6)])  # (80,)
    found = digits_sheets(np.concatenate([sheet, sheet[10:], sheet]))
    print("rows of each sheet:", *np.bincount(found))
    train, test = digits_split("by writer", 4)
    print(len(train), "rows to learn from,", len(test), "to test on")
