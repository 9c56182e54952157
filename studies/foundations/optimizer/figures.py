"""The figures of the chapter on optimizers, drawn by its own code."""

import itertools
from functools import cache, partial

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Ellipse
from sklearn.datasets import load_digits

from snippets.foundations import optimizer
from snippets.foundations.optimizer_schedules import cosine, step_decay, warm_up
from studies.foundations.optimizer.claims import cross_entropy_of

VALLEY = {
    "sgd": {"lr": 0.09},
    "momentum": {"lr": 0.04, "mu": 0.7},
    "nesterov": {"lr": 0.04, "mu": 0.7},
    "adagrad": {"lr": 1.5},
    "rmsprop": {"lr": 0.4, "rho": 0.9},
    "adam": {"lr": 0.5},
}


def _path(name, slope, w, steps, **settings):
    """All points of the way down from w, (steps + 1, 2)."""
    state = getattr(optimizer, f"{name}_init")([w])
    points = [w]
    for _ in range(steps):
        grads = [slope(points[-1])]
        step = getattr(optimizer, f"{name}_step")
        (w,), state = step([points[-1]], grads, state, **settings)
        points.append(w)
    return np.array(points)


def _colours():
    """From the paper to the first accent."""
    paper = plt.rcParams["figure.facecolor"]
    return LinearSegmentedColormap.from_list("", [paper, "C0"])


def _star(ax, x, y):
    ax.plot(x, y, "*", color=plt.rcParams["text.color"], ms=12, zorder=3)


def _weights(ax):
    """Name the axes of a plane of weights."""
    ax.set_xlabel("$w_1$", fontsize=16)
    ax.set_ylabel("$w_2$", fontsize=16, rotation=0)
    ax.label_outer()


def optimizer_valley():
    """Thirty steps of six optimizers in a valley of κ = 20."""
    fig, axes = plt.subplots(2, 3, figsize=(7, 4.2), sharex=True, sharey=True)
    curvature, start = np.array([1.0, 20.0]), np.array([-9.0, 1.6])
    for ax, (name, settings) in zip(axes.flat, VALLEY.items(), strict=True):
        ax.set_facecolor(_colours()(0.6))
        for r in range(9, 0, -1):
            size = 3.2 * r, 3.2 * r / 20**0.5
            tint = _colours()(r / 15)
            ax.add_patch(Ellipse((0, 0), *size, color=tint, lw=0))
        w = _path(name, lambda w: curvature * w, start, 30, **settings)
        ax.plot(*w.T, "o-", color="C1", ms=4, lw=1.8)
        _star(ax, 0, 0)
        ax.set_title(name, fontsize=13)
        ax.set(xlim=(-10, 3), ylim=(-2.4, 2.4))
        ax.set(xticks=[-8, -4, 0], yticks=[-2, 0, 2])
        _weights(ax)
    return fig


def optimizer_narrow():
    """The same two rules in a valley, and in one more than twice as narrow."""
    fig, axes = plt.subplots(2, 2, figsize=(7, 4.2), sharex=True, sharey=True)
    cases = itertools.product((20, 45), ("sgd", "adam"))
    start = np.array([-2.0, 1.0])
    for ax, (kappa, name) in zip(axes.flat, cases, strict=True):
        ax.set_facecolor(_colours()(0.1))
        for r in (8, 6, 4, 3, 2, 1.5, 1, 0.5):
            size = 2 * r, 2 * r / kappa**0.5
            tint = _colours()(0.7 - r / 12)
            ax.add_patch(Ellipse((0, 0), *size, color=tint, lw=0))
        slope = partial(np.multiply, [1.0, kappa])
        w = _path(name, slope, start, 40, lr=0.06)
        w = w[abs(w).max(axis=1) < 10]  # what flies out is gone
        ax.plot(*w.T, "o-", color="C1", ms=4, lw=1.8)
        _star(ax, 0, 0)
        ax.set_title(rf"{name}, $\kappa = {kappa}$", fontsize=13)
        ax.set(xlim=(-2.8, 1.2), ylim=(-1.3, 1.3))
        ax.set(xticks=[-2, -1, 0, 1], yticks=[-1, 0, 1])
        _weights(ax)
    return fig


def _saddle(w_1, w_2):
    """The loss of the saddle."""
    return w_1**2 / 2 - w_2**2 / 2 + w_2**4 / 4


def _saddle_slope(w):
    """Its gradient."""
    return np.array([w[0], w[1] ** 3 - w[1]])


def _saddle_plane(ax):
    """Contours, the saddle and a minimum."""
    grid = np.meshgrid(np.linspace(-0.7, 1.2, 50), np.linspace(-0.4, 1.2, 50))
    levels = np.linspace(-0.25, 0.8, 12)
    ax.contourf(*grid, _saddle(*grid), levels, cmap=_colours(), alpha=0.7)
    ax.plot(0, 0, "x", color=plt.rcParams["text.color"], ms=11, mew=3)
    _star(ax, 0, 1)
    ax.set(xlim=(-0.7, 1.2), ylim=(-0.4, 1.2), xticks=[0, 1], yticks=[0, 1])
    _weights(ax)


def optimizer_saddle():
    """Three paths past the saddle to a minimum, and their losses."""
    fig, (plane, losses) = plt.subplots(1, 2, figsize=(7, 3.4))
    looks = {
        "sgd": ("C3", 60, 0.04),
        "momentum": ("C1", 24, 0.16),
        "adam": ("C2", 4, -0.35),
    }
    for name, (colour, *place) in looks.items():
        w = _path(name, _saddle_slope, np.array([1.0, 1e-4]), 120, lr=0.1)
        losses.plot(_saddle(*w.T), color=colour, lw=2.5)
        losses.text(*place, name, color=colour, fontsize=13)
        arrived = np.argmax(w[:, 1] > 0.97)
        plane.plot(*w[: arrived + 1].T, "o-", color=colour, ms=4, lw=1.8)
    _saddle_plane(plane)
    losses.set(xlim=(0, 120), ylim=(-0.38, 0.55), yticks=[-0.25, 0, 0.25, 0.5])
    losses.set_xlabel("step", fontsize=14)
    losses.set_ylabel("loss", fontsize=14)
    return fig


def optimizer_schedules():
    """η over 100 steps: step decay, cosine, warm-up and cosine."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    t = np.arange(101)
    curves = {
        "step_decay": [step_decay(int(k), 1.0, 40, 0.3) for k in t],
        "cosine": [cosine(k, 1.0, 100) for k in t],
        "warm_up, cosine": [
            warm_up(k, 1.0, 20, 0.05) if k < 20 else cosine(k - 20, 1.0, 80)
            for k in t
        ],
    }
    places = ((42, 0.2), (21, 0.55), (45, 0.9))
    for number, (name, rates) in enumerate(curves.items()):
        draw = "steps-post" if number == 0 else "default"
        ax.plot(t, rates, f"C{number}", lw=3, drawstyle=draw)
        ax.text(*places[number], name, color=f"C{number}", fontsize=14)
    ax.set(xlim=(0, 100), ylim=(0, 1.08), yticks=[0, 0.5, 1])
    ax.set_yticklabels(["0", "", r"$\eta$"], fontsize=16)
    ax.set_xlabel("step", fontsize=14)
    return fig


@cache
def _digits():
    """The page's training set: x (1500, 64) and y (1500, 10)."""
    x, label = load_digits(return_X_y=True)
    return x[:1500] / 16, np.eye(10)[label[:1500]]


def _zero():
    return [np.zeros((64, 10)), np.zeros(10)]


@cache
def _train(name, B, steps, seen, **settings):
    """Losses on all samples after each of the steps in seen."""
    x, y = _digits()
    rng = np.random.default_rng(0)
    step = getattr(optimizer, f"{name}_step")
    params = _zero()
    state = getattr(optimizer, f"{name}_init")(params)
    losses, batches = [], []
    for t in range(steps + 1):
        if t in seen:
            losses.append(cross_entropy_of(params, x, y)[0])
        if not batches:
            batches = np.split(rng.permutation(len(x)), range(B, len(x), B))
        batch = batches.pop()
        _, grads = cross_entropy_of(params, x[batch], y[batch])
        params, state = step(params, grads, state, **settings)
    return losses


def _gradients():
    """The gradient of every sample at θ = 0, flat: (1500, 650)."""
    x, y = _digits()
    da = 0.1 - y  # (N, K)
    dW = np.einsum("nd,nk->ndk", x, da).reshape(len(x), -1)
    return np.hstack([dW, da])


def optimizer_noise():
    """Variance of a batch's gradient, measured, over B, and σ² / B."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    each = _gradients()
    N = len(each)
    off = each - each.mean(axis=0)
    rng = np.random.default_rng(0)
    sizes = 2 ** np.arange(11)
    measured = []
    for B in sizes:
        means = [off[rng.permutation(N)[:B]].mean(axis=0) for _ in range(30)]
        measured.append((np.array(means) ** 2).sum(axis=1).mean())
    B = np.geomspace(1, 1490, 200)
    ideal = (off**2).sum(axis=1).mean() / B
    ax.plot(B, ideal, "--", color=plt.rcParams["text.color"], lw=1.5)
    ax.plot(B, ideal * (N - B) / (N - 1), color="C0", lw=2.5)
    ax.plot(sizes, measured, "o", color="C1", ms=9)
    ax.set(xscale="log", yscale="log", xlim=(0.8, 1800), ylim=(1e-3, 20))
    ax.text(300, 0.06, r"$\sigma^2 / B$", fontsize=16)
    ax.set_xlabel("$B$", fontsize=16)
    ax.set_ylabel(r"$\mathrm{E}\,|g_B - g|^2$", fontsize=16)
    return fig


def optimizer_batches():
    """The same three trainings over steps and over epochs."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4), sharey=True)
    seen = np.unique(np.geomspace(1, 400, 30).astype(int))
    for number, B in enumerate((1, 32, 1500)):
        losses = _train("sgd", B, 400, tuple(seen), lr=0.3)
        colour = f"C{number}"
        axes[0].plot(seen, losses, color=colour, lw=2.5)
        axes[1].plot(seen * B / 1500, losses, color=colour, lw=2.5)
        place = ((6e-4, 0.5), (3.8, 0.5), (9, 1.9))[number]
        axes[1].text(*place, f"$B={B}$", color=colour, fontsize=12)
    for ax, name in zip(axes, ("step", "epoch"), strict=True):
        ax.set(xscale="log", yscale="log", yticks=[0.2, 0.5, 1, 2])
        ax.set_yticklabels(["0.2", "0.5", "1", "2"])
        ax.minorticks_off()
        ax.set_xlabel(name, fontsize=14)
    axes[0].set_ylabel("loss", fontsize=14)
    return fig


def optimizer_digits():
    """The loss of five optimizers, all with η = 0.01 and B = 32."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    seen = range(0, 241, 4)
    names = [name for name in VALLEY if name != "nesterov"]
    for number, name in enumerate(names):
        losses = _train(name, 32, 240, seen, lr=0.01)
        colour = f"C{number}"
        ax.plot(seen, losses, color=colour, lw=2.5)
        end = losses[-1] + {"rmsprop": -0.09, "adam": 0.07}.get(name, 0)
        ax.text(244, end, name, color=colour, fontsize=13, va="center")
    ax.set(xlim=(0, 300), ylim=(0, 2.4), xticks=[0, 60, 120, 180, 240])
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("loss", fontsize=14)
    return fig
