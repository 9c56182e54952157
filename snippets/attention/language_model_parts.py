"""Two parts of a layer: RMS norm, and queries and keys turned by their place.

Papers    Zhang & Sennrich 2019 (RMS norm), doi:10.48550/arXiv.1910.07467
          Su et al. 2021 (rotary), doi:10.48550/arXiv.2104.09864
Axes      B batch, T places, D width; h heads, d width of a head
"""

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:parts]
def rms_norm_forward(g, x: np.ndarray):
    """x (B, T, D) divided by its root mean square, times g (D,); cache."""
    expect("x", x, "B", "T", "D")
    expect("g", g, x.shape[2])
    r = (np.mean(x**2, axis=2, keepdims=True) + 1e-6) ** -0.5  # (B, T, 1)
    n = x * r  # (B, T, D)
    return g * n, (g, n, r)


def rms_norm_backward(dy: np.ndarray, cache):
    """dy (B, T, D) → dx (B, T, D), dg (D,). ValueError if dy misfits."""
    g, n, r = cache
    expect("dy", dy, *n.shape)
    dn = dy * g  # (B, T, D)
    dx = r * (dn - n * np.mean(dn * n, axis=2, keepdims=True))  # (B, T, D)
    return dx, np.sum(dy * n, axis=(0, 1))  # (B, T, D), (D,)


def turn_by_place(x: np.ndarray, first: int = 0, sign: int = 1):
    """x (B, h, T, d), pair i of place t turned by the angle t 10000^(-2i/d)."""
    expect("x", x, "B", "h", "T", "d")
    expect_count("first", first, low=0)
    T, d = x.shape[2:]
    if d % 2:
        raise ValueError(f"d of x must be even, got {d}")
    speed = 10000.0 ** (-2 * np.arange(d // 2) / d)  # (d//2,)
    angle = sign * np.outer(first + np.arange(T), speed)  # (T, d//2)
    c, s = (f(angle).astype(x.dtype) for f in (np.cos, np.sin))  # 2 × (T, d//2)
    u, v = np.split(x, 2, axis=3)  # 2 × (B, h, T, d//2)
    return np.concatenate([u * c - v * s, u * s + v * c], 3)  # (B, h, T, d)
    # --8<-- [end:parts]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(3, 5, size=(2, 4, 8))  # (2, 4, 8)
    y, cache = rms_norm_forward(np.ones(8), x)
    dx, _ = rms_norm_backward(rng.normal(size=x.shape), cache)
    along = np.abs((dx * x).sum(axis=2)).max()
    print(f"mean square {np.mean(y**2):.2f}, dx along x {along:.2f}")
    q = turn_by_place(np.tile(x[0, 0], (1, 1, 6, 1)))[0, 0]  # (6, 8)
    print("neighbours:", *(f"{q[t] @ q[t + 1]:.2f}" for t in range(5)))
