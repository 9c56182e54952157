"""A translator: an encoder reads, a decoder writes, by hand, in NumPy.

Paper     Vaswani et al. 2017, doi:10.48550/arXiv.1706.03762
Twin      decoder_torch.py has its blocks
Axes      B batch, N pairs, S places read, T places written, V kinds read, K
          kinds written, D width, F width within the feed-forward part
Use       30 kinds are read, 20 written (0 none, 1 start, 2 end); h as learned:

    params = init_translator(rng, 30, 20, 32, 64)
    params, losses = train_translator(rng, params, ids, ys, h=4)
    write_greedily(params, ids, 12, h=4)  # (N, 12)
"""

from typing import NamedTuple

import numpy as np

from snippets.attention.decoder import (
    decoder_backward,
    decoder_forward,
    init_decoder,
)
from snippets.attention.transformer import (
    NormParams,
    encoder_backward,
    encoder_forward,
    init_encoder,
)
from snippets.attention.transformer_norm import norm_backward, norm_forward
from snippets.attention.transformer_positions import sinusoids
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import (
    adam_init,
    adam_step,
    arrays_in,
    as_params,
)


# --8<-- [start:translator_params]
class TranslatorParams(NamedTuple):
    C_s: np.ndarray  # (V, D)
    C_t: np.ndarray  # (K, D)
    encoders: tuple  # of EncoderParams
    norm_s: NormParams  # of width D
    decoders: tuple  # of DecoderParams
    norm_t: NormParams  # of width D
    W_y: np.ndarray  # (D, K)


def init_translator(rng, V: int, K: int, D: int, F: int, L: int = 1):
    """Vectors and √D W_y normal; L blocks read, L blocks write; float32."""
    expect_count("V, K, D, F, L", V, K, D, F, L)
    C_s = rng.normal(size=(V, D))  # (V, D)
    C_t = rng.normal(size=(K, D))  # (K, D)
    encoders = tuple(init_encoder(rng, D, F) for _ in range(L))
    decoders = tuple(init_decoder(rng, D, F) for _ in range(L))
    norm = NormParams(np.ones(D), np.zeros(D))
    W_y = rng.normal(size=(D, K)) / D**0.5  # (D, K)
    params = TranslatorParams(C_s, C_t, encoders, norm, decoders, norm, W_y)
    return as_params(params, map(np.float32, arrays_in(params)))


def expect_translator(params: TranslatorParams, ids, ys) -> None:
    """ValueError unless ids (B, S) and ys (B, T) are symbols of params."""
    expect("C_s", params.C_s, "V", "D")
    V, D = params.C_s.shape
    expect("C_t", params.C_t, "K", D)
    K = len(params.C_t)
    expect("W_y", params.W_y, D, K)
    expect_whole("ids", ids, 0, V - 1, "B", "S")
    expect_whole("ys", ys, 0, K - 1, len(ids), "T")
    # --8<-- [end:translator_params]


# --8<-- [start:translator_forward]
def with_places(C, ids):
    """The vectors of symbols (B, T), and of where they stand."""
    T, D = ids.shape[1], C.shape[1]
    return C[ids] + sinusoids(T, D).astype(C.dtype)  # (B, T, D)


def read_source(params: TranslatorParams, ids, h=1):
    """The encoder: what was read, s (B, S, D), cache."""
    s = with_places(params.C_s, ids)  # (B, S, D)
    mask = (ids > 0)[:, None].repeat(ids.shape[1], axis=1)  # (B, S, S)
    caches = []
    for block in params.encoders:
        s, cache = encoder_forward(block, s, mask, h)
        caches.append(cache)
    s, normed = norm_forward(s, *params.norm_s)
    return s, (caches, normed)


def write_target(params: TranslatorParams, s, ids, ys, h=1):
    """The decoder: scores (B, T, K) of what follows each of ys, cache."""
    x = with_places(params.C_t, ys)  # (B, T, D)
    mask = (ids > 0)[:, None].repeat(ys.shape[1], axis=1)  # (B, T, S)
    caches = []
    for block in params.decoders:
        x, cache = decoder_forward(block, x, s, mask, h)
        caches.append(cache)
    y, normed = norm_forward(x, *params.norm_t)
    return y @ params.W_y, (caches, y, normed)


def translator_forward(params: TranslatorParams, ids, ys, h=1):
    """ids (B, S), ys (B, T) → scores of what follows (B, T, K), cache.

    Symbols are whole numbers, 0 where nothing is. ValueError unless all fit.
    """
    expect_translator(params, ids, ys)
    s, read = read_source(params, ids, h)
    scores, written = write_target(params, s, ids, ys, h)
    return scores, (params, ids, ys, read, written)
    # --8<-- [end:translator_forward]


# --8<-- [start:translator_backward]
def write_backward(params: TranslatorParams, dscores, written):
    """dx (B, T, D); ds (B, S, D), to which all blocks add; gradients."""
    caches, y, normed = written
    dW_y = np.tensordot(y, dscores, [[0, 1], [0, 1]])  # (D, K)
    dx, *dnorm = norm_backward(dscores @ params.W_y.T, normed)
    ds = 0
    blocks = []
    for block in reversed(caches):
        dx, ds_block, grads = decoder_backward(dx, block)
        ds = ds + ds_block  # (B, S, D)
        blocks.append(grads)
    return dx, ds, (tuple(blocks[::-1]), NormParams(*dnorm), dW_y)


def read_backward(ds, read):
    """ds (B, S, D) of what was read → that of its vectors; gradients."""
    caches, normed = read
    ds, *dnorm = norm_backward(ds, normed)
    blocks = []
    for block in reversed(caches):
        ds, grads = encoder_backward(ds, block)
        blocks.append(grads)
    return ds, (tuple(blocks[::-1]), NormParams(*dnorm))


def translator_backward(dscores: np.ndarray, cache) -> TranslatorParams:
    """dscores (B, T, K) → gradients of all parameters; or ValueError."""
    params, ids, ys, read, written = cache
    expect("dscores", dscores, *ys.shape, len(params.C_t))
    dx, ds, decoder = write_backward(params, dscores, written)
    ds, encoder = read_backward(ds, read)
    dC_s = np.zeros_like(params.C_s)  # (V, D)
    np.add.at(dC_s, ids, ds)
    dC_t = np.zeros_like(params.C_t)  # (K, D)
    np.add.at(dC_t, ys, dx)
    return TranslatorParams(dC_s, dC_t, *encoder, *decoder)
    # --8<-- [end:translator_backward]


# --8<-- [start:train_translator]
def next_symbol_loss(scores, wanted):
    """Mean cross-entropy where wanted (B, T) is a symbol, and its slope."""
    expect("scores", scores, "B", "T", "K")
    expect_whole("wanted", wanted, 0, scores.shape[2] - 1, *scores.shape[:2])
    real = wanted > 0  # (B, T)
    loss, da = cross_entropy(scores[real], wanted[real])
    dscores = np.zeros_like(scores)  # (B, T, K)
    dscores[real] = da
    return loss, dscores


def train_translator(rng, params, ids, ys, h=1, lr=0.01, steps=400, B=32):
    """Adam, each symbol of ys (N, T) from ids (N, S) and those before it.

    Params, losses. The rate rises for 50 steps, then falls to 0.
    """
    expect_translator(params, ids, ys)
    expect_count("steps, B", steps, B)
    expect_count("T - 1", ys.shape[1] - 1)
    losses = []
    state = adam_init(params)
    for n in rng.integers(len(ids), size=(steps, B)):  # (B,)
        given, wanted = ys[n, :-1], ys[n, 1:]  # 2 × (B, T-1)
        scores, cache = translator_forward(params, ids[n], given, h)
        loss, dscores = next_symbol_loss(scores, wanted)
        losses.append(float(loss))
        grads = translator_backward(dscores, cache)
        rate = lr * min(len(losses) / 50, 1 - len(losses) / (steps + 1))
        params, state = adam_step(params, grads, state, lr=rate)
    return params, losses
    # --8<-- [end:train_translator]


# --8<-- [start:write_greedily]
def likeliest(params: TranslatorParams, s, ids, ys, h=1):
    """The likeliest symbol after each row of ys (B, T); 0 after an end."""
    scores, _ = write_target(params, s, ids, ys, h)
    over = np.isin(ys[:, -1], (0, 2))  # (B,)
    return np.where(over, 0, scores[:, -1].argmax(axis=1))  # (B,)


def write_greedily(params: TranslatorParams, ids, longest: int, h=1):
    """ids (B, S) → the likeliest symbol, again and again: (B, longest).

    0 after the end. ValueError unless all fit.
    """
    expect("ids", ids, "B", "S", kinds="iu", what="whole numbers")
    written = [np.ones(len(ids), np.int64)]
    expect_translator(params, ids, np.stack(written, axis=1))
    expect_count("longest", longest)
    s, _ = read_source(params, ids, h)
    for _ in range(longest):
        given = s, ids, np.stack(written, axis=1)
        written.append(likeliest(params, *given, h))
    return np.stack(written[1:], axis=1)  # (B, longest)
    # --8<-- [end:write_greedily]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    ids = rng.integers(1, 8, size=(2000, 4))  # (2000, 4)
    one, two = np.ones((2, 2000, 1), int)  # 2 × (2000, 1)
    ys = np.hstack([one, ids[:, ::-1] + 2, 2 * two])  # (2000, 6)
    params = init_translator(rng, 8, 10, 16, 32)
    given = rng, params, ids, ys, 2
    params, losses = train_translator(*given, lr=0.02, steps=200)
    right = write_greedily(params, ids[:100], 5, 2) == ys[:100, 1:]  # (100, 5)
    print(f"four symbols reversed: {right.all(axis=1).mean():.0%}")
