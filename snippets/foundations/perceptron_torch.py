"""The perceptron in PyTorch: twin of perceptron.py, same names and order.

Autograd takes the place of perceptron_backward and of Rosenblatt's rule:
SGD on the criterion, one sample per step, η = 1. Weights are copied.
"""

import torch
from torch import nn


# --8<-- [start:Perceptron]
class Perceptron(nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = nn.Parameter(torch.tensor(w))  # (D,)
        self.b = nn.Parameter(torch.tensor(b))  # ()

    def forward(self, x):
        a = x @ self.w + self.b  # (N,)
        return a
        # --8<-- [end:Perceptron]


# --8<-- [start:criterion]
def criterion(a, y):
    """Σ max(0, -y a) over the mistakes, and y a = 0 is one."""
    return -(y * a)[y * a <= 0].sum()
    # --8<-- [end:criterion]


# --8<-- [start:builtin]
def builtin_perceptron(w, b) -> nn.Sequential:
    """The same weights inside nn.Linear, which stores w as (1, D)."""
    w, b = torch.tensor(w), torch.tensor(b)
    linear = nn.Linear(len(w), 1, dtype=w.dtype)
    with torch.no_grad():
        linear.weight.copy_(w)
        linear.bias.copy_(b)
    return nn.Sequential(linear, nn.Flatten(0))


def builtin_criterion(a, y):
    """A margin of 0 between a and 0: the criterion, but for ties."""
    rank = nn.MarginRankingLoss(margin=0, reduction="sum")
    return rank(a, torch.zeros_like(a), y)
    # --8<-- [end:builtin]


# --8<-- [start:train]
def train_by_autograd(net, x, y, loss=criterion, epochs=100):
    """SGD with η = 1, sample by sample. Returns mistakes of each epoch."""
    optimizer = torch.optim.SGD(net.parameters(), lr=1.0)
    mistakes = []
    for _ in range(epochs):
        mistakes.append(0)
        for n in range(len(x)):
            optimizer.zero_grad()
            a = net(x[n : n + 1])
            loss(a, y[n : n + 1]).backward()
            optimizer.step()
            mistakes[-1] += int(y[n] * a.detach() <= 0)
        if mistakes[-1] == 0:
            break
    return mistakes
    # --8<-- [end:train]
