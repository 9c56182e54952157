"""The figures of the chapter on depth, drawn by its own code."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.convolution.depth import Layer, trace_layers


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


def _by_pools(ax, x, y):
    """Recorded rows as points, mean and spread of y, a marker per pools."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    for pools, marker in enumerate("osD"):
        chosen = [row for row in rows if row["pools"] == pools]
        values = [np.atleast_1d(row[y]) for row in chosen]
        spread = [v.std(ddof=1) if len(v) > 1 else 0 for v in values]
        ax.errorbar(
            [row[x] for row in chosen],
            [v.mean() for v in values],
            spread,
            fmt=marker,
            color=f"C{pools}",
            ms=8,
            lw=1.6,
            capsize=4,
            label=f"{pools}",
        )
    ax.set(xscale="log")
    ax.tick_params(labelsize=14)


def depth_grid():
    """Test accuracy over receptive field: whole last map, maxima only."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4), sharey=True)
    for ax, name in zip(axes, ("whole", "maxima"), strict=True):
        _by_pools(ax, "r", name)
        ax.set(ylim=(0, 1.02))
        ax.set_xticks([3, 5, 10, 20], ["3", "5", "10", "20"])
        ax.minorticks_off()
        ax.set_xlabel("$r$", fontsize=18)
        ax.set_title("$H×H$" if name == "whole" else r"$\max$", fontsize=18)
        ax.axhline(0.1, color=plt.rcParams["axes.edgecolor"], ls=":", lw=1.5)
    axes[1].legend(fontsize=14, loc="lower right", bbox_to_anchor=(1, 0.12))
    return fig


def depth_cost():
    """Time over multiply-adds; accuracy with the whole map over parameters."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4))
    _by_pools(axes[0], "macs", "ms")
    _by_pools(axes[1], "params", "whole")
    axes[0].set(yscale="log", ylim=(18, 110))
    axes[0].set_yticks([20, 40, 80], ["20", "40", "80"])
    axes[1].set(ylim=(0.8, 1))
    ticks = [1e4, 1e5, 5e5], [3e3, 1e4, 2e4]
    names = "$A$", "$P$"
    for ax, at, name in zip(axes, ticks, names, strict=True):
        ax.set_xticks(at, [f"{t:,.0f}".replace(",", " ") for t in at])
        ax.minorticks_off()
        ax.set_xlabel(name, fontsize=18)
    axes[0].set_title("ms", fontsize=18)
    axes[1].set_title("$H×H$", fontsize=18)
    axes[0].legend(fontsize=14, loc="upper left")
    return fig
