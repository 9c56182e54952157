"""The figures of the chapter on recommendation, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.applications.recommendation import (
    choice_loss,
    factors_backward,
    factors_forward,
    init_factors,
    train_recommender,
)
from snippets.applications.recommendation_data import (
    make_world,
    open_items,
    seen_before,
    split_by_week,
)
from studies.drawing import CENTRE, tints

HAND = ("11000", "11001", "00111", "00011", "10000")  # who clicked what
STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)), (0, (1, 1)))
NAMES = {
    "oracle": r"$\star$",
    "towers": "2T",
    "factors": "MF",
    "item-kNN": "kNN",
    "popularity": "pop",
    "random": "?",
}


@functools.cache
def _world():
    """The world of the page."""
    return make_world(np.random.default_rng(0))


@functools.cache
def _rows():
    """What make results has computed."""
    file = Path(__file__).with_name("results.json")
    return json.loads(file.read_text("utf-8"))["rows"]


def _labels(ax, x, y):
    ax.set_xlabel(x, fontsize=15)
    ax.set_ylabel(y, fontsize=15)
    ax.tick_params(labelsize=13)


def _square(ax, x, y, colour, tint, text=""):
    """A cell of the table by hand."""
    edge = plt.rcParams["grid.color"]
    fill = tints(colour)(tint)
    ax.add_patch(plt.Rectangle((x, y), 1, 1, fc=fill, ec=edge, lw=1.2))
    ax.text(x + 0.5, y + 0.5, text, fontsize=16, **CENTRE)


def recommendation_first():
    """Who clicked what, the last row asks; below, what two rules answer."""
    fig, ax = plt.subplots(figsize=(7, 3.9), layout="none")
    ax.set_position((0, 0, 1, 1))
    clicks = np.array([[int(c) for c in row] for row in HAND])
    for (u, i), seen in np.ndenumerate(clicks):
        asked = u == 4 and not seen
        _square(ax, i, u, "C0", 0.65 * seen, "?" if asked else "")
    for u in range(5):
        ax.text(u + 0.5, -0.35, f"$i_{u}$", fontsize=15, **CENTRE)
        ax.text(-0.4, u + 0.5, f"$u_{u}$", fontsize=15, **CENTRE)
    counts = clicks.sum(axis=0)
    both = clicks[:4].T @ clicks[:4, 0]
    for y, numbers, name in ((5.3, counts, "pop"), (6.5, both, "kNN")):
        best = 1 + numbers[1:].argmax()
        for i in range(1, 5):
            tint = 0.65 if i == best else 0.0
            _square(ax, i, y, "C1", tint, str(numbers[i]))
        ax.text(0.0, y + 0.5, name, fontsize=15, **CENTRE)
    ax.set(xlim=(-3.4, 8.4), ylim=(7.7, -0.8))
    ax.axis("off")
    return fig


def recommendation_data():
    """Left: clicks of each item, sorted. Right: clicks of new items a week."""
    world = _world()
    week, _, item, _ = world.clicks.T
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.2))
    counts = np.bincount(item, minlength=200)
    left.fill_between(np.arange(1, 201), np.sort(counts)[::-1], lw=0)
    left.set(xlim=(1, 200), ylim=(0, None))
    _labels(left, "$r$", "$n_i$")
    late = np.argsort(world.released, kind="stable")[-45::3]
    table = np.zeros((15, 10))
    for row, which in enumerate(late):
        table[row] = np.bincount(week[item == which], minlength=10)
    paper = tints("C0")
    right.imshow(np.sqrt(table), cmap=paper, aspect="auto")
    right.plot(world.released[late] - 0.5, np.arange(15), "C1|", ms=11, mew=2.4)
    _labels(right, "$t$", "$i$")
    right.set(xticks=range(0, 10, 3), yticks=[])
    return fig


def recommendation_loss():
    """The loss of each step, and that of a guess among what is open."""
    world = _world()
    past, _ = split_by_week(world.clicks, 9)
    week, x, y, _ = past.T
    allowed = open_items(world, seen_before(world), week, x)
    rng = np.random.default_rng(0)
    _, losses = train_recommender(
        *(rng, (factors_forward, factors_backward)),
        *(init_factors(rng, 400, 200, 4), x),
        loss=lambda scores, n: choice_loss(scores, y[n], allowed[n]),
        **{"lr": 0.02, "weight_decay": 3e-4},
    )
    fig, ax = plt.subplots(figsize=(7, 3.2))
    whole = np.ones(len(losses), bool)
    whole[len(losses) // 10 - 1 :: len(losses) // 10] = False
    ax.plot(np.flatnonzero(whole) + 1, losses[whole], lw=1.4)
    guess = np.log(allowed.sum(axis=1)).mean()
    ax.axhline(guess, color=plt.rcParams["axes.edgecolor"], ls="--", lw=1.2)
    logits = np.where(allowed, world.logits[week, x], -np.inf)
    best = choice_loss(logits.clip(-99), y, allowed)[0]
    ax.axhline(best, color="C2", ls=":", lw=1.8)
    _labels(ax, r"$\tau$", "$L$")
    return fig


def recommendation_rates():
    """NDCG of every model against clicks a week, with all six worlds."""
    fig, ax = plt.subplots(figsize=(7, 4))
    main = [row for row in _rows() if row["kind"].startswith("rate")]
    rows = {(row["kind"], row["name"]): row["ndcg"] for row in main}
    rates = sorted(float(kind[5:]) for kind, name in rows if name == "oracle")
    for n, (name, label) in enumerate(NAMES.items()):
        found = np.array([rows[f"rate {rate}", name] for rate in rates])
        mean = found.mean(axis=1)
        ax.plot(rates, mean, color=f"C{n}", ls=STYLES[n], marker="o", ms=4)
        band = found.min(axis=1), found.max(axis=1)
        ax.fill_between(rates, *band, color=f"C{n}", alpha=0.15, lw=0)
        ax.text(rates[-1] * 1.08, mean[-1], label, fontsize=14, va="center")
    ax.set(xscale="log", xticks=rates, xlim=(0.27, 12.5), ylim=(0, None))
    ax.set_xticklabels([f"{rate:g}" for rate in rates])
    ax.minorticks_off()
    _labels(ax, r"$\lambda$", "NDCG@10")
    return fig
