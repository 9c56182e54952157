"""A single neuron in PyTorch: twin of neuron.py, same names and order.

Autograd takes the place of neuron_backward; f is one of nn.Identity(),
nn.ReLU(), nn.Sigmoid(), nn.Tanh(). Weights are copied, never shared.
"""

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:Neuron]
class Neuron(nn.Module):
    def __init__(self, w, b, f=nn.Identity()):
        super().__init__()
        self.w = nn.Parameter(torch.tensor(w))  # (D,)
        self.b = nn.Parameter(torch.tensor(b))  # ()
        self.f = f

    def forward(self, x):
        a = x @ self.w + self.b  # (N,)
        return self.f(a)
        # --8<-- [end:Neuron]


# --8<-- [start:builtin]
def builtin_neuron(w, b, f=nn.Identity()) -> nn.Sequential:
    """The same weights inside torch's own nn.Linear, which stores (1, D)."""
    w, b = torch.tensor(w), torch.tensor(b)
    linear = nn.Linear(len(w), 1, dtype=w.dtype)
    with torch.no_grad():
        linear.weight.copy_(w)
        linear.bias.copy_(b)
    return nn.Sequential(linear, nn.Flatten(0), f)
    # --8<-- [end:builtin]


# --8<-- [start:train]
def train_with_sgd(neuron, x, y, lr=0.1, steps=100):
    """torch.optim.SGD on F.mse_loss, all samples in every step."""
    optimizer = torch.optim.SGD(neuron.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.mse_loss(neuron(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    # --8<-- [end:train]
