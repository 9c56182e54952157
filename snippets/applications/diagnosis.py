"""A risk: a network, its weighted loss, its folds, in NumPy.

Paper     Varma & Simon 2006, doi:10.1186/1471-2105-7-91 (nested folds)
Twin      diagnosis_torch.py; what a risk is worth: diagnosis_scores.py
Axes      N patients, D measurements, H hidden width
Letters   y 1 malignant, 0 benign; a logit, p risk, w weight of the malignant
Use       y (N,) 0 or 1; without H it is logistic regression:

    params = init_diagnosis(rng, x, H=8)
    params, losses = train_diagnosis(params, x, y)
    predict_risk(params, x)  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole, sigmoid
from snippets.foundations.neuron import expect, expect_count, f_tanh
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:forward]
class DiagnosisParams(NamedTuple):
    mean: np.ndarray  # (D,)
    std: np.ndarray  # (D,)
    net: MLPParams


def init_diagnosis(rng, x: np.ndarray, H: int = 0) -> DiagnosisParams:
    """Scaled by the columns of x (N, D); H tanh units, Glorot; 0: none."""
    expect("x", x, "N", "D")
    expect_count("H", H, low=0)
    mean = x.mean(axis=0)  # (D,)
    std = x.std(axis=0)  # (D,)
    varies = (x.max(axis=0) > x.min(axis=0)) & (std > 0)  # (D,)
    if not varies.all():
        still = np.flatnonzero(~varies)  # (n,)
        raise ValueError(f"x must vary in every column, not so in {still}")
    D = x.shape[1]
    parts = init_mlp(rng, (D, H, 1) if H else (D, 1), glorot=True)
    net = MLPParams(*([a.astype(x.dtype) for a in part] for part in parts))
    return DiagnosisParams(mean, std, net)


def diagnosis_forward(params: DiagnosisParams, x: np.ndarray):
    """Logits a (N,) of raw measurements x (N, D), cache; or ValueError."""
    mean, std, net = params
    expect("mean", mean, "D")
    expect("std", std, len(mean))
    expect("x", x, "N", len(mean))
    z = (x - mean) / std  # (N, D)
    a, cache = mlp_forward(net, z, f_tanh)
    expect("a", a, len(x), 1)
    return a[:, 0].copy(), (std, cache)


def diagnosis_backward(da: np.ndarray, cache):
    """da (N,) → dx (N, D), gradients of the net; the scaler is not trained."""
    std, inner_cache = cache
    expect("da", da, len(inner_cache[0][0]))
    dz, grads = mlp_backward(da[:, None], inner_cache)
    dx = dz / std  # (N, D)
    return dx, grads


def predict_risk(params: DiagnosisParams, x: np.ndarray) -> np.ndarray:
    """The estimated probability p (N,) that x (N, D) is malignant."""
    return sigmoid(diagnosis_forward(params, x)[0])  # (N,)
    # --8<-- [end:forward]


# --8<-- [start:train]
def weighted_cross_entropy(a: np.ndarray, y: np.ndarray, w: float = 1.0):
    """Loss of logits a (N,) for y (N,), 0 or 1; y = 1 counts w times; da."""
    expect("a", a, "N")
    expect_whole("y", y, 0, 1, len(a))
    y = y.astype(a.dtype)  # (N,)
    weight = 1 + (w - 1) * y  # (N,)
    losses = np.maximum(a, 0) - a * y + np.log1p(np.exp(-np.abs(a)))  # (N,)
    da = weight * (sigmoid(a) - y) / len(a)  # (N,)
    return (weight * losses).mean(), da


def train_diagnosis(params, x, y, w=1.0, decay=0.0, lr=0.05, steps=200):
    """Adam on all of x (N, D), y (N,); decay: λ of λ/2 · |Ws|², not of bs."""
    expect_count("steps", steps)
    mean, std, net = params
    state = adam_init(net)
    losses = []
    for _ in range(steps):
        a, cache = diagnosis_forward(DiagnosisParams(mean, std, net), x)
        loss, da = weighted_cross_entropy(a, y, w)
        losses.append(loss)
        _, grads = diagnosis_backward(da, cache)
        dWs = [dW + decay * W for W, dW in zip(net.Ws, grads.Ws, strict=True)]
        decayed = MLPParams(dWs, grads.bs)
        net, state = adam_step(net, decayed, state, lr=lr)
    return DiagnosisParams(mean, std, net), np.array(losses)
    # --8<-- [end:train]


# --8<-- [start:folds]
def stratified_folds(rng, y: np.ndarray, K: int) -> list[np.ndarray]:
    """K disjoint index arrays, each with its share of both y; or ValueError."""
    expect_count("K", K, low=2)
    expect_whole("y", y, 0, 1, "N")
    if np.bincount(y, minlength=2).min() < K:
        raise ValueError(f"y must hold {K} of 0 and of 1, got {y.sum()} of 1")
    groups = [rng.permutation(np.flatnonzero(y == k)) for k in (0, 1)]
    order = np.concatenate(groups)  # (N,)
    return [order[k::K] for k in range(K)]


def out_of_fold(folds, x: np.ndarray, y: np.ndarray, fit) -> np.ndarray:
    """Risks p (N,), each by fit(x, y) of the other folds; or ValueError."""
    expect("x", x, "N", "D")
    expect_whole("y", y, 0, 1, len(x))
    for test in folds:
        expect_whole("folds", test, 0, len(x) - 1, "M")
    if sorted(np.concatenate(folds)) != list(range(len(x))):
        raise ValueError(f"folds must hold each of {len(x)} patients once")
    p = np.empty(len(x))  # (N,)
    for test in folds:
        others = ~np.isin(np.arange(len(x)), test)  # (N,)
        p[test] = fit(x[others], y[others])(x[test])
    return p
    # --8<-- [end:folds]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    y = np.arange(400) % 2  # (400,)
    x = rng.normal(size=(400, 2)) + y[:, None]  # (400, 2)

    def fit(x, y):
        """A risk with four hidden units, trained on x and y."""
        params, losses = train_diagnosis(init_diagnosis(rng, x, 4), x, y)
        print(f"loss {losses[0]:.2f} → {losses[-1]:.2f}")
        return lambda new: predict_risk(params, new)

    p = out_of_fold(stratified_folds(rng, y, 3), x, y, fit)  # (400,)
    print(f"right about new patients: {((p > 0.5) == y).mean():.0%}")
    net = init_mlp(rng, (2, 4, 1))
    print("logits with ReLU:", mlp_forward(net, x)[0].shape)
