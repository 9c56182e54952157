"""The live figure of convolution computes with the cat of its page."""

import numpy as np
from skimage import data

from studies.convolution.conv import live


def test_the_small_cat_is_that_of_the_page():
    lines = live.live_data()["cat"]
    assert [len(line) for line in lines] == [60] * 45
    small = np.array([[*map(ord, line)] for line in lines]) - live.ZERO
    bright = data.chelsea().mean(axis=2)
    for u, v in ((0, 0), (17, 24), (44, 59)):
        top, left = 10 + 6 * u, 60 + 6 * v
        square = bright[top : top + 6, left : left + 6]
        assert small[u, v] == square.mean() // 4
    assert small.min() >= 0
    assert small.max() < 64
    assert not {*"".join(lines)} & {"'", '"'}
