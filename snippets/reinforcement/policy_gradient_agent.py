"""An agent with a policy and a baseline plays, judges and learns, in NumPy.

Papers    Williams 1992, doi:10.1007/BF00992696 (REINFORCE, baseline)
          Schulman et al. 2017, doi:10.48550/arXiv.1707.06347 (PPO)
Axes      T steps, B games, N steps of all games, D width of x, A actions
Letters   pi policy, G rewards to go, v what was expected
Use       x of four numbers, two actions; the likeliest action:

    agent = init_agent(rng, (4, 64), 2)
    agent, record = train_agent(rng, agent, play, how)
    x = play(rng, agent.pi)[0][0]  # (B, 4)
    policy_forward(agent.pi, x)[0].argmax(axis=1)  # (B,)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import mse
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.reinforcement.policy_gradient import (
    policy_backward,
    policy_entropy,
    policy_forward,
    ppo_loss,
    reward_to_go,
)


# --8<-- [start:agent]
class Agent(NamedTuple):
    pi: MLPParams  # widths D, …, A
    v: MLPParams  # widths D, …, 1


def init_agent(rng: np.random.Generator, widths, A: int) -> Agent:
    """A policy and a value, as init_mlp; the last W is 0: all is alike."""
    expect_count("A", A)
    pi, v = (init_mlp(rng, (*widths, K)) for K in (A, 1))
    pi.Ws[-1] = np.zeros_like(pi.Ws[-1])  # (H, A)
    v.Ws[-1] = np.zeros_like(v.Ws[-1])  # (H, 1)
    return Agent(pi, v)
    # --8<-- [end:agent]


# --8<-- [start:judge]
def normalised(advantage: np.ndarray) -> np.ndarray:
    """Shifted to the mean 0, divided by the standard deviation; (N,)."""
    expect("advantage", advantage, "N")
    return (advantage - advantage.mean()) / (advantage.std() + 1e-8)  # (N,)


def judge(agent: Agent, games, gamma, baseline: bool):
    """All steps in a row: x (N, D); action, log_old, advantage, G (N,)."""
    x, action, reward, alive = games
    G = (1 - gamma) * reward_to_go(reward, gamma)  # (T, B)
    x, action, G = x[alive], action[alive], G[alive]  # (N, D), 2 × (N,)
    log_pi, _ = policy_forward(agent.pi, x)
    log_old = log_pi[np.arange(len(x)), action]  # (N,)
    v, _ = mlp_forward(agent.v, x)
    advantage = normalised(G - v[:, 0]) if baseline else G  # (N,)
    return x, action, log_old, advantage, G
    # --8<-- [end:judge]


# --8<-- [start:agent_gradient]
def agent_gradient(agent: Agent, x, action, log_old, advantage, G, eps=0.2):
    """Gradients of PPO's loss for pi, and of v's mean squared error to G.

    x (N, D), the others (N,), as judge makes them. ValueError if they misfit.
    """
    log_pi, cache = policy_forward(agent.pi, x)
    _, dlog_pi = ppo_loss(log_pi, log_old, action, advantage, eps)
    _, dpi = policy_backward(dlog_pi, cache)
    v, cache = mlp_forward(agent.v, x)
    expect("v", v, len(x), 1)
    expect("G", G, len(x))
    _, dv = mlp_backward(mse(v, G[:, None])[1], cache)
    return Agent(dpi, dv)
    # --8<-- [end:agent_gradient]


# --8<-- [start:train_agent]
class AgentSettings(NamedTuple):
    gamma: float = 0.99
    lr: float = 0.03
    batches: int = 40  # of games
    steps: int = 1  # with each batch: 1 is REINFORCE, more are PPO
    eps: float = 0.2  # of the clip; inf does not clip
    baseline: bool = True


def train_agent(rng, agent, play, how: AgentSettings):
    """Play and learn: agent; mean returns and entropies (batches, 2).

    play(rng, pi) → x (T, B, D) and action, reward, alive (T, B).
    """
    expect_count("batches, steps", how.batches, how.steps)
    record = []
    state = adam_init(agent)
    for _ in range(how.batches):
        games = play(rng, agent.pi)
        batch = judge(agent, games, how.gamma, how.baseline)
        log_pi, _ = policy_forward(agent.pi, batch[0])
        entropy = policy_entropy(log_pi).mean()
        record.append((games[2].sum(axis=0).mean(), entropy))
        for _ in range(how.steps):
            grads = agent_gradient(agent, *batch, how.eps)
            agent, state = adam_step(agent, grads, state, lr=how.lr)
    return agent, np.array(record)
    # --8<-- [end:train_agent]


if __name__ == "__main__":
    q = np.array([1.0, 2.0, 6.0])  # (3,)

    def _pull(rng, pi):
        x = np.ones((1, 50, 1))  # (1, 50, 1)
        p = np.exp(policy_forward(pi, x[0])[0][0])  # (3,)
        action = rng.choice(3, size=(1, 50), p=p)  # (1, 50)
        return x, action, q[action], x[..., 0] > 0  # (1, 50, 1), 3 × (1, 50)

    rng = np.random.default_rng(0)
    how = AgentSettings()
    agent, record = train_agent(rng, init_agent(rng, (1, 8), 3), _pull, how)
    print("mean rewards", *record[[0, 10, 39], 0].round(1))
