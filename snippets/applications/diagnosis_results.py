"""Nested cross-validation: ten ways to fold, four models, and a threshold.

The data are the 569 patients of load_breast_cancer; y is 1 for malignant.
"""

import numpy as np

from snippets.applications.diagnosis import (
    calibration_error,
    choose_threshold,
    init_diagnosis,
    out_of_fold,
    predict_risk,
    roc_area,
    stratified_folds,
    train_diagnosis,
)

COST = 20  # of a miss, in false alarms
DECAYS = 0.001, 0.01, 0.1
LOOSE = {
    "right": 0.01,
    "area": 0.002,
    "brier": 0.002,
    "ece": 0.01,
    "cost": 2.0,
    "found": 0.02,
    "spared": 0.03,
    "chosen": float("inf"),
    "areas": 0.002,
    "threshold": float("inf"),
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
    """A function fit(x, y, seed): a network, or without H logistic regression."""

    def fit(x, y, seed):
        w = (y == 0).sum() / (y == 1).sum() if weighted else 1.0
        start = init_diagnosis(np.random.default_rng(seed), x, H)
        lr = 0.05 if H else 0.1
        params, _ = train_diagnosis(start, x, y, w, decay, lr)
        return lambda new: predict_risk(params, new)

    return fit


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
    "one feature": {d: _one(d) for d in DECAYS},
    "logistic": {d: _net(0, d) for d in DECAYS},
    "MLP": {f"{H}, {d}": _net(H, d) for H in (4, 16) for d in DECAYS},
    "MLP, weighted": {
        f"{H}, {d}": _net(H, d, True) for H in (4, 16) for d in DECAYS
    },
}


def _log_loss(y, p):
    """The mean of -log of what was said of what came true."""
    return -np.log(np.where(y == 1, p, 1 - p).clip(1e-12)).mean()


def nested_fit(candidates, x, y, seed):
    """What the inner folds choose: its name, risk and threshold for COST.

    It sees the patients of the outer training folds only.
    """
    folds = stratified_folds(np.random.default_rng(seed), y, 3)
    inner = {
        name: out_of_fold(folds, x, y, lambda x, y, f=fit: f(x, y, seed))
        for name, fit in candidates.items()
    }
    best = min(inner, key=lambda name: _log_loss(y, inner[name]))
    threshold = choose_threshold(y, inner[best], COST)
    return str(best), candidates[best](x, y, seed), float(threshold)


def nested(candidates, x, y, seed, K=5) -> dict:
    """Risks and alarms (N,) of patients whom neither choice nor fit has seen."""
    folds = stratified_folds(np.random.default_rng(1000 + seed), y, K)
    p = np.full(len(y), np.nan)  # (N,)
    alarm = np.zeros(len(y), bool)  # (N,)
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)  # (n,)
        assert not {*train} & {*test}
        name, risk, t = nested_fit(candidates, x[train], y[train], seed)
        p[test] = risk(x[test])
        alarm[test] = p[test] >= t
        chosen.append((name, t))
    assert not np.isnan(p).any()
    areas = [roc_area(y[test], p[test]) for test in folds]
    return {"p": p, "alarm": alarm, "areas": areas, "chosen": chosen}


def _cost(y, alarm):
    """What misses and false alarms cost, per 100 patients."""
    misses = (y == 1) & ~alarm
    false = (y == 0) & alarm
    return 100 * (COST * misses.sum() + false.sum()) / len(y)


def _row(name, runs, y):
    """Lists over the seeds."""
    row = {"model": name}
    row["right"] = [np.mean((r["p"] >= 0.5) == y) for r in runs]
    row["area"] = [np.mean(r["areas"]) for r in runs]
    row["brier"] = [np.mean((r["p"] - y) ** 2) for r in runs]
    row["ece"] = [calibration_error(y, r["p"]) for r in runs]
    rules = {
        "half": [r["p"] >= 0.5 for r in runs],
        "theory": [r["p"] >= 1 / (1 + COST) for r in runs],
        "chosen": [r["alarm"] for r in runs],
    }
    for rule, alarms in rules.items():
        row[f"cost {rule}"] = [_cost(y, a) for a in alarms]
        row[f"found {rule}"] = [a[y == 1].mean() for a in alarms]
        row[f"spared {rule}"] = [1 - a[y == 0].mean() for a in alarms]
    best = [choose_threshold(y, r["p"], COST) for r in runs]
    row["cost cheat"] = [
        _cost(y, r["p"] >= t) for r, t in zip(runs, best, strict=True)
    ]
    row["areas"] = [r["areas"] for r in runs]
    row["log"] = [_log_loss(y, r["p"]) for r in runs]
    row["threshold"] = [[t for _, t in r["chosen"]] for r in runs]
    row["names"] = [[n for n, _ in r["chosen"]] for r in runs]
    return row
if __name__=="__main__":
    import time
    x,y=_patients()
    rows=[]
    for name,c in MODELS.items():
        t=time.process_time()
        rows.append(_row(name,[nested(c,x,y,s) for s in range(10)],y))
        print(name, time.process_time()-t, flush=True)
        for k,v in rows[-1].items():
            if k in ("areas","threshold"): print(k, np.mean(v), np.min(v), np.max(v))
            elif k=="names":
                import collections; print(collections.Counter(sum(v,[])))
            elif k!="model": print(k, np.mean(v).round(4), np.std(v,ddof=1).round(4), np.round(v,4))
    import pickle; pickle.dump(rows,open('/tmp/rows.pkl','wb'))
