"""A recurrent network that reads and writes text, a letter at a time.

Twin      rnn_torch.py
Axes      T time, B batch, H hidden width, N letters of a text, K different
          letters
Use       text (N,) whole numbers from 0 to K - 1, W_y from zeros:

    params, W_y = init_rnn(rng, K, H), np.zeros((H, K))
    params, W_y, losses = train_rnn(rng, params, W_y, text)
    generate(rng, params, W_y, text[:5], 20)  # (25,)
"""

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.recurrent.rnn import (
    RNNParams,
    clip_gradients,
    expect_rnn,
    init_rnn,
    rnn_backward,
    rnn_forward,
    rnn_step,
)


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
