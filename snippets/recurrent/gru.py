"""Gated recurrent unit in NumPy; its twin in PyTorch is gru_torch.py.

Papers    Cho et al. 2014, doi:10.3115/v1/D14-1179
          Chung et al. 2014, doi:10.48550/arXiv.1412.3555
Axes      T time, B batch, D input width, H hidden width, N samples, K classes
Gates     r (reset), z (update), n (candidate): torch's order
Use       y (N,) whole numbers from 0 to K - 1, W_y from zeros:

    params, W_y = init_gru(rng, D, H), np.zeros((H, K))
    params, W_y, losses = train_gru(rng, params, W_y, xs, y)
    hs, _ = gru_forward(params, xs)
    (hs[-1] @ W_y).argmax(axis=1)  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole, sigmoid
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:params]
class GRUParams(NamedTuple):
    W_x: np.ndarray  # (D, 3H)
    W_h: np.ndarray  # (H, 3H)
    b_x: np.ndarray  # (3H,)
    b_h: np.ndarray  # (3H,)


def init_gru(rng: np.random.Generator, D: int, H: int) -> GRUParams:
    """Weights uniform in ±1/√H, biases zero. ValueError unless D, H >= 1."""
    expect_count("D, H", D, H)
    bound = H**-0.5
    W_x = rng.uniform(-bound, bound, (D, 3 * H))  # (D, 3H)
    W_h = rng.uniform(-bound, bound, (H, 3 * H))  # (H, 3H)
    b_x = np.zeros(3 * H)  # (3H,)
    b_h = np.zeros(3 * H)  # (3H,)
    return GRUParams(W_x, W_h, b_x, b_h)
    # --8<-- [end:params]


# --8<-- [start:gru_step]
def gru_step(W_h, b_h, a_x, h_prev, reset_after=True):
    """One step in time, given a_x = x W_x + b_x. Returns h and its cache."""
    H = len(W_h)
    a = a_x[:, : 2 * H] + h_prev @ W_h[:, : 2 * H] + b_h[: 2 * H]  # (B, 2H)
    r, z = np.split(sigmoid(a), 2, axis=1)  # 2 × (B, H)
    x_n = a_x[:, 2 * H :]  # (B, H)
    W_n = W_h[:, 2 * H :]  # (H, H)
    b_n = b_h[2 * H :]  # (H,)
    if reset_after:
        u = h_prev @ W_n + b_n  # (B, H)
        a_n = x_n + r * u  # (B, H)
    else:
        u = r * h_prev  # (B, H)
        a_n = x_n + u @ W_n + b_n  # (B, H)
    n = np.tanh(a_n)  # (B, H)
    h = (1 - z) * n + z * h_prev  # (B, H)
    return h, (r, z, n, u)
    # --8<-- [end:gru_step]


# --8<-- [start:gru_forward]
def expect_gru(params: GRUParams) -> tuple[int, int]:
    """D and H. ValueError unless the parameters are floats that fit."""
    W_x, W_h, b_x, b_h = params
    expect("W_h", W_h, "H", "3H")
    H = len(W_h)
    expect("W_h", W_h, H, 3 * H)
    expect("W_x", W_x, "D", 3 * H)
    expect("b_x", b_x, 3 * H)
    expect("b_h", b_h, 3 * H)
    return len(W_x), H


def gru_forward(params: GRUParams, xs, h_0=None, reset_after=True):
    """Run over xs (T, B, D) from h_0 (B, H), zero unless given.

    Returns hs (T, B, H), a cache. ValueError unless all are floats that fit.
    """
    W_x, W_h, b_x, b_h = params
    D, H = expect_gru(params)
    expect("xs", xs, "T", "B", D)
    T, B, _ = xs.shape
    h_0 = np.zeros((B, H), dtype=xs.dtype) if h_0 is None else h_0  # (B, H)
    expect("h_0", h_0, B, H)
    a_xs = (xs.reshape(T * B, D) @ W_x + b_x).reshape(T, B, -1)  # (T, B, 3H)
    hs = np.empty((T + 1, B, H), dtype=a_xs.dtype)  # (T+1, B, H)
    kept = np.empty((4, T, B, H), dtype=a_xs.dtype)  # (4, T, B, H)
    hs[0] = h_0
    for t in range(T):
        hs[t + 1], kept[:, t] = gru_step(W_h, b_h, a_xs[t], hs[t], reset_after)
    return hs[1:].copy(), (params, xs, hs, kept, reset_after)
    # --8<-- [end:gru_forward]


# --8<-- [start:gru_backward]
def gru_step_backward(W_hT, h_prev, kept, dh, reset_after=True):
    """Undo one step. Returns da_h (B, 3H), da_n and dh_prev."""
    r, z, n, u = kept  # 4 × (B, H)
    H = len(W_hT) // 3
    da_z = dh * (h_prev - n) * z * (1 - z)  # (B, H)
    da_n = dh * (1 - z) * (1 - n**2)  # (B, H)
    if reset_after:
        da_r = da_n * u * r * (1 - r)  # (B, H)
        da_h = np.concatenate([da_r, da_z, da_n * r], axis=1)  # (B, 3H)
        dh_prev = da_h @ W_hT  # (B, H)
    else:
        du = da_n @ W_hT[2 * H :]  # (B, H)
        da_r = du * h_prev * r * (1 - r)  # (B, H)
        da_h = np.concatenate([da_r, da_z, da_n], axis=1)  # (B, 3H)
        dh_prev = da_h[:, : 2 * H] @ W_hT[: 2 * H] + du * r  # (B, H)
    dh_prev = dh_prev + dh * z  # (B, H)
    return da_h, da_n, dh_prev


def gru_backward(dhs: np.ndarray, cache):
    """Backpropagate dhs (T, B, H) through time.

    Returns dxs (T, B, D), dh_0, grads. ValueError unless dhs is floats.
    """
    params, xs, hs, kept, reset_after = cache
    T, B, H = hs[1:].shape
    expect("dhs", dhs, T, B, H)
    W_hT = params.W_h.T.copy()  # (3H, H)
    dh = np.zeros_like(hs[0])  # (B, H)
    da_hs = np.empty((T, B, 3 * H), dtype=hs.dtype)  # (T, B, 3H)
    da_ns = np.empty((T, B, H), dtype=hs.dtype)  # (T, B, H)
    for t in reversed(range(T)):
        step = hs[t], kept[:, t], dhs[t] + dh
        da_hs[t], da_ns[t], dh = gru_step_backward(W_hT, *step, reset_after)
    da_xs = np.concatenate([da_hs[..., : 2 * H], da_ns], axis=2)  # (T, B, 3H)
    over = [[0, 1], [0, 1]]
    dW_x = np.tensordot(xs, da_xs, over)  # (D, 3H)
    dW_h = np.tensordot(hs[:-1], da_hs, over)  # (H, 3H)
    if not reset_after:
        dW_h[:, 2 * H :] = np.tensordot(kept[3], da_ns, over)  # kept[3]: u
    dxs = np.tensordot(da_xs, params.W_x, [[2], [1]])  # (T, B, D)
    db_x = da_xs.sum(axis=(0, 1))  # (3H,)
    db_h = da_hs.sum(axis=(0, 1))  # (3H,)
    return dxs, dh, GRUParams(dW_x, dW_h, db_x, db_h)
    # --8<-- [end:gru_backward]


# --8<-- [start:train_gru]
def train_gru(rng, params, W_y, xs, y, lr=1.0, steps=400, B=32):
    """SGD: learn the class y (N,) of xs (T, N, D) from h_T W_y, W_y (H, K).

    Returns params, W_y, losses (steps,). ValueError unless all fit and y is
    from 0 to K - 1.
    """
    D, H = expect_gru(params)
    expect("xs", xs, "T", "N", D)
    expect("W_y", W_y, H, "K")
    expect_whole("y", y, 0, W_y.shape[1] - 1, xs.shape[1])
    expect_count("steps, B", steps, B)
    losses = []
    for m in rng.integers(len(y), size=(steps, B)):  # (B,)
        hs, cache = gru_forward(params, xs[:, m])
        loss, dscores = cross_entropy(hs[-1] @ W_y, y[m])
        losses.append(loss)
        dhs = np.zeros_like(hs)  # (T, B, H)
        dhs[-1] = dscores @ W_y.T
        *_, grads = gru_backward(dhs, cache)
        W_y = W_y - lr * hs[-1].T @ dscores  # (H, K)
        pairs = zip(params, grads, strict=True)
        params = GRUParams(*(p - lr * g for p, g in pairs))
    return params, W_y, np.array(losses)
    # --8<-- [end:train_gru]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    xs = rng.normal(size=(5, 999, 1))  # (5, 999, 1)
    W_y = rng.normal(size=(16, 2))  # (16, 2)
    y = (xs[0, :, 0] > 0).astype(np.int64)  # (999,)
    *_, losses = train_gru(rng, init_gru(rng, 1, 16), W_y, xs, y)
    end = losses[-50:].mean()
    print(f"guessing {np.log(2):.2f}, after 400 steps {end:.2f}")
