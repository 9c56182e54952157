"""Variational autoencoder in NumPy; its twin is vae_torch.py.

Papers    Kingma & Welling 2014, doi:10.48550/arXiv.1312.6114
          Rezende, Mohamed & Wierstra 2014, doi:10.48550/arXiv.1401.4082
          Higgins et al. 2017, openreview.net/forum?id=Sy2fzU9gl (beta)
Axes      N samples, B batch, D input width, H hidden width, K numbers a code
Use       the mean code of x, then new samples from codes:

    params = init_vae(rng, D, 64, 2)
    params, terms = train_vae(rng, params, x)
    mu = vae_encode(params, x)[0]  # (N, 2)
    a, _ = vae_decode(params, rng.normal(size=(9, 2)))
    1 / (1 + np.exp(-a))  # (9, D)
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import binary_cross_entropy
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:params]
class VaeParams(NamedTuple):
    W_1: np.ndarray  # (D, H)
    b_1: np.ndarray  # (H,)
    W_mu: np.ndarray  # (H, K)
    b_mu: np.ndarray  # (K,)
    W_s: np.ndarray  # (H, K)
    b_s: np.ndarray  # (K,)
    W_2: np.ndarray  # (K, H)
    b_2: np.ndarray  # (H,)
    W_3: np.ndarray  # (H, D)
    b_3: np.ndarray  # (D,)


def init_vae(rng: np.random.Generator, D: int, H: int, K: int) -> VaeParams:
    """Weights normal, variance 2 / (inputs + outputs) (Glorot); biases 0."""
    expect_count("D, H, K", D, H, K)
    arrays = []
    for n, m in ((D, H), (H, K), (H, K), (K, H), (H, D)):
        W = rng.normal(0, (2 / (n + m)) ** 0.5, (n, m))  # (n, m)
        b = np.zeros(m)  # (m,)
        arrays += [W, b]
    return VaeParams(*arrays)
    # --8<-- [end:params]


# --8<-- [start:expect_vae]
def expect_vae(params: VaeParams) -> tuple[int, int, int]:
    """D, H and K. ValueError unless the parameters are floats that fit."""
    expect("W_1", params.W_1, "D", "H")
    D, H = params.W_1.shape
    expect("b_1", params.b_1, H)
    expect("W_mu", params.W_mu, H, "K")
    K = params.W_mu.shape[1]
    expect("b_mu", params.b_mu, K)
    expect("W_s", params.W_s, H, K)
    expect("b_s", params.b_s, K)
    expect("W_2", params.W_2, K, H)
    expect("b_2", params.b_2, H)
    expect("W_3", params.W_3, H, D)
    expect("b_3", params.b_3, D)
    return D, H, K
    # --8<-- [end:expect_vae]


# --8<-- [start:forward]
def vae_encode(params: VaeParams, x: np.ndarray):
    """x (N, D) → mean mu and log variance s (N, K) of its code; h (N, H)."""
    D, _, _ = expect_vae(params)
    expect("x", x, "N", D)
    h = np.tanh(x @ params.W_1 + params.b_1)  # (N, H)
    mu = h @ params.W_mu + params.b_mu  # (N, K)
    s = h @ params.W_s + params.b_s  # (N, K)
    return mu, s, h


def vae_decode(params: VaeParams, z: np.ndarray):
    """Codes z (N, K) → logits a (N, D) of the pixels, and u (N, H)."""
    _, _, K = expect_vae(params)
    expect("z", z, "N", K)
    u = np.tanh(z @ params.W_2 + params.b_2)  # (N, H)
    a = u @ params.W_3 + params.b_3  # (N, D)
    return a, u


def vae_forward(params: VaeParams, x: np.ndarray, eps: np.ndarray):
    """x (N, D), noise eps (N, K) → a (N, D), mu, s (N, K), cache."""
    mu, s, h = vae_encode(params, x)  # (N, K), (N, K), (N, H)
    expect("eps", eps, *mu.shape)
    sigma = np.exp(s / 2)  # (N, K)
    z = mu + sigma * eps  # (N, K)
    a, u = vae_decode(params, z)  # (N, D), (N, H)
    return a, mu, s, (params, x, eps, h, sigma, z, u)
    # --8<-- [end:forward]


# --8<-- [start:kl]
def kl_to_normal(mu: np.ndarray, s: np.ndarray):
    """KL of N(mu, exp(s)) from N(0, 1), each (N, K); dmu, ds of its sum."""
    expect("mu", mu, "N", "K")
    expect("s", s, *mu.shape)
    variance = np.exp(s)  # (N, K)
    kl = (mu**2 + variance - 1 - s) / 2  # (N, K)
    dmu = mu.copy()  # (N, K)
    ds = (variance - 1) / 2  # (N, K)
    return kl, dmu, ds
    # --8<-- [end:kl]


# --8<-- [start:loss]
def vae_loss(a, mu, s, x: np.ndarray, beta=1.0):
    """Mean over x (N, D) in 0 … 1: (reconstruction, KL), and da, dmu, ds.

    da, dmu and ds are those of reconstruction + beta KL; at beta = 1 the
    sum is the negative ELBO. ValueError if something misfits.
    """
    expect("a", a, "N", "D")
    N, D = a.shape
    expect("x", x, N, D, within=(0, 1))
    expect("mu", mu, N, "K")
    kl, dmu, ds = kl_to_normal(mu, s)  # 3 × (N, K)
    mean, da = binary_cross_entropy(a, x)
    terms = D * mean, kl.sum() / N
    return terms, D * da, beta / N * dmu, beta / N * ds
    # --8<-- [end:loss]


# --8<-- [start:backward]
def vae_backward(da, dmu, ds, cache):
    """da (N, D), dmu, ds (N, K) of the loss → dx (N, D), deps, grads."""
    params, x, eps, h, sigma, z, u = cache
    expect("da", da, *x.shape)
    expect("dmu", dmu, *z.shape)
    expect("ds", ds, *z.shape)
    dv = da @ params.W_3.T * (1 - u**2)  # (N, H)
    dz = dv @ params.W_2.T  # (N, K)
    dmu = dmu + dz  # (N, K)
    ds = ds + dz * eps * sigma / 2  # (N, K)
    dh = dmu @ params.W_mu.T + ds @ params.W_s.T  # (N, H)
    dg = dh * (1 - h**2)  # (N, H)
    dW_1 = x.T @ dg  # (D, H)
    db_1 = dg.sum(axis=0)  # (H,)
    dW_mu = h.T @ dmu  # (H, K)
    db_mu = dmu.sum(axis=0)  # (K,)
    dW_s = h.T @ ds  # (H, K)
    db_s = ds.sum(axis=0)  # (K,)
    dW_2 = z.T @ dv  # (K, H)
    db_2 = dv.sum(axis=0)  # (H,)
    dW_3 = u.T @ da  # (H, D)
    db_3 = da.sum(axis=0)  # (D,)
    grads = dW_1, db_1, dW_mu, db_mu, dW_s, db_s, dW_2, db_2, dW_3, db_3
    return dg @ params.W_1.T, dz * sigma, VaeParams(*grads)
    # --8<-- [end:backward]


# --8<-- [start:train]
def train_vae(rng, params, x, beta=1.0, lr=1e-2, B=64, epochs=100):
    """Adam on x (N, D) in 0 … 1 → params, (reconstruction, KL) per step."""
    expect("x", x, "N", "D")
    expect_count("B, epochs", B, epochs)
    _, _, K = expect_vae(params)
    state = adam_init(params)
    history = []
    for _ in range(epochs):
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            a, mu, s, cache = vae_forward(
                params, x[n], rng.normal(size=(len(n), K)).astype(x.dtype)
            )
            terms, da, dmu, ds = vae_loss(a, mu, s, x[n], beta)
            _, _, grads = vae_backward(da, dmu, ds, cache)
            history.append(terms)
            params, state = adam_step(params, grads, state, lr=lr)
    return params, np.array(history)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    z = rng.normal(size=(500, 1))  # (500, 1)
    x = 1 / (1 + np.exp(-4 * z * [1, 1, -1, -1, 1, -1]))  # (500, 6)
    params, history = train_vae(rng, init_vae(rng, 6, 16, 3), x)
    for name, terms in zip(("rec", "KL"), history.T, strict=True):
        print(f"{name:4} {terms[:8].mean():.2f} → {terms[-80:].mean():.2f}")
