"""A multilayer perceptron of any depth, by hand and trained, in NumPy.

Papers    Rumelhart, Hinton & Williams 1986, doi:10.1038/323533a0
          Glorot & Bengio 2010, PMLR 9, 249–256 (initialisation)
          He et al. 2015, doi:10.1109/ICCV.2015.123 (initialisation)
Twin      mlp_torch.py
Axes      N samples, B batch, K outputs; a layer has D inputs, H outputs
Use       y (N,) whole numbers below K, 10 here:

    params = init_mlp(rng, (D, 64, 10))
    params, losses = train_mlp(rng, params, x, y)
    mlp_forward(params, x)[0].argmax(axis=1)  # (N,)
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:init_mlp]
class MLPParams(NamedTuple):
    Ws: list[np.ndarray]  # of every layer, (D, H)
    bs: list[np.ndarray]  # of every layer, (H,)


def init_mlp(rng: np.random.Generator, widths, glorot=False) -> MLPParams:
    """Normal Ws, variance 2 / D (He) or 2 / (D + H) (Glorot); bs 0.

    ValueError unless there are 2 or more widths, each of them 1, 2 …
    """
    expect_count("widths", *widths)
    expect_count("the number of layers", len(widths) - 1)
    Ws, bs = [], []
    for D, H in pairwise(widths):
        variance = 2 / (D + H) if glorot else 2 / D
        W = rng.normal(0, variance**0.5, (D, H))  # (D, H)
        b = np.zeros(H)  # (H,)
        Ws.append(W)
        bs.append(b)
    return MLPParams(Ws, bs)


def count_params(widths) -> int:
    """Weights and biases of an MLP, (D + 1) H a layer; or ValueError."""
    expect_count("widths", *widths)
    return sum((D + 1) * H for D, H in pairwise(widths))
    # --8<-- [end:init_mlp]


# --8<-- [start:layer_step]
def f_identity(a: np.ndarray):
    """The linear unit: f(a) = a. Returns f(a) and the slope f'(a)."""
    expect("a", a, ...)
    return a, np.ones_like(a)  # 2 × (...)


def f_relu(a: np.ndarray):
    """The rectifier. Returns f(a) and f'(a), taken as 0 at a = 0."""
    expect("a", a, ...)
    return np.maximum(a, 0), (a > 0).astype(a.dtype)  # 2 × (...)


def layer_step(W, b, h_prev, f):
    """One layer: h_prev (B, D) → h (B, H), cache."""
    a = h_prev @ W + b  # (B, H)
    h, slope = f(a)  # 2 × (B, H)
    return h, (h_prev, W, slope)
    # --8<-- [end:layer_step]


# --8<-- [start:expect_layers]
def expect_layers(params, x: np.ndarray) -> None:
    """ValueError unless each W has its b, and fits the one before; x, Ws[0]."""
    Ws, bs = params
    expect_count("the number of Ws", len(Ws))
    if len(bs) != len(Ws):
        raise ValueError(f"need {len(Ws)} bs, one for each W, got {len(bs)}")
    inputs = "D"
    for k, (W, b) in enumerate(zip(Ws, bs, strict=True)):
        expect(f"Ws[{k}]", W, inputs, "H")
        inputs = W.shape[1]
        expect(f"bs[{k}]", b, inputs)
    expect("x", x, "B", len(Ws[0]))
    # --8<-- [end:expect_layers]


# --8<-- [start:mlp_forward]
def mlp_forward(params: MLPParams, x: np.ndarray, f=f_relu):
    """From x (B, D) to a (B, K), cache; or ValueError. No f at the end."""
    expect_layers(params, x)
    Ws, bs = params
    fs = [f] * (len(Ws) - 1) + [f_identity]
    h = x
    cache = []
    for W, b, f in zip(Ws, bs, fs, strict=True):
        h, layer = layer_step(W, b, h, f)
        cache.append(layer)
    return h, cache
    # --8<-- [end:mlp_forward]


# --8<-- [start:mlp_backward]
def layer_step_backward(dh, cache):
    """Gradient dh (B, H) → dh_prev (B, D), dW, db; or ValueError."""
    h_prev, W, slope = cache  # (B, D), (D, H), (B, H)
    expect("dh", dh, *slope.shape)
    da = dh * slope  # (B, H)
    dW = h_prev.T @ da  # (D, H)
    dh_prev = da @ W.T  # (B, D)
    db = da.sum(axis=0)  # (H,)
    return dh_prev, dW, db


def mlp_backward(da: np.ndarray, cache):
    """Gradient da (B, K) → dx (B, D), grads. ValueError if da misfits."""
    *_, slope = cache[-1]
    expect("da", da, *slope.shape)
    dh = da
    grads = []
    for layer in reversed(cache):
        dh, *dW_db = layer_step_backward(dh, layer)
        grads.insert(0, dW_db)
    dWs, dbs = zip(*grads, strict=True)
    return dh, MLPParams(list(dWs), list(dbs))
    # --8<-- [end:mlp_backward]


# --8<-- [start:cross_entropy]
def cross_entropy(a: np.ndarray, y: np.ndarray):
    """Loss of logits a (B, K) for classes y (B,), and da, or ValueError."""
    expect("a", a, "B", "K")
    B, K = a.shape
    expect_whole("y", y, 0, K - 1, B)
    a = a - a.max(axis=1, keepdims=True)  # (B, K)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))  # (B, K)
    da = np.exp(log_p)  # (B, K)
    da[np.arange(B), y] -= 1
    return -log_p[np.arange(B), y].mean(), da / B  # (), (B, K)
    # --8<-- [end:cross_entropy]


# --8<-- [start:train_mlp]
def descend(params: MLPParams, grads: MLPParams, lr: float) -> MLPParams:
    """One step against the gradients, lr long, for every W and every b."""
    Ws = [W - lr * dW for W, dW in zip(params.Ws, grads.Ws, strict=True)]
    bs = [b - lr * db for b, db in zip(params.bs, grads.bs, strict=True)]
    return MLPParams(Ws, bs)


def train_mlp(rng, params, x, y, f=f_relu, lr=0.2, B=32, epochs=20):
    """SGD on the cross-entropy of x (N, D), y (N,). Returns params, losses.

    ValueError if params, x or y misfit, or B or epochs is not 1, 2 …
    """
    expect_layers(params, x)
    expect_whole("y", y, 0, len(params.bs[-1]) - 1, len(x))
    expect_count("B, epochs", B, epochs)
    losses = []
    for _ in range(epochs):
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            a, cache = mlp_forward(params, x[n], f)
            loss, da = cross_entropy(a, y[n])
            _, grads = mlp_backward(da, cache)
            params = descend(params, grads, lr)
            losses.append(loss)
    return params, np.array(losses)
    # --8<-- [end:train_mlp]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    widths = (2, 16, 16, 2)
    x = rng.normal(size=(400, 2))  # (400, 2)
    y = (x[:, 0] * x[:, 1] > 0).astype(np.int64)  # (400,)
    params, losses = train_mlp(rng, init_mlp(rng, widths), x, y)
    first = losses[0]
    last = losses[-10:].mean()
    print(count_params(widths), f"parameters, loss {first:.2f} -> {last:.2f}")
