"""Batch normalization in snippets/convolution/cnn.py, in small and mixed types."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.convolution import cnn_batchnorm

C = 2


def test_a_large_float16_is_normalized_as_in_torch(rng):
    """A deviation of 4000 has a variance beyond the 65504 of float16."""
    x, dout = rng.normal(size=(2, 4, C, 5, 5)).astype("f2")
    x = x * np.float16(4000)
    params = cnn_batchnorm.BNParams(np.ones(C, "f2"), np.zeros(C, "f2"))
    stats = np.zeros(C, "f4"), np.ones(C, "f4")
    out, new, cache = cnn_batchnorm.batchnorm_forward(params, stats, x)
    dx, grads = cnn_batchnorm.batchnorm_backward(dout, cache)
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
    params = cnn_batchnorm.BNParams(np.ones(C, "f2"), np.zeros(C, "f2"))
    stats = np.zeros(C, "f4"), np.ones(C, "f4")
    _, _, cache = cnn_batchnorm.batchnorm_forward(params, stats, x)
    dx, grads = cnn_batchnorm.batchnorm_backward(dout, cache)
    np.testing.assert_allclose(dx, dout, atol=1e-3)
    assert not np.any(grads)


@pytest.mark.parametrize("train", [True, False])
def test_what_comes_out_has_the_type_of_what_went_in(rng, train):
    params = cnn_batchnorm.BNParams(*rng.normal(size=(2, C)))
    stats = tuple(np.ones((2, C), np.float32))
    x = rng.normal(size=(3, C, 4, 5)).astype(np.float32)
    out, new, cache = cnn_batchnorm.batchnorm_forward(params, stats, x, train)
    dx, grads = cnn_batchnorm.batchnorm_backward(out, cache)
    assert {a.dtype for a in (out, *new, dx, *grads)} == {np.dtype("f4")}
    x = x.astype(np.float64)
    out, new, _ = cnn_batchnorm.batchnorm_forward(params, stats, x, train)
    assert {out.dtype, new[0].dtype} == {np.dtype("f8"), np.dtype("f4")}
