"""The program of the page: four weights hold a pole, many games at once."""

import numpy as np

from snippets.reinforcement.policy_gradient_env import Carts

INF = float("inf")
RATES = (3.0, 10.0, 30.0, 100.0, 300.0)


def odds_of(w, x):
    """The probability of action 1, x (…, 4)."""
    return 1 / (1 + np.exp(-(x @ w).clip(-50, 50)))


def four_games(w, rng, B):
    """All steps of B games, at most 500 each: x, a, steps left, and lengths."""
    env, rows = Carts(), []
    x, alive = env.reset(rng, B), np.ones(B, bool)
    while alive.any() and len(rows) < 500:
        a = rng.random(B) < odds_of(w, x)
        rows.append((x, a, alive))
        x, _, over = env.step(rng, x, a.astype(int))
        alive = alive & ~over
        x = np.where(alive[:, None], x, 0)
    xs, actions, alive = map(np.stack, zip(*rows, strict=True))
    left = alive[::-1].cumsum(axis=0)[::-1]
    left = left[alive].astype(float)
    return xs[alive], actions[alive], left, alive.sum(axis=0)


def push_four(w, batch, lr, steps, eps):
    """The weights after so many steps with the games of a batch."""
    x, a, left, _ = batch
    A = (left - left.mean()) / (left.std() + 1e-8)
    p = odds_of(w, x)
    old = np.where(a, p, 1 - p)
    for _ in range(steps):
        p = odds_of(w, x)
        ratio = np.where(a, p, 1 - p) / old
        kept = ratio * A <= ratio.clip(1 - eps, 1 + eps) * A
        w = w + lr * ((kept * ratio * A * (a - p))[:, None] * x).mean(axis=0)
    return w


def four_curve(seed, lr, steps, eps, batches=20, B=8):
    """The mean return of each batch."""
    rng = np.random.default_rng(seed)
    w, curve = np.zeros(4), []
    for _ in range(batches):
        batch = four_games(w, rng, B)
        curve.append(batch[3].mean())
        w = push_four(w, batch, lr, steps, eps)
    return np.array(curve)
