"""Do the conclusions about 569 tumours hold when they are folded otherwise?"""

import numpy as np

from snippets.applications.diagnosis import (
    init_diagnosis,
    out_of_fold,
    predict_risk,
    stratified_folds,
    train_diagnosis,
)
from snippets.applications.diagnosis_scores import calibration_error, roc_area
from studies.applications.diagnosis.results import (
    _log_loss,
    _one,
    _patients,
    _three,
)
from studies.trying import Claim, varied

STUDENT = {5: 2.78, 10: 2.26}  # 97.5 % of Student's t, by the folds


def fitter(H=16, w=1.0, decay=0.01, steps=200):
    """A function fit(x, y, seed): a network; without H logistic regression."""

    def fit(x, y, seed):
        start = init_diagnosis(np.random.default_rng(seed), x, H)
        lr = 0.05 if H else 0.1
        params, _ = train_diagnosis(start, x, y, w, decay, lr, steps)
        return lambda new: predict_risk(params, new)

    return fit


def folded(fit, seed, x, y, K=5):
    """Risks (N,), each by a model that has not seen the patient; the folds."""
    folds = stratified_folds(np.random.default_rng(1000 + seed), y, K)
    p = out_of_fold(folds, x, y, lambda x, y: fit(x, y, seed))
    return p, folds


def rounded(**numbers) -> dict[str, float]:
    """Four places of each number."""
    return {name: round(float(value), 4) for name, value in numbers.items()}


def hidden_layer(seed=0, K=5, linear=0.01, **network) -> dict[str, float]:
    """The network less the linear one: log loss, half the wide interval."""
    x, y = _patients()
    other = fitter(0, decay=linear, steps=600)
    one, folds = folded(fitter(**network), seed, x, y, K)
    two, _ = folded(other, seed, x, y, K)
    gaps = [_log_loss(y[n], one[n]) - _log_loss(y[n], two[n]) for n in folds]
    width = (np.var(gaps, ddof=1) * (1 / K + 1 / (K - 1))) ** 0.5
    return rounded(difference=np.mean(gaps), half=STUDENT[K] * width)


def fewer_features(seed=0, K=5, part=1.0) -> dict[str, float]:
    """Log loss with one feature, with three and with all 30."""
    x, y = _patients()
    rng = np.random.default_rng(seed)
    some = rng.permutation(len(y))[: int(part * len(y))]
    x, y = x[some], y[some]
    models = {"1": _one(0.001), "3": _three, "30": fitter(0, steps=600)}
    found = {
        name: _log_loss(y, folded(fit, seed, x, y, K)[0])
        for name, fit in models.items()
    }
    return rounded(**found)


def weights(seed=0, w=20.0, bins=5, **network) -> dict[str, float]:
    """Order and calibration error, without and with weights in the loss."""
    x, y = _patients()
    found = {}
    for name, weight in (("plain", 1.0), ("weighted", w)):
        p, _ = folded(fitter(w=weight, **network), seed, x, y)
        found[f"AUC {name}"] = roc_area(y, p)
        found[f"ECE {name}"] = calibration_error(y, p, bins)
    lost = found["AUC plain"] - found["AUC weighted"]
    return rounded(**found, **{"AUC lost": lost})


def thresholds(seed=0, cost=20, H=16, decay=0.01) -> dict[str, float]:
    """Cost of 100 patients, by the threshold and by the model."""
    x, y = _patients()
    found = {}
    for name, fit in (
        ("logistic", fitter(0, decay=decay, steps=600)),
        ("MLP", fitter(H, decay=decay)),
    ):
        p, _ = folded(fit, seed, x, y)
        for rule, t in (("1/2", 1 / 2), ("chosen by cost", 1 / (1 + cost))):
            misses = ((y == 1) & (p < t)).sum()
            alarms = ((y == 0) & (p >= t)).sum()
            found[f"{name}, {rule}"] = 100 * (cost * misses + alarms) / len(y)
    return rounded(**found)


def ten_best(x, y, count) -> np.ndarray:
    """The columns whose means differ most between the classes."""
    far = x[y == 1].mean(axis=0) - x[y == 0].mean(axis=0)
    return np.argsort(-abs(far))[:count]


def selection(seed=0, N=80, D=1000, count=10, K=5) -> dict[str, float]:
    """Columns of noise, selected outside and inside the folds: right, in %."""
    rng = np.random.default_rng(seed)
    noise, lot = rng.normal(size=(N, D)), np.repeat([0, 1], N // 2)

    def inside(x, y, seed):
        n = ten_best(x, y, count)
        risk = fitter(0)(x[:, n], y, seed)
        return lambda new: risk(new[:, n])

    chosen = noise[:, ten_best(noise, lot, count)]
    outside, _ = folded(fitter(0), seed, chosen, lot, K)
    honest, _ = folded(inside, seed, noise, lot, K)
    rights = ((p >= 0.5) == lot for p in (outside, honest))
    names = "outside", "inside"
    shares = (100 * right.mean() for right in rights)
    return rounded(**dict(zip(names, shares, strict=True)))


def threshold_matters(numbers: dict[str, float]) -> bool:
    """The threshold saves either model more than the choice of the model."""
    net, line = (
        [numbers[f"{name}, {rule}"] for rule in ("1/2", "chosen by cost")]
        for name in ("MLP", "logistic")
    )
    model = max(abs(a - b) for a, b in zip(net, line, strict=True))
    return min(net[0] - net[1], line[0] - line[1]) > model


def order_stays(numbers: dict[str, float]) -> bool:
    """The weights hardly change the order, and spoil the calibration."""
    near = abs(numbers["AUC lost"]) < 0.004
    return near and numbers["ECE weighted"] > numbers["ECE plain"] + 0.01


CLAIMS = {
    "undecided": Claim(
        hidden_layer,
        lambda n: abs(n["difference"]) < n["half"],
        varied(8, H=[4, 64], decay=[0.003, 0.03], linear=[0.003], K=[10]),
    ),
    "three-features": Claim(
        fewer_features,
        lambda n: n["1"] - n["3"] > abs(n["3"] - n["30"]),
        varied(8, K=[10], part=[0.5, 0.25]),
    ),
    "order-stays": Claim(
        weights,
        order_stays,
        varied(8, w=[5.0, 50.0], H=[0, 4], decay=[0.001, 0.03], bins=[10]),
    ),
    "threshold-matters": Claim(
        thresholds,
        threshold_matters,
        varied(8, cost=[5, 50], H=[4], decay=[0.003, 0.03]),
    ),
    "selected-outside": Claim(
        selection,
        lambda n: n["outside"] > n["inside"] + 15,
        varied(10, N=[200], D=[100], count=[3, 30], K=[10]),
    ),
}
