"""Do the conclusions about maps hold for other seeds, rates and data?"""

from functools import cache, partial

import numpy as np
from sklearn.linear_model import LogisticRegression

from snippets.challenges.interpretability import permutation_drops
from snippets.challenges.interpretability_data import (
    _digits,
    _patients,
    _split,
    _typical,
    plant,
)
from studies.challenges.interpretability.results import (
    SIZE,
    _alike,
    _answers,
    _deleted,
    _maps,
    _right,
    _shares,
    _start,
    _train,
)
from studies.trying import Claim, varied

SHOWN = 50  # test images that are explained


@cache
def digits() -> tuple:
    """What results.py learns from, and what it tests on."""
    return _split(*_digits())


@cache
def learned(seed: int, epochs: int, lr: float, known: int):
    """The network of a seed after training on the first images."""
    (x, y), _ = digits()
    return _train(seed, x[:known], y[:known], epochs, lr)


def unlearned(seed: int, biases: float = 0.0):
    """Random weights, and random biases so large."""
    net, rng = _start(100 + seed), np.random.default_rng(seed)
    large = {
        name: (biases * rng.normal(size=p.shape)).astype(p.dtype)
        for name, p in net._asdict().items()
        if name.startswith("b")
    }
    return net._replace(**large)


@cache
def agreement(seed=0, epochs=5, lr=0.05, known=3000) -> dict[str, float]:
    """Rank correlations of the maps of two networks, by method and pixels."""
    net = learned(seed, epochs, lr, known)
    x = digits()[1][0][:SHOWN]
    k = _answers(net, x)
    own = _maps(net, x, k)
    others = {
        "other seed": learned(seed + 1, epochs, lr, known),
        "random": unlearned(seed),
        "random biases": unlearned(seed, 0.1),
    }
    found = {}
    for name, other in others.items():
        theirs = _maps(other, x, k)
        for method, maps in own.items():
            every, ink = _alike(maps, theirs[method], x)
            found[f"{method}, {name}, all"] = every
            found[f"{method}, {name}, ink"] = ink
    return found


@cache
def deleted(seed=0, epochs=5, lr=0.05, known=3000) -> dict[str, float]:
    """Areas under the deletion curve, by order and by what deletes."""
    net = learned(seed, epochs, lr, known)
    train, (x, _) = digits()
    x = x[:SHOWN]
    k = _answers(net, x)
    white = _maps(net, x, k, 1.0)["integrated"]
    orders = _maps(net, x, k) | {
        "integrated from white": white,
        "class − others": x * _typical(train)[k],
        "other seed": _maps(learned(seed + 1, epochs, lr, known), x, k)[
            "gradient × input"
        ],
    }
    return {
        f"{name}, {value}": _deleted(net, x, k, order, value)
        for name, order in orders.items()
        for value in (0.0, 1.0)
    }


@cache
def planted(value, seed=0, epochs=8, lr=0.01, known=3000) -> dict[str, float]:
    """Shares of the maps in a planted square, in percent; who follows it."""
    (x, y), (new, truth) = digits()
    if value == 0:
        x, new = 0.5 + 0.5 * x, 0.5 + 0.5 * new
    rng = np.random.default_rng(seed)
    lie = (truth + 1 + rng.integers(9, size=len(truth))) % 10
    net = _train(seed, plant(x, y, value)[:known], y[:known], epochs, lr)
    lied, mask = plant(new, lie, value), plant(0 * new, lie, 1.0)
    shares = _shares(net, lied[:SHOWN], mask[:SHOWN])
    ink = (lied * mask).sum(axis=(1, 2, 3)) / lied.sum(axis=(1, 2, 3))
    found = {name: 100 * share for name, share in shares.items()}
    found["brightness"] = 100 * ink[:SHOWN].mean()
    found["says square"] = _right(net, lied, lie)
    return found


def black_square(**setting) -> dict[str, float]:
    """A black square on grey images."""
    return planted(0.0, **setting)


def white_square(epochs=5, lr=0.05, **setting) -> dict[str, float]:
    """A white square on images as they are."""
    return planted(1.0, epochs=epochs, lr=lr, **setting)


def columns(seed=0, fitted=400, C=1.0) -> dict[str, float]:
    """What shuffling costs a logistic regression, in points."""
    x, ill = _patients()
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(x))
    x = (x - x[rows[:fitted]].mean(axis=0)) / x[rows[:fitted]].std(axis=0)
    model = LogisticRegression(C=C, max_iter=2000)
    model.fit(x[rows[:fitted]], ill[rows[:fitted]])
    held = rows[fitted:]
    rest = np.setdiff1d(np.arange(30), SIZE)
    nine = {"size": [SIZE]}
    nine["others"] = [rng.choice(rest, 9, replace=False) for _ in range(10)]
    orders = np.array([rng.permutation(len(held)) for _ in range(20)])
    found = {}
    for name, picks in nine.items():
        groups = np.zeros((len(picks), 30), int)
        for group, pick in zip(groups, picks, strict=True):
            group[pick] = 1
        groups = np.vstack([np.eye(30, dtype=int), groups])
        drops = permutation_drops(
            lambda z: 100 * model.score(z, ill[held]), x[held], orders, groups
        ).mean(axis=1)
        found[f"{name}, sum"] = np.mean([drops[:30][p].sum() for p in picks])
        found[f"{name}, together"] = drops[30:].mean()
    return found


def x_draws_the_digit(n: dict[str, float]) -> bool:
    """Over all pixels alike with random weights, less so among the ink."""
    return all(
        n[f"{name}, random, all"] > 0.95
        and n[f"{name}, random, ink"] < n[f"{name}, other seed, ink"] - 0.1
        for name in ("gradient × input", "integrated")
    )


def pixels_decide(n: dict[str, float]) -> bool:
    """Occlusion with random weights: alike over all, not among the ink."""
    every, ink = n["occlusion, random, all"], n["occlusion, random, ink"]
    return every > 0.8 and ink < n["occlusion, other seed, ink"] - 0.4


def background(n: dict[str, float]) -> bool:
    """Random weights are nearer than another seed; with biases they are not."""
    near = n["gradient, other seed, all"]
    return n["gradient, random biases, all"] < near < n["gradient, random, all"]


def cam_agrees_less(n: dict[str, float]) -> bool:
    """Two seeds: by occlusion over 0.5 alike among the ink, by Grad-CAM not."""
    cam, cover = (n[f"{m}, other seed, ink"] for m in ("Grad-CAM", "occlusion"))
    return cam < 0.5 < cover


def colour_decides(n: dict[str, float]) -> bool:
    """Integrated from black win deleted to black, from white to white."""
    dark, light = "integrated", "integrated from white"
    ahead = n[f"{dark}, 0.0"] < n["gradient, 0.0"] < n[f"{light}, 0.0"]
    return ahead and n[f"{light}, 1.0"] < n["gradient, 1.0"] < n[f"{dark}, 1.0"]


def mostly_the_class(n: dict[str, float]) -> bool:
    """Another seed deletes worse than the own map, yet beats class − others."""
    own, other = n["gradient × input, 0.0"], n["other seed, 0.0"]
    rival = n["class − others, 0.0"]
    return own < other < rival and n["gradient, 0.0"] > rival


def blind_to_black(n: dict[str, float]) -> bool:
    """It follows the square, and only the grey reference gives it a share."""
    dark = max(n["gradient × input"], n["integrated, 0"])
    return n["says square"] > 50 and dark < 0.1 and n["integrated, 0.5"] > 10


def cam_finds_it_least(n: dict[str, float]) -> bool:
    """Each pixel map gives the white square more than its brightness."""
    maps = "gradient", "gradient × input", "occlusion, 0", "integrated, 0"
    least = min(n[name] for name in maps)
    return n["Grad-CAM"] < n["brightness"] < least


def hides(n: dict[str, float]) -> bool:
    """Together, size costs 5 points more than one by one, and than others."""
    return n["size, together"] > 5 + max(n["size, sum"], n["others, together"])


def only(names: tuple[str, ...], run, **setting) -> dict[str, float]:
    """Those numbers of an experiment that decide a claim."""
    found = run(**setting)
    return {name: found[name] for name in names}


def claimed(run, names: str, holds, settings) -> Claim:
    """A claim that a few of an experiment's numbers decide."""
    return Claim(partial(only, tuple(names.split("; ")), run), holds, settings)


OTHER = varied(5, epochs=[3], lr=[0.02], known=[1000])
SQUARES = varied(5, lr=[0.02], known=[2000])
CLAIMS = {
    "x-draws-the-digit": claimed(
        agreement,
        "gradient × input, random, all; gradient × input, random, ink; "
        "gradient × input, other seed, ink; integrated, random, all; "
        "integrated, random, ink; integrated, other seed, ink",
        x_draws_the_digit,
        OTHER,
    ),
    "pixels-decide": claimed(
        agreement,
        "occlusion, random, all; occlusion, random, ink; "
        "occlusion, other seed, ink",
        pixels_decide,
        OTHER,
    ),
    "background": claimed(
        agreement,
        "gradient, other seed, all; gradient, random, all; "
        "gradient, random biases, all",
        background,
        OTHER,
    ),
    "cam-agrees-less": claimed(
        agreement,
        "Grad-CAM, other seed, ink; occlusion, other seed, ink",
        cam_agrees_less,
        OTHER,
    ),
    "colour-decides": claimed(
        deleted,
        "integrated, 0.0; gradient, 0.0; integrated from white, 0.0; "
        "integrated, 1.0; gradient, 1.0; integrated from white, 1.0",
        colour_decides,
        OTHER,
    ),
    "mostly-the-class": claimed(
        deleted,
        "gradient × input, 0.0; other seed, 0.0; class − others, 0.0; "
        "gradient, 0.0",
        mostly_the_class,
        OTHER,
    ),
    "blind-to-black": claimed(
        black_square,
        "says square; gradient × input; integrated, 0; integrated, 0.5",
        blind_to_black,
        SQUARES,
    ),
    "cam-finds-it-least": claimed(
        white_square,
        "Grad-CAM; brightness; gradient; gradient × input; occlusion, 0; "
        "integrated, 0",
        cam_finds_it_least,
        SQUARES,
    ),
    "columns-hide": Claim(
        columns, hides, varied(10, fitted=[300], C=[0.1, 10.0])
    ),
}
