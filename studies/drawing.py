"""What the figures of all families share."""

import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap

CENTRE = {"ha": "center", "va": "center"}


def tints(colour) -> LinearSegmentedColormap:
    """A colour map from the paper, at 0, to a colour, at 1."""
    ends = [plt.rcParams["figure.facecolor"], colour]
    return LinearSegmentedColormap.from_list("", ends)
