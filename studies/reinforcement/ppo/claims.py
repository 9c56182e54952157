"""Does what is said of PPO hold at other rates, sizes, seeds and critics?"""

from functools import partial

import numpy as np

from snippets.feedforward.mlp import MLPParams
from snippets.foundations.activation import softmax_backward, softmax_forward
from snippets.reinforcement.planning import MDP, policy_value
from snippets.reinforcement.planning_env import GridWorld
from snippets.reinforcement.policy_gradient_agent import init_agent
from snippets.reinforcement.policy_gradient_env import Carts, Tables, roll_out
from snippets.reinforcement.ppo import gae
from snippets.reinforcement.ppo_agent import PPOSettings, train_ppo
from studies.reinforcement.policy_gradient.claims import climbed
from studies.reinforcement.ppo.four import (
    INF,
    RATES,
    four_curve,
    four_games,
    odds_of,
    push_four,
)
from studies.reinforcement.ppo.writing import best_share, written
from studies.trying import Claim, varied

GOOD = 400  # of 500 steps
LAMS = (0.0, 0.3, 0.5, 0.7, 0.9, 1.0)


def cart_curve(seed, H, **how):
    """The mean return of each batch of 8 games on the cart."""
    rng = np.random.default_rng(seed)
    play = partial(roll_out, Carts())
    agent = init_agent(rng, (4, H), 2)
    return train_ppo(rng, agent, play, PPOSettings(**how))[1][:, 0]


def ended(seed=0, lr=0.03, H=32, steps=20, eps=0.2, batches=60):
    """The mean return of the last ten batches, 80 games."""
    how = {"lr": lr, "steps": steps, "eps": eps, "batches": batches}
    return {"end": cart_curve(seed, H, **how)[-10:].mean()}


def unclipped(lr=0.001, **setting):
    """The same with the bare ratio, at a small rate."""
    return ended(lr=lr, eps=INF, **setting)


def reached(seed=0, lr=0.03, H=32, gamma=0.99) -> dict[str, float]:
    """Games until a batch returns above 400: one step, 20 clipped ones."""
    found = {}
    for name, steps in ("one", 1), ("twenty", 20):
        curve = cart_curve(seed, H, lr=lr, steps=steps, gamma=gamma, batches=60)
        above = curve > GOOD
        found[name] = 8 * (above.argmax() + 1) if above.any() else 9999
    return found


def four_searched(seed=0, steps=20, B=8, batches=20) -> dict[str, float]:
    """Four weights: the mean of all games of three runs, at the best rate."""
    found, runs = {}, range(3 * seed, 3 * seed + 3)
    for name, count in ("one", 1), ("many", steps):
        means = [
            np.mean([four_curve(n, lr, count, INF, batches, B) for n in runs])
            for lr in RATES
        ]
        found[name] = float(max(means))
    return found


def strayed(seed=0, lr=30.0, B=8, steps=20) -> dict[str, float]:
    """The share of ratios beyond 1 ± 0.2 after the clipped steps."""
    batch = four_games(np.zeros(4), np.random.default_rng(seed), B)
    p = odds_of(push_four(np.zeros(4), batch, lr, steps, 0.2), batch[0])
    ratio = np.where(batch[1], p, 1 - p) / 0.5
    return {"beyond": float((abs(ratio - 1) > 0.2).mean())}


def expected(mdp, start, scores, critic, gamma, lam):
    """What GAE says of the gradient in the mean, (12, 4), without drawing."""
    odds = softmax_forward(scores)
    system = policy_value(mdp, odds, gamma)[1][2]
    error = mdp.R + gamma * mdp.P @ critic - critic[:, None]
    after, _ = policy_value(MDP(mdp.P, error), odds, gamma * lam)
    A = error + gamma * lam * mdp.P @ after
    visits = np.linalg.solve(system.T, start)
    return softmax_backward(visits[:, None] * A, odds)


def single(games, critic, odds, gamma, lam):
    """What each game says of the gradient, (B, 12, 4)."""
    x, action, reward, alive = games
    T, B = reward.shape
    state = x.argmax(axis=2)
    v = np.zeros((T + 1, B))
    v[:-1] = critic[state] * alive
    over = ~np.concatenate([alive[1:], np.zeros((1, B), bool)])
    A = gae(reward, v, over, gamma, lam) * alive
    A = A * gamma ** np.arange(T)[:, None]
    push = np.eye(4)[action] - odds[state]
    each = np.zeros((B, 12, 4))
    for t in range(T):
        each[np.arange(B), state[t]] += A[t][:, None] * push[t]
    return each


def lambda_errors(seed=0, gamma=0.9, steps=0, share=0.5, n=100, B=1000):
    """Error of n games at each λ, as shares of the gradient's length.

    The critic says only a share of the values. Bias exact, variance measured.
    """
    world = GridWorld()
    mdp, start = world.mdp(), np.eye(12)[world.start]
    scores, V, exact = climbed(mdp, start, gamma, steps)
    odds = softmax_forward(scores)
    rng = np.random.default_rng(seed)
    pi = MLPParams([scores], [np.zeros(4)])
    games = roll_out(Tables(mdp, world.start), rng, pi, B, 100)
    found = {}
    for lam in LAMS:
        mean = expected(mdp, start, scores, share * V, gamma, lam)
        each = single(games, share * V, odds, gamma, lam)
        spread = ((each - mean) ** 2).sum(axis=(1, 2)).mean()
        bias = ((mean - exact) ** 2).sum()
        size = np.linalg.norm(exact)
        found[f"bias {lam:g}"] = bias**0.5 / size
        found[f"spread {lam:g}"] = spread**0.5 / size
        found[f"error {lam:g}"] = (bias + spread / n) ** 0.5 / size
    return found


def kept_answers(seed=0, beta=0.2, **setting) -> dict[str, float]:
    """Answers in use with the penalty and without."""
    free, held = (written(seed, b, **setting) for b in (0.0, beta))
    return {"free": free["used"], "held": held["used"]}


def added_ten(seed=0, added=10.0, **setting) -> dict[str, float]:
    """The best mean share of right texts, each with the same search."""
    return {
        "mean": best_share(seed, True, added, **setting),
        "plain": best_share(seed, False, added, **setting),
    }


def good(numbers: dict[str, float]) -> bool:
    """The last games hold the pole for more than 400 steps on average."""
    return numbers["end"] > GOOD


def in_fewer_games(numbers: dict[str, float]) -> bool:
    """Twenty clipped steps with a batch need fewer games."""
    return numbers["twenty"] < numbers["one"]


def many_better(numbers: dict[str, float]) -> bool:
    """Several steps with a batch hold the pole longer in the same games."""
    return numbers["many"] > numbers["one"]


def beyond(numbers: dict[str, float]) -> bool:
    """More than one ratio in 20 lies beyond."""
    return numbers["beyond"] > 0.05


def between(numbers: dict[str, float]) -> bool:
    """Bias falls with λ, and the least error lies at neither end."""
    bias = [numbers[f"bias {lam:g}"] for lam in LAMS]
    error = [numbers[f"error {lam:g}"] for lam in LAMS]
    return bool(np.all(np.diff(bias) < 0)) and 0 < int(np.argmin(error)) < 5


def more_answers(numbers: dict[str, float]) -> bool:
    """The penalty keeps more answers in use."""
    return numbers["held"] > numbers["free"]


def mean_better(numbers: dict[str, float]) -> bool:
    """With the group's mean more texts end up right."""
    return numbers["mean"] > numbers["plain"]


SMALL = [0.0005, 0.002]
CLAIMS = {
    "several-beat-one": Claim(
        four_searched,
        many_better,
        varied(5, steps=[5, 40], B=[4, 16], batches=[40]),
    ),
    "clip-many-rates": Claim(ended, good, varied(5, lr=[0.003, 0.01], H=[64])),
    "small-rate-unclipped": Claim(unclipped, good, varied(5, lr=SMALL, H=[64])),
    "ppo-fewer-games": Claim(
        reached, in_fewer_games, varied(5, lr=[0.01], H=[64])
    ),
    "clip-no-bound": Claim(
        strayed, beyond, varied(5, lr=[3.0, 10.0, 100.0], B=[32])
    ),
    "lambda-between": Claim(
        lambda_errors,
        between,
        varied(
            5,
            steps=[10, 30],
            share=[0.0, 0.7],
            gamma=[0.8, 0.95],
            n=[30, 300],
        ),
    ),
    "kl-keeps-answers": Claim(
        kept_answers, more_answers, varied(5, lr=[0.3, 3.0], K=[16], total=[9])
    ),
    "mean-of-group": Claim(
        added_ten, mean_better, varied(5, K=[4, 16], total=[9], added=[30.0])
    ),
}
