"""A simple recurrent network in NumPy; its twin in PyTorch is rnn_torch.py.

Papers    Elman 1990, doi:10.1207/s15516709cog1402_1
          Pascanu et al. 2013 (clipping), doi:10.48550/arXiv.1211.5063
Axes      T time, B batch, D input width, H hidden width
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:params]
class RNNParams(NamedTuple):
    W_x: np.ndarray  # (D, H)
    W_h: np.ndarray  # (H, H)
    b: np.ndarray  # (H,)


def init_rnn(rng: np.random.Generator, D: int, H: int) -> RNNParams:
    """Weights uniform in ±1/√H, the bias zero. ValueError unless D, H >= 1."""
    expect_count("D, H", D, H)
    bound = H**-0.5
    W_x = rng.uniform(-bound, bound, (D, H))  # (D, H)
    W_h = rng.uniform(-bound, bound, (H, H))  # (H, H)
    b = np.zeros(H)  # (H,)
    return RNNParams(W_x, W_h, b)
    # --8<-- [end:params]


# --8<-- [start:rnn_step]
def rnn_step(W_h, a_x, h_prev):
    """One step in time, given a_x = x W_x + b. Returns h."""
    a = a_x + h_prev @ W_h  # (B, H)
    return np.tanh(a)  # (B, H)
    # --8<-- [end:rnn_step]


# --8<-- [start:rnn_forward]
def expect_rnn(params: RNNParams) -> tuple[int, int]:
    """D and H. ValueError unless the parameters are floats that fit."""
    W_x, W_h, b = params
    expect("W_h", W_h, "H", "H")
    H = len(W_h)
    expect("W_h", W_h, H, H)
    expect("W_x", W_x, "D", H)
    expect("b", b, H)
    return len(W_x), H


def rnn_forward(params: RNNParams, xs: np.ndarray, h_0=None):
    """Run over xs (T, B, D) from h_0 (B, H), zero unless given.

    Returns hs (T, B, H), a cache. ValueError unless all are floats that fit.
    """
    W_x, W_h, b = params
    D, H = expect_rnn(params)
    expect("xs", xs, "T", "B", D)
    T, B, _ = xs.shape
    h_0 = np.zeros((B, H), dtype=xs.dtype) if h_0 is None else h_0  # (B, H)
    expect("h_0", h_0, B, H)
    a_xs = (xs.reshape(T * B, D) @ W_x + b).reshape(T, B, H)  # (T, B, H)
    hs = np.empty((T + 1, B, H), dtype=a_xs.dtype)  # (T+1, B, H)
    hs[0] = h_0
    for t in range(T):
        hs[t + 1] = rnn_step(W_h, a_xs[t], hs[t])
    return hs[1:].copy(), (params, xs, hs)
    # --8<-- [end:rnn_forward]


# --8<-- [start:rnn_backward]
def rnn_backward(dhs: np.ndarray, cache):
    """Backpropagate dhs (T, B, H) through time.

    Returns dxs (T, B, D), dh_0, grads. ValueError unless dhs is floats.
    """
    params, xs, hs = cache
    T, B, H = hs[1:].shape
    expect("dhs", dhs, T, B, H)
    slopes = 1 - hs[1:] ** 2  # (T, B, H)
    W_hT = params.W_h.T.copy()  # (H, H)
    das = np.empty_like(slopes)  # (T, B, H)
    dh = np.zeros_like(hs[0])  # (B, H)
    for t in reversed(range(T)):
        das[t] = (dhs[t] + dh) * slopes[t]
        dh = das[t] @ W_hT  # (B, H)
    dW_x = np.tensordot(xs, das, [[0, 1], [0, 1]])  # (D, H)
    dW_h = np.tensordot(hs[:-1], das, [[0, 1], [0, 1]])  # (H, H)
    dxs = np.tensordot(das, params.W_x, [[2], [1]])  # (T, B, D)
    db = das.sum(axis=(0, 1))  # (H,)
    return dxs, dh, RNNParams(dW_x, dW_h, db)
    # --8<-- [end:rnn_backward]


# --8<-- [start:clip_gradients]
def clip_gradients(grads, limit: float) -> list[np.ndarray]:
    """All gradients as one vector, shortened to the length limit if longer.

    The length is summed up in float64, since squares overflow. ValueError
    unless grads are arrays of floats, one at least, and limit is above 0.
    """
    if not limit > 0:
        raise ValueError(f"limit must be above 0, got {limit}")
    expect_count("the number of grads", len(grads))
    for g in grads:
        expect("grads", g, ...)
    squares = [np.square(g, dtype=np.float64).sum() for g in grads]
    norm = float(sum(squares)) ** 0.5
    scale = min(1.0, limit / (norm + 1e-6))
    return [g * scale for g in grads]
    # --8<-- [end:clip_gradients]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    params = init_rnn(rng, 2, 16)
    xs = rng.choice([-0.5, 0.5], (20, 32, 2))  # (20, 32, 2)
    for step in range(301):
        hs, cache = rnn_forward(params, xs)
        dhs = np.zeros_like(hs)  # (20, 32, 16)
        dhs[1:, :, :2] = (hs[1:, :, :2] - xs[:-1]) / 32
        *_, grads = rnn_backward(dhs, cache)
        pairs = zip(params, clip_gradients(grads, 1.0), strict=True)
        params = RNNParams(*(p - 0.1 * g for p, g in pairs))
        if step % 100 == 0:
            error = np.abs(hs[1:, :, :2] - xs[:-1]).mean()
            print(f"step {step}: off by {error:.2f} from the input before")
