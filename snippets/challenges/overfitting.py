"""TODO: say in one line what this network is, in NumPy.

Twin      overfitting_torch.py
Paper     TODO: authors and year, doi
Axes      N samples, D input width, K output width
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:params]
class OverfittingParams(NamedTuple):
    W: np.ndarray  # (D, K)
    b: np.ndarray  # (K,)


def init_overfitting(
    rng: np.random.Generator, D: int, K: int
) -> OverfittingParams:
    """TODO: how your parameters start; here uniform in ±1/√D, bias 0."""
    expect_count("D, K", D, K)
    W = rng.uniform(-(D**-0.5), D**-0.5, (D, K))  # (D, K)
    b = np.zeros(K)  # (K,)
    return OverfittingParams(W, b)
    # --8<-- [end:params]


# --8<-- [start:forward]
def overfitting_forward(params: OverfittingParams, x: np.ndarray):
    """TODO: your formula; here x (N, D) → y_hat = x W + b (N, K), cache."""
    W, b = params
    expect("W", W, "D", "K")
    expect("b", b, W.shape[1])
    expect("x", x, "N", len(W))
    y_hat = x @ W + b  # (N, K)
    return y_hat, (x, W)
    # --8<-- [end:forward]


# --8<-- [start:backward]
def overfitting_backward(dy_hat: np.ndarray, cache):
    """TODO: your gradients; here dy_hat (N, K) → dx (N, D), grads."""
    x, W = cache
    expect("dy_hat", dy_hat, len(x), W.shape[1])
    dx = dy_hat @ W.T  # (N, D)
    dW = x.T @ dy_hat  # (D, K)
    db = dy_hat.sum(axis=0)  # (K,)
    return dx, OverfittingParams(dW, db)
    # --8<-- [end:backward]


# --8<-- [start:train]
def train_overfitting(params, x, y, lr=0.1, steps=100):
    """TODO: your training; here all samples a step, mean squared error."""
    losses = []
    for _ in range(steps):
        y_hat, cache = overfitting_forward(params, x)
        expect("y", y, *y_hat.shape)
        error = y_hat - y  # (N, K)
        losses.append((error**2).mean())
        _, grads = overfitting_backward(2 / error.size * error, cache)
        pairs = zip(params, grads, strict=True)
        params = OverfittingParams(*(p - lr * g for p, g in pairs))
    return params, np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 3))  # (100, 3)
    y = x[:, :2] - x[:, 1:]  # (100, 2)
    _, losses = train_overfitting(init_overfitting(rng, 3, 2), x, y)
    print(f"loss below 0.01 after {len(losses)} steps: {losses[-1] < 0.01}")
