"""Sequence to sequence: an encoder, a decoder, and a decoder on its own.

Papers    Sutskever, Vinyals & Le 2014 (encoder-decoder), arXiv:1409.3215
          Williams & Zipser 1989, doi:10.1162/neco.1989.1.2.270
Twin      topology_torch.py
Axes      T time, S decoder's time, B batch, D, E input, H hidden, K output
"""

import numpy as np

from snippets.foundations.neuron import expect, expect_count
from snippets.recurrent.lstm import (
    LSTMParams,
    init_lstm,
)
from snippets.recurrent.topology import (
    NetParams,
    expect_net,
    init_net,
    masked_backward,
    masked_cross_entropy,
    masked_forward,
    net_backward,
    net_forward,
)


# --8<-- [start:seq2seq]
def seq2seq_forward(encoder, decoder, xs, ys, lengths=None, h_0=None, c_0=None):
    """Encode xs (T, B, D), read ys (S, B, E): scores (S, B, K) and a cache.

    lengths (B,) are those of xs; h_0 and c_0 (B, H) start the encoder.
    ValueError unless all fit, and both LSTMs are of one width H.
    """
    E, H = expect_net(decoder)
    expect("W_h", encoder.W_h, H, 4 * H)
    expect("xs", xs, "T", "B", "D")
    expect("ys", ys, "S", xs.shape[1], E)
    _, h, c, encoded = masked_forward(encoder, xs, lengths, h_0, c_0)
    scores, *_, decoded = net_forward(decoder, ys, h_0=h, c_0=c)
    return scores, (encoded, decoded)


def seq2seq_backward(dscores, cache):
    """Returns dxs, dys, dh_0, dc_0, gradients of encoder and decoder.

    ValueError unless dscores is floats (S, B, K).
    """
    encoded, decoded = cache
    dys, dh, dc, d_decoder = net_backward(dscores, decoded)
    dxs, dh_0, dc_0, d_encoder = masked_backward(None, encoded, dh, dc)
    return dxs, dys, dh_0, dc_0, d_encoder, d_decoder


def free_run(params: NetParams, h, c, y, S: int, feed):
    """Read y (B, D), then feed(scores) instead of data: scores (S, B, K).

    h and c (B, H) are the states to start from. ValueError unless all fit.
    """
    D, H = expect_net(params)
    expect("h", h, "B", H)
    expect("c", c, len(h), H)
    expect_count("S", S)
    out = []
    for _ in range(S):
        expect("y", y, len(h), D)
        scores, h, c, _ = net_forward(params, y[None], h_0=h, c_0=c)
        out.append(scores[0])
        y = feed(scores[0])  # (B, D)
    return np.stack(out)  # (S, B, K)
    # --8<-- [end:seq2seq]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    eye = np.eye(4)  # (4, 4)
    y = rng.integers(1, 4, size=(2, 99))  # (2, 99)
    back = y[::-1]  # (2, 99)
    encoder = init_lstm(rng, 4, 16)
    decoder = init_net(rng, 4, 16, 4)
    start = np.zeros_like(y[:1])  # (1, 99)
    ys = eye[np.concatenate([start, back[:1]])]  # (2, 99, 4)
    for _ in range(300):
        scores, cache = seq2seq_forward(encoder, decoder, eye[y], ys)
        _, dscores = masked_cross_entropy(scores, back, back > 0)
        *_, d_encoder, d_decoder = seq2seq_backward(dscores, cache)
        encoder = LSTMParams(*map(np.subtract, encoder, d_encoder))
        decoder = NetParams(*map(np.subtract, decoder, d_decoder))
    _, h, c, _ = masked_forward(encoder, eye[y])
    out = free_run(decoder, h, c, ys[0], 2, lambda a: eye[a.argmax(1)])
    print(f"2 of them reversed: {100 * (out.argmax(2) == back).mean():.0f} %")
