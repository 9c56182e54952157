"""Q-learning and SARSA with a table in PyTorch: twin of qlearning.py.

Same names and order. The table is a parameter; autograd and a step of
gradient descent take the place of move_towards.
"""

import torch
from torch import nn


# --8<-- [start:QTable]
class QTable(nn.Module):
    """The table Q (S, A) as a parameter."""

    def __init__(self, Q):
        super().__init__()
        self.Q = nn.Parameter(torch.tensor(Q))  # (S, A)

    def forward(self, s, a):
        """Q(s, a) of each step (B,)."""
        return self.Q[s, a]  # (B,)
        # --8<-- [end:QTable]


# --8<-- [start:targets]
def q_target_torch(Q, r, s_next, end, gamma, a_next=None):
    """The formula of q_target: r (B,) and the best that follows."""
    return r + torch.where(end, 0, gamma * Q[s_next].amax(dim=-1))  # (B,)


def sarsa_target_torch(Q, r, s_next, end, gamma, a_next):
    """The formula of sarsa_target."""
    return r + torch.where(end, 0, gamma * Q[s_next, a_next])  # (B,)
    # --8<-- [end:targets]


# --8<-- [start:loss]
def td_loss(table, s, a, target) -> torch.Tensor:
    """Half (target − Q)²: the mean of each pair (s, a), summed over pairs."""
    S, A = table.Q.shape
    error = target - table(s, a)  # (B,)
    pair = s * A + a  # (B,)
    n = torch.bincount(pair, minlength=S * A)  # (S×A,)
    return (0.5 * error**2 / n[pair]).sum()
    # --8<-- [end:loss]


# --8<-- [start:update]
def update_torch(table, s, a, target, lr: float) -> torch.Tensor:
    """One step of torch's SGD, the target held still; the table after it."""
    sgd = torch.optim.SGD(table.parameters(), lr)
    sgd.zero_grad()
    td_loss(table, s, a, target.detach()).backward()
    sgd.step()
    return table.Q.detach()
    # --8<-- [end:update]


# --8<-- [start:builtin]
def builtin_table(Q) -> nn.Embedding:
    """The same table in torch's own layer: a row of A values for each state."""
    return nn.Embedding.from_pretrained(torch.tensor(Q), freeze=False)
    # --8<-- [end:builtin]
