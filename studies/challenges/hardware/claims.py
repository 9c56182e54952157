"""Do the conclusions about few bits hold for other seeds, nets and rates?"""

from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from snippets.challenges.hardware_half import (
    half_bfloat16,
    half_float16,
    train_half,
)
from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_forward,
    train_mlp,
)
from studies.challenges.hardware.results import _lost, fastest, split_digits
from studies.trying import Claim, varied


def exactly(a: np.ndarray) -> np.ndarray:
    """No rounding."""
    return a


RULES = {  # rounding, log2 of the first scale, patience
    "float32": (exactly, 0, None),
    "float16": (half_float16, 0, None),
    "float16, 2^-12": (half_float16, -12, None),
    "float16, 2^-20": (half_float16, -20, None),
    "bfloat16, 2^-20": (half_bfloat16, -20, None),
    "dynamic from 2^-16": (half_float16, -16, 20),
    "dynamic from 2^24": (half_float16, 24, 20),
}


def single(params: MLPParams) -> MLPParams:
    """The same parameters in float32."""
    return MLPParams(*([p.astype(np.float32) for p in q] for q in params))


def share_right(params, x, y) -> float:
    """How many images a network reads, in percent."""
    return 100 * (mlp_forward(params, x)[0].argmax(axis=1) == y).mean()


def begin(seed: int, widths) -> tuple:
    """A fresh network in float32, the digits, and the two parts of them."""
    rng = np.random.default_rng(seed)
    parts = split_digits(rng)
    return rng, single(init_mlp(rng, widths)), *parts


def by_rule(names, seed=0, lr=0.2, steps=400, widths=(64, 32, 32, 10)):
    """Right on new digits, in percent, by how numbers are rounded."""
    found = {}
    for name in ("float32", *names):
        cast, power, patience = RULES[name]
        rng, start, x, y, train, test = begin(seed, widths)
        case = start, x[train], y[train], cast, 2.0**power, patience
        params, *_ = train_half(rng, *case, lr=lr, steps=steps)
        found[name] = share_right(params, x[test], y[test])
    return found


def lost_at(seed=0, power=-16, epochs=40, widths=(64, 32, 32, 10)):
    """Shares of the gradients that float16 loses, before and after."""
    rng, start, x, y, train, _ = begin(seed, widths)
    few = x[train[:256]], y[train[:256]]
    trained, _ = train_mlp(rng, start, *few, epochs=epochs)
    return {
        name: 100 * _lost(single(net), *few, half_float16, 2.0**power)
        for name, net in (("untrained", start), ("trained", trained))
    }


def in_blocks(x: np.ndarray, W: np.ndarray, rows: int) -> np.ndarray:
    """x @ W, where all rows of x take a block of W before the next."""
    out = np.zeros((len(x), W.shape[1]), W.dtype)
    for k in range(0, len(W), rows):
        for b in range(len(x)):
            out[b] += x[b, k : k + rows] @ W[k : k + rows]
    return out


def together(seed=None, N=4096, rows=64) -> dict[str, float]:
    """How many times as long two rows take as one: one product, blocks.

    A seed draws the size.
    """
    rng = np.random.default_rng(seed)
    N = N if seed is None else 64 * int(rng.integers(40, 80))
    W = rng.normal(size=(N, N)).astype(np.float32)
    x = rng.normal(size=(2, N)).astype(np.float32)
    found = {}
    with threadpool_limits(1):
        for name, product in (
            ("one product", np.matmul),
            ("blocks", partial(in_blocks, rows=rows)),
        ):
            one = fastest(partial(product, x[:1], W))
            found[name] = fastest(partial(product, x, W)) / one
    return found


def as_good(numbers: dict[str, float]) -> bool:
    """Every rule is within a point of float32."""
    gaps = [value - numbers["float32"] for value in numbers.values()]
    return max(map(abs, gaps)) <= 1


def range_is_enough(numbers: dict[str, float]) -> bool:
    """At 2^-20 float16 guesses, bfloat16 is within a point of float32."""
    gap = numbers["bfloat16, 2^-20"] - numbers["float32"]
    return numbers["float16, 2^-20"] < 30 and abs(gap) <= 1


def later_more(numbers: dict[str, float]) -> bool:
    """The trained network loses more."""
    return numbers["trained"] > numbers["untrained"]


NETS = {"widths": [[64, 16, 10], [64, 128, 128, 10], [64, 32, 32, 32, 10]]}
RATES = varied(6, lr=[0.05, 0.5], steps=[200, 800], widths=NETS["widths"][1:2])
CLAIMS = {
    "two-rows-pay": Claim(
        together,
        lambda numbers: numbers["blocks"] < 2,
        varied(5, N=[4096, 3072, 5120], rows=[32, 128]),
    ),
    "nothing-to-rescue": Claim(
        partial(by_rule, ("float16", "float16, 2^-12")), as_good, RATES
    ),
    "from-both-sides": Claim(
        partial(by_rule, ("dynamic from 2^-16", "dynamic from 2^24")),
        as_good,
        RATES,
    ),
    "range-is-enough": Claim(
        partial(by_rule, ("float16, 2^-20", "bfloat16, 2^-20")),
        range_is_enough,
        RATES,
    ),
    "later-more": Claim(
        lost_at,
        later_more,
        varied(6, power=[-12, -8, 0, 8], epochs=[10], **NETS),
    ),
}
