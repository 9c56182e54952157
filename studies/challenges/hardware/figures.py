"""The figures of the chapter on hardware, drawn by its own code."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.challenges.hardware import count_kept
from snippets.feedforward.mlp import count_params
from studies.challenges.hardware.results import roof_of
from studies.drawing import CENTRE, tints

WIDTHS = (784, 512, 512, 10)


def _rows(key):
    """The recorded rows that have a key."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return [row for row in rows if key in row]


def _labels(ax, x, y):
    ax.set_xlabel(x, fontsize=16)
    ax.set_ylabel(y, fontsize=16)
    ax.tick_params(labelsize=13)


def hardware_first():
    """Megabytes of each item over the batch size."""
    fig, ax = plt.subplots(figsize=(7, 3.6))
    B = 2 ** np.arange(4, 13)
    P = 4 * count_params(WIDTHS) / 1e6
    kept = [4 * count_kept(WIDTHS, int(b)) / 1e6 for b in B]
    for y, colour, style, name in (
        (np.full(len(B), 2 * P), "C2", "-", "$m, v$"),
        (np.full(len(B), P), "C0", "-", r"$\theta$"),
        (np.full(len(B), P), "C1", "--", "$g$"),
        (kept, "C3", "o-", "$h$"),
    ):
        ax.loglog(B, y, style, color=colour, lw=2.6, label=name)
    ax.set_xticks(B[::2], B[::2])
    ax.set_yticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    ax.minorticks_off()
    _labels(ax, "$B$", "MB")
    ax.legend(fontsize=14)
    return fig


def hardware_roofline():
    """Recorded times as operations a second, below the roof."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    rows = _rows("B")
    points = np.array([roof_of(row) for row in rows])
    per_byte, gflops, gbytes = points.T
    at = np.geomspace(0.05, 600, 200)
    roof = np.minimum(gflops.max(), at * gbytes.max())
    ax.loglog(at, roof, color="C1", lw=2.6)
    for row, x, y in zip(rows, per_byte, gflops, strict=True):
        ax.plot(x, y, "o" if row["B"] else "s", color="C0", ms=9)
        if row["B"]:
            text = f"$B={row['B']}$" if row["B"] == 1 else f"{row['B']}"
            place = {"xytext": (0, -21), "textcoords": "offset points"}
            ax.annotate(text, (x, y), ha="center", fontsize=13, **place)
    ax.set(ylim=(1, 300))
    ax.set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    ax.set_yticks([1, 10, 100], ["1", "10", "100"])
    ax.minorticks_off()
    _labels(ax, "FLOP/byte", "GFLOP/s")
    return fig


def _bits(ax, row, e, f):
    """A box for each bit of a type with e bits of exponent, f of fraction."""
    colours = {"s": "C2", "e": "C1", "f": "C0"}
    for k, kind in enumerate("s" + "e" * e + "f" * f):
        look = {"fc": colours[kind], "lw": 0}
        ax.add_patch(plt.Rectangle((k, -row - 0.3), 0.8, 0.6, **look))
    for letter, x in ("s", 0.4), ("e", 0.9 + e / 2), ("f", 0.9 + e + f / 2):
        look = {"fontsize": 19, "color": colours[letter]}
        ax.text(x, 0.55 - row, f"${letter}$", **look, **CENTRE)


def hardware_bits():
    """Sign, exponent and fraction of three types, and their ranges."""
    size = {"width_ratios": (2.2, 1)}
    fig, axes = plt.subplots(1, 2, figsize=(7, 3), gridspec_kw=size)
    names = "float32", "float16", "bfloat16"
    for row, (e, f) in enumerate(((8, 23), (5, 10), (8, 7))):
        _bits(axes[0], row, e, f)
        powers = np.array([2 - 2 ** (e - 1) - f, 2 ** (e - 1)])
        axes[1].plot(powers * np.log10(2), [-row, -row], color="C1", lw=9)
        axes[1].text(0, 0.28 - row, names[row], fontsize=12, ha="center")
    axes[0].set(xlim=(-0.5, 32.2), ylim=(-2.6, 0.8), xticks=[])
    axes[0].set_yticks([0, -1, -2], names, fontsize=14)
    axes[1].set(ylim=(-2.6, 0.8), yticks=[])
    ticks = [-38, 0, 38]
    axes[1].set_xticks(ticks, [f"$10^{{{t}}}$" for t in ticks], fontsize=13)
    for ax in axes:
        ax.spines[["left", "top", "right"]].set_visible(False)
        ax.tick_params(length=0)
    axes[0].spines["bottom"].set_visible(False)
    return fig


def hardware_scale():
    """Accuracy, and gradients lost, over the constant loss scale."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4))
    rows = [row for row in _rows("cast") if row["cast"] == "float16"]
    plain = next(row for row in _rows("cast") if row["cast"] == "float32")
    first = [row["first"] for row in rows]
    for ax, key in zip(axes, ("right", "lost"), strict=True):
        values = 100 * np.array([row[key] for row in rows])
        if key == "lost":  # a run without a step has no gradient to judge
            values[~np.any([row["done"] for row in rows], axis=1)] = np.nan
        mean = values.mean(axis=1)
        spread = values.std(axis=1, ddof=1)
        ax.errorbar(
            first, mean, spread, fmt="o-", color="C0", lw=2, ms=7, capsize=4
        )
        ax.set(ylim=(-4, 104), xticks=[-20, -12, -4, 4, 12, 20])
        _labels(ax, r"$\log_2 S$", "%")
    right = 100 * np.array(plain["right"])
    low, high = (
        right.mean() - right.std(ddof=1),
        right.mean() + right.std(ddof=1),
    )
    axes[0].axhspan(low, high, color="C1", alpha=0.5)
    return fig


def hardware_ring():
    """Summands in each chunk of each of 4 workers, after each step."""
    p = 4
    held = np.ones((p, p), int)
    states = [held]
    for t in range(2 * (p - 1)):
        new = held.copy()
        for r in range(p):
            adds = t < p - 1
            c = (r - t % (p - 1) + (not adds)) % p
            right = (r + 1) % p
            new[right, c] = held[r, c] + (held[right, c] if adds else 0)
        held = new
        states.append(held)
    fig, axes = plt.subplots(1, 7, figsize=(7, 1.6))
    for t, (ax, state) in enumerate(zip(axes, states, strict=True)):
        ax.imshow(state, cmap=tints("C0"), vmin=0, vmax=p + 3)
        for r, c in np.ndindex(p, p):
            ax.text(c, r, state[r, c], fontsize=12, **CENTRE)
        ax.set_title(f"{t}", fontsize=14)
        ax.set(xticks=[], yticks=[])
    return fig
