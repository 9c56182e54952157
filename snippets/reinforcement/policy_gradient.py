"""Policy gradient: odds of actions and REINFORCE's loss, in NumPy.

Papers    Williams 1992, doi:10.1007/BF00992696 (REINFORCE)
          Sutton et al. 2000, NeurIPS 12 (the gradient of a value)
Twin      policy_gradient_torch.py; who learns: policy_gradient_agent.py
Axes      T steps, B games, N steps of all games, D width of x, A actions
Letters   pi policy, G rewards to go
"""

import numpy as np

from snippets.feedforward.mlp import MLPParams, mlp_backward, mlp_forward
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect
from snippets.reinforcement.planning import expect_discount


# --8<-- [start:policy_forward]
def policy_forward(pi: MLPParams, x: np.ndarray):
    """Observations x (N, D) → log_pi (N, A), cache; or ValueError."""
    a, cache = mlp_forward(pi, x)
    a = a - a.max(axis=1, keepdims=True)  # (N, A)
    log_pi = a - np.log(np.exp(a).sum(axis=1, keepdims=True))  # (N, A)
    return log_pi, (cache, np.exp(log_pi))


def policy_entropy(log_pi: np.ndarray) -> np.ndarray:
    """The entropy of each row of log_pi (N, A), in nats; ln A if undecided."""
    expect("log_pi", log_pi, "N", "A")
    return -(np.exp(log_pi) * log_pi).sum(axis=1)  # (N,)
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


if __name__ == "__main__":
    q = np.array([1.0, 2.0, 6.0])  # (3,)
    pi = MLPParams(
        [np.ones((1, 2)), np.zeros((2, 3))], [np.ones(2), np.zeros(3)]
    )
    log_pi, cache = policy_forward(pi, np.ones((30_000, 1)))
    print("entropy", policy_entropy(log_pi).mean().round(4))
    action = np.random.default_rng(0).integers(3, size=len(log_pi))  # (30000,)
    G = reward_to_go(q[action][None])[0]  # (30000,)
    _, dlog_pi = reinforce_loss(log_pi, action, G)
    _, grads = policy_backward(dlog_pi, cache)
    print("slopes of the scores by REINFORCE", -grads.bs[-1].round(2))
    print("exact slopes", ((q - q.mean()) / 3).round(2))
