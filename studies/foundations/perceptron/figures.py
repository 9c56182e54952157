"""The figures of the chapter on the perceptron, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_iris

from snippets.foundations.perceptron import (
    init_perceptron,
    perceptron_step,
    train_perceptron,
)
from studies.drawing import CENTRE

GATES = {"AND": (-1, -1, -1, 1), "OR": (-1, 1, 1, 1), "XOR": (-1, 1, 1, -1)}


def _two_classes(ax, x, y, size):
    """Class +1 as filled circles, class -1 as crosses."""
    ax.plot(*x[y > 0].T, "o", color="C0", ms=size, mew=0)
    ax.plot(*x[y < 0].T, "X", color="C1", ms=size, mew=0)


def _boundary_line(ax, params, colour, **style):
    """Where w·x + b = 0, across the whole picture."""
    (w_1, w_2), b = params
    foot = -b * np.array([w_1, w_2]) / (w_1**2 + w_2**2)
    ax.axline(foot, foot + np.array([-w_2, w_1]), color=colour, **style)


def perceptron_rule():
    """One mistake: w + y x turns w, and with it the line, towards x."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.5), sharey=True)
    w, x = np.array([1.1, -0.55]), np.array([0.35, 1.3])
    rest = np.array([[1.35, 0.35], [-1.2, -0.5], [-0.95, -1.2], [-1.3, 0.35]])
    y = np.array([1, -1, -1, -1])
    for ax, arrow in zip(axes, (w, w + x), strict=True):
        _boundary_line(ax, (arrow, 0.0), plt.rcParams["text.color"], lw=2)
        _two_classes(ax, rest, y, 11)
        ax.plot(*x, "o", color="C0", ms=14, mew=0)
        style = {"arrowstyle": "-|>,head_width=.3,head_length=.55", "lw": 2.6}
        style |= {"shrinkA": 0, "shrinkB": 0, "color": "C2"}
        ax.annotate("", arrow, (0, 0), arrowprops=style)
        ax.set(xlim=(-1.9, 1.9), ylim=(-1.7, 1.7), aspect="equal")
        ax.set(xticks=[], yticks=[])
    text = {"fontsize": 20, **CENTRE}
    axes[0].text(0.05, 1.3, "$x$", color="C0", **text)
    axes[0].text(1.3, -0.75, "$w$", color="C2", **text)
    axes[1].text(0.9, 1.15, "$w + x$", color="C2", **text)
    return fig


def perceptron_iris():
    """Two features of the irises, and the line after each mistake."""
    fig, ax = plt.subplots(figsize=(7, 4))
    x, species = load_iris(return_X_y=True)
    x, y = x[:, 2:] - x[:, 2:].mean(axis=0), np.where(species == 0, 1.0, -1.0)
    _two_classes(ax, x, y, 7)
    params = init_perceptron(2)
    alphas = iter((0.35, 0.5, 0.7, 1.0))
    count = 0
    for x_n, y_n in zip([*x, *x], [*y, *y], strict=True):
        params, hit = perceptron_step(params, x_n, y_n)
        if not hit:
            count += 1
            _boundary_line(ax, params, "C2", lw=3, alpha=next(alphas))
            across = -(params.b + 1.5 * params.w[1]) / params.w[0]
            ax.text(across, 1.58, f"{count}", color="C2", fontsize=15)
    ax.set(xlim=(-3, 3.4), ylim=(-1.25, 1.55))
    ax.set_xlabel("$x_1$", fontsize=16)
    ax.set_ylabel("$x_2$", fontsize=16, rotation=0)
    return fig


def perceptron_gates():
    """AND and OR with the line that was learned; for XOR there is none."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.9), sharey=True)
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    for ax, (name, y) in zip(axes, GATES.items(), strict=True):
        y = np.array(y, dtype=float)
        params, mistakes = train_perceptron(init_perceptron(2), x, y)
        if mistakes[-1] == 0:
            _boundary_line(ax, params, "C2", lw=3)
        else:
            ax.plot([0, 1], [1, 0], "C0", lw=2, ls=":")
            ax.plot([0, 1], [0, 1], "C1", lw=2, ls=":")
        _two_classes(ax, x, y, 15)
        ax.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), aspect="equal")
        ax.set(xticks=[0, 1], yticks=[0, 1])
        ax.set_title(name, fontsize=16)
        ax.set_xlabel("$x_1$", fontsize=16)
    axes[0].set_ylabel("$x_2$", fontsize=16, rotation=0, labelpad=12)
    return fig


def perceptron_mistakes():
    """Mistakes per epoch: one species against the rest, or two alike ones."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    x, species = load_iris(return_X_y=True)
    order = np.random.default_rng(0).permutation(150)
    x, species = x[order], species[order]
    later = species > 0
    pair = np.where(species[later] == 1, 1.0, -1.0)
    curves = (
        (x[later], pair, "C1", "versicolor | virginica", (12, 27)),
        (x, np.where(species == 0, 1.0, -1.0), "C0", "setosa", (3, 1.5)),
    )
    for features, y, colour, name, place in curves:
        _, mistakes = train_perceptron(
            init_perceptron(4), features, y, epochs=60
        )
        ax.plot(range(1, len(mistakes) + 1), mistakes, "o-", color=colour, ms=5)
        ax.text(*place, name, color=colour, fontsize=15, style="italic")
    ax.set(xlim=(0, 61), ylim=(-0.5, None), xticks=[1, 20, 40, 60])
    ax.set_xlabel("epoch", fontsize=14)
    ax.set_ylabel("mistakes", fontsize=14)
    return fig


def perceptron_race():
    """For AND: how long the weights must be, may be, and are, by mistakes."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    z = np.array(GATES["AND"])[:, None] * np.c_[x, np.ones(4)]
    theta, lengths = np.zeros(3), []
    for z_n in np.tile(z, (9, 1)):
        if theta @ z_n <= 0:
            theta = theta + z_n
            lengths.append(np.linalg.norm(theta))
    k = np.linspace(0, 60, 300)
    ax.plot(k, k / 17**0.5, "C1", lw=3)
    ax.plot(k, (3 * k) ** 0.5, "C0", lw=3)
    ax.plot(np.arange(len(lengths)) + 1, lengths, "o", color="C2", ms=6)
    ax.axvline(51, color=plt.rcParams["text.color"], ls=":", lw=1.5)
    ax.set(xlim=(0, 60), ylim=(0, 15), xticks=[0, 18, 51], yticks=[0, 5, 10])
    ax.set_xlabel("$k$", fontsize=18)
    ax.text(33, 11.3, r"$\sqrt{k}\,R$", color="C0", fontsize=18, **CENTRE)
    ax.text(33, 6.4, r"$k\,\gamma$", color="C1", fontsize=18, **CENTRE)
    ax.text(13.5, 2.0, r"$\Vert\theta\Vert$", color="C2", fontsize=18, **CENTRE)
    return fig
