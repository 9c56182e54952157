"""The figures of the chapter on PPO, drawn by its own code and its records."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from studies.reinforcement.ppo.claims import LAMS, lambda_errors

PULLED = np.array([0, 1, 2])  # as in the first program
WENT = np.array([2.0, -2.0, 0.0])


def _odds(eps):
    """The odds of three arms during 40 steps with the same three pulls."""
    theta, path = np.zeros(3), []
    for _ in range(41):
        odds = np.exp(theta) / np.exp(theta).sum()
        path.append(odds)
        ratio = 3 * odds[PULLED]
        kept = ratio * WENT <= ratio.clip(1 - eps, 1 + eps) * WENT
        push = (kept * ratio * WENT)[:, None] * (np.eye(3)[PULLED] - odds)
        theta = theta + 0.1 * push.mean(axis=0)
    return np.array(path)


def ppo_first():
    """Odds over the steps with one batch: bare ratio left, clipped right."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.2), sharey=True)
    names = r"$\rho A$", r"$\min(\rho A,\ \mathrm{clip}(\rho) A)$"
    ink = plt.rcParams["text.color"]
    for ax, eps, name in zip(axes, (np.inf, 0.2), names, strict=True):
        path = _odds(eps)
        for arm in range(3):
            ax.plot(path[:, arm], color=f"C{arm}", lw=2.6)
            place = path[-1, arm] + (0, -0.025, 0.025)[arm]
            ax.text(41, place, f"${arm}$", fontsize=15, va="center")
        for edge in (0.8 / 3, 1.2 / 3):
            ax.plot((0, 40), (edge, edge), color=ink, ls=":", lw=1.4)
        ax.set(ylim=(-0.03, 1), xlim=(0, 44.5), xticks=(0, 10, 20, 30, 40))
        ax.set_title(name, fontsize=15)
    axes[0].set_ylabel(r"$\pi$", fontsize=17, rotation=0, labelpad=12)
    return fig


def ppo_clip():
    """What PPO wants to be large, over the ratio: advantage 1 and −1."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.2))
    ratio = np.linspace(0.4, 1.6, 241)
    ink = plt.rcParams["text.color"]
    for ax, A in zip(axes, (1, -1), strict=True):
        held = ratio.clip(0.8, 1.2) * A
        ax.plot(ratio, ratio * A, color=ink, lw=1.6, ls=":")
        ax.plot(ratio, np.minimum(ratio * A, held), color="C1", lw=3)
        ax.plot(1, A, "o", color=ink, ms=7)
        ax.set_title(f"$A = {A}$".replace("-", "−"), fontsize=16)
        ax.set(xticks=(0.5, 0.8, 1, 1.2, 1.5), yticks=(A,))
        ax.set_xlabel(r"$\rho$", fontsize=17)
    return fig


def _curves():
    """The learning curves of the network at every setting, (seeds, batches)."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return {r["name"]: np.array(r["curve"]) for r in rows if "curve" in r}


def ppo_seeds():
    """Every seed of 20 steps a batch: not clipped, left; clipped, right."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.2), sharey=True)
    names = {"free 0.03": r"$\rho A$"}
    names["clipped 0.03"] = r"$\min(\rho A,\ \mathrm{clip}(\rho) A)$"
    curves = _curves()
    for ax, (name, title) in zip(axes, names.items(), strict=True):
        for n, curve in enumerate(curves[name]):
            games = 8 * np.arange(1, len(curve) + 1)
            ax.plot(games, curve, color=f"C{n}", lw=1.8)
        ax.set_title(title, fontsize=15)
        ax.set(ylim=(0, 515))
    return fig


def ppo_lambda():
    """Bias over λ, and the error of the mean of 10, 100 and 1000 games."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    ink = plt.rcParams["text.color"]
    numbers = lambda_errors()
    bias = np.array([numbers[f"bias {lam:g}"] for lam in LAMS])
    spread = np.array([numbers[f"spread {lam:g}"] for lam in LAMS])
    for k, n in enumerate((10, 100, 1000)):
        error = np.sqrt(bias**2 + spread**2 / n)
        ax.plot(LAMS, error, "o-", color=f"C{k}", lw=2.4, label=f"$n = {n}$")
        low = int(np.argmin(error))
        ring = {"ms": 15, "mfc": "none", "mew": 2.2}
        ax.plot(LAMS[low], error[low], "o", color=f"C{k}", **ring)
    ax.plot(LAMS, bias, ls="--", lw=2, color=ink)
    ax.set(ylim=(-0.03, 1.5), xticks=LAMS)
    ax.set_xlabel(r"$\lambda$", fontsize=17)
    ax.legend(fontsize=14, loc="upper left")
    return fig
