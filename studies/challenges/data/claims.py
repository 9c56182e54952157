"""Do the conclusions about data hold for other digits, hands and networks?"""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.svm import SVC

from snippets.challenges.data import (
    fit_power_law,
    forward_corrected,
    nearest_label,
    predict_power_law,
    train_data,
)
from snippets.challenges.data_data import (
    label_noise,
    label_noise_matrix,
)
from snippets.challenges.data_hands import digits_sheets
from snippets.feedforward.mlp import cross_entropy, init_mlp, mlp_forward
from studies.trying import Claim, varied

FOLDS = 4


def quarters(seed: int, hands: str):
    """For each quarter of the digits: x, y of the others, x, y of its own.

    The quarters are drawn at random, or hold whole sheets: new hands.
    """
    x, y = load_digits(return_X_y=True)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    fold = rng.permutation(len(y)) % FOLDS
    if hands == "new":
        fold = rng.permutation(14)[digits_sheets(y)] % FOLDS
    for k in range(FOLDS):
        train, test = order[fold[order] != k], order[fold[order] == k]
        yield x[train] / 16, y[train], x[test] / 16, y[test]


def network(x, y, new, seed=0, H=64, lr=3e-3, steps=1000, **more):
    """What an MLP that has learned x, y answers to new images."""
    rng = np.random.default_rng(seed)
    start = init_mlp(rng, (64, H, 10))
    net, _ = train_data(rng, start, x, y, lr=lr, steps=steps, **more)
    return mlp_forward(net, new)[0].argmax(axis=1)


def machine(x, y, new, C=10):
    """What a support vector machine answers to new images."""
    return SVC(C=C).fit(x, y).predict(new)


def three_learn(
    seed=0, N=1260, hands="known", C=10, **more
) -> dict[str, float]:
    """Errors, in percent, of three that learn from the same N images."""
    wrong = {"nearest": 0, "SVM": 0, "MLP": 0}
    for x, y, new, labels in quarters(seed, hands):
        x, y = x[:N], y[:N]
        answers = {
            "nearest": nearest_label(x, y, new),
            "SVM": machine(x, y, new, C),
            "MLP": network(x, y, new, seed, **more),
        }
        for name, answer in answers.items():
            wrong[name] += (answer != labels).sum()
    return {name: round(100 * n / 1797, 1) for name, n in wrong.items()}


def hands(**setting) -> dict[str, float]:
    """Errors on known hands, and on new ones."""
    return {
        f"{name} {kind}": error
        for kind in ("known", "new")
        for name, error in three_learn(hands=kind, **setting).items()
    }


def new_are_harder(numbers: dict[str, float]) -> bool:
    """Each of the three errs more often on new hands."""
    names = ("nearest", "SVM", "MLP")
    return all(numbers[f"{n} new"] > numbers[f"{n} known"] for n in names)


def mirrored(seed=0, N=1260, **more) -> dict[str, float]:
    """Errors of the MLP with every second image in a mirror, and without."""
    x, y, new, labels = next(quarters(seed, "known"))
    x, y = x[:N], y[:N]

    def mirror(rng, x):
        flipped = x.reshape(-1, 8, 8)[:, :, ::-1].reshape(x.shape)
        return np.where(rng.random((len(x), 1)) < 0.5, flipped, x)

    answers = {
        "plain": network(x, y, new, seed, **more),
        "mirrored": network(x, y, new, seed, change=mirror, **more),
    }
    return {k: round(100 * (v != labels).mean(), 1) for k, v in answers.items()}


def forecast(seed=0, hands="known", low=20, learn="MLP", **more):
    """The error at 1260: as a line up to 320 promises it, and as it comes."""
    x, y, new, labels = next(quarters(seed, hands))
    sizes = [N for N in (20, 40, 80, 160, 320) if low <= N]

    def error(N):
        if learn == "nearest":
            answers = nearest_label(x[:N], y[:N], new)
        elif learn == "SVM":
            answers = machine(x[:N], y[:N], new)
        else:
            answers = network(x[:N], y[:N], new, seed, **more)
        return (answers != labels).mean()

    errors = np.array([error(N) for N in sizes])
    law = fit_power_law(np.array(sizes, float), errors)
    said = predict_power_law(law, np.array([1260.0]))[0]
    return {
        "promised": round(100 * said, 1),
        "came": round(100 * error(1260), 1),
    }


def too_hopeful(numbers: dict[str, float]) -> bool:
    """More errors came than the line had promised."""
    return numbers["came"] > numbers["promised"]


def pair_noise(seed=0, rho=0.4, told=None, **more) -> dict[str, float]:
    """Right on clean digits, in percent, after labels spoilt in pairs."""
    x, y, new, labels = next(quarters(seed, "known"))
    x, y = x[:1000], y[:1000]
    true = label_noise_matrix(10, rho, pair=True)
    T = true if told is None else label_noise_matrix(10, told, pair=True)
    noisy = label_noise(np.random.default_rng(seed), y, true)

    def corrected(a, y):
        return forward_corrected(a, y, T)

    losses = {"plain": cross_entropy, "corrected": corrected}
    return {
        name: 100
        * (network(x, noisy, new, seed, loss=f, **more) == labels).mean()
        for name, f in losses.items()
    }


NETS = {"lr": [1e-3, 1e-2]}
CLAIMS = {
    "new-hands": Claim(hands, new_are_harder, varied(N=[80], C=[100], **NETS)),
    "nothing-learned": Claim(
        three_learn,
        lambda n: n["nearest"] < n["MLP"],
        varied(N=[80, 320], hands=["new"], H=[256], **NETS),
    ),
    "machine-ahead": Claim(
        three_learn,
        lambda n: n["SVM"] < min(n["nearest"], n["MLP"]),
        varied(N=[80, 320], hands=["new"], C=[1, 100]),
    ),
    "too-hopeful": Claim(
        forecast,
        too_hopeful,
        varied(hands=["new"], low=[80], learn=["nearest", "SVM"], **NETS),
    ),
    "mirror": Claim(
        mirrored,
        lambda n: n["mirrored"] > n["plain"],
        varied(N=[80, 320], **NETS),
    ),
    "pair-noise": Claim(
        pair_noise,
        lambda n: n["corrected"] > n["plain"] + 10,
        varied(rho=[0.2], told=[0.2, 0.6], **NETS),
    ),
}
