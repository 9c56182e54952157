"""Do the conclusions about policy gradients hold at other rates and sizes?"""

from functools import partial

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
from snippets.reinforcement.policy_gradient_agent import (
    AgentSettings,
    init_agent,
    train_agent,
)
from snippets.reinforcement.policy_gradient_env import Carts, Tables, roll_out
from studies.trying import Claim, varied

GOOD = 400  # of 500 steps


def cart_curve(seed, H, **how):
    """The mean return of each batch of 8 games on the cart."""
    rng = np.random.default_rng(seed)
    agent = init_agent(rng, (4, H), 2)
    play = partial(roll_out, Carts())
    return train_agent(rng, agent, play, AgentSettings(**how))[1][:, 0]


def ended(seed=0, lr=0.03, H=32, steps=20, eps=0.2, batches=60):
    """The mean return of the last ten batches, 80 games."""
    how = {"lr": lr, "steps": steps, "eps": eps, "batches": batches}
    return {"end": cart_curve(seed, H, **how)[-10:].mean()}


def unclipped(lr=0.001, **setting):
    """The same with the bare ratio, at a small rate."""
    return ended(lr=lr, eps=float("inf"), **setting)


def reached(seed=0, lr=0.03, H=32, gamma=0.99) -> dict[str, float]:
    """Games until a batch returns above 400: one step, 20 clipped ones."""
    found = {}
    for name, steps in ("one", 1), ("twenty", 20):
        curve = cart_curve(seed, H, lr=lr, steps=steps, gamma=gamma, batches=60)
        above = curve > GOOD
        found[name] = 8 * (above.argmax() + 1) if above.any() else 9999
    return found


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


def good(numbers: dict[str, float]) -> bool:
    """The last games hold the pole for more than 400 steps on average."""
    return numbers["end"] > GOOD


def in_fewer_games(numbers: dict[str, float]) -> bool:
    """Twenty clipped steps with a batch need fewer games."""
    return numbers["twenty"] < numbers["one"]


def V_least(numbers: dict[str, float]) -> bool:
    """No other weight has a smaller variance than the value's."""
    return numbers["V"] == min(numbers.values())


SMALL = [0.0005, 0.002]
CLAIMS = {
    "clip-many-rates": Claim(ended, good, varied(5, lr=[0.003, 0.01], H=[64])),
    "small-rate-unclipped": Claim(unclipped, good, varied(5, lr=SMALL, H=[64])),
    "ppo-fewer-games": Claim(
        reached, in_fewer_games, varied(5, lr=[0.01], H=[64])
    ),
    "value-least-variance": Claim(
        variances, V_least, varied(5, gamma=[0.8, 0.95], steps=[10, 30])
    ),
}
