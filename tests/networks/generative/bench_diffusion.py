"""The noise-guessing network against torch's own layers: there and back."""

import pytest
import torch

from snippets.generative import diffusion
from snippets.generative.diffusion_torch import builtin_diffusion


@pytest.mark.parametrize(
    ("B", "D", "H", "E"), [(256, 2, 64, 16), (256, 2, 128, 16)]
)
def test_forward_and_backward(ratio, rng, B, D, H, E):
    start = diffusion.init_diffusion(rng, D, H, E)
    params = start._make(p.astype("float32") for p in start)
    x = rng.normal(size=(B, D)).astype("float32")
    t = rng.integers(1, 101, B)
    deps_hat = rng.normal(size=(B, D)).astype("float32")

    def numpy_pass():
        _, cache = diffusion.diffusion_forward(params, x, t)
        diffusion.diffusion_backward(deps_hat, cache)

    builtin = builtin_diffusion(*params)
    waves = torch.tensor(diffusion.embed_time(t, E).astype("float32"))
    x_t, deps_hat_t = (
        torch.tensor(x, requires_grad=True),
        torch.tensor(deps_hat),
    )

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        builtin(torch.cat([x_t, waves], dim=1)).backward(deps_hat_t)

    ratio(f"B={B} D={D} H={H} E={E}", numpy_pass, torch_pass, bound=1.7)
