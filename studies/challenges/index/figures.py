"""The figure of the overview of challenges."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from studies.drawing import tints

ASKED = 1000, 1001, 1022, 1149, 1361, 1364


def nearest_known():
    """Six digits; below each the most similar of 10 and of 1000 known ones."""
    digits = load_digits()
    x = digits.data
    y = digits.target
    room = {"wspace": 0.25, "hspace": 0.45}
    fig, axes = plt.subplots(3, 6, figsize=(7, 3.9), gridspec_kw=room)
    paper = tints(plt.rcParams["text.color"])
    for column, n in zip(axes.T, ASKED, strict=True):
        gaps = ((x[:1000] - x[n]) ** 2).sum(axis=1)
        shown = n, int(np.argmin(gaps[:10])), int(np.argmin(gaps))
        for ax, m in zip(column, shown, strict=True):
            ax.imshow(x[m].reshape(8, 8), cmap=paper)
            ax.set(xticks=[], yticks=[])
            colour = "C0" if y[m] == y[n] else "C1"
            ax.set_title(y[m], color=colour, fontsize=15, pad=4)
            for side in ax.spines.values():
                side.set(visible=True, color=colour, linewidth=2)
    names = "asked", "of 10", "of 1000"
    for ax, text in zip(axes[:, 0], names, strict=True):
        ax.set_ylabel(text, fontsize=13)
    return fig
