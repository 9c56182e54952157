"""Two layers and their loss against nn.Sequential: forward and backward."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.foundations import backprop
from snippets.foundations.backprop_torch import builtin_two_layer

SIZES = [(64, 64, 32), (1000, 64, 128)]


@pytest.mark.parametrize(("N", "D", "H"), SIZES)
def test_forward_and_backward(ratio, rng, N, D, H):
    params = backprop.TwoLayerParams(
        *(p.astype(np.float32) for p in backprop.init_two_layer(rng, D, H))
    )
    x = rng.normal(size=(N, D)).astype(np.float32)
    y = (rng.random((N, 1)) < 0.5).astype(np.float32)

    def numpy_pass():
        a_2, cache = backprop.two_layer_forward(params, x)
        _, da_2 = backprop.binary_cross_entropy(a_2, y)
        backprop.two_layer_backward(da_2, cache)

    builtin = builtin_two_layer(*params)
    x_t, y_t = torch.tensor(x, requires_grad=True), torch.tensor(y)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        F.binary_cross_entropy_with_logits(builtin(x_t), y_t).backward()

    ratio(f"N={N} D={D} H={H}", numpy_pass, torch_pass, bound=2.0)
