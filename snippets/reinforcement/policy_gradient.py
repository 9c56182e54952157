"""Policy gradient: REINFORCE with a baseline, and PPO, by hand in NumPy.

Papers    Williams 1992, doi:10.1007/BF00992696 (REINFORCE)
          Sutton et al. 2000, NeurIPS 12 (the gradient of a value)
          Schulman et al. 2017, doi:10.48550/arXiv.1707.06347 (PPO)
Twin      policy_gradient_torch.py
Axes      T steps, B games, N steps of all games, D width of x, A actions
Letters   pi policy, G rewards to go, v what was expected
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole, mse
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.reinforcement.planning import expect_discount


# --8<-- [start:policy_forward]
def policy_forward(pi: MLPParams, x: np.ndarray):
    """Observations x (N, D) → log_pi (N, A), cache; or ValueError."""
    a, cache = mlp_forward(pi, x)
    a = a - a.max(axis=1, keepdims=True)  # (N, A)
    log_pi = a - np.log(np.exp(a).sum(axis=1, keepdims=True))  # (N, A)
    return log_pi, (cache, np.exp(log_pi))


def policy_entropy(log_pi: np.ndarray):
    """The mean entropy of log_pi (N, A), in nats: ln A if all are alike."""
    return -(np.exp(log_pi) * log_pi).sum(axis=1).mean()
    # --8<-- [end:policy_forward]


# --8<-- [start:policy_backward]
def policy_backward(dlog_pi: np.ndarray, cache):
    """Gradient dlog_pi (N, A) → dx (N, D), grads; or ValueError."""
    cache, p = cache
    expect("dlog_pi", dlog_pi, *p.shape)
    da = dlog_pi - p * dlog_pi.sum(axis=1, keepdims=True)  # (N, A)
    return mlp_backward(da, cache)
    # --8<-- [end:policy_backward]


# --8<-- [start:reward_to_go]
def reward_to_go(reward: np.ndarray, gamma=0.99) -> np.ndarray:
    """G (T, B): the rewards (T, B) from each step on, later ones less."""
    expect("reward", reward, "T", "B")
    expect_discount(gamma)
    G = reward.copy()  # (T, B)
    for t in range(len(G) - 2, -1, -1):
        G[t] += gamma * G[t + 1]
    return G
    # --8<-- [end:reward_to_go]


# --8<-- [start:reinforce]
def reinforce_loss(log_pi, action, advantage):
    """−mean(advantage · log π(action)), its gradient dlog_pi (N, A).

    log_pi (N, A), action (N,), advantage (N,). ValueError if they misfit.
    """
    expect("log_pi", log_pi, "N", "A")
    N, A = log_pi.shape
    expect_whole("action", action, 0, A - 1, N)
    expect("advantage", advantage, N)
    n = np.arange(N)  # (N,)
    dlog_pi = np.zeros_like(log_pi)  # (N, A)
    dlog_pi[n, action] = -advantage / N
    return -(advantage * log_pi[n, action]).mean(), dlog_pi
    # --8<-- [end:reinforce]


# --8<-- [start:ppo]
def ppo_loss(log_pi, log_old, action, advantage, eps=0.2):
    """−mean(min(ratio · advantage, clipped ratio · advantage)), dlog_pi.

    log_old (N,): log π(action) when the games were played. The others as in
    reinforce_loss. ValueError if they misfit.
    """
    _, dlog_pi = reinforce_loss(log_pi, action, advantage)
    expect("log_old", log_old, len(log_pi))
    ratio = np.exp(log_pi[np.arange(len(log_pi)), action] - log_old)  # (N,)
    free = ratio * advantage  # (N,)
    held = ratio.clip(1 - eps, 1 + eps) * advantage  # (N,)
    slope = ratio * (free <= held)  # (N,)
    return -np.minimum(free, held).mean(), dlog_pi * slope[:, None]
    # --8<-- [end:ppo]


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
def train_agent(rng, agent, play, gamma=0.99, lr=0.03, batches=40, steps=1,
                eps=0.2, baseline=True):  # fmt: skip
    """Play and learn, batches times: agent; mean returns and entropies.

    play(rng, pi) → x (T, B, D) and action, reward, alive (T, B). 1 step is
    REINFORCE, more are PPO; eps = inf does not clip.
    """
    expect_count("batches, steps", batches, steps)
    record = []
    state = adam_init(agent)
    for _ in range(batches):
        games = play(rng, agent.pi)
        batch = judge(agent, games, gamma, baseline)
        entropy = policy_entropy(policy_forward(agent.pi, batch[0])[0])
        record.append((games[2].sum(axis=0).mean(), entropy))
        for _ in range(steps):
            grads = agent_gradient(agent, *batch, eps)
            agent, state = adam_step(agent, grads, state, lr=lr)
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
    agent, record = train_agent(rng, init_agent(rng, (1, 8), 3), _pull)
    print("mean rewards", *record[[0, 10, 39], 0].round(1))
