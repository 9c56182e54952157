"""Loss functions, each with its gradient, in NumPy.

Papers    Huber 1964, doi:10.1214/aoms/1177703732
          Bridle 1990, doi:10.1007/978-3-642-76153-9_28 (softmax)
          Blanchard, Higham & Higham 2021, doi:10.1093/imanum/draa038 (stable)
Twin      loss_torch.py; every loss is a mean, as in torch.nn.functional
Axes      N samples, D input width, K classes
Letters   y_hat prediction, y target, a logit
Use       y (N, 4) floats here; for y (N,) W is (D,), b ():

    params = LinearParams(np.zeros((D, 4)), np.zeros(4))
    params, losses = train_linear(huber, params, x, y)
    x @ params.W + params.b  # (N, 4)
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:expect_whole]
def expect_whole(name: str, a, low: int, high: int, *shape) -> None:
    """ValueError unless a holds integers, low … high, in this shape."""
    kind = {"kinds": "iu", "what": "whole numbers"}
    expect(name, a, *shape, **kind, within=(low, high))
    # --8<-- [end:expect_whole]


# --8<-- [start:mse]
def mse(y_hat: np.ndarray, y: np.ndarray):
    """Mean squared error, its gradient dy_hat. ValueError if shapes differ."""
    expect("y_hat", y_hat, ...)
    expect("y", y, *y_hat.shape)
    error = y_hat - y  # (...)
    return (error**2).mean(), 2 / error.size * error  # (), (...)
    # --8<-- [end:mse]


# --8<-- [start:mae]
def mae(y_hat: np.ndarray, y: np.ndarray):
    """Mean absolute error, its gradient dy_hat. ValueError if shapes differ."""
    expect("y_hat", y_hat, ...)
    expect("y", y, *y_hat.shape)
    error = y_hat - y  # (...)
    return np.abs(error).mean(), np.sign(error) / error.size  # (), (...)
    # --8<-- [end:mae]


# --8<-- [start:huber]
def huber(y_hat: np.ndarray, y: np.ndarray, delta: float = 1.0):
    """Square up to delta, straight beyond: loss, dy_hat of shape (N,).

    ValueError if shapes differ or delta is not above 0.
    Huber 1964, doi:10.1214/aoms/1177703732.
    """
    expect("y_hat", y_hat, ...)
    expect("y", y, *y_hat.shape)
    if not delta > 0:
        raise ValueError(f"delta must be above 0, got {delta}")
    error = y_hat - y  # (...)
    clipped = np.clip(error, -delta, delta)  # (...)
    losses = clipped * (error - clipped / 2)  # (...)
    return losses.mean(), clipped / error.size  # (), (...)
    # --8<-- [end:huber]


# --8<-- [start:sigmoid]
def sigmoid(a: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-a)); where exp overflows, the result is 0."""
    expect("a", a, ...)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-a))  # (...)
    # --8<-- [end:sigmoid]


# --8<-- [start:binary_cross_entropy]
def binary_cross_entropy(a: np.ndarray, y: np.ndarray):
    """Loss of logits a for y in 0 … 1, and da; or ValueError."""
    expect("a", a, ...)
    expect("y", y, *a.shape, within=(0, 1))
    losses = np.maximum(a, 0) - a * y + np.log1p(np.exp(-np.abs(a)))  # (...)
    return losses.mean(), (sigmoid(a) - y) / a.size  # (), (...)
    # --8<-- [end:binary_cross_entropy]


# --8<-- [start:categorical_cross_entropy]
def categorical_cross_entropy(a: np.ndarray, y: np.ndarray):
    """Loss of logits a (N, K) for classes y (N,), integers, and da (N, K).

    ValueError if a shape misfits or a class is not one of 0 … K-1.
    Bridle 1990, doi:10.1007/978-3-642-76153-9_28.
    """
    expect("a", a, "N", "K")
    N, K = a.shape
    expect_whole("y", y, 0, K - 1, N)
    rows = np.arange(N)  # (N,)
    a = a - a.max(axis=1, keepdims=True)  # (N, K)
    e = np.exp(a)  # (N, K)
    total = e.sum(axis=1, keepdims=True)  # (N, 1)
    losses = np.log(total[:, 0]) - a[rows, y]  # (N,)
    da = e * (1 / (N * total))  # (N, K)
    da[rows, y] -= 1 / N
    return losses.mean(), da  # (), (N, K)
    # --8<-- [end:categorical_cross_entropy]


# --8<-- [start:train_linear]
class LinearParams(NamedTuple):
    """One output per sample: W (D,), b (). K outputs: W (D, K), b (K,)."""

    W: np.ndarray
    b: np.ndarray


def train_linear(loss, params: LinearParams, x, y, lr=0.1, steps=100):
    """Gradient descent on loss(x W + b, y), all of x (N, D) in every step.

    Returns params and the losses (steps,), each before its step.
    ValueError if x does not fit W, or y does not fit the loss.
    """
    W, b = params
    expect("W", W, "D", *np.shape(W)[1:2])
    expect("b", b, *W.shape[1:])
    expect("x", x, "N", len(W))
    expect_count("steps", steps, low=0)
    losses = []
    for _ in range(steps):
        value, da = loss(x @ W + b, y)
        losses.append(value)
        W = W - lr * (x.T @ da)  # (D, ...)
        b = b - lr * da.sum(axis=0)  # (...)
    return LinearParams(W, b), np.array(losses)
    # --8<-- [end:train_linear]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(300, 2))  # (300, 2)
    score = x @ np.array([2.0, -1.0])  # (300,)
    for loss in (mse, mae, huber, binary_cross_entropy):
        y = (score > 0) * 1.0  # (300,)
        start = LinearParams(np.zeros(2), np.zeros(()))
        _, losses = train_linear(loss, start, x, y, lr=0.2)
        print(f"{loss.__name__:25} {losses[0]:.2f} → {losses[-1]:.2f}")
    loss = categorical_cross_entropy
    y = np.digitize(score, [-1, 1])
    start = LinearParams(np.zeros((2, 3)), np.zeros(3))
    _, losses = train_linear(loss, start, x, y, lr=0.2)
    print(f"{loss.__name__:25} {losses[0]:.2f} → {losses[-1]:.2f}")
