"""Flatten and the fully connected layer, alone and as a convolution, in NumPy.

Papers    LeCun et al. 1998, doi:10.1109/5.726791 (layer C5)
          Long et al. 2015, doi:10.1109/CVPR.2015.7298965 (sliding)
Twin      flatten_torch.py
Axes      N samples, B batch, C channels, H×W image, D = C·H·W inputs,
          K outputs, Ho×Wo places of a window
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


# --8<-- [start:flatten_forward]
def flatten_forward(x: np.ndarray):
    """From x (B, C, H, W) to (B, C·H·W), row by row. Returns out, x's shape.

    ValueError unless x has four axes.
    """
    if x.ndim != 4:
        raise ValueError(f"x must have shape (B, C, H, W), got {x.shape}")
    B, C, H, W = x.shape
    return x.reshape(B, C * H * W), x.shape
    # --8<-- [end:flatten_forward]


# --8<-- [start:flatten_backward]
def flatten_backward(dout: np.ndarray, shape):
    """From dout (B, C·H·W) back to shape, or ValueError."""
    B, C, H, W = shape
    if dout.shape != (B, C * H * W):
        raise ValueError(f"dout must be {(B, C * H * W)}, got {dout.shape}")
    return dout.reshape(B, C, H, W)
    # --8<-- [end:flatten_backward]


# --8<-- [start:dense_forward]
class DenseParams(NamedTuple):
    """A fully connected layer; its gradients have the same type."""

    W: np.ndarray  # (D, K)
    b: np.ndarray  # (K,)


def init_dense(rng: np.random.Generator, D: int, K: int) -> DenseParams:
    """Normal weights of variance 1 / D, bias 0."""
    return DenseParams(rng.normal(size=(D, K)) * D**-0.5, np.zeros(K))


def dense_forward(params: DenseParams, x: np.ndarray):
    """Out (B, K) of x (B, D), and the cache; ValueError if x misfits."""
    W, b = params
    if x.ndim != 2 or x.shape[1] != len(W):
        raise ValueError(f"x must have shape (B, {len(W)}), got {x.shape}")
    out = x @ W  # (B, K)
    out += b
    return out, (params, x)
    # --8<-- [end:dense_forward]


# --8<-- [start:dense_backward]
def dense_backward(dout: np.ndarray, cache):
    """From dout (B, K): dx (B, D) and DenseParams; ValueError if it misfits."""
    (W, _), x = cache
    if dout.shape != (len(x), W.shape[1]):
        expected = (len(x), W.shape[1])
        raise ValueError(f"dout must be {expected}, got {dout.shape}")
    return dout @ W.T, DenseParams(x.T @ dout, dout.sum(axis=0))
    # --8<-- [end:dense_backward]


# --8<-- [start:dense_slide]
def dense_kernels(params: DenseParams, C: int, H: int, W: int) -> np.ndarray:
    """The columns of the weights as K kernels (K, C, H, W), or ValueError."""
    D, K = params.W.shape
    if D != C * H * W:
        raise ValueError(f"W must have {C * H * W} rows, C·H·W, got {D}")
    return params.W.T.reshape(K, C, H, W)  # (K, C, H, W)


def dense_slide(params: DenseParams, x: np.ndarray, H: int, W: int):
    """The layer at every H×W window of x (B, C, ≥H, ≥W): (B, K, Ho, Wo).

    ValueError if x has no four axes or is smaller than a window.
    """
    if x.ndim != 4 or x.shape[2] < H or x.shape[3] < W:
        raise ValueError(f"x must be (B, C, >={H}, >={W}), got {x.shape}")
    kernels = dense_kernels(params, x.shape[1], H, W)  # (K, C, H, W)
    windows = sliding_window_view(x, (H, W), (2, 3))  # (B, C, Ho, Wo, H, W)
    axes = [1, 4, 5], [1, 2, 3]
    out = np.tensordot(windows, kernels, axes)  # (B, Ho, Wo, K)
    return (out + params.b).transpose(0, 3, 1, 2)  # (B, K, Ho, Wo)
    # --8<-- [end:dense_slide]


# --8<-- [start:train_dense]
def train_dense(rng, params, x, y, lr=0.2, steps=800, B=32):
    """Flatten x (N, C, H, W), learn y (N,) by SGD. Returns params, losses."""
    losses = []
    flat, _ = flatten_forward(x)
    target = np.eye(len(params.b), dtype=x.dtype)[y]  # (N, K)
    for n in rng.integers(len(x), size=(steps, B)):  # (B,)
        a, cache = dense_forward(params, flat[n])
        y_hat = np.exp(a - a.max(axis=1, keepdims=True))  # (B, K)
        y_hat /= y_hat.sum(axis=1, keepdims=True)
        losses.append(-np.log(y_hat[target[n] == 1]).mean())
        _, grads = dense_backward((y_hat - target[n]) / B, cache)
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
    slid = dense_slide(params, x, 4, 5)
    print("a convolution gives the same:", np.allclose(slid[..., 0, 0], out))
    y = (x[:, 0, 0, 0] > 0).astype(np.int64)
    _, losses = train_dense(rng, params, x, y)
    print("learns two samples:", losses[-1] < 0.1)
