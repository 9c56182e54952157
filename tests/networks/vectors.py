"""The same for what the twins in JavaScript need of NumPy: snippets/arrays.mjs."""

import numpy as np

from tests.kit.calls import Call


def alone(rng):
    """An array of up to 3 axes, sizes different."""
    shape = rng.permutation(np.arange(1, 6))[: rng.integers(4)]
    return np.array(2 * rng.normal(size=tuple(shape)))


def many(rng, least: int):
    """At least so many axes."""
    count = rng.integers(least, 4)
    return rng.normal(size=tuple(rng.permutation(np.arange(1, 6))[:count]))


def pair(rng):
    """Arrays that fit: alike, or one of them the last axes of the other."""
    a = alone(rng)
    b = np.array(rng.normal(size=a.shape[rng.integers(a.ndim + 1) :]))
    equal = rng.random(b.shape) < 0.2  # where one is not above the other
    b = np.where(equal, a[(0,) * (a.ndim - b.ndim)], b)
    return Call((a, b) if rng.random() < 0.5 else (b, a))


def products(rng):
    a = many(rng, 1)
    m = int(rng.integers(6, 9))
    shape = (a.shape[-1], m) if rng.random() < 0.6 else (a.shape[-1],)
    return Call((a, rng.normal(size=shape)))


def one(rng):
    return Call((alone(rng),))


def root(rng):
    return Call((np.array(alone(rng) ** 2),))


VECTORS = {
    **dict.fromkeys(
        ("add", "subtract", "multiply", "divide", "maximum", "greater"), pair
    ),
    **dict.fromkeys(
        (
            *("negative", "exp", "tanh", "abs", "square"),
            *("zeros_like", "ones_like"),
        ),
        one,
    ),
    "sqrt": root,
    "log1p": root,
    **dict.fromkeys(("size", "sum", "mean"), one),
    "transpose": lambda rng: Call(
        (rng.normal(size=(rng.permutation(5)[:2] + 1)),)
    ),
    "matmul": products,
}
