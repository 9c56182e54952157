"""What the live figure of the chapter on pooling computes with: live.json.

The eyes and the nose of the page's cat in 48×65 squares of 4×4 pixels, their
mean brightness as a whole number from 0 to 63, a letter each.
"""

import numpy as np
from skimage import data

ZERO = 48  # the letter of 0; none up to 63 is an inverted comma


def coarse_cat() -> np.ndarray:
    """The cat of the figure: 48 rows, 65 columns."""
    face = data.chelsea().mean(axis=2)[48:240, 84:344]  # (192, 260)
    return face.reshape(48, 4, 65, 4).mean(axis=(1, 3)) // 4  # (48, 65)


def _row() -> dict:
    """A line for each row of the cat."""
    letters = coarse_cat().astype(int) + ZERO  # (48, 65)
    return {"cat": ["".join(map(chr, row)) for row in letters]}


def live_data() -> dict:
    """What the figure computes with."""
    return _row()
