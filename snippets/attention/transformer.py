"""A Transformer encoder, forward and backward, by hand, in NumPy.

Paper     Vaswani et al. 2017, doi:10.48550/arXiv.1706.03762
Twin      transformer_torch.py
Axes      B batch, T places, D width, F width within the feed-forward part,
          h heads
"""

from typing import NamedTuple

import numpy as np

from snippets.attention.attention_heads import (
    AttentionParams,
    attention_backward,
    attention_forward,
    init_attention,
    through_linear,
)
from snippets.attention.transformer_norm import norm_backward, norm_forward
from snippets.attention.transformer_positions import sinusoids
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:feed]
class FeedParams(NamedTuple):
    W_1: np.ndarray  # (D, F)
    b_1: np.ndarray  # (F,)
    W_2: np.ndarray  # (F, D)
    b_2: np.ndarray  # (D,)


def feed_forward(x: np.ndarray, W_1, b_1, W_2, b_2):
    """ReLU(x W_1 + b_1) W_2 + b_2, a row of x (B, T, D) at a time; cache."""
    expect("x", x, "B", "T", "D")
    expect("W_1", W_1, x.shape[2], "F")
    expect("b_1", b_1, W_1.shape[1])
    expect("W_2", W_2, W_1.shape[1], x.shape[2])
    expect("b_2", b_2, x.shape[2])
    r = np.maximum(x @ W_1 + b_1, 0)  # (B, T, F)
    return r @ W_2 + b_2, (x, r, W_1, W_2)


def feed_backward(dy: np.ndarray, cache):
    """dy (B, T, D) → dx and FeedParams, or ValueError."""
    x, r, W_1, W_2 = cache
    expect("dy", dy, *x.shape)
    dr, dW_2, db_2 = through_linear(dy, r, W_2)  # (B, T, F), (F, D), (D,)
    da = dr * (r > 0)  # (B, T, F)
    dx, dW_1, db_1 = through_linear(da, x, W_1)  # (B, T, D), (D, F), (F,)
    return dx, FeedParams(dW_1, db_1, dW_2, db_2)
    # --8<-- [end:feed]


# --8<-- [start:encoder_params]
class NormParams(NamedTuple):
    gamma: np.ndarray  # (D,)
    beta: np.ndarray  # (D,)


class EncoderParams(NamedTuple):
    attention: AttentionParams  # D to D
    feed: FeedParams
    norm_1: NormParams
    norm_2: NormParams


def init_encoder(rng: np.random.Generator, D: int, F: int) -> EncoderParams:
    """Attention as its own; W uniform in ±1/√inputs; γ 1, all else 0."""
    expect_count("D, F", D, F)
    attention = init_attention(rng, D, D)
    W_1 = rng.uniform(-1, 1, (D, F)) / D**0.5  # (D, F)
    W_2 = rng.uniform(-1, 1, (F, D)) / F**0.5  # (F, D)
    feed = FeedParams(W_1, np.zeros(F), W_2, np.zeros(D))
    norm_1 = NormParams(np.ones(D), np.zeros(D))
    norm_2 = NormParams(np.ones(D), np.zeros(D))
    return EncoderParams(attention, feed, norm_1, norm_2)
    # --8<-- [end:encoder_params]


# --8<-- [start:encoder_forward]
def around(x, norm, layer, pre):
    """x + layer(x), normed: before the layer (pre), or after the sum (post)."""
    u, normed = norm_forward(x, *norm) if pre else (x, None)
    y, cache = layer(u)
    y = x + y  # (B, T, D)
    if not pre:
        y, normed = norm_forward(y, *norm)
    return y, (normed, cache)


def encoder_forward(params: EncoderParams, x, mask=None, h=1, pre=True):
    """A block: x (B, T, D) → y (B, T, D), cache; ValueError unless all fit."""
    attention, feed, norm_1, norm_2 = params

    def look(u):
        return attention_forward(attention, u, u, mask, h)

    x, first = around(x, norm_1, look, pre)
    y, second = around(x, norm_2, lambda u: feed_forward(u, *feed), pre)
    return y, (first, second, pre)
    # --8<-- [end:encoder_forward]


# --8<-- [start:encoder_backward]
def around_backward(dy, cache, layer_backward, pre):
    """dx, the gradients of the layer and those of its norm."""
    normed, cache = cache
    if not pre:
        dy, *dnorm = norm_backward(dy, normed)
    du, grads = layer_backward(dy, cache)
    if pre:
        du, *dnorm = norm_backward(du, normed)
    return dy + du, grads, NormParams(*dnorm)


def look_backward(dy, cache):
    """Self-attention: x has served twice, so its gradients are added."""
    dx, ds, grads = attention_backward(dy, cache)
    return dx + ds, grads


def encoder_backward(dy: np.ndarray, cache):
    """dy (B, T, D) → dx (B, T, D), grads as EncoderParams; or ValueError."""
    first, second, pre = cache
    dx, feed, norm_2 = around_backward(dy, second, feed_backward, pre)
    dx, attention, norm_1 = around_backward(dx, first, look_backward, pre)
    return dx, EncoderParams(attention, feed, norm_1, norm_2)
    # --8<-- [end:encoder_backward]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 5, 8)) + sinusoids(5, 8)  # (4, 5, 8)
    params = init_encoder(rng, 8, 16)
    mask = np.tri(5, dtype=bool)[None].repeat(4, axis=0)  # (4, 5, 5)
    for pre in True, False:
        y, cache = encoder_forward(params, x, mask, h=2, pre=pre)
        dx, _ = encoder_backward(x, cache)
        print(f"pre {pre}: y {y.shape}, largest dx {np.abs(dx).max():.2f}")
