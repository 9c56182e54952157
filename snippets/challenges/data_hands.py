"""Which hand wrote it: the sheets from which load_digits was copied.

Chapter   data.py
Axes      N rows, M windows of 10 rows, R runs of 0 … 9, S sheets
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


if __name__ == "__main__":
    ten = np.arange(10)  # (10,)
    sheet = np.concatenate([ten, ten, np.repeat(ten[::-1], 6)])  # (80,)
    found = digits_sheets(np.concatenate([sheet, sheet[10:], sheet]))
    print("rows of each sheet:", *np.bincount(found))
