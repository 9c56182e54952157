"""The figure of the overview of challenges."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from snippets.drawing import tints

ASKED = 1000, 1001, 1022, 1149, 1361, 1364


def nearest_known():
    """Six digits; below each the most similar of 10 and of 1000 known ones."""
    digits = load_digits()
    x = digits.data
    y = digits.target
    room = {"wspace": 0.6}
    fig, axes = plt.subplots(3, 6, figsize=(7, 3.4), gridspec_kw=room)
    paper = tints(plt.rcParams["text.color"])
    for column, n in zip(axes.T, ASKED, strict=True):
        gaps = ((x[:1000] - x[n]) ** 2).sum(axis=1)
        shown = n, int(np.argmin(gaps[:10])), int(np.argmin(gaps))
        for ax, m in zip(column, shown, strict=True):
            ax.imshow(x[m].reshape(8, 8), cmap=paper)
            ax.set(xticks=[], yticks=[])
            colour = "C0" if y[m] == y[n] else "C1"
            ax.set_ylabel(y[m], color=colour, fontsize=16, rotation=0)
            ax.yaxis.set_label_coords(-0.16, 0.4)
            for side in ax.spines.values():
                side.set(color=colour, linewidth=2)
    for ax, text in zip(axes[:, 0], ("?", "10", "1000"), strict=True):
        place = {"fontsize": 15, "ha": "right", "va": "center"}
        ax.text(-0.5, 0.5, text, transform=ax.transAxes, **place)
    return fig
