"""The simple RNN against nn.RNN: forward and backward over a whole sequence."""

import pytest

from snippets.recurrent import rnn
from snippets.recurrent.rnn_torch import builtin_rnn
from tests.networks.recurrent.sequences import SIZES, label, passes


@pytest.mark.parametrize("sizes", SIZES)
def test_forward_and_backward(ratio, rng, sizes):
    pair = passes(
        rng,
        sizes,
        rnn.init_rnn,
        rnn.rnn_forward,
        rnn.rnn_backward,
        builtin_rnn,
    )
    ratio(label(sizes), *pair, bound=2.0)
