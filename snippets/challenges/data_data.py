"""What is done to data: images moved, labels spoilt, train and test kept apart.

Axes      N samples, D pixels, s the side of a square of pixels, K classes
Letters   T[i, j] how often the true class i gets the label j, rho their share
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:augment]
def augment_shift(x: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Square images x (N, D) moved by (N, 2) pixels, down and right; 0 enters.

    ValueError unless every shift is shorter than the side of the square.
    """
    expect("x", x, "N", "D")
    N = len(x)
    side = round(x.shape[1] ** 0.5)
    if side**2 != x.shape[1]:
        raise ValueError(f"x must hold squares, got {x.shape[1]} pixels")
    far = side - 1
    expect_whole("by", by, -far, far, N, 2)
    images = x.reshape(N, side, side)  # (N, s, s)
    wide = np.pad(images, ((0, 0), (far, far), (far, far)))  # (N, t, t)
    places = far - by[:, :, None] + np.arange(side)  # (N, 2, s)
    rows, columns = places[:, 0, :, None], places[:, 1, None]
    moved = wide[np.arange(N)[:, None, None], rows, columns]  # (N, s, s)
    return moved.reshape(x.shape)  # (N, D)


def augment_batch(rng, x: np.ndarray, share: float = 0.5) -> np.ndarray:
    """Of x (N, D) about a share is moved by -1, 0 or 1 pixel each way."""
    expect("x", x, "N", "D")
    by = rng.integers(-1, 2, size=(len(x), 2))  # (N, 2)
    moves = rng.random((len(x), 1)) < share  # (N, 1)
    return augment_shift(x, by * moves)  # (N, D)
    # --8<-- [end:augment]


# --8<-- [start:apart]
def expect_disjoint(train: np.ndarray, test: np.ndarray) -> None:
    """ValueError if one of the originals, numbers (N,), (M,), is in both."""
    shared = np.intersect1d(train, test)  # (S,)
    if len(shared):
        raise ValueError(
            f"train and test must share no original, got {len(shared)} in "
            f"both, the first is {shared[0]}"
        )
    # --8<-- [end:apart]


# --8<-- [start:label_noise]
def label_noise_matrix(K: int, rho: float, pair=False) -> np.ndarray:
    """T (K, K): a share rho gets another label; pair: always the next one."""
    expect_count("K", K, low=2)
    if not 0 <= rho <= 1:
        raise ValueError(f"rho must be in 0 … 1, got {rho}")
    keep = np.eye(K)  # (K, K)
    others = np.roll(keep, 1, axis=1) if pair else (1 - keep) / (K - 1)
    return (1 - rho) * keep + rho * others  # (K, K)


def label_noise(rng, y: np.ndarray, T: np.ndarray) -> np.ndarray:
    """Labels (N,) drawn from the row of T (K, K) of each true y (N,)."""
    expect("T", T, "K", len(T), within=(0, 1))
    expect_whole("y", y, 0, len(T) - 1, "N")
    edges = T.cumsum(axis=1)[y, :-1]  # (N, K-1)
    return (rng.random((len(y), 1)) >= edges).sum(axis=1)  # (N,)
    # --8<-- [end:label_noise]
