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
from snippets.reinforcement.policy_gradient_env import Carts, Tables, roll_out
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


def by_trying(seed=0, lr=1.0, batches=20, B=8) -> dict[str, float]:
    """Steps of four weights after all games, of chance, and the weights."""
    rng = np.random.default_rng(seed)
    w, steps = np.zeros(4), []
    for _ in range(batches):
        pi = MLPParams([np.stack([0 * w, w], axis=1)], [np.zeros(2)])
        games = roll_out(Carts(), rng, pi, B)
        x, action = games.x[games.alive], games.action[games.alive]
        left = games.alive[::-1].cumsum(axis=0)[::-1][games.alive]
        p = 1 / (1 + np.exp(-(x @ w)))
        push = (action - p)[:, None] * x
        w = w + lr * ((left - left.mean())[:, None] * push).mean(axis=0)
        steps.append(games.alive.sum(axis=0).mean())
    zeros = MLPParams([np.zeros((4, 2))], [np.zeros(2)])
    chance = roll_out(Carts(), rng, zeros, 100).alive.sum(axis=0).mean()
    parts = dict(zip(("place", "speed", "angle", "turn"), w, strict=True))
    return {"steps": float(np.mean(steps[-5:])), "chance": chance, **parts}


def pulled(pays, lr, rng, baseline, steps, runs=200) -> float:
    """Percent of runs that end with more than 90 % on a poor arm."""
    theta, seen = np.zeros((runs, 3)), 0.0
    for t in range(1, steps + 1):
        odds = softmax_forward(theta)
        u = rng.random((runs, 1))
        a = (odds.cumsum(axis=1) <= u).sum(axis=1).clip(0, 2)
        seen = pays[a] if t == 1 else seen
        advantage = pays[a] - baseline * seen
        seen = seen + (pays[a] - seen) / t
        theta = theta + lr * advantage[:, None] * (np.eye(3)[a] - odds)
    poor = softmax_forward(theta)[:, :2] > 0.9
    return 100 * float(poor.any(axis=1).mean())


def added(seed=0, lr=0.1, more=10.0, steps=1000) -> dict[str, float]:
    """Runs on a poor arm, in percent, where every arm pays so much more."""
    pays = np.array([1.0, 2.0, 6.0])
    return {
        name: pulled(paid, lr, np.random.default_rng(seed), baseline, steps)
        for name, paid, baseline in (
            ("as it was", pays, False),
            ("more", pays + more, False),
            ("more, baseline", pays + more, True),
        )
    }


def held_longer(numbers: dict[str, float]) -> bool:
    """More than three times as long as chance."""
    return numbers["steps"] > 3 * numbers["chance"]


def angle_heaviest(numbers: dict[str, float]) -> bool:
    """Angle and its speed weigh more than either number of the cart."""
    cart = max(abs(numbers["place"]), abs(numbers["speed"]))
    return min(numbers["angle"], numbers["turn"]) > cart


def constant_misleads(numbers: dict[str, float]) -> bool:
    """More poor ends than without the constant, and than with a baseline."""
    others = numbers["as it was"], numbers["more, baseline"]
    return numbers["more"] > max(others)


def V_least(numbers: dict[str, float]) -> bool:
    """No other weight has a smaller variance than the value's."""
    return numbers["V"] == min(numbers.values())


TRIED = varied(8, lr=[0.3, 2.0], batches=[15, 30], B=[4, 16])
CLAIMS = {
    "held-by-trying": Claim(by_trying, held_longer, TRIED),
    "angle-heaviest": Claim(by_trying, angle_heaviest, TRIED),
    "constant-misleads": Claim(
        added,
        constant_misleads,
        varied(5, lr=[0.03, 0.3, 1.0], more=[5.0, 30.0], steps=[300, 3000]),
    ),
    "value-least-variance": Claim(
        variances, V_least, varied(5, gamma=[0.8, 0.95], steps=[10, 30])
    ),
}
