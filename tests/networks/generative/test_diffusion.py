"""snippets/generative/diffusion.py against torch, differences and its words."""

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.generative import diffusion as df
from snippets.generative import diffusion_noise as df_noise
from snippets.generative.diffusion_torch import (
    Diffusion,
    builtin_diffusion,
    waves_of,
)
from studies.generative.diffusion import results as diffusion_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, D, H, E, T = 7, 3, 5, 2, 30  # all different, so no swapped axis goes unseen
FIELDS = df.DiffusionParams._fields


@pytest.fixture
def case(rng):
    """All that goes in, by name, the steps, and the gradient of the output."""
    params = df.init_diffusion(rng, D, H, E)
    inputs = {
        name: rng.normal(size=p.shape) for name, p in params._asdict().items()
    }
    inputs |= {"x": rng.normal(size=(N, D))}
    return inputs, rng.integers(0, T, N), rng.normal(size=(N, D))


def params_of(inputs):
    return df.DiffusionParams(*(inputs[name] for name in FIELDS))


def forward(inputs, t):
    return df.diffusion_forward(params_of(inputs), inputs["x"], t)


def gradients(inputs, t, deps_hat):
    """The gradient of every input by its name."""
    dx, grads = df.diffusion_backward(deps_hat, forward(inputs, t)[1])
    return grads._asdict() | {"x": dx}


def assert_equal(ours, got, theirs, expected):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_matches_torch_twin(case):
    inputs, t, deps_hat = case
    twin = Diffusion(*params_of(inputs))
    x = torch.tensor(inputs["x"], requires_grad=True)
    eps_hat = twin(x, torch.tensor(t))
    (eps_hat * torch.tensor(deps_hat)).sum().backward()
    grads = {name: p.grad for name, p in twin.named_parameters()}
    got = gradients(inputs, t, deps_hat)
    ours, theirs = forward(inputs, t)[0], eps_hat.detach()
    assert_equal(ours, got, theirs, grads | {"x": x.grad})


def test_matches_torch_builtin(case):
    """Torch has no diffusion, but all its layers: nn.Linear and nn.SiLU."""
    inputs, t, deps_hat = case
    net = builtin_diffusion(*params_of(inputs))
    x = torch.tensor(inputs["x"], requires_grad=True)
    eps_hat = net(torch.cat([x, waves_of(torch.tensor(t), E)], dim=1))
    (eps_hat * torch.tensor(deps_hat)).sum().backward()
    first, *rest = (
        p.grad.mT if p.ndim == 2 else p.grad for p in net.parameters()
    )
    grads = dict(zip(FIELDS, (first[:D], first[D:], *rest), strict=True))
    got = gradients(inputs, t, deps_hat)
    ours, theirs = forward(inputs, t)[0], eps_hat.detach()
    assert_equal(ours, got, theirs, grads | {"x": x.grad})


@pytest.mark.parametrize("name", [*FIELDS, "x"])
def test_gradient_matches_finite_differences(case, name):
    inputs, t, deps_hat = case
    np.testing.assert_allclose(
        gradients(inputs, t, deps_hat)[name],
        numerical_gradient(
            lambda: (forward(inputs, t)[0] * deps_hat).sum(), inputs[name]
        ),
        rtol=1e-6,
        atol=1e-8,
    )


def test_initialisation_keeps_its_promise(rng):
    params = df.init_diffusion(rng, 90, 110, 40)
    for W in (params.W_x, params.W_t, params.W_2, params.W_3):
        assert abs(W.std() * len(W) ** 0.5 - 1) < 0.03  # variance 1 / rows
        assert abs(W.mean()) < 0.01
    for b in (params.b_1, params.b_2, params.b_3):
        assert not b.any()
    assert params.W_t.shape == (80, 110)
    assert params.b_1 is not params.b_2


def test_the_schedule_is_that_of_ho_et_al():
    alpha_bar = df_noise.linear_schedule(1000)
    beta = 1 - alpha_bar[1:] / alpha_bar[:-1]
    np.testing.assert_allclose(beta, np.linspace(1e-4, 0.02, 1000))
    for T in (25, 100, 1000):
        assert df_noise.linear_schedule(T).shape == (T + 1,)
        assert df_noise.linear_schedule(T)[0] == 1
        assert 0 < df_noise.linear_schedule(T)[-1] < 1e-4


def test_one_leap_is_as_many_small_steps(rng):
    """Mean and variance of x_t, step by step, are those of the closed form."""
    alpha_bar = df_noise.linear_schedule(T)
    x_0, zero, one = rng.normal(size=(N, D)), np.zeros((N, D)), np.ones((N, D))
    mean, variance = x_0, 0.0
    for t in range(1, T + 1):
        alpha = alpha_bar[t] / alpha_bar[t - 1]
        mean, variance = alpha**0.5 * mean, alpha * variance + 1 - alpha
        steps = np.full(N, t)
        leap = df_noise.add_noise(x_0, steps, zero, alpha_bar)
        np.testing.assert_allclose(leap, mean)
        leap = df_noise.add_noise(x_0, steps, one, alpha_bar)
        np.testing.assert_allclose(leap - mean, variance**0.5, rtol=1e-9)


@pytest.mark.parametrize("t", [1, 2, 17, T])
def test_the_posterior_is_that_of_bayes(t):
    """On a grid: prior times likelihood, normalized, has its mean, variance."""
    alpha_bar, x_0, x_t = df_noise.linear_schedule(T), 0.7, -0.4
    one = np.ones((1, 1))
    mean, variance = df_noise.posterior(
        x_0 * one, x_t * one, np.array([t]), alpha_bar
    )
    if t == 1:
        assert (mean, variance) == (x_0, 0)
        return
    u = np.linspace(-8, 8, 400001)
    before = alpha_bar[t - 1]
    alpha = alpha_bar[t] / before
    log_p = -((u - before**0.5 * x_0) ** 2) / (2 * (1 - before))
    log_p -= (x_t - alpha**0.5 * u) ** 2 / (2 * (1 - alpha))
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    np.testing.assert_allclose(mean, (p * u).sum(), rtol=1e-9)
    spread = (p * (u - mean) ** 2).sum()
    np.testing.assert_allclose(variance, spread, rtol=1e-7)


def exact(m, s, alpha_bar):
    """The best guess of the noise, when the data are normal: m, s."""

    def denoise(x, t):
        a = alpha_bar[t, None]
        return (x - a**0.5 * m) * (1 - a) ** 0.5 / (a * s**2 + 1 - a)

    return denoise


def test_samplers_give_the_distribution_back():
    rng = np.random.default_rng(0)
    alpha_bar = df_noise.linear_schedule(400)
    m, s = np.array([2.0, -1]), 0.5
    x = rng.normal(size=(20000, 2))
    denoise = exact(m, s, alpha_bar)
    for made in (
        df_noise.ddpm_sample(rng, denoise, x, alpha_bar),
        df_noise.ddim_sample(denoise, x, alpha_bar, 400),
    ):
        np.testing.assert_allclose(made.mean(axis=0), m, atol=0.02)
        np.testing.assert_allclose(made.std(axis=0), s, atol=0.02)


def test_ddim_takes_the_noise_away_that_was_added(rng):
    """A denoiser that knows the noise leads back to x_0 in any steps."""
    alpha_bar = df_noise.linear_schedule(T)
    x_0, eps = rng.normal(size=(N, D)), rng.normal(size=(N, D))
    x_T = df_noise.add_noise(x_0, np.full(N, T), eps, alpha_bar)
    for steps in (1, 3, T):
        seen = []

        def denoise(x, t, seen=seen):
            seen.append(int(t[0]))
            return eps

        back = df_noise.ddim_sample(denoise, x_T, alpha_bar, steps)
        np.testing.assert_allclose(back, x_0, rtol=1e-8)
        assert len(seen) == steps
        assert seen[0] == T


def test_the_energy_distance_is_that_of_its_definition(rng):
    x, y = rng.normal(size=(6, D)), rng.normal(size=(4, D))
    gap = torch.cdist
    a, b = torch.tensor(x), torch.tensor(y)
    want = 2 * gap(a, b).mean() - gap(a, a).mean() - gap(b, b).mean()
    np.testing.assert_allclose(diffusion_results._distance(x, y), want)
    assert diffusion_results._distance(x, x[::-1]) == pytest.approx(
        0, abs=1e-12
    )


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("x", (N, 4), "(N, 3)"),
        ("W_x", (D,), "(D, H)"),
        ("W_t", (4, 6), "(2E, 5)"),
        ("W_t", (3, H), "(2, 5)"),
        ("b_1", (D,), "(5,)"),
        ("W_2", (D, H), "(5, 5)"),
        ("b_2", (D,), "(5,)"),
        ("W_3", (D, H), "(5, 3)"),
        ("b_3", (H,), "(3,)"),
    ],
)
def test_bad_input_is_refused(case, name, shape, want):
    inputs, t, _ = case
    with (
        silence(),
        pytest.raises(ValueError, match=refusal(name, want, shape)),
    ):
        forward(inputs | {name: np.zeros(shape)}, t)


def test_wrong_steps_and_gradients_are_refused(case):
    inputs, t, _ = case
    with silence(), pytest.raises(ValueError, match=r"t must be whole .*\(7,"):
        forward(inputs, t[:-1])
    wrong = refusal("deps_hat", (N, D), (D, N))
    with silence(), pytest.raises(ValueError, match=wrong):
        df.diffusion_backward(np.zeros((D, N)), forward(inputs, t)[1])
    x, alpha_bar = inputs["x"], df_noise.linear_schedule(T)
    for late in (-1, T + 1):
        with pytest.raises(ValueError, match=r"t must be whole numbers 0 … 30"):
            df_noise.add_noise(x, np.full(N, late), x, alpha_bar)
    with pytest.raises(ValueError, match=r"t must be whole numbers 1 … 30"):
        df_noise.posterior(x, x, np.zeros(N, int), alpha_bar)
    with pytest.raises(ValueError, match="T must be whole and at least 25"):
        df_noise.linear_schedule(20)


def test_arguments_stay_as_they_are(case):
    inputs, t, deps_hat = case
    kept = {k: a.copy() for k, a in inputs.items()}
    once, alpha_bar = (
        gradients(inputs, t, deps_hat),
        df_noise.linear_schedule(T),
    )
    _, cache = forward(inputs, t)
    for _ in range(2):  # a cache serves twice
        dx, _ = df.diffusion_backward(deps_hat, cache)
        np.testing.assert_array_equal(dx, once["x"])
    rng, x = np.random.default_rng(0), inputs["x"]
    df.train_diffusion(rng, params_of(inputs), x, alpha_bar, B=4, steps=2)

    def denoise(x, t):
        return df.diffusion_forward(params_of(inputs), x, t)[0]

    df_noise.ddpm_sample(rng, denoise, x, alpha_bar)
    df_noise.ddim_sample(denoise, x, alpha_bar, 3)
    for net in (Diffusion, builtin_diffusion):
        for parameter in net(*params_of(inputs)).parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in inputs.items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)


def test_float32_stays_float32(case):
    inputs, t, deps_hat = case
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    params, x = params_of(inputs), inputs["x"]
    rng, alpha_bar = np.random.default_rng(0), df_noise.linear_schedule(T)
    trained, _ = df.train_diffusion(rng, params, x, alpha_bar, B=4, steps=2)

    def denoise(x, t):
        return df.diffusion_forward(params, x, t)[0]

    arrays = [forward(inputs, t)[0], *trained]
    arrays += gradients(inputs, t, deps_hat.astype(np.float32)).values()
    arrays += [df_noise.add_noise(x, t, x, alpha_bar)]
    arrays += df_noise.posterior(x, x, t + 1, alpha_bar)
    arrays += [df_noise.ddpm_sample(rng, denoise, x, alpha_bar)]
    arrays += [df_noise.ddim_sample(denoise, x, alpha_bar, 3)]
    for array in arrays:
        assert array.dtype == np.float32


def test_two_steps_of_training_are_torchs(case):
    inputs, _, _ = case
    params, x, alpha_bar = (
        params_of(inputs),
        inputs["x"],
        df_noise.linear_schedule(T),
    )
    new, losses = df.train_diffusion(
        np.random.default_rng(1), params, x, alpha_bar, lr=0.1, B=4, steps=2
    )
    rng = np.random.default_rng(1)
    twin = Diffusion(*params)
    adam = torch.optim.Adam(twin.parameters(), lr=0.1)
    fall = torch.optim.lr_scheduler.CosineAnnealingLR(adam, 2)
    for _ in range(2):
        x_0 = torch.tensor(x[rng.integers(N, size=4)])
        t = rng.integers(1, T + 1, size=4)
        eps = torch.tensor(rng.normal(size=(4, D)))
        a = torch.tensor(alpha_bar[t, None])
        x_t = a.sqrt() * x_0 + (1 - a).sqrt() * eps
        eps_hat = twin(x_t, torch.tensor(t))
        loss = torch.nn.functional.mse_loss(eps_hat, eps)
        adam.zero_grad()
        loss.backward()
        adam.step()
        fall.step()
    np.testing.assert_allclose(losses[1], loss.item(), rtol=1e-6)
    for ours, theirs in zip(new, twin.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """Points at -1 and 1: 9 of 10 samples come within 0.2 of one of them."""
    rng = np.random.default_rng(seed)
    x = rng.choice([-1.0, 1.0], (200, 1))
    alpha_bar = df_noise.linear_schedule(50)
    start = df.init_diffusion(rng, 1, 32, 8)
    params, losses = df.train_diffusion(
        rng, start, x, alpha_bar, B=128, steps=800
    )
    assert losses[0] > 0.3
    assert losses[-100:].mean() < 0.2
    made = df_noise.ddpm_sample(
        rng,
        lambda x, t: df.diffusion_forward(params, x, t)[0],
        rng.normal(size=(500, 1)),
        alpha_bar,
    )
    assert (np.abs(np.abs(made) - 1) < 0.2).mean() > 0.9
    assert 0.35 < (made > 0).mean() < 0.65


def test_results_have_a_row_for_every_kind(monkeypatch):
    monkeypatch.setattr(diffusion_results, "WIDTH", 8)
    rows = diffusion_results.results(1, 3, digit_steps=2, each=4, T=8)
    kinds = ["new", "Gauss", "mixture", "VAE", "GAN", "page", "DDPM"]
    kinds += [f"DDIM {k}" for k in diffusion_results.STEPS]
    kinds += ["points", "real", "bells", "digits", "loss", "pictures"]
    assert [row["kind"] for row in rows] == kinds
    assert np.shape(rows[13]["points"]) == (5, 400, 2)
    distance = {row["kind"]: row.get("distance") for row in rows}
    assert distance["new"][0] < distance["mixture"][0] < distance["Gauss"][0]
    assert np.shape(rows[-1]["pictures"]) == (40 + 10 + 18, 22, 22)
    agree = {row["kind"]: row.get("agree") for row in rows}
    assert agree["real"] > 90
    assert agree["bells"] > 60
