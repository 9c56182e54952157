"""Activation functions in PyTorch: twin of activation.py, same names, order.

Autograd takes the place of the slopes, softmax_backward, chain_backward.
"""

import torch
from torch import nn


# --8<-- [start:twins]
def shifted_exp(a: torch.Tensor) -> torch.Tensor:
    """Numerator of softmax, at most 1."""
    return torch.exp(a - a.max(dim=1, keepdim=True).values)  # (B, K)


TWINS = {
    "f_identity": lambda a: a,
    "f_relu": lambda a: torch.where(a > 0, a, 0),
    "f_sigmoid": lambda a: 1 / (1 + torch.exp(-a)),
    "f_tanh": lambda a: torch.tanh(a),
    "f_leaky_relu": lambda a: torch.where(a > 0, a, 0.01 * a),
    "f_silu": lambda a: a / (1 + torch.exp(-a)),
    "f_gelu": lambda a: a * 0.5 * (1 + torch.erf(a * 0.5**0.5)),
    "softmax": lambda a: shifted_exp(a) / shifted_exp(a).sum(1, keepdim=True),
}
# --8<-- [end:twins]


# --8<-- [start:builtin]
BUILTIN = {
    "f_identity": nn.Identity(),
    "f_relu": nn.ReLU(),
    "f_sigmoid": nn.Sigmoid(),
    "f_tanh": nn.Tanh(),
    "f_leaky_relu": nn.LeakyReLU(0.01),
    "f_silu": nn.SiLU(),
    "f_gelu": nn.GELU(),
    "softmax": nn.Softmax(dim=1),
}
# --8<-- [end:builtin]


# --8<-- [start:Chain]
class Chain(nn.Module):
    def __init__(self, Ws, f):
        super().__init__()
        self.Ws = nn.ParameterList(torch.tensor(W) for W in Ws)
        self.f = f

    def forward(self, x):
        for W in self.Ws:
            x = self.f(x @ W)
        return x
        # --8<-- [end:Chain]
