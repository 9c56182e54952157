"""The value network of self-play, forward and backward, against nn.Linear and nn.Tanh."""

import numpy as np
import pytest
import torch

from snippets.feedforward.mlp import MLPParams
from snippets.reinforcement import selfplay
from snippets.reinforcement.selfplay_torch import builtin_selfplay


@pytest.mark.parametrize(("N", "H"), [(256, 64)])
def test_forward_and_backward(ratio, rng, N, H):
    start = selfplay.init_selfplay(rng, H)
    params = MLPParams(*([a.astype("float32") for a in p] for p in start))
    x = rng.integers(-1, 2, (N, 9)).astype(np.float32)
    dv = rng.normal(size=N).astype(np.float32)

    def numpy_pass():
        _, cache = selfplay.selfplay_forward(params, x)
        selfplay.selfplay_backward(dv, cache)

    builtin = builtin_selfplay(params)
    x_t, dv_t = torch.tensor(x, requires_grad=True), torch.tensor(dv)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        builtin(x_t).backward(dv_t)

    ratio(f"N={N} H={H}", numpy_pass, torch_pass, bound=1.3)
