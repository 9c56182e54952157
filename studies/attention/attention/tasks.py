"""Lists of handwritten digits with numbers, and questions about them."""

import functools

import numpy as np
from sklearn.datasets import load_digits


@functools.cache
def _digits():
    """Images (N, 64) from 0 to 1, and their classes."""
    images, classes = load_digits(return_X_y=True)
    return images / 16, classes


def pictures(rng, c, known):
    """An image of every class in c, drawn from those known."""
    images, classes = _digits()
    out = np.empty((*c.shape, 64))
    for k in range(10):
        rows = known[classes[known] == k]
        out[c == k] = images[rng.choice(rows, (c == k).sum())]
    return out.astype(np.float32)


def draw_tasks(rng, known, N):
    """N tasks of five images with values, and five to look up."""
    draws = rng.random((2, N, 10)).argsort(axis=2)
    shown, values = draws[:, :, :5]
    turn = rng.random((N, 5)).argsort(axis=1)
    one_hot = np.eye(10, dtype=np.float32)[values]
    s = np.concatenate([pictures(rng, shown, known[::2]), one_hot], axis=2)
    x = pictures(rng, np.take_along_axis(shown, turn, axis=1), known[1::2])
    return x, s, np.take_along_axis(values, turn, axis=1)
