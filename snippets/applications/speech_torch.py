"""TODO: say in one line what this network is, in PyTorch.

Twin of speech.py, same names and order.
Autograd takes the place of speech_backward.
"""

import torch
from torch import nn


# --8<-- [start:Speech]
class Speech(nn.Module):
    """The parameters of SpeechParams as a module."""

    def __init__(self, W, b):
        super().__init__()
        self.W = nn.Parameter(torch.tensor(W))  # (D, K)
        self.b = nn.Parameter(torch.tensor(b))  # (K,)

    def forward(self, x):
        """TODO: the formula of speech_forward in PyTorch."""
        return x @ self.W + self.b  # (N, K)
        # --8<-- [end:Speech]


# --8<-- [start:builtin]
def builtin_speech(W, b) -> nn.Linear:
    """TODO: the same weights in torch's own layer; here it stores (K, D)."""
    W, b = torch.tensor(W), torch.tensor(b)
    linear = nn.Linear(*W.shape, dtype=W.dtype)
    with torch.no_grad():
        linear.weight.copy_(W.T)
        linear.bias.copy_(b)
    return linear
    # --8<-- [end:builtin]
