"""Training in half precision: casts, a network, the scaled loss, in NumPy.

Paper     Micikevicius 2018, arXiv:1710.03740
Axes      B batch, K outputs; a layer has D inputs, H outputs
Use       y (N,) whole numbers below K, 10 here; 1024 is the scale:

    params = init_mlp(rng, (D, 64, 10))
    params, *log = train_half(rng, params, x, y, half_float16, 1024.0)
    half_forward(params, x, half_float16)[0].argmax(axis=1)  # (N,)
"""

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    descend,
    expect_layers,
    f_identity,
    f_relu,
    init_mlp,
    layer_step,
    layer_step_backward,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:half_cast]
def half_float16(x: np.ndarray) -> np.ndarray:
    """x (...) rounded to float16, in x's own dtype; ±inf from 65520 on."""
    expect("x", x, ...)
    with np.errstate(over="ignore"):
        return x.astype(np.float16).astype(x.dtype)  # (...)


def half_bfloat16(x: np.ndarray) -> np.ndarray:
    """x (...) rounded to bfloat16, the upper 16 bits of a float32."""
    expect("x", x, ...)
    with np.errstate(over="ignore"):
        bits = x.astype(np.float32).view(np.uint32)  # (...)
    bits = bits + 0x7FFF + (bits >> 16 & 1) & 0xFFFF0000  # (...)
    rounded = bits.view(np.float32).astype(x.dtype)  # (...)
    return np.where(np.isnan(x), x, rounded)  # (...)
    # --8<-- [end:half_cast]


# --8<-- [start:half_net]
def half_step(W, b, h_prev, f, cast):
    """layer_step whose h (B, H) is rounded."""
    h, layer = layer_step(W, b, h_prev, f)
    h = cast(h)  # (B, H)
    return h, layer


def half_forward(params: MLPParams, x: np.ndarray, cast):
    """mlp_forward of ReLUs, each result rounded: a (B, K), cache."""
    expect_layers(params, x)
    Ws = [cast(W) for W in params.Ws]
    bs = [cast(b) for b in params.bs]
    fs = [f_relu] * (len(Ws) - 1) + [f_identity]
    h = cast(x)  # (B, D)
    cache = []
    for W, b, f in zip(Ws, bs, fs, strict=True):
        h, layer = half_step(W, b, h, f, cast)
        cache.append(layer)
    return h, cache


def half_backward(da: np.ndarray, cache, cast):
    """Gradient da (B, K) → dx (B, D), grads, each rounded; or ValueError."""
    *_, slope = cache[-1]
    expect("da", da, *slope.shape)
    dh = cast(da)  # (B, K)
    grads = []
    for layer in reversed(cache):
        dh, *dW_db = map(cast, layer_step_backward(dh, layer))
        grads.insert(0, dW_db)
    dWs, dbs = zip(*grads, strict=True)
    return dh, MLPParams(list(dWs), list(dbs))
    # --8<-- [end:half_net]


# --8<-- [start:loss_scale]
def loss_scale_next(scale: float, calm: int, finite: bool, patience: int):
    """Halve after an overflow, double after patience calm steps in a row."""
    expect_count("patience", patience)
    expect_count("calm", calm, low=0)
    if not finite:
        return scale / 2, 0
    if calm + 1 == patience:
        return scale * 2, 0
    return scale, calm + 1


def half_gradient(params, x, y, cast, scale):
    """Loss () and grads of x (B, D), y (B,), scaled, rounded, unscaled."""
    a, cache = half_forward(params, x, cast)
    loss, da = cross_entropy(a, y)
    with np.errstate(over="ignore", invalid="ignore"):
        _, grads = half_backward(da * da.dtype.type(scale), cache, cast)
    dWs = [dW / dW.dtype.type(scale) for dW in grads.Ws]
    dbs = [db / db.dtype.type(scale) for db in grads.bs]
    return loss, MLPParams(dWs, dbs)
    # --8<-- [end:loss_scale]


# --8<-- [start:train_half]
def train_half(
    rng, params, x, y, cast, scale, patience=None, lr=0.2, steps=400, B=64
):
    """SGD on x (N, D), y (N,): gradients rounded by cast, weights not.

    A step whose gradients are not finite is left out. With a patience the
    scale is dynamic. Returns params, losses, scales (steps,), steps done.
    """
    expect_layers(params, x)
    expect_whole("y", y, 0, len(params.bs[-1]) - 1, len(x))
    expect_count("steps, B", steps, B)
    calm = done = 0
    losses, scales = [], []
    for n in rng.integers(len(x), size=(steps, B)):  # (B,)
        loss, grads = half_gradient(params, x[n], y[n], cast, scale)
        finite = all(np.isfinite(g).all() for part in grads for g in part)
        losses.append(loss)
        scales.append(scale)
        if finite:
            params = descend(params, grads, lr)
            done += 1
        if patience:
            scale, calm = loss_scale_next(scale, calm, finite, patience)
    return params, np.array(losses), np.array(scales), done
    # --8<-- [end:train_half]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    print(half_float16(np.array([0.1, 70000.0])), half_bfloat16(np.ones(1) / 3))
    x = rng.normal(size=(99, 2))  # (99, 2)
    y = (x[:, 0] > 0).astype(np.int64)  # (99,)
    net = init_mlp(rng, (2, 16, 2))
    for scale, patience in ((2.0**-20, None), (2.0**24, 20)):
        _, losses, scales, done = train_half(
            rng, net, x, y, half_float16, scale, patience
        )
        print(f"scale {scale:g} … {scales[-1]:g}: {done} steps", end=", ")
        print(f"loss {losses[0]:.2f} … {losses[-1]:.2f}")
