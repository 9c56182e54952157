"""A multilayer perceptron in PyTorch: twin of mlp.py, same names and order.

Autograd takes the place of mlp_backward; f is any function or module.
Weights are copied, never shared.
"""

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:MLP]
class MLP(nn.Module):
    def __init__(self, Ws, bs, f=torch.relu):
        super().__init__()
        self.Ws = nn.ParameterList(torch.tensor(W) for W in Ws)
        self.bs = nn.ParameterList(torch.tensor(b) for b in bs)
        self.f = f

    def forward(self, x):
        h = x
        fs = [self.f] * (len(self.Ws) - 1) + [nn.Identity()]
        for W, b, f in zip(self.Ws, self.bs, fs, strict=True):
            h = f(h @ W + b)
        return h
        # --8<-- [end:MLP]


# --8<-- [start:builtin]
def builtin_mlp(Ws, bs, f=nn.ReLU) -> nn.Sequential:
    """The same weights in torch's own nn.Linear, which stores (H, D)."""
    layers = []
    for W, b in zip(map(torch.tensor, Ws), map(torch.tensor, bs), strict=True):
        linear = nn.Linear(*W.shape, dtype=W.dtype)
        with torch.no_grad():
            linear.weight.copy_(W.T)
            linear.bias.copy_(b)
        layers += [linear, f()]
    return nn.Sequential(*layers[:-1])
    # --8<-- [end:builtin]


# --8<-- [start:train]
def train_in_batches(rng, mlp, x, y, lr=0.2, B=32, epochs=20):
    """torch.optim.SGD on F.cross_entropy; NumPy's rng draws the batches."""
    optimizer = torch.optim.SGD(mlp.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        order = torch.from_numpy(rng.permutation(len(x)))  # (N,)
        for n in order.split(B):
            optimizer.zero_grad()
            loss = F.cross_entropy(mlp(x[n]), y[n])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
    # --8<-- [end:train]
