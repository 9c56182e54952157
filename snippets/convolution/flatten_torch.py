"""Flatten and the fully connected layer in PyTorch: twin of flatten.py.

Autograd takes the place of flatten_backward and dense_backward.
"""

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:Dense]
def flatten(x):
    """From x (B, C, H, W) to (B, C·H·W), row by row."""
    B, C, H, W = x.shape
    return x.reshape(B, C * H * W)


class Dense(nn.Module):
    """The parameters of DenseParams as a module."""

    def __init__(self, W, b):
        super().__init__()
        self.W = nn.Parameter(torch.tensor(W))  # (D, K)
        self.b = nn.Parameter(torch.tensor(b))  # (K,)

    def forward(self, x):
        """Out (B, K) of x (B, D)."""
        return x @ self.W + self.b  # (B, K)

    def slide(self, x, H, W):
        """The layer at every H×W window of x: a convolution (B, K, Ho, Wo)."""
        kernels = self.W.T.reshape(-1, x.shape[1], H, W)  # (K, C, H, W)
        return F.conv2d(x, kernels, self.b)
        # --8<-- [end:Dense]


# --8<-- [start:builtin]
def builtin_dense(W, b) -> nn.Sequential:
    """The same weights in torch's own layers; nn.Linear stores (K, D)."""
    linear = nn.Linear(*W.shape, dtype=torch.as_tensor(W).dtype)
    with torch.no_grad():
        linear.weight.copy_(torch.as_tensor(W).T)
        linear.bias.copy_(torch.as_tensor(b))
    return nn.Sequential(nn.Flatten(), linear)
    # --8<-- [end:builtin]
