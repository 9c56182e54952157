"""Forward and backward with checkpoints, against torch's own."""

import numpy as np
import pytest
import torch

from snippets.challenges import hardware
from snippets.challenges.hardware_torch import CheckpointedMLP
from snippets.feedforward.mlp import MLPParams, init_mlp


@pytest.mark.parametrize(("B", "H", "L", "every"), [(256, 128, 16, 4)])
def test_forward_and_backward(ratio, rng, B, H, L, every):
    start = init_mlp(rng, [H] * (L + 1))
    params = MLPParams(*([p.astype("float32") for p in q] for q in start))
    x = rng.normal(size=(B, H)).astype(np.float32)
    da = rng.normal(size=(B, H)).astype(np.float32)

    def numpy_pass():
        _, cache = hardware.checkpoint_forward(params, x, every)
        hardware.checkpoint_backward(da, cache)

    net = CheckpointedMLP(*params, every)
    x_t, da_t = torch.tensor(x, requires_grad=True), torch.tensor(da)

    def torch_pass():
        x_t.grad = None
        net.zero_grad()
        net(x_t).backward(da_t)

    name = f"B={B} H={H} L={L} every={every}"
    ratio(name, numpy_pass, torch_pass, bound=2.5)
