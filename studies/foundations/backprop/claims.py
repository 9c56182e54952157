"""What hidden neurons are worth, on other splits, at other rates and sizes."""

import numpy as np
from sklearn.datasets import load_digits

from snippets.foundations.backprop import (
    init_two_layer,
    train_two_layer,
    two_layer_forward,
)
from snippets.foundations.loss import binary_cross_entropy
from studies.trying import Claim, varied


def odd_or_even(seed: int, N: int):
    """Centred pixels, whether a digit is odd, rows to learn from, the rest."""
    pixels, digit = load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(1797)
    train, test = order[:N], order[N:]
    pixels = pixels / 16
    pixels = pixels - pixels[train].mean(axis=0)
    return pixels, (digit % 2)[:, None] * 1.0, train, test


def right(a: np.ndarray, odd: np.ndarray, rows: np.ndarray) -> float:
    """The share of rows whose sign is that of the class."""
    return ((a[rows] > 0) == odd[rows]).mean()


def read_out(hidden, odd, train, test, lam: float) -> float:
    """The best weighted sum by regularised least squares: its share right."""
    hidden = np.hstack([hidden, np.ones((len(hidden), 1))])
    both = hidden[train].T @ hidden[train] + lam * np.eye(hidden.shape[1])
    W = np.linalg.solve(both, hidden[train].T @ (2 * odd[train] - 1))
    return right(hidden @ W, odd, test)


def two_layers(x, odd, train, test, seed, H, lr, steps) -> float:
    """A hidden layer that learns: its share right."""
    rng = np.random.default_rng(seed)
    params = init_two_layer(rng, D=x.shape[1], H=H)
    params, _ = train_two_layer(
        rng, params, x[train], odd[train], lr=lr, steps=steps
    )
    return right(two_layer_forward(params, x)[0], odd, test)


def one_layer(x, odd, train, test, seed, lr, steps) -> float:
    """No hidden layer, trained in the same way: its share right."""
    rng = np.random.default_rng(seed)
    W, b = np.zeros((x.shape[1], 1)), np.zeros(1)
    for _ in range(steps):
        n = train[rng.integers(len(train), size=64)]
        _, da = binary_cross_entropy(x[n] @ W + b, odd[n])
        W, b = W - lr * x[n].T @ da, b - lr * da.sum(axis=0)
    return right(x @ W + b, odd, test)


def fixed(seed=0, N=1200, few=32, many=512, lam=1e-3, times=1.0, bias=0.0):
    """Bare pixels; hidden layers of chance, their scale and their biases."""
    x, odd, train, test = odd_or_even(seed, N)
    found = {"pixels": read_out(x, odd, train, test, lam)}
    for name, H in (("few", few), ("many", many)):
        rng = np.random.default_rng(seed)
        params = init_two_layer(rng, D=64, H=H)
        b_1 = bias * rng.uniform(-1, 1, H)
        hidden = np.tanh(times * (x @ params.W_1) + b_1)
        found[name] = read_out(hidden, odd, train, test, lam)
    return found


def worth(
    seed=0, N=1200, H=32, times=8, lam=1e-3, lr=1.0, steps=1500, bias=0.0
):
    """H neurons that learn against as many, and times as many, that do not."""
    x, odd, train, test = odd_or_even(seed, N)
    found = fixed(seed=seed, N=N, few=H, many=times * H, lam=lam, bias=bias)
    del found["pixels"]
    trained = two_layers(x, odd, train, test, seed, H, lr, steps)
    return {"trained": trained, **found}


def layers(seed=0, N=1200, H=32, lr=1.0, steps=1500, longer=1):
    """One layer, the best of three rates and steps times longer; two layers."""
    x, odd, train, test = odd_or_even(seed, N)
    rates = (0.3 * lr, lr, 3 * lr)
    ones = [
        one_layer(x, odd, train, test, seed, rate, longer * steps)
        for rate in rates
    ]
    return {
        "one": max(ones),
        "two": two_layers(x, odd, train, test, seed, H, lr, steps),
    }


CLAIMS = {
    "two-layers-ahead": Claim(
        layers,
        lambda n: n["two"] > n["one"] + 0.02,
        varied(8, N=[300, 600], H=[8, 64], lr=[0.3], longer=[4], steps=[5000]),
    ),
    "many-fixed-help": Claim(
        fixed,
        lambda n: n["many"] > n["pixels"] + 0.02,
        varied(8, N=[600], lam=[1e-4, 1e-2], times=[0.5, 3.0], many=[1024]),
    ),
    "training-saves-neurons": Claim(
        worth,
        lambda n: n["trained"] > max(n["few"], n["many"]),
        varied(
            8,
            N=[600],
            lam=[1e-4, 1e-2],
            lr=[0.3],
            H=[16],
            steps=[5000],
            bias=[1.0],
        ),
    ),
}
