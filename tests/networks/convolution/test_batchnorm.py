"""snippets/convolution/batchnorm.py against torch, differences and its own words."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from press.check.shape_comments import silence
from snippets.convolution import batchnorm, batchnorm_torch
from tests.kit.gradients import numerical_gradient

B, C, H, W = 3, 2, 9, 6
SHAPE = (B, C, H, W)
TRAIN = pytest.mark.parametrize("train", [True, False])


@pytest.fixture
def norm(rng):
    """Params and stats without zeros, x, and the gradient of out."""
    params = batchnorm.BNParams(*rng.normal(size=(2, C)))
    stats = rng.normal(size=C), rng.random(C) + 0.5
    x = 3 * rng.normal(size=SHAPE) + 5
    return params, stats, x, rng.normal(size=SHAPE)


def assert_close(got: dict, expected: dict):
    assert got.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_allclose(
            got[name], array.detach(), rtol=1e-10, atol=1e-13, err_msg=name
        )


@TRAIN
def test_it_matches_torch_twin(norm, train):
    params, stats, x, dout = norm
    out, new, cache = batchnorm.batchnorm_forward(params, stats, x, train)
    dx, grads = batchnorm.batchnorm_backward(dout, cache)
    x_t, gamma, beta = (
        torch.tensor(a, requires_grad=True) for a in (x, *params)
    )
    stats_t = [torch.tensor(s) for s in stats]
    out_t, new_t = batchnorm_torch.batchnorm((gamma, beta), stats_t, x_t, train)
    out_t.backward(torch.tensor(dout))
    got = {
        "out": out,
        "dx": dx,
        **grads._asdict(),
        "mean": new[0],
        "var": new[1],
    }
    slopes = {"dx": x_t.grad, "gamma": gamma.grad, "beta": beta.grad}
    averages = {"mean": new_t[0], "var": new_t[1]}
    assert_close(got, {"out": out_t, **slopes, **averages})


@TRAIN
def test_it_matches_torch_builtin(norm, train):
    params, stats, x, dout = norm
    out, new, cache = batchnorm.batchnorm_forward(
        params, stats, x, train, 0.01, 0.3
    )
    dx, grads = batchnorm.batchnorm_backward(dout, cache)
    x_t, gamma, beta = (
        torch.tensor(a, requires_grad=True) for a in (x, *params)
    )
    mean, var = (torch.tensor(s) for s in stats)
    out_t = F.batch_norm(x_t, mean, var, gamma, beta, train, 0.3, 0.01)
    out_t.backward(torch.tensor(dout))
    got = {
        "out": out,
        "dx": dx,
        **grads._asdict(),
        "mean": new[0],
        "var": new[1],
    }
    slopes = {"dx": x_t.grad, "gamma": gamma.grad, "beta": beta.grad}
    assert_close(got, {"out": out_t, **slopes, "mean": mean, "var": var})
    assert not train or not np.allclose(new[1], stats[1])


def test_the_builtin_holds_copies(norm):
    params, stats, x, _ = norm
    kept = [a.copy() for a in (*params, *stats)]
    layer = batchnorm_torch.builtin_batchnorm(params, stats).train()
    layer(torch.tensor(x))
    torch.nn.init.zeros_(layer.weight)
    np.testing.assert_array_equal(np.stack((*params, *stats)), np.stack(kept))


@TRAIN
def test_gradient_matches_finite_differences(norm, train):
    params, stats, x, dout = norm

    def loss():
        out, *_ = batchnorm.batchnorm_forward(params, stats, x, train)
        return (out * dout).sum()

    *_, cache = batchnorm.batchnorm_forward(params, stats, x, train)
    dx, grads = batchnorm.batchnorm_backward(dout, cache)
    for array, by_hand in (x, dx), *zip(params, grads, strict=True):
        slope = numerical_gradient(loss, array)
        np.testing.assert_allclose(by_hand, slope, rtol=1e-6, atol=1e-7)


def test_normalization_keeps_its_promise(norm):
    _, stats, x, _ = norm
    one = batchnorm.BNParams(np.ones(C), np.zeros(C))
    out, new, _ = batchnorm.batchnorm_forward(one, stats, x, eps=0)
    np.testing.assert_allclose(out.mean(axis=(0, 2, 3)), 0, atol=1e-12)
    np.testing.assert_allclose(out.var(axis=(0, 2, 3)), 1)
    for _ in range(200):  # the average of one value is that value
        _, new, _ = batchnorm.batchnorm_forward(one, new, x)
    tested, same, _ = batchnorm.batchnorm_forward(one, new, x, train=False)
    assert same is new
    n = x.size // C
    np.testing.assert_allclose(tested, out * (1 - 1 / n) ** 0.5, atol=1e-5)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((B, 5, H, W), r"shape \(B, 2, H, W\), got float64 \(3, 5, 9, 6\)"),
        ((B, C), r"x must be .* \(B, 2, H, W\), got float64 \(3, 2\)"),
        ((0, C, H, W), r"x must be floats .*, got float64 \(0, 2, 9, 6\)"),
        ((1, C, 1, 1), r"x must have B·H·W > 1 to train, got \(1, 2, 1, 1\)"),
    ],
)
def test_what_cannot_be_normalized_is_refused(norm, shape, message):
    params, stats, *_ = norm
    with silence(), pytest.raises(ValueError, match=message):
        batchnorm.batchnorm_forward(params, stats, np.ones(shape))


def test_one_value_per_channel_is_fine_in_use(norm):
    params, (mean, var), *_ = norm
    x = np.ones((1, C, 1, 1))
    out, *_ = batchnorm.batchnorm_forward(params, (mean, var), x, train=False)
    expected = params.gamma * (1 - mean) / np.sqrt(var + 1e-5) + params.beta
    np.testing.assert_allclose(out[0, :, 0, 0], expected)


def test_a_wrong_gradient_is_refused_naming_both(norm):
    params, stats, x, dout = norm
    *_, cache = batchnorm.batchnorm_forward(params, stats, x)
    message = r"\(3, 2, 9, 6\), got float64 \(3, 2, 1, 6\)"
    with silence(), pytest.raises(ValueError, match=message):
        batchnorm.batchnorm_backward(dout[:, :, :1], cache)


@TRAIN
def test_arguments_stay_as_they_are(norm, train):
    params, stats, x, dout = norm
    kept = [a.copy() for a in (*params, *stats, x, dout)]
    *_, cache = batchnorm.batchnorm_forward(params, stats, x, train)
    once, again = (batchnorm.batchnorm_backward(dout, cache)[0] for _ in "ab")
    np.testing.assert_array_equal(once, again)  # a cache serves twice
    for array, before in zip((*params, *stats, x, dout), kept, strict=True):
        np.testing.assert_array_equal(array, before)


def test_learns_a_scale_and_a_shift(rng):
    """From γ = 1 and β = 0 to those that made the target, whatever x is."""
    params = batchnorm.BNParams(np.ones(C), np.zeros(C))
    wanted = batchnorm.BNParams(np.array([3.0, -0.5]), np.array([-2.0, 4.0]))
    stats = np.zeros(C), np.ones(C)
    for _ in range(60):
        x = rng.normal(5, 3, SHAPE)
        target, _, _ = batchnorm.batchnorm_forward(wanted, stats, x)
        out, stats, cache = batchnorm.batchnorm_forward(params, stats, x)
        _, grads = batchnorm.batchnorm_backward(out - target, cache)
        rate = 0.5 * C / x.size
        params = batchnorm.BNParams(
            *(p - rate * g for p, g in zip(params, grads, strict=True))
        )
    np.testing.assert_allclose(np.stack(params), np.stack(wanted), atol=1e-6)
    np.testing.assert_allclose(stats[0], 5, atol=0.5)


def test_a_large_float16_is_normalized_as_in_torch(rng):
    """A deviation of 4000 has a variance beyond the 65504 of float16."""
    x, dout = rng.normal(size=(2, 4, C, 5, 5)).astype("f2")
    x = x * np.float16(4000)
    params = batchnorm.BNParams(np.ones(C, "f2"), np.zeros(C, "f2"))
    stats = np.zeros(C, "f4"), np.ones(C, "f4")
    out, new, cache = batchnorm.batchnorm_forward(params, stats, x)
    dx, grads = batchnorm.batchnorm_backward(dout, cache)
    assert {a.dtype for a in (out, dx, *grads)} == {np.dtype("f2")}
    x_t = torch.tensor(x, requires_grad=True)
    gamma = torch.ones(C, requires_grad=True)
    beta = torch.zeros(C, requires_grad=True)
    new_t = torch.zeros(C), torch.ones(C)
    out_t = F.batch_norm(x_t, *new_t, gamma, beta, training=True)
    out_t.backward(torch.tensor(dout))
    np.testing.assert_allclose(out, out_t.detach(), atol=2e-3)
    np.testing.assert_allclose(new, np.stack(new_t), rtol=1e-5)
    np.testing.assert_allclose(grads.gamma, gamma.grad, rtol=1e-2)
    np.testing.assert_allclose(grads.beta, beta.grad, rtol=1e-2, atol=1e-2)
    np.testing.assert_allclose(dx, x_t.grad, atol=1e-5)
    assert out.std() == pytest.approx(1, abs=0.01)


def test_a_gradient_of_float16_is_summed_without_overflow():
    """80,000 times 1 and as often -1 are 0, though 65504 is met on the way."""
    x = np.ones((8, C, 100, 200), np.float16)
    dout = x.copy()
    x[..., ::2] = dout[4:] = -1
    params = batchnorm.BNParams(np.ones(C, "f2"), np.zeros(C, "f2"))
    stats = np.zeros(C, "f4"), np.ones(C, "f4")
    _, _, cache = batchnorm.batchnorm_forward(params, stats, x)
    dx, grads = batchnorm.batchnorm_backward(dout, cache)
    np.testing.assert_allclose(dx, dout, atol=1e-3)
    assert not np.any(grads)


@pytest.mark.parametrize("train", [True, False])
def test_what_comes_out_has_the_type_of_what_went_in(rng, train):
    params = batchnorm.BNParams(*rng.normal(size=(2, C)))
    stats = tuple(np.ones((2, C), np.float32))
    x = rng.normal(size=(3, C, 4, 5)).astype(np.float32)
    out, new, cache = batchnorm.batchnorm_forward(params, stats, x, train)
    dx, grads = batchnorm.batchnorm_backward(out, cache)
    assert {a.dtype for a in (out, *new, dx, *grads)} == {np.dtype("f4")}
    x = x.astype(np.float64)
    out, new, _ = batchnorm.batchnorm_forward(params, stats, x, train)
    assert {out.dtype, new[0].dtype} == {np.dtype("f8"), np.dtype("f4")}
