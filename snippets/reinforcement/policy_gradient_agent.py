"""An agent with a policy and a baseline plays, judges and learns, in NumPy.

Papers    Williams 1992, doi:10.1007/BF00992696 (REINFORCE, baseline)
          Sutton et al. 2000, NeurIPS 12 (policy gradient theorem)
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
    reinforce_loss,
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


# --8<-- [start:normalised]
def normalised(advantage: np.ndarray) -> np.ndarray:
    """Shifted to the mean 0, divided by the standard deviation; (N,)."""
    expect("advantage", advantage, "N")
    return (advantage - advantage.mean()) / (advantage.std() + 1e-8)  # (N,)
    # --8<-- [end:normalised]


# --8<-- [start:judge]
def judge(agent: Agent, games, gamma, baseline: bool):
    """All steps in a row: x (N, D); action, advantage, G (N,)."""
    x, action, reward, alive = games
    G = (1 - gamma) * reward_to_go(reward, gamma)  # (T, B)
    x, action, G = x[alive], action[alive], G[alive]  # (N, D), 2 × (N,)
    v, _ = mlp_forward(agent.v, x)
    advantage = normalised(G - v[:, 0]) if baseline else G  # (N,)
    return x, action, advantage, G
    # --8<-- [end:judge]


# --8<-- [start:critic]
def critic_gradient(v: MLPParams, x, G) -> MLPParams:
    """Gradient of v's mean squared error to G (N,); x (N, D)."""
    guess, cache = mlp_forward(v, x)
    expect("v", guess, len(x), 1)
    expect("G", G, len(x))
    _, dv = mlp_backward(mse(guess, G[:, None])[1], cache)
    return dv
    # --8<-- [end:critic]


# --8<-- [start:agent_gradient]
def agent_gradient(agent: Agent, x, action, advantage, G):
    """Gradients of REINFORCE's loss for pi, and of v's mean squared error to G.

    x (N, D), the others (N,), as judge makes them. ValueError if they misfit.
    """
    log_pi, cache = policy_forward(agent.pi, x)
    _, dlog_pi = reinforce_loss(log_pi, action, advantage)
    _, dpi = policy_backward(dlog_pi, cache)
    return Agent(dpi, critic_gradient(agent.v, x, G))
    # --8<-- [end:agent_gradient]


# --8<-- [start:train_agent]
class AgentSettings(NamedTuple):
    gamma: float = 0.99
    lr: float = 0.03
    batches: int = 40  # of games
    baseline: bool = True


def train_agent(rng, agent, play, how: AgentSettings):
    """Play and learn: agent; mean returns and entropies (batches, 2).

    play(rng, pi) → x (T, B, D) and action, reward, alive (T, B).
    """
    expect_count("batches", how.batches)
    record = []
    state = adam_init(agent)
    for _ in range(how.batches):
        games = play(rng, agent.pi)
        batch = judge(agent, games, how.gamma, how.baseline)
        log_pi, _ = policy_forward(agent.pi, batch[0])
        entropy = policy_entropy(log_pi).mean()
        record.append((games[2].sum(axis=0).mean(), entropy))
        grads = agent_gradient(agent, *batch)
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
