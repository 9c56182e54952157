"""Do the conclusions about policy gradients hold at other rates and sizes?"""

import numpy as np

from snippets.feedforward.mlp import MLPParams
from snippets.foundations.activation import softmax_backward, softmax_forward
from snippets.reinforcement.planning import (
    policy_value,
    policy_value_backward,
)
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.policy_gradient import (
    policy_backward,
    policy_forward,
    reinforce_loss,
    reward_to_go,
)
from snippets.reinforcement.policy_gradient_env import Tables, roll_out
from studies.trying import Claim, varied


def climbed(mdp, start, gamma, steps):
    """A table after so many exact steps, its values and gradient."""
    scores = np.zeros((12, 4))
    for step in range(steps + 1):
        odds = softmax_forward(scores)
        V, cache = policy_value(mdp, odds, gamma)
        _, dodds = policy_value_backward(start, cache)
        exact = softmax_backward(dodds, odds)
        if step < steps:
            scores = scores + 2 * exact
    return scores, V, exact


def slope(games, b, weight, pi):
    """What game b says of the gradient (12, 4)."""
    alive = games.alive[:, b]
    log_pi, cache = policy_forward(pi, games.x[alive, b])
    _, dlog = reinforce_loss(log_pi, games.action[alive, b], weight[alive, b])
    return -policy_backward(dlog * alive.sum(), cache)[1].Ws[0]


def variances(seed=0, gamma=0.9, steps=0, B=400) -> dict[str, float]:
    """Mean squared distance of a game's estimate from the exact gradient."""
    world = GridWorld()
    mdp, start = world.mdp(), np.eye(12)[world.start]
    scores, V, exact = climbed(mdp, start, gamma, steps)
    pi = MLPParams([scores], [np.zeros(4)])
    rng = np.random.default_rng(seed)
    games = roll_out(Tables(mdp, world.start), rng, pi, B, 100)
    G = reward_to_go(games.reward, gamma)
    shrink = gamma ** np.arange(len(G))[:, None]
    weights = {
        "return": G[:1].repeat(len(G), axis=0),
        "to go": shrink * G,
        "mean": shrink * (G - G[games.alive].mean()),
        "V": shrink * (G - games.x @ V),
    }
    found = {}
    for name, weight in weights.items():
        each = np.array([slope(games, b, weight, pi) for b in range(B)])
        found[name] = ((each - exact) ** 2).sum(axis=(1, 2)).mean()
    return found


def V_least(numbers: dict[str, float]) -> bool:
    """No other weight has a smaller variance than the value's."""
    return numbers["V"] == min(numbers.values())


CLAIMS = {
    "value-least-variance": Claim(
        variances, V_least, varied(5, gamma=[0.8, 0.95], steps=[10, 30])
    ),
}
