"""Batch normalization against torch's own layer: forward and backward."""

import numpy as np
import pytest
import torch

from snippets.convolution import batchnorm
from snippets.convolution.batchnorm_torch import builtin_batchnorm

SIZES = [(32, 32, 8, 8), (32, 16, 28, 28)]


@pytest.mark.parametrize("shape", SIZES, ids=str)
def test_forward_and_backward(ratio, rng, shape):
    C = shape[1]
    params = batchnorm.BNParams(np.ones(C, "f4"), np.zeros(C, "f4"))
    stats = np.zeros(C, "f4"), np.ones(C, "f4")
    x = rng.normal(size=shape).astype(np.float32)
    dout = np.ones_like(x)

    def numpy_pass():
        _, _, cache = batchnorm.batchnorm_forward(params, stats, x)
        batchnorm.batchnorm_backward(dout, cache)

    layer = builtin_batchnorm(params, stats).train()
    x_t, dout_t = torch.tensor(x, requires_grad=True), torch.tensor(dout)

    def torch_pass():
        x_t.grad = None
        layer.zero_grad()
        layer(x_t).backward(dout_t)

    ratio("×".join(map(str, shape)), numpy_pass, torch_pass, bound=8.0)
