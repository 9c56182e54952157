"""Flatten and a fully connected layer against nn.Flatten and nn.Linear."""

import numpy as np
import pytest
import torch

from snippets.convolution import flatten
from snippets.convolution.flatten_torch import builtin_dense

SIZES = [((64, 16, 5, 5), 120), ((32, 64, 7, 7), 512)]


@pytest.mark.parametrize(("shape", "K"), SIZES)
def test_forward_and_backward(ratio, rng, shape, K):
    x = rng.normal(size=shape).astype(np.float32)
    params = flatten.DenseParams(
        *(w.astype(np.float32) for w in flatten.init_dense(rng, x[0].size, K))
    )
    dout = rng.normal(size=(len(x), K)).astype(np.float32)

    def numpy_pass():
        flat, kept = flatten.flatten_forward(x)
        _, cache = flatten.dense_forward(params, flat)
        dflat, _ = flatten.dense_backward(dout, cache)
        flatten.flatten_backward(dflat, kept)

    net = builtin_dense(*params)
    x_t, dout_t = torch.tensor(x, requires_grad=True), torch.tensor(dout)

    def torch_pass():
        x_t.grad = None
        net.zero_grad()
        net(x_t).backward(dout_t)

    sizes = f"{'×'.join(map(str, shape))} to {K}"
    ratio(sizes, numpy_pass, torch_pass, bound=2.0)
