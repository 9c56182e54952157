"""Training with weights of few bits: rounding ahead, straight through back.

Paper     Bengio, Léonard & Courville 2013, arXiv:1308.3432
Axes      B batch, K outputs; a layer has D inputs, H outputs
Use       y (N,) whole numbers below K, 10 here:

    params = init_mlp(rng, (D, 64, 10))
    params, losses = train_quantized(rng, params, x, y, bits=2)
    params = quantized_params(params, bits=2)
    mlp_forward(params, x)[0].argmax(axis=1)  # (N,)
"""

import numpy as np

from snippets.challenges.quantization import expect_bits, quantize_clipped
from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    descend,
    expect_layers,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:ste]
def ste_forward(W: np.ndarray, scale: np.ndarray, bits: int):
    """W (D, H) on the steps of its column's scale (1, H), cache; ValueError."""
    expect("W", W, "D", "H")
    expect("scale", scale, 1, W.shape[1])
    expect_bits(bits)
    top = 2 ** (bits - 1) - 1
    q = np.rint(W / scale)  # (D, H)
    inside = np.abs(q) <= top  # (D, H)
    return scale * q.clip(-top, top), inside  # 2 × (D, H)


def ste_backward(dW_hat: np.ndarray, cache) -> np.ndarray:
    """dW_hat (D, H), as if rounding were nothing; 0 for what was cut off."""
    inside = cache
    expect("dW_hat", dW_hat, *inside.shape)
    return dW_hat * inside  # (D, H)
    # --8<-- [end:ste]


# --8<-- [start:train_quantized]
def round_layers(params: MLPParams, bits: int, rule=quantize_clipped):
    """MLPParams whose Ws are rounded by column, and a cache for each W."""
    pairs = [ste_forward(W, rule(W, bits, 0).scale, bits) for W in params.Ws]
    Ws, caches = zip(*pairs, strict=True)
    return params._replace(Ws=list(Ws)), caches


def quantized_params(params: MLPParams, bits: int, rule=quantize_clipped):
    """MLPParams whose Ws have so many bits, by column; or ValueError."""
    expect_count("the number of Ws", len(params.Ws))
    expect("Ws[0]", params.Ws[0], "D", "H")
    expect_layers(params, params.Ws[0].T)
    return round_layers(params, bits, rule)[0]


def quantized_gradient(params, x, y, bits: int, rule=quantize_clipped):
    """Loss () of x (B, D), y (B,) with rounded Ws, and grads straight through.

    Those of bs are gradients; those of Ws are the gradients at the rounded
    Ws, handed on. ValueError if params, x or y misfit.
    """
    expect_layers(params, x)
    expect_whole("y", y, 0, len(params.bs[-1]) - 1, len(x))
    rounded, caches = round_layers(params, bits, rule)
    a, cache = mlp_forward(rounded, x)
    loss, da = cross_entropy(a, y)
    _, grads = mlp_backward(da, cache)
    pairs = zip(grads.Ws, caches, strict=True)
    dWs = [ste_backward(dW_hat, inside) for dW_hat, inside in pairs]
    return loss, grads._replace(Ws=dWs)


def train_quantized(
    rng, params, x, y, bits=2, rule=quantize_clipped, lr=0.2, B=32, epochs=20
):
    """train_mlp, each step with rounded Ws: params not rounded, losses.

    x (N, D), y (N,). ValueError if they misfit, or B or epochs is not 1, 2 …
    """
    expect_layers(params, x)
    expect_whole("y", y, 0, len(params.bs[-1]) - 1, len(x))
    expect_count("B, epochs", B, epochs)
    losses = []
    for _ in range(epochs):
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            loss, grads = quantized_gradient(params, x[n], y[n], bits, rule)
            params = descend(params, grads, lr)
            losses.append(loss)
    return params, np.array(losses)
    # --8<-- [end:train_quantized]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 2))  # (400, 2)
    y = (x[:, 0] * x[:, 1] > 0).astype(np.int64)  # (400,)
    start = init_mlp(rng, (2, 16, 16, 2))
    trained, losses = train_quantized(rng, start, x, y)
    W = quantized_params(trained, 2).Ws[1]  # (16, 16)
    print(f"loss {losses[0]:.2f} → {losses[-10:].mean():.2f}", end=", ")
    print("numbers in a column:", len(np.unique(W[:, 0])))
