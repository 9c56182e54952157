"""The GAN in PyTorch: twin of gan.py, same names and order; then digits.

Autograd takes the place of mlp_backward; weights are copied, never shared.
"""

from functools import partial

import torch
from torch import nn
from torch.nn import functional as F

from snippets.feedforward.mlp_torch import MLP, builtin_mlp


# --8<-- [start:Gan]
class Gan(nn.Module):
    """The parameters of GanParams as a module: noise in, logits out."""

    def __init__(self, G, D):
        super().__init__()
        f_leaky = partial(F.leaky_relu, negative_slope=0.2)
        self.G = MLP(*G, f=f_leaky)
        self.D = MLP(*D, f=f_leaky)

    def forward(self, z):
        """z (B, K) → x_hat (B, P) → logits (B, 1)."""
        return self.D(self.G(z))


def discriminator_loss(a_real, a_fake):
    """Mean -log D(x) plus mean -log(1 - D(x_hat))."""
    return F.softplus(-a_real).mean() + F.softplus(a_fake).mean()


def minimax_loss(a_fake):
    """Mean log(1 - D(x_hat)), which G makes small."""
    return -F.softplus(a_fake).mean()


def non_saturating_loss(a_fake):
    """Mean -log D(x_hat), which G makes small."""
    return F.softplus(-a_fake).mean()
    # --8<-- [end:Gan]


# --8<-- [start:builtin]
def builtin_gan(G, D) -> tuple[nn.Sequential, nn.Sequential]:
    """The same weights in torch's own nn.Linear and nn.LeakyReLU: G, D."""
    f_leaky = partial(nn.LeakyReLU, 0.2)
    return builtin_mlp(*G, f=f_leaky), builtin_mlp(*D, f=f_leaky)


def builtin_discriminator_loss(a_real, a_fake):
    """Torch's own cross-entropy of logits: real is 1, made is 0."""
    bce = F.binary_cross_entropy_with_logits
    real, fake = torch.ones_like(a_real), torch.zeros_like(a_fake)
    return bce(a_real, real) + bce(a_fake, fake)
    # --8<-- [end:builtin]


# --8<-- [start:train]
def train_gan(
    rng, net, x, fool=non_saturating_loss, lr=1e-3, lr_D=1e-3, B=256, steps=3000
):
    """D, then G, in turn on x (N, P), with torch.optim.Adam. Losses."""
    adam_G = torch.optim.Adam(net.G.parameters(), lr, betas=(0.5, 0.999))
    adam_D = torch.optim.Adam(net.D.parameters(), lr_D, betas=(0.5, 0.999))
    losses = []
    for _ in range(steps):
        z = torch.tensor(rng.normal(size=(2, B, len(net.G.Ws[0]))))
        z = z.to(x.dtype)  # (2, B, K)
        seen = x[torch.from_numpy(rng.integers(len(x), size=B))]  # (B, P)
        x_hat = net.G(z[0]).detach()  # (B, P)
        loss_D = discriminator_loss(net.D(seen), net.D(x_hat))
        adam_D.zero_grad()
        loss_D.backward()
        adam_D.step()
        loss_G = fool(net(z[1]))
        adam_G.zero_grad()
        loss_G.backward()
        adam_G.step()
        losses.append((loss_D.item(), loss_G.item()))
    return losses
    # --8<-- [end:train]


# --8<-- [start:digits]
def digit_players(K=32):
    """G: noise (B, K) → pixels (B, 1, 28, 28); D: pixels → logits (B, 1)."""
    G = nn.Sequential(
        nn.Linear(K, 64 * 7 * 7),
        nn.Unflatten(1, (64, 7, 7)),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 4, stride=2, padding=1),
        nn.Sigmoid(),
    )
    D = nn.Sequential(
        nn.Conv2d(1, 32, 4, stride=2, padding=1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(32, 64, 4, stride=2, padding=1),
        nn.LeakyReLU(0.2),
        nn.Dropout(0.3),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 1),
    )
    return G, D


def play_digits(G, D, x, B=64, epochs=40, lr=5e-4):
    """D, then G, in turn on pixels x (N, 1, 28, 28); a digit is seen once
    an epoch."""
    K = G[0].in_features
    adam_G, adam_D = (
        torch.optim.Adam(player.parameters(), lr, betas=(0.5, 0.999))
        for player in (G, D)
    )
    for _ in range(epochs):
        for n in torch.randperm(len(x)).split(B):
            x_hat = G(torch.randn(len(n), K))  # (B, 1, 28, 28)
            loss_D = discriminator_loss(D(x[n]), D(x_hat.detach()))
            adam_D.zero_grad()
            loss_D.backward()
            adam_D.step()
            loss_G = non_saturating_loss(D(x_hat))
            adam_G.zero_grad()
            loss_G.backward()
            adam_G.step()
    # --8<-- [end:digits]
