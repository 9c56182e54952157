"""A simple recurrent network in NumPy; its twin in PyTorch is rnn_torch.py.

Papers    Elman 1990, doi:10.1207/s15516709cog1402_1
          Pascanu et al. 2013 (clipping), doi:10.48550/arXiv.1211.5063
Axes      T time, B batch, D input width, H hidden width, N letters of a text,
          K different letters
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
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


# --8<-- [start:train_rnn]
def expect_text(params: RNNParams, W_y, text, T=0) -> None:
    """ValueError unless W_y (H, K) and text (N,), N > T, fit params."""
    K, H = expect_rnn(params)
    expect("W_y", W_y, H, K)
    expect_whole("text", text, 0, K - 1, "N")
    if len(text) <= T:
        raise ValueError(f"text must be longer than T = {T}, got {len(text)}")


def train_rnn(rng, params, W_y, text, lr=2.0, steps=800, T=40, B=16, limit=1.0):
    """SGD: learn which letter follows in text (N,), numbers below K.

    The scores are h W_y, W_y (H, K). Returns params, W_y, losses (steps,).
    ValueError unless all fit and the text is longer than T.
    """
    expect_count("steps, T, B", steps, T, B)
    expect_text(params, W_y, text, T)
    losses = []
    one_hot = np.eye(len(params.W_x), dtype=W_y.dtype)  # (K, K)
    for start in rng.integers(len(text) - T, size=(steps, B)):  # (B,)
        window = text[start + np.arange(T + 1)[:, None]]  # (T+1, B)
        hs, cache = rnn_forward(params, one_hot[window[:-1]])
        h = hs.reshape(T * B, -1)  # (T×B, H)
        loss, dscores = cross_entropy(h @ W_y, window[1:].ravel())
        dhs = (dscores @ W_y.T).reshape(hs.shape)  # (T, B, H)
        *_, grads = rnn_backward(dhs, cache)
        dW_y = h.T @ dscores  # (H, K)
        *grads, dW_y = clip_gradients([*grads, dW_y], limit)
        rate = lr * (1 - len(losses) / steps)
        losses.append(loss)
        W_y = W_y - rate * dW_y  # (H, K)
        pairs = zip(params, grads, strict=True)
        params = RNNParams(*(p - rate * g for p, g in pairs))
    return params, W_y, np.array(losses)
    # --8<-- [end:train_rnn]


# --8<-- [start:generate]
def generate(rng, params, W_y, text, length, heat=1.0) -> np.ndarray:
    """Carry text (N,) on by length letters; heat 0 takes the likeliest.

    Returns (N + length,). ValueError unless all fit and heat is not negative.
    """
    expect_text(params, W_y, text)
    expect_count("length", length)
    if not heat >= 0:
        raise ValueError(f"heat must not be negative, got {heat}")
    W_x, W_h, b = params
    letters = list(text)
    one_hot = np.eye(len(W_x), dtype=W_x.dtype)  # (K, K)
    hs, _ = rnn_forward(params, one_hot[text][:, None])
    h = hs[-1]  # (1, H)
    for _ in range(length):
        scores = (h @ W_y)[0]  # (K,)
        noise = rng.gumbel(size=scores.shape)  # (K,)
        letter = np.argmax(scores + heat * noise)
        letters.append(letter)
        a_x = W_x[letter] + b  # (H,)
        h = rnn_step(W_h, a_x, h)  # (1, H)
    return np.array(letters)  # (N+length,)
    # --8<-- [end:generate]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    letters = "ehlo "
    text = np.array([letters.index(letter) for letter in "hello " * 20])  # (N,)
    params = init_rnn(rng, 5, 16)
    W_y = rng.normal(size=(16, 5)) / 4  # (16, 5)
    params, W_y, _ = train_rnn(rng, params, W_y, text, steps=200, T=12)
    more = generate(rng, params, W_y, text[:1], length=17, heat=0.0)  # (M,)
    print("".join(letters[k] for k in more))
