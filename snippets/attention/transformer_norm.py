"""Layer norm: each row with mean 0 and variance 1, by hand, in NumPy.

Paper     Ba et al. 2016, doi:10.48550/arXiv.1607.06450
Twin      transformer_torch.py
Axes      B batch, T places, D width
"""

import numpy as np

from snippets.foundations.neuron import expect


# --8<-- [start:norm_forward]
def norm_forward(x: np.ndarray, gamma, beta, eps=1e-5):
    """Rows of x (B, T, D), mean 0, variance 1; times γ, plus β (D,); cache."""
    expect("x", x, "B", "T", "D")
    expect("gamma", gamma, x.shape[2])
    expect("beta", beta, x.shape[2])
    centred = x - x.mean(axis=2, keepdims=True)  # (B, T, D)
    var = (centred**2).mean(axis=2, keepdims=True)  # (B, T, 1)
    s = 1 / np.sqrt(var + eps)  # (B, T, 1)
    z = centred * s  # (B, T, D)
    return z * gamma + beta, (z, s, gamma)
    # --8<-- [end:norm_forward]


# --8<-- [start:norm_backward]
def norm_backward(dy: np.ndarray, cache):
    """dy (B, T, D) → dx, dgamma, dbeta. ValueError if dy misfits."""
    z, s, gamma = cache
    expect("dy", dy, *z.shape)
    dgamma = np.einsum("btd,btd->d", dy, z)  # (D,)
    dbeta = dy.sum(axis=(0, 1))  # (D,)
    dz = dy * gamma  # (B, T, D)
    along = np.einsum("btd,btd->bt", dz, z)[..., None] / len(gamma)  # (B, T, 1)
    dx = s * (dz - dz.mean(axis=2, keepdims=True) - z * along)  # (B, T, D)
    return dx, dgamma, dbeta
    # --8<-- [end:norm_backward]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(3, 5, size=(2, 4, 8))  # (2, 4, 8)
    y, cache = norm_forward(x, np.ones(8), np.zeros(8))
    means = np.abs(y.mean(axis=2))  # (2, 4)
    print(f"mean {means.max():.2f}, standard deviation {y.std():.2f}")
    dx, *_ = norm_backward(rng.normal(size=x.shape), cache)
    along = [np.abs((dx * each).sum(axis=2)).max() for each in (1, y)]
    print("dx along (1 … 1) and along y: {:.2f} {:.2f}".format(*along))
