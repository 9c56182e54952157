"""A LeNet-like network with batch normalization, in NumPy.

Paper   LeCun et al. 1998, doi:10.1109/5.726791
Twin    cnn_torch.py
Axes    N samples, B batch, C channels, H×W image, D flat, K classes
Use     x (N, C, H, W), y (N,) whole numbers from 0 to K - 1:

    params, stats = init_cnn(rng, *x.shape[1:], K=10)
    params, stats, losses = train_cnn(rng, params, stats, x, y)
    a, _, _ = cnn_forward(params, stats, x, train=False)
    a.argmax(axis=1)  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.convolution.batchnorm import (
    BNParams,
    batchnorm_backward,
    batchnorm_forward,
)
from snippets.convolution.conv import init_conv
from snippets.convolution.conv_fast import conv_backward, conv_forward
from snippets.convolution.pool import max_pool_backward, max_pool_forward
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:params]
class CNNParams(NamedTuple):
    conv_1: tuple
    bn_1: BNParams
    conv_2: tuple
    bn_2: BNParams
    W: np.ndarray  # (D, K)
    b: np.ndarray  # (K,)


def init_cnn(rng: np.random.Generator, C, H, W, M=(32, 64), K=10):
    """Kernels as init_conv, γ and var 1, dense variance 1 / D, all else 0.

    Returns params, stats. ValueError unless H and W are from 4, others from 1.
    """
    expect_count("C, K", C, K)
    expect_count("H, W", H, W, low=4)
    if not isinstance(M, tuple | list) or len(M) != 2:
        raise ValueError(f"M must be two integers, got {M!r}")
    conv_1 = init_conv(rng, M[0], C, 3)
    conv_2 = init_conv(rng, M[1], M[0], 3)
    bn_1, bn_2 = (BNParams(np.ones(m), np.zeros(m)) for m in M)
    stats = tuple((np.zeros(m), np.ones(m)) for m in M)
    D = M[1] * (H // 4) * (W // 4)
    dense = rng.normal(0, D**-0.5, (D, K))  # (D, K)
    return CNNParams(conv_1, bn_1, conv_2, bn_2, dense, np.zeros(K)), stats


def map_params(f, *trees):
    """Apply f to the arrays in the same places of nested tuples."""
    if not isinstance(trees[0], tuple):
        return f(*trees)  # (...)
    parts = [map_params(f, *part) for part in zip(*trees, strict=True)]
    tree = getattr(trees[0], "_make", tuple)(parts)  # a NamedTuple stays one
    return tree
    # --8<-- [end:params]


# --8<-- [start:cnn_forward]
def block_forward(conv, bn, stats, x, train):
    """Convolution 3×3, normalization, ReLU, pooling 2×2. Halves H and W."""
    a, conv_cache = conv_forward(conv, x, p=1)
    a, stats, bn_cache = batchnorm_forward(bn, stats, a, train)
    h = np.maximum(a, 0)  # (B, M, H, W)
    out, pool_cache = max_pool_forward(h, 2)
    return out, stats, (conv_cache, bn_cache, h, pool_cache)


def cnn_forward(params: CNNParams, stats, x: np.ndarray, train=True):
    """Logits (B, K) of x (B, C, H, W), new stats, and a cache.

    ValueError unless all are floats that fit, x as large as init_cnn was told.
    """
    conv_1, bn_1, conv_2, bn_2, W, b = params
    expect("W", W, "D", "K")
    expect("b", b, W.shape[1])
    h, stats_1, block_1 = block_forward(conv_1, bn_1, stats[0], x, train)
    h, stats_2, block_2 = block_forward(conv_2, bn_2, stats[1], h, train)
    flat = h.reshape(len(x), -1)  # (B, D)
    if flat.shape[1] != len(W):
        raise ValueError(f"x {x.shape} makes {flat.shape}, W is {W.shape}")
    return flat @ W + b, (stats_1, stats_2), (block_1, block_2, flat, W)
    # --8<-- [end:cnn_forward]


# --8<-- [start:cnn_backward]
def block_backward(dout, cache):
    """Gradients of x, conv and bn: the four steps in reverse."""
    conv_cache, bn_cache, h, pool_cache = cache
    da = max_pool_backward(dout, pool_cache) * (h > 0)  # (B, M, H, W)
    da, dbn = batchnorm_backward(da, bn_cache)
    return *conv_backward(da, conv_cache), dbn


def cnn_backward(da: np.ndarray, cache):
    """Gradient da (B, K) → dx (B, C, H, W), grads, or ValueError."""
    block_1, block_2, flat, W = cache
    expect("da", da, len(flat), W.shape[1])
    dh = (da @ W.T).reshape(block_2[-1][0].shape)  # (B, M, H, W)
    dh, *d_2 = block_backward(dh, block_2)
    dx, *d_1 = block_backward(dh, block_1)
    return dx, CNNParams(*d_1, *d_2, flat.T @ da, da.sum(axis=0))
    # --8<-- [end:cnn_backward]


# --8<-- [start:train_cnn]
def nudge(rng, x):
    """Images x (B, C, H, W), mixed with themselves moved by a pixel."""
    moved = np.roll(x, rng.integers(-1, 2, 2), (2, 3))  # (B, C, H, W)
    return x + (moved - x) * (rng.random() / 2)  # (B, C, H, W)


def train_cnn(rng, params, stats, x, y, lr=0.05, B=32, epochs=12):
    """SGD with momentum 0.9, lr falling to 0: params, stats, all losses.

    ValueError as cnn_forward, and unless y (N,) is whole numbers 0 … K-1.
    """
    expect_count("B, epochs", B, epochs)
    expect("x", x, "N", "C", "H", "W")
    expect("b", params.b, "K")
    expect_whole("y", y, 0, len(params.b) - 1, len(x))
    losses = []
    speed = map_params(np.zeros_like, params)
    for step in np.linspace(lr, 0, epochs, endpoint=False).tolist():
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            a, stats, cache = cnn_forward(params, stats, nudge(rng, x[n]))
            loss, da = cross_entropy(a, y[n])
            _, grads = cnn_backward(da, cache)
            speed = map_params(lambda v, g: 0.9 * v + g, speed, grads)
            params = map_params(lambda p, v, s=step: p - s * v, params, speed)
            losses.append(loss)
    return params, stats, np.array(losses)
    # --8<-- [end:train_cnn]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    y = rng.integers(2, size=300)
    x = np.eye(8)[2 + 3 * y, None, :, None] * np.ones(8)
    params, stats, _ = train_cnn(rng, *init_cnn(rng, 1, 8, 8), x, y, epochs=2)
    a, *_ = cnn_forward(params, stats, x, train=False)
    print(f"tells two rows apart: {(a.argmax(axis=1) == y).mean():.0%}")
