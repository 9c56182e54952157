"""Do the conclusions about the autoencoder hold for other splits and sizes?"""

from functools import cache

import numpy as np
from sklearn.datasets import load_digits

from snippets.generative.autoencoder import (
    autoencoder_forward,
    decode_z,
    encode_x,
    init_autoencoder,
    train_autoencoder,
)
from snippets.generative.autoencoder_linear import (
    LINEAR,
    fit_pca,
    init_linear_autoencoder,
    principal_angle,
)
from studies.generative.autoencoder.results import _digits
from studies.trying import Claim, varied

KNOWN = 1297  # images; the other 500 are the test


@cache
def parts(seed: int, split: str) -> tuple:
    """Images to learn from and their digits, images to test and theirs."""
    if split == "MNIST":
        x, y = _digits()
        return x[:4000], y[:4000], x[4000:], y[4000:]
    x, y = load_digits(return_X_y=True)
    order = np.arange(len(y))
    if split == "drawn":
        order = np.random.default_rng(seed).permutation(len(y))
    x, y = x[order] / 16, y[order]
    return x[:KNOWN], y[:KNOWN], x[KNOWN:], y[KNOWN:]


def squeezed(x, K, seed, H=64, epochs=60, lr=5e-3, sigma=0.0):
    """A trained autoencoder, and its losses."""
    rng = np.random.default_rng(seed)
    start = init_autoencoder(rng, x.shape[1], H, K)
    start = start._make(p.astype(x.dtype) for p in start)
    how = {"sigma": sigma, "epochs": epochs, "lr": lr}
    return train_autoencoder(rng, start, x, **how)


def by_pca(x, K, new):
    """New images after the K principal components of x, and back."""
    mean, V = fit_pca(x, K)
    return (new - mean) @ V.T @ V + mean


def in_percent(x_hat, x, new) -> float:
    """The squared error, in percent of that of the mean image."""
    whole = ((new - x.mean(axis=0)) ** 2).mean()
    return 100 * ((x_hat - new) ** 2).mean() / whole


def left_over(seed=0, split="file", Ks=(2, 8, 32), **how) -> dict[str, float]:
    """What the network and PCA leave of new images, in percent, by K."""
    x, _, new, _ = parts(seed, split)
    found = {}
    for K in Ks:
        net, _ = squeezed(x, K, seed, **how)
        rebuilt, _ = autoencoder_forward(net, new)
        found[f"network, {K}"] = in_percent(rebuilt, x, new)
        found[f"PCA, {K}"] = in_percent(by_pca(x, K, new), x, new)
    return found


def few_numbers(**how) -> dict[str, float]:
    """What is left with 2 and with 8 numbers."""
    return left_over(Ks=(2, 8), **how)


def many_numbers(epochs=60, more=300, **how) -> dict[str, float]:
    """What is left with 32 numbers, early and late."""
    early = left_over(Ks=(32,), epochs=epochs, **how)
    late = left_over(Ks=(32,), epochs=more, **how)
    return {
        "PCA": early["PCA, 32"],
        "network, early": early["network, 32"],
        "network, late": late["network, 32"],
    }


def voted(codes, y, new, truth, count: int) -> float:
    """How often the nearest known codes name the digit, in percent."""
    far = (codes**2).sum(axis=1) - 2 * new @ codes.T
    near = y[np.argsort(far, axis=1)[:, :count]]
    guess = [np.bincount(row).argmax() for row in near]
    return 100 * (np.array(guess) == truth).mean()


def two_numbers(seed=0, split="file", voters=5, **how) -> dict[str, float]:
    """Digits named by their neighbours on the maps, and among all pixels."""
    x, y, new, truth = parts(seed, split)
    net, _ = squeezed(x, 2, seed, **how)
    mean, V = fit_pca(x, 2)
    maps = {
        "network": [encode_x(net, images)[0] for images in (x, new)],
        "PCA": [(images - mean) @ V.T for images in (x, new)],
        "pixels": [x, new],
    }
    return {
        name: voted(codes, y, codes_new, truth, voters)
        for name, (codes, codes_new) in maps.items()
    }


def same_subspace(seed=0, K=3, times=3, split="file") -> dict[str, float]:
    """Angles to PCA in degrees: of the subspace, of the nearest axis."""
    x, *_ = parts(seed, split)
    x = x - x.mean(axis=0)
    _, V = fit_pca(x, K)
    rng = np.random.default_rng(seed)
    flat = init_linear_autoencoder(rng, 64, K)
    how = {"lr": 0.01, "B": len(x), "epochs": 100}
    for _ in range(times):
        flat, _ = train_autoencoder(rng, flat, x, LINEAR, **how)
    rows = flat.W_d / np.linalg.norm(flat.W_d, axis=1, keepdims=True)
    axes = np.degrees(np.arccos(np.abs(rows @ V.T).max(axis=1)))
    return {"subspace": principal_angle(flat.W_d, V), "axes": axes.max()}


@cache
def denoised(seed=0, sigma=0.5, split="file", **how) -> dict[str, float]:
    """Root mean square errors of what makes noisy images clean."""
    x, _, new, _ = parts(seed, split)
    noisy = new + np.random.default_rng(1 + seed).normal(0, sigma, new.shape)
    C, mean = np.cov(x.T), x.mean(axis=0)
    wiener = np.linalg.solve(C + sigma**2 * np.eye(64), C)
    made, plain = (
        autoencoder_forward(squeezed(x, 32, seed, sigma=s, **how)[0], noisy)[0]
        for s in (sigma, 0.0)
    )
    pca = [by_pca(x, K, noisy) for K in range(1, 65)]
    errors = {
        "network": made,
        "Wiener": (noisy - mean) @ wiener + mean,
        "without noise": plain,
        "PCA, 32": by_pca(x, 32, noisy),
    }
    found = {
        name: ((x_hat - new) ** 2).mean() ** 0.5
        for name, x_hat in errors.items()
    }
    best = min(((x_hat - new) ** 2).mean() for x_hat in pca)
    return found | {"PCA, best K": best**0.5}


def auc(score, odd) -> float:
    """How often an odd image has the larger score of a pair, in percent."""
    return 100 * (score[odd][:, None] > score[~odd]).mean()


@cache
def strange(seed=0, K=8, split="file", **how) -> dict[str, float]:
    """Means over the ten digits left out, in percent: three alarms."""
    x, y, new, truth = parts(seed, split)
    found = {"network": [], "PCA": [], "nearest": []}
    for digit in range(10):
        known, odd = x[y != digit], truth == digit
        net, _ = squeezed(known, K, seed, **how)
        rebuilt = autoencoder_forward(net, new)[0], by_pca(known, K, new)
        far = (known**2).sum(axis=1) - 2 * new @ known.T
        scores = [((new - x_hat) ** 2).sum(axis=1) for x_hat in rebuilt]
        scores.append(far.min(axis=1) + (new**2).sum(axis=1))
        for name, score in zip(found, scores, strict=True):
            found[name].append(auc(score, odd))
    return {name: np.mean(areas) for name, areas in found.items()}


def plateau(seed=0, split="file", H=64, lr=5e-3) -> dict[str, float]:
    """Steps whose loss, with 2 numbers, is near that of PCA; the last loss."""
    x, *_ = parts(seed, split)
    _, losses = squeezed(x, 2, seed, H, 60, lr)
    pca = ((by_pca(x, 2, x) - x) ** 2).mean()
    share = losses[: len(losses) // 50 * 50].reshape(-1, 50).mean(axis=1) / pca
    near = np.abs(share - 1) < 0.05
    return {"steps near PCA": 50 * near.sum(), "at the end": share[-1]}


def by_chance(seed=0, K=8, split="file", **how) -> dict[str, float]:
    """Mean distances to the nearest known image, by where codes come from."""
    x, _, new, _ = parts(seed, split)
    net, _ = squeezed(x, K, seed, **how)
    codes = encode_x(net, x)[0]
    rng = np.random.default_rng(seed)
    low, high = codes.min(axis=0), codes.max(axis=0)
    drawn = {
        "box": rng.uniform(low, high, (500, K)),
        "bell": rng.multivariate_normal(
            codes.mean(axis=0), np.cov(codes.T), 500
        ),
    }
    made = {name: decode_z(net, z)[0] for name, z in drawn.items()}
    return {
        name: np.sqrt(
            ((images[:, None] - x) ** 2).sum(axis=2).min(axis=1)
        ).mean()
        for name, images in (made | {"new digits": new}).items()
    }


def fewer_left(n: dict[str, float]) -> bool:
    """With 2 and with 8 the network leaves less than PCA."""
    return all(n[f"network, {K}"] < n[f"PCA, {K}"] for K in (2, 8))


def patience(n: dict[str, float]) -> bool:
    """With 32 PCA is ahead early, and the network late."""
    return n["network, late"] < n["PCA"] < n["network, early"]


def tells_more(n: dict[str, float]) -> bool:
    """The network's map names more than PCA's, far fewer than the pixels."""
    return n["PCA"] < n["network"] < n["pixels"] - 10


def not_the_axes(n: dict[str, float]) -> bool:
    """The subspace of PCA, and not its axes."""
    return n["subspace"] < 0.1 and n["axes"] > 5


def nearly_linear(n: dict[str, float]) -> bool:
    """Ahead of PCA, and of the Wiener filter by less than a hundredth."""
    ahead = n["Wiener"] - n["network"]
    return 0 < ahead < 0.01 and n["network"] < n["PCA, best K"]


def made_for_it(n: dict[str, float]) -> bool:
    """Training for the noise gains more than bending, with codes of 32."""
    pca, wiener = n["PCA, 32"], n["Wiener"]
    plain, net = n["without noise"], n["network"]
    trained = min(pca - wiener, plain - net)
    return trained > max(abs(pca - plain), abs(wiener - net))


def keep_the_images(n: dict[str, float]) -> bool:
    """The nearest image is the better alarm than network and PCA."""
    return n["nearest"] > max(n["network"], n["PCA"])


def better_alarm(n: dict[str, float]) -> bool:
    """The network is the better alarm than PCA."""
    return n["network"] > n["PCA"]


def on_the_line(n: dict[str, float]) -> bool:
    """On PCA's loss for 200 steps or more, well below it at the end."""
    return n["steps near PCA"] >= 200 and n["at the end"] < 0.95


def far_off(n: dict[str, float]) -> bool:
    """The box lies much farther off than new digits, the bell between."""
    return n["new digits"] < n["bell"] < n["box"] and (
        n["box"] > 1.5 * n["new digits"]
    )


SPLITS = {"split": ["drawn"]}
MNIST = {"split": "MNIST", "H": 128, "lr": 2e-3, "epochs": 30}
ALARMS = [*varied(5, K=[2, 32], **SPLITS), MNIST]
HOW = varied(5, H=[32], **SPLITS)
CLAIMS = {
    "fewer-left": Claim(few_numbers, fewer_left, [*HOW, {"lr": 2e-3}]),
    "patience": Claim(many_numbers, patience, varied(5, lr=[2e-3], **SPLITS)),
    "tells-more": Claim(
        two_numbers, tells_more, [*HOW, {"voters": 1}, {"voters": 25}]
    ),
    "not-the-axes": Claim(
        same_subspace, not_the_axes, varied(8, K=[2, 5], **SPLITS)
    ),
    "nearly-linear": Claim(
        denoised, nearly_linear, [*HOW, {"sigma": 0.25}, {"sigma": 1.0}]
    ),
    "made-for-it": Claim(
        denoised, made_for_it, [*HOW, {"sigma": 0.25}, {"sigma": 1.0}]
    ),
    "keep-the-images": Claim(strange, keep_the_images, ALARMS),
    "better-alarm": Claim(strange, better_alarm, ALARMS),
    "on-the-line": Claim(plateau, on_the_line, varied(5, H=[128], **SPLITS)),
    "far-off": Claim(by_chance, far_off, varied(5, K=[16], **SPLITS)),
}
