"""PPO: a clipped loss for several steps from one batch, and GAE, in NumPy.

Papers    Schulman et al. 2017, doi:10.48550/arXiv.1707.06347 (PPO)
          Schulman et al. 2016, doi:10.48550/arXiv.1506.02438 (GAE)
Twin      ppo_torch.py; who learns: ppo_agent.py; without critic: ppo_group.py
Axes      T steps, B games, N steps of all games, A actions
Letters   v what was expected, lam the λ of GAE
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect
from snippets.reinforcement.planning import expect_discount
from snippets.reinforcement.qlearning import expect_share


# --8<-- [start:ppo]
def ppo_loss(log_pi, log_old, action, advantage, eps=0.2):
    """−mean(min(ratio · advantage, clipped ratio · advantage)), dlog_pi.

    log_pi (N, A); action, advantage (N,); log_old (N,): log π(action) when
    the games were played. ValueError if they misfit. Schulman et al. 2017.
    """
    expect("log_pi", log_pi, "N", "A")
    N, A = log_pi.shape
    expect_whole("action", action, 0, A - 1, N)
    expect("log_old", log_old, N)
    expect("advantage", advantage, N)
    n = np.arange(N)  # (N,)
    ratio = np.exp(log_pi[n, action] - log_old)  # (N,)
    free = ratio * advantage  # (N,)
    held = ratio.clip(1 - eps, 1 + eps) * advantage  # (N,)
    dlog_pi = np.zeros_like(log_pi)  # (N, A)
    dlog_pi[n, action] = -free * (free <= held) / N
    return -np.minimum(free, held).mean(), dlog_pi
    # --8<-- [end:ppo]


# --8<-- [start:gae]
def gae(reward, v, over, gamma=0.99, lam=0.95) -> np.ndarray:
    """Advantages (T, B): TD errors, those further on less by γ λ a step.

    reward (T, B); v (T+1, B), the last row what is expected after the last
    step; over (T, B): whether a step ended its game. ValueError if they
    misfit. Schulman et al. 2016.
    """
    expect("reward", reward, "T", "B")
    T, B = reward.shape
    expect("v", v, T + 1, B)
    expect("over", over, T, B, kinds="b", what="booleans")
    expect_discount(gamma)
    expect_share("lam", lam)
    on = (~over).astype(reward.dtype)  # (T, B)
    advantage = reward + gamma * on * v[1:] - v[:-1]  # (T, B)
    for t in range(T - 2, -1, -1):
        advantage[t] += gamma * lam * on[t] * advantage[t + 1]
    return advantage
    # --8<-- [end:gae]


if __name__ == "__main__":
    ratio = np.array([1.5, 0.5, 1.5, 0.5])  # (4,)
    log_pi = np.log(np.full((4, 2), 0.5))  # (4, 2)
    advantage = np.array([1.0, 1.0, -1.0, -1.0])  # (4,)
    action = np.zeros(4, int)  # (4,)
    loss, dlog_pi = ppo_loss(log_pi, np.log(0.5 / ratio), action, advantage)
    print("loss", loss.round(3), "gradient", dlog_pi[:, 0].round(3) + 0)
    reward = np.array([[1.0], [1.0], [1.0]])  # (3, 1)
    v = np.array([[2.0], [2.0], [2.0], [9.0]])  # (4, 1)
    over = np.array([[False], [False], [True]])  # (3, 1)
    for lam in (0.0, 0.5, 1.0):
        A = gae(reward, v, over, gamma=0.5, lam=lam)  # (3, 1)
        print("lam", lam, "advantages", A[:, 0])
