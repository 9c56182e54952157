"""Noise and data, digits, five kinds of models: the index page."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, Polygon

from studies.drawing import CENTRE, tints
from studies.generative.index.claims import (
    counted,
    half_and_half,
    long_words,
    surprise,
    written,
)

ARROW = "-|>,head_width=3,head_length=5"


def _link(ax, start, end, bend=0.0, **style):
    """An arrow between two places."""
    style = {"arrowstyle": ARROW, "lw": 1.8, "shrinkA": 0, "shrinkB": 0} | style
    style = {"color": plt.rcParams["text.color"], "zorder": 1} | style
    curve = {"connectionstyle": f"arc3,rad={bend}"}
    ax.add_patch(FancyArrowPatch(start, end, **style, **curve))


def _cloud(ax, name, cloud, four, middle, side):
    """A cloud and its four corners, around a middle."""
    ax.scatter(*(cloud + middle).T, color="C5", alpha=0.55, lw=0, s=16)
    ax.scatter(*(four + middle).T, color="C1", s=80, lw=0, zorder=3)
    limits = middle - side, middle + side
    ax.set(xlim=limits, ylim=limits, aspect="equal")
    ax.set_xlabel(f"${name}_1$", fontsize=17)
    ax.set_ylabel(f"${name}_2$", fontsize=17, rotation=0, labelpad=12)
    ax.tick_params(labelsize=12)


def noise_to_data():
    """The cloud of noise, and what the rule makes of it."""
    rng = np.random.default_rng(3)
    z = rng.normal(size=(400, 2))
    corners = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    A = np.array([[2.0, 0], [1, 2]])
    widths = {"width_ratios": (3, 1, 3)}
    fig, (left, between, right) = plt.subplots(1, 3, figsize=(7, 3), **widths)
    _cloud(left, "z", z, corners, 0, 3.4)
    _cloud(right, "x", z @ A.T, corners @ A.T, 10, 7.5)
    between.set(xlim=(0, 1), ylim=(0, 1))
    between.axis("off")
    between.set_label("link")
    between.text(0.5, 0.63, r"$\mu + z A^\top$", fontsize=16, **CENTRE)
    style = {"arrowstyle": ARROW, "lw": 2.4, "shrinkA": 0, "shrinkB": 0}
    style |= {"color": plt.rcParams["text.color"], "mutation_scale": 1}
    between.annotate("", (0.95, 0.53), (0.05, 0.53), arrowprops=style)
    return fig


def _together(rng, x, n=90):
    mu = x.mean(axis=0)
    Sigma = (x - mu).T @ (x - mu) / len(x) + 0.1 * np.eye(64)
    return mu + rng.normal(size=(n, 64)) @ np.linalg.cholesky(Sigma).T


def _alone(rng, x, n=90):
    return rng.normal(x.mean(axis=0), x.std(axis=0), size=(n, 64))


def _average(rng, x, n=90):
    return np.tile(x.mean(axis=0), (n, 1))


def _smeared(rng, x, n=90):
    return x[rng.integers(len(x), size=n)] + 2 * rng.normal(size=(n, 64))


def _firsts(generator, x, y):
    """The first sample of each class, as on the page with the seed 0."""
    rng = np.random.default_rng(0)
    made = [generator(rng, x[y == k])[0] for k in range(10)]
    return np.stack(made).clip(0, 16).round()


def _gallery(rows, gaps=()):
    """Rows of ten pictures, with a gap above some of the rows."""
    heights = []
    for r in range(len(rows)):
        heights += [0.22 if r in gaps else 0.01, 1]
    fig = plt.figure(figsize=(7, 0.74 * sum(heights)))
    edges = {"left": 0, "right": 1, "top": 1, "bottom": 0}
    grid = fig.add_gridspec(
        2 * len(rows),
        10,
        height_ratios=heights,
        hspace=0.06,
        wspace=0.1,
        **edges,
    )
    colours = tints(plt.rcParams["text.color"])
    for r, c in np.ndindex(len(rows), 10):
        ax = fig.add_subplot(grid[2 * r + 1, c])
        picture = rows[r][c].reshape(8, 8)
        ax.imshow(picture, cmap=colours, vmin=0, vmax=16)
        ax.set(xticks=[], yticks=[])
        frame = {"visible": True, "color": plt.rcParams["grid.color"]}
        ax.spines[:].set(**frame)
    return fig


def generated_digits():
    """Real digits, and those of three generators, one of each class."""
    x, y, x_held, y_held = half_and_half(0)
    real = np.stack([x_held[y_held == k][0] for k in range(10)])
    made = [_firsts(g, x, y) for g in (_together, _alone, _average)]
    return _gallery([real, *made], gaps=(1, 2, 3))


def nearest_digits():
    """Samples of two generators above their nearest digits."""
    x, y, _, _ = half_and_half(0)
    rows = []
    for generator in (_together, _smeared):
        made = _firsts(generator, x, y)
        distances = ((made[:, None] - x) ** 2).sum(axis=2)
        rows += [made, x[distances.argmin(axis=1)]]
    return _gallery(rows, gaps=(2,))


def _scores(ours, held, k, rng):
    """The mean log p of both, and the share of copies of 300 words."""
    counts = counted(ours, k)
    scores = [surprise(words, counts, k, 0.1) for words in (ours, held)]
    copies = [written(rng, counts, k) in ours for _ in range(300)]
    return (*scores, np.mean(copies))


def chain_order():
    """Likelihood of known and of new words against the order, and copies."""
    words = long_words()
    table = np.zeros((3, 6, 3))
    for seed, k in np.ndindex(3, 6):
        rng = np.random.default_rng(seed)
        mixed = [str(w) for w in rng.permutation(words)]
        table[seed, k] = _scores(mixed[100:], mixed[:100], k, rng)
    style = {"sharex": True, "height_ratios": (3, 1.1)}
    fig, (top, low) = plt.subplots(2, 1, figsize=(7, 4.2), **style)
    for seed in range(3):
        top.plot(table[seed, :, 0], "C0o-", lw=2, ms=6)
        top.plot(table[seed, :, 1], "C1s--", lw=2, ms=6)
    low.bar(range(6), 100 * table[:, :, 2].mean(axis=0), color="C5", width=0.5)
    top.set_ylabel(r"$\log\, p$", fontsize=16)
    low.set_ylabel("%", fontsize=14, rotation=0, labelpad=10)
    low.set_xlabel("$k$", fontsize=16)
    low.set(ylim=(0, 105), yticks=[0, 50, 100])
    for ax in (top, low):
        ax.grid(alpha=0.5)
        ax.set_axisbelow(True)
        ax.tick_params(labelsize=13)
    return fig


def _node(ax, x, y, text, colour=""):
    """A variable: a circle, in orange if it is drawn at random."""
    ink, paper = (plt.rcParams[k] for k in ("text.color", "figure.facecolor"))
    dot = {"fc": paper, "ec": colour or ink, "lw": 2, "zorder": 3}
    ax.add_patch(Circle((x, y), 0.4, **dot))
    style = {"color": colour or ink, "fontsize": 16, "zorder": 4}
    ax.text(x, y - 0.02, f"${text}$", **style, **CENTRE)


def _net(ax, x, y, text, left=0.5, right=0.5):
    """A network: a box that narrows or widens."""
    corners = [(-0.5, -left), (-0.5, left), (0.5, right), (0.5, -right)]
    places = [(x + a, y + b) for a, b in corners]
    paper = plt.rcParams["figure.facecolor"]
    for face, alpha, edge in ((paper, 1, "none"), ("C0", 0.2, "C0")):
        style = {"fc": (face, alpha), "ec": edge, "lw": 2, "zorder": 3}
        ax.add_patch(Polygon(places, closed=True, **style))
    ax.text(x, y - 0.02, f"${text}$", fontsize=16, zorder=4, **CENTRE)


def _autoregressive(ax, y):
    for t in range(4):
        for s in range(t - 1):
            ends = (2.6 * s + 0.2, y + 0.36), (2.6 * t - 0.2, y + 0.36)
            _link(ax, *ends, bend=-0.32)
        if t:
            _link(ax, (2.6 * t - 2.2, y), (2.6 * t - 0.4, y))
        _node(ax, 2.6 * t, y, f"x_{t + 1}", "C1")


def _autoencoder(ax, y):
    for start, end in ((0.4, 1.5), (2.5, 3.5), (4.3, 5.3), (6.3, 7.4)):
        _link(ax, (start, y), (end, y))
    _node(ax, 0, y, "x")
    _net(ax, 2, y, "f", 0.65, 0.3)
    _node(ax, 3.9, y, "z")
    _net(ax, 5.8, y, "g", 0.3, 0.65)
    _node(ax, 7.8, y, r"\hat x")


def _variational(ax, y):
    _link(ax, (0.4, y), (1.5, y))
    for side, text in ((1, r"\mu"), (-1, r"\sigma")):
        place = y + 0.5 * side
        _link(ax, (2.5, y + 0.2 * side), (2.98, place - 0.06 * side))
        _link(ax, (3.78, place), (4.74, y + 0.15 * side))
        _node(ax, 3.38, place, text)
    _link(ax, (5.1, y + 0.66), (5.1, y + 0.4), color="C1")
    _link(ax, (5.5, y), (6.1, y))
    _link(ax, (7.1, y), (7.7, y))
    _node(ax, 0, y, "x")
    _net(ax, 2, y, "f", 0.65, 0.3)
    _node(ax, 5.1, y + 1.06, r"\varepsilon", "C1")
    _node(ax, 5.1, y, "z")
    _net(ax, 6.6, y, "g", 0.3, 0.65)
    _node(ax, 8.1, y, r"\hat x")


def _adversarial(ax, y):
    for start, end in ((0.4, 1.5), (2.5, 3.5)):
        _link(ax, (start, y + 0.5), (end, y + 0.5))
    for place in (0.5, -0.5):
        _link(ax, (4.3, y + place), (5.3, y + place * 0.5))
    _link(ax, (6.3, y), (7.2, y))
    _node(ax, 0, y + 0.5, "z", "C1")
    _net(ax, 2, y + 0.5, "G", 0.3, 0.65)
    _node(ax, 3.9, y + 0.5, r"\hat x")
    _node(ax, 3.9, y - 0.5, "x")
    _net(ax, 5.8, y, "D", 0.65, 0.3)
    ax.text(7.8, y, r"$0\,\ldots\,1$", fontsize=16, **CENTRE)


def _diffusion(ax, y):
    for n, text in enumerate(("x_0", "x_1", "", "x_T")):
        x = 2.6 * n
        if text:
            _node(ax, x, y, text, "C1" if n == 3 else "")
        else:
            ax.text(x, y, r"$\cdots$", fontsize=22, **CENTRE)
        if n:
            there, back = (x - 2.26, y + 0.24), (x - 0.34, y + 0.24)
            _link(ax, there, back, -0.25, color="C1")
            there, back = (x - 0.34, y - 0.24), (x - 2.26, y - 0.24)
            _link(ax, there, back, -0.25, color="C0")
            style = {"fontsize": 15, **CENTRE}
            ax.text(x - 1.3, y + 0.72, r"$+\varepsilon$", color="C1", **style)
            word = r"$-\varepsilon_\theta$"
            ax.text(x - 1.3, y - 0.78, word, color="C0", **style)


def generative_models():
    """The five kinds, one below the other."""
    kinds = (
        _autoregressive,
        _autoencoder,
        _variational,
        _adversarial,
        _diffusion,
    )
    heights = 0, -1.9, -4.6, -6.9, -9.3
    fig, ax = plt.subplots(figsize=(7, 8.6))
    for n, (draw, y) in enumerate(zip(kinds, heights, strict=True), 1):
        draw(ax, y)
        ax.text(-1.3, y, f"{n}", fontsize=18, fontweight="bold", **CENTRE)
    ax.set(xlim=(-1.6, 8.6), ylim=(-10.4, 1.75), aspect="equal")
    ax.axis("off")
    return fig
