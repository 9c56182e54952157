"""Forward, weighted loss and backward, against torch's own layers and loss."""

import pytest
import torch

from snippets.applications import diagnosis
from snippets.applications.diagnosis_torch import (
    builtin_diagnosis,
    weighted_cross_entropy_torch,
)


@pytest.mark.parametrize(
    ("N", "D", "H"), [(455, 30, 16)], ids=["a training fold of the page"]
)
def test_forward_and_backward(ratio, rng, N, D, H):
    x = rng.normal(size=(N, D)).astype("float32")
    y = rng.integers(2, size=N)
    params = diagnosis.init_diagnosis(rng, x, H)

    def numpy_pass():
        a, cache = diagnosis.diagnosis_forward(params, x)
        _, da = diagnosis.weighted_cross_entropy(a, y, 2.0)
        diagnosis.diagnosis_backward(da, cache)

    builtin = builtin_diagnosis(*params)
    x_t, y_t = torch.tensor(x, requires_grad=True), torch.tensor(y)

    def torch_pass():
        x_t.grad = None
        builtin.zero_grad()
        a = builtin(x_t).reshape(-1)
        weighted_cross_entropy_torch(a, y_t, 2.0).backward()

    ratio(f"N={N} D={D} H={H}", numpy_pass, torch_pass, bound=0.6)
