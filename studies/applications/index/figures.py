"""The figure of the overview of applications."""

import matplotlib.pyplot as plt
import numpy as np


def split_two_ways():
    """The same clouds of pictures, held out one by one or person by person."""
    rng = np.random.default_rng(3)
    turn = np.arange(8) * np.pi / 4
    ring = np.stack([1.6 * np.cos(turn), np.sin(turn)], axis=1)
    who = np.repeat(np.arange(8), 10)
    x = ring[who] + 0.11 * rng.normal(size=(80, 2))
    ill = np.array([1, 0, 0, 1, 0, 1, 1, 0])[who]
    by_picture = rng.random(80) < 0.25
    by_person = np.isin(who, (2, 5))
    fig, axes = plt.subplots(1, 2, figsize=(7, 2.5))
    for ax, test in zip(axes, (by_picture, by_person), strict=True):
        for state, colour in ((0, "C0"), (1, "C1")):
            known = x[(ill == state) & ~test]
            asked = x[(ill == state) & test]
            ax.plot(*known.T, "o", ms=4, color=colour)
            ax.plot(*asked.T, "o", ms=5, mfc="none", mew=1.3, color=colour)
        ax.set(xlabel="$x_1$", ylabel="$x_2$", xticks=[], yticks=[])
        ax.set_aspect("equal")
    return fig
