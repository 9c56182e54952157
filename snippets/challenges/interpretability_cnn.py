"""A small CNN whose answers are to be explained, in NumPy.

Twin      SmallCNN in interpretability_torch.py
Axes      N samples, C channels, H×W image, M maps h×w, K classes, D flat
Use       square images of one channel, classes from 0 to K - 1:

    x, y = rng.random((99, 1, 8, 8)), rng.integers(10, size=99)
    params = init_small_cnn(rng, 8, K=10)
    params, losses = train_small_cnn(rng, params, x, y)
    small_cnn_forward(params, x)[0].argmax(axis=1)  # (99,)
"""

from typing import NamedTuple

import numpy as np

from snippets.convolution.conv import (
    ConvParams,
    conv_backward,
    conv_forward,
    init_conv,
)
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:cnn]
class SmallCNNParams(NamedTuple):
    W_1: np.ndarray  # (M_1, C, 3, 3)
    b_1: np.ndarray  # (M_1,)
    W_2: np.ndarray  # (M, M_1, 3, 3)
    b_2: np.ndarray  # (M,)
    W: np.ndarray  # (D, K)
    b: np.ndarray  # (K,)


def init_small_cnn(rng: np.random.Generator, size: int, M_1=8, M=16, K=10):
    """Kernels as init_conv, dense of variance 1 / D, biases 0; C is 1."""
    expect_count("size, M_1, M, K", size, M_1, M, K)
    convs = *init_conv(rng, M_1, 1, 3), *init_conv(rng, M, M_1, 3)
    D = M * ((size + 1) // 2) ** 2
    W = rng.normal(0, D**-0.5, (D, K))  # (D, K)
    return SmallCNNParams(*convs, W, np.zeros(K))


def small_cnn_forward(params: SmallCNNParams, x: np.ndarray):
    """Logits (N, K) of images x (N, C, H, W), a cache; or ValueError."""
    W_1, b_1, W_2, b_2, W, b = params
    expect("W_1", W_1, "M_1", "C", 3, 3)
    expect("b_1", b_1, len(W_1))
    expect("W_2", W_2, "M", len(W_1), 3, 3)
    expect("b_2", b_2, len(W_2))
    expect("W", W, "D", "K")
    expect("b", b, W.shape[1])
    a_1, cache_1 = conv_forward(ConvParams(W_1, b_1), x, p=1)
    h_1 = np.maximum(a_1, 0)  # (N, M_1, H, W)
    a_2, cache_2 = conv_forward(ConvParams(W_2, b_2), h_1, s=2, p=1)
    h = np.maximum(a_2, 0)  # (N, M, h, w)
    flat = h.reshape(len(x), -1)  # (N, D)
    if flat.shape[1] != len(W):
        raise ValueError(f"x {x.shape} makes {flat.shape}, W is {W.shape}")
    return flat @ W + b, (cache_1, h_1, cache_2, h, W)


def small_cnn_backward(da: np.ndarray, cache):
    """From da (N, K): dx (N, C, H, W), dh (N, M, h, w), all gradients."""
    cache_1, h_1, cache_2, h, W = cache
    expect("da", da, len(h), W.shape[1])
    dh = (da @ W.T).reshape(h.shape)  # (N, M, h, w)
    dh_1, d_2 = conv_backward(dh * (h > 0), cache_2)
    dx, d_1 = conv_backward(dh_1 * (h_1 > 0), cache_1)
    dW = h.reshape(len(h), -1).T @ da  # (D, K)
    return dx, dh, SmallCNNParams(*d_1, *d_2, dW, da.sum(axis=0))


def train_small_cnn(rng, params, x, y, lr=0.05, B=32, epochs=4):
    """SGD with momentum 0.9, lr falling to 0: params and all losses."""
    expect_count("B, epochs", B, epochs)
    expect("x", x, "N", "C", "H", "W")
    expect("b", params.b, "K")
    expect_whole("y", y, 0, len(params.b) - 1, len(x))
    speed = [np.zeros_like(p) for p in params]
    losses = []
    for rate in np.linspace(lr, 0, epochs, endpoint=False).tolist():
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            a, cache = small_cnn_forward(params, x[n])
            loss, da = cross_entropy(a, y[n])
            grads = small_cnn_backward(da, cache)[2]
            speed = [0.9 * v + g for v, g in zip(speed, grads, strict=True)]
            pairs = zip(params, speed, strict=True)
            params = params._make(p - rate * v for p, v in pairs)
            losses.append(loss)
    return params, np.array(losses)
    # --8<-- [end:cnn]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    y = np.arange(200) % 2  # (200,)
    x = np.eye(8)[2 + 3 * y, None, :, None] * np.ones(8)  # (200, 1, 8, 8)
    params = init_small_cnn(rng, 8, K=2)
    params, losses = train_small_cnn(rng, params, x, y)
    print(f"which row is white? loss {losses[0]:.2f} → {losses[-1]:.3f}")
