"""Inverted dropout in PyTorch: twin of dropout.py, same names and order.

The random numbers are NumPy's, so that the masks are the same; autograd
takes the place of dropout_backward and dropout_net_backward.
"""

import numpy as np
import torch
from torch import nn


# --8<-- [start:dropout]
def dropout(rng: np.random.Generator, x, p: float, train=True):
    """Each entry of x becomes 0 with chance p, else x / (1 - p)."""
    if not train:
        return x
    keep = torch.tensor(rng.random(x.shape, dtype=np.float32) >= p)
    return x * keep / (1 - p)
    # --8<-- [end:dropout]


# --8<-- [start:DropoutNet]
class DropoutNet(nn.Module):
    """The parameters of DropoutParams as a module."""

    def __init__(self, W_1, b_1, W_2, b_2):
        super().__init__()
        self.W_1 = nn.Parameter(torch.tensor(W_1))  # (D, H)
        self.b_1 = nn.Parameter(torch.tensor(b_1))  # (H,)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (H, K)
        self.b_2 = nn.Parameter(torch.tensor(b_2))  # (K,)

    def forward(self, rng, x, p, train=True):
        """Scores a (B, K) of x (B, D)."""
        h = (x @ self.W_1 + self.b_1).relu()  # (B, H)
        h = dropout(rng, h, p, train)  # (B, H)
        return h @ self.W_2 + self.b_2  # (B, K)
        # --8<-- [end:DropoutNet]


# --8<-- [start:builtin]
def builtin_dropout_net(params, p: float) -> nn.Sequential:
    """The same weights in torch's own layers, which store (outputs, inputs)."""
    D, H = params.W_1.shape
    K = len(params.b_2)
    layers = nn.Linear(D, H), nn.ReLU(), nn.Dropout(p), nn.Linear(H, K)
    net = nn.Sequential(*layers).to(torch.as_tensor(params.W_1).dtype)
    with torch.no_grad():
        for theirs, ours in zip(net.parameters(), params, strict=True):
            theirs.copy_(torch.as_tensor(ours.T))
    return net
    # --8<-- [end:builtin]
