"""A recurrent network with its loop and without, on the page of the family."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch

from studies.drawing import CENTRE
from studies.recurrent.topology.figures import _arrow, _box


def _column(ax, t, index):
    """Input, state and output at one place."""
    for row in "xhy":
        text = r"\hat y" if row == "y" else row
        _box(ax, t, row, row, f"${text}{index}$", size=17)
    _arrow(ax, (t, "x"), (t, "h"))
    _arrow(ax, (t, "h"), (t, "y"))


def _loop(ax, t):
    """From the state back to itself."""
    style = {"arrowstyle": "-|>,head_width=4,head_length=6", "lw": 2.2}
    style |= {"color": "C1", "connectionstyle": "arc3,rad=-1.9"}
    style |= {"shrinkA": 0, "shrinkB": 0}
    places = (t + 0.3, 1.17), (t + 0.3, 0.83)
    ax.add_patch(FancyArrowPatch(*places, **style))
    ax.text(t + 1.03, 1.0, "$W_h$", fontsize=17, color="C1", **CENTRE)


def _frame(ax, right):
    ax.set(xlim=(-0.4, right), ylim=(-0.4, 2.4), aspect="equal")
    ax.axis("off")


def recurrent_unrolled():
    """The loop on the left is the chain on the right."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    _column(ax, 0, "")
    _loop(ax, 0)
    ax.text(1.75, 1, "$=$", fontsize=26, **CENTRE)
    for t in range(4):
        _column(ax, t + 2.7, f"_{t + 1}")
        if t:
            _arrow(ax, (t + 1.7, "h"), (t + 2.7, "h"), "C1")
    style = {"arrowstyle": "-|>,head_width=3,head_length=5", "lw": 1.8}
    style |= {"color": "C1", "shrinkA": 0, "shrinkB": 0}
    ax.add_patch(FancyArrowPatch((6, 1), (6.5, 1), **style))
    _frame(ax, 6.6)
    return fig


def recurrent_independent():
    """Left, three samples side by side; right, three steps of one sample."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.2))
    for t in range(3):
        _column(left, 1.1 * t, f"^{{({t + 1})}}")
        _column(right, 1.1 * t, f"_{t + 1}")
        if t:
            start, end = (1.1 * (t - 1), "h"), (1.1 * t, "h")
            _arrow(right, start, end, "C1")
    for ax, limits in (left, (-0.4, 2.9)), (right, (-0.7, 2.6)):
        _frame(ax, 2.6)
        ax.set_xlim(limits)
    return fig
