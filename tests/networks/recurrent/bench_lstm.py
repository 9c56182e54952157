"""The LSTM against nn.LSTM: forward and backward over a whole sequence."""

import pytest

from snippets.recurrent import lstm
from snippets.recurrent.lstm_torch import builtin_lstm
from tests.networks.recurrent.sequences import SIZES, label, passes


@pytest.mark.parametrize("sizes", SIZES)
def test_forward_and_backward(ratio, rng, sizes):
    pair = passes(
        rng,
        sizes,
        lstm.init_lstm,
        lstm.lstm_forward,
        lstm.lstm_backward,
        builtin_lstm,
    )
    ratio(label(sizes), *pair, bound=2.0)
