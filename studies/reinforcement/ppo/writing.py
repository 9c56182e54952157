"""The policy that writes two digits: with a mean of the group, with a KL."""

import numpy as np

from snippets.reinforcement.ppo_group import (
    Writer,
    init_writer,
    text_odds,
    train_writer,
    writer_gradient,
)


def rule(total):
    """A reward of 1 for two digits that add up to the total."""
    digits = np.arange(10)
    return (digits[:, None] + digits == total).astype(float)


def without_mean(rng, start, reward, steps, K=8, lr=1.0):
    """As train_writer, each reward itself in place of the advantage."""
    writer = start
    for _ in range(steps):
        pi = np.exp(text_odds(writer))
        drawn = rng.choice(pi.size, size=K, p=pi.ravel() / pi.sum())
        text = np.stack(np.divmod(drawn, len(pi)), axis=1)
        weight = reward[tuple(text.T)]
        grads = writer_gradient(writer, start, text, weight, 0.0)
        pairs = zip(writer, grads, strict=True)
        writer = Writer(*(a - lr * da for a, da in pairs))
    return writer


def measured(writer, start, right):
    """The share of right texts, the distance from the start, answers in use."""
    log_pi = text_odds(writer)
    pi = np.exp(log_pi)
    share = (pi * right).sum()
    each = pi[right > 0] / share
    used = np.exp(-(each * np.log(each + 1e-300)).sum())
    kl = (pi * (log_pi - text_odds(start))).sum()
    return {"right": float(share), "kl": float(kl), "used": float(used)}


def written(seed=0, beta=0.0, lr=1.0, steps=1000, K=8, total=12):
    """What GRPO makes of a random writer."""
    rng = np.random.default_rng(seed)
    start, right = init_writer(rng, 10), rule(total)
    writer = train_writer(rng, start, right, steps, K, lr, beta)
    return measured(writer, start, right)


def best_share(seed, mean, added, steps=300, K=8, total=12):
    """The best mean share of right texts of five writers, rewards + added."""
    train = train_writer if mean else without_mean
    found = []
    for lr in (0.03, 0.1, 0.3, 1, 3, 10):
        shares = []
        for n in range(5 * seed, 5 * seed + 5):
            rng = np.random.default_rng(n)
            start, right = init_writer(rng, 10), rule(total)
            writer = train(rng, start, right + added, steps, K, lr)
            shares.append(measured(writer, start, right)["right"])
        found.append(np.mean(shares))
    return float(max(found))
