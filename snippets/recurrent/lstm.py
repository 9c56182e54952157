"""Long short-term memory in NumPy; its twin in PyTorch is lstm_torch.py.

Papers    Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735
          Gers et al. 2000 (forget gate), doi:10.1162/089976600300015015
Axes      T time, B batch, D input width, H hidden width, N samples, K classes
Gates     i (input), f (forget), g (candidate), o (output): torch's order
Use       y (N,) whole numbers from 0 to K - 1, W_y from zeros:

    params, W_y = init_lstm(rng, D, H), np.zeros((H, K))
    params, W_y, losses = train_lstm(rng, params, W_y, xs, y)
    hs, _, _ = lstm_forward(params, xs)
    (hs[-1] @ W_y).argmax(axis=1)  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole, sigmoid
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:params]
class LSTMParams(NamedTuple):
    W_x: np.ndarray  # (D, 4H)
    W_h: np.ndarray  # (H, 4H)
    b: np.ndarray  # (4H,)


def init_lstm(rng: np.random.Generator, D: int, H: int) -> LSTMParams:
    """Weights uniform in ±1/√H; the forget gate starts open (bias 1).

    ValueError unless D, H >= 1.
    """
    expect_count("D, H", D, H)
    bound = H**-0.5
    W_x = rng.uniform(-bound, bound, (D, 4 * H))  # (D, 4H)
    W_h = rng.uniform(-bound, bound, (H, 4 * H))  # (H, 4H)
    b = np.repeat([0.0, 1.0, 0.0, 0.0], H)  # (4H,)
    return LSTMParams(W_x, W_h, b)
    # --8<-- [end:params]


# --8<-- [start:lstm_step]
def lstm_step(W_h, a_x, h_prev, c_prev):
    """One step in time, given a_x = x W_x + b. Returns h, c and its cache."""
    a = a_x + h_prev @ W_h  # (B, 4H)
    a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)  # 4 × (B, H)
    i = sigmoid(a_i)  # (B, H)
    f = sigmoid(a_f)  # (B, H)
    g = np.tanh(a_g)  # (B, H)
    o = sigmoid(a_o)  # (B, H)
    c = f * c_prev + i * g  # (B, H)
    tanh_c = np.tanh(c)  # (B, H)
    h = o * tanh_c  # (B, H)
    return h, c, (c_prev, i, f, g, o, h, tanh_c)
    # --8<-- [end:lstm_step]


# --8<-- [start:lstm_forward]
def expect_lstm(params) -> tuple[int, int]:
    """D and H. ValueError unless the parameters are floats that fit."""
    W_x, W_h, b = params
    expect("W_h", W_h, "H", "4H")
    H = len(W_h)
    expect("W_h", W_h, H, 4 * H)
    expect("W_x", W_x, "D", 4 * H)
    expect("b", b, 4 * H)
    return len(W_x), H


def lstm_start(params: LSTMParams, xs: np.ndarray, h_0=None, c_0=None):
    """h_0, c_0 (B, H), zero unless given. ValueError unless all fit."""
    D, H = expect_lstm(params)
    expect("xs", xs, "T", "B", D)
    zero = np.zeros((xs.shape[1], H), dtype=xs.dtype)  # (B, H)
    h_0, c_0 = (zero if s is None else s for s in (h_0, c_0))  # 2 × (B, H)
    expect("h_0", h_0, *zero.shape)
    expect("c_0", c_0, *zero.shape)
    return h_0, c_0


def lstm_run(W_h, a_xs, h_0, c):
    """All steps, given a_xs = xs W_x + b. Returns h_0 … h_T, c and caches."""
    hs = np.empty((len(a_xs) + 1, *h_0.shape), dtype=a_xs.dtype)  # (T+1, B, H)
    hs[0] = h_0
    steps = []
    for t, a_x in enumerate(a_xs):
        hs[t + 1], c, step = lstm_step(W_h, a_x, hs[t], c)
        steps.append(step)
    return hs, c, steps


def lstm_forward(params: LSTMParams, xs: np.ndarray, h_0=None, c_0=None):
    """Run over xs (T, B, D) from h_0, c_0 (B, H), zero unless given.

    Returns hs (T, B, H), the last c, a cache. ValueError unless all are
    floats that fit.
    """
    h_0, c_0 = lstm_start(params, xs, h_0, c_0)  # 2 × (B, H)
    W_x, W_h, b = params
    T, B, D = xs.shape
    a_xs = (xs.reshape(T * B, D) @ W_x + b).reshape(T, B, -1)  # (T, B, 4H)
    hs, c, steps = lstm_run(W_h, a_xs, h_0, c_0)
    return hs[1:].copy(), c, (params, xs, hs, steps)
    # --8<-- [end:lstm_forward]


# --8<-- [start:lstm_backward]
def lstm_step_backward(step, dh, dc):
    """Undo one step. Returns da of each gate, and dc_prev."""
    c_prev, i, f, g, o, h, tanh_c = step
    dc = dc + dh * (o - h * tanh_c)  # (B, H)
    dc_i = dc * i  # (B, H)
    dc_prev = dc * f  # (B, H)
    da_i = dc_i * g * (1 - i)  # (B, H)
    da_f = dc_prev * c_prev * (1 - f)  # (B, H)
    da_g = dc_i * (1 - g**2)  # (B, H)
    da_o = dh * h * (1 - o)  # (B, H)
    return (da_i, da_f, da_g, da_o), dc_prev


def lstm_backward(dhs: np.ndarray, cache, dc=None):
    """Backpropagate dhs (T, B, H), and dc (B, H) of the last c if given.

    Returns dxs (T, B, D), dh_0, dc_0, grads. ValueError unless dhs and dc
    are floats of these shapes.
    """
    params, xs, hs, steps = cache
    T, B, H = hs[1:].shape
    dh = np.zeros_like(hs[0])  # (B, H)
    dc = dh if dc is None else dc  # (B, H)
    expect("dhs", dhs, T, B, H)
    expect("dc", dc, B, H)
    W_hT = params.W_h.T.copy()  # (4H, H)
    das = np.empty((T, B, 4 * H), dtype=hs.dtype)  # (T, B, 4H)
    for t in reversed(range(T)):
        da, dc = lstm_step_backward(steps[t], dhs[t] + dh, dc)
        np.concatenate(da, axis=1, out=das[t])
        dh = das[t] @ W_hT  # (B, H)
    ones = np.ones((T, B, 1), dtype=hs.dtype)  # (T, B, 1)
    z = np.concatenate([xs, hs[:-1], ones], axis=2)  # (T, B, D+H+1)
    dW = np.tensordot(z, das, [[0, 1], [0, 1]])  # (D+H+1, 4H)
    dxs = np.tensordot(das, params.W_x, [[2], [1]])  # (T, B, D)
    return dxs, dh, dc, LSTMParams(dW[: -H - 1], dW[-H - 1 : -1], dW[-1])
    # --8<-- [end:lstm_backward]


# --8<-- [start:train_lstm]
def train_lstm(rng, params, W_y, xs, y, lr=1.0, steps=400, B=32):
    """SGD: learn the class y (N,) of xs (T, N, D) from h_T W_y, W_y (H, K).

    Returns params, W_y, losses (steps,). ValueError unless all fit and y is
    from 0 to K - 1.
    """
    lstm_start(params, xs)
    expect("W_y", W_y, len(params.W_h), "K")
    expect_whole("y", y, 0, W_y.shape[1] - 1, xs.shape[1])
    expect_count("steps, B", steps, B)
    losses = []
    for n in rng.integers(len(y), size=(steps, B)):  # (B,)
        hs, _, cache = lstm_forward(params, xs[:, n])
        loss, dscores = cross_entropy(hs[-1] @ W_y, y[n])
        losses.append(loss)
        dhs = np.zeros_like(hs)  # (T, B, H)
        dhs[-1] = dscores @ W_y.T
        *_, grads = lstm_backward(dhs, cache)
        W_y = W_y - lr * hs[-1].T @ dscores  # (H, K)
        pairs = zip(params, grads, strict=True)
        params = LSTMParams(*(p - lr * g for p, g in pairs))
    return params, W_y, np.array(losses)
    # --8<-- [end:train_lstm]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    xs = rng.normal(size=(5, 999, 1))  # (5, 999, 1)
    W_y = rng.normal(size=(16, 2))  # (16, 2)
    y = (xs[0, :, 0] > 0).astype(np.int64)  # (999,)
    *_, losses = train_lstm(rng, init_lstm(rng, 1, 16), W_y, xs, y)
    end = losses[-50:].mean()
    print(f"guessing {np.log(2):.2f}, after 400 steps {end:.2f}")
