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


def discriminator_loss_torch(a_real, a_fake):
    """Mean -log D(x) plus mean -log(1 - D(x_hat))."""
    return F.softplus(-a_real).mean() + F.softplus(a_fake).mean()


def minimax_loss_torch(a_fake):
    """Mean log(1 - D(x_hat)), which G makes small."""
    return -F.softplus(a_fake).mean()


def nonsaturating_loss_torch(a_fake):
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
    of_real = bce(a_real, torch.ones_like(a_real))
    return of_real + bce(a_fake, torch.zeros_like(a_fake))
    # --8<-- [end:builtin]


# --8<-- [start:train]
def move_player(adam, loss):
    """One step of the player whose parameters this optimizer knows."""
    adam.zero_grad()
    loss.backward()
    adam.step()


def train_gan_torch(
    rng,
    net,
    x,
    fool=nonsaturating_loss_torch,
    lr=(1e-3, 1e-3),
    B=256,
    steps=3000,
):
    """D, then G, in turn on x (N, P), with torch.optim.Adam. Losses."""
    adam_G = torch.optim.Adam(net.G.parameters(), lr[0], betas=(0.5, 0.999))
    adam_D = torch.optim.Adam(net.D.parameters(), lr[1], betas=(0.5, 0.999))
    losses = []
    for _ in range(steps):
        z = torch.tensor(rng.normal(size=(2, B, len(net.G.Ws[0]))))
        z = z.to(x.dtype)  # (2, B, K)
        seen = x[torch.from_numpy(rng.integers(len(x), size=B))]  # (B, P)
        x_hat = net.G(z[0]).detach()  # (B, P)
        loss_D = discriminator_loss_torch(net.D(seen), net.D(x_hat))
        move_player(adam_D, loss_D)
        loss_G = fool(net(z[1]))
        move_player(adam_G, loss_G)
        losses.append((loss_D.item(), loss_G.item()))
    return losses
    # --8<-- [end:train]


# --8<-- [start:digits]
def digit_players(K=32) -> tuple[nn.Sequential, nn.Sequential]:
    """G: noise and class (B, K+10) → pixels (B, 1, 28, 28); D: 10 logits."""
    G = nn.Sequential(
        nn.Linear(K + 10, 64 * 7 * 7),
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
        nn.Linear(64 * 7 * 7, 10),
    )
    return G, D


def make_digits(G, y, K=32):
    """Pixels (B, 1, 28, 28) of new digits of the classes y (B,)."""
    z = torch.randn(len(y), K)  # (B, K)
    return G(torch.cat([z, F.one_hot(y, 10)], dim=1))


def judge_digits(D, x, y):
    """The logits (B, 1) of x (B, 1, 28, 28), each as a digit of its class."""
    return D(x).gather(1, y[:, None])


def play_digits(G, D, x, y, B=64, epochs=30, lr=5e-4):
    """D, then G, in turn on x (N, 1, 28, 28) of the classes y (N,)."""
    adam_G = torch.optim.Adam(G.parameters(), lr, betas=(0.5, 0.999))
    adam_D = torch.optim.Adam(D.parameters(), lr, betas=(0.5, 0.999))
    for _ in range(epochs):
        for n in torch.randperm(len(x)).split(B):
            x_hat = make_digits(G, y[n])  # (B, 1, 28, 28)
            a_real = judge_digits(D, x[n], y[n])  # (B, 1)
            a_fake = judge_digits(D, x_hat.detach(), y[n])  # (B, 1)
            move_player(adam_D, discriminator_loss_torch(a_real, a_fake))
            move_player(
                adam_G, nonsaturating_loss_torch(judge_digits(D, x_hat, y[n]))
            )
    # --8<-- [end:digits]
