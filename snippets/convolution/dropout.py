"""Inverted dropout, and a network of two layers that uses it, in NumPy.

Papers    Hinton et al. 2012, arXiv:1207.0580
          Srivastava et al. 2014, JMLR 15, 1929-1958
Twin      dropout_torch.py
Axes      N samples, B batch, D inputs, H hidden units, K classes
Chance    p is the probability that a value is dropped
Use       y (N,) whole numbers below K, 10 here:

    params = init_dropout_net(rng, D, 64, 10)
    params, losses = train_dropout_net(rng, params, x, y, p)
    a, _ = dropout_net_forward(rng, params, x, p, train=False)
    a.argmax(axis=1)  # (N,)
"""

from numbers import Real
from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:dropout_forward]
def dropout_forward(rng: np.random.Generator, x, p: float, train=True):
    """Each entry of x becomes 0 with chance p, else x / (1 - p).

    Returns out and mask, both of x's shape; out is x unless train.
    ValueError unless 0 <= p < 1 and x holds floating-point numbers.
    """
    expect("x", x, ...)
    if not (isinstance(p, Real) and 0 <= p < 1):
        raise ValueError(f"p must be at least 0 and below 1, got {p!r}")
    if not train:
        return x.copy(), np.ones_like(x)  # 2 × (...)
    keep = rng.random(x.shape, dtype=np.float32) >= p  # (...)
    mask = keep * x.dtype.type(1 / (1 - p))  # (...)
    return x * mask, mask  # 2 × (...)
    # --8<-- [end:dropout_forward]


# --8<-- [start:dropout_backward]
def dropout_backward(dout: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """dx: dout times the very mask of the forward pass, or ValueError."""
    expect("mask", mask, ...)
    expect("dout", dout, *mask.shape)
    return dout * mask  # (...)
    # --8<-- [end:dropout_backward]


# --8<-- [start:params]
class DropoutParams(NamedTuple):
    """Two layers, with dropout on the hidden one; gradients likewise."""

    W_1: np.ndarray  # (D, H)
    b_1: np.ndarray  # (H,)
    W_2: np.ndarray  # (H, K)
    b_2: np.ndarray  # (K,)


def init_dropout_net(rng, D: int, H: int, K: int) -> DropoutParams:
    """Normal weights of variance 2 / D and 1 / H; biases 0; or ValueError."""
    expect_count("D, H, K", D, H, K)
    W_1 = rng.normal(size=(D, H)) * (2 / D) ** 0.5  # (D, H)
    W_2 = rng.normal(size=(H, K)) * (1 / H) ** 0.5  # (H, K)
    return DropoutParams(W_1, np.zeros(H), W_2, np.zeros(K))
    # --8<-- [end:params]


# --8<-- [start:dropout_net_forward]
def dropout_net_forward(rng, params: DropoutParams, x, p, train=True):
    """Scores a (B, K) of x (B, D), and the cache.

    ValueError unless x and the parameters are floats in shapes that fit.
    """
    W_1, b_1, W_2, b_2 = params
    expect("W_1", W_1, "D", "H")
    expect("b_1", b_1, W_1.shape[1])
    expect("W_2", W_2, len(b_1), "K")
    expect("b_2", b_2, W_2.shape[1])
    expect("x", x, "B", len(W_1))
    h = np.maximum(x @ W_1 + b_1, 0)  # (B, H)
    h, mask = dropout_forward(rng, h, p, train)  # 2 × (B, H)
    a = h @ W_2 + b_2  # (B, K)
    return a, (params, x, h, mask)
    # --8<-- [end:dropout_net_forward]


# --8<-- [start:dropout_net_backward]
def dropout_net_backward(da: np.ndarray, cache):
    """From da (B, K): dx (B, D) and DropoutParams; ValueError if da misfits."""
    (W_1, _, W_2, b_2), x, h, mask = cache
    expect("da", da, len(x), len(b_2))
    dh = dropout_backward(da @ W_2.T, mask)  # (B, H)
    da_1 = dh * (h > 0)  # (B, H)
    dx = da_1 @ W_1.T  # (B, D)
    dW_1 = x.T @ da_1  # (D, H)
    db_1 = da_1.sum(axis=0)  # (H,)
    dW_2 = h.T @ da  # (H, K)
    db_2 = da.sum(axis=0)  # (K,)
    return dx, DropoutParams(dW_1, db_1, dW_2, db_2)
    # --8<-- [end:dropout_net_backward]


# --8<-- [start:train_dropout_net]
def train_dropout_net(rng, params, x, y, p, lr=0.2, steps=600, B=32):
    """SGD on the cross-entropy of x (N, D) for classes y (N,).

    Returns params, losses (steps,). ValueError as dropout_net_forward, and
    unless y is whole numbers 0 … K-1.
    """
    expect_count("steps, B", steps, B)
    expect("x", x, "N", "D")
    expect("b_2", params.b_2, "K")
    expect_whole("y", y, 0, len(params.b_2) - 1, len(x))
    losses = []
    for n in rng.integers(len(x), size=(steps, B)):  # (B,)
        a, cache = dropout_net_forward(rng, params, x[n], p)
        loss, da = cross_entropy(a, y[n])
        losses.append(loss)
        _, grads = dropout_net_backward(da, cache)
        pairs = zip(params, grads, strict=True)
        params = DropoutParams(*(w - lr * dw for w, dw in pairs))
    return params, np.array(losses)
    # --8<-- [end:train_dropout_net]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    ones = np.ones(100_000)  # (M,)
    out, mask = dropout_forward(rng, ones, p=0.25)
    print("dropped:", f"{(out == 0).mean():.2f}", "mean:", f"{out.mean():.2f}")
    dx = dropout_backward(ones, mask)  # (M,)
    print("kept, but no gradient:", ((out > 0) & (dx == 0)).sum())
    x = rng.normal(size=(300, 5))  # (N, 5)
    y = (x[:, 0] * x[:, 1] > 0).astype(np.int64)  # (N,)
    params = init_dropout_net(rng, 5, 64, 2)
    _, losses = train_dropout_net(rng, params, x, y, p=0.5)
    print(f"loss {losses[0]:.1f} -> {losses[-50:].mean():.1f}")
