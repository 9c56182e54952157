"""The neuron against nn.Linear and F.mse_loss: forward, loss and backward."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.foundations import neuron
from snippets.foundations.neuron_torch import builtin_neuron

SIZES = [(300, 10), (1000, 64)]


@pytest.mark.parametrize(("N", "D"), SIZES)
def test_forward_and_backward(ratio, rng, N, D):
    params = neuron.NeuronParams(
        *(p.astype(np.float32) for p in neuron.init_neuron(rng, D))
    )
    x = rng.normal(size=(N, D)).astype(np.float32)
    y = rng.normal(size=N).astype(np.float32)

    def numpy_pass():
        y_hat, cache = neuron.neuron_forward(params, x, neuron.f_sigmoid)
        _, dy_hat = neuron.mse(y_hat, y)
        neuron.neuron_backward(dy_hat, cache)

    builtin = builtin_neuron(*params, torch.nn.Sigmoid())
    x_t, y_t = torch.tensor(x, requires_grad=True), torch.tensor(y)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        F.mse_loss(builtin(x_t), y_t).backward()

    ratio(f"N={N} D={D}", numpy_pass, torch_pass, bound=1.5)
