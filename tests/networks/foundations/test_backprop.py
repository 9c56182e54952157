"""snippets/foundations/backprop.py against torch, differences and paper."""

import re

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from press.check import shape_comments
from snippets.foundations import backprop
from snippets.foundations.backprop import TwoLayerParams
from snippets.foundations.backprop_torch import (
    TwoLayer,
    builtin_two_layer,
    train_two_layer_torch,
)
from tests.kit.gradients import numerical_gradient

N, D, H, K = 7, 3, 5, 2  # different, so that no swapped axis goes unseen
NETS = [TwoLayer, builtin_two_layer]


@pytest.fixture
def case(rng):
    params = backprop.init_two_layer(rng, D, H, K)
    params.b_1[...] = rng.normal(size=H)  # at 0 a missing bias goes unseen
    params.b_2[...] = rng.normal(size=K)
    return params, rng.normal(size=(N, D)), rng.random((N, K))


def loss_and_gradients(params, x, y):
    a_2, cache = backprop.two_layer_forward(params, x)
    loss, da_2 = backprop.binary_cross_entropy(a_2, y)
    return (a_2, loss, *backprop.two_layer_backward(da_2, cache))


def by_autograd(net, x, y):
    x_t = torch.tensor(x, requires_grad=True)
    a_2 = net(x_t)
    loss = F.binary_cross_entropy_with_logits(a_2, torch.tensor(y))
    loss.backward()
    grads = [p.grad.numpy() for p in net.parameters()]
    return a_2.detach().numpy(), loss.item(), x_t.grad.numpy(), grads


@pytest.mark.parametrize("make", NETS)
def test_matches_torch_twin_and_builtin(case, make):
    params, x, y = case
    a_2, loss, dx, grads = loss_and_gradients(params, x, y)
    a_2_t, loss_t, dx_t, grads_t = by_autograd(make(*params), x, y)
    np.testing.assert_allclose(a_2, a_2_t, rtol=1e-10)
    np.testing.assert_allclose(loss, loss_t, rtol=1e-10)
    np.testing.assert_allclose(dx, dx_t, rtol=1e-10)
    for name, ours, theirs in zip(params._fields, grads, grads_t, strict=True):
        same_way = theirs if theirs.shape == ours.shape else theirs.T
        np.testing.assert_allclose(ours, same_way, rtol=1e-10, err_msg=name)


@pytest.mark.parametrize("name", ["x", *TwoLayerParams._fields])
def test_gradient_matches_finite_differences(case, name):
    params, x, y = case
    _, _, dx, grads = loss_and_gradients(params, x, y)
    expected = numerical_gradient(
        lambda: loss_and_gradients(params, x, y)[1],
        x if name == "x" else getattr(params, name),
    )
    np.testing.assert_allclose(
        dx if name == "x" else getattr(grads, name),
        expected,
        rtol=1e-6,
        atol=1e-9,
    )


def test_the_page_s_example_on_paper():
    """Every number that the chapter computes by hand, to its last digit."""
    params = TwoLayerParams(
        np.array([[0.6, -0.4], [-0.2, 0.6]]),
        np.array([0.1, -0.2]),
        np.array([[0.5], [-0.4]]),
        np.array([-0.1]),
    )
    x, y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    a_2, loss, dx, grads = loss_and_gradients(params, x, y)
    np.testing.assert_array_equal(np.round(a_2, 4), [[-0.1692]])
    np.testing.assert_array_equal(np.round(loss, 4), 0.7813)
    np.testing.assert_array_equal(np.round(dx, 4), [[-0.2106, 0.1422]])
    paper = (
        [[-0.2481, 0.1543], [-0.4962, 0.3086]],
        [-0.2481, 0.1543],
        [[-0.1579], [-0.2912]],
        [-0.5422],
    )
    for ours, by_hand in zip(grads, paper, strict=True):
        np.testing.assert_array_equal(np.round(ours, 4), by_hand)
    new = backprop.two_layer_update(params, grads, 0.5)
    _, loss, _, _ = loss_and_gradients(new, x, y)
    np.testing.assert_array_equal(np.round(loss, 4), 0.4418)


def test_weights_fill_their_range_and_biases_are_zero(rng):
    params = backprop.init_two_layer(rng, 400, 100, 30)
    for W, inputs in ((params.W_1, 400), (params.W_2, 100)):
        assert abs(W).max() <= inputs**-0.5
        assert W.max() > 0.99 * inputs**-0.5
        assert W.min() < -0.99 * inputs**-0.5
    assert params.W_1.shape == (400, 100)
    assert params.W_2.shape == (100, 30)
    np.testing.assert_array_equal(params.b_1, np.zeros(100))
    np.testing.assert_array_equal(params.b_2, np.zeros(30))
    assert backprop.init_two_layer(rng, 3, 2).W_2.shape == (2, 1)


@pytest.mark.parametrize("make", NETS)
def test_training_matches_torch_sgd_step_for_step(case, make):
    params, x, y = case
    kept = [array.copy() for array in (*params, x, y)]
    net, rng_t = make(*params), np.random.default_rng(1)
    losses_t = train_two_layer_torch(
        rng_t, net, torch.tensor(x), torch.tensor(y), 0.3, 20, B=4
    )
    trained, losses = backprop.train_two_layer(
        np.random.default_rng(1), params, x, y, 0.3, 20, B=4
    )
    np.testing.assert_allclose(losses, losses_t, rtol=1e-10)
    for ours, theirs in zip(trained, net.parameters(), strict=True):
        theirs = theirs.detach().numpy()
        same_way = theirs if theirs.shape == ours.shape else theirs.T
        np.testing.assert_allclose(ours, same_way, rtol=1e-10)
    for array, before in zip((*params, x, y), kept, strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize("sizes", [(0, 2, 1), (3, 0, 1), (3, 2, 0)])
def test_a_network_without_neurons_is_refused(rng, sizes):
    message = re.escape(
        f"D, H, K must be whole and at least 1, got {str(sizes)[1:-1]}"
    )
    with pytest.raises(ValueError, match=message):
        backprop.init_two_layer(rng, *sizes)


@pytest.mark.parametrize("shape", [(N, 4), (D,), (N, D, 1)])
def test_wrong_x_is_refused_naming_both_shapes(case, shape):
    message = re.escape(
        f"x must be floats of shape (N, 3), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        backprop.two_layer_forward(case[0], np.zeros(shape))


@pytest.mark.parametrize("shape", [(N,), (N, 1), (1, K), (K, N)])
def test_wrong_da_2_is_refused_naming_both_shapes(case, shape):
    params, x, _ = case
    _, cache = backprop.two_layer_forward(params, x)
    message = re.escape(
        f"da_2 must be floats of shape (7, 2), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        backprop.two_layer_backward(np.zeros(shape), cache)


@pytest.mark.parametrize(
    ("name", "shape", "message"),
    [
        ("W_1", (D,), "W_1 must be floats of shape (D, H), got float64 (3,)"),
        ("b_1", (1,), "b_1 must be floats of shape (5,), got float64 (1,)"),
        ("W_2", (1, K), "W_2 must be floats of shape (5, K), got float64 (1,"),
        ("b_2", (), "b_2 must be floats of shape (2,), got float64 ()"),
    ],
)
def test_params_that_do_not_fit_are_refused(case, name, shape, message):
    params, x, _ = case
    with shape_comments.silence():
        params = params._replace(**{name: np.ones(shape)})
    with pytest.raises(ValueError, match=re.escape(message)):
        backprop.two_layer_forward(params, x)


def test_a_gradient_is_not_broadcast_to_its_parameter(case):
    params, x, y = case
    *_, grads = loss_and_gradients(params, x, y)
    with shape_comments.silence():
        grads = grads._replace(b_1=np.ones(1))
    message = re.escape("gradient of b_1 must be floats of shape (5,), got")
    with pytest.raises(ValueError, match=message):
        backprop.two_layer_update(params, grads, 0.1)


@pytest.mark.parametrize("y", [-1.0, 2.0])
def test_targets_beyond_0_and_1_are_refused(y):
    message = re.escape(f"y must be floats 0 … 1, got {y} … {y}")
    with pytest.raises(ValueError, match=message):
        backprop.binary_cross_entropy(np.zeros((N, K)), np.full((N, K), y))


def test_wrong_y_is_refused_naming_both_shapes(rng, case):
    params, x, y = case
    message = re.escape("of shape (7, 2), got float64 (7,)")
    with pytest.raises(ValueError, match=message):
        backprop.train_two_layer(rng, params, x, y[:, 0], B=4)


def test_float32_stays_float32(rng, case):
    params, x, y = case
    params = TwoLayerParams(*(p.astype(np.float32) for p in params))
    x, y = x.astype(np.float32), y.astype(np.float32)
    a_2, loss, dx, grads = loss_and_gradients(params, x, y)
    trained, losses = backprop.train_two_layer(rng, params, x, y, steps=2, B=4)
    for array in (a_2, loss, dx, *grads, *trained, losses):
        assert array.dtype == np.float32


def test_learns_xor_which_one_layer_cannot(rng):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) * 1.0
    y = np.array([[0], [1], [1], [0]]) * 1.0
    params, losses = backprop.train_two_layer(
        rng, backprop.init_two_layer(rng, 2, 4), x, y
    )
    assert losses[0] > 0.6
    assert losses[-1] < 0.05
    a_2, _ = backprop.two_layer_forward(params, x)
    np.testing.assert_array_equal(a_2 > 0, y > 0)
