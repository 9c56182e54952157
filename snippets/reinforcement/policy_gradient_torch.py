"""Policy gradient in PyTorch: twin of policy_gradient.py, same names and order.

Autograd takes the place of policy_backward and agent_gradient. The games are
played in NumPy, with a copy of the weights.
"""

import torch
from torch import nn
from torch.nn import functional as F

from snippets.feedforward.mlp import MLPParams
from snippets.feedforward.mlp_torch import MLP, builtin_mlp
from snippets.reinforcement.policy_gradient_agent import AgentSettings


# --8<-- [start:policy]
def policy_torch(pi, x):
    """Observations x (N, D) → log_pi (N, A)."""
    return pi(x).log_softmax(dim=1)  # (N, A)
    # --8<-- [end:policy]


# --8<-- [start:entropy]
def policy_entropy_torch(log_pi):
    """The entropy of each row of log_pi (N, A), in nats."""
    return -(log_pi.exp() * log_pi).sum(dim=1)  # (N,)
    # --8<-- [end:entropy]


# --8<-- [start:reward_to_go]
def reward_to_go_torch(reward, gamma=0.99):
    """G (T, B): the rewards (T, B) from each step on, later ones less."""
    rows = [reward[-1]]
    for row in reward[:-1].flip(0):
        rows.insert(0, row + gamma * rows[0])
    return torch.stack(rows)  # (T, B)
    # --8<-- [end:reward_to_go]


# --8<-- [start:losses]
def reinforce_loss_torch(log_pi, action, advantage):
    """−mean(advantage · log π(action))."""
    chosen = log_pi.gather(1, action[:, None])[:, 0]  # (N,)
    return -(advantage * chosen).mean()
    # --8<-- [end:losses]


# --8<-- [start:normalised]
def normalised_torch(advantage):
    """Shifted to the mean 0, divided by the standard deviation; (N,)."""
    deviation = advantage.std(correction=0) + 1e-8
    return (advantage - advantage.mean()) / deviation
    # --8<-- [end:normalised]


# --8<-- [start:builtin]
def builtin_policy(pi, x) -> torch.distributions.Categorical:
    """Torch's own layers and its own distribution, from the same weights."""
    return torch.distributions.Categorical(logits=builtin_mlp(*pi)(x))


def builtin_reinforce_loss(log_pi, action, advantage):
    """Torch's own loss of classes: the actions are the right answers."""
    each = F.nll_loss(log_pi, action, reduction="none")  # (N,)
    return (advantage * each).mean()
    # --8<-- [end:builtin]


# --8<-- [start:agent]
class ActorCritic(nn.Module):
    """The parameters of Agent as a module."""

    def __init__(self, pi, v):
        super().__init__()
        self.pi = MLP(*pi)
        self.v = MLP(*v)

    def numpy_pi(self) -> MLPParams:
        """A copy of the policy for those who play in NumPy."""
        parts = (self.pi.Ws, self.pi.bs)
        arrays = ([p.detach().numpy().copy() for p in part] for part in parts)
        return MLPParams(*arrays)
        # --8<-- [end:agent]


# --8<-- [start:train]
def judge_torch(agent, games, gamma, baseline):
    """All steps in a row: x (N, D); action, advantage, G (N,)."""
    x, action, reward, alive = map(torch.from_numpy, games)
    G = (1 - gamma) * reward_to_go_torch(reward, gamma)  # (T, B)
    x, action, G = x[alive], action[alive], G[alive]
    with torch.no_grad():
        advantage = normalised_torch(G - agent.v(x)[:, 0]) if baseline else G
    return x, action, advantage, G


def agent_step_torch(net, adam, x, action, advantage, G):
    """A step of Adam on REINFORCE's loss for pi and the squared error of v."""
    log_pi = policy_torch(net.pi, x)  # (N, A)
    loss = reinforce_loss_torch(log_pi, action, advantage)
    loss = loss + F.mse_loss(net.v(x)[:, 0], G)
    adam.zero_grad()
    loss.backward()
    adam.step()


def train_agent_torch(rng, net, play, how: AgentSettings):
    """The same with torch.optim.Adam; net changes. The mean returns."""
    adam = torch.optim.Adam(net.parameters(), lr=how.lr)
    returns = []
    for _ in range(how.batches):
        games = play(rng, net.numpy_pi())
        batch = judge_torch(net, games, how.gamma, how.baseline)
        returns.append(games[2].sum(axis=0).mean())
        agent_step_torch(net, adam, *batch)
    return returns
    # --8<-- [end:train]
