"""Batch normalization of images, in NumPy.

Paper   Ioffe & Szegedy 2015, arXiv:1502.03167
Twin    batchnorm_torch.py
Axes    B batch, C channels, H×W image
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect


# --8<-- [start:batchnorm]
class BNParams(NamedTuple):
    gamma: np.ndarray  # (C,)
    beta: np.ndarray  # (C,)


def batch_moments(x, stats, momentum):
    """Mean and variance of x (B, C, H, W), and stats moved towards them."""
    n = x.size // x.shape[1]
    wide = np.result_type(x, np.float32)  # float16 holds no large squares
    mean = x.mean(axis=(0, 2, 3), dtype=wide)  # (C,)
    var = x.var(axis=(0, 2, 3), dtype=wide)  # (C,)
    unbiased = var * (n / (n - 1))  # (C,)
    stats = tuple(
        (s + momentum * (new - s)).astype(s.dtype, copy=False)
        for s, new in zip(stats, (mean, unbiased), strict=True)
    )  # 2 × (C,)
    return mean, var, stats


def batchnorm_forward(params, stats, x, train=True, eps=1e-5, momentum=0.1):
    """Normalised x (B, C, H, W), new stats, and a cache.

    ValueError unless γ, β, mean and variance (C,) and x are floats that fit
    and, to train, B·H·W > 1.
    """
    gamma, beta = params
    expect("gamma", gamma, "C")
    expect("beta", beta, len(gamma))
    for s in stats:
        expect("stats", s, len(gamma))
    expect("x", x, "B", len(gamma), "H", "W")
    if train and x.size == len(gamma):
        raise ValueError(f"x must have B·H·W > 1 to train, got {x.shape}")
    mean, var = stats  # 2 × (C,)
    if train:
        mean, var, stats = batch_moments(x, stats, momentum)
    scale = 1 / np.sqrt(var + eps)  # (C,)
    x_hat = (x - mean[:, None, None]) * scale[:, None, None]  # (B, C, H, W)
    out = x_hat * gamma[:, None, None] + beta[:, None, None]  # (B, C, H, W)
    cache = x_hat, gamma * scale, train
    return out.astype(x.dtype, copy=False), stats, cache


def batchnorm_backward(dout: np.ndarray, cache):
    """Gradients of x and of BNParams for dout (B, C, H, W), or ValueError."""
    x_hat, slope, train = cache
    expect("dout", dout, *x_hat.shape)
    dgamma = np.einsum("bchw,bchw->c", dout, x_hat)  # (C,)
    dbeta = dout.sum(axis=(0, 2, 3), dtype=dgamma.dtype)  # (C,)
    n = dout.size // len(dbeta)
    along = x_hat * dgamma[:, None, None] + dbeta[:, None, None]  # (B, C, H, W)
    dx = (dout - train * along / n) * slope[:, None, None]  # (B, C, H, W)
    grads = (g.astype(dout.dtype, copy=False) for g in (dgamma, dbeta))
    return dx.astype(dout.dtype, copy=False), BNParams(*grads)
    # --8<-- [end:batchnorm]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    params = BNParams(np.ones(3), np.zeros(3))
    stats = np.zeros(3), np.ones(3)
    for _ in range(50):
        x = rng.normal(5, 2, (8, 3, 4, 4))  # (8, 3, 4, 4)
        out, stats, cache = batchnorm_forward(params, stats, x)
    dx, _ = batchnorm_backward(x, cache)
    print(f"mean {abs(out.mean()):.2f}, standard deviation {out.std():.2f}")
    print(f"mean of dx {abs(dx.mean()):.2f}")
    print("running mean", stats[0].round(1), "variance", stats[1].round(1))
