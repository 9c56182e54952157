"""snippets/generative/autoencoder.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.generative import autoencoder as ae
from snippets.generative import autoencoder_linear as ae_linear
from snippets.generative.autoencoder_torch import (
    Autoencoder,
    LinearAutoencoder,
    builtin_autoencoder,
)
from studies.generative.autoencoder import results as autoencoder_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, D, H, K = 7, 5, 4, 3  # all different, so that no swapped axis goes unseen
FIELDS = ae.AutoencoderParams._fields
LINEAR_FIELDS = ae_linear.LinearAutoencoderParams._fields


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the gradient of what comes out."""
    params = ae.init_autoencoder(rng, D, H, K)
    inputs = {
        name: rng.normal(size=p.shape) for name, p in params._asdict().items()
    }
    return inputs | {"x": rng.normal(size=(N, D))}, rng.normal(size=(N, D))


@pytest.fixture
def linear_case(rng):
    params = ae_linear.init_linear_autoencoder(rng, D, K)
    inputs = params._asdict() | {"x": rng.normal(size=(N, D))}
    return inputs, rng.normal(size=(N, D))


def params_of(inputs):
    return ae.AutoencoderParams(*(inputs[name] for name in FIELDS))


def linear_params_of(inputs):
    return ae_linear.LinearAutoencoderParams(
        *(inputs[n] for n in LINEAR_FIELDS)
    )


def forward(inputs):
    return ae.autoencoder_forward(params_of(inputs), inputs["x"])


def linear_forward(inputs):
    params = linear_params_of(inputs)
    return ae_linear.linear_autoencoder_forward(params, inputs["x"])


def gradients(inputs, dx_hat):
    """The gradient of every input by its name."""
    dx, grads = ae.autoencoder_backward(dx_hat, forward(inputs)[1])
    return grads._asdict() | {"x": dx}


def linear_gradients(inputs, dx_hat):
    cache = linear_forward(inputs)[1]
    dx, grads = ae_linear.linear_autoencoder_backward(dx_hat, cache)
    return grads._asdict() | {"x": dx}


def torch_run(net, inputs, dx_hat):
    """The output and the gradient of x, after backward."""
    x = torch.tensor(inputs["x"], requires_grad=True)
    x_hat = net(x)
    (x_hat * torch.tensor(dx_hat)).sum().backward()
    return x_hat.detach(), {"x": x.grad}


def assert_equal(ours, got, theirs, expected):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_matches_torch_twin(case):
    inputs, dx_hat = case
    twin = Autoencoder(*params_of(inputs))
    x_hat, grads = torch_run(twin, inputs, dx_hat)
    grads |= {name: p.grad for name, p in twin.named_parameters()}
    got = gradients(inputs, dx_hat)
    assert_equal(forward(inputs)[0], got, x_hat, grads)


def test_the_linear_one_matches_its_twin(linear_case):
    inputs, dx_hat = linear_case
    twin = LinearAutoencoder(*linear_params_of(inputs))
    x_hat, grads = torch_run(twin, inputs, dx_hat)
    grads |= {name: p.grad for name, p in twin.named_parameters()}
    got = linear_gradients(inputs, dx_hat)
    assert_equal(linear_forward(inputs)[0], got, x_hat, grads)


def test_matches_torch_builtin(case):
    """Torch has no autoencoder, but all its layers: nn.Linear and nn.Tanh."""
    inputs, dx_hat = case
    net = builtin_autoencoder(*params_of(inputs))
    x_hat, grads = torch_run(net, inputs, dx_hat)
    grads |= {
        name: p.grad.mT if p.ndim == 2 else p.grad
        for name, p in zip(FIELDS, net.parameters(), strict=True)
    }
    assert_equal(forward(inputs)[0], gradients(inputs, dx_hat), x_hat, grads)


@pytest.mark.parametrize("name", [*FIELDS, "x"])
def test_gradient_matches_finite_differences(case, name):
    inputs, dx_hat = case
    np.testing.assert_allclose(
        gradients(inputs, dx_hat)[name],
        numerical_gradient(
            lambda: (forward(inputs)[0] * dx_hat).sum(), inputs[name]
        ),
        rtol=1e-6,
        atol=1e-8,
    )


@pytest.mark.parametrize("name", [*LINEAR_FIELDS, "x"])
def test_linear_gradient_matches_finite_differences(linear_case, name):
    inputs, dx_hat = linear_case
    np.testing.assert_allclose(
        linear_gradients(inputs, dx_hat)[name],
        numerical_gradient(
            lambda: (linear_forward(inputs)[0] * dx_hat).sum(), inputs[name]
        ),
        rtol=1e-6,
        atol=1e-8,
    )


def test_encoder_and_decoder_are_the_two_halves(case):
    inputs, _ = case
    params = params_of(inputs)
    x_hat, (_, x, h, z, u) = forward(inputs)
    for ours, kept in zip(ae.encode_x(params, x), (z, h), strict=True):
        np.testing.assert_array_equal(ours, kept)
    for ours, kept in zip(ae.decode_z(params, z), (x_hat, u), strict=True):
        np.testing.assert_array_equal(ours, kept)
    assert z.shape == (N, K)


def test_initialisation_keeps_its_promise(rng):
    params = ae.init_autoencoder(rng, 90, 110, 70)
    for W in params[::2]:  # normal, variance 2 / (inputs + outputs)
        assert abs(W.std() / (2 / sum(W.shape)) ** 0.5 - 1) < 0.03
        assert abs(W.mean()) < 0.01
    for b in params[1::2]:
        assert not b.any()
    assert len({id(b) for b in params}) == 8  # arrays of their own
    for W in ae_linear.init_linear_autoencoder(rng, 100, 80):  # variance 1 / D
        assert abs(W.std() - 0.1) < 0.003


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("x", (N, 6), "(N, 5)"),
        ("x", (D,), "(N, 5)"),
        ("W_1", (D,), "(D, H)"),
        ("b_1", (K,), "(4,)"),
        ("W_2", (D, K), "(4, K)"),
        ("b_2", (H,), "(3,)"),
        ("W_3", (H, K), "(3, 4)"),
        ("b_3", (K,), "(4,)"),
        ("W_4", (D, H), "(4, 5)"),
        ("b_4", (H,), "(5,)"),
    ],
)
def test_bad_input_is_refused(case, name, shape, want):
    inputs, _ = case
    with (
        silence(),
        pytest.raises(ValueError, match=refusal(name, want, shape)),
    ):
        forward(inputs | {name: np.zeros(shape)})


def test_a_wrong_code_or_gradient_is_refused(case, linear_case):
    inputs, _ = case
    with (
        silence(),
        pytest.raises(ValueError, match=refusal("z", "(N, 3)", (N, H))),
    ):
        ae.decode_z(params_of(inputs), np.zeros((N, H)))
    wrong = refusal("dx_hat", (N, D), (D, N))
    with silence(), pytest.raises(ValueError, match=wrong):
        ae.autoencoder_backward(np.zeros((D, N)), forward(inputs)[1])
    cache = linear_forward(linear_case[0])[1]
    with silence(), pytest.raises(ValueError, match=wrong):
        ae_linear.linear_autoencoder_backward(np.zeros((D, N)), cache)


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("x", (N, 6), "(N, 5)"),
        ("W_e", (D,), "(D, K)"),
        ("W_d", (D, K), "(3, 5)"),
    ],
)
def test_the_linear_one_refuses_bad_input(linear_case, name, shape, want):
    inputs, _ = linear_case
    with (
        silence(),
        pytest.raises(ValueError, match=refusal(name, want, shape)),
    ):
        linear_forward(inputs | {name: np.zeros(shape)})


def test_arguments_stay_as_they_are(case, linear_case):
    (inputs, dx_hat), (linear, _) = case, linear_case
    kept = {k: a.copy() for k, a in (inputs | linear).items()}
    kept_dx_hat, once = dx_hat.copy(), gradients(inputs, dx_hat)
    _, cache = forward(inputs)
    for _ in range(2):  # a cache serves twice
        dx, _ = ae.autoencoder_backward(dx_hat, cache)
        np.testing.assert_array_equal(dx, once["x"])
    linear_gradients(linear, dx_hat)
    for params, net in (
        (params_of(inputs), ae.NONLINEAR),
        (linear_params_of(linear), ae_linear.LINEAR),
    ):
        rng = np.random.default_rng(0)
        ae.train_autoencoder(rng, params, inputs["x"], net, epochs=2)
    ae_linear.fit_pca(inputs["x"], 2)
    ae_linear.principal_angle(inputs["W_3"], inputs["W_2"].T)
    nets = (
        Autoencoder(*params_of(inputs)),
        builtin_autoencoder(*params_of(inputs)),
    )
    for net in (*nets, LinearAutoencoder(*linear_params_of(linear))):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in (inputs | linear).items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)
    np.testing.assert_array_equal(dx_hat, kept_dx_hat)


def test_float32_stays_float32(case, linear_case):
    (inputs, dx_hat), (linear, _) = case, linear_case
    inputs, linear = (
        {name: a.astype(np.float32) for name, a in each.items()}
        for each in (inputs, linear)
    )
    dx_hat, x = dx_hat.astype(np.float32), inputs["x"]
    rng = np.random.default_rng(0)
    trained, _ = ae.train_autoencoder(
        rng, params_of(inputs), x, sigma=0.1, epochs=2
    )
    flat, _ = ae.train_autoencoder(
        rng, linear_params_of(linear), x, ae_linear.LINEAR, epochs=2
    )
    arrays = [forward(inputs)[0], *gradients(inputs, dx_hat).values()]
    arrays += [*linear_gradients(linear, dx_hat).values(), *trained, *flat]
    arrays += [linear_forward(linear)[0], *ae_linear.fit_pca(x, 2)]
    arrays += ae.encode_x(params_of(inputs), x)
    for array in arrays:
        assert array.dtype == np.float32


@pytest.mark.parametrize("sigma", [0.0, 0.3])
def test_two_steps_of_training_are_torchs(case, sigma):
    """Noise on what goes in, none on what should come out; torch's own Adam."""
    inputs, _ = case
    params, x = params_of(inputs), inputs["x"]
    new, losses = ae.train_autoencoder(
        np.random.default_rng(1), params, x, sigma=sigma, lr=0.1, B=4, epochs=1
    )
    rng = np.random.default_rng(1)
    twin = Autoencoder(*params)
    adam = torch.optim.Adam(twin.parameters(), lr=0.1)
    for n in np.split(rng.permutation(N), [4]):
        seen = x[n] + rng.normal(0, sigma, x[n].shape)
        loss = torch.nn.functional.mse_loss(
            twin(torch.tensor(seen)), torch.tensor(x[n])
        )
        adam.zero_grad()
        loss.backward()
        adam.step()
    assert losses.shape == (2,)
    np.testing.assert_allclose(losses[1], loss.item(), rtol=1e-6)
    for ours, theirs in zip(new, twin.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-6, atol=1e-8)


def test_pca_is_the_best_subspace(rng):
    """Its error is the sum of the squared singular values that are left."""
    x = rng.normal(size=(50, D)) * [5, 4, 3, 2, 1] + 7
    mean, V = ae_linear.fit_pca(x, 2)
    np.testing.assert_allclose(mean, x.mean(axis=0))
    np.testing.assert_allclose(V @ V.T, np.eye(2), atol=1e-12)
    off = ((x - mean) - (x - mean) @ V.T @ V) ** 2
    rest = np.linalg.svd(x - mean, compute_uv=False)[2:] ** 2
    np.testing.assert_allclose(off.sum(), rest.sum())


@pytest.mark.parametrize(("shape", "most"), [((9, 4), 4), ((4, 9), 3)])
def test_pca_has_no_more_axes_than_the_samples_span(rng, shape, most):
    """Four points span three directions from their mean; the rest is chance."""
    x = rng.normal(size=shape)
    mean, V = ae_linear.fit_pca(x, most)
    np.testing.assert_allclose((x - mean) @ V.T @ V + mean, x)
    message = re.escape(
        f"K must be at most {most} for x {shape}, got {most + 1}"
    )
    with pytest.raises(ValueError, match=message):
        ae_linear.fit_pca(x, most + 1)


@pytest.mark.parametrize("degrees", [0, 1e-3, 30, 89, 90])
def test_the_principal_angle_is_the_one_by_which_we_turned(rng, degrees):
    """Also after the axes of one subspace are mixed."""
    angle = np.radians(degrees)
    V = np.eye(5)[:2]
    A = V.copy()
    A[1, 1], A[1, 4] = np.cos(angle), np.sin(angle)
    mixed = rng.normal(size=(2, 2)) @ A
    assert abs(ae_linear.principal_angle(mixed, V) - degrees) < 1e-5


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """A curve in one number: PCA leaves 0.036, the network a tenth of it."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (500, 1)) ** [1, 2, 3]
    start = ae.init_autoencoder(rng, 3, 16, 1)
    params, losses = ae.train_autoencoder(rng, start, x)
    assert losses.shape == (80 * 8,)
    assert losses[0] > 0.1
    new = rng.uniform(-1, 1, (500, 1)) ** [1, 2, 3]
    mean, V = ae_linear.fit_pca(x, 1)
    flat = (((new - mean) @ V.T @ V + mean - new) ** 2).mean()
    bent = ((ae.autoencoder_forward(params, new)[0] - new) ** 2).mean()
    assert flat > 0.03
    assert bent < 0.003


def test_the_linear_one_finds_the_subspace_of_pca():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 6)) * [4, 3, 2, 0.5, 0.4, 0.3]
    x = x - x.mean(axis=0)
    start = ae_linear.init_linear_autoencoder(rng, 6, 3)
    _, V = ae_linear.fit_pca(x, 3)
    assert ae_linear.principal_angle(start.W_d, V) > 20
    params, _ = ae.train_autoencoder(
        rng, start, x, ae_linear.LINEAR, lr=0.01, B=200, epochs=1000
    )
    assert ae_linear.principal_angle(params.W_d, V) < 0.5


def test_results_have_a_row_for_every_width(monkeypatch):
    monkeypatch.setattr(autoencoder_results, "KS", (2,))
    rows = autoencoder_results.results(seeds=1, epochs=1, N=100)
    assert [row["K"] for row in rows] == ["0", "2", "nearest", "pictures"]
    assert abs(rows[0]["pca"] - 100) < 1e-9
    for row in rows[:-1]:
        assert len(row["pca_auc"]) == 10
        assert all(0 <= area <= 1 for area in row["pca_auc"])
    assert len(rows[1]["net"]) == 1
    assert np.shape(rows[1]["net_auc"]) == (1, 10)
    assert np.shape(rows[-1]["pictures"]) == (3, 10, 22, 22)


def test_the_table_gives_percents_and_who_is_ahead():
    flat = {"K": "0", "pca": 100.0, "pca_auc": [0.5] * 10}
    aucs = [[0.6] * 9 + [0.4], [0.7] * 9 + [0.5]]
    row = flat | {"K": "2", "pca": 80.0, "net": [70.0, 60.0], "net_auc": aucs}
    near = flat | {"K": "nearest"}
    assert autoencoder_results.table([flat, row, near, {"K": "pictures"}]) == [
        "| 0 | 100.0 | – | 50.0 | – | – |",
        "| 2 | 80.0 | 60.0 … 70.0 | 50.0 | 58.0 … 68.0 | 9 |",
        "| 100.0 | – | 50.0 | – | – |",
    ]
