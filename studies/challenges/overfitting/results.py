"""Random labels, what holds a network back, and double descent, over seeds.

The data are the 1797 digits of load_digits, their pixels divided by 16.
"""

import numpy as np

from snippets.challenges.overfitting import (
    expect_apart,
    memorise_judge,
    memorise_parts,
    train_memorise,
)
from snippets.challenges.overfitting_ridge import random_features, ridge_fit
from snippets.convolution.dropout import init_dropout_net

SIZES = (5, 10, 15, 20, 30, 50, 70, 90, 100, 110, 140, 200, 400, 1000, 3000)
PENALTIES = (0.0, *10.0 ** np.arange(-5, 1.1, 0.5))
SHOWN = (5, 20, 50, 90, 100, 110, 200, 1000, 3000)  # of these on the page
RATES = "train", "test", "reported", "fresh"
LOOSE = {
    **dict.fromkeys(RATES, 0.02),
    **dict.fromkeys(("fit", "error", "ridge", "condition", "right"), 0.02),
    **dict.fromkeys(("steps", "chosen"), float("inf")),
}


def _digits():
    """Images (1797, 64), labels (1797,)."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return x / 16, y


def _spoiled(rng, y, seen, share):
    """The labels, of those seen a share replaced by a wrong one."""
    wrong = seen[rng.random(len(seen)) < share]
    y = y.copy()
    y[wrong] = (y[wrong] + rng.integers(1, 10, len(wrong))) % 10
    return y


def _linear(x, y, C):
    """Logistic regression of scikit-learn."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=C, max_iter=5000).fit(x, y)


def _nearest(x, y, k):
    """The vote of the k nearest neighbours, of scikit-learn."""
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(k).fit(x, y)


def _memorise(seed, shuffled):
    """Steps to 100 %, and the shares right, of three models by name."""
    x, labels = _digits()
    rng = np.random.default_rng(seed)
    train, test = memorise_parts(rng, len(x), 500, 1000)
    expect_apart(train=train, test=test)
    y = rng.permutation(labels[train]) if shuffled else labels[train]
    start = init_dropout_net(rng, 64, 256, 10)
    path = train_memorise(rng, start, x[train], y, 0.0, 0.0, 3e-3, 2000)
    right = [memorise_judge(net, x[train], y)[0] for net in path]
    steps = 20 * right.index(1) if 1 in right else np.nan
    new = x[test], labels[test]
    rows = {
        "start": (0, right[0], memorise_judge(path[0], *new)[0]),
        "MLP": (steps, right[-1], memorise_judge(path[-1], *new)[0]),
    }
    for name, model in (
        ("logistic", _linear(x[train], y, 1e3)),
        ("1-NN", _nearest(x[train], y, 1)),
    ):
        rows[name] = (0, model.score(x[train], y), model.score(*new))
    return rows


def _net(seed, x, y, H=128, p=0.0, decay=0.0, lr=1e-3, steps=1000):
    """All that training passes through, with one knob turned."""
    rng = np.random.default_rng(seed)
    start = init_dropout_net(rng, x.shape[1], H, 10)
    return train_memorise(rng, start, x, y, p, decay, lr, steps)


def _candidates(seed, x, y):
    """For each way of holding back: the networks among which one chooses."""
    path = _net(seed, x, y)

    def turn(knob, default, *values):
        nets = {v: _net(seed, x, y, **{knob: v})[-1] for v in values}
        return {default: path[-1]} | nets

    return {
        "nothing": {0: path[-1]},
        "learning rate": turn("lr", 1e-3, 1e-4, 3e-4, 3e-3),
        "width": turn("H", 128, 4, 8, 16, 32),
        "decay": turn("decay", 0.0, 0.003, 0.01, 0.03, 0.1),
        "dropout": turn("p", 0.0, 0.25, 0.5, 0.75, 0.9),
        "early": {20 * k: net for k, net in enumerate(path)},
    }


def _log_loss(model, x, y):
    """Of a model of scikit-learn, which may not know every class."""
    p = np.zeros((len(x), 10))  # (N, 10)
    p[:, model.classes_] = model.predict_proba(x)
    return -np.log(p[np.arange(len(y)), y].clip(1e-12)).mean()


def _voters(x, y, held):
    """The number of neighbours that is right most often on held; its model."""
    near = {k: _nearest(x, y, k) for k in (1, 3, 5, 9, 15)}
    k = max(near, key=lambda k: near[k].score(*held))
    return k, near[k]


def _others(x, y, held):
    """Neighbours and logistic regression: name, choice, model."""
    line = {C: _linear(x, y, C) for C in (0.01, 0.1, 1, 10, 100)}
    C = min(line, key=lambda C: _log_loss(line[C], *held))
    return (
        ("1-NN", 1, _nearest(x, y, 1)),
        ("k-NN", *_voters(x, y, held)),
        ("logistic", C, line[C]),
    )


def _shares(net, *samples):
    """Of each images and labels: the share that a network has right."""
    return [memorise_judge(net, *of)[0] for of in samples]


def _told(groups, few, rest):
    """Right on few and on the rest: of one net, of the best of all on few."""
    pool = [net for nets in groups.values() for net in nets.values()]
    top = max(pool, key=lambda net: memorise_judge(net, *few)[0])
    return {
        count: _shares(net, few, rest)
        for count, net in ((1, pool[0]), (len(pool), top))
    }


def _chosen(groups, old, held, new):
    """Of each group the net of least validation loss: setting, shares right."""
    rows = {}
    for name, nets in groups.items():
        losses = {v: memorise_judge(net, *held)[1] for v, net in nets.items()}
        best = min(losses, key=losses.get)
        rows[name] = (best, *_shares(nets[best], old, new))
    return rows


def _fed(seed, more, new, passes):
    """With more data: a network after 1000 steps, and after as many passes."""
    for steps in (1000, 1000 * passes):
        yield 0, *_shares(_net(seed, *more, steps=steps)[-1], more, new)


def _compare(seed, noise, N=100):
    """By method: choice, right in training and test; and _told."""
    x, true = _digits()
    rng = np.random.default_rng(seed)
    parts = memorise_parts(rng, len(x), N, 100, 3 * N, 1000)
    train, val, more, test = parts
    expect_apart(train=train, val=val, more=more, test=test)
    y = _spoiled(rng, true, np.concatenate(parts[:3]), noise)
    old, held = (x[train], y[train]), (x[val], y[val])
    new, few, rest = ((x[n], true[n]) for n in (test, test[:100], test[100:]))
    groups = _candidates(seed, *old)
    rows = _chosen(groups, old, held, new)
    for name, other in (("train + val", val), ("4 N", more)):
        both = [*train, *other]
        fed = x[both], y[both]
        runs = _fed(seed, fed, new, len(both) // N)
        rows |= zip((name, f"{name}, passes"), runs, strict=True)
    for name, best, model in _others(*old, held):
        rows[name] = (best, model.score(*old), model.score(*new))
    k, model = _voters(*fed, held)
    rows["k-NN, 4 N"] = (k, model.score(*fed), model.score(*new))
    return rows, _told(groups, few, rest)


def _double(seed, noise=0.2, N=100):
    """By number of features: errors, condition number (log10), share right."""
    x, true = _digits()
    rng = np.random.default_rng(seed)
    parts = memorise_parts(rng, len(x), N, 100, 1000)
    train, val, test = parts
    expect_apart(train=train, val=val, test=test)
    y = _spoiled(rng, true, np.concatenate([train, val]), noise)
    goal, told = (np.eye(10)[labels] - 0.1 for labels in (true, y))
    x = x - x[train].mean(axis=0)  # (1797, 64)
    rows = {}
    for P in SIZES:
        V = rng.normal(size=(64, P))  # (64, P)
        z, z_val, z_new = (random_features(V, x[n]) for n in parts)
        fits = [ridge_fit(z, told[train], lam) for lam in PENALTIES]
        w = min(fits, key=lambda w: _error(z_val, w, told[val]))
        right = (z_new @ fits[0]).argmax(axis=1) == true[test]  # (1000,)
        errors = [_error(z_new, v, goal[test]) for v in (fits[0], w)]
        logs = np.log10([*errors, np.linalg.cond(z)])  # (3,)
        rows[P] = (_error(z, fits[0], told[train]), *logs, right.mean())
    return rows


def _error(z, w, y):
    """Squared error a sample."""
    return ((z @ w - y) ** 2).sum(axis=1).mean()


def _rows(runs, names, **same):
    """A row for every key, of each column a list over the seeds."""
    for key in runs[0]:
        columns = zip(*(run[key] for run in runs), strict=True)
        lists = {n: list(c) for n, c in zip(names, columns, strict=True)}
        yield same | {"name": key} | lists


def overfitting_rows(seeds=(5, 8, 20)) -> list[dict]:
    """So many seeds of random labels, of each method, of double descent."""
    lots, methods, doubles = seeds
    rows = []
    for shuffled in (False, True):
        runs = [_memorise(seed, shuffled) for seed in range(lots)]
        columns = "steps", "train", "test"
        rows += _rows(runs, columns, part="memorise", shuffled=shuffled)
    for noise in (0, 0.2):
        pairs = [_compare(seed, noise) for seed in range(methods)]
        runs, told = zip(*pairs, strict=True)
        same = {"part": "compare", "noise": noise}
        rows += _rows(runs, ("chosen", "train", "test"), **same)
        same["part"] = "told"
        rows += _rows(told, ("reported", "fresh"), **same)
    runs = [_double(seed) for seed in range(doubles)]
    columns = "fit", "error", "ridge", "condition", "right"
    rows += _rows(runs, columns, part="double")
    return [
        {
            key: np.round(v, 4).tolist() if isinstance(v, list) else v
            for key, v in row.items()
        }
        for row in rows
    ]


def _spread(values, factor=100):
    """Mean and standard deviation over the seeds."""
    values = factor * np.array(values)
    text = f"{values.mean():.1f} ± {values.std(ddof=1):.1f}"
    return text.replace("-", "−")


def _paired(more):
    """How much more seed by seed, in how many; a dash against itself."""
    if not more.any():
        return "–"
    return f"{_spread(more)} ({(more > 0).sum()}/{len(more)})"


def _quartiles(logs):
    """Median, and the quartiles in brackets."""
    low, middle, high = np.quantile(10.0 ** np.array(logs), (0.25, 0.5, 0.75))
    digits = 3 if high < 10 else 0
    return f"{middle:.{digits}f} ({low:.{digits}f} – {high:.{digits}f})"


def _line(row, base, left):
    """The cells of one row, against one row before or the best P < N."""
    if row["part"] == "memorise":
        steps = _spread(row["steps"], 1) if row["name"] == "MLP" else "–"
        return [steps, _spread(row["train"]), _spread(row["test"])]
    if row["part"] == "told":
        gap = np.array(row["reported"]) - row["fresh"]
        cells = [_spread(v) for v in (row["reported"], row["fresh"], gap)]
        more = gap - np.subtract(base["reported"], base["fresh"])
        return [*cells, _paired(more)]
    if row["part"] == "double":
        shrunk = f"{np.median(10.0 ** np.array(row['ridge'])):.3f}"
        ratio = f"{np.median(10.0 ** np.array(row['condition'])):.0f}"
        right = f"{100 * np.median(row['right']):.0f}"
        below = (np.array(row["error"]) < left).sum()
        cells = [_quartiles(row["error"]), right, shrunk, ratio]
        return [*cells, "–" if row["name"] < 100 else f"{below}"]
    train, test = np.array(row["train"]), np.array(row["test"])  # 2 × (seeds,)
    cells = [_spread(train), _spread(test), _spread(train - test)]
    if row["name"] == "nothing":
        return [*cells, "–", "–"]
    gain = test - base["test"]
    signs = [(np.sign(gain) == sign).sum() for sign in (1, 0, -1)]
    return [*cells, _spread(gain), "/".join(map(str, signs))]


def overfitting_table(rows: list[dict]) -> list[str]:
    """Four tables: random labels, methods, choosing on the test, features."""
    few = [
        r["error"] for r in rows if r["part"] == "double" and r["name"] < 100
    ]
    left = np.min(few, axis=0)
    lines = {part: [] for part in ("memorise", "compare", "told", "double")}
    base = None
    for row in rows:
        if row["name"] in ("nothing", 1):
            base = row
        if row["part"] != "double" or row["name"] in SHOWN:
            cells = _line(row, base, left)
            lines[row["part"]].append(f"| {' | '.join(cells)} |")
    return [line for part in lines.values() for line in part]


def overfitting_facts(rows: list[dict]) -> list[str]:
    """Wrong labels: by how much early stopping is ahead of weight decay."""
    test = {
        row["name"]: 100 * np.array(row["test"])
        for row in rows
        if row["part"] == "compare" and row["noise"]
    }
    ahead = test["early"] - test["decay"]
    spread = f"{ahead.mean():.1f} ± {ahead.std(ddof=1):.1f}"
    return [f"{spread}, {(ahead > 0).sum()} of {len(ahead)}"]


results, table = overfitting_rows, overfitting_table  # what make results calls
facts = overfitting_facts
