"""snippets/foundations/activation.py against torch, differences and its words."""

import math
import re

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from press.check import shape_comments
from snippets.foundations import activation, activation_chain
from snippets.foundations.activation_torch import BUILTIN, TWINS, Chain
from tests.kit.gradients import numerical_gradient

B, D, H, K = 5, 3, 4, 2  # different, so that no swapped axis goes unseen
CLOSE = {"rtol": 1e-10, "atol": 1e-14}
every_f = pytest.mark.parametrize("name", [n for n in TWINS if n[0] == "f"])
every_activation = pytest.mark.parametrize("name", TWINS)


def forward_and_backward(name, a, dh):
    """The output and the gradient of (output · dh).sum() in a."""
    if name == "softmax":
        h = activation.softmax_forward(a)
        return h, activation.softmax_backward(dh, h)
    h, slope = getattr(activation, name)(a)
    return h, dh * slope


@pytest.fixture
def case(rng):
    return 2 * rng.normal(size=(B, H)), rng.normal(size=(B, H))


@pytest.fixture
def chain(rng):
    Ws = activation_chain.init_chain(rng, (D, H, K))
    return Ws, rng.normal(size=(B, D)), rng.normal(size=(B, K))


@every_activation
@pytest.mark.parametrize("table", [TWINS, BUILTIN], ids=["twin", "builtin"])
def test_matches_torch_twin_and_builtin(case, name, table):
    a, dh = case
    h, da = forward_and_backward(name, a, dh)
    a_t = torch.tensor(a, requires_grad=True)
    h_t = table[name](a_t)
    h_t.backward(torch.tensor(dh))
    np.testing.assert_allclose(h, h_t.detach(), **CLOSE)
    np.testing.assert_allclose(da, a_t.grad, **CLOSE)


@every_f
def test_chain_matches_torch_twin(chain, name):
    Ws, x, dh = chain
    h, cache = activation_chain.chain_forward(Ws, x, getattr(activation, name))
    dx, dWs = activation_chain.chain_backward(dh, cache)

    twin = Chain(Ws, TWINS[name])
    x_t = torch.tensor(x, requires_grad=True)
    h_t = twin(x_t)
    h_t.backward(torch.tensor(dh))

    np.testing.assert_allclose(h, h_t.detach(), **CLOSE)
    np.testing.assert_allclose(dx, x_t.grad, **CLOSE)
    for dW, W in zip(dWs, twin.Ws, strict=True):
        np.testing.assert_allclose(dW, W.grad, **CLOSE)


def test_chain_matches_torch_linear_layers(chain):
    Ws, x, dh = chain
    h, cache = activation_chain.chain_forward(Ws, x, activation.f_gelu)
    _, dWs = activation_chain.chain_backward(dh, cache)
    linears = [nn.Linear(*W.shape, bias=False) for W in Ws]
    for linear, W in zip(linears, Ws, strict=True):
        linear.weight = nn.Parameter(torch.tensor(W.T.copy()))
    h_t = torch.tensor(x)
    for linear in linears:
        h_t = F.gelu(linear(h_t))
    h_t.backward(torch.tensor(dh))
    np.testing.assert_allclose(h, h_t.detach(), **CLOSE)
    for dW, linear in zip(dWs, linears, strict=True):
        np.testing.assert_allclose(dW, linear.weight.grad.T, **CLOSE)


@every_activation
def test_gradient_matches_finite_differences(case, name):
    a, dh = case
    _, da = forward_and_backward(name, a, dh)
    expected = numerical_gradient(
        lambda: (forward_and_backward(name, a, dh)[0] * dh).sum(), a
    )
    np.testing.assert_allclose(da, expected, rtol=1e-6, atol=1e-8)


@every_f
@pytest.mark.parametrize("which", ["x", "W_1", "W_2"])
def test_chain_gradient_matches_finite_differences(chain, name, which):
    Ws, x, dh = chain
    f = getattr(activation, name)
    _, cache = activation_chain.chain_forward(Ws, x, f)
    dx, dWs = activation_chain.chain_backward(dh, cache)
    array, gradient = {
        "x": (x, dx),
        "W_1": (Ws[0], dWs[0]),
        "W_2": (Ws[1], dWs[1]),
    }[which]
    expected = numerical_gradient(
        lambda: (activation_chain.chain_forward(Ws, x, f)[0] * dh).sum(), array
    )
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-8)


def test_chain_starts_with_the_variance_it_promises(rng):
    for gain in (1.0, 2.0):
        W_1, W_2 = activation_chain.init_chain(rng, (300, 200, 100), gain)
        assert W_1.shape == (300, 200)
        assert W_2.shape == (200, 100)
        np.testing.assert_allclose(W_1.var(), gain / 300, rtol=0.03)
        np.testing.assert_allclose(W_2.var(), gain / 200, rtol=0.03)
        assert abs(W_1.mean()) < 0.01
    np.testing.assert_allclose(
        activation_chain.init_chain(rng, (99, 99))[0].var(), 1 / 99, rtol=0.1
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_normal_is_within_ten_eps_of_erfc(dtype):
    a = np.linspace(-12, 12, 24001).astype(dtype)[:, None]
    Phi, phi = activation.normal(a)
    exact = [0.5 * math.erfc(-v / 2**0.5) for v in a[:, 0].tolist()]
    density = np.exp(-(a.astype(float) ** 2) / 2) / math.sqrt(2 * math.pi)
    eps = np.finfo(dtype).eps
    assert abs(Phi[:, 0] - exact).max() < 10 * eps
    assert abs(phi - density).max() < 10 * eps


def test_normal_meets_its_landmarks():
    Phi, phi = activation.normal(np.array([[-1000.0, -40.0, 0, 40.0, 1000.0]]))
    np.testing.assert_allclose(Phi, [[0, 0, 0.5, 1, 1]], atol=1e-15)
    np.testing.assert_allclose(phi[0, [0, 2]], [0, (2 * np.pi) ** -0.5])
    powers = activation.mills_series(14)
    assert len(powers) == 15
    at_zero = sum(powers)  # t = 1 at u = 0
    np.testing.assert_allclose(at_zero, (math.pi / 2) ** 0.5)


def test_gelu_is_the_exact_one_not_the_tanh_approximation():
    a = np.linspace(-5, 5, 2001)[:, None]
    h, _ = activation.f_gelu(a)
    exact = F.gelu(torch.tensor(a)).numpy()
    curve = F.gelu(torch.tensor(a), approximate="tanh").numpy()
    assert abs(h - exact).max() < 1e-14
    assert 4e-4 < abs(h - curve).max() < 5e-4


def test_activations_keep_their_words():
    a = np.array([[-1000.0, -2.0, 0.0, 2.0, 1000.0]])
    landmarks = {  # f(a), then f'(a); ±1000 in, no warning out
        "f_identity": ([-1000, -2, 0, 2, 1000], [1, 1, 1, 1, 1]),
        "f_relu": ([0, 0, 0, 2, 1000], [0, 0, 0, 1, 1]),
        "f_leaky_relu": ([-10, -0.02, 0, 2, 1000], [0.01] * 3 + [1, 1]),
        "f_sigmoid": ([0, 0.1192, 0.5, 0.8808, 1], [0, 0.105, 0.25, 0.105, 0]),
        "f_tanh": ([-1, -0.964, 0, 0.964, 1], [0, 0.0707, 1, 0.0707, 0]),
        "f_silu": ([0, -0.2384, 0, 1.7616, 1000], [0, -0.0908, 0.5, 1.0908, 1]),
        "f_gelu": ([0, -0.0455, 0, 1.9545, 1000], [0, -0.0852, 0.5, 1.0852, 1]),
    }
    for name, (values, slopes) in landmarks.items():
        h, slope = getattr(activation, name)(a)
        np.testing.assert_allclose(h, [values], atol=1e-4, err_msg=name)
        np.testing.assert_allclose(slope, [slopes], atol=1e-4, err_msg=name)


def test_leaky_relu_takes_its_slope_from_alpha():
    h, slope = activation.f_leaky_relu(np.array([[-2.0, 3.0]]), alpha=0.3)
    np.testing.assert_allclose(h, [[-0.6, 3]])
    np.testing.assert_allclose(slope, [[0.3, 1]])


def test_leaky_relu_without_a_leak_lets_infinity_through():
    """0 · ∞ used to make it no number."""
    h, slope = activation.f_leaky_relu(np.array([np.inf, 2.0]), alpha=0)
    np.testing.assert_array_equal(h, [np.inf, 2])
    np.testing.assert_array_equal(slope, [1, 1])


def test_softmax_is_stable_and_ignores_a_common_shift(rng):
    a = rng.normal(size=(B, K))
    y_hat = activation.softmax_forward(a)
    np.testing.assert_allclose(y_hat.sum(axis=1), 1)
    np.testing.assert_allclose(activation.softmax_forward(a + 1e4), y_hat)
    extreme = activation.softmax_forward(np.array([[1e4, -1e4]]))
    np.testing.assert_array_equal(extreme, [[1, 0]])


def test_without_an_activation_a_chain_is_one_matrix(rng):
    Ws = activation_chain.init_chain(rng, (D, 7, 6, K))
    x = rng.normal(size=(B, D))
    h, _ = activation_chain.chain_forward(Ws, x, activation.f_identity)
    np.testing.assert_allclose(h, x @ (Ws[0] @ Ws[1] @ Ws[2]))


@every_activation
def test_callers_arrays_are_left_alone(case, name):
    kept = [array.copy() for array in case]
    forward_and_backward(name, *case)
    for array, before in zip(case, kept, strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize("shape", [(K,), (B, H, K)])
def test_softmax_refuses_all_but_matrices(shape):
    message = re.escape(
        f"a must be floats of shape (B, K), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        activation.softmax_forward(np.zeros(shape))


def test_softmax_backward_refuses_another_shape():
    with pytest.raises(ValueError, match=r"\(5, 2\), got float64 \(5, 1\)"):
        activation.softmax_backward(np.zeros((B, 1)), np.zeros((B, K)))


@pytest.mark.parametrize("shape", [(B, 7), (D,), (1, B, D)])
def test_wrong_x_is_refused_naming_both_shapes(chain, shape):
    message = re.escape(
        f"x must be floats of shape (B, 3), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        activation_chain.chain_forward(
            chain[0], np.zeros(shape), activation.f_tanh
        )


def test_a_layer_without_units_is_refused(rng):
    message = "widths must be whole and at least 1, got 3, 0"
    with pytest.raises(ValueError, match=message):
        activation_chain.init_chain(rng, (3, 0))
    message = "the number of layers must be whole and at least 1, got 0"
    with pytest.raises(ValueError, match=message):
        activation_chain.init_chain(rng, [3])


@pytest.mark.parametrize("gain", [-0.5, float("nan")])
def test_a_gain_that_is_no_variance_is_refused(rng, gain):
    message = f"gain must not be below 0, got {gain}"
    with pytest.raises(ValueError, match=message):
        activation_chain.init_chain(rng, (3, 2), gain)


def test_a_chain_that_is_none_is_refused(chain):
    Ws, x, _ = chain
    for wrong, message in (
        ([], "the number of Ws must be whole and at least 1, got 0"),
        (Ws[1:], "x must be floats of shape (B, 4), got float64 (5, 3)"),
        ([Ws[0], Ws[0]], "Ws[1] must be floats of shape (4, H), got float64"),
        ([Ws[0], Ws[1].tolist()], "Ws[1] must be floats of shape (4, H), got"),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            activation_chain.chain_forward(wrong, x, activation.f_relu)


@pytest.mark.parametrize("shape", [(1, K), (K,), (), (B, 1), (B, K, 1)])
def test_a_gradient_is_not_broadcast_along_the_chain(chain, shape):
    """It used to be, down to a single number."""
    Ws, x, _ = chain
    _, cache = activation_chain.chain_forward(Ws, x, activation.f_tanh)
    message = f"dh must be floats of shape (5, 2), got float64 {shape}"
    for back, kept in (
        (activation_chain.chain_backward, cache),
        (activation_chain.chain_step_backward, cache[-1]),
    ):
        with (
            shape_comments.silence(),
            pytest.raises(ValueError, match=re.escape(message)),
        ):
            back(np.ones(shape), kept)


@every_activation
def test_integers_are_refused_by_name(name):
    a = np.ones((B, K), int)
    with pytest.raises(ValueError, match=r"a must be floats.*, got int64 \(5"):
        forward_and_backward(name, a, a)


@every_f
@pytest.mark.parametrize("make", [np.float64, np.array])
def test_a_single_number_is_answered(name, make):
    """f_gelu and f_leaky_relu used to stumble over it."""
    f = getattr(activation, name)
    for one, many in zip(f(make(-0.3)), f(np.array([[-0.3]])), strict=True):
        np.testing.assert_allclose(one, many[0, 0], rtol=1e-14)


@pytest.mark.parametrize("alpha", [-0.1, 1.1, float("nan")])
def test_leaky_relu_refuses_a_slope_that_is_none(case, alpha):
    message = f"alpha must be 0 … 1, got {alpha}"
    with pytest.raises(ValueError, match=message):
        activation.f_leaky_relu(case[0], alpha)


@every_activation
def test_float32_stays_float32(case, name):
    a, dh = (array.astype(np.float32) for array in case)
    for array in forward_and_backward(name, a, dh):
        assert array.dtype == np.float32


@every_f
def test_float32_chain_stays_float32(chain, name):
    Ws, x, dh = chain
    Ws = [W.astype(np.float32) for W in Ws]
    h, cache = activation_chain.chain_forward(
        Ws, x.astype(np.float32), getattr(activation, name)
    )
    dx, dWs = activation_chain.chain_backward(dh.astype(np.float32), cache)
    for array in (h, dx, *dWs):
        assert array.dtype == np.float32


def final_loss(rng, f, steps=200, lr=1.0):
    """Softmax on a chain, trained to tell the inside of a ring from it."""
    x = rng.normal(size=(200, 2))
    x = np.c_[x, np.ones(200)]  # the chain has no bias
    Y = np.eye(2)[(x[:, 0] ** 2 + x[:, 1] ** 2 > 1.4).astype(int)]
    *Ws, W_out = activation_chain.init_chain(rng, (3, 16, 2))
    for _ in range(steps):
        h, cache = activation_chain.chain_forward(Ws, x, f)
        y_hat = activation.softmax_forward(h @ W_out)
        dy_hat = -Y / y_hat / len(Y)
        da = activation.softmax_backward(dy_hat, y_hat)
        _, dWs = activation_chain.chain_backward(da @ W_out.T, cache)
        W_out = W_out - lr * h.T @ da
        Ws = [W - lr * dW for W, dW in zip(Ws, dWs, strict=True)]
    return -np.log(y_hat[Y == 1]).mean()


@every_f
def test_learns_a_ring_unless_linear(rng, name):
    loss = final_loss(rng, getattr(activation, name))
    if name == "f_identity":
        assert loss > 0.6  # ln 2 = 0.69 is chance
    elif name == "f_sigmoid":
        assert loss < 0.4
    else:
        assert loss < 0.25
