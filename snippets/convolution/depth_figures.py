"""The figures of the chapter on depth, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_digits

from snippets.convolution.depth import Layer, spread_stack, trace_layers
from snippets.convolution.depth_torch import build_stack, train_stack

CELLS = [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (4, 0), (4, 1), (4, 2)]


def depth_fields():
    """Receptive field and map size over convolutions, by pooling."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.3))
    for number, every in enumerate((0, 2, 1)):
        layers = []
        for n in range(6):
            layers.append(Layer(3, 1, 1, 16))
            if every and (n + 1) % every == 0:
                layers.append(Layer(2, 2))
        stages = trace_layers(layers, 64, 1)
        convs = np.cumsum([layer.M > 0 for layer in layers])
        for ax, name in zip(axes, ("r", "size"), strict=True):
            values = [getattr(stage, name) for stage in stages[1:]]
            ax.plot(convs, values, "o-", color=f"C{number}", lw=2.4, ms=5)
    style = {"xlim": (0.7, 6.3), "xticks": range(1, 7)}
    axes[0].set(yscale="log", yticks=[3, 10, 30, 100], **style)
    axes[1].set(yscale="log", yticks=[1, 4, 16, 64], **style)
    for ax, name in zip(axes, ("$r$", "$H$"), strict=True):
        ax.set_yticks(ax.get_yticks(), [f"{y:g}" for y in ax.get_yticks()])
        ax.minorticks_off()
        ax.set_title(name, fontsize=19)
        ax.tick_params(labelsize=14)
    names = "0", "1/2", "1"
    axes[1].legend(axes[1].lines, names, fontsize=14, loc="lower left")
    return fig


def _accuracies(whole):
    """Receptive field and test accuracies of two seeds for every cell."""
    images, y = load_digits(return_X_y=True)
    x = torch.tensor(images.reshape(-1, 1, 8, 8) / 16, dtype=torch.float32)
    y = torch.tensor(y)
    found = []
    for convs, pools in CELLS:
        layers = spread_stack(convs, pools)
        r = trace_layers(layers, 8, 1)[-1].r
        for seed in range(2):
            torch.manual_seed(seed)
            order = torch.randperm(1797)
            learn, test = order[:300], order[-1000:]
            net = build_stack(layers, 8, 1, 10, whole)
            train_stack(net, x[learn], y[learn])
            with torch.no_grad():
                right = net(x[test]).argmax(dim=1) == y[test]
            found.append((r, pools, right.float().mean().item()))
    return found


def depth_grid():
    """Test accuracy over receptive field: whole last map, maxima only."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4), sharey=True)
    for ax, whole in zip(axes, (True, False), strict=True):
        found = _accuracies(whole)
        for pools, marker in enumerate("osD"):
            chosen = [c for c in found if c[1] == pools]
            r, _, right = zip(*chosen, strict=True)
            ax.plot(r, right, marker, color=f"C{pools}", ms=8, label=f"{pools}")
        ax.set(xscale="log", xticks=[3, 5, 10, 20], ylim=(0, 1.02))
        ax.set_xticks([3, 5, 10, 20], ["3", "5", "10", "20"])
        ax.minorticks_off()
        ax.set_xlabel("$r$", fontsize=18)
        ax.set_title("$H×W$" if whole else r"$\max$", fontsize=18)
        ax.tick_params(labelsize=14)
        ax.axhline(0.1, color=plt.rcParams["axes.edgecolor"], ls=":", lw=1.5)
    axes[1].legend(fontsize=14, loc="lower right", bbox_to_anchor=(1, 0.12))
    torch.set_num_threads(threads)
    return fig
