"""Each loss and its gradient against torch.nn.functional."""

import numpy as np
import pytest
import torch

from snippets.foundations import loss
from snippets.foundations.loss_torch import BUILTIN

BOUNDS = {name: 4.0 if name == "huber" else 3.0 for name in BUILTIN}


@pytest.mark.parametrize("name", BUILTIN)
@pytest.mark.parametrize(("N", "K"), [(1000, 10), (10000, 10)])
def test_loss_and_gradient(ratio, rng, name, N, K):
    if name == "categorical_cross_entropy":
        a, y = rng.normal(size=(N, K)), rng.integers(0, K, N)
    else:
        a = rng.normal(size=N * K)
        y = (rng.random(N * K) < 0.5).astype(np.float32)
    a = a.astype(np.float32)
    function, builtin = getattr(loss, name), BUILTIN[name]
    a_t, y_t = torch.tensor(a, requires_grad=True), torch.tensor(y)

    def torch_pass():
        a_t.grad = None
        builtin(a_t, y_t).backward()

    label = f"{name} N={N} K={K}"
    ratio(label, lambda: function(a, y), torch_pass, bound=BOUNDS[name])
