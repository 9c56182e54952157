"""Masked sequences against torch's packed ones: forward and backward."""

import numpy as np
import pytest
import torch

from snippets.recurrent import lstm, topology
from snippets.recurrent.lstm_torch import builtin_lstm
from snippets.recurrent.topology_torch import packed
from tests.networks.recurrent.sequences import SIZES, label


@pytest.mark.parametrize(("T", "B", "D", "H"), SIZES)
def test_forward_and_backward(ratio, rng, T, B, D, H):
    params = lstm.LSTMParams(
        *(p.astype(np.float32) for p in lstm.init_lstm(rng, D, H))
    )
    xs = rng.normal(size=(T, B, D)).astype(np.float32)
    dhs = rng.normal(size=(T, B, H)).astype(np.float32)
    lengths = rng.integers(T // 2, T + 1, size=B)
    zero = np.zeros((B, H), np.float32)

    def numpy_pass():
        *_, cache = topology.masked_forward(params, xs, lengths, zero, zero)
        topology.masked_backward(dhs, cache)

    builtin = builtin_lstm(*params)
    xs_t, dhs_t = torch.tensor(xs, requires_grad=True), torch.tensor(dhs)
    zero_t, lengths_t = torch.tensor(zero), torch.tensor(lengths)

    def torch_pass():
        xs_t.grad = None
        builtin.zero_grad()
        hs_t, *_ = packed(builtin, xs_t, lengths_t, zero_t, zero_t)
        hs_t.backward(dhs_t)

    ratio(label((T, B, D, H)), numpy_pass, torch_pass, bound=2.0)
