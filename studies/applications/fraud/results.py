"""Ten seeds of the made-up payments: every detector, leaks, weeks of drift."""

from itertools import combinations_with_replacement

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from snippets.applications.fraud import fraud_scores, train_fraud
from snippets.applications.fraud_alerts import (
    alert_cost,
    average_precision,
    card_precision,
    cost_curve,
)
from snippets.applications.fraud_data import (
    DAY,
    expect_labels_known,
    payment_features,
    scaled_by_train,
    simulate_payments,
    weeks_of,
)
from snippets.feedforward.mlp import init_mlp
from snippets.foundations.loss import sigmoid
from snippets.generative.autoencoder import (
    autoencoder_forward,
    init_autoencoder,
    train_autoencoder,
)

COST, K = 10.0, 10
LONG = 20  # epochs
LOOSE = {"ap": 0.02, "auc": 0.01, "cards": 0.01, "week": 150.0}
LOOSE |= {"hindsight": 150.0, "weeks": 0.03, "early": 0.01, "kinds": 0.05}
LOOSE |= {"valid": 0.03, "rate": 0.1, "travel": 0.1}
TEST = range(10, 18)
TREES = {"max_iter": 60, "learning_rate": 0.08, "max_leaf_nodes": 8}
TREES |= {"l2_regularization": 5.0}


def _fit(z, y, train, seed, widths, weight=20.0, epochs=6):
    """The scores of a net that has learned from one part."""
    rng = np.random.default_rng(seed)
    start = init_mlp(rng, (z.shape[1], *widths, 1))
    got = train_fraud(rng, start, z[train], y[train], weight, epochs=epochs)
    return fraud_scores(got[0], z)


def _products(z, train):
    """The features, and all products of two of them, scaled."""
    two = combinations_with_replacement(z.T, 2)
    products = np.stack([a * b for a, b in two], axis=1)
    return np.hstack([z, scaled_by_train(products, train)])


def _untrained(z, seed):
    rng = np.random.default_rng(seed)
    return fraud_scores(init_mlp(rng, (z.shape[1], 32, 1)), z)


def _strange(z, train, seed):
    """The squared error of an autoencoder; it sees no label."""
    rng = np.random.default_rng(seed)
    start = init_autoencoder(rng, z.shape[1], 16, 4)
    net, _ = train_autoencoder(rng, start, z[train], B=256, epochs=5)
    return ((autoencoder_forward(net, z)[0] - z) ** 2).mean(axis=1)


def _trees(z, y, train, **settings):
    """Boosted trees; the settings are scikit-learn's or given by hand."""
    trees = HistGradientBoostingClassifier(early_stopping=False, **settings)
    return trees.fit(z[train], y[train]).decision_function(z)


def _oracle(ledger):
    """Knows kind 2, and a tampered terminal from its first label to its end."""
    day = ledger.minute / DAY
    score = 2.0 * (ledger.kind == 2)
    for m in np.unique(ledger.terminal[ledger.kind == 1]):
        here = ledger.terminal == m
        start = -np.inf
        for first in day[here & (ledger.kind == 1)]:
            if first > start + 28:
                start = first
                ago = day - start
                score[here & (ago >= 7) & (ago < 28) & (score == 0)] = 0.8
    return score


def _scores(ledger, x, y, seed):
    """The name and the scores of every detector."""
    train = weeks_of(ledger, 3, 6)
    z = scaled_by_train(x, train)
    return {
        "chance": np.random.default_rng(1000 + seed).random(len(y)),
        "amount": ledger.amount,
        "ratio": z[:, 1],
        "rate": z[:, -1],
        "two": z[:, 1] + z[:, -1],
        "far": (z**2).sum(axis=1),
        "autoencoder": _strange(z, train, seed),
        "untrained": _untrained(z, seed),
        "logistic, 1": _fit(z, y, train, seed, (), 1.0, LONG),
        "logistic, 20": _fit(z, y, train, seed, (), 20.0, LONG),
        "mlp, 1": _fit(z, y, train, seed, (32,), 1.0),
        "mlp, 20": _fit(z, y, train, seed, (32,)),
        "mlp, 200": _fit(z, y, train, seed, (32,), 200.0),
        "mlp, 1, long": _fit(z, y, train, seed, (32,), 1.0, LONG),
        "mlp, 20, long": _fit(z, y, train, seed, (32,), 20.0, LONG),
        "products": _fit(_products(z, train), y, train, seed, (), 1.0, LONG),
        "trees, as they come": _trees(z, y, train),
        "trees": _trees(z, y, train, **TREES),
        "oracle": _oracle(ledger),
    }


def _area(score, y):
    """Of all pairs, how often the fraud has the larger score; ties half."""
    genuine = np.sort(score[y == 0])
    below = np.searchsorted(genuine, score[y > 0])
    upto = np.searchsorted(genuine, score[y > 0], side="right")
    return float((below + upto).mean() / 2 / len(genuine))


def fraud_metrics(ledger, y, score):
    """The metrics of one detector in the weeks 10 … 12."""
    test, valid = weeks_of(ledger, 10, 12), weeks_of(ledger, 8, 8)
    s, t, amount = score[test], y[test], ledger.amount[test]
    card = ledger.card[test]
    day = ledger.minute[test] // DAY
    at, cost = cost_curve(score[valid], y[valid], ledger.amount[valid], COST)
    spent = alert_cost(s, t, amount, COST, at[cost.argmin()])
    return {
        "ap": average_precision(s, t),
        "valid": average_precision(score[valid], y[valid]),
        "auc": _area(s, t),
        "cards": card_precision(s, t, card, day, K)[0],
        "week": spent / 3,
        "hindsight": cost_curve(s, t, amount, COST)[1].min() / 3,
    }


def _expected(ledger, y, a):
    """A week that calls wherever probability times amount exceeds the cost."""
    test = weeks_of(ledger, 10, 12)
    pv = sigmoid(a[test]) * ledger.amount[test]
    cost = alert_cost(pv, y[test], ledger.amount[test], COST, COST)
    return {"week": cost / 3}


def _at_random(ledger, x, y, seed):
    """Tested on payments drawn from the weeks that it also learns from."""
    both = np.flatnonzero(weeks_of(ledger, 3, 6) | weeks_of(ledger, 10, 12))
    n = weeks_of(ledger, 3, 6).sum()
    order = np.random.default_rng(seed).permutation(both)
    z = scaled_by_train(x, order[:n])
    score = _fit(z, y, order[:n], seed, (32,))[order[n:]]
    return {"ap": average_precision(score, y[order[n:]])}


def _falsely_called(ledger, x, y, score):
    """Of the false alarms: at a terminal with known fraud, far from home."""
    test, valid = weeks_of(ledger, 10, 12), weeks_of(ledger, 8, 8)
    at, cost = cost_curve(score[valid], y[valid], ledger.amount[valid], COST)
    false = test & (y == 0) & (score >= at[cost.argmin()])
    far = np.quantile(x[test, 5], 0.95)
    return {
        "rate": (x[false, -1] > 0).mean(),
        "travel": (x[false, 5] > far).mean(),
    }


def _leaks(ledger, town, y, seed):
    """Trained on rates that know too much: so tested, and as it would serve."""
    train, test = weeks_of(ledger, 3, 6), weeks_of(ledger, 10, 12)
    early, x = payment_features(ledger, town, 0), payment_features(ledger, town)
    mean = early[train].mean(axis=0)
    dev = early[train].std(axis=0)
    rng = np.random.default_rng(seed)
    start = init_mlp(rng, (x.shape[1], 32, 1))
    net, _ = train_fraud(rng, start, (early[train] - mean) / dev, y[train])
    for a in early, x:
        score = fraud_scores(net, (a[test] - mean) / dev)
        yield average_precision(score, y[test])


def _retrained(ledger, x, y, seed):
    """Scores of each week by a net that knows the labels of that day."""
    score = np.zeros(len(y))
    for week in TEST:
        train = weeks_of(ledger, week - 5, week - 2)
        now = weeks_of(ledger, week, week)
        expect_labels_known(ledger, train, now)
        z = scaled_by_train(x, train)
        score[now] = _fit(z, y, train, seed, (32,))[now]
    return score


def _weekly(ledger, y, score, without=-1):
    """The average precision of each week, one kind of fraud left out."""
    got = []
    for week in TEST:
        now = weeks_of(ledger, week, week) & (ledger.kind != without)
        got.append(average_precision(score[now], y[now]))
    return got


def _by_kind(ledger, score, first, last, alarms=100):
    """The share found of each kind if each week has so many alarms."""
    alarm = np.zeros(len(score), bool)
    for week in range(first, last + 1):
        now = np.flatnonzero(weeks_of(ledger, week, week))
        best = np.argsort(-score[now], kind="stable")[:alarms]
        alarm[now[best]] = True
    part = weeks_of(ledger, first, last)
    of = [part & (ledger.kind == kind) for kind in (1, 2, 3)]
    return [float(alarm[of_k].sum() / max(1, of_k.sum())) for of_k in of]


def _without_new(ledger, town, x, y, seed):
    """Each week in a world where kind 3 never happens; the same network."""
    train = weeks_of(ledger, 3, 6)
    rest = ledger.kind != 3
    world = type(ledger)(*(column[rest] for column in ledger))
    x_rest = payment_features(world, town)
    z = (x_rest - x[train].mean(axis=0)) / x[train].std(axis=0)
    score = _fit(z, y[rest], train[rest], seed, (32,))
    return _weekly(world, y[rest], score)


def _possible(ledger, y):
    """All cards found; what nothing done would cost."""
    test = weeks_of(ledger, 10, 12)
    day = ledger.minute[test] // DAY
    best = card_precision(y[test], y[test], ledger.card[test], day, K)
    nothing = (y * ledger.amount)[test].sum() / 3
    return {"ap": y[test].mean(), "cards": best[1], "week": nothing}


def _drift(ledger, town, x, y, seed, scores):
    """The rows of the weeks: trained once, or each week; without labels."""
    once = scores["mlp, 20"]
    new = _retrained(ledger, x, y, seed)
    weeks = {
        "kept": _weekly(ledger, y, once),
        "kept, old kinds": _weekly(ledger, y, once, 3),
        "retrained": _weekly(ledger, y, new),
        "retrained, old kinds": _weekly(ledger, y, new, 3),
        "far, weeks": _weekly(ledger, y, scores["far"]),
        "autoencoder, weeks": _weekly(ledger, y, scores["autoencoder"]),
        "no kind 3": _without_new(ledger, town, x, y, seed),
    }
    kinds = {
        "kept, 13 to 14": _by_kind(ledger, once, 13, 14),
        "retrained, 13 to 14": _by_kind(ledger, new, 13, 14),
        "retrained, 15 to 17": _by_kind(ledger, new, 15, 17),
        "far, 13 to 14": _by_kind(ledger, scores["far"], 13, 14),
        "autoencoder, 13 to 14": _by_kind(
            ledger, scores["autoencoder"], 13, 14
        ),
    }
    rows = {name: {"weeks": row} for name, row in weeks.items()}
    return rows | {name: {"kinds": row} for name, row in kinds.items()}


def fraud_seed(seed, C=1200):
    """All the numbers of one seed, by the name of their row."""
    rng = np.random.default_rng(seed)
    ledger, town = simulate_payments(rng, C)
    x = payment_features(ledger, town)
    y = 1.0 * (ledger.kind > 0)
    scores = _scores(ledger, x, y, seed)
    rows = {name: fraud_metrics(ledger, y, s) for name, s in scores.items()}
    early = (ledger.kind == 1) & (scores["oracle"] == 0)
    test = weeks_of(ledger, 10, 12)
    rows["oracle"]["early"] = (early & test).sum() / y[test].sum()
    for name in ("mlp, 1", "mlp, 20", "mlp, 1, long", "mlp, 20, long"):
        a = scores[name] - np.log(float(name.split(", ")[1]))
        rows[f"{name}, p v"] = _expected(ledger, y, a)
    rows["random split"] = _at_random(ledger, x, y, seed)
    rows["false alarms"] = _falsely_called(ledger, x, y, scores["mlp, 20"])
    rows["possible"] = _possible(ledger, y)
    served = _leaks(ledger, town, y, seed)
    for name, ap in zip(("leak", "leak, served"), served, strict=True):
        rows[name] = {"ap": ap}
    return rows | _drift(ledger, town, x, y, seed, scores)


def fraud_rows(seeds: int = 10, C: int = 1200) -> list[dict]:
    """A row for each detector, with the numbers of all seeds."""
    found = [fraud_seed(seed, C) for seed in range(seeds)]
    rows = []
    for name, columns in found[0].items():
        row = {"name": name}
        for column in columns:
            values = [np.round(f[name][column], 4).tolist() for f in found]
            row[column] = values
        rows.append(row)
    return rows


def _spread(values, form):
    mean = np.mean(values)
    dev = np.std(values, ddof=1)
    return f"{mean:{form}} ± {dev:{form}}"


SHOWN = (  # the rows of the page; all others are told in words
    *("chance", "amount", "ratio", "rate", "two", "far", "autoencoder"),
    *("untrained", "logistic, 1", "logistic, 20", "products"),
    *("mlp, 1", "mlp, 20", "mlp, 1, long", "mlp, 20, long"),
    *("mlp, 1, p v", "mlp, 20, p v", "mlp, 1, long, p v", "mlp, 20, long, p v"),
    *("trees, as they come", "trees", "oracle"),
    *("kept", "kept, old kinds", "retrained", "retrained, old kinds"),
    *("far, weeks", "kept, 13 to 14", "retrained, 13 to 14"),
    *("retrained, 15 to 17", "far, 13 to 14", "autoencoder, 13 to 14"),
)
WEEKS = 10, 12, 13, 15, 17  # columns of the table of drift
FORMS = {"ap": ".3f", "auc": ".3f", "cards": ".3f", "week": ".0f"}


def fraud_table(rows: list[dict]) -> list[str]:
    """Mean and deviation over the seeds; means by week; by kind of fraud."""
    named = {row["name"]: row for row in rows}
    lines = []
    for row in (named[name] for name in SHOWN):
        cells = [_spread(row[c], form) for c, form in FORMS.items() if c in row]
        if "weeks" in row:
            means = np.mean(row["weeks"], axis=0)
            cells = [f"{means[w - TEST[0]]:.2f}" for w in WEEKS]
        if "kinds" in row:
            cells = [f"{mean:.2f}" for mean in np.mean(row["kinds"], axis=0)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def fraud_facts(rows: list[dict]) -> list[str]:
    """All means and deviations, those in the words of the page too."""
    lines = []
    for row in rows:
        for column, values in row.items():
            if column in ("weeks", "kinds"):
                means = np.mean(values, axis=0)
                lines.append(" ".join(f"{mean:.2f}" for mean in means))
            elif column != "name":
                form = ".0f" if column in ("week", "hindsight") else ".3f"
                lines.append(f"{row['name']}: {_spread(values, form)}")
    return lines


results, table = fraud_rows, fraud_table  # what make results calls
facts = fraud_facts
