"""Attribution: which inputs of a network does an answer hang on? In NumPy.

Papers  Zeiler & Fergus 2014, arXiv:1311.2901 (occlusion)
        Sundararajan et al. 2017, arXiv:1703.01365 (integrated gradients)
        Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74 (Grad-CAM)
Twin    interpretability_torch.py
Axes    N samples, C channels, H×W image, M maps h×w, K classes, D flat or
        columns, R orders, G groups of columns, P pixels
"""

from functools import partial
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


# --8<-- [start:logit]
def logit_gradients(params: SmallCNNParams, x: np.ndarray, k: np.ndarray):
    """Logits a_k (N,), their slopes dx in x and dh in the maps h, and h."""
    a, cache = small_cnn_forward(params, x)
    expect_whole("k", k, 0, a.shape[1] - 1, len(x))
    da = np.eye(a.shape[1], dtype=a.dtype)[k]  # (N, K)
    a_k = (a * da).sum(axis=1)  # (N,)
    dx, dh, _ = small_cnn_backward(da, cache)
    h = cache[3]  # (N, M, h, w)
    return a_k, dx, dh, h
    # --8<-- [end:logit]


# --8<-- [start:occlusion]
def occlusion_map(score, x: np.ndarray, size=2, step=1, value=0.0):
    """Mean fall of score(x) (N,) over the windows at a pixel that get value."""
    expect("x", x, "N", "C", "H", "W")
    expect_count("size, step", size, step)
    H, W = x.shape[2:]
    if size > min(H, W) or (H - size) % step or (W - size) % step:
        raise ValueError(f"windows {size} by {step} must fit into {(H, W)}")
    drops, count = np.zeros_like([x, x])  # 2 × (N, C, H, W)
    whole = score(x)  # (N,)
    for top in range(0, H - size + 1, step):
        for left in range(0, W - size + 1, step):
            here = ..., slice(top, top + size), slice(left, left + size)
            hidden = x.copy()  # (N, C, H, W)
            hidden[here] = value
            drops[here] += (whole - score(hidden))[:, None, None, None]
            count[here] += 1
    return drops / np.maximum(count, 1)  # (N, C, H, W)
    # --8<-- [end:occlusion]


# --8<-- [start:integrated]
def integrated_gradients(gradient, x, baseline, steps: int = 50):
    """x - baseline, times the mean gradient at the middles of S steps to x."""
    expect("x", x, ...)
    expect("baseline", baseline, *x.shape)
    expect_count("steps", steps)
    total = np.zeros_like(x)  # (...)
    for s in range(steps):
        total += gradient(baseline + (s + 0.5) / steps * (x - baseline))
    return (x - baseline) * (total / steps)  # (...)
    # --8<-- [end:integrated]


# --8<-- [start:grad_cam]
def grad_cam(h: np.ndarray, dh: np.ndarray, zoom: int = 1):
    """ReLU of the sum of maps h (N, M, h, w), each times its mean slope."""
    expect("h", h, "N", "M", "h", "w")
    expect("dh", dh, *h.shape)
    expect_count("zoom", zoom)
    weight = dh.mean(axis=(2, 3))  # (N, M)
    cam = np.maximum(np.einsum("nm,nmhw->nhw", weight, h), 0)  # (N, h, w)
    cam = cam[:, None].repeat(zoom, axis=2)  # (N, 1, H, w)
    return cam.repeat(zoom, axis=3)  # (N, 1, H, W)
    # --8<-- [end:grad_cam]


# --8<-- [start:ranks]
def rank_correlation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Spearman's ρ (N,) of rows of a and b (N, P); 0 where one is constant."""
    expect("a", a, "N", "P")
    expect("b", b, *a.shape)
    ranks = []
    for row in (*a, *b):
        where = partial(np.searchsorted, np.sort(row), row)
        ranks.append(where() + where("right"))  # twice the rank, ties share
    centred = np.array(ranks) - float(a.shape[1])  # (2N, P)
    r_a, r_b = centred[: len(a)], centred[len(a) :]  # 2 × (N, P)
    scale = ((r_a**2).sum(axis=1) * (r_b**2).sum(axis=1)) ** 0.5  # (N,)
    rho = (r_a * r_b).sum(axis=1) / np.where(scale, scale, 1)  # (N,)
    return rho.astype(a.dtype)  # (N,)
    # --8<-- [end:ranks]


# --8<-- [start:permutation]
def permutation_drops(score, x: np.ndarray, orders, groups):
    """Fall (G, R) of score(x) if columns with a 1 in groups (G, D) mix rows."""
    expect("x", x, "N", "D")
    expect_whole("orders", orders, 0, len(x) - 1, "R", len(x))
    expect_whole("groups", groups, 0, 1, "G", x.shape[1])
    drops = np.empty((len(groups), len(orders)), x.dtype)  # (G, R)
    for g, r in np.ndindex(drops.shape):
        mixed = np.where(groups[g], x[orders[r]], x)  # (N, D)
        drops[g, r] = score(x) - score(mixed)
    return drops
    # --8<-- [end:permutation]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    y = np.arange(200) % 2
    x = np.eye(8)[2 + 3 * y, None, :, None] * np.ones(8)
    params, _ = train_small_cnn(rng, init_small_cnn(rng, 8, K=2), x, y)
    f = partial(logit_gradients, params, k=y)
    a_k, _, dh, h = f(x)
    path = integrated_gradients(lambda x: f(x)[1], x, 0 * x)
    gap = path.sum(axis=(1, 2, 3)) - a_k + f(0 * x)[0]  # (200,)
    print(f"the sum of the map misses the gain by {abs(gap).max():.3f}")
    for a in (occlusion_map(lambda x: f(x)[0], x), grad_cam(h, dh, 2)):
        print(rank_correlation(a[:, 0, 2], path[:, 0, 2]).mean().round(1))
    print(permutation_drops(np.trace, np.eye(2), *np.tile([1, 0], (2, 1, 1))))
