"""Calls whose answers the twins in JavaScript must give, too; all sizes differ."""

import numpy as np

from snippets.recurrent import gru, lstm, rnn
from tests.kit.calls import Call


def sizes(rng) -> list[int]:
    """T, B, D, H: different ones, from 1 on."""
    return [int(n) for n in rng.permutation(np.arange(1, 6))[:4]]


def params(rng, D, H):
    W_x, W_h = rng.normal(size=(D, 4 * H)), rng.normal(size=(H, 4 * H))
    return lstm.LSTMParams(W_x, W_h, rng.normal(size=4 * H))


def forward(rng):
    """From given states, from one of them, or from none."""
    T, B, D, H = sizes(rng)
    states = {s: rng.normal(size=(B, H)) for s in ("h_0", "c_0")}
    kept = {s: a for s, a in states.items() if rng.random() < 0.6}
    return Call((params(rng, D, H), rng.normal(size=(T, B, D))), kept)


def backward(rng):
    call = forward(rng)
    hs, c, cache = lstm.lstm_forward(*call.args, **call.kwargs)
    more = {"dc": rng.normal(size=c.shape)} if rng.random() < 0.5 else {}
    return Call((rng.normal(size=hs.shape), cache), more)


def step(rng):
    _, B, D, H = sizes(rng)
    states = (rng.normal(size=(B, H)) for _ in range(2))
    return Call((params(rng, D, H).W_h, rng.normal(size=(B, 4 * H)), *states))


def run(rng):
    T, B, _, H = sizes(rng)
    W_h, h_0, c = rng.normal(size=(H, 4 * H)), *rng.normal(size=(2, B, H))
    return Call((W_h, rng.normal(size=(T, B, 4 * H)), h_0, c))


def step_back(rng):
    *_, cache = lstm.lstm_step(*step(rng).args)
    return Call((cache, *rng.normal(size=(2, *cache[0].shape))))


def gru_params(rng, D, H):
    W_x, W_h = rng.normal(size=(D, 3 * H)), rng.normal(size=(H, 3 * H))
    return gru.GRUParams(W_x, W_h, *rng.normal(size=(2, 3 * H)))


def order(rng) -> dict:
    """Either convention, or the one that nobody named."""
    return [{}, {"reset_after": True}, {"reset_after": False}][rng.integers(3)]


def gru_step(rng):
    _, B, D, H = sizes(rng)
    *_, W_h, _, b_h = gru_params(rng, D, H)
    states = rng.normal(size=(B, 3 * H)), rng.normal(size=(B, H))
    return Call((W_h, b_h, *states), order(rng))


def gru_forward(rng):
    """From a given state or from none."""
    T, B, D, H = sizes(rng)
    start = {"h_0": rng.normal(size=(B, H))} if rng.random() < 0.5 else {}
    xs = rng.normal(size=(T, B, D))
    return Call((gru_params(rng, D, H), xs), start | order(rng))


def rnn_params(rng, D, H):
    W_x, W_h = rng.normal(size=(D, H)), rng.normal(size=(H, H))
    return rnn.RNNParams(W_x, W_h, rng.normal(size=H))


def rnn_step(rng):
    _, B, _, H = sizes(rng)
    return Call((rng.normal(size=(H, H)), *rng.normal(size=(2, B, H))))


def rnn_forward(rng):
    """From a given state or from none."""
    T, B, D, H = sizes(rng)
    start = {"h_0": rng.normal(size=(B, H))} if rng.random() < 0.5 else {}
    return Call((rnn_params(rng, D, H), rng.normal(size=(T, B, D))), start)


def rnn_backward(rng):
    call = rnn_forward(rng)
    hs, cache = rnn.rnn_forward(*call.args, **call.kwargs)
    return Call((rng.normal(size=hs.shape), cache))


VECTORS = {
    "gru.gru_step": gru_step,
    "gru.expect_gru": lambda rng: Call((gru_params(rng, *sizes(rng)[:2]),)),
    "gru.gru_forward": gru_forward,
    "lstm.expect_lstm": lambda rng: Call((params(rng, *sizes(rng)[:2]),)),
    "lstm.lstm_start": forward,
    "lstm.lstm_step": step,
    "lstm.lstm_run": run,
    "lstm.lstm_forward": forward,
    "lstm.lstm_step_backward": step_back,
    "lstm.lstm_backward": backward,
    "rnn.expect_rnn": lambda rng: Call((rnn_params(rng, *sizes(rng)[:2]),)),
    "rnn.rnn_step": rnn_step,
    "rnn.rnn_forward": rnn_forward,
    "rnn.rnn_backward": rnn_backward,
}
