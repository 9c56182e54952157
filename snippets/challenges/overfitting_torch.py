"""The same losses in PyTorch, twin of overfitting.py, same names and order.

Autograd takes the place of memorise_backward and ridge_backward; NumPy's rng
draws batches and masks.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from snippets.convolution.dropout_torch import DropoutNet, builtin_dropout_net


# --8<-- [start:memorise]
def memorise_torch(rng, net: DropoutNet, x, y, p=0.0, decay=0.0):
    """Cross-entropy, decay / 2 · Σ W² included."""
    loss = F.cross_entropy(net(rng, x, p), y)  # ()
    for W in (net.W_1, net.W_2):
        loss = loss + decay / 2 * (W**2).sum()
    return loss
    # --8<-- [end:memorise]


# --8<-- [start:train]
def train_memorise_torch(
    rng, net, x, y, p=0.0, decay=0.0, lr=1e-3, steps=1000, B=32
):
    """torch.optim.Adam, whose weight_decay is that of the loss."""
    Ws, bs = [net.W_1, net.W_2], [net.b_1, net.b_2]
    groups = [{"params": Ws, "weight_decay": decay}, {"params": bs}]
    optimizer = torch.optim.Adam(groups, lr=lr)
    for _ in range(steps):
        n = torch.tensor(rng.integers(len(x), size=B))  # (B,)
        optimizer.zero_grad()
        memorise_torch(rng, net, x[n], y[n], p).backward()
        optimizer.step()
    return net
    # --8<-- [end:train]


# --8<-- [start:ridge]
def random_features_torch(V, x):
    """ReLUs of x (N, D) by fixed weights V (D, P): z (N, P)."""
    return (x @ V).relu() / V.shape[1] ** 0.5  # (N, P)


def ridge_torch(w, z, y, lam=0.0):
    """Half the squared error a sample of z w, + lam / 2 · Σ w²."""
    error = z @ w - y  # (N, K)
    return (error**2).sum() / (2 * len(z)) + lam / 2 * (w**2).sum()


def ridge_fit_torch(z, y, lam=0.0):
    """By the pseudoinverse of z, lengthened by √(N lam) I and y by zeros."""
    P = z.shape[1]
    below = (len(z) * lam) ** 0.5 * torch.eye(P, dtype=z.dtype)  # (P, P)
    zeros = torch.zeros(P, y.shape[1], dtype=y.dtype)  # (P, K)
    both = torch.cat([z, below])  # (N+P, P)
    return torch.linalg.pinv(both) @ torch.cat([y, zeros])  # (P, K)
    # --8<-- [end:ridge]


# --8<-- [start:builtin]
def builtin_memorise(params, p=0.0) -> nn.Sequential:
    """The same weights in torch's own layers; decay is the optimizer's."""
    params = type(params)(*map(np.asarray, params))
    return builtin_dropout_net(params, p)
    # --8<-- [end:builtin]
