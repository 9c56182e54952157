"""A Transformer's decoder block, forward and backward, by hand, in NumPy.

Paper     Vaswani et al. 2017, doi:10.48550/arXiv.1706.03762
Twin      decoder_torch.py
Axes      B batch, T places written, S places read, D width, F width within the
          feed-forward part, h heads
"""

from typing import NamedTuple

import numpy as np

from snippets.attention.attention import causal_mask
from snippets.attention.attention_heads import (
    AttentionParams,
    attention_backward,
    attention_forward,
    init_attention,
)
from snippets.attention.transformer import (
    FeedParams,
    NormParams,
    around,
    around_backward,
    feed_backward,
    feed_forward,
    init_encoder,
    look_backward,
)
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:decoder_params]
class DecoderParams(NamedTuple):
    attention: AttentionParams  # D to D, within what is written
    cross: AttentionParams  # D to D, from there to what was read
    feed: FeedParams
    norm_1: NormParams
    norm_2: NormParams
    norm_3: NormParams


def init_decoder(rng: np.random.Generator, D: int, F: int) -> DecoderParams:
    """An encoder block as its own, and a second attention; γ 1, β 0."""
    expect_count("D, F", D, F)
    attention, feed, norm_1, norm_2 = init_encoder(rng, D, F)
    cross = init_attention(rng, D, D)
    norm_3 = NormParams(np.ones(D), np.zeros(D))
    return DecoderParams(attention, cross, feed, norm_1, norm_2, norm_3)
    # --8<-- [end:decoder_params]


# --8<-- [start:decoder_forward]
def decoder_forward(params: DecoderParams, x, s, mask=None, h=1, pre=True):
    """x (B, T, D) looks back, then at s (B, S, D) → y (B, T, D), cache.

    mask (B, T, S) is True where a row of x may look at s. ValueError unless
    all fit.
    """
    attention, cross, feed, norm_1, norm_2, norm_3 = params
    expect("x", x, "B", "T", "D")
    back = causal_mask(*x.shape[:2])  # (B, T, T)

    def look(u):
        return attention_forward(attention, u, u, back, h)

    def look_across(u):
        return attention_forward(cross, u, s, mask, h)

    x, first = around(x, norm_1, look, pre)
    x, second = around(x, norm_2, look_across, pre)
    y, third = around(x, norm_3, lambda u: feed_forward(u, *feed), pre)
    return y, (first, second, third, pre)
    # --8<-- [end:decoder_forward]


# --8<-- [start:decoder_backward]
def across_backward(dy, cache):
    """Cross-attention: dx, and beside its gradients that of what was read."""
    dx, ds, grads = attention_backward(dy, cache)
    return dx, (grads, ds)


def decoder_backward(dy: np.ndarray, cache):
    """dy (B, T, D) → dx (B, T, D), ds (B, S, D), grads; or ValueError."""
    first, second, third, pre = cache
    dx, feed, norm_3 = around_backward(dy, third, feed_backward, pre)
    dx, (cross, ds), norm_2 = around_backward(dx, second, across_backward, pre)
    dx, attention, norm_1 = around_backward(dx, first, look_backward, pre)
    norms = norm_1, norm_2, norm_3
    return dx, ds, DecoderParams(attention, cross, feed, *norms)
    # --8<-- [end:decoder_backward]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 5, 8))  # (4, 5, 8)
    s = rng.normal(size=(4, 3, 8))  # (4, 3, 8)
    params = init_decoder(rng, 8, 16)
    for pre in True, False:
        y, cache = decoder_forward(params, x, s, h=2, pre=pre)
        dx, ds, _ = decoder_backward(x, cache)
        print(f"pre {pre}: y {y.shape}, dx {dx.shape}, ds {ds.shape}")
