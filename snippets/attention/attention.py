"""Scaled dot-product attention and its masks, by hand, in NumPy.

Paper     Vaswani et al. 2017, doi:10.48550/arXiv.1706.03762
Twin      attention_torch.py
Axes      B batch, h heads, T queries, S keys, d width of a head, e of a value
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:masks]
def padding_mask(lengths: np.ndarray, T: int, S: int) -> np.ndarray:
    """True where key s < lengths (B,), for T queries; or ValueError."""
    expect_count("T, S", T, S)
    expect_whole("lengths", lengths, 1, S, "B")
    real = np.arange(S) < lengths[:, None, None]  # (B, 1, S)
    return real.repeat(T, axis=1)  # (B, T, S)


def causal_mask(B: int, T: int) -> np.ndarray:
    """True where key s <= query t: nobody looks ahead. Or ValueError."""
    expect_count("B, T", B, T)
    return np.tri(T, dtype=bool)[None].repeat(B, axis=0)  # (B, T, T)
    # --8<-- [end:masks]


# --8<-- [start:expect_mask]
def expect_mask(mask, B: int, T: int, S: int) -> None:
    """ValueError unless booleans (B, T, S) leave each query a key."""
    expect("mask", mask, B, T, S, kinds="b", what="booleans")
    blind = ~mask.any(axis=2)  # (B, T)
    if blind.any():
        b, t = np.argwhere(blind)[0]
        raise ValueError(f"mask leaves query {t} of sample {b} no key")
    # --8<-- [end:expect_mask]


# --8<-- [start:attend_forward]
def attend_forward(q, k, v, mask=None):
    """q (B, h, T, d), k (B, h, S, d), v (B, h, S, e) → y (B, h, T, e), cache.

    mask (B, T, S) is True where a query may look. ValueError unless all fit.
    """
    expect("q", q, "B", "h", "T", "d")
    B, h, T, d = q.shape
    expect("k", k, B, h, "S", d)
    S = k.shape[2]
    expect("v", v, B, h, S, "e")
    a = q @ k.swapaxes(2, 3) * d**-0.5  # (B, h, T, S)
    if mask is not None:
        expect_mask(mask, B, T, S)
        a = np.where(mask[:, None], a, -np.inf)  # (B, h, T, S)
    w = np.exp(a - a.max(axis=3, keepdims=True))  # (B, h, T, S)
    w = w / w.sum(axis=3, keepdims=True)  # (B, h, T, S)
    y = w @ v  # (B, h, T, e)
    return y, (q, k, v, w)
    # --8<-- [end:attend_forward]


# --8<-- [start:attend_backward]
def attend_backward(dy: np.ndarray, cache):
    """dy (B, h, T, e) → dq, dk, dv. ValueError if dy misfits."""
    q, k, v, w = cache
    expect("dy", dy, *q.shape[:3], v.shape[3])
    dv = w.swapaxes(2, 3) @ dy  # (B, h, S, e)
    dw = dy @ v.swapaxes(2, 3)  # (B, h, T, S)
    mean = np.einsum("bhts,bhts->bht", w, dw)[..., None]  # (B, h, T, 1)
    da = w * (dw - mean) * q.shape[3] ** -0.5  # (B, h, T, S)
    dq = da @ k  # (B, h, T, d)
    dk = da.swapaxes(2, 3) @ q  # (B, h, S, d)
    return dq, dk, dv
    # --8<-- [end:attend_backward]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    k = np.eye(4)[None, None]  # (1, 1, 4, 4)
    q = 4 * k[:, :, ::-1]  # (1, 1, 4, 4)
    v = rng.normal(size=(1, 1, 4, 2))  # (1, 1, 4, 2)
    mask = causal_mask(1, 4) & padding_mask(np.array([3]), 4, 4)  # (1, 4, 4)
    y, cache = attend_forward(q, k, v, mask)
    print(cache[-1][0, 0].round(2))
    _, _, dv = attend_backward(np.ones_like(y), cache)
    print("how much each value counts:", dv[0, 0, :, 0].round(2))
