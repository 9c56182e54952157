"""snippets/foundations/neuron.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from snippets.foundations import neuron
from snippets.foundations.neuron_torch import (
    Neuron,
    builtin_neuron,
    train_with_sgd,
)
from tests.kit.gradients import numerical_gradient

N, D = 7, 3  # different, so that no swapped axis goes unseen
F_TORCH = {
    neuron.f_identity: nn.Identity(),
    neuron.f_relu: nn.ReLU(),
    neuron.f_sigmoid: nn.Sigmoid(),
    neuron.f_tanh: nn.Tanh(),
}
every_f = pytest.mark.parametrize("f", F_TORCH, ids=lambda f: f.__name__)


@pytest.fixture
def case(rng):
    params = neuron.init_neuron(rng, D)
    params.b[...] = 0.3  # a bias that is not there would go unseen at 0
    return params, rng.normal(size=(N, D)), rng.normal(size=N)


def loss_and_gradients(params, x, y, f):
    y_hat, cache = neuron.neuron_forward(params, x, f)
    loss, dy_hat = neuron.mse(y_hat, y)
    return (y_hat, loss, *neuron.neuron_backward(dy_hat, cache))


@pytest.mark.parametrize(
    ("shape", "fit"),
    [
        ((), np.zeros(())),
        ((), np.float32(3)),
        (("N", 3), np.zeros((7, 3))),
        (("N", "D"), np.zeros((1, 1), np.float16)),
        ((7, 3), np.zeros((3, 7), np.float32).T),
        ((...,), np.zeros((2, 3, 4))),
        ((...,), np.float64(3)),
    ],
)
def test_expect_accepts_floats_that_fit(shape, fit):
    assert neuron.expect("x", fit, *shape) is None


@pytest.mark.parametrize(
    ("shape", "misfit", "message"),
    [
        (("N", 3), np.zeros((4, 3), int), "(N, 3), got int64 (4, 3)"),
        (("N", 3), np.zeros((4, 3), bool), "(N, 3), got bool (4, 3)"),
        (("N", 3), np.zeros((4, 3), complex), "(N, 3), got complex128 (4, 3)"),
        (("N", 3), np.zeros((4, 3), object), "(N, 3), got object (4, 3)"),
        (("N", 3), [[1.0, 2.0, 3.0]], "(N, 3), got list"),
        (("N", 3), None, "(N, 3), got NoneType"),
        (("N", 3), np.zeros((4, 2)), "(N, 3), got float64 (4, 2)"),
        (("N", 3), np.zeros(3), "(N, 3), got float64 (3,)"),
        (("N", 3), np.zeros((1, 4, 3)), "(N, 3), got float64 (1, 4, 3)"),
        (("N", 3), np.zeros((0, 3)), "(N, 3), got float64 (0, 3)"),
        (("N",), np.zeros(()), "(N,), got float64 ()"),
        ((), 3.0, "(), got float"),
        ((), np.int64(3), "(), got int64 ()"),
        ((), np.zeros(1), "(), got float64 (1,)"),
    ],
)
def test_expect_names_what_it_wants_and_what_came(shape, misfit, message):
    message = re.escape(f"x must be floats of shape {message}") + "$"
    with pytest.raises(ValueError, match=message):
        neuron.expect("x", misfit, *shape)


@pytest.mark.parametrize(
    ("misfit", "got"),
    [
        ([1.0], "list"),
        (np.zeros(0), "float64 (0,)"),
        (np.ones(2, int), "int64"),
    ],
)
def test_expect_of_any_shape_wants_floats_all_the_same(misfit, got):
    message = re.escape(f"a must be floats, got {got}")
    with pytest.raises(ValueError, match=message):
        neuron.expect("a", misfit, ...)


def test_expect_of_another_kind_calls_it_by_its_name():
    whole = {"kinds": "iu", "what": "whole numbers"}
    neuron.expect("y", np.zeros(4, np.uint8), "N", **whole)
    message = r"y must be whole numbers of shape \(N,\), got float64 \(4,\)"
    with pytest.raises(ValueError, match=message):
        neuron.expect("y", np.zeros(4), "N", **whole)


@pytest.mark.parametrize(("low", "high"), [(0.5, 2), (0, 1.5)])
def test_expect_within_two_bounds_names_what_came(low, high):
    a = np.array([0.5, 1.5, 1])
    neuron.expect("y", a, "N", within=(0.5, 1.5))
    a[:1], a[2] = 0, 2
    message = re.escape(f"y must be floats {low} … {high}, got 0.0 … 2.0")
    with pytest.raises(ValueError, match=message):
        neuron.expect("y", a, "N", within=(low, high))
    message = re.escape(f"floats {low} … {high} of shape (N, 1), got float64")
    with pytest.raises(ValueError, match=message):
        neuron.expect("y", a, "N", 1, within=(low, high))


@pytest.mark.parametrize("bounds", [(0, 1), (0, np.inf), (-np.inf, np.inf)])
def test_expect_within_two_bounds_refuses_nan(bounds):
    """NaN is neither below the one nor above the other."""
    neuron.expect("y", np.array([0.5, 1]), "N", within=bounds)
    with pytest.raises(ValueError, match=r"y must be .* got nan … nan$"):
        neuron.expect("y", np.array([0.5, np.nan]), "N", within=bounds)


def test_expect_count_accepts_whole_numbers():
    assert neuron.expect_count("D", 1) is None
    assert neuron.expect_count("widths", 3, np.int64(2), np.uint8(1)) is None
    assert neuron.expect_count("p, M", 0, np.int64(2), low=0) is None


@pytest.mark.parametrize(
    ("counts", "got"),
    [
        ([0], "0"),
        ([-1], "-1"),
        ([2.0], "2.0"),
        (["3"], "'3'"),
        ([None], "None"),
        ([True], "True"),
        ([np.True_], "np.True_"),
        ([3, 2, 0], "3, 2, 0"),
    ],
)
def test_expect_count_names_what_came(counts, got):
    message = f"n must be whole and at least 1, got {got}$"
    with pytest.raises(ValueError, match=message):
        neuron.expect_count("n", *counts)


@pytest.mark.parametrize(
    ("counts", "low", "got"),
    [((0, -1), 0, "0, -1"), ((False, 1), 0, "False, 1"), ((4, 3), 4, "4, 3")],
)
def test_expect_count_names_the_least_there_may_be(counts, low, got):
    message = f"p, M must be whole and at least {low}, got {got}$"
    with pytest.raises(ValueError, match=message):
        neuron.expect_count("p, M", *counts, low=low)


@every_f
def test_matches_torch_twin(case, f):
    params, x, y = case
    y_hat, loss, dx, grads = loss_and_gradients(params, x, y, f)

    twin = Neuron(*params, F_TORCH[f])
    x_t = torch.tensor(x, requires_grad=True)
    y_hat_t = twin(x_t)
    loss_t = ((y_hat_t - torch.tensor(y)) ** 2).mean()
    loss_t.backward()

    np.testing.assert_allclose(y_hat, y_hat_t.detach(), rtol=1e-10)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)
    for name, parameter in twin.named_parameters():
        np.testing.assert_allclose(
            getattr(grads, name), parameter.grad, rtol=1e-10, err_msg=name
        )


@every_f
def test_matches_torch_builtin(case, f):
    params, x, y = case
    y_hat, loss, dx, grads = loss_and_gradients(params, x, y, f)

    builtin = builtin_neuron(*params, F_TORCH[f])
    x_t = torch.tensor(x, requires_grad=True)
    y_hat_t = builtin(x_t)
    loss_t = F.mse_loss(y_hat_t, torch.tensor(y))
    loss_t.backward()

    np.testing.assert_allclose(y_hat, y_hat_t.detach(), rtol=1e-10)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)
    np.testing.assert_allclose(grads.w, builtin[0].weight.grad[0], rtol=1e-10)
    np.testing.assert_allclose(grads.b, builtin[0].bias.grad[0], rtol=1e-10)


@every_f
@pytest.mark.parametrize("make", [Neuron, builtin_neuron])
def test_training_matches_torch_sgd_step_for_step(case, f, make):
    params, x, y = case
    net = make(*params, F_TORCH[f])
    losses_t = train_with_sgd(net, torch.tensor(x), torch.tensor(y), 0.3, 20)
    trained, losses = neuron.train_neuron(params, x, y, f, 0.3, 20)
    np.testing.assert_allclose(losses, losses_t, rtol=1e-10)
    for ours, theirs in zip(trained, net.parameters(), strict=True):
        np.testing.assert_allclose(
            ours, theirs.detach().reshape(ours.shape), rtol=1e-10
        )


@every_f
@pytest.mark.parametrize("name", ["x", *neuron.NeuronParams._fields])
def test_gradient_matches_finite_differences(case, f, name):
    params, x, y = case
    _, _, dx, grads = loss_and_gradients(params, x, y, f)
    expected = numerical_gradient(
        lambda: loss_and_gradients(params, x, y, f)[1],
        x if name == "x" else getattr(params, name),
    )
    np.testing.assert_allclose(
        dx if name == "x" else getattr(grads, name),
        expected,
        rtol=1e-6,
        atol=1e-8,
    )


def test_training_leaves_the_callers_arrays_alone(case):
    params, x, y = case
    kept = [array.copy() for array in (*params, x, y)]
    neuron.train_neuron(params, x, y, steps=3)
    for make in (Neuron, builtin_neuron):
        net = make(*params, nn.Identity())
        train_with_sgd(net, torch.tensor(x), torch.tensor(y), steps=3)
    for array, before in zip((*params, x, y), kept, strict=True):
        np.testing.assert_array_equal(array, before)


def test_weights_fill_their_range_and_bias_is_zero(rng):
    w, b = neuron.init_neuron(rng, 400)
    assert abs(w).max() <= 400**-0.5
    assert w.max() > 0.9 * 400**-0.5
    assert w.min() < -0.9 * 400**-0.5
    assert b == 0
    assert b.shape == ()


def test_activations_keep_their_words():
    a = np.array([-1000.0, -1.0, 0.0, 1.0, 1000.0])
    y_hat, slope = neuron.f_sigmoid(a)
    np.testing.assert_allclose(y_hat[[0, 2, 4]], [0, 0.5, 1])
    np.testing.assert_allclose(slope[[0, 2, 4]], [0, 0.25, 0])
    y_hat, slope = neuron.f_tanh(a)
    np.testing.assert_allclose(y_hat[[0, 2, 4]], [-1, 0, 1])
    np.testing.assert_allclose(slope[[0, 2, 4]], [0, 1, 0])
    y_hat, slope = neuron.f_relu(a)
    np.testing.assert_array_equal(y_hat, [0, 0, 0, 1, 1000])
    np.testing.assert_array_equal(slope, [0, 0, 0, 1, 1])
    y_hat, slope = neuron.f_identity(a)
    np.testing.assert_array_equal(y_hat, a)
    np.testing.assert_array_equal(slope, [1, 1, 1, 1, 1])


def test_a_neuron_without_inputs_is_refused(rng):
    with pytest.raises(
        ValueError, match="D must be whole and at least 1, got 0"
    ):
        neuron.init_neuron(rng, 0)


@pytest.mark.parametrize("shape", [(N, 5), (D,), (N, D, 1)])
def test_wrong_x_is_refused_naming_both_shapes(case, shape):
    message = re.escape(
        f"x must be floats of shape (N, 3), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        neuron.neuron_forward(case[0], np.zeros(shape))


def test_wrong_dy_hat_is_refused_naming_both_shapes(case):
    params, x, _ = case
    _, cache = neuron.neuron_forward(params, x)
    with pytest.raises(ValueError, match=r"shape \(7,\), got .* \(7, 1\)"):
        neuron.neuron_backward(np.zeros((N, 1)), cache)


def test_column_of_targets_is_refused_naming_both_shapes(case):
    params, x, y = case
    with pytest.raises(ValueError, match=r"shape \(7,\), got .* \(7, 1\)"):
        neuron.train_neuron(params, x, y[:, None])


@every_f
def test_float32_stays_float32(case, f):
    params, x, y = case
    params = neuron.NeuronParams(*(p.astype(np.float32) for p in params))
    x, y = x.astype(np.float32), y.astype(np.float32)
    y_hat, loss, dx, grads = loss_and_gradients(params, x, y, f)
    trained, losses = neuron.train_neuron(params, x, y, f, steps=2)
    for array in (y_hat, loss, dx, *grads, *trained, losses, *f(y)):
        assert array.dtype == np.float32


def test_gradient_descent_finds_the_least_squares_solution(rng):
    x = rng.normal(size=(200, 4))
    y = x @ [3.0, -2.0, 0.5, 0.0] + 7 + rng.normal(size=200)
    params, losses = neuron.train_neuron(
        neuron.init_neuron(rng, 4), x, y, lr=0.3, steps=200
    )
    solution, *_ = np.linalg.lstsq(np.c_[x, np.ones(200)], y)
    np.testing.assert_allclose([*params.w, params.b], solution, rtol=1e-8)
    assert losses[0] > 50
    assert losses[-1] < 1.2


@pytest.mark.parametrize(
    ("f", "bound"),
    [(neuron.f_tanh, 0.01), (neuron.f_sigmoid, 0.01), (neuron.f_relu, 0.01)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_learns_from_a_neuron_of_its_kind(rng, f, bound):
    x = rng.normal(size=(200, 2))
    teacher = neuron.NeuronParams(np.array([1.5, -1.0]), np.array(0.5))
    y, _ = neuron.neuron_forward(teacher, x, f)
    start = neuron.NeuronParams(np.array([0.1, 0.1]), np.array(0.1))
    params, losses = neuron.train_neuron(start, x, y, f, lr=0.5, steps=500)
    assert losses[-1] < bound * losses[0]
    np.testing.assert_allclose(params.w, teacher.w, atol=0.2)
