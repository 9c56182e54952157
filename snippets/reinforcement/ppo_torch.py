"""PPO in PyTorch: twin of ppo.py and ppo_agent.py, same names and order.

Autograd takes the place of ppo_gradient and writer_gradient. The games are
played in NumPy, with a copy of the weights.
"""

import torch
from torch.nn import functional as F

from snippets.reinforcement.policy_gradient_torch import (
    normalised_torch,
    policy_torch,
    reward_to_go_torch,
)
from snippets.reinforcement.ppo_agent import PPOSettings


# --8<-- [start:ppo]
def ppo_loss_torch(log_pi, log_old, action, advantage, eps=0.2):
    """−mean(min(ratio · advantage, clipped ratio · advantage))."""
    chosen = log_pi.gather(1, action[:, None])[:, 0]  # (N,)
    ratio = (chosen - log_old).exp()  # (N,)
    held = ratio.clamp(1 - eps, 1 + eps) * advantage  # (N,)
    return -torch.minimum(ratio * advantage, held).mean()


def gae_torch(reward, v, over, gamma=0.99, lam=0.95):
    """Advantages (T, B): TD errors, those further on less by γ λ a step."""
    on = (~over).to(reward.dtype)  # (T, B)
    error = reward + gamma * on * v[1:] - v[:-1]  # (T, B)
    rows = [error[-1]]
    for row, keep in zip(error[:-1].flip(0), on[:-1].flip(0), strict=True):
        rows.insert(0, row + gamma * lam * keep * rows[0])
    return torch.stack(rows)  # (T, B)
    # --8<-- [end:ppo]


# --8<-- [start:train_ppo]
def judge_ppo_torch(agent, games, gamma, lam):
    """All steps in a row: x (N, D); action, log_old, advantage, G (N,)."""
    x, action, reward, alive = map(torch.from_numpy, games)
    reward = (1 - gamma) * reward  # (T, B)
    with torch.no_grad():
        v = agent.v(x)[..., 0] * alive  # (T, B)
        log_pi = policy_torch(agent.pi, x[alive])  # (N, A)
    nobody = torch.zeros_like(alive[:1])  # (1, B)
    v = torch.cat([v, torch.zeros_like(v[:1])])  # (T+1, B)
    over = ~torch.cat([alive[1:], nobody])  # (T, B)
    advantage = normalised_torch(gae_torch(reward, v, over, gamma, lam)[alive])
    G = reward_to_go_torch(reward, gamma)[alive]  # (N,)
    action = action[alive]  # (N,)
    log_old = log_pi.gather(1, action[:, None])[:, 0]  # (N,)
    return x[alive], action, log_old, advantage, G


def ppo_step_torch(net, adam, x, action, log_old, advantage, G, eps):
    """A step of Adam on PPO's loss for pi and the squared error of v."""
    log_pi = policy_torch(net.pi, x)  # (N, A)
    loss = ppo_loss_torch(log_pi, log_old, action, advantage, eps)
    loss = loss + F.mse_loss(net.v(x)[:, 0], G)
    adam.zero_grad()
    loss.backward()
    adam.step()


def train_ppo_torch(rng, net, play, how: PPOSettings):
    """The same with torch.optim.Adam; net changes. The mean returns."""
    adam = torch.optim.Adam(net.parameters(), lr=how.lr)
    returns = []
    for _ in range(how.batches):
        games = play(rng, net.numpy_pi())
        batch = judge_ppo_torch(net, games, how.gamma, how.lam)
        returns.append(games[2].sum(axis=0).mean())
        for _ in range(how.steps):
            ppo_step_torch(net, adam, *batch, how.eps)
    return returns
    # --8<-- [end:train_ppo]


# --8<-- [start:writer]
def text_odds_torch(writer):
    """log_pi (V, V): log π(a) + log π(b|a) of every text ab."""
    first, second = writer
    return first.log_softmax(0)[:, None] + second.log_softmax(1)  # (V, V)


def group_advantage_torch(reward):
    """Each reward (Q, K) less the mean of its group."""
    return reward - reward.mean(dim=1, keepdim=True)  # (Q, K)


def writer_loss_torch(log_pi, log_start, text, advantage, beta):
    """−mean(advantage · log π(text)) + β KL(π, start)."""
    a, b = text.T  # 2 × (K,)
    kl = (log_pi.exp() * (log_pi - log_start)).sum()
    return beta * kl - (advantage * log_pi[a, b]).mean()
    # --8<-- [end:writer]
