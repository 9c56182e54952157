"""The small language model, with weights and cache in few bits."""

from functools import cache, partial

import numpy as np

from snippets.attention.attention import attend_forward
from snippets.attention.language_model import (
    LanguageModelParams,
    init_language_model,
    language_model_forward,
    train_language_model,
)
from snippets.attention.language_model_data import number_texts, write_number
from snippets.attention.language_model_parts import (
    rms_norm_forward,
    turn_by_place,
)
from snippets.challenges.quantization import (
    dequantize,
    in_groups,
    quantize_clipped,
    quantize_symmetric,
    quantized_bytes,
)
from snippets.challenges.quantization_cache import quantize_past, quantize_rows

ALPHABET = sorted({*number_texts(passes=1)[-1]})
HEADS = 4
GROUP = 16
WAYS = "tensor", "column", "group", "clipped"


def coded(words: str) -> np.ndarray:
    """The letters as whole numbers (N,)."""
    return np.array([ALPHABET.index(c) for c in words])


@cache
def trained_letters(seed=0, D=32, F=64, h=HEADS, lr=0.01, steps=400):
    """A language model that has read the numbers, as its chapter does."""
    rng = np.random.default_rng(seed)
    text = coded(number_texts()[-1])
    start = init_language_model(rng, len(ALPHABET), D, F, 2)
    return train_language_model(rng, start, text, h, lr, steps, 8, 48)[0]


@cache
def padded_lines(part: int):
    """Lines of the numbers to choose by (1) or to test (2), and what counts."""
    numbers = number_texts(passes=1)[part]
    lines = [coded("\n" + write_number(n)) for n in numbers]
    long = max(map(len, lines))
    tokens = np.array([np.pad(line, (0, long - len(line))) for line in lines])
    ends = np.array([len(line) for line in lines])
    return tokens, np.arange(1, long) < ends[:, None]


def letter_bits(a: np.ndarray, tokens, counts) -> float:
    """Bits a letter of logits a (B, T-1, K), where counts says so."""
    a = a - a.max(axis=2, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=2, keepdims=True))
    told = np.take_along_axis(log_p, tokens[:, 1:, None], axis=2)[..., 0]
    return float(-told[counts].mean() / np.log(2))


def read_bits(params, h=HEADS, part=2) -> float:
    """Bits a letter of the model, which sees each line at once."""
    tokens, counts = padded_lines(part)
    a, _, _ = language_model_forward(params, tokens[:, :-1], h)
    return letter_bits(a, tokens, counts)


def few_bit_matrix(W: np.ndarray, bits: int, way: str) -> np.ndarray:
    """W (D, H) read back from few bits: a scale for all, a column, a group."""
    if way == "group":
        groups = in_groups(W, GROUP)
        return dequantize(quantize_symmetric(groups, bits, 1)).reshape(W.shape)
    rule = quantize_clipped if way == "clipped" else quantize_symmetric
    return dequantize(rule(W, bits, None if way == "tensor" else 0))


def matrix_scales(W: np.ndarray, way: str) -> int:
    """How many scales a matrix W (D, H) has."""
    D, H = W.shape
    return {"tensor": 1, "group": D // GROUP * H}.get(way, H)


def letter_matrices(params) -> dict[str, list]:
    """Every matrix that is rounded, inputs first; a row of E is a column."""
    found = {"E": [params.E.T], "W_y": [params.W_y]}
    for name in ("W_qkv", "W_o", "W_1", "W_2"):
        found[name] = [*getattr(params, name)]
    return found


def few_bit_letters(params, bits: int, way: str) -> LanguageModelParams:
    """The model with all matrices read back from few bits."""
    new = {}
    for name, matrices in letter_matrices(params).items():
        rounded = [few_bit_matrix(W, bits, way) for W in matrices]
        new[name] = np.stack(rounded)
    new["E"], new["W_y"] = new["E"][0].T.copy(), new["W_y"][0]
    return params._replace(**new)


def letters_bytes(params, bits: int, way: str) -> int:
    """Bytes of the matrices and their scales; 32 bits have no scales."""
    every = [W for part in letter_matrices(params).values() for W in part]
    size = sum(W.size for W in every)
    if bits == 32:
        return 4 * size
    scales = sum(matrix_scales(W, way) for W in every)
    return quantized_bytes(size, bits, scales)


def with_a_large_channel(params, factor: float, pair: int):
    """The same function: one pair of key channels larger, of queries smaller.

    Both channels of a pair that is turned together, in every head and layer.
    """
    W = params.W_qkv.copy()
    D = W.shape[1]
    d = D // HEADS
    for channel in (pair, pair + d // 2):
        at = np.arange(HEADS) * d + channel
        W[:, :, at] /= factor
        W[:, :, D + at] *= factor
    return params._replace(W_qkv=W)


def cached_bits(params, bits: int, keys: str, values="token", G=8) -> float:
    """Bits a letter, read letter by letter, the cache kept in few bits.

    The last letters, as long as they are fewer than G, wait in full.
    """
    tokens, counts = padded_lines(2)
    held, found = None, []
    for t in range(tokens.shape[1] - 1):
        few = held and quantize_past(held, bits, keys, values, G)
        read = tokens[:, t : t + 1]
        a, new, _ = language_model_forward(params, read, HEADS, few)
        found.append(a[:, 0])
        newest = [(k[:, :, -1:], v[:, :, -1:]) for k, v in new]
        held = appended(held, newest) if held else newest
    return letter_bits(np.stack(found, axis=1), tokens, counts)


def appended(held: list, newest: list) -> list:
    """The keys and values of each layer, with those of the newest letter."""
    join = partial(np.concatenate, axis=2)
    pairs = zip(held, newest, strict=True)
    return [tuple(map(join, zip(a, b, strict=True))) for a, b in pairs]


def attention_error(params, bits: int, keys: str, G=8) -> float:
    """How far the first layer's attention is off, per cent of its size.

    The last of 16 letters of each line asks.
    """
    tokens, _ = padded_lines(2)
    n, _ = rms_norm_forward(params.g_1[0], params.E[tokens[:, :16]])
    B, T, D = n.shape
    qkv = (n @ params.W_qkv[0]).reshape(B, T, 3, HEADS, D // HEADS)
    q, k, v = qkv.transpose(2, 0, 3, 1, 4)
    q, k = turn_by_place(q), turn_by_place(k)
    y, _ = attend_forward(q[:, :, -1:], k, v)
    k = quantize_rows(k, bits, keys, G)
    v = quantize_rows(v, bits, "token", G)
    y_hat, _ = attend_forward(q[:, :, -1:], k, v)
    return float(100 * np.sqrt(((y_hat - y) ** 2).mean() / (y**2).mean()))
