"""The perceptron: forward, criterion, Rosenblatt's rule, Novikoff's bound.

Papers    Rosenblatt 1958, doi:10.1037/h0042519 (the perceptron)
          Novikoff 1962, On convergence proofs on perceptrons (the bound)
Twin      perceptron_torch.py
Axes      N samples, D input width
Labels    y = ±1, one class each; a = 0 is undecided, a mistake for both
Use       y (N,) 1 or -1, and so are the answers:

    params, mistakes = train_perceptron(init_perceptron(D), x, y)
    np.sign(perceptron_forward(params, x)[0])  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:PerceptronParams]
class PerceptronParams(NamedTuple):
    w: np.ndarray  # (D,)
    b: np.ndarray  # ()
    # --8<-- [end:PerceptronParams]


# --8<-- [start:init_perceptron]
def init_perceptron(D: int) -> PerceptronParams:
    """All zero, where the convergence proof starts; or ValueError."""
    expect_count("D", D)
    w = np.zeros(D)  # (D,)
    b = np.zeros(())  # ()
    return PerceptronParams(w, b)
    # --8<-- [end:init_perceptron]


# --8<-- [start:perceptron_forward]
def perceptron_forward(params: PerceptronParams, x: np.ndarray):
    """Scores a = x·w + b: x (N, D) → a (N,), cache. ValueError if misfit.

    Rosenblatt 1958, doi:10.1037/h0042519, decides by the sign of a.
    """
    w, b = params
    expect("w", w, "D")
    expect("b", b)
    expect("x", x, "N", len(w))
    a = x @ w + b  # (N,)
    return a, (x, w)
    # --8<-- [end:perceptron_forward]


# --8<-- [start:perceptron_loss]
def perceptron_loss(a: np.ndarray, y: np.ndarray):
    """The criterion Σ max(0, -y a) and da (N,), where -y marks a mistake.

    ValueError unless y has the shape of a and holds nothing but ±1.
    """
    expect("a", a, "N")
    expect("y", y, len(a))
    if not (y * y == 1).all():
        raise ValueError(f"y must be ±1, got {np.unique(y)[:3]}")
    da = -y * (y * a <= 0)  # (N,)
    loss = np.maximum(-y * a, 0).sum()  # ()
    return loss, da
    # --8<-- [end:perceptron_loss]


# --8<-- [start:perceptron_backward]
def perceptron_backward(da: np.ndarray, cache):
    """Gradient da (N,) → dx (N, D), grads. ValueError if da misfits."""
    x, w = cache
    expect("da", da, len(x))
    dx = np.einsum("n,d->nd", da, w)  # (N, D)
    dw = x.T @ da  # (D,)
    db = da.sum()  # ()
    return dx, PerceptronParams(dw, db)
    # --8<-- [end:perceptron_backward]


# --8<-- [start:perceptron_step]
def perceptron_step(params, x, y):
    """Rosenblatt's rule for one sample x (D,), y = ±1: params, hit.

    ValueError if x does not fit w, or y is another number.
    """
    w, b = params
    expect("w", w, "D")
    expect("b", b)
    expect("x", x, len(w))
    if np.ndim(y) or y not in (-1, 1):
        raise ValueError(f"y must be 1 or -1, got {y!r}")
    if y * (x @ w + b) > 0:
        return params, True
    w_new = w + y * x  # (D,)
    b_new = b + y  # ()
    return PerceptronParams(w_new, b_new), False
    # --8<-- [end:perceptron_step]


# --8<-- [start:train_perceptron]
def train_perceptron(params, x, y, epochs=100):
    """The rule, sample by sample, until an epoch is free of mistakes.

    x (N, D), y (N,) of ±1 → params, mistakes of each epoch; ValueError if
    x or y misfits. It ends if and only if a line separates the classes;
    begun at zero, after at most (R/γ)² mistakes (Novikoff 1962). Where
    none does, epochs stop it.
    """
    a, _ = perceptron_forward(params, x)
    perceptron_loss(a, y)  # refuses what is not ±1
    expect_count("epochs", epochs)
    mistakes = []
    for _ in range(epochs):
        mistakes.append(0)
        for x_n, y_n in zip(x, y, strict=True):
            params, hit = perceptron_step(params, x_n, y_n)
            mistakes[-1] += not hit
        if mistakes[-1] == 0:
            break
    return params, mistakes
    # --8<-- [end:train_perceptron]


# --8<-- [start:novikoff]
def novikoff(params: PerceptronParams, x: np.ndarray, y: np.ndarray):
    """R, γ of a separator (w, b), both in the space of (x, 1).

    R = max |(x, 1)|, γ = min y a / |(w, b)|. ValueError if γ <= 0, or if
    x or y misfits.
    """
    w, b = params
    a, _ = perceptron_forward(params, x)
    perceptron_loss(a, y)  # refuses what is not ±1
    gamma = (y * a).min() / np.sqrt(w @ w + b**2)  # ()
    if not gamma > 0:
        raise ValueError(f"params must separate the classes, got γ = {gamma}")
    R = np.sqrt((x**2).sum(axis=1).max() + 1)  # ()
    return R, gamma
    # --8<-- [end:novikoff]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 2))  # (100, 2)
    y = np.sign(x @ np.array([1.0, -2.0]) + 0.3)  # (100,)
    params, mistakes = train_perceptron(init_perceptron(2), x, y)
    a, cache = perceptron_forward(params, x)
    loss, da = perceptron_loss(a, y)
    _, grads = perceptron_backward(da, cache)
    R, gamma = novikoff(params, x, y)
    print(f"mistakes {sum(mistakes)} <= (R/γ)² = {(R / gamma) ** 2:.0f}")
    print(f"loss {loss:.1f}, dw {grads.w}")
