"""Dropout against F.dropout: the mask drawn, forward and backward."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.convolution import dropout

SIZES = [(128, 1024), (32, 64, 28, 28)]


@pytest.mark.parametrize("shape", SIZES, ids=str)
def test_forward_and_backward(ratio, rng, shape):
    x = rng.normal(size=shape).astype(np.float32)
    dout = np.ones_like(x)

    def numpy_pass():
        _, mask = dropout.dropout_forward(rng, x, 0.5)
        dropout.dropout_backward(dout, mask)

    x_t, dout_t = torch.tensor(x, requires_grad=True), torch.tensor(dout)

    def torch_pass():
        x_t.grad = None
        F.dropout(x_t, 0.5).backward(dout_t)

    ratio("×".join(map(str, shape)), numpy_pass, torch_pass, bound=2.0)
