"""Attention with several heads, from columns to columns, by hand, in NumPy.

Paper     Vaswani et al. 2017, doi:10.48550/arXiv.1706.03762
Twin      attention_torch.py
Axes      B batch, h heads, T queries, S keys, d width of a head, D width of x,
          E of s, N samples, K classes
Use       y (N, T) whole numbers from 0 to K - 1, W_y from zeros:

    params, W_y = init_attention(rng, D, E), np.zeros((D, K))
    params, W_y, losses = train_attention(rng, params, W_y, x, s, y, h=h)
    out, _ = attention_forward(params, x, s, h=h)
    (out @ W_y).argmax(axis=2)  # (N, T)
"""

from typing import NamedTuple

import numpy as np

from snippets.attention.attention import attend_backward, attend_forward
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:params]
class AttentionParams(NamedTuple):
    W_q: np.ndarray  # (D, D)
    W_k: np.ndarray  # (E, D)
    W_v: np.ndarray  # (E, D)
    W_o: np.ndarray  # (D, D)
    b_q: np.ndarray  # (D,)
    b_k: np.ndarray  # (D,)
    b_v: np.ndarray  # (D,)
    b_o: np.ndarray  # (D,)


def init_attention(rng: np.random.Generator, D: int, E: int) -> AttentionParams:
    """Weights uniform in ±1/√(number of inputs), biases 0; or ValueError."""
    expect_count("D, E", D, E)
    Ws = [rng.uniform(-1, 1, (n, D)) / n**0.5 for n in (D, E, E, D)]
    return AttentionParams(*Ws, *np.zeros((4, D)))


def expect_attention(params: AttentionParams, x, s, h: int) -> None:
    """ValueError unless x (B, T, D), s (B, S, E) and h heads fit params."""
    expect("W_k", params.W_k, "E", "D")
    E, D = params.W_k.shape
    for name, rows in ("W_q", D), ("W_v", E), ("W_o", D):
        expect(name, getattr(params, name), rows, D)
    for name in AttentionParams._fields[4:]:
        expect(name, getattr(params, name), D)
    expect("x", x, "B", "T", D)
    expect("s", s, len(x), "S", E)
    expect_count("h", h)
    if D % h:
        raise ValueError(f"h must divide D = {D}, got {h}")
    # --8<-- [end:params]


# --8<-- [start:attention_forward]
def split_heads(x: np.ndarray, h: int) -> np.ndarray:
    """Columns (B, T, D) → h heads (B, h, T, d), each with d = D / h."""
    B, T, D = x.shape
    return x.reshape(B, T, h, D // h).swapaxes(1, 2)  # (B, h, T, D//h)


def join_heads(x: np.ndarray) -> np.ndarray:
    """Heads (B, h, T, d) side by side again, (B, T, D)."""
    B, h, T, d = x.shape
    return x.swapaxes(1, 2).reshape(B, T, h * d)  # (B, T, h×d)


def attention_forward(params: AttentionParams, x, s, mask=None, h=1):
    """x (B, T, D) looks at s (B, S, E) → y (B, T, D), cache; or ValueError."""
    expect_attention(params, x, s, h)
    W_q, W_k, W_v, W_o, b_q, b_k, b_v, b_o = params
    q = split_heads(x @ W_q + b_q, h)  # (B, h, T, d)
    k = split_heads(s @ W_k + b_k, h)  # (B, h, S, d)
    v = split_heads(s @ W_v + b_v, h)  # (B, h, S, d)
    heads, cache = attend_forward(q, k, v, mask)
    o = join_heads(heads)  # (B, T, D)
    y = o @ W_o + b_o  # (B, T, D)
    return y, (params, x, s, o, cache)
    # --8<-- [end:attention_forward]


# --8<-- [start:attention_backward]
def through_linear(dy, x, W):
    """Of y = x W + b: dx, dW, db."""
    dW = np.tensordot(x, dy, [[0, 1], [0, 1]])  # (D, H)
    return dy @ W.T, dW, dy.sum(axis=(0, 1))  # (B, T, D), (D, H), (H,)


def attention_backward(dy: np.ndarray, cache):
    """dy (B, T, D) → dx (B, T, D), ds (B, S, E), grads; or ValueError."""
    params, x, s, o, cache = cache
    expect("dy", dy, *o.shape)
    W_q, W_k, W_v, W_o, *_ = params
    do, dW_o, db_o = through_linear(dy, o, W_o)  # (B, T, D), (D, D), (D,)
    dheads = attend_backward(split_heads(do, cache[0].shape[1]), cache)
    dq, dk, dv = map(join_heads, dheads)  # (B, T, D), 2 × (B, S, D)
    dx, dW_q, db_q = through_linear(dq, x, W_q)  # (B, T, D), (D, D), (D,)
    ds_k, dW_k, db_k = through_linear(dk, s, W_k)  # (B, S, E), (E, D), (D,)
    ds_v, dW_v, db_v = through_linear(dv, s, W_v)  # (B, S, E), (E, D), (D,)
    grads = dW_q, dW_k, dW_v, dW_o, db_q, db_k, db_v, db_o
    return dx, ds_k + ds_v, AttentionParams(*grads)
    # --8<-- [end:attention_backward]


# --8<-- [start:train_attention]
def train_attention(rng, params, W_y, x, s, y, h=1, lr=2e-3, steps=400):
    """Adam: attention(x, s) W_y learns y (N, T). Params, W_y, losses.

    x (N, T, D), s (N, S, E), W_y (D, K), y whole numbers from 0 to K - 1.
    """
    expect_attention(params, x, s, h)
    expect("W_y", W_y, x.shape[2], "K")
    expect_whole("y", y, 0, W_y.shape[1] - 1, *x.shape[:2])
    expect_count("steps", steps)
    losses = []
    state = adam_init((params, W_y))
    for n in rng.integers(len(y), size=(steps, 32)):  # (32,)
        out, cache = attention_forward(params, x[n], s[n], h=h)
        rows = out.reshape(-1, len(W_y))  # (32×T, D)
        loss, da = cross_entropy(rows @ W_y, y[n].ravel())
        losses.append(loss)
        dW_y = rows.T @ da  # (D, K)
        *_, grads = attention_backward((da @ W_y.T).reshape(out.shape), cache)
        (params, W_y), state = adam_step(
            (params, W_y), (grads, dW_y), state, lr=lr
        )
    return params, W_y, np.array(losses)
    # --8<-- [end:train_attention]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    letters = rng.random((1000, 9)).argsort(axis=1)[:, :4]  # (1000, 4)
    digits = rng.integers(5, size=(1000, 4))  # (1000, 4)
    s = np.concatenate([np.eye(9)[letters], np.eye(5)[digits]], axis=2)
    x = np.eye(9)[letters]  # (1000, 4, 9)
    params = init_attention(rng, 9, 14)
    W_y = rng.normal(size=(9, 5))  # (9, 5)
    params, W_y, losses = train_attention(
        rng, params, W_y, x, s, digits, lr=0.01
    )
    print(f"guessing {np.log(5):.2f}, after 400 steps {losses[-1]:.2f}")
    others = np.tile(~np.eye(4, dtype=bool), (1000, 1, 1))  # (1000, 4, 4)
    y, _ = attention_forward(params, x, s, others)
    loss, _ = cross_entropy((y @ W_y).reshape(-1, 5), digits.ravel())
    print(f"without the column that knows the answer {loss:.0f}")
