"""Do the conclusions about dropout hold for other seeds, rates and sizes?"""

import numpy as np
from sklearn.datasets import load_digits

from snippets.convolution.dropout import (
    dropout_net_forward,
    init_dropout_net,
    train_dropout_net,
)
from studies.trying import Claim, varied

SIZES = {"lr": [0.05, 0.5], "N": [100, 400], "H": [32, 512]}


def share_right(net, x, y, removed=0.0) -> float:
    """The share of images read, with a share of the hidden units removed."""
    rng = np.random.default_rng(0)
    a, _ = dropout_net_forward(rng, net, x, removed)
    return (a.argmax(axis=1) == y).mean()


def course(seed, p, N, wrong, steps, lr=0.2, H=128, every=50):
    """A network, what it is tested on, and what it reads as it learns.

    A row for every few steps: the share of the wrong labels that it gives, of
    each image for validation whether it is read, the share of 1000 others.
    """
    x, y = load_digits(return_X_y=True)
    x = x / 16
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))
    few, spare, new = order[:N], order[N:797], order[797:]
    given = y[few]
    given[:wrong] = (given[:wrong] + rng.integers(1, 10, wrong)) % 10
    net = init_dropout_net(rng, 64, H, 10)
    false = few[: wrong or N]
    learned, valid, test = [], [], []
    for _ in range(steps // every):
        net, _ = train_dropout_net(rng, net, x[few], given, p, lr, every)
        learned.append(share_right(net, x[false], given[: len(false)]))
        a, _ = dropout_net_forward(rng, net, x[spare], p, train=False)
        valid.append(a.argmax(axis=1) == y[spare])
        test.append(share_right(net, x[new], y[new]))
    return net, (x[new], y[new]), *map(np.array, (learned, valid, test))


def gain(seed=0, p=0.5, N=100, steps=600, **more) -> dict[str, float]:
    """Percent of new images read after right labels, without and with p."""
    return {
        name: 100 * course(seed, by, N, 0, steps, **more)[-1][-1]
        for name, by in (("without", 0), ("with", p))
    }


def by_heart(seed=0, N=200, wrong=0.2, steps=600, **more) -> dict[str, float]:
    """Percent of wrong labels learned and of new images read, by p."""
    found = {}
    for p in (0, 0.5, 0.75):
        _, _, learned, _, test = course(
            seed, p, N, int(wrong * N), steps, **more
        )
        found[f"p = {p}, learned"] = 100 * learned[-1]
        found[f"p = {p}, test"] = 100 * test[-1]
    return found


def stopped(seed=0, p=0.5, N=200, wrong=0.2, steps=1000, **more):
    """Percent of new images read after 600 steps, and at the best stop."""
    found = {}
    every = more.get("every", 50)
    for name, by in (("without", 0), ("with", p)):
        *_, valid, test = course(seed, by, N, int(wrong * N), steps, **more)
        found[f"{name}, 600 steps"] = 100 * test[600 // every - 1]
        found[f"{name}, best stop"] = 100 * test[valid.mean(axis=1).argmax()]
    found["lead"] = found["with, best stop"] - found["without, best stop"]
    return found


def long_run(seed=0, p=0.5, N=200, wrong=0.2, steps=4000, **more):
    """Percent of wrong labels learned, without and with dropout, and later."""
    number = int(wrong * N)
    without = course(seed, 0, N, number, 600, every=600, **more)[2]
    slow = course(seed, p, N, number, steps, every=200, **more)[2]
    return {
        "without, 600 steps": 100 * without[-1],
        "with, 600 steps": 100 * slow[2],
        "with, at the end": 100 * slow[-1],
    }


def few_to_spare(seed=0, p=0.0, N=200, spare=20, wrong=0.2, steps=1000, **more):
    """Percent read at the stop that few images choose, 100 draws; and all."""
    *_, valid, test = course(seed, p, N, int(wrong * N), steps, **more)
    rng = np.random.default_rng(seed)
    draws = [rng.permutation(valid.shape[1])[:spare] for _ in range(100)]
    stops = [valid[:, draw].mean(axis=1).argmax() for draw in draws]
    return {
        "few": 100 * test[stops].mean(),
        "all": 100 * test[valid.mean(axis=1).argmax()],
    }


def two_kinds(seed=0, p=0.5, N=100, steps=600, noise=0.3, gone=0.5, **more):
    """What hidden units that are gone cost in percent, and noisy pixels."""
    found = {}
    for name, by in (("without", 0), ("with", p)):
        net, (x, y), *_ = course(seed, by, N, 0, steps, **more)
        whole = share_right(net, x, y)
        rng = np.random.default_rng(seed)
        noisy = x + noise * rng.normal(size=x.shape)
        found[f"{name}, gone"] = 100 * (whole - share_right(net, x, y, gone))
        found[f"{name}, noisy"] = 100 * (whole - share_right(net, noisy, y))
    return found


def in_order(n: dict[str, float]) -> bool:
    """The larger p, the fewer wrong labels learned, the more images read."""
    learned, test = list(n.values())[::2], list(n.values())[1::2]
    return learned[0] > learned[1] > learned[2] and test[0] < test[1] < test[2]


def most_of_it(n: dict[str, float]) -> bool:
    """Stopping is at most 2 points behind, and gains half as much at least."""
    before, stop = n["without, 600 steps"], n["without, best stop"]
    gain = n["with, 600 steps"] - before
    return stop - before > gain - 2 and stop - before >= gain / 2


def slower_only(n: dict[str, float]) -> bool:
    """Fewer wrong labels after 600 steps, and in the end most of them."""
    return (
        n["with, 600 steps"] < n["without, 600 steps"]
        and n["with, at the end"] > 80
    )


def inside_only(n: dict[str, float]) -> bool:
    """Units that are gone cost less than half, noise the same to 3 points."""
    near = abs(n["with, noisy"] - n["without, noisy"]) < 3
    return n["with, gone"] < n["without, gone"] / 2 and near


CLAIMS = {
    "little-gain": Claim(
        gain,
        lambda n: 0 < n["with"] - n["without"] < 2,
        varied(
            6,
            p=[0.25, 0.75],
            steps=[2000],
            lr=[0.05, 0.5],
            N=[50, 400],
            H=[512],
        ),
    ),
    "fewer-by-heart": Claim(
        by_heart, in_order, varied(6, steps=[300], wrong=[0.1, 0.4], **SIZES)
    ),
    "stopping-as-good": Claim(
        stopped,
        most_of_it,
        [
            *varied(6, wrong=[0.1, 0.4], every=[10], **SIZES),
            *({"seed": seed, "p": 0.75} for seed in range(6)),
        ],
    ),
    "more-than-stopping": Claim(
        stopped,
        lambda n: n["lead"] > 0,
        [
            *varied(6, p=[0.75], wrong=[0.1, 0.4], **SIZES),
            *({"seed": seed, "every": 10} for seed in range(6)),
        ],
    ),
    "slower-not-never": Claim(
        long_run, slower_only, varied(6, p=[0.75], wrong=[0.1, 0.4], **SIZES)
    ),
    "few-to-spare": Claim(
        few_to_spare,
        lambda n: n["few"] < n["all"],
        varied(6, p=[0.5], spare=[50], wrong=[0.1, 0.4], **SIZES),
    ),
    "inside-not-outside": Claim(
        two_kinds,
        inside_only,
        varied(
            6,
            p=[0.25, 0.75],
            gone=[0.75],
            noise=[0.15, 0.6],
            steps=[2000],
            **{**SIZES, "N": [50, 400]},
        ),
    ),
}
