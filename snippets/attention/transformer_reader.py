"""A reader of short words: Transformer blocks, and one answer, in NumPy.

Twin      transformer_torch.py has its blocks
Axes      B batch, N words, T places, V characters, D width, F width within the
          feed-forward part, K answers
Use       y (N,) whole numbers below K, 10 here; h as in training:

    params = init_reader(rng, 30, T, 32, 64, 10, L=2)
    params, losses, _ = train_reader(rng, params, ids, at, y, h=4)
    reader_forward(params, ids, at, h=4)[0].argmax(axis=1)  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.attention.transformer import (
    NormParams,
    encoder_backward,
    encoder_forward,
    init_encoder,
)
from snippets.attention.transformer_norm import norm_backward, norm_forward
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import (
    adam_init,
    adam_step,
    arrays_in,
    as_params,
)


# --8<-- [start:reader]
class ReaderParams(NamedTuple):
    C: np.ndarray  # (V, D)
    P: np.ndarray  # (T, D)
    blocks: tuple  # of EncoderParams
    norm: NormParams  # of width D
    W_y: np.ndarray  # (D, K)


def init_reader(rng, V, T, D, F, K, L=1):
    """Vectors of characters and places normal, 0.1; L blocks; float32."""
    expect_count("V, T, D, F, K, L", V, T, D, F, K, L)
    C, P = (0.1 * rng.normal(size=(n, D)) for n in (V, T))  # (V, D), (T, D)
    blocks = tuple(init_encoder(rng, D, F) for _ in range(L))
    norm = NormParams(np.ones(D), np.zeros(D))
    W_y = rng.normal(size=(D, K)) / D**0.5  # (D, K)
    params = ReaderParams(C, P, blocks, norm, W_y)
    return as_params(params, map(np.float32, arrays_in(params)))


def expect_reader(params: ReaderParams, ids, at: int) -> None:
    """ValueError unless ids (B, T) are characters, at is one of T places."""
    expect("C", params.C, "V", "D")
    V, D = params.C.shape
    expect("P", params.P, "T", D)
    T = len(params.P)
    expect("W_y", params.W_y, D, "K")
    expect_whole("ids", ids, 0, V - 1, "B", T)
    whole = isinstance(at, int | np.integer) and not isinstance(at, bool)
    if not whole or not -T <= at < T:
        raise ValueError(f"at must be one of {T} places, got {at}")


def reader_forward(params: ReaderParams, ids, at, h=1, pre=True):
    """ids (B, T), 0 where nothing is → scores (B, K) of column at; cache."""
    expect_reader(params, ids, at)
    C, P, blocks, norm, W_y = params
    x = C[ids] + P  # (B, T, D)
    mask = (ids > 0)[:, None].repeat(ids.shape[1], axis=1)  # (B, T, T)
    caches = []
    for block in blocks:
        x, cache = encoder_forward(block, x, mask, h, pre)
        caches.append(cache)
    y, normed = norm_forward(x, *norm)
    return y[:, at] @ W_y, (params, ids, at, caches, y, normed)
    # --8<-- [end:reader]


# --8<-- [start:reader_backward]
def reader_backward(dscores: np.ndarray, cache) -> ReaderParams:
    """Gradients of all parameters; equal characters add theirs up."""
    params, ids, at, caches, y, normed = cache
    expect("dscores", dscores, len(ids), params.W_y.shape[1])
    dW_y = y[:, at].T @ dscores  # (D, K)
    dy = np.zeros_like(y)  # (B, T, D)
    dy[:, at] = dscores @ params.W_y.T
    dx, *dnorm = norm_backward(dy, normed)
    blocks = []
    for block in reversed(caches):
        dx, grads = encoder_backward(dx, block)
        blocks.append(grads)
    dC = np.zeros_like(params.C)  # (V, D)
    np.add.at(dC, ids, dx)
    dP = dx.sum(axis=0)  # (T, D)
    return ReaderParams(dC, dP, tuple(blocks[::-1]), NormParams(*dnorm), dW_y)
    # --8<-- [end:reader_backward]


# --8<-- [start:train_reader]
def train_reader(
    rng, params, ids, at, y, h=4, pre=True, lr=3e-3, steps=300, check=None
):
    """Adam, 64 words a step. Params, losses, what check says every 100.

    ids (N, T), at: the column whose end answers y (N,), whole numbers.
    """
    expect_reader(params, ids, at)
    expect_whole("y", y, 0, params.W_y.shape[1] - 1, len(ids))
    expect_count("steps", steps)
    losses = []
    checks = []
    state = adam_init(params)
    for n in rng.integers(len(y), size=(steps, 64)):  # (64,)
        scores, cache = reader_forward(params, ids[n], at, h, pre)
        loss, dscores = cross_entropy(scores, y[n])
        losses.append(float(loss))
        grads = reader_backward(dscores, cache)
        params, state = adam_step(params, grads, state, lr=lr)
        if check and len(losses) % 100 == 0:
            checks.append(check(params))
    return params, losses, checks
    # --8<-- [end:train_reader]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    ids = rng.integers(1, 10, size=(2000, 4))  # (2000, 4)
    y = ids[:, 0] - 1  # (2000,)
    params = init_reader(rng, 10, 4, 16, 32, 9)
    params, losses, _ = train_reader(rng, params, ids, 3, y, lr=0.01, steps=150)
    print(f"guessing {np.log(9):.2f}, after 150 steps {losses[-1]:.2f}")
