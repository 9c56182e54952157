"""Calls whose answers the twins in JavaScript must give, too; sizes differ."""

import numpy as np

from snippets.convolution import conv
from tests.kit.calls import Call

ODD = (0, 1.5, "2", None, True, (1, 2, 3), (2,), (1, 0), (2, 1.5))


def one_or_two(rng, low: int, high: int):
    """A setting: one whole number for both axes, or one for each."""
    two = tuple(int(n) for n in rng.integers(low, high, 2))
    return two if rng.random() < 0.5 else two[0]


def pair(rng):
    """Settings that are sound, and some that are none."""
    low, value = int(rng.integers(2)), one_or_two(rng, -1, 4)
    if rng.random() < 0.4:
        value = ODD[rng.integers(len(ODD))]
    return Call(("s", value, low))


def kernels(rng):
    """M kernels, images for them, and how many groups."""
    G, N, many, B = (int(n) for n in rng.integers(1, 4, 4))
    k, size = rng.integers(1, 5, 2), rng.integers(4, 9, 2)
    W = rng.normal(size=(G * many, N, *k))
    x = rng.normal(size=(B, N * G, *size))
    return conv.ConvParams(W, rng.normal(size=len(W))), x, G


def settings(rng) -> dict:
    """Of a layer; with wide gaps, the kernel may not fit."""
    low = {"s": 1, "p": 0, "d": 1}
    return {name: one_or_two(rng, least, 4) for name, least in low.items()}


def loops(rng):
    params, x, G = kernels(rng)
    given = settings(rng)
    if G == 1 and rng.random() < 0.3:
        kept = rng.integers(4)  # the others have their defaults
        return Call((params, x), dict([*given.items()][:kept]))
    least = {"p": 0, "G": 1}
    return Call((params, x), given | {"G": G}, least=least)


def geometry(rng):
    params, x, G = kernels(rng)
    if rng.random() < 0.1:
        G += 1
    return Call((params, x, *settings(rng).values(), G))


def pooled(rng) -> tuple[np.ndarray, dict]:
    """Images, some with many equal pixels, and windows; padding is often too wide."""
    B, C, *size = (int(n) for n in rng.integers((1, 1, 2, 2), (4, 4, 9, 9)))
    x = rng.normal(size=(B, C, *size))
    low = {"k": 1, "s": 1, "p": 0}
    given = {name: one_or_two(rng, least, 5) for name, least in low.items()}
    if rng.random() < 0.7:  # so that it fits
        given["p"] = int(np.min(given["k"])) // 2
    if rng.random() < 0.3:
        given["s"] = None
    return x.round(int(rng.integers(3))), given


def windows(rng):
    x, given = pooled(rng)
    return Call((x, *given.values()), least={"p": 0})


def pools(rng):
    x, given = pooled(rng)
    k = given.pop("k")
    if rng.random() < 0.3:
        kept = rng.integers(2)  # the others have their defaults
        return Call((x, k), dict([*given.items()][:kept]), least={"p": 0})
    return Call((x, k), given, least={"p": 0})


VECTORS = {
    "conv.pair": pair,
    "conv.conv_geometry": geometry,
    "conv.conv_loops": loops,
    "pool.geometry": windows,
    "pool.max_pool_forward": pools,
    "pool.avg_pool_forward": pools,
}
