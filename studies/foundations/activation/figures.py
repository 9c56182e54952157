"""The figures of the chapter on activation functions, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np

from snippets.foundations.activation import (
    f_gelu,
    f_identity,
    f_leaky_relu,
    f_relu,
    f_sigmoid,
    f_silu,
    f_tanh,
)
from snippets.foundations.activation_chain import (
    chain_backward,
    chain_forward,
    init_chain,
)
from studies.drawing import CENTRE


def _axes_through_zero(ax):
    """Thin lines through the origin."""
    ink = plt.rcParams["text.color"]
    ax.axhline(0, color=ink, lw=0.7, alpha=0.5)
    ax.axvline(0, color=ink, lw=0.7, alpha=0.5)


def activation_curves():
    """Six activations, each with its slope, dashed."""
    fig, axes = plt.subplots(2, 3, figsize=(7, 4.8), sharex=True, sharey=True)
    a = np.linspace(-3.5, 3.5, 701)[None]
    curves = {
        r"$\sigma$": f_sigmoid,
        "tanh": f_tanh,
        "ReLU": f_relu,
        r"leaky, $\alpha = 0.1$": lambda a: f_leaky_relu(a, 0.1),
        "SiLU": f_silu,
        "GELU": f_gelu,
    }
    for ax, (name, f) in zip(axes.flat, curves.items(), strict=True):
        h, slope = f(a)
        _axes_through_zero(ax)
        ax.plot(a[0], h[0], "C0", lw=3)
        ax.plot(a[0], slope[0], "C1", ls="--")
        ax.set(ylim=(-1.3, 2.3), xticks=[-3, 0, 3], yticks=[-1, 0, 1, 2])
        ax.set_title(name, fontsize=14)
    label = {"fontsize": 18, **CENTRE}
    axes[0, 0].text(2.6, 1.32, "$f$", color="C0", **label)
    axes[0, 0].text(-2.2, 0.45, "$f'$", color="C1", **label)
    return fig


def activation_depth():
    """The same random weights, three layers, without and with activation."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.9), sharey=True)
    x = np.linspace(-3, 3, 601)
    *Ws, W_out = init_chain(np.random.default_rng(26), (2, 16, 16, 1), 2.0)
    fs = {"$f(a) = a$": f_identity, "ReLU": f_relu, "tanh": f_tanh}
    for ax, (name, f), colour in zip(
        axes, fs.items(), ("C4", "C0", "C2"), strict=True
    ):
        h, _ = chain_forward(Ws, np.c_[x, np.ones(601)], f)
        y_hat = h @ W_out
        ax.plot(x, (y_hat - y_hat.min()) / np.ptp(y_hat), colour, lw=3)
        ax.set(xticks=[-3, 0, 3], yticks=[])
        ax.set_title(name, fontsize=16)
        ax.set_xlabel("$x$", fontsize=16)
    axes[0].set_ylabel(r"$\hat{y}$", fontsize=16, rotation=0, labelpad=12)
    return fig


def activation_walk():
    """Where 20 layers of one unit stand on their bend, and what is left."""
    fig, axes = plt.subplots(2, 3, figsize=(7, 4.8), sharex=True, sharey=True)
    grid = np.linspace(-3.5, 3.5, 701)[None]
    curves = {
        "$f(a) = a$": f_identity,
        "ReLU": f_relu,
        "leaky ReLU": f_leaky_relu,
        r"$\sigma$": f_sigmoid,
        "tanh": f_tanh,
        "SiLU": f_silu,
    }
    for ax, (name, f) in zip(axes.flat, curves.items(), strict=True):
        _axes_through_zero(ax)
        ax.plot(grid[0], f(grid)[0][0], "C0", lw=3)
        stand, left = [np.ones((1, 1))], 1.0
        for _ in range(20):
            h, slope = f(stand[-1])
            left *= slope.item()
            stand.append(h)
        ax.plot(np.ravel(stand[:-1]), np.ravel(stand[1:]), "C1o", ms=6)
        ax.text(3.3, -1.05, f"{left:.1g}", ha="right", fontsize=14)
        ax.set(ylim=(-1.3, 2.3), xticks=[-3, 0, 3], yticks=[-1, 0, 1, 2])
        ax.set_title(name, fontsize=14)
    return fig


def activation_vanishing():
    """The norm of the gradient on its way down through 20 layers."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    curves = (
        (f_relu, 2, "C2", r"ReLU, $2/D$", (6.6, 5)),
        (f_tanh, 1, "C0", "tanh, $1/D$", (3.2, 0.02)),
        (f_relu, 1, "C1", "ReLU, $1/D$", (0.3, 6e-6)),
        (f_sigmoid, 1, "C4", r"$\sigma$, $1/D$", (8.2, 2e-10)),
    )
    for f, gain, colour, name, place in curves:
        rng = np.random.default_rng(0)
        Ws = init_chain(rng, [64] * 21, gain)
        h, cache = chain_forward(Ws, rng.normal(size=(32, 64)), f)
        dh = rng.normal(size=h.shape)
        layers = [chain_backward(dh, cache[n:])[0] for n in range(21)]
        norms = np.linalg.norm(layers, axis=(1, 2))
        ax.plot(norms / norms[-1], colour, lw=3)
        ax.text(*place, name, color=colour, fontsize=16)
    ax.set(yscale="log", xlim=(0, 20), ylim=(1e-13, 100))
    ax.set(xticks=[0, 5, 10, 15, 20], yticks=[1e-12, 1e-8, 1e-4, 1])
    ax.set_xlabel("$l$", fontsize=16)
    ax.set_ylabel(r"$|dh_l|\,/\,|dh_{20}|$", fontsize=16)
    return fig
