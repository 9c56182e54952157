"""The network against torch's own layers: forward and backward, training."""

import numpy as np
import pytest
import torch

from snippets.convolution import cnn
from snippets.convolution.cnn_torch import builtin_cnn

SIZES = [(32, 1, 8, 8), (32, 3, 32, 32)]


@pytest.mark.parametrize("shape", SIZES)
def test_forward_and_backward(ratio, rng, shape):
    params, stats = cnn.map_params(
        lambda a: a.astype(np.float32), cnn.init_cnn(rng, *shape[1:])
    )
    x = rng.normal(size=shape).astype(np.float32)
    da = rng.normal(size=(shape[0], 10)).astype(np.float32)

    def numpy_pass():
        _, _, cache = cnn.cnn_forward(params, stats, x)
        cnn.cnn_backward(da, cache)

    net = builtin_cnn(params, stats).train()
    x_t, da_t = torch.tensor(x, requires_grad=True), torch.tensor(da)

    def torch_pass():
        x_t.grad = None
        net.zero_grad()
        net(x_t).backward(da_t)

    ratio("×".join(map(str, shape)), numpy_pass, torch_pass, bound=5.0)
