"""Gradients of one logit in images and maps, against torch's own layers."""

import pytest
import torch

from snippets.challenges import interpretability, interpretability_cnn
from snippets.challenges.interpretability_torch import builtin_small_cnn


@pytest.mark.parametrize(("N", "size"), [(64, 28)])
def test_forward_and_backward(ratio, rng, N, size):
    start = interpretability_cnn.init_small_cnn(rng, size)
    params = type(start)(*(p.astype("float32") for p in start))
    x = rng.normal(size=(N, 1, size, size)).astype("float32")
    k = rng.integers(10, size=N)

    def numpy_pass():
        interpretability.logit_gradients(params, x, k)

    builtin = builtin_small_cnn(*params)
    x_t = torch.tensor(x, requires_grad=True)
    k_t = torch.tensor(k)[:, None]

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        builtin(x_t).gather(1, k_t).sum().backward()

    ratio(f"N={N} size={size}", numpy_pass, torch_pass, bound=3.0)
