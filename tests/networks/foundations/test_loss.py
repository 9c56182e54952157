"""snippets/foundations/loss.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from snippets.foundations import loss, loss_torch
from tests.kit.gradients import numerical_gradient

N, K, D = 7, 4, 3  # different, so that no swapped axis goes unseen
LOSSES = {name: getattr(loss, name) for name in loss_torch.BUILTIN}
every_loss = pytest.mark.parametrize("name", LOSSES)
elementwise = pytest.mark.parametrize(
    "name", [name for name in LOSSES if not name.startswith("cat")]
)


def a_case(rng, name, N=N, K=K):
    """Predictions or logits, and targets: continuous, soft, or classes."""
    if name == "categorical_cross_entropy":
        return 3 * rng.normal(size=(N, K)), rng.integers(0, K, N)
    if name == "binary_cross_entropy":
        return 3 * rng.normal(size=N), rng.random(N)
    return 3 * rng.normal(size=N), rng.normal(size=N)


def by_autograd(function, y_hat, y):
    y_hat_t = torch.tensor(y_hat, requires_grad=True)
    value = function(y_hat_t, torch.tensor(y))
    value.backward()
    return value.item(), y_hat_t.grad


@pytest.mark.parametrize(
    "y",
    [
        np.array([[0, 4]]),
        np.array([[4], [0]], np.uint8),
        np.zeros((3, 2), np.int8),
    ],
)
def test_expect_whole_accepts_integers_in_range(y):
    assert loss.expect_whole("y", y, 0, 4, "N", "T") is None
    assert loss.expect_whole("y", y, 0, 4, ...) is None
    assert loss.expect_whole("n", np.int64(3), 3, 3) is None


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.array([0, 1, -1]), "1 … 4, got -1 … 1"),
        (np.array([0, 1, 4]), "1 … 4, got 0 … 4"),
        (np.array([1, 5], np.uint8), "1 … 4, got 1 … 5"),
        (np.array([1.0, 2.0]), "1 … 4 of shape (N,), got float64 (2,)"),
        (np.array([True, False]), "1 … 4 of shape (N,), got bool (2,)"),
        (np.zeros(0, int), "1 … 4 of shape (N,), got int64 (0,)"),
        (np.array([[1], [2]]), "1 … 4 of shape (N,), got int64 (2, 1)"),
        ([1, 2], "1 … 4 of shape (N,), got list"),
        (1, "1 … 4 of shape (N,), got int"),
    ],
)
def test_expect_whole_names_what_it_wants_and_what_came(y, message):
    message = re.escape(f"y must be whole numbers {message}") + "$"
    with pytest.raises(ValueError, match=message):
        loss.expect_whole("y", y, 1, 4, "N")


@every_loss
def test_matches_torch_twin(rng, name):
    y_hat, y = a_case(rng, name)
    value, dy_hat = LOSSES[name](y_hat, y)
    value_t, dy_hat_t = by_autograd(
        getattr(loss_torch, f"{name}_torch"), y_hat, y
    )
    np.testing.assert_allclose(value, value_t, rtol=1e-10)
    np.testing.assert_allclose(dy_hat, dy_hat_t, rtol=1e-10, atol=1e-15)


@every_loss
def test_matches_torch_builtin(rng, name):
    y_hat, y = a_case(rng, name)
    value, dy_hat = LOSSES[name](y_hat, y)
    value_t, dy_hat_t = by_autograd(loss_torch.BUILTIN[name], y_hat, y)
    np.testing.assert_allclose(value, value_t, rtol=1e-10)
    np.testing.assert_allclose(dy_hat, dy_hat_t, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("delta", [0.1, 1.0, 30.0])
def test_huber_matches_torch_builtin_for_every_delta(rng, delta):
    y_hat, y = a_case(rng, "huber")
    value, dy_hat = loss.huber(y_hat, y, delta)
    for function in (loss_torch.huber_torch, loss_torch.BUILTIN["huber"]):
        value_t, dy_hat_t = by_autograd(
            lambda p, t, f=function: f(p, t, delta=delta), y_hat, y
        )
        np.testing.assert_allclose(value, value_t, rtol=1e-10)
        np.testing.assert_allclose(dy_hat, dy_hat_t, rtol=1e-10)


@elementwise
def test_matches_torch_where_the_prediction_is_the_target(name):
    y_hat, y = np.zeros(N), np.zeros(N)
    value, dy_hat = LOSSES[name](y_hat, y)
    value_t, dy_hat_t = by_autograd(loss_torch.BUILTIN[name], y_hat, y)
    np.testing.assert_allclose(value, value_t, rtol=1e-10)
    np.testing.assert_array_equal(dy_hat, dy_hat_t)


@every_loss
def test_gradient_matches_finite_differences(rng, name):
    y_hat, y = a_case(rng, name)
    expected = numerical_gradient(lambda: LOSSES[name](y_hat, y)[0], y_hat)
    _, dy_hat = LOSSES[name](y_hat, y)
    np.testing.assert_allclose(dy_hat, expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["binary", "categorical"])
def test_cross_entropy_never_overflows(name, dtype):
    a = np.array([-1000.0, -1000, 0, 1000, 1000], dtype=dtype)
    y = np.array([0, 1, 1, 0, 1], dtype if name == "binary" else int)
    if name == "binary":
        pairs = [loss.binary_cross_entropy(a[[i]], y[[i]]) for i in range(5)]
        slopes = [dy_hat[0] for _, dy_hat in pairs]
    else:
        two = np.stack([0 * a, a], axis=1)
        pairs = [
            loss.categorical_cross_entropy(two[[i]], y[[i]]) for i in range(5)
        ]
        slopes = [dy_hat[0, 1] for _, dy_hat in pairs]
    values = [value for value, _ in pairs]
    np.testing.assert_allclose(values, [0, 1000, np.log(2), 1000, 0], rtol=1e-6)
    np.testing.assert_allclose(slopes, [0, -1, -0.5, 1, 0], atol=1e-7)


def test_arguments_are_left_alone(rng):
    for name, function in LOSSES.items():
        y_hat, y = a_case(rng, name)
        kept = y_hat.copy(), y.copy()
        function(y_hat, y)
        np.testing.assert_array_equal(y_hat, kept[0])
        np.testing.assert_array_equal(y, kept[1])
    x, y = rng.normal(size=(N, D)), rng.normal(size=N)
    start = loss.LinearParams(rng.normal(size=D), np.array(0.5))
    kept = [array.copy() for array in (*start, x, y)]
    loss.train_linear(loss.mse, start, x, y, steps=3)
    x_t, y_t = torch.tensor(x), torch.tensor(y)
    loss_torch.train_linear_torch(loss_torch.mse_torch, start, x_t, y_t)
    for array, before in zip((*start, x, y), kept, strict=True):
        np.testing.assert_array_equal(array, before)


@elementwise
@pytest.mark.parametrize("shape", [(N, 1), (5,), (1,)])
def test_target_of_another_shape_is_refused_naming_both(name, shape):
    message = re.escape(f"of shape (7,), got float64 {shape}")
    with pytest.raises(ValueError, match=message):
        LOSSES[name](np.zeros(N), np.zeros(shape))


@elementwise
def test_bytes_are_refused_before_they_wrap(name):
    """200 - 100 and 100 - 200 are the same number of a byte."""
    y_hat = np.array([100, 200], np.uint8)
    message = "(y_hat|a) must be floats, got uint8"
    with pytest.raises(ValueError, match=message):
        LOSSES[name](y_hat, y_hat[::-1])


@every_loss
def test_the_mean_of_nothing_is_refused(name):
    none = np.zeros(0), np.zeros(0)
    if name == "categorical_cross_entropy":
        none = np.zeros((0, K)), np.zeros(0, int)
    message = r"(y_hat|a) must be floats.*, got float64 \(0"
    with pytest.raises(ValueError, match=message):
        LOSSES[name](*none)


@pytest.mark.parametrize("y", [-1.0, 2.0])
def test_targets_beyond_0_and_1_are_refused(y):
    message = re.escape(f"y must be floats 0 … 1, got {y} … {y}")
    with pytest.raises(ValueError, match=message):
        loss.binary_cross_entropy(np.zeros(N), np.full(N, y))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_is_accurate_on_both_sides(dtype):
    """By tanh it was 0 from -20 on in float32, from -40 on in float64."""
    a = np.array([-80.0, -40.0, -20.0, -17.0, -1.0, 0.0, 1.0, 40.0], dtype)
    expected = torch.sigmoid(torch.tensor(a)).numpy()
    p = loss.sigmoid(a)
    np.testing.assert_allclose(p, expected, rtol=4 * np.finfo(dtype).eps)
    assert p.dtype == dtype
    np.testing.assert_allclose(-np.log(p[:3]), -a[:3], rtol=1e-6)
    with np.errstate(over="raise"):  # none is seen
        far = loss.sigmoid(np.array([-1000, 1000], dtype))
    np.testing.assert_array_equal(far, [0, 1])


@pytest.mark.parametrize("delta", [float("nan"), 0, -1.0])
def test_huber_without_a_width_is_refused(delta):
    with pytest.raises(ValueError, match=f"above 0, got {delta}"):
        loss.huber(np.zeros(N), np.zeros(N), delta)


@pytest.mark.parametrize(
    ("a", "y", "message"),
    [
        ((N,), (N,), "a must be floats of shape (N, K), got float64 (7,)"),
        ((N, K), (N, K), "0 … 3 of shape (7,), got int64 (7, 4)"),
        ((N, K), (5,), "0 … 3 of shape (7,), got int64 (5,)"),
    ],
)
def test_misfit_classes_are_refused_naming_both_shapes(a, y, message):
    message = re.escape(message)
    with pytest.raises(ValueError, match=message):
        loss.categorical_cross_entropy(np.zeros(a), np.zeros(y, dtype=int))


@pytest.mark.parametrize(
    ("y", "got"),
    [
        ([0, 1, -1], ", got -1 … 1"),
        ([0, 1, 4], ", got 0 … 4"),
        ([0.0, 1.0, 2.0], " of shape (3,), got float64 (3,)"),
    ],
)
def test_what_is_no_class_is_refused(y, got):
    y = np.array(y)
    message = re.escape(f"y must be whole numbers 0 … 3{got}")
    with pytest.raises(ValueError, match=message):
        loss.categorical_cross_entropy(np.zeros((3, K)), y)


@pytest.mark.parametrize("shape", [(N, 5), (D,), (N, D, 1)])
def test_wrong_x_is_refused_naming_both_shapes(shape):
    start = loss.LinearParams(np.zeros(D), np.zeros(()))
    message = re.escape(
        f"x must be floats of shape (N, 3), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        loss.train_linear(loss.mse, start, np.zeros(shape), np.zeros(N))


@pytest.mark.parametrize(
    ("W", "b", "message"),
    [
        ((), (), "W must be floats of shape (D,), got float64 ()"),
        ((D, K, 1), (K,), "W must be floats of shape (D, 4), got float64"),
        ((D, K), (), "b must be floats of shape (4,), got float64 ()"),
        ((D,), (1,), "b must be floats of shape (), got float64 (1,)"),
    ],
)
def test_params_that_do_not_fit_are_refused(W, b, message):
    start = loss.LinearParams(np.zeros(W), np.zeros(b))
    with pytest.raises(ValueError, match=re.escape(message)):
        loss.train_linear(loss.mse, start, np.zeros((N, D)), np.zeros(N))


@every_loss
def test_float32_stays_float32(rng, name):
    y_hat, y = a_case(rng, name)
    y = y.astype(np.float32) if y.dtype.kind == "f" else y
    value, dy_hat = LOSSES[name](y_hat.astype(np.float32), y)
    assert value.dtype == dy_hat.dtype == np.float32

    x = rng.normal(size=(N, D)).astype(np.float32)
    width = y_hat.shape[1:]
    start = loss.LinearParams(
        np.zeros((D, *width), np.float32), np.zeros(width, np.float32)
    )
    trained, losses = loss.train_linear(LOSSES[name], start, x, y, steps=2)
    for array in (*trained, losses):
        assert array.dtype == np.float32


@every_loss
def test_training_matches_torch_sgd_step_for_step(rng, name):
    y_hat, y = a_case(rng, name)
    x, width = rng.normal(size=(N, D)), y_hat.shape[1:]
    start = loss.LinearParams(
        rng.normal(size=(D, *width)), rng.normal(size=width)
    )
    _, losses = loss.train_linear(LOSSES[name], start, x, y, 0.3, 20)
    losses_t = loss_torch.train_linear_torch(
        getattr(loss_torch, f"{name}_torch"),
        start,
        torch.tensor(x),
        torch.tensor(y),
        lr=0.3,
        steps=20,
    )
    np.testing.assert_allclose(losses, losses_t, rtol=1e-10)


@pytest.mark.parametrize(
    ("name", "lr", "within"),
    [
        ("mse", 0.1, 1e-6),
        ("mae", 0.01, 0.02),
        ("huber", 0.3, 1e-6),
        ("binary_cross_entropy", 2.0, 1e-6),
        ("categorical_cross_entropy", 2.0, 1e-6),
    ],
)
def test_learns_the_best_constant(rng, name, lr, within):
    """With a feature that is always 0 the bias learns mean, median, share."""
    skewed = rng.exponential(size=101)
    y, solution = {
        "mse": (skewed, skewed.mean()),
        "mae": (skewed, np.median(skewed)),
        "huber": (np.array([0.0, 0.2, 10.0]), 0.6),
        "binary_cross_entropy": (np.array([1.0, 1, 1, 0]), np.log(3)),
        "categorical_cross_entropy": (
            np.array([0, 0, 1, 1, 1, 2]),
            np.log([2, 3, 1]) - np.log(6) / 3,
        ),
    }[name]
    width = np.shape(solution)
    start = loss.LinearParams(np.zeros((1, *width)), np.zeros(width))
    x = np.zeros((len(y), 1))
    (_, b), losses = loss.train_linear(LOSSES[name], start, x, y, lr, 1000)
    np.testing.assert_allclose(b, solution, atol=within)
    assert losses[-1] < losses[0]
