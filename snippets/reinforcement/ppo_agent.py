"""An agent plays, and takes several clipped steps with each batch, in NumPy.

Papers    Schulman et al. 2017, doi:10.48550/arXiv.1707.06347 (PPO)
          Schulman et al. 2016, doi:10.48550/arXiv.1506.02438 (GAE)
Axes      T steps, B games, N steps of all games, D width of x, A actions
Letters   pi policy, G rewards to go, v what was expected, lam the λ of GAE
Use       x of four numbers, two actions; the likeliest action:

    agent = init_agent(rng, (4, 64), 2)
    agent, record = train_ppo(rng, agent, play, how)
    x = play(rng, agent.pi)[0][0]  # (B, 4)
    policy_forward(agent.pi, x)[0].argmax(axis=1)  # (B,)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import mlp_forward
from snippets.foundations.neuron import expect_count
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.reinforcement.policy_gradient import (
    policy_backward,
    policy_entropy,
    policy_forward,
    reward_to_go,
)
from snippets.reinforcement.policy_gradient_agent import (
    Agent,
    critic_gradient,
    init_agent,
    normalised,
)
from snippets.reinforcement.ppo import gae, ppo_loss


# --8<-- [start:ppo_gradient]
def judge_ppo(agent: Agent, games, gamma, lam):
    """All steps in a row: x (N, D); action, log_old, advantage, G (N,)."""
    x, action, reward, alive = games
    reward = (1 - gamma) * reward  # (T, B)
    T, B = reward.shape
    v = np.zeros((T + 1, B), reward.dtype)  # (T+1, B)
    v[:-1][alive] = mlp_forward(agent.v, x[alive])[0][:, 0]
    over = ~np.concatenate([alive[1:], np.zeros((1, B), bool)])  # (T, B)
    advantage = gae(reward, v, over, gamma, lam)[alive]  # (N,)
    G = reward_to_go(reward, gamma)[alive]  # (N,)
    x, action = x[alive], action[alive]  # (N, D), (N,)
    log_pi, _ = policy_forward(agent.pi, x)
    log_old = log_pi[np.arange(len(x)), action]  # (N,)
    advantage = normalised(advantage)  # (N,)
    return x, action, log_old, advantage, G  # (N, D), (N,), (N,), (N,), (N,)


def ppo_gradient(agent: Agent, x, action, log_old, advantage, G, eps=0.2):
    """Gradients of PPO's loss for pi, and of v's mean squared error to G.

    x (N, D), the others (N,), as judge_ppo makes them. ValueError if they
    misfit.
    """
    log_pi, cache = policy_forward(agent.pi, x)
    _, dlog_pi = ppo_loss(log_pi, log_old, action, advantage, eps)
    _, dpi = policy_backward(dlog_pi, cache)
    return Agent(dpi, critic_gradient(agent.v, x, G))
    # --8<-- [end:ppo_gradient]


# --8<-- [start:train_ppo]
class PPOSettings(NamedTuple):
    gamma: float = 0.99
    lam: float = 1.0  # of GAE; 1 is G − v
    lr: float = 0.03
    batches: int = 40  # of games
    steps: int = 20  # with each batch
    eps: float = 0.2  # of the clip; inf does not clip


def train_ppo(rng, agent, play, how: PPOSettings):
    """Play and learn: agent; mean returns and entropies (batches, 2).

    play(rng, pi) → x (T, B, D) and action, reward, alive (T, B).
    """
    expect_count("batches, steps", how.batches, how.steps)
    record = []
    state = adam_init(agent)
    for _ in range(how.batches):
        games = play(rng, agent.pi)
        batch = judge_ppo(agent, games, how.gamma, how.lam)
        log_pi, _ = policy_forward(agent.pi, batch[0])
        entropy = policy_entropy(log_pi).mean()
        record.append((games[2].sum(axis=0).mean(), entropy))
        for _ in range(how.steps):
            grads = ppo_gradient(agent, *batch, how.eps)
            agent, state = adam_step(agent, grads, state, lr=how.lr)
    return agent, np.array(record)
    # --8<-- [end:train_ppo]


if __name__ == "__main__":
    q = np.array([1.0, 2.0, 6.0])  # (3,)

    def _pull(rng, pi):
        x = np.ones((1, 50, 1))  # (1, 50, 1)
        p = np.exp(policy_forward(pi, x[0])[0][0])  # (3,)
        action = rng.choice(3, size=(1, 50), p=p)  # (1, 50)
        return x, action, q[action], x[..., 0] > 0  # (1, 50, 1), 3 × (1, 50)

    rng = np.random.default_rng(0)
    agent, record = train_ppo(
        rng, init_agent(rng, (1, 8), 3), _pull, PPOSettings(batches=11)
    )
    print("mean rewards", *record[[0, 2, 10], 0].round(1))
