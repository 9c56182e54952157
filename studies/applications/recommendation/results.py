"""Rankings of every model in six planted worlds; what each experiment changes.

Settings were chosen on week 8 of the worlds 100, 101, 102, those of FEW with
0.3 clicks a week, all others with 3. The test is week 9 of the worlds 0 … 5,
after training on weeks 0 … 8.
"""

from functools import partial
from itertools import product

import numpy as np

from snippets.applications import recommendation_data as data
from snippets.applications import recommendation_towers as two_towers
from snippets.applications.recommendation import (
    choice_loss,
    factors_backward,
    factors_forward,
    init_factors,
    train_recommender,
)
from studies.applications.recommendation.rivals import (
    all_weeks,
    by_content,
    ease,
    popularity,
)

SIZE = {"U": 400, "I": 200}
FACTORS = {"lr": 0.02, "weight_decay": 3e-4, "epochs": 10}
TOWERS = {"lr": 0.005, "weight_decay": 3e-4, "epochs": 10}
STARS = {"lr": 0.01, "weight_decay": 1e-3, "epochs": 20}
FEW = {"weight_decay": 3e-3, "epochs": 30}
RIDGES = 0.1, 0.3, 1.0, 3.0
EASE = {0.3: 10000.0, 3.0: 100.0}  # the best, at so many clicks a week
EASES = 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0
RATES = 0.3, 1.0, 3.0, 8.0
GROUPS = "new", "few", "known"  # users without a click, with 1 to 9, others
LOOSE = dict.fromkeys(("ndcg", "recall", "sampled", "rmse"), 0.01)
LOOSE |= dict.fromkeys(("new", "few", "known", "fresh", "late"), 0.02)


def _fit(seed, world, seen, past, K=4, masked=True, **settings):
    """The parameters of a matrix factorisation of past clicks."""
    rng = np.random.default_rng(seed)
    start = init_factors(rng, *world.logits.shape[1:], K)
    week, x, y, _ = past.T
    allowed = data.open_items(world, seen, week, x)
    net = factors_forward, factors_backward
    given = allowed if masked else seen[week, x] == 0
    params, _ = train_recommender(
        *(rng, net, start, x),
        loss=lambda scores, n: choice_loss(scores, y[n], given[n]),
        **FACTORS | settings,
    )
    return params


def _factors(*parts, **settings):
    """Scores of all users (U, I) by matrix factorisation of past clicks."""
    params = _fit(*parts, **settings)
    return factors_forward(params, np.arange(len(params.a)))[0]


def _folded(params, trial, ridge, steps=300, lr=0.1):
    """Scores (U, I): Q and b stay; rows of last week's new users are fitted."""
    new = trial.seen[trial.week - 1].sum(axis=1) == 0
    rows = (trial.past[:, 0] == trial.week - 1) & new[trial.past[:, 1]]
    week, x, y, _ = trial.past[rows].T
    allowed = data.open_items(trial.world, trial.seen, week, x)
    params = params._replace(P=np.where(new[:, None], 0, params.P))
    for _ in range(steps):
        scores, cache = factors_forward(params, x)
        _, dscores = choice_loss(scores, y, allowed)
        dP = factors_backward(len(x) * dscores, cache).P
        step = lr * (dP + ridge * params.P) * new[:, None]
        params = params._replace(P=params.P - step)
    return factors_forward(params, np.arange(trial.U))[0]


def _towers(seed, world, seen, past, content=1.0, **settings):
    """A function from histories (n, I) to scores (n, I), trained on past."""
    rng = np.random.default_rng(seed)
    features = content * world.features
    start = two_towers.init_towers(rng, *features.shape, 32, 8)
    week, user, y, _ = past.T
    allowed = data.open_items(world, seen, week, user)
    net = (
        partial(two_towers.towers_forward, features=features),
        lambda dscores, cache: two_towers.towers_backward(dscores, cache)[2],
    )
    x = data.as_history(seen[week, user])
    params, _ = train_recommender(
        *(rng, net, start, x),
        loss=lambda scores, n: choice_loss(scores, y[n], allowed[n]),
        **TOWERS | settings,
    )
    return lambda rows: net[0](params, data.as_history(rows))[0]


def _stars(seed, world, past, K=4):
    """Stars (U, I): by the mean of each item, by biases, by factors."""
    _, x, y, stars = past.T
    U, I = world.logits.shape[1:]
    mean = stars.mean()
    count = np.bincount(y, minlength=I)
    off = stars - mean
    total = np.bincount(y, off, minlength=I)
    tables = {"one mean": np.full((U, I), mean)}
    tables["item mean"] = np.tile(mean + total / (count + 3), (U, 1))
    for name, width in (("biases", 0), ("factors", K)):
        rng = np.random.default_rng(seed)
        start = init_factors(rng, U, I, max(width, 1))
        start = start if width else start._replace(P=0 * start.P, Q=0 * start.Q)
        net = factors_forward, factors_backward
        params, _ = train_recommender(
            *(rng, net, start, x),
            loss=lambda scores, n: data.star_loss(scores, y[n], off[n]),
            **STARS,
        )
        tables[name] = mean + factors_forward(params, np.arange(U))[0]
    return tables


class _Trial:
    """A world, its test week, and the measures of a table of scores."""

    def __init__(self, seed, rate, week=9):
        rng = np.random.default_rng(seed)
        self.world = data.make_world(rng, rate=rate, **SIZE)
        _, self.U, self.I = self.world.logits.shape
        self.seen, self.week, self.seed = (
            data.seen_before(self.world),
            week,
            seed,
        )
        self.settings = FEW if rate < 1 else {}
        self.decay = EASE[0.3 if rate < 1 else 3.0]
        self.past, self.now = data.split_by_week(self.world.clicks, week)
        relevant = np.zeros((self.U, self.I), bool)
        relevant[self.now[:, 1], self.now[:, 2]] = True
        users = np.arange(self.U)
        weeks = np.full(self.U, week)
        self.open = data.open_items(self.world, self.seen, weeks, users)
        self.users = users[relevant.any(axis=1)]
        self.relevant = relevant
        self.recent = popularity(self.past, self.U, self.I, week - 2)

    def ease(self, decay):
        """Scores (U, I) of EASE, ties by the popularity of 2 weeks."""
        scores = ease(self.seen[self.week], decay)
        return scores / scores.max() + 1e-6 * self.recent

    def of(self, measure, scores, k=10):
        """The measure of every user who clicks in the test week."""
        parts = (a[self.users] for a in (scores, self.relevant, self.open))
        return measure(*parts, k)

    def models(self):
        """Name and scores (U, I) of every model, random and oracle too."""
        world, past, seed = self.world, self.past, self.seed
        history = self.seen[self.week]
        rng = np.random.default_rng(seed)
        knn = data.item_knn(history, 30.0 if self.settings else 3.0)
        parts = seed, world, self.seen, past
        towers = partial(_towers, *parts, **self.settings)
        return {
            "random": rng.random((self.U, self.I)),
            "popularity": popularity(past, self.U, self.I),
            "popularity, 2 weeks": self.recent,
            "item-kNN": knn + 1e-6 * self.recent,
            "EASE": self.ease(self.decay),
            "content": by_content(world.features, history) + 1e-6 * self.recent,
            "factors": _factors(*parts, **self.settings),
            "towers, no features": towers(content=0.0)(history),
            "towers": towers()(history),
            "oracle": world.logits[self.week],
        }

    def groups(self, scores):
        """NDCG of new users, of those with 1 … 9 clicks, of the others."""
        clicks = self.seen[self.week].sum(axis=1)[self.users]
        values = self.of(data.ndcg_at, scores)
        parts = clicks == 0, (clicks > 0) & (clicks < 10), clicks >= 10
        return [float(values[part].mean()) for part in parts]

    def fresh(self, scores, k=10):
        """Which share of the clicks on items new this week is among the k."""
        new = (self.world.released == self.week) & self.relevant
        users = new.any(axis=1)
        share = data.recall_at(scores[users], new[users], self.open[users], k)
        return float(np.average(share, weights=new[users].sum(axis=1)))

    def sampled(self, scores, negatives=19, k=10):
        """Recall of each user (M,), a click against a few open items by chance.

        Of equal scores, half stand above the click.
        """
        rng = np.random.default_rng(self.seed)
        found = np.zeros(self.U)
        for _, user, item, _ in self.now:
            others = np.flatnonzero(self.open[user] & ~self.relevant[user])
            some = scores[user, rng.choice(others, negatives, replace=False)]
            above = (some > scores[user, item]).sum()
            equal = (some == scores[user, item]).sum()
            found[user] += np.clip((k - above) / (equal + 1), 0, 1)
        return (found / np.maximum(self.relevant.sum(axis=1), 1))[self.users]


def _leaks(trial):
    """NDCG when what must not be known is used for training."""
    both = np.concatenate([trial.past, trial.now])
    future = popularity(both, trial.U, trial.I, trial.week - 1)
    cheat = _factors(trial.seed, trial.world, trial.seen, both)
    return {
        "popularity of weeks 8 and 9": trial.of(data.ndcg_at, future),
        "factors of weeks 0 to 9": trial.of(data.ndcg_at, cheat),
    } | _held_back(trial, both)


def _held_back(trial, both):
    """NDCG on clicks held back at random from all weeks, and from week 9."""
    world, past = trial.world, trial.past
    parts = trial.seed, world, trial.seen
    rng = np.random.default_rng(trial.seed)
    lot = rng.random(len(both)) < len(past) / len(both)
    had, rest = np.zeros((2, trial.U, trial.I), bool)
    had[both[lot, 1], both[lot, 2]] = True
    rest[both[~lot, 1], both[~lot, 2]] = True
    own = rest, ~had
    same = rest & trial.relevant, trial.open & ~had
    kept = _factors(*parts, both[lot])
    found = {}
    for name, scores, (relevant, free) in (
        ("random split", kept, own),
        ("random split, planted odds", all_weeks(world), own),
        ("week 9, random part", kept, same),
        ("week 9, weeks 0 to 8", _factors(*parts, past), same),
        ("week 9, oracle", world.logits[trial.week], same),
    ):
        users = relevant.any(axis=1)
        rows = (a[users] for a in (scores, relevant, free))
        found[name] = data.ndcg_at(*rows)
    return found


def _changes(trial):
    """The models with one thing changed."""
    world, seen, past, seed = trial.world, trial.seen, trial.past, trial.seed
    history = seen[trial.week]
    old = past[past[:, 0] < trial.week - 1]
    towers = partial(_towers, seed, world, seen)
    return {
        "factors, all items": _factors(seed, world, seen, past, masked=False),
        "towers, 8 weeks": towers(old)(history),
        **_older(trial, (1.0,)),
    }


def _older(trial, ridges):
    """What knows weeks 0 … 7 only, before and after it reads week 8."""
    world, seen, past, seed = trial.world, trial.seen, trial.past, trial.seed
    history = seen[trial.week]
    fit = _fit(seed, world, seen, past[past[:, 0] < trial.week - 1])
    similar = data.item_similarity(seen[trial.week - 1])
    return {
        "factors, 8 weeks": factors_forward(fit, np.arange(trial.U))[0],
        "item-kNN, 8 weeks": history @ similar,
        **{f"folded in, {r}": _folded(fit, trial, r) for r in ridges},
    }


def _late(trial, scores):
    """NDCG of the users whose first click was in the week before the test."""
    first = trial.seen[trial.week - 1].sum(axis=1) == 0
    part = (first & (trial.seen[trial.week].sum(axis=1) > 0))[trial.users]
    return float(trial.of(data.ndcg_at, scores)[part].mean())


def _add(rows, kind, name, **values):
    """Append each value to the list of its column."""
    row = rows.setdefault((kind, name), {"kind": kind, "name": name})
    for key, value in values.items():
        row.setdefault(key, []).append(round(float(np.mean(value)), 4))


def _choices(rows, seeds, Ks=(2, 4, 8, 16)):
    """Week 8 of other worlds: what K, decay and ridge were chosen by."""
    for seed in range(100, 100 + seeds):
        trial = _Trial(seed, 3.0, week=8)
        parts = seed, trial.world, trial.seen, trial.past
        for decay, K in product((3e-4, 1e-3), Ks):
            scores = _factors(*parts, K=K, weight_decay=decay)
            name = f"factors, K = {K}, weight decay {decay}"
            _add(rows, "width", name, ndcg=trial.of(data.ndcg_at, scores))
        for name, scores in _older(trial, RIDGES).items():
            _add(rows, "ridge", name, late=_late(trial, scores))
    for rate, seed, decay in product(EASE, range(100, 100 + seeds), EASES):
        trial = _Trial(seed, rate, week=8)
        ndcg = trial.of(data.ndcg_at, trial.ease(decay))
        _add(rows, f"EASE {rate}", f"EASE, λ = {decay:.0f}", ndcg=ndcg)


def recommendation_rows(seeds: int = 6, rates=RATES) -> list[dict]:
    """A row for each model and rate, each leak, change, and table of stars."""
    rows = {}
    for rate, seed in product(rates, range(seeds)):
        trial = _Trial(seed, rate)
        for name, scores in trial.models().items():
            values = {"ndcg": trial.of(data.ndcg_at, scores)}
            values["recall"] = trial.of(data.recall_at, scores)
            if rate == 3:
                values["sampled"] = trial.sampled(scores)
                groups = zip(GROUPS, trial.groups(scores), strict=True)
                values |= dict(groups)
                values["fresh"] = trial.fresh(scores)
            _add(rows, f"rate {rate}", name, **values)
        if rate == 3:
            _extra(rows, trial)
    _choices(rows, seeds // 2)
    return [*rows.values()]


def _extra(rows, trial):
    """Leaks, changes and stars of one world."""
    for name, ndcg in _leaks(trial).items():
        _add(rows, "leak", name, ndcg=ndcg)
    for name, scores in _changes(trial).items():
        ndcg = trial.of(data.ndcg_at, scores)
        fresh = trial.fresh(scores)
        late = _late(trial, scores)
        _add(rows, "change", name, ndcg=ndcg, fresh=fresh, late=late)
    _, user, item, stars = trial.now.T
    for name, table in _stars(trial.seed, trial.world, trial.past).items():
        error = (table[user, item] - stars) ** 2
        rmse = float(error.mean() ** 0.5)
        ndcg = trial.of(data.ndcg_at, table)
        _add(rows, "stars", name, rmse=rmse, ndcg=ndcg)


def _pairs(rows):
    """By how much one model is ahead of another in the same world, each."""
    ndcg = {
        (row["kind"], row["name"]): np.array(row["ndcg"])
        for row in rows
        if row["kind"].startswith("rate")
    }
    for (kind, one), ours in ndcg.items():
        for other in ("popularity", "item-kNN", "factors"):
            if one != other and (kind, other) in ndcg:
                yield f"{kind}, {one} − {other}", ours - ndcg[kind, other]


def _cell(values):
    return f"{np.mean(values):.3f} ± {np.std(values, ddof=1):.3f}"


def _shown(kinds):
    """Of each table on the page: kind and column of its cells; its lines."""
    names = [*kinds["rate 3.0"]]
    yield [(f"rate {rate}", "ndcg") for rate in RATES], names
    for name in ("towers, no features", "EASE"):
        names.remove(name)
    yield [("rate 3.0", key) for key in (*GROUPS, "fresh")], names
    leaks = [name for name in kinds["leak"] if name.startswith("week 9")]
    yield [("leak", "ndcg")], ["random split", *leaks]
    few = [name for name in names if name not in ("popularity", "content")]
    yield [("rate 3.0", "recall"), ("rate 3.0", "sampled")], few
    yield [("stars", "rmse"), ("stars", "ndcg")], kinds["stars"]


def recommendation_table(rows: list[dict]) -> list[str]:
    """Mean ± standard deviation over the worlds, table by table."""
    kinds = {}
    for row in rows:
        kinds.setdefault(row["kind"], {})[row["name"]] = row
    lines = []
    for columns, names in _shown(kinds):
        for name in names:
            cells = [_cell(kinds[kind][name][key]) for kind, key in columns]
            del cells[1 if name == "one mean" else 9 :]  # it ranks nothing
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def recommendation_facts(rows: list[dict]) -> list[str]:
    """All that the words tell: of each column; differences, least … most."""
    lines = []
    for row in rows:
        for key, values in row.items():
            if isinstance(values, list):
                lines.append(f"{row['name']}, {key}: {_cell(values)}")
    for name, gaps in _pairs(rows):
        lines.append(f"{name}: {gaps.min():.3f} … {gaps.max():.3f}")
    return lines


results, table = recommendation_rows, recommendation_table
facts = recommendation_facts
