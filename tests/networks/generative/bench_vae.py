"""The VAE against torch's own layers and KL: forward, loss and backward."""

import pytest
import torch

from snippets.generative import vae
from snippets.generative.vae_torch import builtin_vae, vae_loss_torch


@pytest.mark.parametrize(
    ("B", "D", "H", "K"), [(64, 64, 64, 8), (128, 784, 128, 10)]
)
def test_forward_and_backward(ratio, rng, B, D, H, K):
    start = vae.init_vae(rng, D, H, K)
    params = start._make(p.astype("float32") for p in start)
    x = rng.random((B, D)).astype("float32")
    eps = rng.normal(size=(B, K)).astype("float32")

    def numpy_pass():
        *out, cache = vae.vae_forward(params, x, eps)
        _, *back = vae.vae_loss(*out, x)
        vae.vae_backward(*back, cache)

    builtin = builtin_vae(*params)
    x_t, eps_t = torch.tensor(x, requires_grad=True), torch.tensor(eps)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        _, total = vae_loss_torch(*builtin(x_t, eps_t), x_t.detach())
        total.backward()

    ratio(f"B={B} D={D} H={H} K={K}", numpy_pass, torch_pass, bound=1.1)
