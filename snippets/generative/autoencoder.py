"""Undercomplete autoencoder in NumPy; its twin is autoencoder_torch.py.

Papers    Kramer 1991, doi:10.1002/aic.690370209 (a hidden layer each side)
          Vincent et al. 2008, doi:10.1145/1390156.1390294 (denoising)
Axes      N samples, B batch, D input width, H hidden width, K numbers a code
Use       codes of two numbers here, and what is made of them:

    params = init_autoencoder(rng, D, 16, 2)
    params, losses = train_autoencoder(rng, params, x)
    z, _ = encode_x(params, x)
    decode_z(params, z)[0]  # (N, D)
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count, mse
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:params]
class AutoencoderParams(NamedTuple):
    W_1: np.ndarray  # (D, H)
    b_1: np.ndarray  # (H,)
    W_2: np.ndarray  # (H, K)
    b_2: np.ndarray  # (K,)
    W_3: np.ndarray  # (K, H)
    b_3: np.ndarray  # (H,)
    W_4: np.ndarray  # (H, D)
    b_4: np.ndarray  # (D,)


def init_autoencoder(rng, D: int, H: int, K: int) -> AutoencoderParams:
    """Weights normal, variance 2 / (inputs + outputs) (Glorot); biases 0."""
    expect_count("D, H, K", D, H, K)
    arrays = []
    for n, m in ((D, H), (H, K), (K, H), (H, D)):
        W = rng.normal(0, (2 / (n + m)) ** 0.5, (n, m))  # (n, m)
        b = np.zeros(m)  # (m,)
        arrays += [W, b]
    return AutoencoderParams(*arrays)
    # --8<-- [end:params]


# --8<-- [start:expect_autoencoder]
def expect_autoencoder(params: AutoencoderParams) -> tuple[int, int, int]:
    """D, H and K. ValueError unless the parameters are floats that fit."""
    expect("W_1", params.W_1, "D", "H")
    D, H = params.W_1.shape
    expect("W_2", params.W_2, H, "K")
    K = params.W_2.shape[1]
    shapes = (D, H), (H,), (H, K), (K,), (K, H), (H,), (H, D), (D,)
    for name, p, shape in zip(params._fields, params, shapes, strict=True):
        expect(name, p, *shape)
    return D, H, K
    # --8<-- [end:expect_autoencoder]


# --8<-- [start:forward]
def encode_x(params: AutoencoderParams, x: np.ndarray):
    """The codes z (N, K) of x (N, D), and the hidden layer h (N, H)."""
    D, _, _ = expect_autoencoder(params)
    expect("x", x, "N", D)
    h = np.tanh(x @ params.W_1 + params.b_1)  # (N, H)
    z = h @ params.W_2 + params.b_2  # (N, K)
    return z, h


def decode_z(params: AutoencoderParams, z: np.ndarray):
    """What is made of z (N, K): x_hat (N, D), and the hidden layer u (N, H)."""
    _, _, K = expect_autoencoder(params)
    expect("z", z, "N", K)
    u = np.tanh(z @ params.W_3 + params.b_3)  # (N, H)
    x_hat = u @ params.W_4 + params.b_4  # (N, D)
    return x_hat, u


def autoencoder_forward(params: AutoencoderParams, x: np.ndarray):
    """x (N, D) through K numbers to x_hat (N, D), cache; or ValueError."""
    z, h = encode_x(params, x)  # (N, K), (N, H)
    x_hat, u = decode_z(params, z)  # (N, D), (N, H)
    return x_hat, (params, x, h, z, u)
    # --8<-- [end:forward]


# --8<-- [start:backward]
def autoencoder_backward(dx_hat: np.ndarray, cache):
    """dx_hat (N, D) → dx (N, D), grads. ValueError if dx_hat misfits."""
    params, x, h, z, u = cache
    expect("dx_hat", dx_hat, *x.shape)
    da_u = dx_hat @ params.W_4.T * (1 - u**2)  # (N, H)
    dz = da_u @ params.W_3.T  # (N, K)
    da_h = dz @ params.W_2.T * (1 - h**2)  # (N, H)
    dx = da_h @ params.W_1.T  # (N, D)
    dW_1 = x.T @ da_h  # (D, H)
    db_1 = da_h.sum(axis=0)  # (H,)
    dW_2 = h.T @ dz  # (H, K)
    db_2 = dz.sum(axis=0)  # (K,)
    dW_3 = z.T @ da_u  # (K, H)
    db_3 = da_u.sum(axis=0)  # (H,)
    dW_4 = u.T @ dx_hat  # (H, D)
    db_4 = dx_hat.sum(axis=0)  # (D,)
    grads = dW_1, db_1, dW_2, db_2, dW_3, db_3, dW_4, db_4
    return dx, AutoencoderParams(*grads)
    # --8<-- [end:backward]


# --8<-- [start:train]
NONLINEAR = autoencoder_forward, autoencoder_backward


def with_noise(rng, x: np.ndarray, sigma: float) -> np.ndarray:
    """x (B, D) with normal noise of deviation sigma on every number."""
    return x + rng.normal(0, sigma, x.shape).astype(x.dtype)  # (B, D)


def train_autoencoder(
    rng, params, x, net=NONLINEAR, sigma=0.0, lr=5e-3, B=64, epochs=80
):
    """Adam on the squared error of x (N, D); sigma: noise on the input only."""
    expect("x", x, "N", "D")
    expect_count("B, epochs", B, epochs)
    forward, backward = net
    state = adam_init(params)
    losses = []
    for _ in range(epochs):
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            x_hat, cache = forward(params, with_noise(rng, x[n], sigma))
            loss, dx_hat = mse(x_hat, x[n])
            _, grads = backward(dx_hat, cache)
            losses.append(loss)
            params, state = adam_step(params, grads, state, lr=lr)
    return params, np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (500, 1)) ** [1, 2, 3]  # (500, 3)
    _, losses = train_autoencoder(rng, init_autoencoder(rng, 3, 16, 1), x)
    print(f"a curve in one number: {losses[0]:.2f} → {losses[-1]:.4f}")
