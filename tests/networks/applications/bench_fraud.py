"""A step of training on the weighted loss, against nn.Linear and torch's loss."""

import numpy as np
import pytest
import torch

from snippets.applications import fraud
from snippets.applications.fraud_torch import builtin_fraud_cross_entropy
from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.feedforward.mlp_torch import builtin_mlp


@pytest.mark.parametrize(("B", "widths"), [(256, (9, 32, 1))])
def test_forward_and_backward(ratio, rng, B, widths):
    start = init_mlp(rng, widths)
    params = MLPParams(*([p.astype(np.float32) for p in row] for row in start))
    x = rng.normal(size=(B, widths[0])).astype(np.float32)
    y = (rng.random(B) < 0.1).astype(np.float32)

    def numpy_pass():
        a, cache = mlp_forward(params, x)
        _, da = fraud.fraud_cross_entropy(a[:, 0], y, 20.0)
        mlp_backward(da[:, None], cache)

    builtin = builtin_mlp(*params)
    x_t, y_t = torch.tensor(x, requires_grad=True), torch.tensor(y)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        a = builtin(x_t)[:, 0]
        builtin_fraud_cross_entropy(a, y_t, 20.0).backward()

    label = f"B={B} {'-'.join(map(str, widths))}"
    ratio(label, numpy_pass, torch_pass, bound=1.5)
