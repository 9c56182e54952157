"""TODO: say in one line what this network is, in PyTorch.

Twin of hardware.py, same names and order.
Autograd takes the place of hardware_backward.
"""

import torch
from torch import nn


# --8<-- [start:Hardware]
class Hardware(nn.Module):
    """The parameters of HardwareParams as a module."""

    def __init__(self, W, b):
        super().__init__()
        self.W = nn.Parameter(torch.tensor(W))  # (D, K)
        self.b = nn.Parameter(torch.tensor(b))  # (K,)

    def forward(self, x):
        """TODO: the formula of hardware_forward in PyTorch."""
        return x @ self.W + self.b  # (N, K)
        # --8<-- [end:Hardware]


# --8<-- [start:builtin]
def builtin_hardware(W, b) -> nn.Linear:
    """TODO: the same weights in torch's own layer; here it stores (K, D)."""
    W, b = torch.tensor(W), torch.tensor(b)
    linear = nn.Linear(*W.shape, dtype=W.dtype)
    with torch.no_grad():
        linear.weight.copy_(W.T)
        linear.bias.copy_(b)
    return linear
    # --8<-- [end:builtin]
