"""TODO: say in one line what this network is, in PyTorch.

Twin of overfitting.py, same names and order.
Autograd takes the place of overfitting_backward.
"""

import torch
from torch import nn


# --8<-- [start:Overfitting]
class Overfitting(nn.Module):
    """The parameters of OverfittingParams as a module."""

    def __init__(self, W, b):
        super().__init__()
        self.W = nn.Parameter(torch.tensor(W))  # (D, K)
        self.b = nn.Parameter(torch.tensor(b))  # (K,)

    def forward(self, x):
        """TODO: the formula of overfitting_forward in PyTorch."""
        return x @ self.W + self.b  # (N, K)
        # --8<-- [end:Overfitting]


# --8<-- [start:builtin]
def builtin_overfitting(W, b) -> nn.Linear:
    """TODO: the same weights in torch's own layer; here it stores (K, D)."""
    W, b = torch.tensor(W), torch.tensor(b)
    linear = nn.Linear(*W.shape, dtype=W.dtype)
    with torch.no_grad():
        linear.weight.copy_(W.T)
        linear.bias.copy_(b)
    return linear
    # --8<-- [end:builtin]
