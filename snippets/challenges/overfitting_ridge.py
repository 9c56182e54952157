"""Ridge regression on random features, in NumPy.

Papers    Rahimi & Recht 2007, NeurIPS 20 (random features)
          Belkin et al. 2019, doi:10.1073/pnas.1903070116 (double descent)
Axes      N samples, D inputs, K outputs, P features, R, r ranks
"""

import numpy as np

from snippets.challenges.overfitting import (
    expect_penalty,
)
from snippets.foundations.neuron import expect


# --8<-- [start:features]
def random_features(V: np.ndarray, x: np.ndarray) -> np.ndarray:
    """ReLUs of x (N, D) by fixed weights V (D, P): z (N, P); or ValueError."""
    expect("V", V, "D", "P")
    expect("x", x, "N", len(V))
    return np.maximum(x @ V, 0) / V.shape[1] ** 0.5  # (N, P)
    # --8<-- [end:features]


# --8<-- [start:ridge]
def ridge_forward(w: np.ndarray, z, y, lam=0.0):
    """Half the squared error a sample of z w, + lam / 2 · Σ w²; cache."""
    expect_penalty("lam", lam)
    expect("w", w, "P", "K")
    expect("z", z, "N", len(w))
    expect("y", y, len(z), w.shape[1])
    error = z @ w - y  # (N, K)
    loss = (error**2).sum() / (2 * len(z)) + lam / 2 * (w**2).sum()
    return loss, (w, z, error, lam)


def ridge_backward(cache):
    """The slopes of that loss in w and z: dw (P, K), dz (N, P)."""
    w, z, error, lam = cache
    dw = z.T @ error / len(z) + lam * w  # (P, K)
    dz = error @ w.T / len(z)  # (N, P)
    return dw, dz
    # --8<-- [end:ridge]


# --8<-- [start:ridge_fit]
def ridge_fit(z: np.ndarray, y: np.ndarray, lam=0.0) -> np.ndarray:
    """The w (P, K) where that loss is least; lam = 0: the shortest of them."""
    expect_penalty("lam", lam)
    expect("z", z, "N", "P")
    expect("y", y, len(z), "K")
    U, s, V_T = np.linalg.svd(z, full_matrices=False)  # (N, R), (R,), (R, P)
    rank = (s > s[0] * max(z.shape) * np.finfo(s.dtype).eps).sum()
    s = s[:rank]  # (r,)
    shrunk = s / (s**2 + len(z) * lam)  # (r,)
    parts = U[:, :rank].T @ y  # (r, K)
    return V_T[:rank].T @ (shrunk[:, None] * parts)  # (P, K)
    # --8<-- [end:ridge_fit]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 20))  # (60, 20)
    goal = x[:, :2]  # (60, 2)
    for P in (30, 90):
        z = random_features(rng.normal(size=(20, P)), x)  # (60, P)
        loss, cache = ridge_forward(ridge_fit(z, goal), z, goal)
        dw, _ = ridge_backward(cache)
        print(f"{P} features: loss {loss:.4f}, slope {np.abs(dw).max():.4f}")
