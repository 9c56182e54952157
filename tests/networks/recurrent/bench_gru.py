"""The GRU against nn.GRU: forward and backward over a whole sequence."""

import pytest

from snippets.recurrent import gru
from snippets.recurrent.gru_torch import builtin_gru
from tests.networks.recurrent.sequences import SIZES, label, passes


@pytest.mark.parametrize("sizes", SIZES)
def test_forward_and_backward(ratio, rng, sizes):
    pair = passes(
        rng,
        sizes,
        gru.init_gru,
        gru.gru_forward,
        gru.gru_backward,
        builtin_gru,
    )
    ratio(label(sizes), *pair, bound=2.0)
