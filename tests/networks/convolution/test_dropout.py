"""snippets/convolution/dropout.py against torch, differences, its own words."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn import functional as F

from press.check.shape_comments import silence
from snippets.convolution import dropout, dropout_torch
from tests.kit.gradients import numerical_gradient

B, D, H, K = 3, 5, 7, 4  # all different, so that no swapped axis goes unseen
NAMES = ["x", *dropout.DropoutParams._fields]


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the gradient of the scores."""
    params = dropout.init_dropout_net(rng, D, H, K)
    params.b_1[...] = rng.normal(size=H)
    params.b_2[...] = rng.normal(size=K)
    inputs = {"x": rng.normal(size=(B, D)), **params._asdict()}
    return inputs, rng.normal(size=(B, K))


def forward(inputs, p, train=True):
    """Every call draws the same mask."""
    params = dropout.DropoutParams(*(inputs[name] for name in NAMES[1:]))
    rng = np.random.default_rng(5)
    return dropout.dropout_net_forward(rng, params, inputs["x"], p, train)


def gradients(inputs, da, p, train=True):
    dx, grads = dropout.dropout_net_backward(da, forward(inputs, p, train)[1])
    return {"x": dx, **grads._asdict()}


@pytest.mark.parametrize("p", [0, 0.3, 0.5])
@pytest.mark.parametrize("train", [True, False])
def test_matches_torch_twin(case, p, train):
    inputs, da = case
    net = dropout_torch.DropoutNet(*(inputs[name] for name in NAMES[1:]))
    x = torch.tensor(inputs["x"], requires_grad=True)
    a = net(np.random.default_rng(5), x, p, train)
    a.backward(torch.tensor(da))
    got = forward(inputs, p, train)[0]
    np.testing.assert_allclose(got, a.detach(), rtol=1e-10)
    expected = {"x": x.grad, **{n: q.grad for n, q in net.named_parameters()}}
    for name, gradient in gradients(inputs, da, p, train).items():
        np.testing.assert_allclose(
            gradient, expected[name], rtol=1e-10, atol=1e-14, err_msg=name
        )


class Drawn:
    """A generator that draws the mask which torch has drawn."""

    def __init__(self, mask):
        self.mask = mask

    def random(self, shape, dtype):
        assert shape == self.mask.shape
        return np.where(self.mask > 0, 0.999, 0).astype(dtype)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("shape", [(6,), (3, 5), (2, 3, 4, 5)])
def test_matches_torch_builtin_given_its_mask(rng, p, shape):
    x, dout = rng.normal(size=shape), rng.normal(size=shape)
    torch.manual_seed(1)
    mask_t = F.dropout(torch.ones(shape, dtype=torch.float64), p).numpy()
    torch.manual_seed(1)
    x_t = torch.tensor(x, requires_grad=True)
    out_t = F.dropout(x_t, p)
    out_t.backward(torch.tensor(dout))
    out, mask = dropout.dropout_forward(Drawn(mask_t), x, p)
    np.testing.assert_allclose(mask, mask_t, rtol=1e-10)
    np.testing.assert_allclose(out, out_t.detach(), rtol=1e-10)
    dx = dropout.dropout_backward(dout, mask)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)


def test_matches_torch_builtin_network(case):
    inputs, da = case
    params = dropout.DropoutParams(*(inputs[name] for name in NAMES[1:]))
    net = dropout_torch.builtin_dropout_net(params, 0.5)
    x = torch.tensor(inputs["x"])
    a = net.eval()(x).detach()
    got = forward(inputs, 0.5, train=False)[0]
    np.testing.assert_allclose(got, a, rtol=1e-10)
    torch.manual_seed(1)
    mask = F.dropout(torch.ones(B, H, dtype=torch.float64), 0.5).numpy()
    torch.manual_seed(1)
    a = net.train()(x)
    a.backward(torch.tensor(da))
    got, cache = dropout.dropout_net_forward(
        Drawn(mask), params, inputs["x"], 0.5
    )
    np.testing.assert_allclose(got, a.detach(), rtol=1e-10)
    _, grads = dropout.dropout_net_backward(da, cache)
    for ours, theirs in zip(grads, net.parameters(), strict=True):
        np.testing.assert_allclose(ours.T, theirs.grad, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_gradient_matches_finite_differences(case, name):
    inputs, da = case
    np.testing.assert_allclose(
        gradients(inputs, da, 0.4)[name],
        numerical_gradient(
            lambda: (forward(inputs, 0.4)[0] * da).sum(), inputs[name]
        ),
        rtol=1e-6,
        atol=1e-8,
    )


@pytest.mark.parametrize("p", [0.0, 0.2, 0.75])
def test_a_share_p_is_dropped_and_the_mean_stays(rng, p):
    x = np.full(200_000, 3.0)
    out, mask = dropout.dropout_forward(rng, x, p)
    assert set(np.unique(mask)) <= {0, 1 / (1 - p)}
    assert abs((mask == 0).mean() - p) < 0.005
    assert abs(out.mean() - 3) < 0.03
    assert abs(out.var() - 9 * p / (1 - p)) < 0.3


def test_every_entry_is_drawn_on_its_own(rng):
    _, mask = dropout.dropout_forward(rng, np.ones((4, 50_000)), 0.5)
    assert np.abs(np.corrcoef(mask) - np.eye(4)).max() < 0.02


def test_nothing_happens_outside_training(rng):
    x = rng.normal(size=(B, D))
    before = rng.bit_generator.state
    out, mask = dropout.dropout_forward(rng, x, 0.5, train=False)
    np.testing.assert_array_equal(out, x)
    assert not np.shares_memory(out, x)
    assert (mask == 1).all()
    assert rng.bit_generator.state == before


def test_the_mask_does_not_depend_on_the_dtype():
    masks = [
        dropout.dropout_forward(np.random.default_rng(2), x, 0.5)[1]
        for x in (np.ones((D, H), np.float16), np.ones((D, H)))
    ]
    np.testing.assert_array_equal(*masks)


def test_arguments_stay_as_they_are(case):
    inputs, da = case
    kept = {name: array.copy() for name, array in inputs.items()}
    once, again = gradients(inputs, da, 0.5), gradients(inputs, da, 0.5)
    params = dropout.DropoutParams(*(inputs[name] for name in NAMES[1:]))
    y, rng = np.array([0, 3, 1]), np.random.default_rng(0)
    dropout.train_dropout_net(rng, params, inputs["x"], y, 0.5, steps=2, B=3)
    for name, array in kept.items():
        np.testing.assert_array_equal(inputs[name], array, err_msg=name)
        np.testing.assert_array_equal(once[name], again[name], err_msg=name)


def test_initialisation_keeps_its_promise(rng):
    W_1, b_1, W_2, b_2 = dropout.init_dropout_net(rng, 200, 100, 80)
    assert abs(W_1.var() * 200 / 2 - 1) < 0.05
    assert abs(W_2.var() * 100 - 1) < 0.05
    assert max(abs(W_1.mean()), abs(W_2.mean())) < 0.01
    assert not np.any(b_1)
    assert not np.any(b_2)


@pytest.mark.parametrize("p", [-0.1, 1, 1.5, np.nan, True, None, "half"])
def test_a_p_that_is_no_share_is_refused(rng, p):
    message = f"p must be at least 0 and below 1, got {p!r}"
    for train in (True, False):
        with pytest.raises(ValueError, match=message):
            dropout.dropout_forward(rng, np.ones(3), p, train)


def test_whole_numbers_are_refused(rng):
    with pytest.raises(ValueError, match="x must be floats, got int64"):
        dropout.dropout_forward(rng, np.ones(3, np.int64), 0.3)
    with pytest.raises(ValueError, match="x must be floats, got list"):
        dropout.dropout_forward(rng, [1.0, 2.0], 0.3)
    with pytest.raises(ValueError, match=r"mask must be floats, got bool"):
        dropout.dropout_backward(np.ones(3), np.ones(3, bool))


@pytest.mark.parametrize(
    "y", [[0, -1, 2], [0, 4, 1], [0, 1], [0.0, 1.0, 2.0], [[0, 1, 2]]], ids=str
)
def test_labels_that_are_no_classes_are_refused(case, y):
    """-1 is not the last class."""
    inputs, _ = case
    params = dropout.DropoutParams(*(inputs[name] for name in NAMES[1:]))
    rng, message = np.random.default_rng(0), "y must be whole numbers 0 … 3"
    with pytest.raises(ValueError, match=message):
        dropout.train_dropout_net(rng, params, inputs["x"], np.array(y), 0.5)


def test_wrong_shapes_are_refused_naming_both(case):
    inputs, da = case
    with pytest.raises(ValueError, match=r"\(3, 5\), got .* \(5, 3\)"):
        dropout.dropout_backward(np.zeros((5, 3)), np.zeros((3, 5)))
    for shape in (B, H), (D,), (0, D):
        with silence(), pytest.raises(ValueError, match=r"\(B, 5\), got"):
            forward(inputs | {"x": np.zeros(shape)}, 0.5)
    cache = forward(inputs, 0.5)[1]
    with (
        silence(),
        pytest.raises(ValueError, match=r"\(3, 4\), got .* \(4, 3\)"),
    ):
        dropout.dropout_net_backward(da.T, cache)


@pytest.mark.parametrize("train", [True, False])
def test_float32_stays_float32(case, train):
    inputs, da = case
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    a, cache = forward(inputs, np.float64(0.3), train)
    dx, grads = dropout.dropout_net_backward(da.astype(np.float32), cache)
    params, y = cache[0], np.array([0, 3, 1])
    params, _ = dropout.train_dropout_net(
        np.random.default_rng(0), params, inputs["x"], y, 0.5, steps=2, B=3
    )
    for array in (a, dx, *grads, *params):
        assert array.dtype == np.float32


@pytest.mark.parametrize("seed", range(2))
def test_dropout_learns_fewer_of_the_wrong_labels(seed):
    """200 digits, every fifth label wrong: better on new digits by 3 points."""
    x, y = load_digits(return_X_y=True)
    rng = np.random.default_rng(seed)
    order, x = rng.permutation(len(x)), x / 16
    few, new, given = order[:200], order[797:], y.copy()
    given[few[:40]] = (given[few[:40]] + rng.integers(1, 10, 40)) % 10
    first = dropout.init_dropout_net(rng, 64, 128, 10)
    right, learnt = [], []
    for p in (0, 0.5):
        case = first, x[few], given[few], p
        params, losses = dropout.train_dropout_net(rng, *case)
        a, _ = dropout.dropout_net_forward(rng, params, x, 0, train=False)
        right.append((a.argmax(axis=1) == y)[new].mean())
        learnt.append((a.argmax(axis=1) == given)[few[:40]].mean())
        assert losses.shape == (600,)
    assert right[1] > right[0] + 0.03
    assert learnt[1] < learnt[0] - 0.1
