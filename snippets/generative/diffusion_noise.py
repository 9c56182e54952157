"""The way into the noise, step by step, and the two ways back, in NumPy.

Papers    Ho et al. 2020, doi:10.48550/arXiv.2006.11239 (DDPM)
          Song et al. 2021, doi:10.48550/arXiv.2010.02502 (DDIM)
Axes      N samples, D width, T steps
"""

from itertools import pairwise

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:schedule]
def linear_schedule(T: int) -> np.ndarray:
    """alpha_bar (T+1,), from 1 to near 0; at T = 1000 that of Ho et al."""
    expect_count("T", T, low=25)
    beta = np.linspace(0.1 / T, 20 / T, T)  # (T,)
    return np.append(1.0, np.cumprod(1 - beta))  # (T+1,)


def expect_schedule(alpha_bar: np.ndarray) -> int:
    """T. ValueError unless alpha_bar (T+1,) holds floats, T >= 1."""
    expect("alpha_bar", alpha_bar, "T+1")
    expect_count("T", len(alpha_bar) - 1)
    return len(alpha_bar) - 1


def add_noise(x_0: np.ndarray, t: np.ndarray, eps: np.ndarray, alpha_bar):
    """x_0 (N, D) after t (N,) steps, by the noise eps (N, D), in one go."""
    expect("x_0", x_0, "N", "D")
    expect("eps", eps, *x_0.shape)
    expect_whole("t", t, 0, expect_schedule(alpha_bar), len(x_0))
    share = alpha_bar[t, None].astype(x_0.dtype)  # (N, 1)
    return np.sqrt(share) * x_0 + np.sqrt(1 - share) * eps  # (N, D)
    # --8<-- [end:schedule]


# --8<-- [start:sample]
def posterior(x_0, x_t, t: np.ndarray, alpha_bar: np.ndarray):
    """Mean (N, D) and variance (N, 1) of x_{t-1}, if x_0 and x_t are known."""
    expect("x_0", x_0, "N", "D")
    expect("x_t", x_t, *x_0.shape)
    expect_whole("t", t, 1, expect_schedule(alpha_bar), len(x_0))
    now = alpha_bar[t, None].astype(x_0.dtype)  # (N, 1)
    before = alpha_bar[t - 1, None].astype(x_0.dtype)  # (N, 1)
    beta = 1 - now / before  # (N, 1)
    mean = np.sqrt(before) * beta * x_0  # (N, D)
    mean = mean + np.sqrt(1 - beta) * (1 - before) * x_t  # (N, D)
    variance = (1 - before) * beta / (1 - now)  # (N, 1)
    return mean / (1 - now), variance  # (N, D), (N, 1)


def ddpm_sample(rng, denoise, x: np.ndarray, alpha_bar) -> np.ndarray:
    """From noise x (N, D) in T steps; eps_hat = denoise(x, t), t (N,)."""
    expect("x", x, "N", "D")
    T = expect_schedule(alpha_bar)
    size, sigma = np.sqrt([alpha_bar, 1 - alpha_bar]).tolist()
    for step in range(T, 0, -1):
        t = np.full(len(x), step)  # (N,)
        x_0 = (x - sigma[step] * denoise(x, t)) / size[step]  # (N, D)
        mean, variance = posterior(x_0, x, t, alpha_bar)  # (N, D), (N, 1)
        fresh = rng.normal(size=x.shape).astype(x.dtype)  # (N, D)
        x = mean + np.sqrt(variance) * fresh  # (N, D)
    return x


def ddim_sample(denoise, x: np.ndarray, alpha_bar, steps: int) -> np.ndarray:
    """From noise x (N, D) in a few steps, with no fresh noise."""
    expect("x", x, "N", "D")
    T = expect_schedule(alpha_bar)
    expect_count("steps", steps)
    size, sigma = np.sqrt([alpha_bar, 1 - alpha_bar]).tolist()
    times = np.linspace(T, 0, steps + 1).round().astype(int)  # (steps+1,)
    for now, then in pairwise(times):
        eps_hat = denoise(x, np.full(len(x), now))  # (N, D)
        x_0 = (x - sigma[now] * eps_hat) / size[now]  # (N, D)
        x = size[then] * x_0 + sigma[then] * eps_hat  # (N, D)
    return x
    # --8<-- [end:sample]


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    alpha_bar = linear_schedule(400)

    def denoise(x, t):
        """The best guess of the noise if the data are normal: 3 ± 0.5."""
        share = alpha_bar[t, None]  # (N, 1)
        variance = 0.25 * share + 1 - share  # (N, 1)
        mean = 3 * np.sqrt(share)  # (N, 1)
        return np.sqrt(1 - share) * (x - mean) / variance  # (N, 1)

    eps = rng.normal(size=(2000, 1))  # (N, D)
    x_0 = 3 + 0.5 * rng.normal(size=(2000, 1))  # (N, D)
    x_T = add_noise(x_0, np.full(2000, 400), eps, alpha_bar)  # (N, D)
    by_ddpm = ddpm_sample(rng, denoise, x_T, alpha_bar)  # (N, D)
    by_ddim = ddim_sample(denoise, x_T, alpha_bar, 40)  # (N, D)
    for name, x in (
        ("data", x_0),
        ("noise", x_T),
        ("DDPM", by_ddpm),
        ("DDIM", by_ddim),
    ):
        print(f"{name:5} {x.mean():.1f} ± {x.std():.1f}")
