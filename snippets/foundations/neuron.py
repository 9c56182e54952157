"""A single neuron, forward, backward and trained, in NumPy.

Papers    McCulloch & Pitts 1943, doi:10.1007/BF02478259 (the neuron)
          Widrow & Hoff 1960, doi:10.21236/AD0241531 (the learning rule)
Twin      neuron_torch.py
Axes      N samples, D input width
Use       y (N,) floats that f can reach:

    params = init_neuron(rng, D)
    params, losses = train_neuron(params, x, y, f_tanh)
    neuron_forward(params, x, f_tanh)[0]  # (N,)
"""

from typing import NamedTuple

import numpy as np


# --8<-- [start:expect]
def expect(name, a, *shape, kinds="f", what="floats", within=()) -> None:
    """ValueError unless a holds floating-point numbers in this shape.

    A letter stands for any size from 1: expect("x", x, "N", 3); ... for any
    shape. What is empty is refused, and so is what is not within two bounds.
    """
    array = isinstance(a, (np.ndarray, np.generic))
    fits = array and a.dtype.kind in kinds and a.size > 0
    if fits and shape not in ((...,), a.shape):
        pairs = zip(shape, a.shape, strict=False)
        sizes = [m for m, n in pairs if m == n or isinstance(m, str)]
        fits = len(sizes) == len(shape) == a.ndim
    if within:
        what += " {} … {}".format(*within)
    if not fits:
        want = f" of shape {shape}".replace("'", "") if shape != (...,) else ""
        got = f"{a.dtype} {a.shape}" if array else type(a).__name__
        raise ValueError(f"{name} must be {what}{want}, got {got}")
    if within and not within[0] <= a.min() <= a.max() <= within[1]:
        raise ValueError(f"{name} must be {what}, got {a.min()} … {a.max()}")
    # --8<-- [end:expect]


# --8<-- [start:expect_count]
def expect_count(name: str, *counts, low: int = 1) -> None:
    """ValueError unless all counts are whole numbers from low; no booleans."""
    for n in counts:
        whole = isinstance(n, int | np.integer) and not isinstance(n, bool)
        if whole and n >= low:
            continue
        got = ", ".join(map(repr, counts))
        raise ValueError(f"{name} must be whole and at least {low}, got {got}")
    # --8<-- [end:expect_count]


# --8<-- [start:NeuronParams]
class NeuronParams(NamedTuple):
    w: np.ndarray  # (D,)
    b: np.ndarray  # ()
    # --8<-- [end:NeuronParams]


# --8<-- [start:init_neuron]
def init_neuron(rng: np.random.Generator, D: int) -> NeuronParams:
    """Weights uniform in ±1/√D; bias 0. ValueError unless D is 1, 2 …"""
    expect_count("D", D)
    bound = D**-0.5
    w = rng.uniform(-bound, bound, D)  # (D,)
    b = np.zeros(())  # ()
    return NeuronParams(w, b)
    # --8<-- [end:init_neuron]


# --8<-- [start:activations]
def sigmoid(a: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-a)); where exp overflows, the result is 0."""
    expect("a", a, ...)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-a))  # (...)


def f_identity(a: np.ndarray):
    """The linear unit: f(a) = a. Returns f(a) and the slope f'(a)."""
    expect("a", a, ...)
    return a, np.ones_like(a)  # 2 × (...)


def f_relu(a: np.ndarray):
    """The rectifier. Returns f(a) and f'(a), taken as 0 at a = 0."""
    expect("a", a, ...)
    return np.maximum(a, 0), (a > 0).astype(a.dtype)  # 2 × (...)


def f_sigmoid(a: np.ndarray):
    """The logistic curve, from 0 to 1. Returns f(a) and f'(a)."""
    y_hat = sigmoid(a)  # (...)
    return y_hat, y_hat * (1 - y_hat)  # 2 × (...)


def f_tanh(a: np.ndarray):
    """The hyperbolic tangent, from -1 to 1. Returns f(a) and f'(a)."""
    expect("a", a, ...)
    y_hat = np.tanh(a)  # (...)
    return y_hat, 1 - y_hat**2  # 2 × (...)
    # --8<-- [end:activations]


# --8<-- [start:neuron_forward]
def neuron_forward(params: NeuronParams, x: np.ndarray, f=f_identity):
    """ŷ = f(x·w + b): x (N, D) → y_hat (N,), cache. ValueError if x misfits.

    McCulloch & Pitts 1943, doi:10.1007/BF02478259, had f = (a >= 0).
    """
    w, b = params
    expect("w", w, "D")
    expect("b", b)
    expect("x", x, "N", len(w))
    a = x @ w + b  # (N,)
    y_hat, slope = f(a)  # 2 × (N,)
    return y_hat, (x, w, slope)
    # --8<-- [end:neuron_forward]


# --8<-- [start:neuron_backward]
def neuron_backward(dy_hat: np.ndarray, cache):
    """dy_hat (N,) → dx (N, D), grads. ValueError if dy_hat misfits."""
    x, w, slope = cache
    expect("dy_hat", dy_hat, *slope.shape)
    da = dy_hat * slope  # (N,)
    dx = np.einsum("n,d->nd", da, w)  # (N, D)
    dw = x.T @ da  # (D,)
    db = da.sum()  # ()
    return dx, NeuronParams(dw, db)
    # --8<-- [end:neuron_backward]


# --8<-- [start:mse]
def mse(y_hat: np.ndarray, y: np.ndarray):
    """Mean squared error, its gradient dy_hat. ValueError if shapes differ."""
    expect("y_hat", y_hat, ...)
    expect("y", y, *y_hat.shape)
    error = y_hat - y  # (...)
    return (error**2).mean(), 2 / error.size * error  # (), (...)
    # --8<-- [end:mse]


# --8<-- [start:train_neuron]
def train_neuron(params, x, y, f=f_identity, lr=0.1, steps=100):
    """Full-batch gradient descent on the mean squared error.

    x (N, D), y (N,) → params, losses (steps,), each before its step.
    ValueError if a shape misfits. Widrow & Hoff 1960,
    doi:10.21236/AD0241531, took one sample per step.
    """
    expect_count("steps", steps, low=0)
    losses = []
    for _ in range(steps):
        y_hat, cache = neuron_forward(params, x, f)
        loss, dy_hat = mse(y_hat, y)
        _, grads = neuron_backward(dy_hat, cache)
        params = NeuronParams(
            *(p - lr * g for p, g in zip(params, grads, strict=True))
        )
        losses.append(loss)
    return params, np.array(losses)
    # --8<-- [end:train_neuron]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 3))  # (100, 3)
    y = np.tanh(x @ np.array([1.0, -2.0, 0.5]) + 0.3)  # (100,)
    for f in (f_identity, f_relu, f_sigmoid, f_tanh):
        params, losses = train_neuron(init_neuron(rng, 3), x, y, f, lr=0.5)
        print(f"{f.__name__:10}  loss {losses[0]:.2f} → {losses[-1]:.2f}")
