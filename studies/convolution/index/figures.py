"""Shifted digits, connections, and how alike pixels are: the index page."""

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.patches import Circle
from skimage import data
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

from studies.drawing import CENTRE, tints

INPUTS, OUTPUTS, K = 7, 5, 3


def _trained(net, x, y):
    """The network after five epochs on 1000 digits, as on the page."""
    adam = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(5):
        for batch in torch.randperm(1000).split(50):
            adam.zero_grad()
            F.cross_entropy(net(x[batch]), y[batch]).backward()
            adam.step()
    return net


def _readers(x, y):
    """The multilayer perceptron of the page, and maximum_end."""
    torch.manual_seed(0)
    hidden = nn.Linear(256, 64), nn.ReLU()
    mlp = nn.Sequential(nn.Flatten(), *hidden, nn.Linear(64, 10))
    mlp = _trained(mlp, x, y)
    torch.manual_seed(0)
    first = nn.Conv2d(1, 8, 3, padding=1), nn.ReLU()
    second = nn.Conv2d(8, 32, 3, padding=1), nn.ReLU()
    end = nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)
    largest = _trained(nn.Sequential(*first, *second, *end), x, y)
    return {"mlp": mlp, "max": largest}


@torch.no_grad()
def _answers(nets, images):
    return {name: net(images).argmax(1) for name, net in nets.items()}


def shifted():
    """Digits in place and moved, with the answers of two networks."""
    digits = load_digits()
    x = torch.tensor(digits.images / 16, dtype=torch.float32)
    x, y = F.pad(x[:, None], (4, 4, 4, 4)), torch.tensor(digits.target)
    nets = _readers(x, y)
    chosen = x[1000:1008]
    moved = [chosen[:4].roll((2, 0), (2, 3)), chosen[4:].roll((0, 2), (2, 3))]
    fig, axes = plt.subplots(2, 8, figsize=(7, 3.2))
    for row, images in zip(axes, (chosen, torch.cat(moved)), strict=True):
        answers = _answers(nets, images)
        for n, ax in enumerate(row):
            ax.imshow(
                images[n, 0].numpy(), cmap=tints(plt.rcParams["text.color"])
            )
            ax.set(xticks=[], yticks=[])
            for line, (name, found) in enumerate(answers.items()):
                colour = "C0" if found[n] == y[1000 + n] else "C1"
                words = f"{name} {found[n]}"
                place = {"x": 0.5, "y": -0.2 - 0.25 * line, "s": words}
                style = {"color": colour, "fontsize": 14, **CENTRE}
                ax.text(**place, **style, transform=ax.transAxes)
    return fig


def _layer(ax, linked, colour):
    """Inputs below, outputs above, a line where linked, in its colour."""
    ink, paper = (plt.rcParams[k] for k in ("text.color", "figure.facecolor"))
    for m, n in np.ndindex(OUTPUTS, INPUTS):
        if linked(m, n):
            style = {"color": colour(m, n), "lw": 2, "alpha": 0.9}
            ax.plot([n, m + 1], [0, 2.6], zorder=1, **style)
    for count, left, y in ((INPUTS, 0, 0), (OUTPUTS, 1, 2.6)):
        for place in range(count):
            dot = {"fc": paper, "ec": ink, "lw": 1.8, "zorder": 2}
            ax.add_patch(Circle((left + place, y), 0.3, **dot))
    ax.set(xlim=(-0.5, 6.5), ylim=(-0.5, 3.1), aspect="equal")
    ax.axis("off")


def connections():
    """All connections; local ones; local ones that share three weights."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.1))
    faint = plt.rcParams["grid.color"]

    def near(m, n):
        return 0 <= n - m < K

    def rainbow(m, n):
        return plt.cm.turbo(0.1 + 0.8 * (K * m + n - m) / (K * OUTPUTS))

    panels = (
        (f"${INPUTS} × {OUTPUTS}$", lambda m, n: True, lambda m, n: faint),
        (f"${K} × {OUTPUTS}$", near, rainbow),
        (f"${K}$", near, lambda m, n: f"C{n - m}"),
    )
    for ax, (title, linked, colour) in zip(axes, panels, strict=True):
        _layer(ax, linked, colour)
        ax.set_title(title, fontsize=17)
    return fig


def neighbours():
    """The correlation of pixels against distance: a photograph, shuffled."""
    cat = data.chelsea().mean(axis=2)
    mixed = np.random.default_rng(0).permutation(cat.ravel())
    fig, ax = plt.subplots(figsize=(7, 2.8))
    distances = np.unique(np.geomspace(1, 128, 30).astype(np.int64))
    for image, style in ((cat, "C0o-"), (mixed.reshape(cat.shape), "C1s--")):
        alike = [
            np.corrcoef(image[:, :-n].ravel(), image[:, n:].ravel())[0, 1]
            for n in distances
        ]
        ax.semilogx(distances, alike, style, lw=2.4, ms=6, base=2)
    ticks = [2**n for n in range(8)]
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.set_xlabel("$n$", fontsize=16)
    ax.set_ylabel("$r$", fontsize=16)
    ax.set_ylim(-0.1, 1.05)
    ax.grid(alpha=0.5)
    return fig
