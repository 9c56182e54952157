"""Do the conclusions about a random loop hold for other loops and splits?"""

from functools import cache

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from studies.trying import Claim, varied

KNOWN = 1297  # images; the other 500 are the test


def row_by_row(split: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of digits (8, N, 8), y (N,): in the order of the file, or drawn."""
    images, y = load_digits(return_X_y=True)
    place = np.arange(len(y))
    if split == "drawn":
        place = np.random.default_rng(seed).permutation(len(y))
    rows = images[place].reshape(-1, 8, 8).swapaxes(0, 1) / 16
    return rows, y[place]


def told_by(features, y) -> float:
    """How many of the last digits a softmax regression reads, in percent."""
    model = LogisticRegression(solver="newton-cholesky")
    model.fit(features[:KNOWN], y[:KNOWN])
    return 100 * model.score(features[KNOWN:], y[KNOWN:])


def looped(rows, R_x, R_h) -> np.ndarray:
    """The last state of a loop that nobody trained."""
    h = np.zeros((rows.shape[1], len(R_h)))
    for x in rows:
        h = np.tanh(x @ R_x + h @ R_h)
    return h


@cache
def random_loops(seed=0, H=100, size=1.0, split="file") -> dict[str, float]:
    """Right, in percent: loop, loop whose rows come in any order, no loop."""
    rows, y = row_by_row(split, seed)
    rng = np.random.default_rng(seed)
    R_x = rng.normal(size=(8, H)) / 8**0.5
    R_h = size * rng.normal(size=(H, H)) / H**0.5
    mixed = rng.permuted(np.tile(np.arange(8), (len(y), 1)), axis=1)
    shuffled = rows[mixed.T, np.arange(len(y))]
    return {
        "loop": told_by(looped(rows, R_x, R_h), y),
        "loop, rows shuffled": told_by(looped(shuffled, R_x, R_h), y),
        "units summed": told_by(np.tanh(rows @ R_x).sum(axis=0), y),
        "sum of the rows": told_by(rows.sum(axis=0), y),
        "pixels": told_by(rows.swapaxes(0, 1).reshape(-1, 64), y),
    }


def needs_the_order(n: dict[str, float]) -> bool:
    """Ten points above the summed units; not with the rows shuffled."""
    without = max(n["units summed"], n["loop, rows shuffled"])
    return n["loop"] > without + 10


def near_the_pixels(n: dict[str, float]) -> bool:
    """Within six points of the model that sees all pixels."""
    return n["loop"] > n["pixels"] - 6


LOOPS = varied(8, H=[50, 200], size=[0.5, 1.5], split=["drawn"])
CLAIMS = {
    "needs-the-order": Claim(random_loops, needs_the_order, LOOPS),
    "near-the-pixels": Claim(random_loops, near_the_pixels, LOOPS),
}
