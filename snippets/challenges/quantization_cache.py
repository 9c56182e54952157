"""Keys and values of a language model, kept in few bits, in NumPy.

Paper     Liu et al. 2024, arXiv:2402.02750 (keys by channel)
Axes      L layers, B batch, h heads, S tokens so far, d width of a head,
          G tokens that share the scales of their channels, D = h d
"""

import numpy as np

from snippets.challenges.quantization import (
    dequantize,
    expect_bits,
    quantize_affine,
)
from snippets.foundations.neuron import expect, expect_count

# --8<-- [start:cache]
ALONG = {"channel": 3, "token": 4}


def quantize_rows(a: np.ndarray, bits: int, by: str, G: int) -> np.ndarray:
    """a (B, h, S, d) read back from few bits; the last S % G tokens stay.

    by "token": each token of a head has one scale for its d numbers;
    by "channel": each channel has one for G tokens. Or ValueError.
    """
    expect("a", a, "B", "h", "S", "d")
    expect_bits(bits)
    expect_count("G", G)
    if by not in ALONG:
        raise ValueError(f"by must be one of {list(ALONG)}, got {by!r}")
    B, h, S, d = a.shape
    full = S // G * G
    if full == 0:
        return a.copy()  # (B, h, S, d)
    groups = a[:, :, :full].reshape(B, h, S // G, G, d)  # (B, h, S//G, G, d)
    groups = dequantize(
        quantize_affine(groups, bits, ALONG[by])
    )  # (B, h, S//G, G, d)
    rows = groups.reshape(B, h, full, d)  # (B, h, S//G*G, d)
    return np.concatenate([rows, a[:, :, full:]], axis=2)  # (B, h, S, d)


def quantize_past(past, bits: int, keys="token", values="token", G=8):
    """The (k, v) of every layer as they are read back from few bits."""
    expect_count("the number of layers", len(past))
    for layer, (k, v) in enumerate(past):
        expect(f"past[{layer}][0]", k, "B", "h", "S", "d")
        expect(f"past[{layer}][1]", v, *k.shape)
    return tuple(
        (quantize_rows(k, bits, keys, G), quantize_rows(v, bits, values, G))
        for k, v in past
    )


def kv_bytes(L: int, D: int, bits: int, G: int) -> int:
    """Bytes of a token: keys and values, a scale and a zero for G numbers."""
    expect_count("L, D, bits, G", L, D, bits, G)
    if 2 * L * D % G:
        raise ValueError(f"G must divide 2 L D = {2 * L * D}, got {G}")
    return 2 * L * D * bits // 8 + 5 * (2 * L * D // G)
    # --8<-- [end:cache]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    k, v = rng.normal(size=(2, 1, 2, 16, 8))  # 2 × (1, 2, 16, 8)
    k[..., 3] *= 50
    for keys in ALONG:
        (k_hat, _), *_ = quantize_past([(k, v)], 4, keys)
        off = np.abs(k_hat - k)[..., [0, 1, 2]].mean()
        print(f"keys by {keys}: small channels off by {off:.2f}")
    print("bytes of a token:", *(kv_bytes(2, 32, bits, 8) for bits in (8, 4)))
