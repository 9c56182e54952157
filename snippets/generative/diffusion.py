"""A diffusion model in NumPy: the network that guesses the noise.

Paper     Ho et al. 2020, doi:10.48550/arXiv.2006.11239
Twin      diffusion_torch.py; the noise and the ways back: diffusion_noise.py
Axes      N samples, B batch, D width, H hidden width, E waves, T steps
Use       new samples from noise:

    from snippets.generative.diffusion_noise import ddpm_sample
    alpha_bar, params = linear_schedule(400), init_diffusion(rng, D, 64, 8)
    params, losses = train_diffusion(rng, params, x, alpha_bar)
    guess = lambda x, t: diffusion_forward(params, x, t)[0]
    ddpm_sample(rng, guess, rng.normal(size=(9, D)), alpha_bar)  # (9, D)
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count, mse
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.generative.diffusion_noise import (
    add_noise,
    expect_schedule,
    linear_schedule,
)


# --8<-- [start:params]
class DiffusionParams(NamedTuple):
    W_x: np.ndarray  # (D, H)
    W_t: np.ndarray  # (2E, H)
    b_1: np.ndarray  # (H,)
    W_2: np.ndarray  # (H, H)
    b_2: np.ndarray  # (H,)
    W_3: np.ndarray  # (H, D)
    b_3: np.ndarray  # (D,)


def init_diffusion(rng, D: int, H: int, E: int) -> DiffusionParams:
    """Weights normal, variance 1 / rows of the matrix; biases 0."""
    expect_count("D, H, E", D, H, E)
    W_x = rng.normal(0, D**-0.5, (D, H))  # (D, H)
    W_t = rng.normal(0, (2 * E) ** -0.5, (2 * E, H))  # (2E, H)
    b_1 = np.zeros(H)  # (H,)
    W_2 = rng.normal(0, H**-0.5, (H, H))  # (H, H)
    b_2 = np.zeros(H)  # (H,)
    W_3 = rng.normal(0, H**-0.5, (H, D))  # (H, D)
    b_3 = np.zeros(D)  # (D,)
    return DiffusionParams(W_x, W_t, b_1, W_2, b_2, W_3, b_3)


def expect_diffusion(params: DiffusionParams) -> tuple[int, int, int]:
    """D, H and E. ValueError unless the parameters are floats that fit."""
    expect("W_x", params.W_x, "D", "H")
    D, H = params.W_x.shape
    expect("W_t", params.W_t, "2E", H)
    E = len(params.W_t) // 2
    shapes = (D, H), (2 * E, H), (H,), (H, H), (H,), (H, D), (D,)
    for name, p, shape in zip(params._fields, params, shapes, strict=True):
        expect(name, p, *shape)
    return D, H, E
    # --8<-- [end:params]


# --8<-- [start:forward]
def embed_time(t: np.ndarray, E: int) -> np.ndarray:
    """t (N,) as E sines and E cosines (N, 2E), the fast ones first."""
    expect_count("E", E)
    expect_whole("t", t, 0, 10_000, "N")
    angle = t[:, None] * np.geomspace(1, 1e-3, E)  # (N, E)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)  # (N, 2E)


def silu(a: np.ndarray):
    """The product a σ(a), and its slope; σ(a) by way of tanh(a / 2)."""
    expect("a", a, ...)
    s = (1 + np.tanh(a / 2)) / 2  # (...)
    return a * s, s * (1 + a * (1 - s))  # 2 × (...)


def diffusion_forward(params: DiffusionParams, x: np.ndarray, t: np.ndarray):
    """The noise eps_hat (N, D) in x (N, D) after t (N,) steps, and cache."""
    W_x, W_t, b_1, W_2, b_2, W_3, b_3 = params
    D, _, E = expect_diffusion(params)
    expect("x", x, "N", D)
    expect_whole("t", t, 0, 10_000, len(x))
    e = embed_time(t, E).astype(x.dtype)  # (N, 2E)
    h_1, slope_1 = silu(x @ W_x + e @ W_t + b_1)  # 2 × (N, H)
    h_2, slope_2 = silu(h_1 @ W_2 + b_2)  # 2 × (N, H)
    eps_hat = h_2 @ W_3 + b_3  # (N, D)
    return eps_hat, (params, x, e, h_1, slope_1, h_2, slope_2)
    # --8<-- [end:forward]


# --8<-- [start:backward]
def diffusion_backward(deps_hat: np.ndarray, cache):
    """deps_hat (N, D) → dx (N, D), grads. ValueError if deps_hat misfits."""
    params, x, e, h_1, slope_1, h_2, slope_2 = cache
    expect("deps_hat", deps_hat, *x.shape)
    da_2 = deps_hat @ params.W_3.T * slope_2  # (N, H)
    da_1 = da_2 @ params.W_2.T * slope_1  # (N, H)
    dx = da_1 @ params.W_x.T  # (N, D)
    dW_x = x.T @ da_1  # (D, H)
    dW_t = e.T @ da_1  # (2E, H)
    db_1 = da_1.sum(axis=0)  # (H,)
    dW_2 = h_1.T @ da_2  # (H, H)
    db_2 = da_2.sum(axis=0)  # (H,)
    dW_3 = h_2.T @ deps_hat  # (H, D)
    db_3 = deps_hat.sum(axis=0)  # (D,)
    return dx, DiffusionParams(dW_x, dW_t, db_1, dW_2, db_2, dW_3, db_3)
    # --8<-- [end:backward]


# --8<-- [start:train]
def train_diffusion(rng, params, x, alpha_bar, lr=5e-3, B=256, steps=2000):
    """Adam on the squared error of the guessed noise; x (N, D) is the data."""
    expect("x", x, "N", "D")
    T = expect_schedule(alpha_bar)
    expect_count("B, steps", B, steps)
    state = adam_init(params)
    losses = []
    for step in range(steps):
        x_0 = x[rng.integers(len(x), size=B)]  # (B, D)
        t = rng.integers(1, T + 1, size=B)  # (B,)
        eps = rng.normal(size=x_0.shape).astype(x.dtype)  # (B, D)
        x_t = add_noise(x_0, t, eps, alpha_bar)  # (B, D)
        eps_hat, cache = diffusion_forward(params, x_t, t)
        loss, deps_hat = mse(eps_hat, eps)
        _, grads = diffusion_backward(deps_hat, cache)
        losses.append(loss)
        rate = lr * float(np.cos(np.pi / 2 * step / steps)) ** 2
        params, state = adam_step(params, grads, state, lr=rate)
    return params, np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    grid = rng.normal(size=(500, 2)).round()  # (500, 2)
    start = init_diffusion(rng, 2, 64, 8)
    _, losses = train_diffusion(rng, start, grid, linear_schedule(50))
    print(f"loss {losses[:20].mean():.1f} → {losses[-200:].mean():.1f}")
