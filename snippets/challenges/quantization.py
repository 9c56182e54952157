"""Whole numbers of few bits in the place of floats, in NumPy.

Papers    Jacob et al. 2018, arXiv:1712.05877 (zero point, whole product)
          Krishnamoorthi 2018, arXiv:1806.08342 (a scale for each channel)
          Xiao et al. 2023, arXiv:2211.10438 (smoothing)
Twin      quantization_torch.py
Others    quantization_train.py (training), quantization_cache.py (KV cache)
Axes      B batch, D inputs, H outputs, G numbers that share a scale
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:codes]
class Codes(NamedTuple):
    q: np.ndarray
    scale: np.ndarray
    zero: np.ndarray


def expect_bits(bits: int) -> None:
    """ValueError unless bits are 2 … 8."""
    expect_count("bits", bits, low=2)
    if bits > 8:
        raise ValueError(f"bits must be at most 8, got {bits}")


def expect_codes(name: str, codes: Codes) -> None:
    """ValueError unless scale and zero fit q, 1 where they are shared."""
    q, scale, zero = codes
    expect_whole(f"{name}.q", q, -128, 127, ...)
    expect(f"{name}.scale", scale, ...)
    sizes = zip(scale.shape, q.shape, strict=False)
    shared = [n if m == n else 1 for m, n in sizes]
    shared += [1] * (q.ndim - len(shared))
    expect(f"{name}.scale", scale, *shared)
    expect_whole(f"{name}.zero", zero, -128, 127, *scale.shape)


def dequantize(codes: Codes) -> np.ndarray:
    """scale (q - zero), in the shape of q and the dtype of scale."""
    expect_codes("codes", codes)
    steps = codes.q.astype(np.int32) - codes.zero  # (...)
    return codes.scale * steps.astype(codes.scale.dtype)  # (...)
    # --8<-- [end:codes]


# --8<-- [start:symmetric]
def expect_numbers(x: np.ndarray, axis) -> None:
    """ValueError unless x holds finite floats, and has the axis, if any."""
    expect("x", x, ...)
    if not np.isfinite(x).all():
        raise ValueError("x must be finite, got inf or nan")
    if axis is not None:
        expect_count("axis", axis, low=0)
        expect_count("the axes of x after axis", x.ndim - axis)


def symmetric_scale(x: np.ndarray, bits: int, axis, part: float):
    """part × largest / (2^(bits-1) - 1), along axis; 1 where all are 0."""
    largest = np.abs(x).max(axis=axis, keepdims=True)  # (...)
    scale = part / (2 ** (bits - 1) - 1) * largest  # (...)
    return np.where(scale > 0, scale, 1).astype(x.dtype)  # (...)


def on_steps(x: np.ndarray, scale: np.ndarray, bits: int) -> Codes:
    """Codes of x (...) within ±(2^(bits-1) - 1); what is larger is cut off."""
    top = 2 ** (bits - 1) - 1
    q = np.rint(x / scale).clip(-top, top).astype(np.int8)  # (...)
    return Codes(q, scale, np.zeros(scale.shape, np.int32))


def quantize_symmetric(x: np.ndarray, bits=8, axis=None, part=1.0) -> Codes:
    """x (...) in steps of part × largest / (2^(bits-1) - 1); zero is 0.

    Along axis, or over all of x, one scale is shared. With a part below 1
    what is larger is cut off. ValueError unless bits 2 … 8, 0 < part <= 1.
    """
    expect_numbers(x, axis)
    expect_bits(bits)
    if not 0 < part <= 1:
        raise ValueError(f"part must be in (0, 1], got {part}")
    return on_steps(x, symmetric_scale(x, bits, axis, part), bits)
    # --8<-- [end:symmetric]


# --8<-- [start:affine]
def affine_scale(x: np.ndarray, bits: int, axis):
    """(high - low) / (2^bits - 1), and the whole number that stands for 0."""
    low = np.minimum(x.min(axis=axis, keepdims=True), 0)  # (...)
    high = np.maximum(x.max(axis=axis, keepdims=True), 0)  # (...)
    scale = high / (2**bits - 1) - low / (2**bits - 1)  # (...)
    scale = np.where(scale > 0, scale, 1).astype(x.dtype)  # (...)
    zero = -(2 ** (bits - 1)) - np.rint(low / scale)  # (...)
    return scale, zero.astype(np.int32)  # (...), (...)


def on_affine_steps(x: np.ndarray, scale, zero, bits: int) -> Codes:
    """Codes of x (...) in 2^bits - 1 steps; what lies outside is cut off."""
    bottom = -(2 ** (bits - 1))
    q = np.rint(x / scale) + zero  # (...)
    q = q.clip(bottom, -bottom - 1).astype(np.int8)  # (...)
    return Codes(q, scale, zero)


def quantize_affine(x: np.ndarray, bits=8, axis=None) -> Codes:
    """x (...) in 2^bits - 1 steps from its least to its largest, 0 on a step.

    Along axis, or over all of x, one scale and one zero point are shared.
    """
    expect_numbers(x, axis)
    expect_bits(bits)
    return on_affine_steps(x, *affine_scale(x, bits, axis), bits)
    # --8<-- [end:affine]


# --8<-- [start:clipped]
def squared_error(codes: Codes, x: np.ndarray, axis) -> np.ndarray:
    """For each scale the sum of the squared errors."""
    return ((dequantize(codes) - x) ** 2).sum(axis=axis, keepdims=True)  # (...)


def quantize_clipped(x: np.ndarray, bits=8, axis=None) -> Codes:
    """quantize_symmetric, each scale the best of 15 by the squared error."""
    best = quantize_symmetric(x, bits, axis)
    scale = best.scale
    least = squared_error(best, x, axis)  # (...)
    for part in np.linspace(0.3, 0.95, 14):
        new = quantize_symmetric(x, bits, axis, part)
        error = squared_error(new, x, axis)  # (...)
        scale = np.where(error < least, new.scale, scale)  # (...)
        least = np.minimum(error, least)  # (...)
    return on_steps(x, scale, bits)
    # --8<-- [end:clipped]


# --8<-- [start:groups]
def in_groups(W: np.ndarray, G: int) -> np.ndarray:
    """W (D, H) as (D/G, G, H): G weights of a column each. Or ValueError."""
    expect("W", W, "D", "H")
    expect_count("G", G)
    D, H = W.shape
    if D % G:
        raise ValueError(f"G must divide D = {D}, got {G}")
    return W.reshape(D // G, G, H).copy()  # (D//G, G, H)


def quantized_bytes(n: int, bits: int, scales: int) -> int:
    """Bytes of n numbers of so many bits, and of their scales in float32."""
    expect_count("n, scales", n, scales)
    expect_bits(bits)
    return -(-n * bits // 8) + 4 * scales
    # --8<-- [end:groups]


# --8<-- [start:int_matmul]
def int_matmul(x: Codes, W: Codes) -> np.ndarray:
    """dequantize(x) @ dequantize(W), (B, H); all sums are of whole numbers.

    x.scale may be (B, 1) or (1, 1), W.scale (1, H) or (1, 1). ValueError if
    not, if they do not fit, or if a sum could leave int32.
    """
    expect_codes("x", x)
    expect_codes("W", W)
    expect_whole("x.q", x.q, -128, 127, "B", "D")
    D = x.q.shape[1]
    expect_whole("W.q", W.q, -128, 127, D, "H")
    expect("x.scale", x.scale, len(x.scale), 1)
    expect("W.scale", W.scale, 1, W.scale.shape[1])
    if D > 2**15:
        raise ValueError(f"D must be at most {2**15}, got {D}")
    q_x = x.q.astype(np.int32)  # (B, D)
    q_W = W.q.astype(np.int32)  # (D, H)
    total = q_x @ q_W  # (B, H)
    total = total - q_x.sum(axis=1, keepdims=True) * W.zero  # (B, H)
    total = total - x.zero * q_W.sum(axis=0, keepdims=True)  # (B, H)
    total = total + np.int32(D) * x.zero * W.zero  # (B, H)
    return (x.scale * W.scale) * total.astype(x.scale.dtype)  # (B, H)
    # --8<-- [end:int_matmul]


# --8<-- [start:smooth]
def smooth_columns(x: np.ndarray, W: np.ndarray, alpha=0.5):
    """x / t, t W and t (D,): the same product, large numbers shared.

    x (B, D), W (D, H); t is 1 where one of them has only zeros. ValueError
    unless 0 <= alpha <= 1. Xiao et al. 2023, arXiv:2211.10438.
    """
    expect("x", x, "B", "D")
    expect("W", W, x.shape[1], "H")
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha must be in [0, 1], got {alpha}")
    of_x = np.abs(x).max(axis=0)  # (D,)
    of_W = np.abs(W).max(axis=1)  # (D,)
    both = (of_x > 0) & (of_W > 0)  # (D,)
    of_x = np.where(both, of_x, 1).astype(x.dtype)  # (D,)
    of_W = np.where(both, of_W, 1).astype(x.dtype)  # (D,)
    t = of_x**alpha / of_W ** (1 - alpha)  # (D,)
    return x / t, t[:, None] * W, t  # (B, D), (D, H), (D,)
    # --8<-- [end:smooth]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.random((3, 64))  # (3, 64)
    W = rng.normal(size=(64, 5))  # (64, 5)
    x[:, 2] *= 100
    x_even, W_even, _ = smooth_columns(x, W)
    for bits in (8, 4, 2):
        print(f"{bits} bits: x W off by", end="")
        for x_now, W_now in ((x, W), (x_even, W_even)):
            rows = quantize_affine(x_now, bits, 1)
            a = int_matmul(rows, quantize_symmetric(W_now, bits, 0))  # (3, 5)
            print(f" {np.abs(a - x @ W).mean():.2f}", end="")
        W_hat = dequantize(quantize_clipped(W, bits, 0))  # (64, 5)
        groups = quantize_symmetric(in_groups(W, 16), bits, 1)
        off = dequantize(groups).reshape(64, 5) - W  # (64, 5)
        print(f", W clipped {np.abs(W_hat - W).mean():.3f}", end="")
        print(f", in groups {np.abs(off).mean():.3f}", end="")
        print(f", {quantized_bytes(320, bits, groups.scale.size)} bytes")
