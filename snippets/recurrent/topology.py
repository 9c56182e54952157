"""Many in, one or many out: sequences of different lengths, on lstm.py.

Twin      topology_torch.py
Axes      T time, B batch, D input, H hidden, K output
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.recurrent.lstm import (
    LSTMParams,
    expect_lstm,
    init_lstm,
    lstm_backward,
    lstm_run,
    lstm_start,
)


# --8<-- [start:masked]
def masked_forward(params, xs, lengths=None, h_0=None, c_0=None):
    """Run over xs (T, B, D); sample b ends after lengths[b] steps, or T.

    Returns hs (T, B, H), 0 after the end, the last h and c, a cache.
    ValueError unless all fit and each length is from 1 to T.
    """
    h_0, c_0 = lstm_start(params, xs, h_0, c_0)  # 2 × (B, H)
    T, B, D = xs.shape
    lengths = np.full(B, T) if lengths is None else lengths  # (B,)
    expect_whole("lengths", lengths, 1, T, B)
    over = np.arange(T)[:, None] >= lengths  # (T, B)
    xs = np.where(over[:, :, None], 0, xs)  # (T, B, D)
    W_x, W_h, b = params
    a_xs = (xs.reshape(T * B, D) @ W_x + b).reshape(T, B, -1)  # (T, B, 4H)
    a_xs[over] = np.repeat([-np.inf, np.inf, 0, -np.inf], len(W_h))  # i f g o
    hs, c, steps = lstm_run(W_h, a_xs, h_0, c_0)
    h = hs[lengths, np.arange(B)]  # (B, H)
    return hs[1:].copy(), h, c, (lengths, (params, xs, hs, steps))


def masked_backward(dhs, cache, dh=None, dc=None):
    """From dhs (T, B, H) and dh, dc (B, H) of the last h and c, or None.

    Returns dxs (T, B, D), dh_0, dc_0, grads. ValueError unless all fit.
    """
    lengths, inner = cache
    hs = inner[2]  # (T+1, B, H)
    T, B, H = hs[1:].shape
    dhs = np.zeros_like(hs[1:]) if dhs is None else dhs  # (T, B, H)
    expect("dhs", dhs, T, B, H)
    if dh is not None:
        expect("dh", dh, B, H)
        dhs = dhs.copy()  # (T, B, H)
        dhs[lengths - 1, np.arange(B)] += dh
    return lstm_backward(dhs, inner, dc)
    # --8<-- [end:masked]


# --8<-- [start:net]
class NetParams(NamedTuple):
    W_x: np.ndarray  # (D, 4H)
    W_h: np.ndarray  # (H, 4H)
    b: np.ndarray  # (4H,)
    W_y: np.ndarray  # (H, K)
    b_y: np.ndarray  # (K,)


def init_net(rng: np.random.Generator, D: int, H: int, K: int) -> NetParams:
    """As init_lstm; W_y uniform in ±1/√H, b_y 0. ValueError if a size < 1."""
    expect_count("D, H, K", D, H, K)
    W_y = rng.uniform(-(H**-0.5), H**-0.5, (H, K))  # (H, K)
    b_y = np.zeros(K)  # (K,)
    return NetParams(*init_lstm(rng, D, H), W_y, b_y)


def expect_net(params: NetParams) -> tuple[int, int]:
    """D and H. ValueError unless the parameters are floats that fit."""
    *lstm, W_y, b_y = params
    D, H = expect_lstm(lstm)
    expect("W_y", W_y, H, "K")
    expect("b_y", b_y, W_y.shape[1])
    return D, H


def net_forward(params: NetParams, xs, lengths=None, h_0=None, c_0=None):
    """Scores h_t W_y + b_y (T, B, K) of every step, the last h and c, cache.

    xs (T, B, D), lengths (B,), h_0 and c_0 (B, H) as in masked_forward.
    ValueError unless all fit.
    """
    expect_net(params)
    lstm = LSTMParams(*params[:3])
    hs, h, c, cache = masked_forward(lstm, xs, lengths, h_0, c_0)
    scores = hs @ params.W_y + params.b_y  # (T, B, K)
    return scores, h, c, (params, hs, cache)


def net_backward(dscores, cache, dh=None, dc=None):
    """From dscores (T, B, K) and dh, dc (B, H), or None.

    Returns dxs (T, B, D), dh_0, dc_0, grads. ValueError unless all fit.
    """
    params, hs, inner = cache
    expect("dscores", dscores, *hs.shape[:2], len(params.b_y))
    dW_y = np.tensordot(hs, dscores, [[0, 1], [0, 1]])  # (H, K)
    db_y = dscores.sum(axis=(0, 1))  # (K,)
    *d, grads = masked_backward(dscores @ params.W_y.T, inner, dh, dc)
    return *d, NetParams(*grads, dW_y, db_y)
    # --8<-- [end:net]


# --8<-- [start:masked_cross_entropy]
def masked_cross_entropy(scores, y, mask):
    """Mean −ln softmax(scores)[y] where mask is true, and its gradient.

    scores (T, B, K), y (T, B) below K where mask (T, B) is true, which is
    somewhere; otherwise ValueError.
    """
    expect("scores", scores, "T", "B", "K")
    T, B, _ = scores.shape
    expect("y", y, T, B, kinds="iu", what="whole numbers")
    expect("mask", mask, T, B, kinds="b", what="booleans")
    if not mask.any():
        raise ValueError("mask must be true somewhere, got only False")
    loss, da = cross_entropy(scores[mask], y[mask])
    dscores = np.zeros_like(scores)  # (T, B, K)
    dscores[mask] = da
    return loss, dscores
    # --8<-- [end:masked_cross_entropy]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    xs = rng.choice([-1.0, 1.0], (6, 99, 1))  # (6, 99, 1)
    lengths = rng.integers(2, 7, size=99)  # (99,)
    last = np.arange(6)[:, None] == lengths - 1  # (6, 99)
    y = (xs[0] > 0).T.repeat(6, axis=0).astype(np.int64)  # (6, 99)
    params = init_net(rng, 1, 8, 2)
    for step in range(41):
        scores, *_, cache = net_forward(params, xs, lengths)
        loss, dscores = masked_cross_entropy(scores, y, last)
        *_, grads = net_backward(dscores, cache)
        params = NetParams(*map(np.subtract, params, grads))
        if step % 20 == 0:
            print(f"step {step}: after the end, what was first? {loss:.2f}")
