"""Eight Gaussians on a ring, and which of them samples hit, in NumPy.

Paper     Metz et al. 2017, doi:10.48550/arXiv.1611.02163
Axes      N samples
"""

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:ring]
def ring_of_eight(rng, N: int, sigma=0.1) -> np.ndarray:
    """N points (N, 2) of eight Gaussians around a circle of radius 2."""
    expect_count("N", N)
    angle = 2 * np.pi * rng.integers(8, size=N) / 8  # (N,)
    centres = 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)  # (N, 2)
    return centres + rng.normal(0, sigma, (N, 2))  # (N, 2)


def near_modes(x: np.ndarray, sigma=0.1) -> np.ndarray:
    """How many of x (N, 2) lie within 3 sigma of each of the 8 centres."""
    expect("x", x, "N", 2)
    angle = 2 * np.pi * np.arange(8) / 8  # (8,)
    centres = 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)  # (8, 2)
    far = np.linalg.norm(x[:, None] - centres, axis=2)  # (N, 8)
    return (far < 3 * sigma).sum(axis=0)  # (8,)
    # --8<-- [end:ring]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = ring_of_eight(rng, 800)  # (800, 2)
    print("near each centre:", near_modes(x))
    right = x[x[:, 0] > 1]  # (k, 2)
    print("of those on the right:", near_modes(right))
