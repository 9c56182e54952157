"""Chains of layers, to see what many slopes make of a gradient, in NumPy.

Paper     He et al. 2015, doi:10.1109/ICCV.2015.123 (gain 2 for ReLU)
Twin      activation_torch.py
Axes      B batch, D input width, H hidden width
"""

from itertools import pairwise

import numpy as np

from snippets.foundations.activation import (
    f_gelu,
    f_identity,
    f_leaky_relu,
    f_relu,
    f_sigmoid,
    f_silu,
    f_tanh,
)
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:chain]
def init_chain(rng: np.random.Generator, widths, gain: float = 1.0):
    """A normal W for each pair of widths, variance gain / input width.

    ValueError unless there are 2 or more widths, and gain is not below 0.
    """
    expect_count("widths", *widths)
    expect_count("the number of layers", len(widths) - 1)
    if not gain >= 0:
        raise ValueError(f"gain must not be below 0, got {gain}")
    pairs = pairwise(widths)
    return [rng.normal(0, (gain / D) ** 0.5, (D, H)) for D, H in pairs]


def chain_step(W: np.ndarray, h_prev: np.ndarray, f):
    """One layer: h_prev (B, D) → h (B, H), cache."""
    h, slope = f(h_prev @ W)  # 2 × (B, H)
    return h, (h_prev, W, slope)


def chain_forward(Ws, x: np.ndarray, f):
    """From x (B, D), h = f(x W), and so on. Returns the last h, cache.

    ValueError if x does not fit the first W, or a W the one before.
    """
    expect_count("the number of Ws", len(Ws))
    inputs = "D"
    for n, W in enumerate(Ws):
        expect(f"Ws[{n}]", W, inputs, "H")
        inputs = W.shape[1]
    expect("x", x, "B", len(Ws[0]))
    h = x
    cache = []
    for W in Ws:
        h, layer = chain_step(W, h, f)
        cache.append(layer)
    return h, cache


def chain_step_backward(dh: np.ndarray, cache):
    """Gradient dh (B, H) → dh_prev (B, D), dW; or ValueError."""
    h_prev, W, slope = cache  # (B, D), (D, H), (B, H)
    expect("dh", dh, *slope.shape)
    da = dh * slope  # (B, H)
    dW = h_prev.T @ da  # (D, H)
    dh_prev = da @ W.T  # (B, D)
    return dh_prev, dW


def chain_backward(dh: np.ndarray, cache):
    """From dh (B, H) back to dx (B, D). Returns dx and the list of dW.

    ValueError unless dh has the shape of the last h.
    """
    dWs = []
    for layer in reversed(cache):
        dh, *dW = chain_step_backward(dh, layer)
        dWs = dW + dWs
    return dh, dWs
    # --8<-- [end:chain]


if __name__ == "__main__":
    Ws = init_chain(np.random.default_rng(0), [64] * 11)
    hidden = f_identity, f_relu, f_leaky_relu, f_sigmoid, f_tanh, f_silu, f_gelu
    for f in hidden:
        h, cache = chain_forward(Ws, np.eye(64), f)
        dx, _ = chain_backward(np.ones_like(h), cache)
        print(f"{f.__name__:12}  max |dx| = {abs(dx).max():.0e}")
