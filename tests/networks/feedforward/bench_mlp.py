"""The MLP against nn.Linear, nn.ReLU and F.cross_entropy, both ways."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.feedforward import mlp
from snippets.feedforward.mlp_torch import builtin_mlp

SIZES = [(128, (784, 256, 128, 10)), (64, (64, 64, 10))]


@pytest.mark.parametrize(("B", "widths"), SIZES)
def test_forward_and_backward(ratio, rng, B, widths):
    params = mlp.MLPParams(
        *(
            [p.astype(np.float32) for p in row]
            for row in mlp.init_mlp(rng, widths)
        )
    )
    x = rng.normal(size=(B, widths[0])).astype(np.float32)
    y = rng.integers(0, widths[-1], B)

    def numpy_pass():
        a, cache = mlp.mlp_forward(params, x)
        _, da = mlp.cross_entropy(a, y)
        mlp.mlp_backward(da, cache)

    builtin = builtin_mlp(*params)
    x_t, y_t = torch.tensor(x, requires_grad=True), torch.tensor(y)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        F.cross_entropy(builtin(x_t), y_t).backward()

    label = f"B={B} {'-'.join(map(str, widths))}"
    ratio(label, numpy_pass, torch_pass, bound=1.5)
