"""snippets/convolution/flatten.py against torch, differences, its own words."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn import functional as F

from press.check.shape_comments import silence
from snippets.convolution import flatten, flatten_torch
from tests.kit.gradients import numerical_gradient

B, C, H, W, K = 2, 3, 4, 5, 7  # all different: no swapped axis goes unseen
D = C * H * W


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the gradient of what comes out."""
    params = flatten.init_dense(rng, D, K)
    params.b[...] = rng.normal(size=K)
    inputs = {"x": rng.normal(size=(B, C, H, W)), **params._asdict()}
    return inputs, rng.normal(size=(B, K))


def forward(inputs):
    flat, shape = flatten.flatten_forward(inputs["x"])
    params = flatten.DenseParams(inputs["W"], inputs["b"])
    out, cache = flatten.dense_forward(params, flat)
    return out, (shape, cache)


def gradients(inputs, dout):
    shape, cache = forward(inputs)[1]
    dflat, grads = flatten.dense_backward(dout, cache)
    return {"x": flatten.flatten_backward(dflat, shape), **grads._asdict()}


def assert_equal(inputs, dout, out_t, expected):
    np.testing.assert_allclose(forward(inputs)[0], out_t.detach(), rtol=1e-10)
    for name, gradient in gradients(inputs, dout).items():
        np.testing.assert_allclose(
            gradient, expected[name], rtol=1e-10, err_msg=name
        )


def test_matches_torch_twin(case):
    inputs, dout = case
    twin = flatten_torch.Dense(inputs["W"], inputs["b"])
    x = torch.tensor(inputs["x"], requires_grad=True)
    out = twin(flatten_torch.flatten(x))
    out.backward(torch.tensor(dout))
    grads = {"x": x.grad, "W": twin.W.grad, "b": twin.b.grad}
    assert_equal(inputs, dout, out, grads)


def test_matches_torch_builtin(case):
    inputs, dout = case
    net = flatten_torch.builtin_dense(inputs["W"], inputs["b"])
    x = torch.tensor(inputs["x"], requires_grad=True)
    out = net(x)
    out.backward(torch.tensor(dout))
    dW, db = net[1].weight.grad.T, net[1].bias.grad
    assert_equal(inputs, dout, out, {"x": x.grad, "W": dW, "b": db})


@pytest.mark.parametrize("name", ["x", "W", "b"])
def test_gradient_matches_finite_differences(case, name):
    inputs, dout = case
    expected = numerical_gradient(
        lambda: (forward(inputs)[0] * dout).sum(), inputs[name]
    )
    got = gradients(inputs, dout)[name]
    np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-8)


def test_flat_order_is_channel_row_column(rng):
    x = rng.normal(size=(B, C, H, W))
    for view in (x, rng.normal(size=(W, H, C, B)).T):  # not contiguous either
        flat, shape = flatten.flatten_forward(view)
        assert shape == (B, C, H, W)
        for b, c, h, w in np.ndindex(B, C, H, W):
            assert flat[b, (c * H + h) * W + w] == view[b, c, h, w]
        expected = torch.tensor(view).flatten(1)
        np.testing.assert_array_equal(flat, expected)
        back = flatten.flatten_backward(flat, shape)
        np.testing.assert_array_equal(back, view)


def test_a_dense_layer_is_a_convolution_as_large_as_its_input(case):
    inputs, dout = case
    params = flatten.DenseParams(inputs["W"], inputs["b"])
    out, _ = forward(inputs)
    slid = flatten.dense_slide(params, inputs["x"], H, W)
    assert slid.shape == (B, K, 1, 1)
    np.testing.assert_allclose(slid[:, :, 0, 0], out, rtol=1e-10)
    kernels = flatten.dense_kernels(params, C, H, W)
    x, k = (torch.tensor(a, requires_grad=True) for a in (inputs["x"], kernels))
    F.conv2d(x, k).backward(torch.tensor(dout)[..., None, None])
    got = gradients(inputs, dout)
    np.testing.assert_allclose(got["x"], x.grad, rtol=1e-10)
    dkernels = flatten.dense_kernels(
        flatten.DenseParams(got["W"], got["b"]), C, H, W
    )
    np.testing.assert_allclose(dkernels, k.grad, rtol=1e-10)


def test_sliding_is_the_layer_at_every_window(rng, case):
    inputs, _ = case
    params = flatten.DenseParams(inputs["W"], inputs["b"])
    x = rng.normal(size=(B, C, 9, 11))
    slid = flatten.dense_slide(params, x, H, W)
    assert slid.shape == (B, K, 6, 7)
    for u, v in np.ndindex(6, 7):
        window = x[:, :, u : u + H, v : v + W]
        out, _ = forward(inputs | {"x": window})
        np.testing.assert_allclose(slid[:, :, u, v], out, rtol=1e-10)
    twin = flatten_torch.Dense(*params).slide(torch.tensor(x), H, W)
    np.testing.assert_allclose(slid, twin.detach(), rtol=1e-10)


def test_arguments_stay_as_they_are(rng, case):
    inputs, dout = case
    kept = {name: array.copy() for name, array in inputs.items()}
    once, again = gradients(inputs, dout), gradients(inputs, dout)
    params = flatten.DenseParams(inputs["W"], inputs["b"])
    flatten.dense_slide(params, inputs["x"], H, W)
    flatten.train_dense(rng, params, inputs["x"], np.array([6, 1]), steps=2)
    for name, array in kept.items():
        np.testing.assert_array_equal(inputs[name], array, err_msg=name)
        np.testing.assert_array_equal(once[name], again[name], err_msg=name)


def test_initialisation_keeps_its_promise(rng):
    params = flatten.init_dense(rng, 300, 200)
    assert abs(params.W.var() * 300 - 1) < 0.03
    assert abs(params.W.mean()) < 1e-3
    assert not np.any(params.b)


def test_wrong_shapes_are_refused_naming_both(case):
    inputs, dout = case
    params = flatten.DenseParams(inputs["W"], inputs["b"])
    shape, cache = forward(inputs)[1]
    x = inputs["x"]
    cases = [
        (r"\(B, C, H, W\), got float64 \(2, 60\)", flatten.flatten_forward, x.reshape(B, D)),
        (r"\(2, 60\), got float64 \(2, 7\)", flatten.flatten_backward, dout, shape),
        (r"\(B, 60\), got float64 \(60,\)", flatten.dense_forward, params, x[0].ravel()),
        (r"\(B, 60\), got float64 \(2, 7\)", flatten.dense_forward, params, dout),
        (r"\(2, 7\), got float64 \(7, 2\)", flatten.dense_backward, dout.T, cache),
        (r"\(75, K\), got float64 \(60, 7\)", flatten.dense_kernels, params, C, 5, 5),
        (r">=4, >=6\), got \(2, 3, 4, 5\)", flatten.dense_slide, params, x, 4, 6),
        (r">=5, >=5\), got \(2, 3, 4, 5\)", flatten.dense_slide, params, x, 5, 5),
        (r"\(B, C, H, W\), got float64 \(3, 4, 5\)", flatten.dense_slide, params, x[0], H, W),
    ]  # fmt: skip
    for message, function, *args in cases:
        with silence(), pytest.raises(ValueError, match=message):
            function(*args)


@pytest.mark.parametrize(
    "y", [[0, -1], [7, 1], [0], [0.0, 1.0], [[0, 1]]], ids=str
)
def test_labels_that_are_no_classes_are_refused(rng, case, y):
    """-1 is not the last class."""
    inputs, _ = case
    params = flatten.DenseParams(inputs["W"], inputs["b"])
    with pytest.raises(ValueError, match="y must be whole numbers 0 … 6"):
        flatten.train_dense(rng, params, inputs["x"], np.array(y))


def test_sizes_are_whole_numbers_from_1(rng, case):
    inputs, _ = case
    params, x = flatten.DenseParams(inputs["W"], inputs["b"]), inputs["x"]
    cases = [
        ("D, K must be .* got 0, 5", flatten.init_dense, rng, 0, 5),
        ("D, K must be .* got 3, 2.5", flatten.init_dense, rng, 3, 2.5),
        ("got -3, -4, 5", flatten.dense_kernels, params, -3, -4, 5),
        ("H, W must be .* got '4', 5", flatten.dense_slide, params, x, "4", 5),
        ("H, W must be .* got 4, 0", flatten.dense_slide, params, x, 4, 0),
    ]
    for message, function, *args in cases:
        with pytest.raises(ValueError, match=message):
            function(*args)


def test_float32_stays_float32(rng, case):
    inputs, dout = case
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    params = flatten.DenseParams(inputs["W"], inputs["b"])
    trained, _ = flatten.train_dense(
        rng, params, inputs["x"], np.array([6, 1]), steps=2
    )
    slid = flatten.dense_slide(params, inputs["x"], H, W)
    got = gradients(inputs, dout.astype(np.float32)).values()
    for array in (forward(inputs)[0], *got, *trained, slid):
        assert array.dtype == np.float32


def test_learns_digits_and_finds_them_where_they_stand(rng):
    images, y = load_digits(return_X_y=True)
    x = images.reshape(-1, 1, 8, 8) / 16
    params = flatten.init_dense(rng, 64, 10)
    params, losses = flatten.train_dense(rng, params, x[:1297], y[:1297])
    assert losses.shape == (800,)
    assert losses[-50:].mean() < 0.2
    canvas = np.zeros((500, 1, 14, 23))
    canvas[:, :, 4:12, 9:17] = x[1297:]
    scores = flatten.dense_slide(params, canvas, 8, 8)[:, :, 4, 9]
    assert (scores.argmax(axis=1) == y[1297:]).mean() > 0.88
