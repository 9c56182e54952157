"""Before Python's memory is kept, and after it has been laid into a new Python."""

import gc
import importlib
import random

import numpy as np
import numpy.fft
import numpy.lib.stride_tricks
import numpy.polynomial
import numpy.random

PROOF = 5.0  # what a sound NumPy finds


def proof() -> float:
    """A number for which each of NumPy's libraries works."""
    square = np.arange(4.0).reshape(2, 2) @ np.eye(2)  # (2, 2)
    inverse = np.linalg.inv(square + np.eye(2))  # (2, 2)
    waves = np.fft.fft(np.ones(3)).real.sum()
    drawn = np.random.default_rng(0).permutation(3).sum()
    ones = (inverse @ (square + np.eye(2))).trace()
    return float(round(waves + ones + drawn - 3, 9))


def down() -> None:
    """Once through everything, so that it stands in the memory."""
    proof()
    gc.collect()


def up() -> None:
    """Chance is new, files are looked for anew. RuntimeError if NumPy does not work."""
    importlib.invalidate_caches()
    random.seed()
    np.random.mtrand._rand.seed()  # the one behind np.random.rand
    if (found := proof()) != PROOF:
        raise RuntimeError(f"NumPy does not work: {found}")
