"""A network that steers, in PyTorch: twin of driving.py.

Same names and order. Autograd takes the place of drive_backward.
"""

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:DriveNet]
class DriveNet(nn.Module):
    """The parameters of DriveParams as a module."""

    def __init__(self, K_1, c_1, K_2, c_2, w, b):
        super().__init__()
        self.K_1 = nn.Parameter(torch.tensor(K_1))  # (M, 1, 3, 3)
        self.c_1 = nn.Parameter(torch.tensor(c_1))  # (M,)
        self.K_2 = nn.Parameter(torch.tensor(K_2))  # (L, M, 3, 3)
        self.c_2 = nn.Parameter(torch.tensor(c_2))  # (L,)
        self.w = nn.Parameter(torch.tensor(w))  # (D,)
        self.b = nn.Parameter(torch.tensor(b))  # ()

    def forward(self, x):
        """Images x (B, 1, H, W) → steering (B,)."""
        a_1 = F.conv2d(x, self.K_1, self.c_1, stride=2, padding=1)
        h_1 = a_1.relu()  # (B, M, P, Q)
        a_2 = F.conv2d(h_1, self.K_2, self.c_2, stride=2, padding=1)
        h_2 = a_2.relu()  # (B, L, U, V)
        return h_2.flatten(1) @ self.w + self.b  # (B,)
        # --8<-- [end:DriveNet]


# --8<-- [start:builtin]
def builtin_drive(K_1, c_1, K_2, c_2, w, b) -> nn.Sequential:
    """The same of torch's own layers, with copies of these arrays."""
    layers = []
    for K, c in (K_1, c_1), (K_2, c_2):
        conv = nn.Conv2d(K.shape[1], len(K), 3, stride=2, padding=1)
        conv.weight.data, conv.bias.data = torch.tensor(K), torch.tensor(c)
        layers += conv, nn.ReLU()
    dense = nn.Linear(len(w), 1)
    dense.weight.data = torch.tensor(w)[None]  # (1, D)
    dense.bias.data = torch.tensor(b).reshape(1)  # (1,)
    return nn.Sequential(*layers, nn.Flatten(), dense, nn.Flatten(0))
    # --8<-- [end:builtin]
