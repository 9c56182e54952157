"""Graphs of networks, and their matrices, on the page of the family."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle

from studies.drawing import CENTRE

LAYERS = np.repeat([0, 1, 2], [2, 3, 2])
PLACES = [
    (1.05 * layer, 0.72 * ((n - 1) / 2 - k))
    for layer, n in enumerate((2, 3, 2))
    for k in range(n)
]
EXTRA = {"MLP": [], "skip": [(0, 5), (1, 6)], "RNN": [(2, 3), (3, 4), (4, 2)]}


def _arrow(ax, i, j, colour, bend=0.0, alpha=1.0):
    style = {"arrowstyle": "-|>,head_width=3,head_length=5", "color": colour}
    style |= {"shrinkA": 11, "shrinkB": 11, "lw": 1.8, "alpha": alpha}
    style["connectionstyle"] = f"arc3,rad={bend}"
    ax.add_patch(FancyArrowPatch(PLACES[i], PLACES[j], **style))


def _graph(ax, extra):
    """Seven neurons in three layers, and arrows that leave the pattern."""
    ink, paper = (plt.rcParams[k] for k in ("text.color", "figure.facecolor"))
    for i, j in np.argwhere(LAYERS[:, None] + 1 == LAYERS):
        _arrow(ax, i, j, ink, alpha=0.45)
    for i, j in extra:
        bend = -0.8 if abs(i - j) == 2 else 0.0
        bend = (-0.75 if i == 0 else 0.75) if LAYERS[i] == 0 else bend
        _arrow(ax, i, j, "C1", bend)
    for k, (place, layer) in enumerate(zip(PLACES, LAYERS, strict=True), 1):
        colour = ("C2", "C0", "C3")[layer]
        style = {"fc": paper, "ec": colour, "lw": 2.2, "zorder": 3}
        ax.add_patch(Circle(place, 0.21, **style))
        ax.text(*place, k, fontsize=13, zorder=4, **CENTRE)
    ax.set(xlim=(-0.4, 2.5), ylim=(-1.5, 1.5), aspect="equal")
    ax.axis("off")


def _matrix(ax, extra):
    """A filled square in row i, column j for every arrow from i to j."""
    ink = plt.rcParams["text.color"]
    for i, j in np.argwhere(LAYERS[:, None] + 1 == LAYERS):
        ax.add_patch(Rectangle((j, i), 1, 1, fc=ink, alpha=0.55, lw=0))
    for i, j in extra:
        ax.add_patch(Rectangle((j, i), 1, 1, fc="C1", lw=0))
    for edge in range(8):
        bold = 2 if edge in (0, 2, 5, 7) else 0.5
        ax.plot([0, 7], [edge, edge], color=ink, lw=bold)
        ax.plot([edge, edge], [0, 7], color=ink, lw=bold)
    ax.plot([0, 7], [0, 7], color="C3", lw=1.6, ls="--")
    for k in range(7):
        ax.text(-0.45, k + 0.5, k + 1, fontsize=11, **CENTRE)
        ax.text(k + 0.5, -0.5, k + 1, fontsize=11, **CENTRE)
    ax.set(xlim=(-0.9, 7.2), ylim=(7.2, -0.9), aspect="equal")
    ax.axis("off")


def feedforward_graphs():
    """An MLP, the same with skip connections, the same with a cycle."""
    fig, axes = plt.subplots(2, 3, figsize=(7, 5))
    titles = ("MLP", "MLP + skip", "RNN")
    for column, title, extra in zip(
        axes.T, titles, EXTRA.values(), strict=True
    ):
        _graph(column[0], extra)
        _matrix(column[1], extra)
        column[0].set_title(title, fontsize=15)
    return fig


def _rounds(W, b, rounds):
    """The states of neurons that all update at once, from 0 on."""
    states = [np.zeros(len(b))]
    for _ in range(rounds):
        states.append(np.tanh(states[-1] @ W + b))
    return np.array(states)


def feedforward_rounds():
    """Without cycles all is still after 3 rounds; a loop swings for ever."""
    rng = np.random.default_rng(0)
    weights, b = rng.normal(size=(7, 7)), rng.normal(size=7)
    b[:2] += (1, -1)
    mlp = 3 * weights * (LAYERS[:, None] + 1 == LAYERS)
    fig, (ax, ay) = plt.subplots(1, 2, figsize=(7, 3), sharey=True)
    for states, layer in zip(_rounds(mlp, b, 12).T, LAYERS, strict=True):
        ax.plot(states, color=("C2", "C0", "C3")[layer], lw=2.2)
    loop = np.array([[0, 6], [-6, 0]])
    ay.plot(_rounds(loop, b[2:4], 40), lw=2)
    ax.axvline(3, color=plt.rcParams["text.color"], ls="--", lw=1.2)
    ax.set(ylim=(-1.1, 1.1), yticks=(-1, 0, 1), xticks=(0, 3, 6, 9, 12))
    for panel, title in ((ax, "MLP"), (ay, "loop")):
        panel.set_title(title, fontsize=15)
        panel.set_xlabel("round", fontsize=14)
    return fig
