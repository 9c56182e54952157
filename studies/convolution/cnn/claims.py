"""Do the conclusions about the CNN hold for other seeds, sizes and splits?"""

import numpy as np
from sklearn.datasets import load_digits

from snippets.convolution.cnn import (
    cnn_backward,
    cnn_forward,
    init_cnn,
    map_params,
    train_cnn,
)
from snippets.feedforward.mlp import cross_entropy
from studies.trying import Claim, varied

KNOWN = 1297  # digits; the other 500 are the test


def small_images() -> tuple[np.ndarray, np.ndarray]:
    """The digits in float32, x (1797, 1, 8, 8), y (1797,)."""
    x, y = load_digits(return_X_y=True)
    return (x.reshape(-1, 1, 8, 8) / 16).astype(np.float32), y


def fresh_cnn(rng, side: int, M):
    """A network in float32 that has learned nothing, and its averages."""
    start, stats = init_cnn(rng, 1, side, side, M=M)
    single = [
        map_params(lambda a: a.astype(np.float32), t) for t in (start, stats)
    ]
    return single


def images_right(params, stats, x, y) -> float:
    """How many images a network reads, in percent."""
    a, _, _ = cnn_forward(params, stats, x, train=False)
    return 100 * (a.argmax(axis=1) == y).mean()


def both_splits(seed=0, M=(8, 16), epochs=6, known=KNOWN) -> dict[str, float]:
    """Network and most similar image, on test images drawn and at the end."""
    x, y = small_images()
    flat = x.reshape(-1, 64)
    drawn = np.random.default_rng(seed).permutation(len(y))
    found = {}
    for name, order in (("drawn", drawn), ("end", np.arange(len(y)))):
        learn, test = order[KNOWN - known : KNOWN], order[KNOWN:]
        rng = np.random.default_rng(seed)
        start = fresh_cnn(rng, 8, M)
        net = train_cnn(rng, *start, x[learn], y[learn], epochs=epochs)
        found[f"network, {name}"] = images_right(*net[:2], x[test], y[test])
        products = flat[test] @ flat[learn].T
        distance = (flat[learn] ** 2).sum(axis=1) - 2 * products
        guess = y[learn][distance.argmin(axis=1)]
        found[f"nearest, {name}"] = 100 * (guess == y[test]).mean()
    return found


def last_losses(lr=0.1, seed=0, M=(8, 16), steps=60, B=32) -> dict[str, float]:
    """The mean loss of the last ten steps, with normalization and without."""
    x, y = small_images()
    found = {}
    for name, normalize in (("with", True), ("without", False)):
        rng = np.random.default_rng(seed)
        params, stats = fresh_cnn(rng, 8, M)
        losses = []
        for n in rng.choice(KNOWN, size=(steps, B)):
            a, _, cache = cnn_forward(params, stats, x[n], normalize)
            loss, da = cross_entropy(a, y[n])
            _, grads = cnn_backward(da, cache)
            params = map_params(lambda p, g: p - lr * g, params, grads)
            losses.append(loss)
        found[name] = np.mean(losses[-10:])
    return found


def moved(rng, x, reach: int) -> np.ndarray:
    """Images on a canvas of 12 × 12, each moved by up to reach pixels."""
    wide = np.pad(x, ((0, 0), (0, 0), (4, 4), (4, 4)))
    views = np.lib.stride_tricks.sliding_window_view(wide, (12, 12), (2, 3))
    row, col = rng.integers(-reach, reach + 1, size=(2, len(x)))
    return views[np.arange(len(x)), :, 2 - row, 2 - col]


def on_moved_digits(seed=1, M=(8, 16), epochs=4) -> dict[str, float]:
    """Trained on centred or on moved digits, tested on both."""
    x, y = small_images()
    order = np.random.default_rng(seed).permutation(len(y))
    learn, test = order[:KNOWN], order[KNOWN:]
    found = {}
    for name, reach in (("centred", 0), ("moved", 2)):
        rng = np.random.default_rng(seed)
        start = fresh_cnn(rng, 12, M)
        seen = moved(rng, x[learn], reach)
        net = train_cnn(rng, *start, seen, y[learn], epochs=epochs)[:2]
        for there in (0, 2):
            new = moved(rng, x[test], there)
            score = images_right(*net, new, y[test])
            found[f"trained {name}, tested ±{there}"] = score
    return found


def fewer_at_the_end(numbers: dict[str, float]) -> bool:
    """Both are near each other, and both read fewer of the last images."""
    near = abs(numbers["network, drawn"] - numbers["nearest, drawn"]) < 2
    return near and all(
        numbers[f"{name}, end"] < numbers[f"{name}, drawn"]
        for name in ("network", "nearest")
    )


def smaller_with(numbers: dict[str, float]) -> bool:
    """The loss with batch normalization is smaller (nan counts as larger)."""
    return not numbers["with"] >= numbers["without"]


def moving_helps(numbers: dict[str, float]) -> bool:
    """Trained on moved digits one loses less than a third of what others do."""
    lost = {
        name: numbers[f"trained {name}, tested ±0"]
        - numbers[f"trained {name}, tested ±2"]
        for name in ("centred", "moved")
    }
    return lost["moved"] < lost["centred"] / 3


CLAIMS = {
    "split-decides": Claim(
        both_splits,
        fewer_at_the_end,
        [*varied(5, known=[600]), {"M": [32, 64], "epochs": 12}],
    ),
    "batchnorm-ahead": Claim(
        last_losses,
        smaller_with,
        varied(10, lr=[0.03, 0.3, 1.0], steps=[200], B=[8, 128]),
    ),
    "moved-data": Claim(
        on_moved_digits, moving_helps, varied(5, epochs=[8], M=[[16, 32]])
    ),
}
