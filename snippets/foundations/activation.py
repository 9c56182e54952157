"""Activation functions and their slopes, in NumPy.

Paper     Hendrycks & Gimpel 2016, doi:10.48550/arXiv.1606.08415 (GELU)
Twin      activation_torch.py
Axes      B batch, K classes
"""

import functools
from math import erfc, exp, pi

import numpy as np
from numpy.polynomial import chebyshev

from snippets.foundations.neuron import expect


# --8<-- [start:classic]
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
    # --8<-- [end:classic]


# --8<-- [start:modern]
def f_leaky_relu(a: np.ndarray, alpha: float = 0.01):
    """ReLU with slope alpha, 0 … 1, where a <= 0. Returns f(a) and f'(a)."""
    expect("a", a, ...)
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha must be 0 … 1, got {alpha}")
    slope = (a > 0).astype(a.dtype).clip(alpha, 1)  # (...)
    return slope * a, slope  # 2 × (...)


def f_silu(a: np.ndarray):
    """The product a σ(a), also called swish. Returns f(a) and f'(a)."""
    s = sigmoid(a)  # (...)
    return a * s, s * (1 + a * (1 - s))  # 2 × (...)


def f_gelu(a: np.ndarray):
    """The product a Φ(a), Φ the normal distribution. Returns f(a), f'(a)."""
    Phi, phi = normal(a)  # 2 × (...)
    return a * Phi, Phi + a * phi  # 2 × (...)
    # --8<-- [end:modern]


# --8<-- [start:normal]
@functools.cache
def mills_series(degree: int) -> list[float]:
    """(1 - Φ(u)) / φ(u) in powers of t = 12 / (4 + u) - 2, fitted to erfc."""
    t = chebyshev.chebpts1(60)  # (60,)
    u = 12 / (t + 2) - 4  # (60,)
    ratio = [(pi / 2) ** 0.5 * exp(v * v / 2) * erfc(v / 2**0.5) for v in u]
    weight = np.exp(-u * u / 2)  # (60,)
    fit = chebyshev.chebfit(t, ratio, degree, w=weight)  # (degree+1,)
    return chebyshev.cheb2poly(fit).tolist()


def normal(a: np.ndarray):
    """Normal distribution Φ(a), within 10 eps of the dtype, density φ(a)."""
    expect("a", a, ...)
    phi = np.exp(-0.5 * a * a) * (2 * pi) ** -0.5  # (...)
    t = 12 / (4 + np.abs(a)) - 2  # (...)
    *lower, highest = mills_series(14 if a.itemsize > 4 else 5)
    ratio = np.full_like(t, highest)  # (...)
    for c in reversed(lower):
        ratio *= t  # (...)
        ratio += c  # (...)
    tail = np.multiply(ratio, phi, out=ratio)  # (...)
    # 1 - tail where a > 0, else tail: np.where is slower
    Phi = np.abs((a > 0).astype(a.dtype) - tail)  # (...)
    return Phi, phi
    # --8<-- [end:normal]


# --8<-- [start:softmax]
def softmax_forward(a: np.ndarray) -> np.ndarray:
    """Scores a (B, K) → probabilities (B, K). ValueError unless 2-D."""
    expect("a", a, "B", "K")
    exp_a = np.exp(a - a.max(axis=1, keepdims=True))  # (B, K)
    return exp_a / exp_a.sum(axis=1, keepdims=True)  # (B, K)


def softmax_backward(dy_hat: np.ndarray, y_hat: np.ndarray) -> np.ndarray:
    """Gradient dy_hat (B, K) → da (B, K). ValueError if shapes differ."""
    expect("y_hat", y_hat, "B", "K")
    expect("dy_hat", dy_hat, *y_hat.shape)
    mean = np.vecdot(dy_hat, y_hat)[:, None]  # (B, 1)
    return y_hat * (dy_hat - mean)  # (B, K)
    # --8<-- [end:softmax]


if __name__ == "__main__":
    a = np.array([-2.0, 0.0, 2.0])  # (3,)
    hidden = f_identity, f_relu, f_leaky_relu, f_sigmoid, f_tanh, f_silu, f_gelu
    for f in hidden:
        y_hat, slope = f(a)  # 2 × (3,)
        print(f"{f.__name__:12}  {y_hat.round(2)}  slope {slope.round(2)}")
    print("softmax", softmax_backward(np.eye(3), softmax_forward(np.eye(3))))
