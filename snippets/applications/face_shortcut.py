"""A shortcut, and the patches of an image that it hangs on, in NumPy.

Papers    Geirhos et al. 2020, doi:10.1038/s42256-020-00257-z (shortcuts)
          Zeiler & Fergus 2014, doi:10.1007/978-3-319-10590-1_53 (occlusion)
Axes      N photos, H×W image
"""

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:roughness]
def face_roughness(x: np.ndarray) -> np.ndarray:
    """Mean |difference| of two pixels above each other: x (N, H, W) → (N,)."""
    expect("x", x, "N", "H", "W")
    expect_count("x.shape", *x.shape[1:], low=2)
    return np.abs(np.diff(x, axis=1)).mean(axis=(1, 2))  # (N,)
    # --8<-- [end:roughness]


# --8<-- [start:occlusion]
def face_occlusion(score, x: np.ndarray, k: int = 6, s: int = 2):
    """By how much score falls when a k×k patch of x (H, W) turns mean grey.

    score takes images (N, H, W) and returns (N,). ValueError if k misfits.
    """
    expect("x", x, "H", "W")
    expect_count("k, s", k, s)
    H, W = x.shape
    if k > min(H, W):
        raise ValueError(f"k must fit into x {x.shape}, got k = {k}")
    rows = range(0, H - k + 1, s)
    cols = range(0, W - k + 1, s)
    places = [(i, j) for i in rows for j in cols]
    covered = np.repeat(x[None], len(places), axis=0)  # (N, H, W)
    for image, (i, j) in zip(covered, places, strict=True):
        image[i : i + k, j : j + k] = x.mean()
    fall = score(x[None]) - score(covered)  # (N,)
    return fall.reshape(len(rows), len(cols))  # (...)
    # --8<-- [end:occlusion]


if __name__ == "__main__":
    x = np.zeros((6, 6))  # (H, W)
    x[:3, 3:] = np.arange(9).reshape(3, 3) % 2
    print("roughness", face_roughness(x[None])[0].round(3))
    print(face_occlusion(face_roughness, x, k=2).round(2))
