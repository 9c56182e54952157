"""Do the conclusions about recommendation hold in other worlds?"""

from functools import partial

import numpy as np

from snippets.applications import recommendation_data as data
from studies.applications.recommendation.results import (
    _factors,
    _held_back,
    _stars,
    _towers,
    _Trial,
)
from studies.trying import Claim, varied

DECAYS = 1e-4, 3e-4, 1e-3, 3e-3
SHRINKS = 1.0, 3.0, 10.0, 30.0
EASES = 30.0, 100.0, 300.0, 1000.0


def ndcg_of(trial, scores) -> float:
    """NDCG@10 of the test week, the mean of all users."""
    return round(float(trial.of(data.ndcg_at, scores).mean()), 4)


def by_knn(trial, shrink):
    """Scores (U, I) of the item neighbours."""
    scores = data.item_knn(trial.seen[trial.week], shrink)
    return scores + 1e-6 * trial.recent


def by_ease(trial, decay):
    """Scores (U, I) of EASE."""
    return trial.ease(decay)


def by_factors(trial, weight_decay=3e-4, **settings):
    """Scores (U, I) of the factors."""
    parts = trial.seed, trial.world, trial.seen, trial.past
    return _factors(*parts, weight_decay=weight_decay, **settings)


def by_towers(trial, weight_decay=3e-4, **settings):
    """Scores (U, I) of the two towers."""
    parts = trial.seed, trial.world, trial.seen, trial.past
    read = _towers(*parts, weight_decay=weight_decay, **settings)
    return read(trial.seen[trial.week])


def chosen(seed, rate, fit, options) -> float:
    """NDCG on week 9 by the option that was best on week 8 of this world."""
    before, after = (_Trial(seed, rate, week) for week in (8, 9))
    best = max(options, key=lambda o: ndcg_of(before, fit(before, o)))
    return ndcg_of(after, fit(after, best))


def beside_rules(seed=0, rate=3.0, **settings) -> dict[str, float]:
    """Neighbours, EASE and factors, each the best of four on week 8."""
    factors = partial(by_factors, **settings)
    return {
        "item-kNN": chosen(seed, rate, by_knn, SHRINKS),
        "EASE": chosen(seed, rate, by_ease, EASES),
        "factors": chosen(seed, rate, factors, DECAYS),
    }


def beside_factors(seed=0, rate=8.0, K=4, epochs=10, content=1.0):
    """Factors and towers, each with the better of two decays on week 8."""
    factors = partial(by_factors, K=K, epochs=epochs)
    towers = partial(by_towers, epochs=epochs, content=content)
    return {
        "factors": chosen(seed, rate, factors, DECAYS[1:3]),
        "towers": chosen(seed, rate, towers, DECAYS[1:3]),
    }


def new_items(seed=0, rate=3.0, week=9, **settings) -> dict[str, float]:
    """Which share of the clicks on items of this week each model finds."""
    trial = _Trial(seed, rate, week)
    rng = np.random.default_rng(seed)
    models = {
        "random": rng.random((trial.U, trial.I)),
        "EASE": trial.ease(100.0),
        "factors": by_factors(trial, **settings),
        "towers": by_towers(trial, **settings),
    }
    return {name: round(trial.fresh(s), 4) for name, s in models.items()}


def by_stars(seed=0, rate=3.0, K=4) -> dict[str, float]:
    """The error of the stars by item means and factors; how all three rank."""
    trial = _Trial(seed, rate)
    _, user, item, stars = trial.now.T
    found = {}
    for name, table in _stars(seed, trial.world, trial.past, K).items():
        error = table[user, item] - stars
        found[f"RMSE {name}"] = round(float((error**2).mean() ** 0.5), 4)
    counts = np.bincount(trial.past[:, 2], minlength=trial.I)
    popular = np.tile(1.0 * counts, (trial.U, 1))
    found["NDCG factors"] = ndcg_of(trial, table)
    return found | {"NDCG popularity": ndcg_of(trial, popular)}


def split_at_random(seed=0, rate=3.0) -> dict[str, float]:
    """On the same clicks of week 9: learnt from all weeks, from the past."""
    trial = _Trial(seed, rate)
    both = np.concatenate([trial.past, trial.now])
    found = _held_back(trial, both)
    return {
        "all weeks": round(float(found["week 9, random part"].mean()), 4),
        "past": round(float(found["week 9, weeks 0 to 8"].mean()), 4),
    }


def not_there_yet(seed=0, rate=3.0, **settings) -> dict[str, float]:
    """Factors whose softmax holds released items only, and all items."""
    trial = _Trial(seed, rate)
    return {
        "released": ndcg_of(trial, by_factors(trial, **settings)),
        "all": ndcg_of(trial, by_factors(trial, masked=False, **settings)),
    }


def found_by_features(numbers: dict[str, float]) -> bool:
    """The towers find more than chance, EASE and factors find nothing."""
    counted = max(numbers["EASE"], numbers["factors"])
    return numbers["towers"] > numbers["random"] and counted == 0


def wrong_question(numbers: dict[str, float]) -> bool:
    """The factors tell stars better than all else, and rank worse."""
    errors = [v for k, v in numbers.items() if k.startswith("RMSE")]
    best = numbers["RMSE factors"] == min(errors)
    return best and numbers["NDCG factors"] < numbers["NDCG popularity"]


RATES = {"rate": [1.0, 8.0]}
CLAIMS = {
    "ahead-of-rules": Claim(
        beside_rules,
        lambda n: n["factors"] > max(n["item-kNN"], n["EASE"]),
        varied(8, **RATES, K=[2, 8], epochs=[5]),
    ),
    "towers-with-clicks": Claim(
        beside_factors,
        lambda n: n["towers"] > n["factors"],
        varied(5, rate=[5.0], K=[8], content=[0.0]),
    ),
    "new-items": Claim(
        new_items,
        found_by_features,
        varied(8, **RATES, week=[8], epochs=[20]),
    ),
    "leak": Claim(
        split_at_random,
        lambda n: n["all weeks"] > n["past"],
        varied(8, **RATES),
    ),
    "stars": Claim(by_stars, wrong_question, varied(6, **RATES, K=[2, 8])),
    "not-there": Claim(
        not_there_yet,
        lambda n: n["released"] > n["all"],
        varied(8, **RATES, weight_decay=[1e-3], K=[8]),
    ),
}
