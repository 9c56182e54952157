"""The autoencoder against torch's own layers: forward and backward."""

import pytest
import torch

from snippets.generative import autoencoder
from snippets.generative.autoencoder_torch import builtin_autoencoder


@pytest.mark.parametrize(
    ("B", "D", "H", "K"), [(64, 64, 64, 8), (128, 784, 128, 32)]
)
def test_forward_and_backward(ratio, rng, B, D, H, K):
    start = autoencoder.init_autoencoder(rng, D, H, K)
    params = start._make(p.astype("float32") for p in start)
    x = rng.normal(size=(B, D)).astype("float32")
    dx_hat = rng.normal(size=(B, D)).astype("float32")

    def numpy_pass():
        _, cache = autoencoder.autoencoder_forward(params, x)
        autoencoder.autoencoder_backward(dx_hat, cache)

    builtin = builtin_autoencoder(*params)
    x_t, dx_hat_t = torch.tensor(x, requires_grad=True), torch.tensor(dx_hat)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        builtin(x_t).backward(dx_hat_t)

    ratio(f"B={B} D={D} H={H} K={K}", numpy_pass, torch_pass, bound=1.1)
