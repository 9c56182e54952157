"""What activation functions do to digits and gradients, at other sizes."""

import numpy as np
from sklearn.datasets import load_digits

from studies.trying import Claim, varied


def relu(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rectifier and its slope."""
    return np.maximum(a, 0), 1.0 * (a > 0)


def sigmoid(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sigmoid and its slope."""
    y = 1 / (1 + np.exp(-a))
    return y, y * (1 - y)


def tanh(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hyperbolic tangent and its slope."""
    return np.tanh(a), 1 - np.tanh(a) ** 2


BENDS = {"ReLU": relu, "tanh": tanh, "sigmoid": sigmoid}


def read_out(h, digits, N: int) -> float:
    """By least squares, with small weights: the share recognised after N."""
    known, small = h[:N], 0.1 * np.eye(h.shape[1])
    Y = np.eye(10)[digits[:N]]
    V = np.linalg.solve(known.T @ known + small, known.T @ Y)
    return ((h[N:] @ V).argmax(axis=1) == digits[N:]).mean()


def recognised(seed=0, N=1200, H=500, scale=0.25, shuffled=1):
    """Digits by H random units, without and with an activation function."""
    images, digits = load_digits(return_X_y=True)
    rng = np.random.default_rng(seed)
    order = rng.permutation(1797) if shuffled else np.arange(1797)
    images, digits = images[order] / 16 - 0.5, digits[order]
    a = images @ (rng.normal(size=(64, H)) * scale) + rng.normal(size=H)
    found = {"none": read_out(a, digits, N)}
    for name, f in BENDS.items():
        found[name] = read_out(f(a)[0], digits, N)
    return found


def kept(seed=0, depth=20, D=64, B=32):
    """How much of a nudge each layer passes on, by function and variance."""
    found = {}
    for name, gain in (("sigmoid", 1), ("ReLU", 1), ("ReLU", 2)):
        rng = np.random.default_rng(seed)
        h, d = rng.normal(size=(2, B, D))
        start = np.linalg.norm(d)
        for _ in range(depth):
            W = rng.normal(size=(D, D)) * (gain / D) ** 0.5
            h, slope = BENDS[name](h @ W)
            d = d @ W * slope
        found[f"{name} {gain}/D"] = (np.linalg.norm(d) / start) ** (1 / depth)
    return found


def as_said(n: dict[str, float]) -> bool:
    """Below a quarter; about 0.7; nearly all."""
    about = abs(n["ReLU 1/D"] - 0.7) < 0.05
    return n["sigmoid 1/D"] < 0.25 and about and n["ReLU 2/D"] > 0.9


def smooth(n: dict[str, float]) -> bool:
    """Both tanh and the sigmoid recognise more than no function."""
    return min(n["tanh"], n["sigmoid"]) > n["none"]


WIDELY = varied(8, N=[300, 600], H=[100, 1000], scale=[0.05, 1.0], shuffled=[0])
CLAIMS = {
    "smooth-beats-none": Claim(recognised, smooth, WIDELY),
    "relu-beats-none": Claim(
        recognised, lambda n: n["ReLU"] > n["none"], WIDELY
    ),
    "kept-per-layer": Claim(
        kept, as_said, varied(8, depth=[5, 80], D=[32, 256], B=[4])
    ),
}
