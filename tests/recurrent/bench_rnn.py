"""The simple RNN against nn.RNN: forward and backward over a whole sequence."""

import numpy as np
import pytest
import torch

from snippets.recurrent import rnn
from snippets.recurrent.rnn_torch import builtin_rnn

SIZES = [(50, 32, 32, 64), (28, 64, 28, 128)]


@pytest.mark.parametrize(("T", "B", "D", "H"), SIZES)
def test_forward_and_backward(ratio, rng, T, B, D, H):
    params = rnn.RNNParams(
        *(p.astype(np.float32) for p in rnn.init_rnn(rng, D, H))
    )
    xs = rng.normal(size=(T, B, D)).astype(np.float32)
    dhs = rng.normal(size=(T, B, H)).astype(np.float32)

    def numpy_pass():
        _, cache = rnn.rnn_forward(params, xs)
        rnn.rnn_backward(dhs, cache)

    builtin = builtin_rnn(*params)
    xs_t, dhs_t = torch.tensor(xs, requires_grad=True), torch.tensor(dhs)

    def torch_pass():
        xs_t.grad = None
        builtin.zero_grad()
        hs_t, _ = builtin(xs_t)
        hs_t.backward(dhs_t)

    ratio(f"T={T} B={B} D={D} H={H}", numpy_pass, torch_pass, bound=2.0)
