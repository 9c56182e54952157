"""snippets/foundations/perceptron.py against torch, scikit-learn, its words."""

import re

import numpy as np
import pytest
import torch
from sklearn.datasets import load_iris
from sklearn.linear_model import Perceptron as SklearnPerceptron

from snippets.foundations import perceptron
from snippets.foundations.perceptron_torch import (
    Perceptron,
    builtin_criterion,
    builtin_perceptron,
    criterion,
    train_by_autograd,
)
from tests.kit.gradients import numerical_gradient

N, D = 7, 3  # different, so that no swapped axis goes unseen


@pytest.fixture
def case(rng):
    params = perceptron.PerceptronParams(rng.normal(size=D), np.array(0.3))
    y = np.where(np.arange(N) % 3 == 0, 1.0, -1.0)
    return params, rng.normal(size=(N, D)), y


@pytest.fixture
def iris():
    """Setosa against the rest, in the order of the file."""
    x, species = load_iris(return_X_y=True)
    return x, np.where(species == 0, 1.0, -1.0)


def loss_and_gradients(params, x, y):
    a, cache = perceptron.perceptron_forward(params, x)
    loss, da = perceptron.perceptron_loss(a, y)
    return (a, loss, *perceptron.perceptron_backward(da, cache))


def test_matches_torch_twin(case):
    params, x, y = case
    a, loss, dx, grads = loss_and_gradients(params, x, y)
    assert 0 < (y * a <= 0).sum() < N  # both sides of the kink

    twin = Perceptron(*params)
    x_t = torch.tensor(x, requires_grad=True)
    a_t = twin(x_t)
    loss_t = criterion(a_t, torch.tensor(y))
    loss_t.backward()

    np.testing.assert_allclose(a, a_t.detach(), rtol=1e-10)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)
    for name, parameter in twin.named_parameters():
        np.testing.assert_allclose(
            getattr(grads, name), parameter.grad, rtol=1e-10, err_msg=name
        )


def test_matches_torch_builtin(case):
    params, x, y = case
    a, loss, dx, grads = loss_and_gradients(params, x, y)

    builtin = builtin_perceptron(*params)
    x_t = torch.tensor(x, requires_grad=True)
    a_t = builtin(x_t)
    loss_t = builtin_criterion(a_t, torch.tensor(y))
    loss_t.backward()

    np.testing.assert_allclose(a, a_t.detach(), rtol=1e-10)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)
    np.testing.assert_allclose(grads.w, builtin[0].weight.grad[0], rtol=1e-10)
    np.testing.assert_allclose(grads.b, builtin[0].bias.grad[0], rtol=1e-10)


@pytest.mark.parametrize("name", ["x", *perceptron.PerceptronParams._fields])
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
        atol=1e-8,
    )


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_rule_is_one_step_down_the_criterion(case, sign):
    params, x, _ = case
    for x_n in (*x, np.zeros(D)):
        new, hit = perceptron.perceptron_step(params, x_n, sign)
        a, cache = perceptron.perceptron_forward(params, x_n[None])
        _, da = perceptron.perceptron_loss(a, np.array([sign]))
        _, grads = perceptron.perceptron_backward(da, cache)
        np.testing.assert_array_equal(new.w, params.w - grads.w)
        np.testing.assert_array_equal(new.b, params.b - grads.b)
        assert hit == (sign * a[0] > 0)


def test_a_tie_is_a_mistake_in_both_classes():
    zero = perceptron.init_perceptron(D)
    for sign in (1.0, -1.0):
        new, hit = perceptron.perceptron_step(zero, np.ones(D), sign)
        assert not hit
        np.testing.assert_array_equal(new.w, [sign] * D)
        assert new.b == sign
    loss, da = perceptron.perceptron_loss(np.zeros(2), np.array([1.0, -1.0]))
    assert loss == 0
    np.testing.assert_array_equal(da, [-1, 1])


@pytest.mark.parametrize(
    ("make", "loss"),
    [(Perceptron, criterion), (builtin_perceptron, builtin_criterion)],
)
def test_training_equals_sgd_by_autograd_bit_for_bit(iris, make, loss):
    x, y = iris
    start = perceptron.init_perceptron(4)
    if make is builtin_perceptron:  # its slope at a tie is not laid down
        start = perceptron.PerceptronParams(np.full(4, 0.1), np.array(0.2))
    net = make(*start)
    mistakes_t = train_by_autograd(net, torch.tensor(x), torch.tensor(y), loss)
    trained, mistakes = perceptron.train_perceptron(start, x, y)
    assert mistakes == mistakes_t
    for ours, theirs in zip(trained, net.parameters(), strict=True):
        np.testing.assert_array_equal(ours, theirs.detach().reshape(ours.shape))


def test_training_equals_scikit_learns_perceptron(iris):
    x, y = iris
    trained, mistakes = perceptron.train_perceptron(
        perceptron.init_perceptron(4), x, y
    )
    model = SklearnPerceptron(shuffle=False, tol=None, max_iter=len(mistakes))
    model.fit(x, y)
    np.testing.assert_allclose(trained.w, model.coef_[0], rtol=1e-12)
    np.testing.assert_allclose(trained.b, model.intercept_[0], rtol=1e-12)


def test_training_starts_at_zero():
    w, b = perceptron.init_perceptron(5)
    np.testing.assert_array_equal(w, np.zeros(5))
    assert b == 0
    assert b.shape == ()


def test_training_leaves_the_callers_arrays_alone(case):
    params, x, y = case
    kept = [array.copy() for array in (*params, x, y)]
    perceptron.train_perceptron(params, x, y, epochs=3)
    for make in (Perceptron, builtin_perceptron):
        train_by_autograd(make(*params), torch.tensor(x), torch.tensor(y))
    for array, before in zip((*params, x, y), kept, strict=True):
        np.testing.assert_array_equal(array, before)


def test_a_perceptron_without_inputs_is_refused():
    with pytest.raises(
        ValueError, match="D must be whole and at least 1, got 0"
    ):
        perceptron.init_perceptron(0)


@pytest.mark.parametrize("shape", [(N, 5), (D,), (N, D, 1)])
def test_wrong_x_is_refused_naming_both_shapes(case, shape):
    message = re.escape(
        f"x must be floats of shape (N, 3), got float64 {shape}"
    )
    with pytest.raises(ValueError, match=message):
        perceptron.perceptron_forward(case[0], np.zeros(shape))


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.ones(3), "y must be floats of shape (7,), got float64 (3,)"),
        (np.ones(N, np.uint8), "y must be floats of shape (7,), got uint8"),
        (np.arange(N) % 2 * 1.0, "y must be ±1, got [0. 1.]"),
    ],
)
def test_labels_other_than_plus_minus_one_are_refused(case, y, message):
    """Of unsigned labels, -y used to be 255."""
    params, x, _ = case
    for refuse in perceptron.train_perceptron, perceptron.novikoff:
        with pytest.raises(ValueError, match=re.escape(message)):
            refuse(params, x, y)
    with pytest.raises(ValueError, match=re.escape(message)):
        perceptron.perceptron_loss(x[:, 0], y)


@pytest.mark.parametrize("y", [0, 0.5, -2, "1", None, np.ones(1)])
def test_a_step_refuses_what_is_no_label(case, y):
    params, x, _ = case
    message = re.escape(f"y must be 1 or -1, got {y!r}")
    with pytest.raises(ValueError, match=message):
        perceptron.perceptron_step(params, x[0], y)


@pytest.mark.parametrize("shape", [(1, D), (N, D), (), (1,)])
def test_a_step_takes_one_sample(case, shape):
    """Of x (1, D), w used to become (1, D)."""
    message = f"x must be floats of shape (3,), got float64 {shape}"
    with pytest.raises(ValueError, match=re.escape(message)):
        perceptron.perceptron_step(case[0], np.ones(shape), 1.0)


def test_wrong_da_is_refused_naming_both_shapes(case):
    params, x, _ = case
    _, cache = perceptron.perceptron_forward(params, x)
    with pytest.raises(ValueError, match=r"shape \(7,\), got .* \(7, 1\)"):
        perceptron.perceptron_backward(np.zeros((N, 1)), cache)


def test_float32_stays_float32(case):
    params, x, y = case
    params = perceptron.PerceptronParams(
        *(p.astype(np.float32) for p in params)
    )
    x, y = x.astype(np.float32), y.astype(np.float32)
    a, loss, dx, grads = loss_and_gradients(params, x, y)
    trained, _ = perceptron.train_perceptron(params, x, y, epochs=2)
    for array in (a, loss, dx, *grads, *trained):
        assert array.dtype == np.float32


def test_iris_is_learned_within_novikoffs_bound(rng, iris):
    x, y = iris
    for _ in range(20):
        order = rng.permutation(len(x))
        params, mistakes = perceptron.train_perceptron(
            perceptron.init_perceptron(4), x[order], y[order]
        )
        R, gamma = perceptron.novikoff(params, x, y)
        assert mistakes[-1] == 0
        assert sum(mistakes) <= 20 < (R / gamma) ** 2


def test_novikoff_measures_radius_and_margin():
    x = np.array([[3.0, 0.0], [-1.0, 2.0]])
    params = perceptron.PerceptronParams(np.array([2.0, 0.0]), np.array(-1.0))
    R, gamma = perceptron.novikoff(params, x, np.array([1.0, -1.0]))
    np.testing.assert_allclose(R, 10**0.5)
    np.testing.assert_allclose(gamma, 3 / 5**0.5)


def test_novikoff_refuses_what_does_not_separate(case):
    with pytest.raises(
        ValueError, match="must separate the classes, got γ = -"
    ):
        perceptron.novikoff(*case)


def test_a_point_on_the_line_is_on_no_side():
    """Margin 0 separates nothing: the bound (R/γ)² would be infinite."""
    x, y = np.array([[3.0, 0.0], [0.5, 2.0]]), np.array([1.0, 1.0])
    params = perceptron.PerceptronParams(np.array([2.0, 0.0]), np.array(-1.0))
    with pytest.raises(ValueError, match=r"must separate .*, got γ = 0\.0"):
        perceptron.novikoff(params, x, y)


def test_xor_never_ends(rng):
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    gates = {"and": [-1, -1, -1, 1], "or": [-1, 1, 1, 1], "xor": [-1, 1, 1, -1]}
    for gate, y in gates.items():
        _, mistakes = perceptron.train_perceptron(
            perceptron.init_perceptron(2), x, np.array(y, dtype=float)
        )
        assert (mistakes[-1] == 0) == (gate != "xor")
        assert (len(mistakes) == 100) == (gate == "xor")
