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


# --8<-- [start:gradient]
def as_list(arrays) -> list:
    """What a list or a tuple holds; anything else is the only one of a list."""
    return list(arrays) if isinstance(arrays, list | tuple) else [arrays]


def expect_params(told: str, params) -> None:
    """ValueError unless params is an array, or a list or a tuple of arrays."""
    numbers = np.ndarray | np.generic | float | int
    came = ", ".join(type(p).__name__ for p in as_list(params))
    if not came or not all(isinstance(p, numbers) for p in as_list(params)):
        raise ValueError(f"{told} a list of arrays, got {came or 'nothing'}")


def shaped(name: str, got, want) -> bool:
    """Whether got has the shape of want; if not, print what it should have."""
    trouble = misshapen(got, want)
    if trouble:
        print(f"{name} {trouble}")
    return not trouble


def nearby(params, rng: np.random.Generator, far: float):
    """What begin returned, each entry moved by chance, so few slopes are 0."""
    expect_params("begin must return", params)
    moved = [p + far * rng.normal(size=np.shape(p)) for p in as_list(params)]
    if isinstance(params, list | tuple):
        return moved
    return moved[0]  # (...)


def stepped(params, steps, rate: float):
    """The params after one step down: each less rate times its own of steps."""
    pairs = zip(as_list(params), as_list(steps), strict=True)
    after = [p - rate * step for p, step in pairs]
    if isinstance(params, list | tuple):
        return after
    return after[0]  # (...)


def replaced(params, n: int, a: np.ndarray):
    """Copies of the params, with a in the place of number n."""
    copies = [np.array(p) for p in as_list(params)]
    copies[n] = a
    if isinstance(params, list | tuple):
        return copies
    return a  # (...)


def step_right(f, params, n: int, step, told: str) -> bool:
    """Whether step is the slope of f(params) in array n of them."""
    array = np.array(as_list(params)[n])  # (...)
    want = slopes(lambda a: f(replaced(params, n, a)), array)  # (...)
    compare(told, step, want)
    same = not misshapen(step, want)
    return same and np.allclose(step, want, rtol=1e-5, atol=1e-7)


def gradient_right(f, params, steps, told="array {} of the gradient") -> bool:
    """Whether steps, one like each of params, are the slopes of f(params).

    What `compare` says of each is printed. One array may come bare, without its
    list. ValueError if params holds other things, or f(params) is no number.
    """
    expect_params("params must be", params)
    first = np.array(as_list(params)[0])  # (...)
    if shape := np.shape(f(replaced(params, 0, first))):
        raise ValueError(f"f must give one number, got the shape {shape}")
    names = ", ".join(f"array {n}" for n in range(len(as_list(params))))
    steps = steps if steps is None else tuple(as_list(steps))
    right = returned(names, steps)
    for n, step in enumerate(steps if right else ()):
        right &= step_right(f, params, n, step, told.format(n))
    return bool(right)
    # --8<-- [end:gradient]
