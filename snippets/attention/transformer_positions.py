"""Where a token stands: sinusoids to add, rotations of queries and keys.

Papers    Vaswani et al. 2017 (sinusoids), doi:10.48550/arXiv.1706.03762
          Su et al. 2021 (rotary), doi:10.48550/arXiv.2104.09864
Twin      transformer_torch.py
Axes      B batch, T places, D width, h heads, d width of a head
"""

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:positions]
def angles(T: int, d: int) -> np.ndarray:
    """Place t times 10000^(-2i/d), for d // 2 clocks; or ValueError."""
    expect_count("T, d", T, d)
    powers = -np.arange(0, d - 1, 2) / d  # (d//2,)
    return np.arange(T)[:, None] * 1e4**powers  # (T, d//2)


def sinusoids(T: int, D: int) -> np.ndarray:
    """A row for each place (T, D): sine and cosine of its angles, in turn."""
    expect_count("T, D", T, D)
    if D % 2:
        raise ValueError(f"D must be even, got {D}")
    clocks = angles(T, D)  # (T, D//2)
    both = np.stack([np.sin(clocks), np.cos(clocks)], axis=2)  # (T, D//2, 2)
    return both.reshape(T, D)  # (T, D)
    # --8<-- [end:positions]


# --8<-- [start:rotate]
def rotate(x: np.ndarray, turn: int = 1) -> np.ndarray:
    """Pairs of x (B, h, T, d), turned by their place; turn=-1: turned back."""
    expect("x", x, "B", "h", "T", "d")
    if x.shape[3] % 2:
        raise ValueError(f"d must be even, got {x.shape[3]}")
    clocks = turn * angles(*x.shape[2:])  # (T, d//2)
    cos = np.cos(clocks).astype(x.dtype)  # (T, d//2)
    sin = np.sin(clocks).astype(x.dtype)  # (T, d//2)
    a, b = x[..., ::2], x[..., 1::2]  # 2 × (B, h, T, d//2)
    pairs = a * cos - b * sin, a * sin + b * cos
    return np.stack(pairs, axis=4).reshape(x.shape)  # (B, h, T, d)
    # --8<-- [end:rotate]


if __name__ == "__main__":
    P = sinusoids(6, 8)  # (6, 8)
    print("sums of products:", *(f"{P[t] @ P[t + 1]:.3f}" for t in range(5)))
    x = np.random.default_rng(0).normal(size=8)  # (8,)
    q = rotate(np.tile(x, (1, 1, 6, 1)))[0, 0]  # (6, 8)
    print("after turning:   ", *(f"{q[t] @ q[t + 1]:.3f}" for t in range(5)))
    gap = rotate(q[None, None], -1)[0, 0] - x  # (6, 8)
    print(f"turned and turned back: {np.abs(gap).max():.2f} apart")
