"""What the tests of the optimizers share: their names, and a small net."""

from typing import NamedTuple

import numpy as np
import pytest

NAMES = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


class NetParams(NamedTuple):
    W: np.ndarray
    b: np.ndarray
    s: np.ndarray


@pytest.fixture
def params(rng):
    """Three arrays of 2, 1 and 0 axes: no shape is another's."""
    return NetParams(rng.normal(size=(4, 3)), rng.normal(size=3), np.array(0.7))
