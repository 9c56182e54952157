"""Attribution: which inputs of a network does an answer hang on? In NumPy.

Papers  Zeiler & Fergus 2014, arXiv:1311.2901 (occlusion)
        Sundararajan et al. 2017, arXiv:1703.01365 (integrated gradients)
        Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74 (Grad-CAM)
Twin    interpretability_torch.py
Axes    N samples, C channels, H×W image, M maps h×w, K classes, D flat or
        columns, R orders, G groups of columns, P pixels
"""

from functools import partial

import numpy as np

from snippets.challenges.interpretability_cnn import (
    SmallCNNParams,
    init_small_cnn,
    small_cnn_backward,
    small_cnn_forward,
    train_small_cnn,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


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
    drops = np.zeros_like(x)  # (N, C, H, W)
    count = np.zeros_like(x)  # (N, C, H, W)
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
        ordered = np.sort(row)  # (P,)
        below = np.searchsorted(ordered, row)  # (P,)
        up_to = np.searchsorted(ordered, row, "right")  # (P,)
        ranks.append(below + up_to)  # twice the rank, ties share
    centred = np.array(ranks) - float(a.shape[1])  # (2N, P)
    r_a = centred[: len(a)]  # (N, P)
    r_b = centred[len(a) :]  # (N, P)
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
