"""Generative adversarial network in NumPy; its twin is gan_torch.py.

Papers    Goodfellow et al. 2014, doi:10.48550/arXiv.1406.2661
          Radford et al. 2016, doi:10.48550/arXiv.1511.06434 (Adam's 0.5)
Data      gan_ring.py
Axes      B batch, N samples, K numbers of noise, H hidden width,
          P numbers of a sample
Letters   G generator, D discriminator, a logit: D says σ(a)
Use       new samples from two numbers of noise each:

    params = init_gan(rng, 2, 64, P)
    params, losses = train_gan(rng, params, x)
    generator_forward(params.G, rng.normal(size=(9, 2)))[0]  # (9, P)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    expect_layers,
    f_relu,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import sigmoid
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.generative.gan_ring import near_modes, ring_of_eight


# --8<-- [start:params]
class GanParams(NamedTuple):
    G: MLPParams  # widths K, H, H, P
    D: MLPParams  # widths P, H, H, 1


def init_gan(rng: np.random.Generator, K: int, H: int, P: int) -> GanParams:
    """Both players with two hidden layers; normal Ws, variance 2 / inputs."""
    expect_count("K, H, P", K, H, P)
    G = init_mlp(rng, (K, H, H, P))
    D = init_mlp(rng, (P, H, H, 1))
    return GanParams(G, D)
    # --8<-- [end:params]


# --8<-- [start:forward]
def f_leaky(a: np.ndarray):
    """Leaky ReLU with the slope 0.2 below 0. Returns f(a) and f'(a)."""
    relu, step = f_relu(a)  # 2 × (...)
    return 0.2 * a + 0.8 * relu, 0.2 + 0.8 * step  # 2 × (...)


def generator_forward(G: MLPParams, z: np.ndarray):
    """Noise z (B, K) → samples x_hat (B, P), cache; or ValueError."""
    expect("z", z, "B", "K")
    return mlp_forward(G, z, f_leaky)


def discriminator_forward(D: MLPParams, x: np.ndarray):
    """Samples x (B, P) → logits a (B, 1), cache: above 0 says real."""
    expect_layers(D, x)
    expect("bs[-1]", D.bs[-1], 1)
    return mlp_forward(D, x, f_leaky)
    # --8<-- [end:forward]


# --8<-- [start:losses]
def softplus(a: np.ndarray) -> np.ndarray:
    """log(1 + exp(a)), also where exp(a) overflows."""
    expect("a", a, ...)
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))  # (...)


def discriminator_loss(a_real: np.ndarray, a_fake: np.ndarray):
    """Mean -log D(x) plus mean -log(1 - D(x_hat)); da_real, da_fake."""
    expect("a_real", a_real, "B", 1)
    expect("a_fake", a_fake, "M", 1)
    loss = softplus(-a_real).mean() + softplus(a_fake).mean()
    da_real = -sigmoid(-a_real) / len(a_real)  # (B, 1)
    da_fake = sigmoid(a_fake) / len(a_fake)  # (M, 1)
    return loss, da_real, da_fake


def minimax_loss(a_fake: np.ndarray):
    """Mean log(1 - D(x_hat)), which G makes small, and its slope da_fake."""
    expect("a_fake", a_fake, "B", 1)
    loss = -softplus(a_fake).mean()
    da_fake = -sigmoid(a_fake) / len(a_fake)  # (B, 1)
    return loss, da_fake


def nonsaturating_loss(a_fake: np.ndarray):
    """Mean -log D(x_hat), which G makes small, and its slope da_fake."""
    expect("a_fake", a_fake, "B", 1)
    loss = softplus(-a_fake).mean()
    da_fake = -sigmoid(-a_fake) / len(a_fake)  # (B, 1)
    return loss, da_fake
    # --8<-- [end:losses]


# --8<-- [start:gradients]
def discriminator_gradient(D: MLPParams, x: np.ndarray, x_hat: np.ndarray):
    """D's loss on x and x_hat, both (B, P), and its gradient in D."""
    a_real, cache_real = discriminator_forward(D, x)
    expect("x_hat", x_hat, *x.shape)
    a_fake, cache_fake = discriminator_forward(D, x_hat)
    loss, da_real, da_fake = discriminator_loss(a_real, a_fake)
    _, of_real = mlp_backward(da_real, cache_real)
    _, of_fake = mlp_backward(da_fake, cache_fake)
    dWs = [g + h for g, h in zip(of_real.Ws, of_fake.Ws, strict=True)]
    dbs = [g + h for g, h in zip(of_real.bs, of_fake.bs, strict=True)]
    return loss, MLPParams(dWs, dbs)


def generator_gradient(params: GanParams, z, fool=nonsaturating_loss):
    """G's loss on noise z (B, K), its slope dx_hat (B, P), gradient in G."""
    G, D = params
    x_hat, cache_G = generator_forward(G, z)
    a_fake, cache_D = discriminator_forward(D, x_hat)
    loss, da_fake = fool(a_fake)
    dx_hat, _ = mlp_backward(da_fake, cache_D)
    _, dG = mlp_backward(dx_hat, cache_G)
    return loss, dx_hat, dG
    # --8<-- [end:gradients]


# --8<-- [start:train]
def expect_gan(params: GanParams, x: np.ndarray) -> None:
    """ValueError unless both players are sound, and x (N, P) fits D."""
    G, D = params
    expect("Ws[0]", G.Ws[0], "K", "H")
    expect_layers(G, G.Ws[0].T)
    expect_layers(D, x)


def train_gan(
    rng, params, x, fool=nonsaturating_loss, lr=(1e-3, 1e-3), B=256, steps=3000
):
    """D, then G, in turn on x (N, P); lr of G, D. Losses (steps, 2): D, G."""
    expect_gan(params, x)
    expect_count("B, steps", B, steps)
    G, D = params
    state_G, state_D = adam_init(G), adam_init(D)
    losses = []
    for _ in range(steps):
        z = rng.normal(size=(2, B, len(G.Ws[0]))).astype(x.dtype)  # (2, B, K)
        x_hat, _ = generator_forward(G, z[0])
        seen = x[rng.integers(len(x), size=B)]  # (B, P)
        loss_D, dD = discriminator_gradient(D, seen, x_hat)
        D, state_D = adam_step(D, dD, state_D, lr=lr[1], beta_1=0.5)
        loss_G, _, dG = generator_gradient(GanParams(G, D), z[1], fool)
        G, state_G = adam_step(G, dG, state_G, lr=lr[0], beta_1=0.5)
        losses.append((loss_D, loss_G))
    return GanParams(G, D), np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = ring_of_eight(rng, 10_000)  # (10000, 2)
    for fool in (minimax_loss, nonsaturating_loss):
        start = init_gan(rng, 2, 64, 2)
        params, losses = train_gan(rng, start, x, fool, steps=800)
        x_hat, _ = generator_forward(params.G, rng.normal(size=(2000, 2)))
        covered = (near_modes(x_hat) >= 20).sum()
        print(f"{fool.__name__:18} {covered} of 8 modes after 800 steps")
