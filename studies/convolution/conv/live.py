"""What the live figure of the chapter on convolution computes with: live.json.

The face of the page's cat in 45×60 squares of 6×6 pixels, their mean brightness
as a whole number from 0 to 63, a letter each.
"""

import numpy as np
from skimage import data

ZERO = 48  # the letter of 0; none up to 63 is an inverted comma


def small_cat() -> np.ndarray:
    """The cat of the figure: 45 rows, 60 columns."""
    face = data.chelsea().mean(axis=2)[10:280, 60:420]  # (270, 360)
    return face.reshape(45, 6, 60, 6).mean(axis=(1, 3)) // 4  # (45, 60)


def _row() -> dict:
    """A line for each row of the cat."""
    letters = small_cat().astype(int) + ZERO  # (45, 60)
    return {"cat": ["".join(map(chr, row)) for row in letters]}


def live_data() -> dict:
    """What the figure computes with."""
    return _row()
