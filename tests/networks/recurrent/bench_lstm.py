"""The LSTM against nn.LSTM: forward and backward over a whole sequence."""

import pytest

from snippets.recurrent import lstm
from snippets.recurrent.lstm_torch import builtin_lstm
from tests.networks.recurrent.sequences import SIZES, label, passes

# In small steps most of the time goes into beginning operations, some 40 a step
# and way, which takes NumPy 1 to 2 µs each: 1.3 to 2.4, as the processor is.
BOUNDS = dict(zip(SIZES, (3.0, 2.0), strict=True))


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
    ratio(label(sizes), *pair, bound=BOUNDS[sizes])
