"""Self-play in PyTorch: twin of selfplay.py, same names and order.

Autograd takes the place of selfplay_backward, and of the update of a table.
The rules have no twin: they are comparisons of whole numbers.
"""

import torch
from torch import nn

from snippets.reinforcement.selfplay import board_key


# --8<-- [start:td_update]
def td_update_torch(V, boards, targets, lr=0.5):
    """A step of SGD on half the squared error, each board counted once."""
    every = torch.tensor(board_key(boards))  # (N,)
    times = torch.bincount(every)[every]  # (N,)
    V = V.detach().clone().requires_grad_()  # (19683,)
    error = V[every] - targets  # (N,)
    (error**2 / 2 / times).sum().backward()
    torch.optim.SGD([V], lr=lr).step()
    return V.detach()
    # --8<-- [end:td_update]


# --8<-- [start:Selfplay]
class Selfplay(nn.Module):
    """The layers of MLPParams, and a tanh at the end as well."""

    def __init__(self, params):
        super().__init__()
        self.Ws = nn.ParameterList(torch.tensor(W) for W in params.Ws)
        self.bs = nn.ParameterList(torch.tensor(b) for b in params.bs)

    def forward(self, x):
        """The formula of selfplay_forward; returns v (N,)."""
        h = x
        for W, b in zip(self.Ws, self.bs, strict=True):
            h = torch.tanh(h @ W + b)
        return h[:, 0]  # (N,)
        # --8<-- [end:Selfplay]


# --8<-- [start:builtin]
def builtin_selfplay(params) -> nn.Sequential:
    """The same weights in torch's own nn.Linear and nn.Tanh."""
    layers = []
    for W, b in zip(params.Ws, params.bs, strict=True):
        linear = nn.Linear(*W.shape, dtype=torch.as_tensor(W).dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.as_tensor(W.T))
            linear.bias.copy_(torch.as_tensor(b))
        layers += [linear, nn.Tanh()]
    return nn.Sequential(*layers, nn.Flatten(0))
    # --8<-- [end:builtin]
