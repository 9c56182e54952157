"""Do the conclusions on pooling hold for other pictures, rates and splits?"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from skimage import data
from sklearn.datasets import load_digits

from snippets.convolution.pool import (
    avg_pool_forward,
    max_pool_backward,
    max_pool_forward,
)
from studies.trying import Claim, varied

DIRECTIONS = [(0, 1), (1, 0), (0, -1), (-1, 0)]
RATES = (0.1, 0.3, 1.0, 3.0)
WAYS = {
    "none": lambda maps: maps,
    "every 2nd": lambda maps: maps[:, :, ::2, ::2],
    "avg 2×2": lambda maps: avg_pool_forward(maps, 2)[0],
    "max 2×2": lambda maps: max_pool_forward(maps, 2)[0],
    "max 3×3 s=2": lambda maps: max_pool_forward(maps, 3, 2, 1)[0],
}


def crops(picture: str, side: int, seed: int, by: int, down: bool):
    """Two views of a picture, (side, side), the second moved by some pixels."""
    image = getattr(data, picture)() / 255.0
    image = image.mean(axis=2) if image.ndim == 3 else image
    rng = np.random.default_rng(seed)
    h, w = (rng.integers(n - side - by + 1) for n in image.shape)
    moved = (h + by, w) if down else (h, w + by)
    return [image[a : a + side, b : b + side] for a, b in ((h, w), moved)]


def pooled(image: np.ndarray, k: int, mean=False) -> np.ndarray:
    """The pooled map of one channel."""
    pool = avg_pool_forward if mean else max_pool_forward
    return pool(image[None, None], k)[0][0, 0]


def changed(before: np.ndarray, after: np.ndarray) -> float:
    """The change of a map in units of its own variation."""
    spread = np.linalg.norm(before - before.mean())
    return np.linalg.norm(after - before) / spread


def brightness(
    picture="chelsea", side=256, seed=0, by=1, down=False, k=2
) -> dict[str, float]:
    """The change of pixels, maxima and means when a picture moves."""
    before, after = crops(picture, side, seed, by, down)
    return {
        "pixels": changed(before, after),
        "max": changed(pooled(before, k), pooled(after, k)),
        "avg": changed(pooled(before, k, True), pooled(after, k, True)),
    }


def brighter(image: np.ndarray) -> np.ndarray:
    """Where an image becomes brighter towards the right."""
    return np.maximum(image[:, 1:] - image[:, :-1], 0)


def on_edges(
    picture="chelsea", side=256, seed=0, by=1, down=False, k=4
) -> dict[str, float]:
    """What pooling leaves of the change, on brightness and on edges."""
    before, after = crops(picture, side, seed, by, down)
    left = {}
    for name, detect in (("pixels", np.asarray), ("edges", brighter)):
        a, b = detect(before), detect(after)
        for mean in (False, True):
            kept = changed(pooled(a, k, mean), pooled(b, k, mean))
            way = "avg" if mean else "max"
            left[f"{name}, {way}"] = kept / changed(a, b)
    return left


def edges_of(images: np.ndarray, number=8) -> np.ndarray:
    """Where digits become brighter, in some directions (N, number, 8, 8)."""
    xp = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    down, right = np.mgrid[-1:2, -1:2]
    turn = np.arange(number)[:, None, None] * 2 * np.pi / number
    filters = np.cos(turn) * right + np.sin(turn) * down
    windows = sliding_window_view(xp, (3, 3), axis=(1, 2))
    return np.maximum(np.einsum("nhwij,cij->nchw", windows, filters), 0)


def softmax_layer(x, labels, lr: float, epochs: int):
    """Softmax regression as on the page: its weights, the loss per epoch."""
    rng = np.random.default_rng(0)
    W = np.zeros((x.shape[1], 10))
    y = np.eye(10)[labels]
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        for n in np.array_split(rng.permutation(len(x)), len(x) // 32):
            a = x[n] @ W
            y_hat = np.exp(a - a.max(axis=1, keepdims=True))
            y_hat /= y_hat.sum(axis=1, keepdims=True)
            W -= lr * x[n].T @ (y_hat - y[n]) / len(n)
            losses[epoch] -= np.log(y_hat[y[n] == 1]).sum() / len(x)
    return W, losses


def digits_in(split, seed: int):
    """The digits in a random order, or as in the file."""
    x, y = load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(y))
    order = order if split == "drawn" else np.arange(len(y))
    return x[order].reshape(-1, 8, 8) / 16, y[order]


def moved_by_one(images: np.ndarray, down: int, right: int) -> np.ndarray:
    """The digits moved by a pixel; what leaves the frame is cut off."""
    xp = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    return xp[:, 1 - down : 9 - down, 1 - right : 9 - right]


def read_by(features, x, y, N: int, epochs: int, lr) -> tuple[float, float]:
    """The percent read in place and moved; of several rates the best.

    The rate is chosen on the last quarter of the N, then all N are learned.
    """
    known, part = features(x[:N]), 3 * N // 4
    if isinstance(lr, tuple):
        scores = []
        for rate in lr:
            W, _ = softmax_layer(known[:part], y[:part], rate, epochs)
            scores.append(
                ((known[part:] @ W).argmax(axis=1) == y[part:N]).mean()
            )
        lr = lr[int(np.argmax(scores))]
    W, _ = softmax_layer(known, y[:N], lr, epochs)
    rights = [
        100 * ((features(new) @ W).argmax(axis=1) == y[1200:]).mean()
        for new in [x[1200:], *(moved_by_one(x[1200:], *d) for d in DIRECTIONS)]
    ]
    return rights[0], np.mean(rights[1:])


def five_ways(
    seed=0, lr=RATES, epochs=20, N=1200, split="drawn", number=8
) -> dict[str, float]:
    """The five ways of the page behind edges: read in place, and moved."""
    x, y = digits_in(split, seed)
    found = {}
    for name, way in WAYS.items():
        still, moved = read_by(
            lambda new, way=way: way(edges_of(new, number)).reshape(
                len(new), -1
            ),
            *(x, y, N, epochs, lr),
        )
        found |= {f"{name}, in place": still, f"{name}, moved": moved}
    return found


def sixteen(seed=0, lr=RATES, epochs=20, N=1200, split="drawn"):
    """Pooled pixels, the best of four ways, and as many numbers from edges."""
    x, y = digits_in(split, seed)
    learned = (x, y, N, epochs, lr)
    ways = {
        name: read_by(
            lambda new, way=way: way(new[:, None]).reshape(len(new), -1),
            *learned,
        )
        for name, way in WAYS.items()
    }
    all_pixels = ways.pop("none")
    edges = read_by(
        lambda new: max_pool_forward(edges_of(new, 4), 4)[0].reshape(
            len(new), -1
        ),
        *learned,
    )
    best = [max(scores) for scores in zip(*ways.values(), strict=True)]
    rows = {"all pixels": all_pixels, "pooled pixels": best, "edges": edges}
    return {
        f"{name}, {where}": score
        for name, scores in rows.items()
        for where, score in zip(("in place", "moved"), scores, strict=True)
    }


def filters_read(x, y, seed: int, lr_filters: float, lr, epochs, M) -> float:
    """Percent read behind M random filters, as in exercise 6."""
    rng = np.random.default_rng(seed)
    rng.permutation(len(y))  # which digits_in has drawn
    K, W = rng.normal(size=(M, 3, 3)) / 3, rng.normal(size=(16 * M, 10)) * 0.05
    xp = np.pad(x, ((0, 0), (1, 1), (1, 1)))
    windows = sliding_window_view(xp, (3, 3), axis=(1, 2))
    for _ in range(epochs):
        for n in np.array_split(rng.permutation(1200), 37):
            a = np.einsum("nhwij,cij->nchw", windows[n], K)
            out, cache = max_pool_forward(np.maximum(a, 0), 2)
            flat = out.reshape(len(n), -1)
            p = np.exp(flat @ W)
            p = p / p.sum(axis=1, keepdims=True)
            dlogits = (p - np.eye(10)[y[n]]) / len(n)
            dout = (dlogits @ W.T).reshape(out.shape)
            da = max_pool_backward(dout, cache) * (a > 0)
            K = K - lr_filters * np.einsum("nchw,nhwij->cij", da, windows[n])
            W = W - lr * flat.T @ dlogits
    a = np.einsum("nhwij,cij->nchw", windows[1200:], K)
    out = max_pool_forward(np.maximum(a, 0), 2)[0].reshape(len(a), -1)
    return 100 * ((out @ W).argmax(axis=1) == y[1200:]).mean()


def two_filters(seed=0, lr=0.1, epochs=8, M=4, split="drawn"):
    """Filters that stay random, and filters that learn, in percent."""
    x, y = digits_in(split, seed)
    return {
        name: filters_read(x, y, seed, by, lr, epochs, M)
        for name, by in (("fixed", 0), ("learned", lr))
    }


def shares(picture="chelsea", side=256, seed=0, down=False, smallest=4):
    """What max pooling leaves of the change, windows of three sizes.

    Least and most of the three: for shifts by half a window, one and two, and
    for one shift in pixels, by the smallest window.
    """
    windows = [smallest, 2 * smallest, 4 * smallest]
    shifts = {
        f"{r} windows": [int(r * k) for k in windows] for r in (0.5, 1, 2)
    }
    found = {}
    for name, by in (shifts | {"pixels": [smallest] * 3}).items():
        left = []
        for k, d in zip(windows, by, strict=True):
            n = brightness(picture, side, seed, d, down, k)
            left.append(n["max"] / n["pixels"])
        found |= {f"{name}, least": min(left), f"{name}, most": max(left)}
    return found


def relative(n: dict[str, float]) -> bool:
    """In windows the shift tells what is left, better than in pixels."""
    apart = {
        way: n[f"{way}, most"] - n[f"{way}, least"]
        for way in ("1 windows", "pixels")
    }
    ordered = n["0.5 windows, most"] < n["2 windows, least"]
    return ordered and apart["1 windows"] < apart["pixels"]


def few_lose_nothing(n: dict[str, float]) -> bool:
    """Neither kind of max pooling is more than a digit of 597 ahead of none."""
    best = max(n["max 2×2, in place"], n["max 3×3 s=2, in place"])
    return best <= n["none, in place"] + 0.2


def quarter_enough(n: dict[str, float]) -> bool:
    """Overlapping maxima: at most a point behind in place, 10 ahead moved."""
    near = n["max 3×3 s=2, in place"] > n["none, in place"] - 1
    return near and n["max 3×3 s=2, moved"] > n["none, moved"] + 10


def mean_as_good(n: dict[str, float]) -> bool:
    """Mean and maximum over 2×2: 1.5 points apart in place, 3 moved."""
    far = [
        abs(n[f"max 2×2, {where}"] - n[f"avg 2×2, {where}"])
        for where in ("in place", "moved")
    ]
    return far[0] < 1.5 and far[1] < 3


PICTURES = ["camera", "coffee", "astronaut", "rocket", "grass"]
SPLITS = {"lr": [0.1], "epochs": [60], "N": [300], "split": ["end"]}

CLAIMS = {
    "less-than-half": Claim(
        brightness,
        lambda n: n["max"] > n["pixels"] / 2,
        varied(5, picture=PICTURES, down=[True], by=[2], side=[64]),
    ),
    "relative-to-the-window": Claim(
        shares,
        relative,
        [
            *varied(5, picture=PICTURES, down=[True], smallest=[2], side=[128]),
            {"smallest": 8, "side": 128},
        ],
    ),
    "mean-steadier": Claim(
        brightness,
        lambda n: n["avg"] < n["max"],
        varied(5, picture=PICTURES, down=[True], by=[2], k=[4, 8], side=[64]),
    ),
    "more-on-edges": Claim(
        on_edges,
        lambda n: n["edges, max"] < n["pixels, max"],
        varied(5, picture=PICTURES, down=[True], by=[2], k=[2, 8], side=[64]),
    ),
    "quarter-enough": Claim(
        five_ways,
        quarter_enough,
        varied(6, number=[4], **SPLITS),
    ),
    "mean-as-good": Claim(
        five_ways,
        mean_as_good,
        varied(6, number=[4], **SPLITS),
    ),
    "edges-when-moved": Claim(
        sixteen,
        lambda n: n["edges, moved"] > n["pooled pixels, moved"] + 10,
        varied(6, **SPLITS),
    ),
    "few-images": Claim(
        five_ways,
        few_lose_nothing,
        [
            {"lr": 0.1, "N": 100, "epochs": 100, **setting}
            for setting in varied(8, lr=[0.03, 0.3, 1.0], split=["end"])
        ]
        + [
            {"lr": 0.1, "N": 50, "epochs": 100},
            {"lr": 0.1, "N": 100, "epochs": 500},
        ],
    ),
    "learned-filters": Claim(
        two_filters,
        lambda n: n["learned"] > n["fixed"],
        varied(8, lr=[0.03, 0.3], epochs=[24], M=[2, 8], split=["end"]),
    ),
}
