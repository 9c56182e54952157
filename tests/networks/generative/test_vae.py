"""snippets/generative/vae.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.generative import (
    vae,
)
from snippets.generative.vae_torch import Vae, builtin_vae, vae_loss_torch
from studies.generative.vae import results as vae_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, D, H, K = 7, 5, 4, 3  # all different, so that no swapped axis goes unseen
FIELDS = vae.VaeParams._fields
BETA = 1.7


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the images that should come out."""
    params = vae.init_vae(rng, D, H, K)
    inputs = {
        name: rng.normal(size=p.shape) for name, p in params._asdict().items()
    }
    inputs |= {"x": rng.normal(size=(N, D)), "eps": rng.normal(size=(N, K))}
    return inputs, rng.uniform(size=(N, D))


def params_of(inputs):
    return vae.VaeParams(*(inputs[name] for name in FIELDS))


def forward(inputs):
    return vae.vae_forward(params_of(inputs), inputs["x"], inputs["eps"])


def loss(inputs, target):
    """The loss as a number; x goes in apart from what should come out."""
    rec, kl = vae.vae_loss(*forward(inputs)[:3], target, BETA)[0]
    return rec + BETA * kl


def gradients(inputs, target):
    """The gradient of every input by its name."""
    *out, cache = forward(inputs)
    _, *back = vae.vae_loss(*out, target, BETA)
    dx, deps, grads = vae.vae_backward(*back, cache)
    return grads._asdict() | {"x": dx, "eps": deps}


def torch_run(net, inputs, target):
    """What comes out, both terms, the gradients of x and eps."""
    x, eps = (
        torch.tensor(inputs[name], requires_grad=True) for name in ("x", "eps")
    )
    out = net(x, eps)
    terms, total = vae_loss_torch(*out, torch.tensor(target), BETA)
    total.backward()
    return [*out, *terms], {"x": x.grad, "eps": eps.grad}


def assert_equal(inputs, target, theirs, expected):
    out = forward(inputs)[:3]
    ours = [*out, *vae.vae_loss(*out, target, BETA)[0]]
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other.detach(), rtol=1e-10)
    got = gradients(inputs, target)
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_matches_torch_twin(case):
    twin = Vae(*params_of(case[0]))
    out, grads = torch_run(twin, *case)
    grads |= {name: p.grad for name, p in twin.named_parameters()}
    assert_equal(*case, out, grads)


def test_matches_torch_builtin(case):
    """Torch has no VAE, but its layers, its Normal and its KL divergence."""
    inputs, _ = case
    net = builtin_vae(*params_of(inputs))
    out, grads = torch_run(net, *case)
    layers = net.encoder[0], net.mu, net.s, net.decoder[0], net.decoder[2]
    theirs = [
        g for each in layers for g in (each.weight.grad.mT, each.bias.grad)
    ]
    grads |= dict(zip(FIELDS, theirs, strict=True))
    assert_equal(*case, out, grads)


@pytest.mark.parametrize("name", [*FIELDS, "x", "eps"])
def test_gradient_matches_finite_differences(case, name):
    inputs, target = case
    np.testing.assert_allclose(
        gradients(inputs, target)[name],
        numerical_gradient(lambda: loss(inputs, target), inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


def test_the_divergence_is_the_integral(rng):
    """Summed over a fine grid, in each of K numbers of N codes."""
    mu, s = rng.normal(size=(2, 4, 2))
    kl, dmu, ds = vae.kl_to_normal(mu, s)
    z = np.linspace(-30, 30, 60001)[:, None, None]
    log_q = -((z - mu) ** 2) / np.exp(s) / 2 - s / 2
    q = np.exp(log_q) / np.sqrt(2 * np.pi)
    integral = (q * (log_q + z**2 / 2)).sum(axis=0) * 1e-3
    np.testing.assert_allclose(kl, integral, rtol=1e-7)
    for array, ours in ((mu, dmu), (s, ds)):
        expected = numerical_gradient(
            lambda: vae.kl_to_normal(mu, s)[0].sum(), array
        )
        np.testing.assert_allclose(ours, expected, rtol=1e-6, atol=1e-8)
    zero = np.zeros((1, 1))
    assert vae.kl_to_normal(zero, zero)[0] == 0


def test_without_noise_the_code_is_the_mean(case):
    inputs, _ = case
    params = params_of(inputs)
    a, mu, s, _ = forward(inputs | {"eps": np.zeros((N, K))})
    ours = vae.vae_encode(params, inputs["x"])[:2]
    for got, want in zip(ours, (mu, s), strict=True):
        np.testing.assert_array_equal(got, want)
    np.testing.assert_array_equal(vae.vae_decode(params, mu)[0], a)


def test_initialisation_keeps_its_promise(rng):
    params = vae.init_vae(rng, 90, 110, 70)
    for W in params[::2]:  # normal, variance 2 / (inputs + outputs)
        assert abs(W.std() / (2 / sum(W.shape)) ** 0.5 - 1) < 0.03
        assert abs(W.mean()) < 0.01
    for b in params[1::2]:
        assert not b.any()
    assert len({id(b) for b in params}) == 10  # arrays of their own


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("x", (N, 6), "(N, 5)"),
        ("eps", (N, H), "(7, 3)"),
        ("W_1", (D,), "(D, H)"),
        ("b_1", (K,), "(4,)"),
        ("W_mu", (D, K), "(4, K)"),
        ("b_mu", (H,), "(3,)"),
        ("W_s", (K, H), "(4, 3)"),
        ("b_s", (H,), "(3,)"),
        ("W_2", (H, K), "(3, 4)"),
        ("b_2", (K,), "(4,)"),
        ("W_3", (D, H), "(4, 5)"),
        ("b_3", (H,), "(5,)"),
    ],
)
def test_bad_input_is_refused(case, name, shape, want):
    with (
        silence(),
        pytest.raises(ValueError, match=refusal(name, want, shape)),
    ):
        forward(case[0] | {name: np.zeros(shape)})


def test_a_wrong_gradient_code_or_image_is_refused(case):
    inputs, target = case
    *out, cache = forward(inputs)
    back = [np.zeros_like(a) for a in out]
    for n, (name, want) in enumerate(
        (("da", (N, D)), ("dmu", (N, K)), ("ds", (N, K)))
    ):
        wrong = [*back[:n], np.zeros((D, N)), *back[n + 1 :]]
        told = refusal(name, want, (D, N))
        with silence(), pytest.raises(ValueError, match=told):
            vae.vae_backward(*wrong, cache)
    told = refusal("z", "(N, 3)", (N, H))
    with silence(), pytest.raises(ValueError, match=told):
        vae.vae_decode(params_of(inputs), np.zeros((N, H)))
    told = re.escape("x must be floats 0 … 1, got ")
    with silence(), pytest.raises(ValueError, match=told):
        vae.vae_loss(*out, 16 * target)


def test_arguments_stay_as_they_are(case):
    inputs, target = case
    kept = {name: a.copy() for name, a in inputs.items()}
    kept_target, once = target.copy(), gradients(inputs, target)
    *out, cache = forward(inputs)
    back = vae.vae_loss(*out, target, BETA)[1:]
    kept_back = [a.copy() for a in (*out, *back)]
    for _ in range(2):  # a cache serves twice
        dx, _, _ = vae.vae_backward(*back, cache)
        np.testing.assert_array_equal(dx, once["x"])
    rng = np.random.default_rng(0)
    vae.train_vae(rng, params_of(inputs), target, epochs=2)
    kl_dmu = vae.kl_to_normal(inputs["eps"], inputs["eps"])[1]
    kl_dmu += 1
    for net in (Vae(*params_of(inputs)), builtin_vae(*params_of(inputs))):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in inputs.items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)
    np.testing.assert_array_equal(target, kept_target)
    for array, old in zip((*out, *back), kept_back, strict=True):
        np.testing.assert_array_equal(array, old)


def test_float32_stays_float32(case):
    inputs = {name: a.astype(np.float32) for name, a in case[0].items()}
    target = case[1].astype(np.float32)
    rng = np.random.default_rng(0)
    trained, _ = vae.train_vae(rng, params_of(inputs), target, epochs=2)
    out = forward(inputs)[:3]
    terms, *back = vae.vae_loss(*out, target, BETA)
    arrays = [*out, *terms, *back, *trained]
    arrays += gradients(inputs, target).values()
    arrays += vae.kl_to_normal(inputs["eps"], inputs["eps"])
    for array in arrays:
        assert array.dtype == np.float32


@pytest.mark.parametrize("beta", [1.0, 0.3])
def test_two_steps_of_training_are_torchs(case, beta):
    """The same noise for both; torch's own Adam."""
    inputs, x = case
    params = params_of(inputs)
    new, history = vae.train_vae(
        np.random.default_rng(1), params, x, beta, lr=0.1, B=4, epochs=1
    )
    rng = np.random.default_rng(1)
    twin = Vae(*params)
    adam = torch.optim.Adam(twin.parameters(), lr=0.1)
    for n in np.split(rng.permutation(N), [4]):
        seen, eps = torch.tensor(x[n]), rng.normal(size=(len(n), K))
        terms, total = vae_loss_torch(
            *twin(seen, torch.tensor(eps)), seen, beta
        )
        adam.zero_grad()
        total.backward()
        adam.step()
    assert history.shape == (2, 2)
    theirs = [term.item() for term in terms]
    np.testing.assert_allclose(history[1], theirs, rtol=1e-6)
    for ours, parameter in zip(new, twin.parameters(), strict=True):
        np.testing.assert_allclose(
            ours, parameter.detach(), rtol=1e-6, atol=1e-7
        )


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """Six pixels that hang on one number: 1 of 3 units stays; chance alone leaves 6 log 2."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(500, 1))
    x = 1 / (1 + np.exp(-4 * z * [1, 1, -1, -1, 1, -1]))
    start = vae.init_vae(rng, 6, 16, 3)
    params, history = vae.train_vae(rng, start, x, epochs=60)
    assert history.shape == (60 * 8, 2)
    assert history[0].sum() > 4
    assert history[-80:].sum(axis=1).mean() < 3.4
    kl, _, _ = vae.kl_to_normal(*vae.vae_encode(params, x)[:2])
    assert (kl.mean(axis=0) > 0.1).sum() == 1


def test_results_have_a_row_for_every_net():
    rows = vae_results.results(seeds=1, epochs=1, N=100, K=2)
    names = ["autoencoder", "0.1", "1", "10", "mean", "real"]
    assert [row["net"] for row in rows[:6]] == names
    for row in rows[1:4]:
        assert len(row["rec"]) == len(row["kl"]) == 1
        assert 0 <= row["active"][0] <= 2
    for row in rows[:5]:
        assert min(row["real"] + row["covers"] + row["copied"]) > 0
    assert min(rows[5]["real"] + rows[5]["covers"]) > 0
    assert rows[5]["copied"] == pytest.approx([0], abs=0.01)
    shown = [np.shape(row["pictures"]) for row in rows[6:]]
    assert shown == [(10, 484)] * 5 + [(100, 484)]


def test_the_table_gives_the_least_and_the_greatest():
    flat = {"net": "autoencoder", "real": [1.0, 3.0]}
    flat |= {"covers": [2.0, 2.0], "copied": [4.0, 5.0]}
    row = flat | {"net": "1", "rec": [7.0, 6.0], "kl": [9.0, 8.0]}
    row |= {"active": [3, 2]}
    once = {"net": "mean", "real": [1.0], "covers": [2.0], "copied": [4.0]}
    pictures = {"net": "p", "pictures": []}
    assert vae_results.table([flat, row, once, pictures]) == [
        "| `AE` | – | – | – | 1.0 … 3.0 | 2.0 … 2.0 | 4.0 … 5.0 |",
        "| 1 | 6.0 … 7.0 | 8.0 … 9.0 | 2 … 3 "
        "| 1.0 … 3.0 | 2.0 … 2.0 | 4.0 … 5.0 |",
        "| `mean` | – | – | – | 1.0 | 2.0 | 4.0 |",
    ]
