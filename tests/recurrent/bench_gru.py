"""The GRU against nn.GRU: forward and backward over a whole sequence."""

import numpy as np
import pytest
import torch

from snippets.recurrent import gru
from snippets.recurrent.gru_torch import builtin_gru

SIZES = [(50, 32, 32, 64), (28, 64, 28, 128)]


@pytest.mark.parametrize(("T", "B", "D", "H"), SIZES)
def test_forward_and_backward(ratio, rng, T, B, D, H):
    params = gru.GRUParams(
        *(p.astype(np.float32) for p in gru.init_gru(rng, D, H))
    )
    xs = rng.normal(size=(T, B, D)).astype(np.float32)
    dhs = rng.normal(size=(T, B, H)).astype(np.float32)

    def numpy_pass():
        _, cache = gru.gru_forward(params, xs)
        gru.gru_backward(dhs, cache)

    builtin = builtin_gru(*params)
    xs_t, dhs_t = torch.tensor(xs, requires_grad=True), torch.tensor(dhs)

    def torch_pass():
        xs_t.grad = None
        builtin.zero_grad()
        hs_t, _ = builtin(xs_t)
        hs_t.backward(dhs_t)

    ratio(f"T={T} B={B} D={D} H={H}", numpy_pass, torch_pass, bound=2.0)
