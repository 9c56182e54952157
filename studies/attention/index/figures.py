"""A lookup that may hesitate, halves of digits, a state that fills up."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from sklearn.datasets import load_digits

from studies.drawing import CENTRE, tints

BETAS = 2.0 ** np.arange(-4, 8)  # (12,)
PIXELS = load_digits().data / 16  # (1797, 64)
ORDER = np.random.default_rng(0).permutation(1797)  # (1797,)


def _softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _distances(Q, K):
    lengths = (Q**2).sum(axis=1)[:, None] + (K**2).sum(axis=1)
    return lengths - 2 * Q @ K.T


def _halves(part):
    """The upper halves and the lower halves of some digits."""
    chosen = PIXELS[ORDER[part]]
    return chosen[:, :32], chosen[:, 32:]


def _weights(Q, K, beta=4.0):
    return _softmax(-beta * _distances(Q, K))


def _box(ax, x, y, text, colour="C0"):
    """A box that hides the lines behind it."""
    shape = {"boxstyle": "round,pad=0,rounding_size=0.1", "lw": 1.6}
    box = (x - 0.36, y - 0.27), 0.72, 0.54
    paper = plt.rcParams["figure.facecolor"]
    ax.add_patch(FancyBboxPatch(*box, fc=paper, ec=colour, **shape))
    shape["lw"] = 0
    ax.add_patch(FancyBboxPatch(*box, fc=colour, alpha=0.12, **shape))
    ax.text(x, y, text, fontsize=15, **CENTRE)


def _line(ax, start, end, weight):
    """A line as thick as its weight; none where the weight is 0."""
    if weight:
        style = {"arrowstyle": "-", "lw": 11 * weight, "color": "C1"}
        style |= {"shrinkA": 0, "shrinkB": 0, "zorder": 0}
        ax.add_patch(FancyArrowPatch(start, end, **style))


def _lookup(ax, weights, out):
    """From the query through keys and values to the answer."""
    _box(ax, 0, 1, "$q$", "C2")
    for n, weight in enumerate(weights):
        y = 2 - n
        _line(ax, (0.2, 1), (1.6, y), weight)
        _box(ax, 1.8, y, f"$k_{n + 1}$")
        _box(ax, 2.9, y, f"${10 * (n + 1)}$", "C3")
        _line(ax, (2.0, y), (2.7, y), weight)
        _line(ax, (3.1, y), (4.3, 1), weight)
        ax.text(2.35, y + 0.42, f"{weight:.2f}", fontsize=12, **CENTRE)
    _box(ax, 4.5, 1, f"${out}$", "C2")
    ax.set(xlim=(-0.5, 5), ylim=(-0.4, 2.65), aspect="equal")
    ax.axis("off")


def lookup_soft():
    """Left a dictionary, right a weighted mean over all of its entries."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.4, 2.4))
    _lookup(left, [1, 0, 0], "10")
    weights = _softmax(np.array([2.0, 1, 0]))
    _lookup(right, weights, f"{weights @ [10, 20, 30]:.1f}")
    return fig


def _picture(ax, pixels, edge=None):
    """8 × 8 pixels, or the upper half of them."""
    shown = np.full(64, np.nan)
    shown[: len(pixels)] = pixels
    ink = plt.rcParams["text.color"]
    ax.imshow(shown.reshape(8, 8), cmap=tints(ink), vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(visible=True, color=edge or plt.rcParams["grid.color"])
        spine.set_linewidth(2 if edge else 0.8)


def halves_completed():
    """Four upper halves, the four keys that they look at most, the answers."""
    (K, V), (Q, truth) = _halves(slice(1197)), _halves(slice(1497, None))
    fig, axes = plt.subplots(4, 7, figsize=(7, 4.6))
    for row, n in zip(axes, range(4), strict=True):
        weights = _weights(Q[n : n + 1], K)[0]
        _picture(row[0], Q[n], "C2")
        for ax, best in zip(row[1:5], weights.argsort()[::-1], strict=False):
            _picture(ax, np.concatenate([K[best], V[best]]))
            ax.set_xlabel(f"{weights[best]:.2f}", fontsize=12, labelpad=2)
        _picture(row[5], np.concatenate([Q[n], weights @ V]), "C1")
        _picture(row[6], np.concatenate([Q[n], truth[n]]), "C2")
    for ax, name in zip(
        axes[0], ("$q$", *["$k$"] * 4, r"$\hat v$", "$v$"), strict=True
    ):
        ax.set_title(name, fontsize=16)
    return fig


def _errors():
    """Held-out errors: the plain mean, the nearest key, one for each beta."""
    (K, V), (Q, truth) = _halves(slice(1197)), _halves(slice(1197, 1497))
    apart = _distances(Q, K)
    answers = [V.mean(axis=0), V[apart.argmin(axis=1)]]
    answers += [_softmax(-beta * apart) @ V for beta in BETAS]
    return [((answer - truth) ** 2).mean() for answer in answers]


def _looks():
    """Per cent of the weight, from each digit of a query to each of a key."""
    K, Q = _halves(slice(1197))[0], _halves(slice(1497, None))[0]
    labels = np.eye(10)[load_digits().target[ORDER]]
    keys, queries = labels[:1197], labels[1497:]
    seen = queries.T @ _weights(Q, K) @ keys
    return 100 * seen / queries.sum(axis=0)[:, None]


def halves_looked_at():
    """Left the error against the sharpness, right who looks at whom."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.2))
    mean, nearest, *errors = _errors()
    left.plot(BETAS, errors, "o-", ms=5)
    ends = (mean, r"$\beta = 0$", 16), (nearest, r"$\beta \to \infty$", 0.15)
    for error, name, place in ends:
        left.axhline(error, color="C1", ls="--", lw=1.4)
        left.text(place, error + 0.0012, name, fontsize=13, color="C1")
    left.set_xscale("log", base=2)
    left.set(xlabel=r"$\beta$", ylabel="$L$", ylim=(0.028, 0.083))
    seen = _looks()
    right.imshow(seen, cmap=tints("C0"), vmin=0, vmax=100)
    right.set(xticks=range(10), yticks=range(10), xlabel="$k$", ylabel="$q$")
    for row, column in zip(*np.nonzero(seen >= 9.5), strict=True):
        dark = seen[row, column] > 45
        colour = plt.rcParams["figure.facecolor" if dark else "text.color"]
        style = {"color": colour, "fontsize": 9} | CENTRE
        right.text(column, row, f"{seen[row, column]:.0f}", **style)
    return fig


def _recalled(T, seed, D=32):
    """How often a state and a lookup know the letter of a key they saw."""
    rng = np.random.default_rng(seed)
    K = rng.normal(size=(T, D))
    V = np.eye(10)[rng.integers(10, size=T)]
    asked = rng.integers(T, size=200)
    answers = K[asked] @ (K.T @ V), _softmax(K[asked] @ K.T) @ V
    said = np.array([answer.argmax(axis=1) for answer in answers])
    return (said == V[asked].argmax(axis=1)).mean(axis=1)


def recall_lengths():
    """What is remembered of a sequence, against its length."""
    lengths = 2 ** np.arange(2, 11)
    shares = [[_recalled(T, seed) for seed in range(5)] for T in lengths]
    fig, ax = plt.subplots(figsize=(7, 2.8))
    styles = (
        ("s-", r"$M$", "C1", (40, 38)),
        ("o-", r"$\alpha$", "C0", (600, 91)),
    )
    for each, (line, name, colour, place) in enumerate(styles):
        share = 100 * np.array(shares)[:, :, each]
        ax.plot(lengths, share.mean(axis=1), line, ms=5, color=colour)
        bounds = share.min(axis=1), share.max(axis=1)
        ax.fill_between(lengths, *bounds, color=colour, alpha=0.2, lw=0)
        ax.text(*place, name, fontsize=17, color=colour, **CENTRE)
    ax.axhline(10, color=plt.rcParams["grid.color"], ls="--", lw=1.4)
    ax.set_xscale("log", base=2)
    ax.set(xlabel="$T$", ylabel="%", ylim=(0, 104), yticks=range(0, 101, 20))
    return fig
