"""snippets/feedforward/mlp.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

from press.check import shape_comments
from snippets.feedforward import mlp, mlp_through
from snippets.feedforward.mlp_torch import MLP, builtin_mlp, train_in_batches
from snippets.foundations.activation import f_tanh
from tests.kit.gradients import numerical_gradient

B, WIDTHS = 7, (3, 6, 4, 5)  # all different: no swapped axis goes unseen
F_TORCH = {mlp.f_relu: nn.ReLU, f_tanh: nn.Tanh}
every_f = pytest.mark.parametrize("f", F_TORCH, ids=lambda f: f.__name__)


@pytest.fixture
def case(rng):
    params = mlp.init_mlp(rng, WIDTHS)
    for b in params.bs:
        b += rng.normal(0, 0.3, b.shape)  # at 0 a lost bias would go unseen
    return params, rng.normal(size=(B, 3)), rng.integers(0, 5, B)


def loss_and_gradients(params, x, y, f):
    a, cache = mlp.mlp_forward(params, x, f)
    loss, da = mlp.cross_entropy(a, y)
    return (a, loss, *mlp.mlp_backward(da, cache))


def torch_gradients(net, x, y):
    x_t = torch.tensor(x, requires_grad=True)
    a_t = net(x_t)
    loss_t = F.cross_entropy(a_t, torch.tensor(y))
    loss_t.backward()
    return a_t.detach(), loss_t.item(), x_t.grad


@every_f
@pytest.mark.parametrize(
    "widths", [WIDTHS, (3, 5), (3, 4, 6, 2, 8, 5)], ids=str
)
def test_matches_torch_twin(rng, case, f, widths):
    _, x, y = case
    params = mlp.init_mlp(rng, widths)
    *ours, grads = loss_and_gradients(params, x, y, f)
    twin = MLP(*params, F_TORCH[f]())
    theirs = torch_gradients(twin, x, y)
    for mine, yours in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, yours, rtol=1e-10, atol=1e-14)
    for name in ("Ws", "bs"):
        pairs = zip(getattr(grads, name), getattr(twin, name), strict=True)
        for k, (mine, yours) in enumerate(pairs):
            np.testing.assert_allclose(
                mine, yours.grad, rtol=1e-10, atol=1e-14, err_msg=f"{name} {k}"
            )


@every_f
def test_matches_torch_builtin(case, f):
    params, x, y = case
    *ours, grads = loss_and_gradients(params, x, y, f)
    builtin = builtin_mlp(*params, F_TORCH[f])
    theirs = torch_gradients(builtin, x, y)
    for mine, yours in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, yours, rtol=1e-10, atol=1e-14)
    rows = zip(*grads, builtin[::2], strict=True)
    for dW, db, linear in rows:
        np.testing.assert_allclose(dW, linear.weight.grad.T, rtol=1e-10)
        np.testing.assert_allclose(db, linear.bias.grad, rtol=1e-10)


@pytest.mark.parametrize("make", [MLP, builtin_mlp])
def test_training_matches_torch_sgd_step_for_step(case, make):
    params, x, y = case
    net, settings = make(*params), {"lr": 0.3, "B": 3, "epochs": 5}
    losses_t = train_in_batches(
        np.random.default_rng(1),
        net,
        torch.tensor(x),
        torch.tensor(y),
        **settings,
    )
    trained, losses = mlp.train_mlp(
        np.random.default_rng(1), params, x, y, **settings
    )
    assert len(losses) == 15
    np.testing.assert_allclose(losses, losses_t, rtol=1e-9)
    a, _ = mlp.mlp_forward(trained, x)
    np.testing.assert_allclose(a, net(torch.tensor(x)).detach(), rtol=1e-8)


@every_f
@pytest.mark.parametrize(
    "name", ["x", *(f"{n} {k}" for n in ("Ws", "bs") for k in range(3))]
)
def test_gradient_matches_finite_differences(case, f, name):
    params, x, y = case
    _, _, dx, grads = loss_and_gradients(params, x, y, f)
    array, gradient = x, dx
    if name != "x":
        field, k = name.split()
        array = getattr(params, field)[int(k)]
        gradient = getattr(grads, field)[int(k)]
    expected = numerical_gradient(
        lambda: loss_and_gradients(params, x, y, f)[1], array
    )
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-8)


def test_training_leaves_the_callers_arrays_alone(rng, case):
    params, x, y = case
    arrays = [*params.Ws, *params.bs, x, y]
    kept = [array.copy() for array in arrays]
    mlp.train_mlp(rng, params, x, y, epochs=3)
    for make in (MLP, builtin_mlp):
        net = make(*params)
        train_in_batches(rng, net, torch.tensor(x), torch.tensor(y), epochs=3)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize(
    ("glorot", "variances"),
    [(False, (1 / 100, 1 / 150)), (True, (1 / 250, 1 / 200))],
)
def test_variance_of_initial_weights(rng, glorot, variances):
    Ws, bs = mlp.init_mlp(rng, (200, 300, 100), glorot)
    for W, b, variance in zip(Ws, bs, variances, strict=True):
        assert abs(W.mean()) < 4 * (variance / W.size) ** 0.5
        assert W.var() == pytest.approx(variance, rel=0.03)
        assert b.shape == W.shape[1:]
        assert not b.any()


def test_he_keeps_the_second_moment_through_20_layers(rng):
    params = mlp.init_mlp(rng, [300] * 21)
    _, cache = mlp.mlp_forward(params, rng.normal(size=(200, 300)))
    moments = [(h**2).mean() for h, _, _ in cache[1:]]
    assert min(moments) > 0.4
    assert max(moments) < 2.5


def test_count_is_that_of_the_arrays(rng):
    params = mlp.init_mlp(rng, WIDTHS)
    sizes = sum(array.size for row in params for array in row)
    assert mlp.count_params(WIDTHS) == sizes == 77
    assert mlp.count_params((784, 256, 128, 10)) == 235146


def test_activations_keep_their_words():
    a = np.array([-2.0, 0.0, 3.0])
    np.testing.assert_array_equal(mlp.f_relu(a), [[0, 0, 3], [0, 0, 1]])
    np.testing.assert_array_equal(mlp.f_identity(a), [a, [1, 1, 1]])


def test_cross_entropy_survives_large_logits():
    a = np.array([[1000.0, 0.0], [0.0, 1000.0]])
    loss, da = mlp.cross_entropy(a, np.array([0, 0]))
    assert loss == 500
    np.testing.assert_array_equal(da, [[0, 0], [-0.5, 0.5]])


@pytest.mark.parametrize(
    ("widths", "message"),
    [
        ((4,), "the number of layers must be whole and at least 1, got 0"),
        ((), "the number of layers must be whole and at least 1, got -1"),
        ((4, 0, 2), "widths must be whole and at least 1, got 4, 0, 2"),
        ((4, 2.0), "widths must be whole and at least 1, got 4, 2.0"),
    ],
)
def test_bad_widths_are_refused(rng, widths, message):
    with pytest.raises(ValueError, match=message):
        mlp.init_mlp(rng, widths)
    if min(widths, default=1) < 1:
        with pytest.raises(ValueError, match=message):
            mlp.count_params(widths)


def test_params_that_do_not_fit_are_refused(rng, case):
    (Ws, bs), x, y = case
    for params, message in (
        (mlp.MLPParams([], []), "number of Ws must be whole and at least 1"),
        (mlp.MLPParams(Ws, bs[1:]), "need 3 bs, one for each W, got 2"),
        (mlp.MLPParams(Ws[:1] * 2, bs[:2]), "Ws[1] must be floats of shape (6"),
        (mlp.MLPParams(Ws[:2], bs[1:]), "bs[0] must be floats of shape (6,),"),
        (
            mlp.MLPParams(Ws[1:], bs[1:]),
            "x must be floats of shape (B, 6), got",
        ),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            mlp.mlp_forward(params, x)
        with pytest.raises(ValueError, match=re.escape(message)):
            mlp.train_mlp(rng, params, x, y)


@pytest.mark.parametrize("shape", [(1, 5), (5,), (), (B, 1), (B, 5, 1)])
def test_a_gradient_is_not_broadcast_to_its_layer(case, shape):
    """It used to be, down to a single number."""
    _, cache = mlp.mlp_forward(case[0], case[1])
    message = f"dh must be floats of shape (7, 5), got float64 {shape}"
    with (
        shape_comments.silence(),
        pytest.raises(ValueError, match=re.escape(message)),
    ):
        mlp.layer_step_backward(np.ones(shape), cache[-1])


@pytest.mark.parametrize(
    ("a", "got"),
    [
        (np.zeros((B, 5), np.int8), "int8 (7, 5)"),
        (np.zeros((0, 5)), "float64 (0, 5)"),
        ([[0.0]], "list"),
    ],
)
def test_logits_that_are_none_are_refused(a, got):
    message = re.escape(f"a must be floats of shape (B, K), got {got}")
    with pytest.raises(ValueError, match=message):
        mlp.cross_entropy(a, np.zeros(len(a), int))


@pytest.mark.parametrize("shape", [(B, 6), (3,), (B, 3, 1)])
def test_wrong_x_is_refused_naming_both_shapes(case, shape):
    message = re.escape(
        f"x must be floats of shape (B, 3), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        mlp.mlp_forward(case[0], np.zeros(shape))


def test_wrong_da_is_refused_naming_both_shapes(case):
    params, x, _ = case
    _, cache = mlp.mlp_forward(params, x)
    with pytest.raises(ValueError, match=r"shape \(7, 5\), got .* \(7, 1\)"):
        mlp.mlp_backward(np.zeros((B, 1)), cache)


@pytest.mark.parametrize(
    ("y", "got"),
    [
        (np.zeros((B, 1), int), " of shape (7,), got int64 (7, 1)"),
        (np.zeros(B), " of shape (7,), got float64 (7,)"),
        (np.zeros(B - 1, int), " of shape (7,), got int64 (6,)"),
        (np.full(B, 5), ", got 5 … 5"),
        (np.full(B, -1), ", got -1 … -1"),
    ],
    ids=["column", "float", "too few", "too large", "negative"],
)
def test_wrong_classes_are_refused(rng, case, y, got):
    params, x, _ = case
    message = re.escape(f"y must be whole numbers 0 … 4{got}")
    with pytest.raises(ValueError, match=message):
        mlp.train_mlp(rng, params, x, y)
    with pytest.raises(ValueError, match=message):
        mlp.cross_entropy(np.zeros((B, 5)), y)


@pytest.mark.parametrize("x", [[0.0, 1, 1], [0.0]])
def test_points_that_do_not_rise_are_refused(x):
    message = re.escape("x must rise, from 2 points on, got array([0")
    with pytest.raises(ValueError, match=message):
        mlp_through.mlp_through(np.array(x), np.zeros(len(x)))


def test_points_without_a_value_are_refused():
    message = re.escape("y must be floats of shape (3,), got float64 (2,)")
    with pytest.raises(ValueError, match=message):
        mlp_through.mlp_through(np.arange(3.0), np.zeros(2))


def test_mlp_through_shares_nothing_with_its_points():
    x, y = np.arange(3.0), np.ones(3)
    params = mlp_through.mlp_through(x, y)
    for array in (*params.Ws, *params.bs):
        array += 1
    np.testing.assert_array_equal([x, y], [[0, 1, 2], [1, 1, 1]])


def test_mlp_through_is_linear_interpolation(rng):
    x, y = np.sort(rng.normal(size=9)), rng.normal(size=9)
    between = np.linspace(x[0], x[-1], 101)
    a, _ = mlp.mlp_forward(mlp_through.mlp_through(x, y), between[:, None])
    np.testing.assert_allclose(a[:, 0], np.interp(between, x, y), atol=1e-12)


def test_float32_stays_float32(rng, case):
    params, x, y = case
    params = mlp.MLPParams(
        *([p.astype(np.float32) for p in row] for row in params)
    )
    x = x.astype(np.float32)
    a, loss, dx, grads = loss_and_gradients(params, x, y, mlp.f_relu)
    trained, losses = mlp.train_mlp(rng, params, x, y, epochs=2)
    through = mlp_through.mlp_through(np.sort(x[:, 0]), x[:, 1])
    rows = (*grads, *trained, *through)
    for array in (a, loss, dx, losses, *(p for row in rows for p in row)):
        assert array.dtype == np.float32


def test_learns_digits(rng):
    x, y = load_digits(return_X_y=True)
    x = x / 16 - 0.3
    order = rng.permutation(len(x))
    train, test = order[:1437], order[1437:]
    params = mlp.init_mlp(rng, (64, 32, 10))
    params, losses = mlp.train_mlp(rng, params, x[train], y[train], epochs=10)
    a, _ = mlp.mlp_forward(params, x[test])
    assert losses[0] > 2
    assert losses[-45:].mean() < 0.15
    assert (a.argmax(axis=1) == y[test]).mean() > 0.94
