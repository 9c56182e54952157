"""How many samples: power laws, and a loss for noisy labels, in NumPy.

Papers    Hestness et al. 2017, arXiv:1712.00409 (power laws)
          Patrini et al. 2017, doi:10.1109/CVPR.2017.240 (forward correction)
Twin      data_torch.py
Axes      N samples, D pixels, H hidden width, K classes, S sizes
Letters   a logit, y label, T[i, j] how often the true i is labelled j
Use       x (N, D), y (N,) whole numbers below K, 10 here:

    params = init_mlp(rng, (x.shape[1], 64, 10))
    params, trail = train_data(rng, params, x, y)
    mlp_forward(params, x)[0].argmax(axis=1)  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    expect_layers,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:power_law]
class PowerLaw(NamedTuple):
    scale: float  # α of error = α N^(-β) + γ
    slope: float  # β
    floor: float = 0.0  # γ


def predict_power_law(law: PowerLaw, sizes: np.ndarray) -> np.ndarray:
    """The errors (S,) that the law expects at sizes (S,)."""
    expect("sizes", sizes, "S")
    return law.scale * sizes**-law.slope + law.floor  # (S,)


def fit_power_law(sizes: np.ndarray, errors: np.ndarray, floor=0.0):
    """The line through log sizes, log(errors - floor), both (S,); a PowerLaw.

    ValueError unless there are 2 sizes above 0, and errors above the floor.
    """
    expect("sizes", sizes, "S")
    expect("errors", errors, len(sizes))
    if len(sizes) < 2 or not (sizes > 0).all():
        raise ValueError(f"sizes must be 2 or more above 0, got {sizes!r:.60}")
    if not (errors > floor).all():
        raise ValueError(f"errors must exceed {floor}, got {errors!r:.60}")
    u = np.log(sizes)  # (S,)
    v = np.log(errors - floor)  # (S,)
    du = u - u.mean()  # (S,)
    slope = -(du @ v) / (du @ du)
    scale = np.exp(v.mean() + slope * u.mean())
    return PowerLaw(float(scale), float(slope), float(floor))


def fit_power_law_floor(sizes: np.ndarray, errors: np.ndarray, M=100):
    """Of M floors, 0 up to almost the smallest error, the one fitting best."""
    expect("errors", errors, "S")
    expect_count("M", M)

    def misfit(law):
        gap = np.log(predict_power_law(law, sizes) / errors)  # (S,)
        return gap @ gap

    floors = errors.min() * np.arange(M) / M  # (M,)
    return min((fit_power_law(sizes, errors, g) for g in floors), key=misfit)
    # --8<-- [end:power_law]


# --8<-- [start:forward_corrected]
def forward_corrected(a: np.ndarray, y: np.ndarray, T: np.ndarray):
    """Loss of logits a (N, K) for noisy labels y (N,), if T is true; da."""
    expect("a", a, "N", "K")
    N, K = a.shape
    expect_whole("y", y, 0, K - 1, N)
    expect("T", T, K, K, within=(0, 1))
    reach = T.astype(a.dtype).T[y]  # (N, K)
    if not reach.any(axis=1).all():
        raise ValueError("T must let each label in y occur, got a column of 0")
    a = a - a.max(axis=1, keepdims=True)  # (N, K)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))  # (N, K)
    with np.errstate(divide="ignore"):
        joint = log_p + np.log(reach)  # (N, K)
    top = joint.max(axis=1, keepdims=True)  # (N, 1)
    share = np.exp(joint - top)  # (N, K)
    q = share.sum(axis=1, keepdims=True)  # (N, 1)
    da = (np.exp(log_p) - share / q) / N  # (N, K)
    return -(top + np.log(q)).mean(), da  # (), (N, K)
    # --8<-- [end:forward_corrected]


# --8<-- [start:train]
EFFORT = {"steps": 600, "lr": 3e-3, "B": 128, "decay": 0.0}  # of train_data


def train_data(rng, params, x, y, loss=cross_entropy, change=None, **more):
    """Adam on batches, each altered by change: the net, one every 100 steps."""
    steps, lr, B, decay = (EFFORT | more).values()
    expect_count("steps, B", steps, B)
    expect_layers(params, x)
    expect_whole("y", y, 0, len(params.bs[-1]) - 1, len(x))
    state = adam_init(params)
    trail = []
    for t in range(1, steps + 1):
        n = rng.integers(len(x), size=B)  # (B,)
        batch = change(rng, x[n]) if change else x[n]  # (B, D)
        a, cache = mlp_forward(params, batch)
        _, da = loss(a, y[n])
        _, (dWs, dbs) = mlp_backward(da, cache)
        dWs = [g + decay * W for g, W in zip(dWs, params.Ws, strict=True)]
        grads = MLPParams(dWs, dbs)
        params, state = adam_step(params, grads, state, lr=lr)
        if t % 100 == 0:
            trail.append(params)
    return params, trail
    # --8<-- [end:train]


# --8<-- [start:nearest]
def nearest_label(x, y, new, k=1, K=10) -> np.ndarray:
    """Of the k nearest x (N, D) to each new (M, D) the most frequent y < K."""
    expect("x", x, "N", "D")
    expect_count("k, K", k, K)
    if k > len(x):
        raise ValueError(f"k must be at most N = {len(x)}, got {k}")
    expect_whole("y", y, 0, K - 1, len(x))
    expect("new", new, "M", x.shape[1])
    square = (x**2).sum(axis=1) - 2 * new @ x.T  # (M, N)
    near = np.argsort(square, axis=1, kind="stable")[:, :k]  # (M, k)
    votes = np.eye(K)[y[near]].sum(axis=1)  # (M, K)
    return votes.argmax(axis=1)  # (M,)
    # --8<-- [end:nearest]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    sizes = np.array([25.0, 50, 100, 200, 400])  # (5,)
    errors = 2 * sizes**-0.5 + 0.05  # (5,)
    line = fit_power_law(sizes, errors)
    law = fit_power_law_floor(sizes, errors)
    print(f"slope {line.slope:.2f}, with a floor {law.slope:.2f}")
    x = rng.normal(size=(400, 2))  # (400, 2)
    y = (x[:, 0] * x[:, 1] > 0).astype(np.int64)  # (400,)
    T = np.array([[0.6, 0.4], [0.1, 0.9]])  # (2, 2)
    noisy = (rng.random(400) < T[y, 1]).astype(np.int64)  # (400,)
    near = nearest_label(x, noisy, x, 9)  # (400,)
    print(f"9 nearest, of noisy labels: {(near == y).mean():.1f} right")
    for loss in (cross_entropy, lambda a, y: forward_corrected(a, y, T)):
        start = init_mlp(rng, (2, 16, 2))
        params, _ = train_data(rng, start, x, noisy, loss)
        right = mlp_forward(params, x)[0].argmax(axis=1) == y  # (400,)
        print(f"MLP, of noisy labels: {right.mean():.1f} right")
