"""Pooling against F.max_pool2d and F.avg_pool2d: forward and backward."""

import numpy as np
import pytest
import torch

from snippets.convolution import pool
from snippets.convolution.pool_torch import builtin_avg_pool, builtin_max_pool

SIZES = [
    ((32, 16, 28, 28), 2, 2, 0),
    ((64, 32, 14, 14), 2, 2, 0),
    ((32, 16, 28, 28), 3, 2, 1),
    ((64, 32, 14, 14), 3, 2, 1),
]
PAIRS = {
    "max": (pool.max_pool_forward, pool.max_pool_backward, builtin_max_pool),
    "avg": (pool.avg_pool_forward, pool.avg_pool_backward, builtin_avg_pool),
}


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize(("shape", "k", "s", "p"), SIZES)
def test_forward_and_backward(ratio, rng, kind, shape, k, s, p):
    forward, backward, builtin = PAIRS[kind]
    x = rng.normal(size=shape).astype(np.float32)
    dout = np.ones_like(forward(x, k, s, p)[0])

    def numpy_pass():
        _, cache = forward(x, k, s, p)
        backward(dout, cache)

    x_t, dout_t = torch.tensor(x, requires_grad=True), torch.tensor(dout)

    def torch_pass():
        x_t.grad = None
        builtin(x_t, k, s, p).backward(dout_t)

    sizes = f"{kind} {'×'.join(map(str, shape))} k={k} s={s} p={p}"
    ratio(sizes, numpy_pass, torch_pass, bound=2.0)
