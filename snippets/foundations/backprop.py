"""Backpropagation through two layers, and training with it, in NumPy.

Papers    Rumelhart, Hinton & Williams 1986, doi:10.1038/323533a0
          Linnainmaa 1976, doi:10.1007/BF01931367 (any chain of operations)
Twin      backprop_torch.py
Axes      N samples, D inputs, H hidden neurons, K outputs
Letters   a pre-activation, h hidden activation, y target; 1, 2 the layers
Use       y (N, K) floats from 0 to 1, and so are the answers:

    params = init_two_layer(rng, D, 8, K)
    params, losses = train_two_layer(rng, params, x, y)
    sigmoid(two_layer_forward(params, x)[0])  # (N, K)
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:TwoLayerParams]
class TwoLayerParams(NamedTuple):
    W_1: np.ndarray  # (D, H)
    b_1: np.ndarray  # (H,)
    W_2: np.ndarray  # (H, K)
    b_2: np.ndarray  # (K,)
    # --8<-- [end:TwoLayerParams]


# --8<-- [start:init_two_layer]
def init_two_layer(rng: np.random.Generator, D: int, H: int, K: int = 1):
    """Weights uniform in ±1/√(inputs of the layer); biases 0.

    ValueError unless every size is 1, 2 …
    """
    expect_count("D, H, K", D, H, K)
    W_1 = rng.uniform(-1, 1, (D, H)) * D**-0.5  # (D, H)
    b_1 = np.zeros(H)  # (H,)
    W_2 = rng.uniform(-1, 1, (H, K)) * H**-0.5  # (H, K)
    b_2 = np.zeros(K)  # (K,)
    return TwoLayerParams(W_1, b_1, W_2, b_2)
    # --8<-- [end:init_two_layer]


# --8<-- [start:two_layer_forward]
def two_layer_forward(params: TwoLayerParams, x: np.ndarray):
    """From x (N, D) to the logits a_2 (N, K), and the cache.

    ValueError if the params do not fit each other, or x does not fit W_1.
    """
    W_1, b_1, W_2, b_2 = params
    expect("W_1", W_1, "D", "H")
    expect("b_1", b_1, W_1.shape[1])
    expect("W_2", W_2, len(b_1), "K")
    expect("b_2", b_2, W_2.shape[1])
    expect("x", x, "N", len(W_1))
    a_1 = x @ W_1 + b_1  # (N, H)
    h = np.tanh(a_1)  # (N, H)
    a_2 = h @ W_2 + b_2  # (N, K)
    return a_2, (x, W_1, h, W_2)
    # --8<-- [end:two_layer_forward]


# --8<-- [start:binary_cross_entropy]
def sigmoid(a: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-a)); where exp overflows, the result is 0."""
    expect("a", a, ...)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-a))  # (...)


def binary_cross_entropy(a: np.ndarray, y: np.ndarray):
    """Loss of logits a for y in 0 … 1, and da; or ValueError."""
    expect("a", a, ...)
    expect("y", y, *a.shape, within=(0, 1))
    losses = np.maximum(a, 0) - a * y + np.log1p(np.exp(-np.abs(a)))  # (...)
    return losses.mean(), (sigmoid(a) - y) / a.size  # (), (...)
    # --8<-- [end:binary_cross_entropy]


# --8<-- [start:two_layer_backward]
def two_layer_backward(da_2: np.ndarray, cache):
    """From da_2 (N, K) back to dx (N, D), and the gradients of the params.

    ValueError if da_2 has not the shape of a_2.
    Rumelhart, Hinton & Williams 1986, doi:10.1038/323533a0.
    """
    x, W_1, h, W_2 = cache
    expect("da_2", da_2, len(x), W_2.shape[1])
    dW_2 = h.T @ da_2  # (H, K)
    db_2 = da_2.sum(axis=0)  # (K,)
    dh = da_2 @ W_2.T  # (N, H)
    da_1 = dh * (1 - h**2)  # (N, H)
    dW_1 = x.T @ da_1  # (D, H)
    db_1 = da_1.sum(axis=0)  # (H,)
    dx = da_1 @ W_1.T  # (N, D)
    return dx, TwoLayerParams(dW_1, db_1, dW_2, db_2)
    # --8<-- [end:two_layer_backward]


# --8<-- [start:two_layer_update]
def two_layer_update(params: TwoLayerParams, grads: TwoLayerParams, lr):
    """One step of gradient descent: new parameters, the old ones stay.

    ValueError if a gradient has not the shape of its parameter.
    """
    for name, p, g in zip(params._fields, params, grads, strict=True):
        expect(name, p, ...)
        expect(f"the gradient of {name}", g, *p.shape)
    pairs = zip(params, grads, strict=True)
    return TwoLayerParams(*(p - lr * g for p, g in pairs))
    # --8<-- [end:two_layer_update]


# --8<-- [start:train_two_layer]
def train_two_layer(rng, params, x, y, lr=0.5, steps=1000, B=64):
    """SGD on cross-entropy: x (N, D), y (N, K) → params, losses (steps,).

    Each step takes B samples at random. ValueError if a shape misfits.
    """
    a_2, _ = two_layer_forward(params, x)  # both refuse what misfits
    binary_cross_entropy(a_2, y)
    expect_count("steps, B", steps, B)
    losses = []
    for _ in range(steps):
        batch = rng.integers(len(x), size=B)  # (B,)
        a_2, cache = two_layer_forward(params, x[batch])
        loss, da_2 = binary_cross_entropy(a_2, y[batch])
        _, grads = two_layer_backward(da_2, cache)
        params = two_layer_update(params, grads, lr)
        losses.append(loss)
    return params, np.array(losses)
    # --8<-- [end:train_two_layer]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) * 1.0  # (4, 2)
    y = np.array([[0], [1], [1], [0]]) * 1.0  # (4, 1)
    params, losses = train_two_layer(rng, init_two_layer(rng, 2, 4), x, y)
    a_2, _ = two_layer_forward(params, x)
    print(f"XOR: loss {losses[0]:.1f}, then {losses[-1]:.1f}")
    print("learnt:", (a_2 > 0).astype(np.int64)[:, 0])
