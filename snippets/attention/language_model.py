"""A decoder-only Transformer in NumPy; its twin is language_model_torch.py.

Paper     Vaswani et al. 2017, doi:10.48550/arXiv.1706.03762
Axes      B batch, T new, S all tokens; K kinds; L layers, h heads; D d F widths
Use       text (N,) whole numbers below K, 30 here; h as in training:

    params = init_language_model(rng, 30, 32, 64, L=2)
    params, losses = train_language_model(rng, params, text, h=4)
    a, past, _ = language_model_forward(params, text[None, :5], h=4)
    new = a[:, -1].argmax(axis=1)  # (1,)
    a, past, _ = language_model_forward(params, new[:, None], 4, past)
    a[:, -1].argmax(axis=1)  # (1,)
"""

from typing import NamedTuple

import numpy as np

from snippets.attention.attention import attend_backward, attend_forward
from snippets.attention.language_model_parts import (
    rms_norm_backward,
    rms_norm_forward,
    turn_by_place,
)
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:params]
class LanguageModelParams(NamedTuple):
    E: np.ndarray  # (K, D)
    g_1: np.ndarray  # (L, D)
    W_qkv: np.ndarray  # (L, D, 3D)
    W_o: np.ndarray  # (L, D, D)
    g_2: np.ndarray  # (L, D)
    W_1: np.ndarray  # (L, D, F)
    W_2: np.ndarray  # (L, F, D)
    g_y: np.ndarray  # (D,)
    W_y: np.ndarray  # (D, K)


def init_language_model(rng, K: int, D: int, F: int, L: int):
    """E normal, W uniform in ±1/√(number of inputs), g 1; or ValueError."""
    expect_count("K, D, F, L", K, D, F, L)
    E = rng.normal(size=(K, D))  # (K, D)
    shapes = (L, D, 3 * D), (L, D, D), (L, D, F), (L, F, D), (D, K)
    Ws = (rng.uniform(-1, 1, s) / s[-2] ** 0.5 for s in shapes)
    W_qkv, W_o, W_1, W_2, W_y = Ws
    g_1, g_2 = np.ones((2, L, D))  # 2 × (L, D)
    g_y = np.ones(D)  # (D,)
    return LanguageModelParams(E, g_1, W_qkv, W_o, g_2, W_1, W_2, g_y, W_y)


def expect_language_model(params: LanguageModelParams, h: int) -> None:
    """ValueError unless the parameters are floats that fit each other and h."""
    expect("E", params.E, "K", "D")
    K, D = params.E.shape
    expect("W_1", params.W_1, "L", D, "F")
    L, _, F = params.W_1.shape
    shapes = [(K, D), (L, D), (L, D, 3 * D), (L, D, D), (L, D), (L, D, F)]
    shapes += [(L, F, D), (D,), (D, K)]
    for name, a, shape in zip(params._fields, params, shapes, strict=True):
        expect(name, a, *shape)
    expect_count("h", h)
    if D % (2 * h):
        raise ValueError(f"2 h must divide D = {D}, got h = {h}")
    # --8<-- [end:params]


# --8<-- [start:forward]
def lm_block(layer, x, h, past, causal=True):
    """One layer on x (B, T, D), after the keys and values of past."""
    g_1, W_qkv, W_o, g_2, W_1, W_2 = layer
    n, to_n = rms_norm_forward(g_1, x)
    B, T, D = x.shape
    qkv = (n @ W_qkv).reshape(B, T, 3, h, D // h)  # (B, T, 3, h, d)
    q, k, v = qkv.transpose(2, 0, 3, 1, 4)  # 3 × (B, h, T, d)
    first = past[0].shape[2]
    q, k = turn_by_place(q, first), turn_by_place(k, first)  # 2 × (B, h, T, d)
    k, v = np.concatenate([past, [k, v]], axis=3)  # 2 × (B, h, S, d)
    mask = np.tri(first + T, dtype=bool)[None, first:].repeat(B, 0)  # (B, T, S)
    heads, to_heads = attend_forward(q, k, v, mask if causal else None)
    o = heads.swapaxes(1, 2).reshape(B, T, D)  # (B, T, D)
    x = x + o @ W_o  # (B, T, D)
    m, to_m = rms_norm_forward(g_2, x)
    u = np.maximum(m @ W_1, 0)  # (B, T, F)
    cache = layer, n, to_n, to_heads, o, m, to_m, u
    return x + u @ W_2, (k.copy(), v.copy()), cache


def language_model_forward(params, tokens, h=1, past=None, causal=True):
    """Tokens (B, T) → logits of the next (B, T, K), past, cache; ValueError."""
    expect_language_model(params, h)
    expect_whole("tokens", tokens, 0, len(params.E) - 1, "B", "T")
    E, *layers, g_y, W_y = params
    x = E[tokens]  # (B, T, D)
    no = np.empty((2, len(x), h, 0, len(g_y) // h), E.dtype)  # (2, B, h, 0, d)
    pasts = [no] * len(layers[0]) if past is None else past
    done = []
    for *layer, before in zip(*layers, pasts, strict=True):
        x, *kept = lm_block(layer, x, h, before, causal)
        done.append(kept)
    past, caches = zip(*done, strict=True)
    y, to_y = rms_norm_forward(g_y, x)
    return y @ W_y, past, (E, tokens, caches, to_y, y, W_y)
    # --8<-- [end:forward]


# --8<-- [start:backward]
def through_linear(dy, x, W):
    """Of y = x W + b: dx, dW, db."""
    dW = np.tensordot(x, dy, [[0, 1], [0, 1]])  # (D, H)
    return dy @ W.T, dW, dy.sum(axis=(0, 1))  # (B, T, D), (D, H), (H,)


def lm_block_backward(dy, cache):
    """dy (B, T, D) → dx (B, T, D), the gradients of the layer."""
    (_, W_qkv, W_o, _, W_1, W_2), n, to_n, to_heads, o, m, to_m, u = cache
    du, dW_2 = through_linear(dy, u, W_2)[:2]  # (B, T, F), (F, D)
    dm, dW_1 = through_linear(du * (u > 0), m, W_1)[:2]  # (B, T, D), (D, F)
    dx, dg_2 = rms_norm_backward(dm, to_m)  # (B, T, D), (D,)
    dx = dy + dx  # (B, T, D)
    do, dW_o = through_linear(dx, o, W_o)[:2]  # (B, T, D), (D, D)
    B, h, T, d = to_heads[0].shape
    dheads = do.reshape(B, T, h, d).swapaxes(1, 2)  # (B, h, T, d)
    dq, dk, dv = attend_backward(dheads, to_heads)  # 3 × (B, h, T, d)
    dq, dk = (turn_by_place(a, 0, -1) for a in (dq, dk))  # 2 × (B, h, T, d)
    dqkv = np.stack([dq, dk, dv]).transpose(1, 3, 0, 2, 4)  # (B, T, 3, h, d)
    dqkv = dqkv.reshape(B, T, 3 * h * d)  # (B, T, 3D)
    dn, dW_qkv = through_linear(dqkv, n, W_qkv)[:2]  # (B, T, D), (D, 3D)
    dx_n, dg_1 = rms_norm_backward(dn, to_n)  # (B, T, D), (D,)
    return dx + dx_n, (dg_1, dW_qkv, dW_o, dg_2, dW_1, dW_2)


def language_model_backward(da: np.ndarray, cache):
    """da (B, T, K), of a forward without past → grads; or ValueError."""
    E, tokens, caches, to_y, y, W_y = cache
    expect("da", da, *tokens.shape, len(E))
    dy, dW_y = through_linear(da, y, W_y)[:2]  # (B, T, D), (D, K)
    dx, dg_y = rms_norm_backward(dy, to_y)  # (B, T, D), (D,)
    grads = []
    for each in reversed(caches):
        dx, layer = lm_block_backward(dx, each)
        grads.insert(0, layer)
    layers = map(np.stack, zip(*grads, strict=True))
    dE = np.zeros_like(E)  # (K, D)
    np.add.at(dE, tokens, dx)
    return LanguageModelParams(dE, *layers, dg_y, dW_y)
    # --8<-- [end:backward]


# --8<-- [start:train]
def train_language_model(
    rng, params, text, h=1, lr=3e-3, steps=500, B=16, T=64, causal=True
):
    """Adam on pieces of text (N,); params, losses (steps,). Or ValueError."""
    expect_language_model(params, h)
    expect_whole("text", text, 0, len(params.E) - 1, "N")
    expect_count("steps, B, T", steps, B, T)
    expect_count("N - T", len(text) - T)
    state = adam_init(params)
    losses = []
    for starts in rng.integers(len(text) - T, size=(steps, B)):  # (B,)
        piece = text[starts[:, None] + np.arange(T + 1)]  # (B, T+1)
        x = piece[:, :-1]  # (B, T)
        a, _, cache = language_model_forward(params, x, h, causal=causal)
        loss, da = cross_entropy(a.reshape(B * T, -1), piece[:, 1:].ravel())
        losses.append(loss)
        grads = language_model_backward(da.reshape(a.shape), cache)
        rate = lr * min(1, len(losses) / 50)
        params, state = adam_step(params, grads, state, lr=rate)
    return params, np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    strings = np.tile(rng.integers(9, size=(500, 5)), 4)  # (500, 20)
    params = init_language_model(rng, 9, 16, 32, 2)
    given = rng, params, strings.ravel(), 2, 0.01
    _, losses = train_language_model(*given, steps=300, B=8, T=40)
    print(f"guessing {np.log(9):.2f}, after 300 steps {losses[-1]:.2f}")
