"""A simple recurrent network in NumPy; its twin in PyTorch is rnn_torch.py.

Papers    Elman 1990, doi:10.1207/s15516709cog1402_1
          Pascanu et al. 2013 (clipping), doi:10.48550/arXiv.1211.5063
Axes      T time, B batch, D input width, H hidden width, N letters of a text,
          K different letters
"""

from typing import NamedTuple

import numpy as np


# --8<-- [start:params]
class RNNParams(NamedTuple):
    W_x: np.ndarray  # (D, H)
    W_h: np.ndarray  # (H, H)
    b: np.ndarray  # (H,)


def init_rnn(rng: np.random.Generator, D: int, H: int) -> RNNParams:
    """Weights uniform in ±1/√H, the bias zero."""
    bound = H**-0.5
    W_x = rng.uniform(-bound, bound, (D, H))  # (D, H)
    W_h = rng.uniform(-bound, bound, (H, H))  # (H, H)
    return RNNParams(W_x, W_h, np.zeros(H))
    # --8<-- [end:params]


# --8<-- [start:rnn_step]
def rnn_step(W_h, a_x, h_prev):
    """One step in time, given a_x = x W_x + b. Returns h."""
    a = h_prev @ W_h  # (B, H)
    a += a_x
    return np.tanh(a, out=a)  # (B, H)
    # --8<-- [end:rnn_step]


# --8<-- [start:rnn_forward]
def expect(**pairs) -> None:
    """ValueError unless each name=(array, shape) holds."""
    for name, (array, shape) in pairs.items():
        if (got := array.shape) != shape:
            raise ValueError(f"{name} must have shape {shape}, got {got}")


def rnn_forward(params: RNNParams, xs: np.ndarray, h_0=None):
    """Run over xs (T, B, D) from h_0 (B, H), zero unless given.

    Returns hs (T, B, H), a cache. ValueError if a shape misfits.
    """
    (W_x, W_h, b), D, H = params, len(params.W_x), len(params.W_h)
    expect(W_x=(W_x, (D, H)), W_h=(W_h, (H, H)), b=(b, (H,)))
    if xs.ndim != 3 or xs.shape[2] != D:
        raise ValueError(f"xs must have shape (T, B, {D}), got {xs.shape}")
    T, B, _ = xs.shape
    a_xs = (xs.reshape(T * B, D) @ W_x + b).reshape(T, B, H)  # (T, B, H)
    h_0 = np.zeros_like(a_xs, shape=(B, H)) if h_0 is None else h_0  # (B, H)
    expect(h_0=(h_0, (B, H)))
    hs = np.empty((T + 1, B, H), dtype=a_xs.dtype)  # (T+1, B, H)
    hs[0] = h_0
    for t in range(T):
        hs[t + 1] = rnn_step(W_h, a_xs[t], hs[t])
    return hs[1:], (params, xs, hs)
    # --8<-- [end:rnn_forward]


# --8<-- [start:rnn_backward]
def rnn_backward(dhs: np.ndarray, cache):
    """Backpropagate dhs (T, B, H) through time.

    Returns dxs (T, B, D), dh_0, grads. ValueError if dhs misfits.
    """
    params, xs, hs = cache
    T, B, H = hs[1:].shape
    expect(dhs=(dhs, (T, B, H)))
    slopes = 1 - hs[1:] ** 2  # (T, B, H)
    W_hT = params.W_h.T.copy()  # (H, H)
    das, dh = np.empty_like(slopes), np.zeros_like(hs[0])
    for t in reversed(range(T)):
        das[t] = (dhs[t] + dh) * slopes[t]
        dh = das[t] @ W_hT  # (B, H)
    dW_x = np.tensordot(xs, das, [[0, 1], [0, 1]])  # (D, H)
    dW_h = np.tensordot(hs[:-1], das, [[0, 1], [0, 1]])  # (H, H)
    dxs = np.tensordot(das, params.W_x, [[2], [1]])  # (T, B, D)
    return dxs, dh, RNNParams(dW_x, dW_h, das.sum(axis=(0, 1)))
    # --8<-- [end:rnn_backward]


# --8<-- [start:clip_gradients]
def clip_gradients(grads, limit: float) -> list[np.ndarray]:
    """All gradients as one vector, shortened to the length limit if longer."""
    norm = sum((g**2).sum() for g in grads) ** 0.5  # ()
    scale = min(1.0, limit / (norm + 1e-6))  # ()
    return [g * scale for g in grads]
    # --8<-- [end:clip_gradients]


# --8<-- [start:train_rnn]
def train_rnn(rng, params, W_y, text, lr=2.0, steps=800, T=40, B=16, limit=1.0):
    """SGD: learn which letter follows in text (N,), numbers below K.

    The scores are h W_y, W_y (H, K). Returns params, W_y, the losses.
    """
    losses, one_hot = [], np.eye(len(params.W_x), dtype=W_y.dtype)
    for start in rng.integers(len(text) - T, size=(steps, B)):
        window = one_hot[text[start + np.arange(T + 1)[:, None]]]  # (T+1, B, K)
        xs, ys = window[:-1], window[1:]  # 2 × (T, B, K)
        hs, cache = rnn_forward(params, xs)
        y_hat = np.exp(hs @ W_y)  # (T, B, K)
        y_hat /= y_hat.sum(axis=2, keepdims=True)
        rate = lr * (1 - len(losses) / steps)
        losses.append(-np.log(y_hat[ys == 1]).mean())
        dscores = (y_hat - ys) / (T * B)  # (T, B, K)
        dW_y = np.tensordot(hs, dscores, [[0, 1], [0, 1]])  # (H, K)
        *_, grads = rnn_backward(dscores @ W_y.T, cache)
        *grads, dW_y = clip_gradients([*grads, dW_y], limit)
        W_y = W_y - rate * dW_y  # (H, K)
        pairs = zip(params, grads, strict=True)
        params = RNNParams(*(p - rate * g for p, g in pairs))
    return params, W_y, np.array(losses)
    # --8<-- [end:train_rnn]


# --8<-- [start:generate]
def generate(rng, params, W_y, text, length, heat=1.0) -> np.ndarray:
    """Carry text (N,) on by length letters; heat 0 takes the likeliest."""
    (W_x, W_h, b), letters = params, list(text)
    xs = np.eye(len(W_x), dtype=W_x.dtype)[text][:, None]  # (N, 1, K)
    h = rnn_forward(params, xs)[0][-1]  # (1, H)
    for _ in range(length):
        scores = (h @ W_y)[0]  # (K,)
        noise = rng.gumbel(size=scores.shape)  # (K,)
        letters.append(np.argmax(scores + heat * noise))
        h = rnn_step(W_h, W_x[letters[-1]] + b, h)  # (1, H)
    return np.array(letters)
    # --8<-- [end:generate]


if __name__ == "__main__":
    rng, letters = np.random.default_rng(0), "ehlo "
    text = np.array([letters.index(letter) for letter in "hello " * 20])  # (N,)
    params, W_y = init_rnn(rng, 5, 16), rng.normal(size=(16, 5)) / 4
    params, W_y, _ = train_rnn(rng, params, W_y, text, steps=200, T=12)
    more = generate(rng, params, W_y, text[:1], length=17, heat=0.0)  # (M,)
    print("".join(letters[k] for k in more))
