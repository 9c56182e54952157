"""The autoencoders in PyTorch: twin of autoencoder.py, same names and order.

Autograd takes the place of autoencoder_backward and its linear relative.
"""

import torch
from torch import nn


# --8<-- [start:Autoencoder]
class Autoencoder(nn.Module):
    """The parameters of AutoencoderParams as a module."""

    def __init__(self, W_1, b_1, W_2, b_2, W_3, b_3, W_4, b_4):
        super().__init__()
        self.W_1 = nn.Parameter(torch.tensor(W_1))  # (D, H)
        self.b_1 = nn.Parameter(torch.tensor(b_1))  # (H,)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (H, K)
        self.b_2 = nn.Parameter(torch.tensor(b_2))  # (K,)
        self.W_3 = nn.Parameter(torch.tensor(W_3))  # (K, H)
        self.b_3 = nn.Parameter(torch.tensor(b_3))  # (H,)
        self.W_4 = nn.Parameter(torch.tensor(W_4))  # (H, D)
        self.b_4 = nn.Parameter(torch.tensor(b_4))  # (D,)

    def forward(self, x):
        """x (N, D) through K numbers to x_hat (N, D)."""
        h = torch.tanh(x @ self.W_1 + self.b_1)  # (N, H)
        z = h @ self.W_2 + self.b_2  # (N, K)
        u = torch.tanh(z @ self.W_3 + self.b_3)  # (N, H)
        return u @ self.W_4 + self.b_4  # (N, D)
        # --8<-- [end:Autoencoder]


# --8<-- [start:builtin_autoencoder]
def builtin_autoencoder(*arrays) -> nn.Sequential:
    """The same weights in torch's own layers, which store (outputs, inputs)."""
    layers = []
    for W, b in zip(arrays[::2], arrays[1::2], strict=True):
        linear = nn.Linear(*W.shape, dtype=torch.as_tensor(W).dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.as_tensor(W.T))
            linear.bias.copy_(torch.as_tensor(b))
        layers.append(linear)
    layer_1, layer_2, layer_3, layer_4 = layers
    return nn.Sequential(
        layer_1, nn.Tanh(), layer_2, layer_3, nn.Tanh(), layer_4
    )
    # --8<-- [end:builtin_autoencoder]


# --8<-- [start:LinearAutoencoder]
class LinearAutoencoder(nn.Module):
    """The parameters of LinearAutoencoderParams as a module."""

    def __init__(self, W_e, W_d):
        super().__init__()
        self.W_e = nn.Parameter(torch.tensor(W_e))  # (D, K)
        self.W_d = nn.Parameter(torch.tensor(W_d))  # (K, D)

    def forward(self, x):
        """x (N, D) → x W_e W_d (N, D)."""
        return x @ self.W_e @ self.W_d  # (N, D)
        # --8<-- [end:LinearAutoencoder]
