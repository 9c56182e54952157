"""The live figure of pooling computes with the cat of its page."""

import numpy as np
from skimage import data

from studies.convolution.pool import live


def test_the_coarse_cat_is_that_of_the_page():
    lines = live.live_data()["cat"]
    assert [len(line) for line in lines] == [65] * 48
    small = np.array([[*map(ord, line)] for line in lines]) - live.ZERO
    bright = data.chelsea().mean(axis=2)
    for u, v in ((0, 0), (17, 24), (47, 64)):
        top, left = 48 + 4 * u, 84 + 4 * v
        square = bright[top : top + 4, left : left + 4]
        assert small[u, v] == square.mean() // 4
    assert small.min() >= 0
    assert small.max() < 64
    assert not {*"".join(lines)} & {"'", '"'}
