"""Networks that read digits, and what becomes of them in few bits."""

from functools import cache

import numpy as np
from sklearn.datasets import load_digits

from snippets.challenges.data_hands import digits_split
from snippets.challenges.quantization import (
    dequantize,
    int_matmul,
    quantize_affine,
    quantize_clipped,
    quantize_symmetric,
    quantized_bytes,
    smooth_columns,
)
from snippets.challenges.quantization_train import (
    quantized_params,
    train_quantized,
)
from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_forward,
    train_mlp,
)
from studies.challenges.quantization.letters import (
    few_bit_matrix,
    matrix_scales,
)

WIDTHS = (64, 32, 32, 10)


@cache
def digit_parts(split: str, seed: int):
    """Images and labels to learn from and to test on, 500 to test."""
    images, labels = load_digits(return_X_y=True)
    rng = np.random.default_rng(seed) if split == "shuffled" else None
    learn, test = digits_split(split, 500, rng)
    x = images / 16
    return x[learn], labels[learn], x[test], labels[test]


@cache
def digit_reader(seed=0, widths=WIDTHS, split="in order", lr=0.2, epochs=20):
    """A network that was trained in floats."""
    x, y, _, _ = digit_parts(split, seed)
    start = init_mlp(np.random.default_rng(seed), widths)
    rng = np.random.default_rng(seed + 1)
    return train_mlp(rng, start, x, y, lr=lr, epochs=epochs)[0]


def read_right(params, split="in order", seed=0) -> float:
    """Per cent of the test that a network reads."""
    _, _, x, y = digit_parts(split, seed)
    return float(100 * (mlp_forward(params, x)[0].argmax(axis=1) == y).mean())


def few_bit_reader(params, bits: int, way: str) -> MLPParams:
    """The network with its Ws read back from few bits."""
    Ws = [few_bit_matrix(W, bits, way) for W in params.Ws]
    return params._replace(Ws=Ws)


def reader_bytes(params, bits: int, way: str) -> int:
    """Bytes of the Ws and their scales; 32 bits have no scales."""
    size = sum(W.size for W in params.Ws)
    if bits == 32:
        return 4 * size
    scales = sum(matrix_scales(W, way) for W in params.Ws)
    return quantized_bytes(size, bits, scales)


def pruned_reader(params, size: int) -> MLPParams:
    """The largest weights in floats, a bit for each says which; in all size."""
    flat = np.concatenate([np.abs(W).ravel() for W in params.Ws])
    kept = (size - len(flat) // 8) // 4
    least = np.sort(flat)[-kept]
    return params._replace(Ws=[W * (np.abs(W) >= least) for W in params.Ws])


RULES = {"column": quantize_symmetric, "clipped": quantize_clipped}


@cache
def trained_rounding(
    bits, way="clipped", seed=0, widths=WIDTHS, split="in order", lr=0.2,
    epochs=20,
):  # fmt: skip
    """A network trained with rounded weights from the first step, rounded."""
    x, y, _, _ = digit_parts(split, seed)
    start = init_mlp(np.random.default_rng(seed), widths)
    rng = np.random.default_rng(seed + 1)
    given = rng, start, x, y, bits, RULES[way], lr
    trained, _ = train_quantized(*given, epochs=epochs)
    return quantized_params(trained, bits, RULES[way])


def with_a_large_unit(params, factor: float, x: np.ndarray) -> MLPParams:
    """The same function: the busiest unit of each hidden layer larger."""
    Ws, bs = [W.copy() for W in params.Ws], [b.copy() for b in params.bs]
    h = x
    for k in range(len(Ws) - 1):
        h = np.maximum(h @ Ws[k] + bs[k], 0)
        unit = h.mean(axis=0).argmax()
        Ws[k][:, unit] *= factor
        bs[k][unit] *= factor
        Ws[k + 1][unit] /= factor
        h[:, unit] *= factor
    return MLPParams(Ws, bs)


def smoothed_reader(params, x: np.ndarray, alpha=0.5) -> MLPParams:
    """The same function: large hidden numbers shared with the next weights."""
    Ws, bs = [*params.Ws], [*params.bs]
    h = x
    for k in range(len(Ws) - 1):
        h = np.maximum(h @ Ws[k] + bs[k], 0)
        h, Ws[k + 1], t = smooth_columns(h, Ws[k + 1], alpha)
        Ws[k], bs[k] = Ws[k] / t, bs[k] / t
    return MLPParams(Ws, bs)


def whole_right(params, split="in order", seed=0, bits=8) -> float:
    """Per cent read with whole products: images by row, weights by column."""
    _, _, x, y = digit_parts(split, seed)
    h = x
    for k, (W, b) in enumerate(zip(*params, strict=True)):
        rows = quantize_affine(h, bits, 1)
        a = int_matmul(rows, quantize_symmetric(W, bits, 0)) + b
        h = np.maximum(a, 0) if k < len(params.Ws) - 1 else a
    return float(100 * (h.argmax(axis=1) == y).mean())


def step_ratios(params, bits: int, x: np.ndarray) -> tuple[float, float]:
    """Squared error over Δ²/12, of the first layer's weights and outputs."""
    W = params.Ws[0]
    codes = quantize_symmetric(W, bits, 0)
    errors = dequantize(codes) - W
    twelfth = np.broadcast_to(codes.scale**2 / 12, W.shape)
    of_a = (x @ errors) ** 2
    ought = (x**2) @ twelfth
    return (
        float((errors**2).mean() / twelfth.mean()),
        float(of_a.mean() / ought.mean()),
    )
