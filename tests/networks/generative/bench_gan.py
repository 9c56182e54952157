"""One step of both players, gradients only, against torch's own layers."""

import pytest
import torch

from snippets.feedforward.mlp import MLPParams
from snippets.generative import gan, gan_torch


@pytest.mark.parametrize(
    ("B", "K", "H", "P"), [(256, 2, 64, 2), (64, 32, 128, 784)]
)
def test_gradients_of_both(ratio, rng, B, K, H, P):
    params = gan.GanParams(
        *(
            MLPParams(*([a.astype("float32") for a in part] for part in p))
            for p in gan.init_gan(rng, K, H, P)
        )
    )
    x = rng.normal(size=(B, P)).astype("float32")
    z = rng.normal(size=(B, K)).astype("float32")

    def numpy_pass():
        x_hat, _ = gan.generator_forward(params.G, z)
        gan.discriminator_gradient(params.D, x, x_hat)
        gan.generator_gradient(params, z)

    G_t, D_t = gan_torch.builtin_gan(*params)
    x_t, z_t = torch.tensor(x), torch.tensor(z)

    def torch_pass():
        G_t.zero_grad()
        D_t.zero_grad()
        x_hat = G_t(z_t).detach()
        gan_torch.builtin_discriminator_loss(D_t(x_t), D_t(x_hat)).backward()
        gan_torch.nonsaturating_loss_torch(D_t(G_t(z_t))).backward()

    ratio(f"B={B} K={K} H={H} P={P}", numpy_pass, torch_pass, bound=1.3)
