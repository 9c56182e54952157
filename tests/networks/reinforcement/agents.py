"""Agents without a bias that is 0, their batches, and exact slopes, for tests."""

import numpy as np

from snippets.feedforward.mlp import MLPParams, init_mlp
from snippets.foundations.activation import softmax_backward
from snippets.reinforcement import planning
from snippets.reinforcement.policy_gradient import policy_forward

N, D, H, A = 7, 4, 5, 3  # all different: a swapped axis is seen


def noisy(rng, widths):
    """A network of which no bias is 0."""
    Ws, bs = init_mlp(rng, widths)
    return MLPParams(Ws, [rng.normal(size=b.shape) for b in bs])


def batch_of(rng, pi):
    """x, action, log_old, advantage, G; some ratios are outside of the clip."""
    x, action = rng.normal(size=(N, D)), rng.integers(A, size=N)
    log_pi, _ = policy_forward(pi, x)
    log_old = log_pi[range(N), action] + np.linspace(-0.6, 0.6, N)
    advantage = np.array([1.0, -2, 3, -1, 2, 1.5, -0.5])
    return x, action, log_old, advantage, rng.normal(size=N)


def named(agent):
    """Every array of an agent by its name."""
    return {
        f"{part}.{letter}_{n}": array
        for part, player in agent._asdict().items()
        for letter, arrays in zip("Wb", player, strict=True)
        for n, array in enumerate(arrays)
    }


def exact(mdp, theta, start):
    """The gradient of the expected return of a table of scores."""
    log_pi, _ = policy_forward(MLPParams([theta], [np.zeros(4)]), np.eye(12))
    V, cache = planning.policy_value(mdp, np.exp(log_pi), 0.9)
    _, dpi = planning.policy_value_backward(np.eye(12)[start], cache)
    return V, softmax_backward(dpi, np.exp(log_pi))
