"""Do the conclusions about diffusion hold for other runs of it?"""

import numpy as np

from snippets.generative.diffusion import (
    diffusion_forward,
    init_diffusion,
    train_diffusion,
)
from snippets.generative.diffusion_noise import (
    ddim_sample,
    ddpm_sample,
    linear_schedule,
)
from studies.generative.diffusion.results import _distance, _mixture, _moons
from studies.trying import Claim, varied


def trained(seed, H, steps, T, lr):
    """Noise, the denoiser of the page, its schedule, and its chance."""
    rng = np.random.default_rng(seed)
    start = init_diffusion(rng, 2, H, 16)
    alpha_bar = linear_schedule(T)
    run = {"steps": steps, "lr": lr}
    params, _ = train_diffusion(rng, start, _moons(1000, 0), alpha_bar, **run)
    noise = rng.normal(size=(1000, 2))
    return (
        noise,
        lambda x, t: diffusion_forward(params, x, t)[0],
        alpha_bar,
        rng,
    )


def beside_bells(seed=0, H=64, steps=2000, T=100, lr=5e-3, K=8):
    """1000 times the distances of DDPM and of bell curves from new points."""
    noise, denoise, alpha_bar, rng = trained(seed, H, steps, T, lr)
    held = _moons(1000, 1)
    made = {
        "one bell": _mixture(seed, 1),
        "mixture": _mixture(seed, K),
        "DDPM": ddpm_sample(rng, denoise, noise, alpha_bar),
    }
    return {name: 1000 * float(_distance(x, held)) for name, x in made.items()}


def fewer_steps(seed=0, H=64, steps=2000, T=100, lr=5e-3):
    """1000 times the distance of DDIM in 10, 20 and 50 steps."""
    noise, denoise, alpha_bar, _ = trained(seed, H, steps, T, lr)
    held = _moons(1000, 1)
    made = {k: ddim_sample(denoise, noise, alpha_bar, k) for k in (10, 20, 50)}
    return {
        f"{k} steps": 1000 * float(_distance(x, held)) for k, x in made.items()
    }


def bell_guess(share, mean, std):
    """The best guess of the noise when the data are a bell curve."""

    def guess(x, t):
        a = share[t, None]
        least = (1 - a) ** 0.5 * (x - mean * a**0.5)
        return least / (std**2 * a + 1 - a)

    return guess


def mistakes(seed=0, T=25, mean=2.0, std=0.5):
    """How far three mistakes move the mean, in standard deviations."""
    right = linear_schedule(T)
    early = np.append(1.0, np.cumprod(1 - np.linspace(1e-4, 0.02, T)))
    guess = bell_guess(right, mean, std)
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(20_000, 1))
    sound = ddpm_sample(rng, guess, z, right)
    last = (1 - right[1]) ** 0.5 * rng.normal(size=z.shape)
    cases = {
        "sound": sound,
        "early": ddpm_sample(rng, bell_guess(early, mean, std), z, early),
        "off by one": ddpm_sample(rng, lambda x, t: guess(x, t - 1), z, right),
        "noise at last": sound + last,
    }
    return {
        name: abs(float(x.mean()) - mean) / std for name, x in cases.items()
    }


def by_heart(seed=0, N=50, T=100, near=0.01):
    """The share of samples, and of new points, near one of N points learned."""
    alpha_bar = linear_schedule(T)
    known = _moons(1000, seed)[:N]

    def recall(x, t):
        size, sigma = np.sqrt([alpha_bar[t[0]], 1 - alpha_bar[t[0]]])
        gap = ((x[:, None] - size * known) ** 2).sum(axis=2)
        weight = np.exp(-(gap - gap.min(axis=1, keepdims=True)) / 2 / sigma**2)
        x_0 = weight @ known / weight.sum(axis=1, keepdims=True)
        return (x - size * x_0) / sigma

    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(1000, 2))
    made = ddpm_sample(rng, recall, noise, alpha_bar)
    found = {}
    for name, x in (("made", made), ("new", _moons(1000, seed + 100))):
        gap = np.linalg.norm(x[:, None] - known, axis=2).min(axis=1)
        found[name] = float((gap < near).mean())
    return found


def bells_ahead(numbers: dict[str, float]) -> bool:
    """Diffusion beats one bell curve, the mixture beats diffusion."""
    return numbers["mixture"] < numbers["DDPM"] < numbers["one bell"]


def steps_cost(numbers: dict[str, float]) -> bool:
    """The fewer steps, the farther away."""
    return numbers["10 steps"] > numbers["20 steps"] > numbers["50 steps"]


def early_worst(numbers: dict[str, float]) -> bool:
    """The schedule that stops early moves the mean at least twice as far."""
    others = numbers["off by one"], numbers["noise at last"]
    return numbers["early"] > 2 * max(others)


def copies(numbers: dict[str, float]) -> bool:
    """More than half of the samples, under a tenth of the new points."""
    return numbers["made"] > 0.5 and numbers["new"] < 0.1


CLAIMS = {
    "bells-ahead": Claim(
        beside_bells,
        bells_ahead,
        varied(K=[4, 16], H=[128], steps=[4000], lr=[2e-3]),
    ),
    "steps-cost": Claim(
        fewer_steps, steps_cost, varied(H=[128], steps=[4000], lr=[2e-3])
    ),
    "early-worst": Claim(
        mistakes,
        early_worst,
        varied(T=[50, 100], mean=[0.5, 4.0], std=[0.2, 1.0]),
    ),
    "copies": Claim(
        by_heart, copies, varied(N=[10, 200], T=[50, 200], near=[0.003, 0.03])
    ),
}
