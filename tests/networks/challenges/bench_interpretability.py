"""TODO: say what is timed: forward and backward, against torch's own layer."""

import pytest
import torch

from snippets.challenges import interpretability
from snippets.challenges.interpretability_torch import builtin_interpretability


@pytest.mark.parametrize(("N", "D", "K"), [(300, 10, 4)])
def test_forward_and_backward(ratio, rng, N, D, K):
    start = interpretability.init_interpretability(rng, D, K)
    params = type(start)(*(p.astype("float32") for p in start))
    x = rng.normal(size=(N, D)).astype("float32")
    dy_hat = rng.normal(size=(N, K)).astype("float32")

    def numpy_pass():
        _, cache = interpretability.interpretability_forward(params, x)
        interpretability.interpretability_backward(dy_hat, cache)

    builtin = builtin_interpretability(*params)
    x_t, dy_hat_t = torch.tensor(x, requires_grad=True), torch.tensor(dy_hat)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        builtin(x_t).backward(dy_hat_t)

    # TODO: your sizes, and the bound that `make bench` shows to be fair
    ratio(f"N={N} D={D} K={K}", numpy_pass, torch_pass, bound=2.0)
