"""The figures of the chapter on Overfitting, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np

from snippets.challenges.overfitting import init_overfitting, train_overfitting


def _task():
    """TODO: the data that the page shows."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 1))  # (60, 1)
    return init_overfitting(rng, 1, 1), x, 2 * x + 1


def overfitting_first():
    """TODO: the picture of the question."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    _, x, y = _task()
    ax.plot(x, y, "o")
    return fig


def overfitting_loss():
    """TODO: the loss at each step."""
    fig, ax = plt.subplots(figsize=(7, 3.4))
    _, losses = train_overfitting(*_task())
    ax.semilogy(losses)
    ax.set_xlabel("step")
    return fig
