"""The noise-guessing network in PyTorch: twin of diffusion.py, same names.

Autograd takes the place of diffusion_backward.
"""

import torch
from torch import nn


# --8<-- [start:Diffusion]
class Diffusion(nn.Module):
    """The parameters of DiffusionParams as a module."""

    def __init__(self, W_x, W_t, b_1, W_2, b_2, W_3, b_3):
        super().__init__()
        self.W_x = nn.Parameter(torch.tensor(W_x))  # (D, H)
        self.W_t = nn.Parameter(torch.tensor(W_t))  # (2E, H)
        self.b_1 = nn.Parameter(torch.tensor(b_1))  # (H,)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (H, H)
        self.b_2 = nn.Parameter(torch.tensor(b_2))  # (H,)
        self.W_3 = nn.Parameter(torch.tensor(W_3))  # (H, D)
        self.b_3 = nn.Parameter(torch.tensor(b_3))  # (D,)

    def forward(self, x, t):
        """The noise eps_hat (N, D) in x (N, D) after t (N,) steps."""
        e = waves_of(t, len(self.W_t) // 2).to(x.dtype)  # (N, 2E)
        a_1 = x @ self.W_x + e @ self.W_t + self.b_1  # (N, H)
        h_1 = nn.functional.silu(a_1)  # (N, H)
        h_2 = nn.functional.silu(h_1 @ self.W_2 + self.b_2)  # (N, H)
        return h_2 @ self.W_3 + self.b_3  # (N, D)


def waves_of(t, E: int):
    """t (N,) as E sines and E cosines (N, 2E), the fast ones first."""
    omega = torch.logspace(0, -3, E, dtype=torch.float64)  # (E,)
    angle = t[:, None] * omega  # (N, E)
    return torch.cat([torch.sin(angle), torch.cos(angle)], dim=1)  # (N, 2E)
    # --8<-- [end:Diffusion]


# --8<-- [start:builtin]
def builtin_diffusion(W_x, W_t, b_1, W_2, b_2, W_3, b_3) -> nn.Sequential:
    """Torch's own layers, for x and its waves side by side (N, D+2E)."""
    layers = []
    rows = (torch.cat([torch.tensor(W_x), torch.tensor(W_t)]), b_1)
    for W, b in (rows, (W_2, b_2), (W_3, b_3)):
        W = torch.as_tensor(W)
        linear = nn.Linear(*W.shape, dtype=W.dtype)
        with torch.no_grad():
            linear.weight.copy_(W.mT)
            linear.bias.copy_(torch.as_tensor(b))
        layers += [linear, nn.SiLU()]
    return nn.Sequential(*layers[:-1])
    # --8<-- [end:builtin]
