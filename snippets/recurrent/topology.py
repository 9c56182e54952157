"""One or many in, one or many out: topologies built on the LSTM of lstm.py.

Papers    Sutskever, Vinyals & Le 2014 (encoder-decoder), arXiv:1409.3215
          Williams & Zipser 1989, doi:10.1162/neco.1989.1.2.270
Twin      topology_torch.py
Axes      T time, S decoder's time, B batch, D, E input, H hidden, K output
"""

from typing import NamedTuple

import numpy as np

from snippets.recurrent.lstm import (
    LSTMParams,
    expect,
    init_lstm,
    lstm_backward,
    lstm_forward,
    train_lstm,
)


# --8<-- [start:masked]
def masked_forward(params, xs, lengths=None, h_0=None, c_0=None):
    """Run over xs (T, B, D); sample b ends after lengths[b] steps, or T.

    Returns hs (T, B, H), 0 after the end, the last h and c, a cache.
    ValueError if a shape misfits or a length is not from 1 to T.
    """
    D, H = len(params.W_x), len(params.W_h)
    if xs.ndim != 3 or xs.shape[2] != D:
        raise ValueError(f"xs must have shape (T, B, {D}), got {xs.shape}")
    T, B, _ = xs.shape
    lengths = np.full(B, T) if lengths is None else lengths  # (B,)
    expect(W_x=(params.W_x, (D, 4 * H)), lengths=(lengths, (B,)))
    if lengths.dtype.kind not in "iu" or not set(lengths) <= {*range(1, T + 1)}:
        raise ValueError(f"lengths must be whole, 1 to {T}, got {lengths}")
    over = np.arange(T)[:, None, None] >= lengths[:, None]  # (T, B, 1)
    xs = np.concatenate([np.where(over, 0, xs), over], axis=2)  # (T, B, D+1)
    shut = np.repeat([-1e4, 1e4, 0, -1e4], H).astype(xs.dtype)  # (4H,)
    params = params._replace(W_x=np.vstack([params.W_x, shut]))
    hs, c, cache = lstm_forward(params, xs, h_0, c_0)
    return hs, hs[lengths - 1, np.arange(B)], c, (lengths, cache)


def masked_backward(dhs, cache, dh=None, dc=None):
    """From dhs and dh, dc of the last h, c. Returns dxs, dh_0, dc_0, grads."""
    lengths, (_, _, hs, _) = cache[0], cache[1]
    dhs = np.zeros_like(hs[1:]) if dhs is None else dhs.copy()  # (T, B, H)
    if dh is not None:
        expect(dhs=(dhs, hs[1:].shape), dh=(dh, hs[0].shape))
        dhs[lengths - 1, np.arange(len(dh))] += dh
    dxs, dh_0, dc_0, grads = lstm_backward(dhs, cache[1], dc)
    return dxs[..., :-1], dh_0, dc_0, grads._replace(W_x=grads.W_x[:-1])
    # --8<-- [end:masked]


# --8<-- [start:net]
class NetParams(NamedTuple):
    W_x: np.ndarray  # (D, 4H)
    W_h: np.ndarray  # (H, 4H)
    b: np.ndarray  # (4H,)
    W_y: np.ndarray  # (H, K)
    b_y: np.ndarray  # (K,)


def init_net(rng: np.random.Generator, D: int, H: int, K: int) -> NetParams:
    """An LSTM from init_lstm; W_y uniform in ±1/√H, b_y 0."""
    W_y = rng.uniform(-(H**-0.5), H**-0.5, (H, K))  # (H, K)
    return NetParams(*init_lstm(rng, D, H), W_y, np.zeros(K))


def net_forward(params: NetParams, xs, lengths=None, h_0=None, c_0=None):
    """Scores h_t W_y + b_y (T, B, K) of every step, the last h and c, cache."""
    lstm = LSTMParams(*params[:3])
    hs, h, c, cache = masked_forward(lstm, xs, lengths, h_0, c_0)
    return hs @ params.W_y + params.b_y, h, c, (params, hs, cache)


def net_backward(dscores, cache, dh=None, dc=None):
    """From dscores (T, B, K), dh, dc. Returns dxs, dh_0, dc_0, grads."""
    params, hs, inner = cache
    expect(dscores=(dscores, (*hs.shape[:2], len(params.b_y))))
    dW_y = np.tensordot(hs, dscores, [[0, 1], [0, 1]])  # (H, K)
    *d, grads = masked_backward(dscores @ params.W_y.T, inner, dh, dc)
    return *d, NetParams(*grads, dW_y, dscores.sum(axis=(0, 1)))
    # --8<-- [end:net]


# --8<-- [start:masked_cross_entropy]
def masked_cross_entropy(scores, y, mask):
    """Mean −ln softmax(scores)[y] where mask is true, and its gradient.

    scores (T, B, K), y and mask (T, B). ValueError if a shape misfits.
    """
    expect(y=(y, scores.shape[:2]), mask=(mask, scores.shape[:2]))
    a = scores[mask]  # (M, K)
    a = a - a.max(axis=1, keepdims=True)  # (M, K)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))  # (M, K)
    target = np.eye(a.shape[1], dtype=a.dtype)[y[mask]]  # (M, K)
    dscores = np.zeros_like(scores)  # (T, B, K)
    dscores[mask] = (np.exp(log_p) - target) / len(a)
    return -(target * log_p).sum() / len(a), dscores
    # --8<-- [end:masked_cross_entropy]


# --8<-- [start:seq2seq]
def seq2seq_forward(encoder, decoder, xs, ys, lengths=None, h_0=None, c_0=None):
    """Encode xs (T, B, D), read ys (S, B, E): scores (S, B, K) and a cache."""
    _, h, c, encoded = masked_forward(encoder, xs, lengths, h_0, c_0)
    scores, *_, decoded = net_forward(decoder, ys, h_0=h, c_0=c)
    return scores, (encoded, decoded)


def seq2seq_backward(dscores, cache):
    """Returns dxs, dys, dh_0, dc_0, gradients of encoder and decoder."""
    dys, dh, dc, d_decoder = net_backward(dscores, cache[1])
    dxs, dh_0, dc_0, d_encoder = masked_backward(None, cache[0], dh, dc)
    return dxs, dys, dh_0, dc_0, d_encoder, d_decoder


def free_run(params: NetParams, h, c, y, S: int, feed):
    """Read y (B, D), then feed(scores) instead of data: scores (S, B, K)."""
    out = []
    for _ in range(S):
        scores, h, c, _ = net_forward(params, y[None], h_0=h, c_0=c)
        out.append(scores[0])
        y = feed(scores[0])
    return np.stack(out)
    # --8<-- [end:seq2seq]


if __name__ == "__main__":
    rng, eye = np.random.default_rng(0), np.eye(4)
    y = rng.integers(1, 4, size=(2, 99))  # (2, 99)
    start, back = eye[0 * y[:1]], y[::-1]
    lstm, W_y = init_lstm(rng, 4, 9), rng.normal(size=(9, 4))
    *_, losses = train_lstm(rng, lstm, W_y, eye[y], y[0])
    print("many to one, the first of 2:", losses[-50:].mean() < 0.1)
    encoder, decoder = init_lstm(rng, 4, 16), init_net(rng, 4, 16, 4)
    ys = np.concatenate([start, eye[back[:1]]])  # (2, 99, 4)
    for _ in range(300):
        scores, cache = seq2seq_forward(encoder, decoder, eye[y], ys)
        _, dscores = masked_cross_entropy(scores, back, back > 0)
        *_, d_encoder, d_decoder = seq2seq_backward(dscores, cache)
        encoder = LSTMParams(*map(np.subtract, encoder, d_encoder))
        decoder = NetParams(*map(np.subtract, decoder, d_decoder))
    _, h, c, _ = masked_forward(encoder, eye[y])
    out = free_run(decoder, h, c, start[0], 2, lambda a: eye[a.argmax(1)])
    print("many to many, 2 reversed:", (out.argmax(2) == back).mean() > 0.9)
