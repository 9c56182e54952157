"""The network that steers: forward and backward, against torch's own layers."""

import pytest
import torch

from snippets.applications import driving
from snippets.applications.driving_torch import builtin_drive


@pytest.mark.parametrize(("B", "H", "W"), [(64, 16, 32)])
def test_forward_and_backward(ratio, rng, B, H, W):
    start = driving.init_drive(rng, H, W)
    params = type(start)(*(p.astype("float32") for p in start))
    x = rng.normal(size=(B, 1, H, W)).astype("float32")
    dy_hat = rng.normal(size=B).astype("float32")

    def numpy_pass():
        _, cache = driving.drive_forward(params, x)
        driving.drive_backward(dy_hat, cache)

    builtin = builtin_drive(*params)
    x_t, dy_hat_t = torch.tensor(x, requires_grad=True), torch.tensor(dy_hat)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        builtin(x_t).backward(dy_hat_t)

    ratio(f"B={B} {H}×{W}", numpy_pass, torch_pass, bound=5.0)
