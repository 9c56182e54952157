"""Judges what a reader wrote: what the checks of the graded exercises share."""

import numpy as np


# --8<-- [start:slopes]
def slopes(f, a: np.ndarray) -> np.ndarray:
    """The slope of the number f(a) in every entry of a: central differences."""
    da = np.zeros(a.shape)  # (...)
    for index in np.ndindex(a.shape):
        up, down = a.astype(float), a.astype(float)  # 2 × (...)
        up[index] += 1e-6
        down[index] -= 1e-6
        da[index] = (f(up) - f(down)) / 2e-6
    return da
    # --8<-- [end:slopes]


# --8<-- [start:returned]
def returned(names: str, got) -> bool:
    """Whether got is one thing for each name; if not, print what to return."""
    came = got
    wanted = len(names.split(", "))
    several = tuple if wanted == 1 else tuple | list  # a list may be the one
    if got is not None:
        came = len(got) if isinstance(got, several) else 1
    if came != wanted:
        results = "result" if wanted == 1 else "results"
        print(f"return {names}: {wanted} {results}, not {came}")
    return came == wanted
    # --8<-- [end:returned]


# --8<-- [start:compare]
def misshapen(got, want) -> str:
    """How got cannot be compared with want, entry by entry; empty if it can."""
    if got is None:
        return f"is None, should have the shape {np.shape(want)}"
    if isinstance(got, tuple) and any(np.ndim(each) for each in got):
        return f"has {len(got)} results, should have 1"
    if np.shape(got) != np.shape(want):
        return f"has the shape {np.shape(got)}, should have {np.shape(want)}"
    return ""


def compare(name: str, got, want, parts: str = "") -> None:
    """Print the first wrong entry; parts name the first axis, to count each."""
    if trouble := misshapen(got, want):
        print(f"{name} {trouble}")
        return
    got, want = np.asarray(got, float), np.asarray(want, float)  # 2 × (...)
    right = np.isclose(got, want, rtol=1e-5, atol=1e-7)  # (...)
    count = f"{right.sum()} of {right.size} right"
    if right.all():
        print(f"{name}: {count}")
        return
    if parts:
        each = zip(parts, right, strict=True)
        told = [f"{part}: {some.sum()} of {some.size}" for part, some in each]
        count = ", ".join(told) + " right"
    first = tuple(np.argwhere(~right)[0].tolist())
    places = 4 if abs(got[first] - want[first]) > 1e-4 else 8
    is_now = round(got[first], places) + 0  # no minus before a 0
    should = round(want[first], places) + 0
    where = f"{name}{list(first) or ''}"
    print(f"{where} is {is_now:.10g}, should be {should:.10g}; {count}")
    # --8<-- [end:compare]
