"""Do the conclusions about optimizers hold for other starts, rates, splits?"""

import math

import numpy as np
from sklearn.datasets import load_digits

from snippets.foundations import optimizer
from snippets.foundations.optimizer_schedules import cosine
from studies.trying import Claim, varied

RULES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
N = 1500
GUESS = np.log(10)


def rule(name: str):
    """What begins the memory of an optimizer, and its step."""
    return getattr(optimizer, f"{name}_init"), getattr(
        optimizer, f"{name}_step"
    )


def walk(name, slope, start, goal, limit=100_000, **settings) -> int:
    """Steps until all weights are smaller than the goal."""
    init, step = rule(name)
    state, w = init([start]), start
    for t in range(1, limit + 1):
        (w,), state = step([w], [slope(w)], state, **settings)
        if abs(w).max() < goal:
            return t
    return limit


def valley(seed=0, D=2, narrow=10, goal=1e-3) -> dict[str, float]:
    """How many times as many steps a valley takes with κ times 100."""
    start = np.random.default_rng(seed).uniform(0.5, 1.5, D)
    found = {}
    for kappa in (narrow, 100 * narrow):
        curvature, root = np.geomspace(1, kappa, D), kappa**0.5
        mu = (root - 1) / (root + 1)
        for name, settings in (
            ("sgd", {"lr": 2 / (1 + kappa)}),
            ("momentum", {"lr": 4 / (1 + root) ** 2, "mu": mu**2}),
            ("nesterov", {"lr": 1 / kappa, "mu": mu}),
        ):
            slope = curvature.__mul__
            steps = walk(name, slope, start, goal, **settings)
            found[name] = steps / found.get(name, 1)
    return found


def turned(seed=0, angle=45, lr=0.1, name="adam", goal=1e-3):
    """Steps along an axis and turned, with κ = 10 and κ = 1000."""
    start = np.random.default_rng(seed).uniform(0.5, 1.5, 2)
    found = {}
    for kind, degrees in (("axis", 0), ("turned", angle)):
        c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
        R = np.array([[c, -s], [s, c]])
        for kappa in (10, 1000):
            H = R @ np.diag([1.0, kappa]) @ R.T
            steps = walk(name, H.__matmul__, start, goal, lr=lr)
            found[f"{kind}, κ {kappa}"] = steps
    return found


def pixels(split="file", seed=0) -> tuple[np.ndarray, np.ndarray]:
    """The training digits, x (1500, 64), y (1500, 10)."""
    x, y = load_digits(return_X_y=True)
    order = np.arange(len(y))
    if split == "drawn":
        order = np.random.default_rng(seed).permutation(order)
    return x[order[:N]] / 16, np.eye(10)[y[order[:N]]]


def cross_entropy_of(params, x, y):
    """Mean cross-entropy of softmax regression, and its gradients."""
    W, b = params
    a = x @ W + b
    a = a - a.max(axis=1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
    da = (np.exp(log_p) - y) / len(x)
    return -(y * log_p).sum() / len(x), [x.T @ da, da.sum(axis=0)]


def zeros() -> list[np.ndarray]:
    """The parameters at the start."""
    return [np.zeros((64, 10)), np.zeros(10)]


def batches(rng, B: int):
    """Batches of B without end, every sample once in each epoch."""
    while True:
        order = rng.permutation(N)
        yield from (order[n : n + B] for n in range(0, N, B))


def descend(x, y, B, lr, steps, seed, every=10):
    """The loss on all samples, every few steps of SGD."""
    params, state, losses = zeros(), (0,), []
    chosen = batches(np.random.default_rng(seed), B)
    for t in range(1, steps + 1):
        n = next(chosen)
        _, grads = cross_entropy_of(params, x[n], y[n])
        params, state = optimizer.sgd_step(params, grads, state, lr=lr)
        if t % every == 0:
            losses.append(cross_entropy_of(params, x, y)[0])
    return np.array(losses)


def to_the_goal(seed=0, lr=0.3, goal=0.2, split="file") -> dict[str, float]:
    """Steps until the loss on all samples is below the goal, by batch."""
    x, y = pixels(split, seed)
    found = {}
    for B in (1, 32, N):
        losses = descend(x, y, B, lr, 2000, seed)
        found[f"B = {B}"] = 10 * (1 + np.argmax(losses < goal))
    return found


def two_rates(seed=0, low=0.3, high=1.0, steps=1000, split="file"):
    """The mean loss of the last fifth of the steps, by batch and rate."""
    x, y = pixels(split, seed)
    return {
        f"B = {B}, η = {name}": descend(x, y, B, lr, steps, seed)[
            -steps // 50 :
        ].mean()
        for B in (1, 32)
        for name, lr in (("low", low), ("high", high))
    }


def lowest(x, y, lam: float):
    """The minimum of the loss with its penalty, by Nesterov."""
    params, state = zeros(), optimizer.nesterov_init(zeros())
    for _ in range(600):
        _, grads = cross_entropy_of(params, x, y)
        params, state = optimizer.nesterov_step(
            params, grads, state, lr=0.5, weight_decay=lam
        )
    return params


def above(x, y, B, schedule, begin, last, seed, lam, steps=1200) -> float:
    """How far the penalized loss stays above its minimum, in the last steps."""

    def penalized(params):
        squares = sum((p**2).sum() for p in params)
        return cross_entropy_of(params, x, y)[0] + lam / 2 * squares

    rng, params, state, excess = np.random.default_rng(seed), begin, (0,), []
    for t in range(steps):
        n = rng.integers(N, size=B)
        _, grads = cross_entropy_of(params, x[n], y[n])
        params, state = optimizer.sgd_step(
            params, grads, state, lr=schedule(t), weight_decay=lam
        )
        if t >= steps - last and t % 20 == 0:
            excess.append(penalized(params))
    return np.mean(excess) - penalized(lowest(x, y, lam))


def floors(seed=0, lam=0.01, split="file", steps=1200) -> dict[str, float]:
    """The height of the floor as a multiple of η / B."""
    x, y = pixels(split, seed)
    best = lowest(x, y, lam)
    return {
        f"B = {B}, η = {lr}": above(
            x, y, B, lambda t, lr=lr: lr, best, steps // 2, seed, lam, steps
        )
        * B
        / lr
        for B, lr in ((1, 0.1), (1, 0.05), (4, 0.1), (4, 0.2), (16, 0.4))
    }


def with_schedule(seed=0, B=1, steps=1200, peak=0.1, split="file", lam=0.01):
    """How high above the minimum a cosine ends, and the best fixed rate."""
    x, y = pixels(split, seed)

    def end(schedule):
        return above(x, y, B, schedule, zeros(), steps // 6, seed, lam, steps)

    fixed = [end(lambda t, r=r: peak * r) for r in (0.1, 0.2, 0.3, 0.5, 1)]
    return {
        "fixed at the peak": fixed[-1],
        "a tenth of it": fixed[0],
        "best of five": min(fixed),
        "cosine": end(lambda t: cosine(t, peak, steps)),
    }


def last_epoch(name, x, y, B, lr, epochs, seed) -> float:
    """The mean loss over the last epoch, at most that of guessing."""
    init, step = rule(name)
    params, losses = zeros(), []
    state, chosen = init(params), batches(np.random.default_rng(seed), B)
    steps = math.ceil(N / B)
    for _ in range(epochs * steps):
        n = next(chosen)
        loss, grads = cross_entropy_of(params, x[n], y[n])
        params, state = step(params, grads, state, lr=lr)
        losses.append(loss)
    return min(np.mean(losses[-steps:]), GUESS)


def best_rates(seed=0, B=32, epochs=3, split="file", fine=1):
    """For each optimizer its best learning rate and the loss with it."""
    x, y = pixels(split, seed)
    rates = [*np.geomspace(0.001, 10, 4 * fine + 1), 30.0]
    found = {}
    for name in RULES:
        losses = [last_epoch(name, x, y, B, lr, epochs, seed) for lr in rates]
        found[f"{name}, η"] = rates[int(np.argmin(losses))]
        found[f"{name}, loss"] = min(losses)
    return found


def grows_like_root(n: dict[str, float]) -> bool:
    """κ times 100: 50 to 150 times the steps, with memory at most 20."""
    return 50 < n["sgd"] < 150 and max(n["momentum"], n["nesterov"]) < 20


def feels_the_turn(n: dict[str, float]) -> bool:
    """Along an axis κ changes nothing; turned it takes 3 times the steps."""
    same = abs(n["axis, κ 1000"] / n["axis, κ 10"] - 1) < 0.05
    return same and n["turned, κ 1000"] > 3 * n["turned, κ 10"]


def as_few_steps(n: dict[str, float]) -> bool:
    """32 and all: the same to a quarter; one sample at most twice that."""
    near = 0.75 < n["B = 32"] / n[f"B = {N}"] < 1.34
    return near and n["B = 1"] < 2 * n[f"B = {N}"]


def only_the_large(n: dict[str, float]) -> bool:
    """The larger rate ends lower with a batch of 32, higher with one."""
    return (
        n["B = 32, η = high"] < n["B = 32, η = low"]
        and n["B = 1, η = high"] > n["B = 1, η = low"]
    )


def tuned_alike(n: dict[str, float]) -> bool:
    """Nesterov, AdaGrad and Adam, each at its best rate: within 0.05."""
    losses = [n[f"{name}, loss"] for name in ("nesterov", "adagrad", "adam")]
    return max(losses) - min(losses) < 0.05


CLAIMS = {
    "root-of-kappa": Claim(
        valley,
        grows_like_root,
        varied(5, D=[10], goal=[1e-6], narrow=[30]),
    ),
    "turned-valley": Claim(
        turned,
        feels_the_turn,
        varied(6, angle=[20, 70], lr=[0.03, 0.3], name=["adagrad"]),
    ),
    "steps-alike": Claim(
        to_the_goal,
        as_few_steps,
        varied(6, lr=[0.15, 0.6], goal=[0.3], split=["drawn"]),
    ),
    "larger-batch-larger-rate": Claim(
        two_rates,
        only_the_large,
        varied(6, low=[0.1], high=[3.0], steps=[2000], split=["drawn"]),
    ),
    "floor-by-ratio": Claim(
        floors,
        lambda n: max(n.values()) < 2 * min(n.values()),
        varied(6, lam=[0.003, 0.03], steps=[3000], split=["drawn"]),
    ),
    "schedule-has-both": Claim(
        with_schedule,
        lambda n: n["cosine"] < n["best of five"],
        varied(
            6, B=[4, 32], steps=[600, 2400], peak=[0.05, 0.3], split=["drawn"]
        ),
    ),
    "own-rate": Claim(
        best_rates,
        lambda n: n["sgd, η"] >= 3 * n["adam, η"],
        varied(5, B=[8, 128], epochs=[1, 6], split=["drawn"], fine=[2]),
    ),
    "tuned-alike": Claim(
        best_rates,
        tuned_alike,
        varied(5, B=[8, 128], epochs=[1, 6], split=["drawn"], fine=[2]),
    ),
}
