"""The live figure of the LSTM computes with a network that reads, and forgets when it is told to."""

import numpy as np

from studies.recurrent.lstm import live


def test_the_network_of_the_figure_reads_until_its_forget_gates_shut(
    monkeypatch,
):
    monkeypatch.setattr(live, "SHIFTS", np.array([-8.0, 0.0]))
    told = live.live_data()
    shut, open_ = told["right"]
    assert open_ > 400  # of 500
    assert shut < 150
    assert len(told["digits"]) == 10
    assert {*"".join(told["digits"])} <= {*"0123456789abcdefg"}


def test_a_weight_is_a_letter():
    weights = np.array([[-1.2, 0.0], [0.3, 4.7]])
    text = live._letters(weights)
    again = (np.array([*map(ord, text)]) - live.ZERO) / 10
    np.testing.assert_allclose(again, weights.ravel())
