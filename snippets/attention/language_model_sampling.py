"""The next letter, drawn: temperature, Top-k, and a number that decides.

Axes      B batch, K kinds of letters
"""

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:sampling]
def sample_letters(a: np.ndarray, u: np.ndarray, temperature: float, top: int):
    """Logits a (B, K), u (B,) in 0 … 1 → letters (B,), their chances p (B, K).

    Only the top likeliest take part. u lands in the part of one of them, if all
    parts lie side by side from 0 to 1. ValueError if that cannot be.
    """
    expect("a", a, "B", "K")
    expect("u", u, len(a))
    expect_count("top", top)
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError(f"u must be from 0 to below 1, got {u}")
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    least = np.sort(a, axis=1)[:, -top:][:, :1]  # (B, 1)
    a = np.where(a < least, -np.inf, a - a.max(axis=1, keepdims=True))  # (B, K)
    e = np.exp(a / temperature)  # (B, K)
    p = e / e.sum(axis=1, keepdims=True)  # (B, K)
    ends = p.cumsum(axis=1)  # (B, K)
    return (ends <= u[:, None] * ends[:, -1:]).sum(axis=1), p  # (B,), (B, K)
    # --8<-- [end:sampling]


if __name__ == "__main__":
    a = np.log([[0.6, 0.3, 0.1]] * 3)  # (3, 3)
    for top in (3, 2):
        letters, p = sample_letters(a, np.array([0.5, 0.65, 0.95]), 1.0, top)
        print("top", top, "draws", letters, "from", p[0].round(2))
