"""The figures of the chapter on loss functions, drawn by its own code."""

from functools import partial

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes

from snippets.foundations.loss import (
    LinearParams,
    binary_cross_entropy,
    huber,
    mae,
    mse,
    sigmoid,
    train_linear,
)
from studies.drawing import CENTRE

BIG = {"fontsize": 17, **CENTRE}


def _each(loss, predictions, y):
    """The loss and the gradient of every single prediction."""
    pairs = [loss(np.array([p]), np.array([y])) for p in predictions]
    return np.array([(value, slope[0]) for value, slope in pairs]).T


def _pair(curves, predictions, y):
    """Two panels: the losses, and their gradients."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4))
    ink = plt.rcParams["text.color"]
    for ax in axes:
        ax.axhline(0, color=ink, lw=0.7, alpha=0.5)
        ax.axvline(0, color=ink, lw=0.7, alpha=0.5)
    for colour, loss in curves.items():
        for ax, line in zip(axes, _each(loss, predictions, y), strict=True):
            ax.plot(predictions, line, colour, lw=3)
    return fig, axes


def loss_errors():
    """Squared, absolute and Huber loss of one error, and their slopes."""
    errors = np.linspace(-4, 4, 321)
    curves = {"C0": mse, "C1": mae, "C2": huber}
    fig, (left, right) = _pair(curves, errors, 0.0)
    left.set(ylim=(-0.4, 8), xticks=[-4, -2, 0, 2, 4], yticks=[0, 2, 4, 6, 8])
    right.set(ylim=(-3.2, 3.2), xticks=[-4, -2, 0, 2, 4])
    left.text(1.35, 6.6, "MSE", color="C0", **BIG)
    left.text(-3.35, 4.35, "MAE", color="C1", **BIG)
    left.text(3.1, 0.9, "Huber", color="C2", **BIG)
    right.text(2.5, 2.5, "MSE", color="C0", **BIG)
    right.text(3.1, 1.4, "MAE", color="C1", **BIG)
    right.text(2.9, 0.55, "Huber", color="C2", **BIG)
    left.set_title("$L$", fontsize=18)
    right.set_title(r"$\partial L\,/\,\partial\hat{y}$", fontsize=18)
    for ax in (left, right):
        ax.set_xlabel(r"$\hat{y} - y$", fontsize=18)
    return fig


def _mse_of_sigmoid(a, y):
    """The squared error of σ(a), and its gradient in a."""
    p = sigmoid(a)
    loss, dp = mse(p, y)
    return loss, dp * p * (1 - p)


def loss_logits():
    """Cross-entropy and squared error of σ(a) for y = 1, and their slopes."""
    a = np.linspace(-8, 6, 281)
    curves = {"C0": binary_cross_entropy, "C1": _mse_of_sigmoid}
    fig, (left, right) = _pair(curves, a, 1.0)
    left.set(ylim=(-0.3, 8), xticks=[-8, -4, 0, 4], yticks=[0, 2, 4, 6, 8])
    right.set(ylim=(-1.12, 0.12), xticks=[-8, -4, 0, 4], yticks=[-1, -0.5, 0])
    left.text(-3.1, 5.2, "CE", color="C0", **BIG)
    left.text(-6.3, 1.8, "MSE", color="C1", **BIG)
    right.text(-6.3, -0.86, "CE", color="C0", **BIG)
    right.text(-6.3, -0.12, "MSE", color="C1", **BIG)
    left.set_title("$L$", fontsize=18)
    right.set_title(r"$\partial L\,/\,\partial a$", fontsize=18)
    for ax in (left, right):
        ax.set_xlabel("$a$", fontsize=18)
    return fig


def loss_outliers():
    """Fifteen targets times ten: the line of each loss; triangles lie above."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    x, y = x[:300, [2]], y[:300].copy()
    x = (x - x.mean()) / x.std()
    y[np.random.default_rng(0).choice(300, 15, replace=False)] *= 10
    fig, ax = plt.subplots(figsize=(7, 3.8))
    ax.plot(x, y, "o", color="C5", ms=5, alpha=0.5, mew=0)
    far = y > 520
    ax.plot(x[far], np.full(far.sum(), 500), "^", color="C4", ms=9, mew=0)
    ends = np.array([-2.1, 3.6])
    start = LinearParams(np.zeros(1), np.zeros(()))
    at_50 = partial(huber, delta=50.0)
    names = {"MSE": (mse, 0.1), "MAE": (mae, 2.0), "Huber": (at_50, 0.3)}
    places = ((3.7, 442), (3.7, 338), (3.7, 288))
    for number, (name, (loss, lr)) in enumerate(names.items()):
        (W, b), _ = train_linear(loss, start, x, y, lr, 1000)
        ax.plot(ends, ends * W[0] + b, f"C{number}", lw=3)
        text = {"fontsize": 16, "va": "center", "color": f"C{number}"}
        ax.text(*places[number], name, **text)
    ax.set(xlim=(-2.2, 4.75), ylim=(0, 525), yticks=range(0, 501, 100))
    ax.set_xlabel("$x$", fontsize=18)
    ax.set_ylabel("$y$", fontsize=18, rotation=0, labelpad=12)
    return fig


def _tumours():
    """Steps, and the losses on the training and on the test set."""
    x, benign = load_breast_cancer(return_X_y=True)
    y = 1.0 - benign
    order = np.random.default_rng(0).permutation(569)
    train, test = order[:400], order[400:]
    x = (x - x[train].mean(axis=0)) / x[train].std(axis=0)
    params = LinearParams(np.zeros(30), np.zeros(()))
    curve = []
    steps = np.unique(np.geomspace(1, 5001, 60).astype(np.int64))
    for n in np.diff(steps, prepend=1):
        params, _ = train_linear(
            binary_cross_entropy, params, x[train], y[train], 0.5, n
        )
        a = x @ params.W + params.b
        curve.append(
            [binary_cross_entropy(a[s], y[s])[0] for s in (train, test)]
        )
    return steps, np.array(curve).T


def loss_training():
    """Cross-entropy at each step on the training and on the test set."""
    steps, (train, test) = _tumours()
    fig, ax = plt.subplots(figsize=(7, 3.4))
    ax.plot(steps, train, "C0", lw=3)
    ax.plot(steps, test, "C1", lw=3)
    lowest = test.argmin()
    ax.plot(steps[lowest], test[lowest], "o", color="C1", ms=11)
    ax.text(60, 0.12, "test", color="C1", **BIG)
    ax.text(60, 0.04, "train", color="C0", **BIG)
    ax.set(xscale="log", xlim=(1, 5001), ylim=(0, 0.4))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("loss", fontsize=14)
    return fig
