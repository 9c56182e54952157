"""Do the conclusions about the MLP hold for other seeds, widths and rates?"""

import numpy as np
from sklearn.datasets import load_digits

from snippets.feedforward.mlp import (
    descend,
    f_relu,
    init_mlp,
    layer_step_backward,
    mlp_backward,
    mlp_forward,
    train_mlp,
)
from studies.trying import Claim, varied

KNOWN = 1437  # digits; the other 360 are the test


def tanh_slope(a: np.ndarray):
    """The tangent hyperbolic and its slope."""
    h = np.tanh(a)
    return h, 1 - h**2


def points_right(params, x, y, f=f_relu) -> float:
    """How many samples a network classifies rightly, in percent."""
    return 100 * (mlp_forward(params, x, f)[0].argmax(axis=1) == y).mean()


def signals(seed=0, H=200, depth=20, B=200) -> dict[str, float]:
    """By how much the mean square changes from the first layer to the last."""
    found = {}
    for f, name in ((f_relu, "ReLU"), (tanh_slope, "tanh")):
        for glorot in (False, True):
            rng = np.random.default_rng(seed)
            deep = init_mlp(rng, [H] * (depth + 1), glorot)
            a, cache = mlp_forward(deep, rng.normal(size=(B, H)), f)
            dh = rng.normal(size=a.shape)
            squares = [(h**2).mean() for h, _, _ in cache]
            slopes = []
            for layer in reversed(cache):
                slopes.append((dh**2).mean())
                dh, _, _ = layer_step_backward(dh, layer)
            row = f"{name} {'Glorot' if glorot else 'He'}"
            found[f"h, {row}"] = squares[-1] / squares[1]
            found[f"dh, {row}"] = slopes[-1] / slopes[0]
    return found


def digit_split(split: int, centred: bool):
    """Training and test digits, as the page prepares them: x, y, x, y."""
    rng = np.random.default_rng(split)
    x, y = load_digits(return_X_y=True)
    order = rng.permutation(len(x))
    x = x[order] / 16
    if centred:
        x = x - x[:KNOWN].mean(axis=0)
    y = y[order]
    return x[:KNOWN], y[:KNOWN], x[KNOWN:], y[KNOWN:]


def on_digits(widths, seed=1, split=0, lr=0.2, epochs=15, centred=True):
    """How many test digits a network reads, in percent."""
    x, y, x_test, y_test = digit_split(split, centred)
    rng = np.random.default_rng(seed)
    start = init_mlp(rng, widths)
    net, _ = train_mlp(rng, start, x, y, lr=lr, epochs=epochs)
    return points_right(net, x_test, y_test)


def hidden_or_not(H=32, **setting) -> dict[str, float]:
    """Without a hidden layer, with one, with two wide ones."""
    return {
        "none": on_digits((64, 10), **setting),
        "small": on_digits((64, H, 10), **setting),
        "large": on_digits((64, 4 * H, 2 * H, 10), **setting),
    }


def own_rates(seed=0, H=32, epochs=15, splits=4) -> dict[str, float]:
    """The best of six rates for each, by the mean of some splits."""
    found = {}
    for name, widths in (("none", (64, 10)), ("small", (64, H, 10))):
        means = {
            lr: np.mean(
                [
                    on_digits(widths, seed, split, lr, epochs)
                    for split in range(splits * seed, splits * (seed + 1))
                ]
            )
            for lr in (0.2, 0.5, 1, 2, 4, 8)
        }
        found[f"{name} rate"] = max(means, key=means.get)
        found[name] = max(means.values())
    return found | {"ahead": found["small"] - found["none"]}


def digits_centred(**setting) -> dict[str, float]:
    """The page's network on digits with and without the mean image."""
    return {
        name: on_digits((64, 128, 64, 10), centred=centred, **setting)
        for name, centred in (("centred", True), ("raw", False))
    }


def on_rings(widths, seed=0, lr=0.2, epochs=40, N=400) -> float:
    """How many points of disc and ring a network parts, in percent."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, N)
    radius = rng.uniform(0, 0.8, N) + 1.2 * y
    angle = rng.uniform(0, 2 * np.pi, N)
    x = (radius * np.array([np.cos(angle), np.sin(angle)])).T
    start = init_mlp(rng, widths, glorot=True)
    net, _ = train_mlp(rng, start, x, y, tanh_slope, lr, epochs=epochs)
    return points_right(net, x, y, tanh_slope)


def third_neuron(**setting) -> dict[str, float]:
    """Two hidden neurons, three, and two layers of two."""
    return {
        "-".join(map(str, widths)): on_rings(widths, **setting)
        for widths in ((2, 2, 2), (2, 3, 2), (2, 2, 2, 2))
    }


def curve_error(params, x, y, lr, steps) -> float:
    """The largest error on a curve after so many steps on all its points."""
    for _ in range(steps):
        a, cache = mlp_forward(params, x)
        _, grads = mlp_backward(2 * (a - y) / len(x), cache)
        params = descend(params, grads, lr)
    return np.abs(mlp_forward(params, x)[0] - y).max()


def curve_centred(seed=0, lr=0.05, steps=1500, H=32) -> dict[str, float]:
    """The largest error with the input as it comes, and centred."""
    x = np.linspace(0, 1, 101)[:, None]
    y = np.sin(2 * np.pi * x) + x**2
    start = init_mlp(np.random.default_rng(seed), (1, H, 1))
    return {
        "as it comes": curve_error(start, x, y, lr, steps),
        "centred": curve_error(start, x - 0.5, y, lr, steps),
    }


def only_one_vanishes(numbers: dict[str, float]) -> bool:
    """ReLU with Glorot loses a thousandfold and more, the others less."""
    lost = {name: value < 1e-3 for name, value in numbers.items()}
    return all(lost[name] == ("ReLU Glorot" in name) for name in lost)


def worth_having(numbers: dict[str, float]) -> bool:
    """Either network with hidden neurons reads more than the one without."""
    return min(numbers["small"], numbers["large"]) > numbers["none"]


def no_larger_needed(numbers: dict[str, float]) -> bool:
    """The large network is less than a point and a half from the small one."""
    return abs(numbers["large"] - numbers["small"]) < 1.5


def near_on_digits(numbers: dict[str, float]) -> bool:
    """Centred or not makes less than a point and a half of difference."""
    return abs(numbers["centred"] - numbers["raw"]) < 1.5


def three_enclose(numbers: dict[str, float]) -> bool:
    """Three neurons part nearly all points, two do not, nor do two twice."""
    fewer = max(numbers["2-2-2"], numbers["2-2-2-2"])
    return numbers["2-3-2"] > 99 and fewer < 95


def half_the_error(numbers: dict[str, float]) -> bool:
    """Centring leaves less than half of the largest error."""
    return numbers["centred"] < numbers["as it comes"] / 2


CLAIMS = {
    "relu-needs-he": Claim(
        signals, only_one_vanishes, varied(6, H=[50, 400], depth=[15, 30])
    ),
    "hidden-layer": Claim(
        hidden_or_not,
        worth_having,
        varied(5, split=[1, 2, 3], lr=[0.05, 0.5], H=[16]),
    ),
    "own-rates": Claim(
        own_rates,
        lambda numbers: numbers["ahead"] > 0,
        varied(5, H=[16, 64], epochs=[8, 30]),
    ),
    "large-or-small": Claim(
        hidden_or_not,
        no_larger_needed,
        varied(5, split=[1, 2, 3], lr=[0.05, 0.5], H=[16]),
    ),
    "third-neuron": Claim(
        third_neuron,
        three_enclose,
        varied(10, lr=[0.05, 0.5], epochs=[80], N=[200, 800]),
    ),
    "centred-curve": Claim(
        curve_centred,
        half_the_error,
        varied(6, lr=[0.02, 0.1], steps=[3000], H=[16, 64]),
    ),
    "centred-digits": Claim(
        digits_centred,
        near_on_digits,
        varied(5, split=[1, 2, 3], lr=[0.05, 0.5], epochs=[5]),
    ),
}
