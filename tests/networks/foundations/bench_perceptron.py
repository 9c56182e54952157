"""The perceptron against nn.Linear and nn.MarginRankingLoss, all samples."""

import numpy as np
import pytest
import torch

from snippets.foundations import perceptron
from snippets.foundations.perceptron_torch import (
    builtin_criterion,
    builtin_perceptron,
)

SIZES = [(300, 10), (1000, 64)]


@pytest.mark.parametrize(("N", "D"), SIZES)
def test_forward_and_backward(ratio, rng, N, D):
    params = perceptron.PerceptronParams(
        rng.normal(size=D).astype(np.float32), np.zeros((), np.float32)
    )
    x = rng.normal(size=(N, D)).astype(np.float32)
    y = rng.choice([-1, 1], size=N).astype(np.float32)

    def numpy_pass():
        a, cache = perceptron.perceptron_forward(params, x)
        _, da = perceptron.perceptron_loss(a, y)
        perceptron.perceptron_backward(da, cache)

    builtin = builtin_perceptron(*params)
    x_t, y_t = torch.tensor(x, requires_grad=True), torch.tensor(y)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        builtin_criterion(builtin(x_t), y_t).backward()

    ratio(f"N={N} D={D}", numpy_pass, torch_pass, bound=1.5)
