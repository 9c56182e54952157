"""Flatten and the fully connected layer, alone and as a convolution, in NumPy.

Papers    LeCun et al. 1998, doi:10.1109/5.726791 (layer C5)
          Long et al. 2015, doi:10.1109/CVPR.2015.7298965 (sliding)
Twin      flatten_torch.py
Axes      N samples, B batch, C channels, H×W image, D = C·H·W inputs,
          K outputs, Ho×Wo places of a window
Use       y (N,) whole numbers below K, 10 here:

    params = init_dense(rng, C * H * W, 10)
    params, losses = train_dense(rng, params, x, y)
    a, _ = dense_forward(params, flatten_forward(x)[0])
    a.argmax(axis=1)  # (N,)
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:flatten_forward]
def flatten_forward(x: np.ndarray):
    """From x (B, C, H, W) to (B, C·H·W), row by row. Returns out, x's shape.

    ValueError unless x is floats with four axes.
    """
    expect("x", x, "B", "C", "H", "W")
    B, C, H, W = x.shape
    return x.reshape(B, C * H * W), x.shape
    # --8<-- [end:flatten_forward]


# --8<-- [start:flatten_backward]
def flatten_backward(dout: np.ndarray, shape):
    """From dout (B, C·H·W) back to shape, or ValueError."""
    expect_count("shape", *shape)
    B, C, H, W = shape
    expect("dout", dout, B, C * H * W)
    return dout.reshape(B, C, H, W)  # (B, C, H, W)
    # --8<-- [end:flatten_backward]


# --8<-- [start:dense_forward]
class DenseParams(NamedTuple):
    """A fully connected layer; its gradients have the same type."""

    W: np.ndarray  # (D, K)
    b: np.ndarray  # (K,)


def init_dense(rng: np.random.Generator, D: int, K: int) -> DenseParams:
    """Normal weights of variance 1 / D, bias 0; ValueError if D or K < 1."""
    expect_count("D, K", D, K)
    return DenseParams(rng.normal(size=(D, K)) * D**-0.5, np.zeros(K))


def dense_forward(params: DenseParams, x: np.ndarray):
    """Out (B, K) of x (B, D), and the cache; ValueError if x misfits."""
    W, b = params
    expect("W", W, "D", "K")
    expect("b", b, W.shape[1])
    expect("x", x, "B", len(W))
    out = x @ W  # (B, K)
    out += b
    return out, (params, x)
    # --8<-- [end:dense_forward]


# --8<-- [start:dense_backward]
def dense_backward(dout: np.ndarray, cache):
    """From dout (B, K): dx (B, D) and DenseParams; ValueError if it misfits."""
    (W, _), x = cache
    expect("dout", dout, len(x), W.shape[1])
    return dout @ W.T, DenseParams(x.T @ dout, dout.sum(axis=0))
    # --8<-- [end:dense_backward]


# --8<-- [start:dense_slide]
def dense_kernels(params: DenseParams, C: int, H: int, W: int) -> np.ndarray:
    """The columns of the weights as K kernels (K, C, H, W), or ValueError."""
    expect_count("C, H, W", C, H, W)
    expect("W", params.W, C * H * W, "K")
    K = params.W.shape[1]
    expect("b", params.b, K)
    return params.W.T.reshape(K, C, H, W)  # (K, C, H, W)


def dense_slide(params: DenseParams, x: np.ndarray, H: int, W: int):
    """The layer at every H×W window of x (B, C, ≥H, ≥W): (B, K, Ho, Wo).

    ValueError unless all are floats that fit, x at least as large as a window.
    """
    expect_count("H, W", H, W)
    expect("x", x, "B", "C", "H", "W")
    if x.shape[2] < H or x.shape[3] < W:
        raise ValueError(f"x must be (B, C, >={H}, >={W}), got {x.shape}")
    kernels = dense_kernels(params, x.shape[1], H, W)  # (K, C, H, W)
    windows = sliding_window_view(x, (H, W), (2, 3))  # (B, C, Ho, Wo, H, W)
    axes = [1, 4, 5], [1, 2, 3]
    out = np.tensordot(windows, kernels, axes)  # (B, Ho, Wo, K)
    return (out + params.b).transpose(0, 3, 1, 2)  # (B, K, Ho, Wo)
    # --8<-- [end:dense_slide]


# --8<-- [start:train_dense]
def train_dense(rng, params, x, y, lr=0.2, steps=800, B=32):
    """Flatten x (N, C, H, W), learn the classes y (N,) by SGD.

    Returns params, losses (steps,). ValueError as dense_forward, and unless y
    is whole numbers 0 … K-1.
    """
    expect_count("steps, B", steps, B)
    flat, _ = flatten_forward(x)
    expect("b", params.b, "K")
    expect_whole("y", y, 0, len(params.b) - 1, len(x))
    losses = []
    for n in rng.integers(len(x), size=(steps, B)):  # (B,)
        a, cache = dense_forward(params, flat[n])
        loss, da = cross_entropy(a, y[n])
        losses.append(loss)
        _, grads = dense_backward(da, cache)
        pairs = zip(params, grads, strict=True)
        params = DenseParams(*(w - lr * dw for w, dw in pairs))
    return params, np.array(losses)
    # --8<-- [end:train_dense]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, 4, 5))  # (B, C, H, W)
    flat, shape = flatten_forward(x)
    params = init_dense(rng, 3 * 4 * 5, 7)
    out, cache = dense_forward(params, flat)
    print(x.shape, "->", flat.shape, "->", out.shape)
    dflat, grads = dense_backward(np.ones_like(out), cache)
    print("dx:", flatten_backward(dflat, shape).shape, "dW:", grads.W.shape)
    slid = dense_slide(params, x, 4, 5)  # (B, K, 1, 1)
    print("product    ", out[0, :3].round(3))
    print("convolution", slid[0, :3, 0, 0].round(3))
    y = (x[:, 0, 0, 0] > 0).astype(np.int64)  # (B,)
    _, losses = train_dense(rng, params, x, y)
    print(f"loss {losses[0]:.1f} -> {losses[-1]:.2f}")
