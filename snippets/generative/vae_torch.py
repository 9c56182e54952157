"""Variational autoencoder in PyTorch: twin of vae.py, same names and order.

Autograd takes the place of vae_backward. The noise is an argument, as there.
"""

import torch
from torch import nn
from torch.distributions import Normal, kl_divergence
from torch.nn.functional import binary_cross_entropy_with_logits


# --8<-- [start:Vae]
class Vae(nn.Module):
    """The parameters of VaeParams as a module."""

    def __init__(self, W_1, b_1, W_mu, b_mu, W_s, b_s, W_2, b_2, W_3, b_3):
        super().__init__()
        self.W_1 = nn.Parameter(torch.tensor(W_1))  # (D, H)
        self.b_1 = nn.Parameter(torch.tensor(b_1))  # (H,)
        self.W_mu = nn.Parameter(torch.tensor(W_mu))  # (H, K)
        self.b_mu = nn.Parameter(torch.tensor(b_mu))  # (K,)
        self.W_s = nn.Parameter(torch.tensor(W_s))  # (H, K)
        self.b_s = nn.Parameter(torch.tensor(b_s))  # (K,)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (K, H)
        self.b_2 = nn.Parameter(torch.tensor(b_2))  # (H,)
        self.W_3 = nn.Parameter(torch.tensor(W_3))  # (H, D)
        self.b_3 = nn.Parameter(torch.tensor(b_3))  # (D,)

    def forward(self, x, eps):
        """x (N, D), noise eps (N, K) → a (N, D), mu, s (N, K)."""
        h = torch.tanh(x @ self.W_1 + self.b_1)  # (N, H)
        mu = h @ self.W_mu + self.b_mu  # (N, K)
        s = h @ self.W_s + self.b_s  # (N, K)
        z = mu + torch.exp(s / 2) * eps  # (N, K)
        u = torch.tanh(z @ self.W_2 + self.b_2)  # (N, H)
        a = u @ self.W_3 + self.b_3  # (N, D)
        return a, mu, s
        # --8<-- [end:Vae]


# --8<-- [start:vae_loss_torch]
def vae_loss_torch(a, mu, s, x, beta=1.0):
    """Means over x: (reconstruction, KL), and the sum that beta weighs."""
    rec = binary_cross_entropy_with_logits(a, x, reduction="sum")
    code = Normal(mu, torch.exp(s / 2))
    prior = Normal(torch.zeros_like(mu), torch.ones_like(s))
    terms = rec / len(x), kl_divergence(code, prior).sum() / len(x)
    return terms, terms[0] + beta * terms[1]
    # --8<-- [end:vae_loss_torch]


# --8<-- [start:builtin_vae]
class BuiltinVae(nn.Module):
    """The same network in torch's own layers."""

    def __init__(self, layers):
        super().__init__()
        first, self.mu, self.s, second, last = layers
        self.encoder = nn.Sequential(first, nn.Tanh())
        self.decoder = nn.Sequential(second, nn.Tanh(), last)

    def forward(self, x, eps):
        """x (N, D), noise eps (N, K) → a (N, D), mu, s (N, K)."""
        h = self.encoder(x)  # (N, H)
        mu = self.mu(h)  # (N, K)
        s = self.s(h)  # (N, K)
        return self.decoder(mu + torch.exp(s / 2) * eps), mu, s


def builtin_vae(*arrays) -> BuiltinVae:
    """The weights of VaeParams in nn.Linear, which stores (outputs, inputs)."""
    layers = []
    for W, b in zip(arrays[::2], arrays[1::2], strict=True):
        linear = nn.Linear(*W.shape, dtype=torch.as_tensor(W).dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.as_tensor(W.T))
            linear.bias.copy_(torch.as_tensor(b))
        layers.append(linear)
    return BuiltinVae(layers)
    # --8<-- [end:builtin_vae]
