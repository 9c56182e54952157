"""The figures of the chapter on fraud detection, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.applications.fraud import fraud_scores, train_fraud
from snippets.applications.fraud_alerts import (
    cost_curve,
    fraud_order,
    precision_recall_curve,
)
from snippets.applications.fraud_data import (
    DAY,
    NEW,
    payment_features,
    scaled_by_train,
    simulate_payments,
    weeks_of,
)
from snippets.feedforward.mlp import init_mlp


@functools.cache
def _rows():
    """What make results has computed, by name."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return {row["name"]: row for row in rows}


@functools.cache
def _case():
    """The page's payments, labels and scores: seed 0."""
    ledger, town = simulate_payments(np.random.default_rng(0))
    x = payment_features(ledger, town)
    y = 1.0 * (ledger.kind > 0)
    train = weeks_of(ledger, 3, 6)
    z = scaled_by_train(x, train)
    rng = np.random.default_rng(0)
    start = init_mlp(rng, (x.shape[1], 32, 1))
    net, _ = train_fraud(rng, start, z[train], y[train])
    return ledger, y, z[:, 1] + z[:, -1], fraud_scores(net, z)


def _labels(ax, x, y):
    ax.set_xlabel(x, fontsize=15)
    ax.set_ylabel(y, fontsize=15)
    ax.tick_params(labelsize=13)


def _panel(ax, ledger, here, kind, title):
    """Amounts over the days; frauds of one kind are crosses."""
    t = ledger.minute / DAY
    amount = ledger.amount
    bad = here & (ledger.kind == kind)
    good = here & (ledger.kind == 0)
    centre = t[bad].mean()
    near = good & (abs(t - centre) < 24)
    ax.plot(t[near], amount[near], "o", color="C0", ms=4, alpha=0.7)
    ax.plot(t[bad], amount[bad], "x", color="C1", ms=8, mew=2.2)
    ax.set(yscale="log", ylim=(1, 1000), xlim=(centre - 24, centre + 24))
    ax.set_title(title, fontsize=16)
    _labels(ax, "$t$ (d)", "")


def fraud_first():
    """A terminal, and two cards, around the frauds of their kind."""
    ledger = _case()[0]
    fig, axes = plt.subplots(1, 3, figsize=(7, 3.2), sharey=True)
    for ax, kind in zip(axes, (1, 2, 3), strict=True):
        column = ledger.terminal if kind == 1 else ledger.card
        middle = (ledger.kind == kind) & (ledger.minute > 40 * DAY)
        middle &= ledger.minute < 110 * DAY
        names, often = np.unique(column[middle], return_counts=True)
        worst = names[often.argmax()]
        _panel(ax, ledger, column == worst, kind, f"{kind}")
    axes[0].set_ylabel("€", fontsize=15)
    return fig


def _roc(score, y):
    """False alarms and frauds found, each as a share of all."""
    order, last = fraud_order(score)
    found = np.cumsum(y[order])[last]
    false = last + 1 - found
    return false / (1 - y).sum(), found / y.sum()


def _thin(*columns):
    """About 150 points of a curve, most of them where it begins."""
    n = len(columns[0])
    at = np.unique(np.geomspace(1, n, 150).astype(int)) - 1
    return [c[at] for c in columns]


def fraud_curves():
    """The same scores, once as a ROC curve and once with the precision."""
    ledger, y, two, net = _case()
    test = weeks_of(ledger, 10, 12)
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6))
    shown = (net, "MLP", "C0", "-"), (two, "$z_2 + z_9$", "C2", "--")
    for score, name, colour, style in shown:
        look = {"color": colour, "ls": style, "lw": 2.4, "label": name}
        axes[0].plot(*_thin(*_roc(score[test], y[test])), **look)
        p, r, _ = precision_recall_curve(score[test], y[test])
        axes[1].plot(*_thin(r, p), **look)
    look = {"color": "0.5", "ls": ":", "lw": 2}
    axes[0].plot([0, 1], [0, 1], **look)
    axes[1].axhline(y[test].mean(), **look)
    for ax in axes:
        ax.set(xlim=(0, 1), ylim=(0, 1.02))
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    _labels(axes[0], "FPR", "TPR")
    _labels(axes[1], "R", "P")
    axes[1].legend(fontsize=14)
    return fig


def _columns(ax, score, y, t):
    """Frauds upwards, others downwards, pale where there is no alarm."""
    at = np.arange(-7, 7.75, 0.25)
    for kind, way, colour in ((1, 1, "C1"), (0, -1, "C0")):
        here = score[y == kind]
        tall = way * (here == at[:, None]).sum(axis=1)
        for part, alpha in ((at >= t, 1.0), (at < t, 0.4)):
            ax.bar(at[part], tall[part], 0.21, color=colour, alpha=alpha)
        count = {"fontsize": 17, "va": "center"}
        ax.text(-6.8, way * 9.5, f"{(here < t).sum()}", ha="left", **count)
        ax.text(7.3, way * 9.5, f"{(here >= t).sum()}", ha="right", **count)
    ax.set(ylim=(-19, 13), yticks=[])
    ax.axhline(0, color="0.5", lw=1)


def fraud_threshold():
    """A threshold among the scores, and what all of them cost for three v."""
    ledger, y, _, net = _case()
    test = weeks_of(ledger, 10, 12)
    score, y = np.round(4 * net[test]) / 4, y[test]
    fig, axes = plt.subplots(2, 1, figsize=(7, 5.2), sharex=True)
    for v, colour in ((3, "C2"), (10, "C3"), (50, "C4")):
        at, spent = cost_curve(score, y, np.full(len(y), 1.0 * v), 1.0)
        share, best = spent / spent[0], spent.argmin()
        look = {"color": colour, "lw": 2.4, "label": f"$v = {v}$"}
        axes[1].plot(at[1:] - 0.125, share[1:], **look)
        axes[1].plot(at[best] - 0.125, share[best], "o", color=colour, ms=9)
        if v == 10:
            _columns(axes[0], score, y, at[best])
            for ax in axes:
                ax.axvline(at[best] - 0.125, color="0.5", lw=2)
    axes[1].axhline(1, color="0.5", ls=":", lw=2)
    axes[1].set(xlim=(-7.2, 7.7), ylim=(0, 1.5), yticks=(0, 1))
    axes[1].legend(fontsize=14, loc="lower left")
    _labels(axes[1], "$t$", "")
    return fig


def fraud_cost():
    """What a week costs, against the number of alerts in it."""
    ledger, y, two, net = _case()
    fig, ax = plt.subplots(figsize=(7, 3.6))
    shown = (net, "MLP", "C0"), (two, "$z_2 + z_9$", "C2")
    for score, name, colour in shown:
        for (first, last), style in (((8, 8), ":"), ((10, 12), "-")):
            part = weeks_of(ledger, first, last)
            columns = (a[part] for a in (score, y, ledger.amount))
            at, spent = cost_curve(*columns, 10.0)
            weeks = last - first + 1
            m, spent = _thin(np.arange(len(at)) / weeks, spent / weeks)
            look = {"color": colour, "ls": style, "lw": 2.2}
            label = f"{name}, {first}" + (f"–{last}" if weeks > 1 else "")
            ax.plot(m, spent, **look, label=label)
            best = spent.argmin()
            ax.plot(m[best], spent[best], "o", color=colour, ms=8)
    ax.set(xlim=(0, 400), ylim=(0, 6000))
    _labels(ax, "$m$", "€")
    ax.legend(fontsize=13, ncols=2)
    return fig


def fraud_drift():
    """The average precision of every week, over ten seeds."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 3.3), sharey=True)
    names = ("kept", "retrained", "autoencoder, weeks")
    week = np.arange(10, 18)
    for n, (ax, name) in enumerate(zip(axes, names, strict=True)):
        values = np.array(_rows()[name]["weeks"])
        ax.plot(week, values.T, color=f"C{n}", lw=0.9, alpha=0.4)
        ax.plot(week, values.mean(axis=0), color=f"C{n}", lw=3)
        ax.axvline(NEW - 0.5, color="0.5", ls=":", lw=1.8)
        ax.set(ylim=(0, 0.8), xticks=(10, 13, 17))
        ax.set_title(("1: MLP", "2: MLP", "3: AE")[n], fontsize=15)
        _labels(ax, "$t$ (7 d)", "")
    axes[0].set_ylabel("AP", fontsize=15)
    return fig
