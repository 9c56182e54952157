"""A linear autoencoder, and the principal axes that it finds, in NumPy.

Paper     Bourlard & Kamp 1988, doi:10.1007/BF00332918
Axes      N samples, D input width, K numbers a code
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count, mse


# --8<-- [start:linear]
class LinearAutoencoderParams(NamedTuple):
    W_e: np.ndarray  # (D, K)
    W_d: np.ndarray  # (K, D)


def init_linear_autoencoder(rng, D: int, K: int) -> LinearAutoencoderParams:
    """Normal weights with variance 1 / D. ValueError unless D, K >= 1."""
    expect_count("D, K", D, K)
    W_e = rng.normal(0, D**-0.5, (D, K))  # (D, K)
    W_d = rng.normal(0, D**-0.5, (K, D))  # (K, D)
    return LinearAutoencoderParams(W_e, W_d)


def linear_autoencoder_forward(params: LinearAutoencoderParams, x):
    """x (N, D) → x W_e W_d (N, D), cache. ValueError if something misfits."""
    W_e, W_d = params
    expect("W_e", W_e, "D", "K")
    expect("W_d", W_d, *W_e.shape[::-1])
    expect("x", x, "N", len(W_e))
    z = x @ W_e  # (N, K)
    return z @ W_d, (params, x, z)


def linear_autoencoder_backward(dx_hat: np.ndarray, cache):
    """dx_hat (N, D) → dx (N, D), grads. ValueError if dx_hat misfits."""
    (W_e, W_d), x, z = cache
    expect("dx_hat", dx_hat, *x.shape)
    dz = dx_hat @ W_d.T  # (N, K)
    dx = dz @ W_e.T  # (N, D)
    dW_e = x.T @ dz  # (D, K)
    dW_d = z.T @ dx_hat  # (K, D)
    return dx, LinearAutoencoderParams(dW_e, dW_d)


LINEAR = linear_autoencoder_forward, linear_autoencoder_backward
# --8<-- [end:linear]


# --8<-- [start:pca]
def fit_pca(x: np.ndarray, K: int):
    """The mean (D,) of x (N, D), and its K principal axes V (K, D)."""
    expect("x", x, "N", "D")
    expect_count("K", K)
    if (most := min(len(x) - 1, x.shape[1])) < K:
        raise ValueError(f"K must be at most {most} for x {x.shape}, got {K}")
    mean = x.mean(axis=0)  # (D,)
    V = np.linalg.svd(x - mean, full_matrices=False)[2][:K]  # (K, D)
    return mean, V
    # --8<-- [end:pca]


# --8<-- [start:angle]
def principal_angle(A: np.ndarray, V: np.ndarray) -> float:
    """Largest angle between the spans of the rows of A, V (K, D); degrees."""
    expect("A", A, "K", "D")
    expect("V", V, *A.shape)
    Q, P = (np.linalg.qr(M.T)[0] for M in (A, V))  # 2 × (D, K)
    sine = np.linalg.norm(P - Q @ (Q.T @ P), 2)
    return float(np.degrees(np.arcsin(min(sine, 1.0))))
    # --8<-- [end:angle]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(500, 3)) * [1.0, 0.5, 0.2]  # (500, 3)
    mean, V = fit_pca(x, 2)
    params = init_linear_autoencoder(rng, 3, 2)
    for step in range(1001):
        x_hat, cache = linear_autoencoder_forward(params, x - mean)
        loss, dx_hat = mse(x_hat, x - mean)
        _, grads = linear_autoencoder_backward(dx_hat, cache)
        if step % 500 == 0:
            angle = principal_angle(params.W_d, V)
            print(f"step {step:4}: loss {loss:.3f}, {angle:.1f}° from PCA")
        pairs = zip(params, grads, strict=True)
        params = LinearAutoencoderParams(*(p - 0.5 * g for p, g in pairs))
