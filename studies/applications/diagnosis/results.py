"""Nested cross-validation: ten ways to fold, seven models, and a threshold.

The data are the 569 patients of load_breast_cancer; y is 1 for malignant.
"""

import numpy as np

from snippets.applications.diagnosis import (
    init_diagnosis,
    out_of_fold,
    predict_risk,
    stratified_folds,
    train_diagnosis,
)
from snippets.applications.diagnosis_scores import (
    calibration_error,
    choose_threshold,
    roc_area,
)

COST = 20  # of a miss, in false alarms
DECAYS = 0.001, 0.003, 0.01, 0.03
RULES = "half", "theory", "chosen", "cheat"
LOOSE = {
    "right": 0.005,
    "ece": 0.005,
    "area": 0.002,
    "brier": 0.002,
    "log": 0.005,
    **dict.fromkeys(RULES, 2.0),
    "found": 0.01,
    "spared": 0.02,
}


def _patients():
    """Measurements (569, 30), and y (569,)."""
    from sklearn.datasets import load_breast_cancer

    x, target = load_breast_cancer(return_X_y=True)
    return x, 1 - target


def _prior(x, y, seed):
    """The share of malignant ones, whoever comes."""
    share = y.mean()
    return lambda new: np.full(len(new), share)


def _net(H, decay, weighted=False):
    """A function fit(x, y, seed): a network; without H logistic regression."""

    def fit(x, y, seed):
        w = (y == 0).sum() / (y == 1).sum() if weighted else 1.0
        start = init_diagnosis(np.random.default_rng(seed), x, H)
        lr, steps = (0.05, 200) if H else (0.1, 600)
        params, _ = train_diagnosis(start, x, y, w, decay, lr, steps)
        return lambda new: predict_risk(params, new)

    return fit


def _three(x, y, seed):
    """Logistic regression of the three features of Street et al. 1993."""
    columns = [1, 23, 24]  # mean texture, worst area, worst smoothness
    risk = _net(0, 0.001)(x[:, columns], y, seed)
    return lambda new: risk(new[:, columns])


def _one(decay):
    """Logistic regression of the feature with the largest area."""

    def fit(x, y, seed):
        areas = [roc_area(y, column) for column in x.T]
        best = [int(np.argmax(areas))]
        risk = _net(0, decay)(x[:, best], y, seed)
        return lambda new: risk(new[:, best])

    return fit


MODELS = {  # a candidate each for every choice that the inner folds make
    "prior": {"–": _prior},
    "one feature": {"–": _one(0.001)},
    "three features": {"–": _three},
    "logistic": {d: _net(0, d) for d in DECAYS},
    "MLP": {f"{H}, {d}": _net(H, d) for H in (4, 16) for d in DECAYS},
    "MLP, weighted": {d: _net(16, d, True) for d in DECAYS},
    "MLP, fixed": {"–": _net(16, 0.01)},
}


def _log_loss(y, p):
    """The mean of -log of what was said of what came true."""
    return -np.log(np.where(y == 1, p, 1 - p).clip(1e-12)).mean()


def nested_fit(candidates, x, y, seed):
    """The best candidate's risk, fitted to all, and its threshold for COST.

    Both are chosen by folds of x, y: no other patient is seen.
    """
    folds = stratified_folds(np.random.default_rng(seed), y, 3)
    inner = {
        name: out_of_fold(folds, x, y, lambda x, y, f=fit: f(x, y, seed))
        for name, fit in candidates.items()
    }
    best = min(inner, key=lambda name: _log_loss(y, inner[name]))
    threshold = choose_threshold(y, inner[best], COST)
    return candidates[best](x, y, seed), threshold


def nested(candidates, x, y, seed, fit=nested_fit):
    """Risks p (N,) of patients unseen by choice and fit, thresholds, folds."""
    folds = stratified_folds(np.random.default_rng(1000 + seed), y, 5)
    p = np.full(len(y), np.nan)  # (N,)
    threshold = np.full(len(y), np.nan)  # (N,)
    for test in folds:
        train = ~np.isin(np.arange(len(y)), test)  # (N,)
        assert not train[test].any()
        risk, t = fit(candidates, x[train], y[train], seed)
        p[test] = risk(x[test])
        threshold[test] = t
    assert not np.isnan(p).any()
    return p, threshold, folds


def _cost(y, alarm):
    """What misses and false alarms cost, per 100 patients."""
    misses = (y == 1) & ~alarm
    false = (y == 0) & alarm
    return 100 * (COST * misses.sum() + false.sum()) / len(y)


def _scores(y, p, threshold, folds) -> dict:
    """One number each, or one a fold."""
    alarms = {
        "half": p >= 0.5,
        "theory": p >= 1 / (1 + COST),
        "chosen": p >= threshold,
        "cheat": p >= choose_threshold(y, p, COST),
    }
    scores = {
        "right": np.mean(alarms["half"] == y),
        "ece": calibration_error(y, p, 5),
        "found": np.mean(alarms["chosen"][y == 1]),
        "spared": np.mean(~alarms["chosen"][y == 0]),
        "area": [roc_area(y[n], p[n]) for n in folds],
        "brier": [np.mean((p[n] - y[n]) ** 2) for n in folds],
        "log": [_log_loss(y[n], p[n]) for n in folds],
    }
    for rule, alarm in alarms.items():
        scores[rule] = [_cost(y[n], alarm[n]) for n in folds]
    return {k: np.round(v, 5).tolist() for k, v in scores.items()}


def diagnosis_rows(seeds: int = 10) -> list[dict]:
    """A row for every model: of each score a list over the seeds."""
    x, y = _patients()
    rows = []
    for name, candidates in MODELS.items():
        runs = [
            _scores(y, *nested(candidates, x, y, seed)) for seed in range(seeds)
        ]
        lists = {key: [run[key] for run in runs] for key in runs[0]}
        rows.append({"model": name} | lists)
    return rows


def _by_seed(values):
    """The mean of every seed over its folds."""
    return np.reshape(values, (len(values), -1)).mean(axis=1)


def _spread(values, digits, factor=1):
    """Mean and standard deviation over the seeds."""
    means = factor * _by_seed(values)  # (seeds,)
    return f"{means.mean():.{digits}f} ± {means.std(ddof=1):.{digits}f}"


def _paired(one, other, digits):
    """Mean difference, its 95 % interval, in how many seeds it is below 0.

    Nadeau & Bengio 2003, for repeated folds Bouckaert & Frank 2004: variance
    times 1 / n + 1 / 4, for training sets overlap; approximate. 2.01 is
    Student's t of 49 degrees of freedom.
    """
    gaps = np.array(one) - np.array(other)  # (seeds, K)
    mean = gaps.mean()
    half = 2.01 * (gaps.var(ddof=1) * (1 / gaps.size + 1 / 4)) ** 0.5
    below = (gaps.mean(axis=1) < 0).sum()
    ends = (
        f"{round(v, digits) + 0:.{digits}f}"  # no minus before a 0
        for v in (mean, mean - half, mean + half)
    )
    return " | ".join(ends) + f" | {below}"


SHOWN = [  # one model by a score, less another by a score, and the digits
    *(("MLP", k, "logistic", k, 4) for k in ("area", "brier", "log")),
    *(("MLP", k, "logistic", k, 1) for k in ("theory", "chosen")),
    ("logistic", "log", "three features", "log", 4),
    ("logistic", "theory", "three features", "theory", 1),
]
TOLD = [  # in the words of the page only
    ("MLP, weighted", "half", "MLP", "half", 1),
    ("MLP, fixed", "theory", "MLP", "theory", 1),
    *(
        (model, "chosen", model, "theory", 1)
        for model in ("one feature", "three features", "logistic", "MLP")
    ),
]


def _differences(rows, pairs):
    named = {row["model"]: row for row in rows}
    for one, key, other, than, digits in pairs:
        text = _paired(named[one][key], named[other][than], digits)
        yield f"| {text} |"


def diagnosis_table(rows: list[dict]) -> list[str]:
    """Scores of every model; differences; costs of every model by rule."""
    lines = []
    for row in rows:
        cells = [_spread(row["right"], 1, 100)]
        cells += [_spread(row[k], 3) for k in ("area", "brier", "log", "ece")]
        lines.append(f"| {' | '.join(cells)} |")
    lines += _differences(rows, SHOWN)
    for row in rows:
        lines.append(f"| {' | '.join(_spread(row[k], 1) for k in RULES)} |")
    return lines


def diagnosis_facts(rows: list[dict]) -> list[str]:
    """More differences; found and spared by every model."""
    lines = [*_differences(rows, TOLD)]
    for row in rows:
        pair = (_spread(row[k], 1, 100) for k in ("found", "spared"))
        lines.append(f"| {row['model']} | {' | '.join(pair)} |")
    return lines


results, table = diagnosis_rows, diagnosis_table  # what make results calls
facts = diagnosis_facts
