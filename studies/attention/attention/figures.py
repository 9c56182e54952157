"""The figures of the chapter on attention, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pylopdf_fonts_zh_cn

from snippets.attention.attention import (
    attend_backward,
    attend_forward,
    causal_mask,
    padding_mask,
)
from snippets.attention.attention_heads import (
    AttentionParams,
    attention_forward,
    init_attention,
    train_attention,
)
from studies.attention.attention.tasks import draw_tasks
from studies.drawing import CENTRE, tints

HAN = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
KEYS = np.array([[2.0, 0], [0, 2], [-2, 0]])  # those of the first program
VALUES = np.array([10, 20, 30])
QUERY = np.array([1.0, 0.5])
COLUMNS = {"k": 2.0, "a": 3.2, "w": 4.5, "v": 6.1}


def _pair(numbers):
    """A row of two numbers, as short as they are."""
    return "$({:g},\\ {:g})$".format(*numbers).replace("-", "−")


def attention_first():
    """A query meets three keys; their weights mix the three values."""
    fig, ax = plt.subplots(figsize=(7, 3.5), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 3.5), position=(0, 0, 1, 1))
    ax.axis("off")
    scores = KEYS @ QUERY
    weights = np.exp(scores) / np.exp(scores).sum()
    big = {"fontsize": 19, **CENTRE}
    for name, x in COLUMNS.items():
        ax.text(x, 3.15, f"${name}_j$", **big)
    ax.text(0.65, 2.2, "$q$", color="C1", **big)
    ax.text(0.65, 1.75, _pair(QUERY), color="C1", fontsize=17, **CENTRE)
    rows = zip((2.55, 1.75, 0.95), KEYS, scores, weights, VALUES, strict=True)
    for y, key, score, weight, value in rows:
        ax.plot((1.2, 1.5), (1.75, y), color="C1", lw=1.6)
        ax.text(2.0, y, _pair(key), fontsize=17, **CENTRE)
        ax.text(3.2, y, f"{score:g}".replace("-", "−"), fontsize=17, **CENTRE)
        ax.barh(y, 1.2 * weight, 0.34, 4.05, color="C0", alpha=0.75)
        ax.text(
            4.12 + 1.2 * weight, y, f"{weight:.2f}", fontsize=15, va="center"
        )
        ax.text(6.1, y, f"{value}", color="C2", fontsize=17, **CENTRE)
    text = rf"$\sum_j w_j v_j = {weights @ VALUES:.1f}$"
    ax.text(6.1, 0.3, text, color="C2", fontsize=18, **CENTRE)
    return fig


def _look(ax, query, w):
    """The keys, and how much a query looks at each."""
    look = {"color": "C0", "alpha": 0.45, "solid_capstyle": "round"}
    for key, weight in zip(KEYS, w, strict=True):
        ax.plot(*zip(query, key, strict=True), lw=11 * weight, **look)
        ax.plot(*key, "o", color="C0", ms=7)
        dy = 0.5 if key[1] else -0.6
        ax.text(key[0], key[1] + dy, f"{weight:.2f}", fontsize=14, **CENTRE)


def _plane(ax, query):
    """A query among the keys, and where y would grow."""
    k, v = KEYS[None, None], VALUES[None, None, :, None].astype(float)
    y, cache = attend_forward(query[None, None, None], k, v)
    slope = attend_backward(np.ones_like(y), cache)[0].ravel()  # (2,)
    ax.axline((0, 0), slope=query[1] / query[0], color="C1", ls=":", lw=1.2)
    ax.plot((0, query[0]), (0, query[1]), color="C1", lw=2)
    _look(ax, query, cache[-1][0, 0, 0])
    edge = query + 0.2 * slope / np.linalg.norm(slope)  # of the dot
    arrow = {"arrowstyle": "->", "color": "C2", "lw": 2.5, "mutation_scale": 14}
    arrow |= {"shrinkA": 0, "shrinkB": 0}
    ax.annotate("", edge + 0.2 * slope, edge, arrowprops=arrow)
    ax.plot(*query, "o", color="C1", ms=10)
    name = {"color": "C1", "fontsize": 17, **CENTRE}
    ax.text(query[0] + 0.25, query[1] + 0.5, "$q$", **name)
    told = {"color": "C2", "fontsize": 17, **CENTRE}
    ax.text(0, -2.3, f"$y = {y.item():.1f}$", **told)
    ax.set(xlim=(-3.2, 3.8), ylim=(-2.9, 3.1), aspect="equal")
    ax.set(xticks=(-2, 0, 2), yticks=(-2, 0, 2))
    ax.tick_params(labelsize=13)


def attention_plane():
    """The same direction, once and three times as long."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.2))
    for ax, query in zip(axes, (QUERY, 3 * QUERY), strict=True):
        _plane(ax, query)
    return fig


@functools.cache
def _trained(seed=0):
    """The network of the page: parameters, losses, new tasks."""
    rng = np.random.default_rng(seed)
    x, s, y = draw_tasks(rng, np.arange(1297), 4000)
    new = draw_tasks(rng, np.arange(1297, 1797), 1000)
    start = init_attention(rng, 64, 74)
    start = AttentionParams(*(p.astype(np.float32) for p in start))
    W_y = (rng.normal(size=(64, 10)) / 8).astype(np.float32)
    params, _, losses = train_attention(rng, start, W_y, x, s, y)
    return start, params, losses, new


def _grid(cell, w, x, s):
    """The weights of a task, its images beside the rows and above."""
    cell.imshow(w, cmap=tints("C0"), vmin=0, vmax=1, extent=(0, 5, 5, 0))
    cell.set(xlim=(-1.25, 5.05), ylim=(5.05, -1.25), aspect="equal")
    cell.axis("off")
    grey = {"cmap": tints(plt.rcParams["text.color"]), "vmin": 0, "vmax": 1}
    for n in range(5):
        left = (-1.15, -0.2, n + 0.97, n + 0.03)
        above = (n + 0.03, n + 0.97, -0.2, -1.15)
        for image, box in (x[n], left), (s[n, :64], above):
            cell.imshow(image.reshape(8, 8), extent=box, **grey)
    for n, m in np.ndindex(5, 5):
        ink = "text.color" if w[n, m] < 0.6 else "figure.facecolor"
        style = {"color": plt.rcParams[ink], "fontsize": 13, **CENTRE}
        cell.text(m + 0.5, n + 0.52, f"{w[n, m]:.2f}", **style)


def attention_map():
    """Where each image looks, before training and after."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6))
    start, params, _, (x, s, _) = _trained()
    for cell, net in zip(axes, (start, params), strict=True):
        _, cache = attention_forward(net, x[5:6], s[5:6])
        w = cache[-1][-1][0, 0]  # (5, 5)
        _grid(cell, w, x[5], s[5])
    return fig


def attention_loss():
    """The loss of three seeds, and what guessing among the five gives."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    for seed in range(3):
        losses = _trained(seed)[2]
        curve = np.convolve(losses, np.ones(10) / 10, "valid")
        step = np.arange(len(curve)) + 9
        ax.plot(step, curve, color=f"C{seed}", ls=("-", "--", ":")[seed])
    ink = plt.rcParams["axes.edgecolor"]
    for k in (5, 10):
        ax.axhline(np.log(k), color=ink, ls="--", lw=1.2)
        style = {"fontsize": 15, "va": "bottom", "ha": "right"}
        ax.text(400, np.log(k) + 0.01, rf"$\ln {k}$", **style)
    ax.set(xlim=(0, 400), ylim=(0, 2.6))
    ax.set_xlabel("step", fontsize=14)
    ax.set_ylabel("$L$", fontsize=16)
    ax.tick_params(labelsize=13)
    return fig


def attention_masks():
    """Padding, causal, and both: what a query may look at is coloured."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.6))
    padding = padding_mask(np.array([4]), 6, 6)[0]
    causal = causal_mask(1, 6)[0]
    faint = plt.rcParams["grid.color"]
    masks = {"padding": padding, "causal": causal, "both": padding & causal}
    for ax, (name, mask) in zip(axes, masks.items(), strict=True):
        ax.pcolormesh(
            mask * 0.7,
            cmap=tints("C0"),
            vmin=0,
            vmax=1,
            ec=faint,
            lw=1,
        )
        ax.set(xlim=(-0.02, 6.02), ylim=(6.02, -0.02), aspect="equal")
        ax.set(xticks=[], yticks=[], title=name)
        ax.spines[:].set_visible(False)
        ax.set_xlabel("$j$", fontsize=17)
    axes[0].set_ylabel("$t$", fontsize=17, rotation=0, labelpad=12)
    return fig


def attention_dates():
    """Where the writer looks while it writes an ISO date, twice."""
    record = Path(__file__).with_name("results.json")
    rows = json.loads(record.read_text("utf-8"))["rows"][-2:]
    sizes = [len(row["text"]) for row in rows]
    fig, axes = plt.subplots(2, 1, figsize=(7, 6.6))
    for ax, row in zip(axes, rows, strict=True):
        ax.imshow(row["w"], cmap=tints("C0"), vmin=0, vmax=1, aspect="auto")
        ax.set_xticks(range(len(row["text"])), [*row["text"]])
        ax.set_yticks(range(10), [*row["iso"]])
        ax.xaxis.tick_top()
        ax.tick_params(length=0, labelsize=15)
        for label in ax.get_xticklabels():
            label.set(fontproperties=HAN, fontsize=15)
        ax.set_xlim(-0.5, max(sizes) - 0.5)
        ax.spines[:].set_visible(False)
    return fig
