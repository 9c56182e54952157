"""Loss functions in PyTorch: twin of loss.py, same order, names in _torch.

Autograd takes the place of the gradients. BUILTIN maps each loss, by the
name it has in loss.py, to the function of torch.nn.functional.
"""

import torch
from torch.nn import functional as F


# --8<-- [start:regression]
def mse_torch(y_hat, y):
    """Mean squared error."""
    return ((y_hat - y) ** 2).mean()


def mae_torch(y_hat, y):
    """Mean absolute error."""
    return (y_hat - y).abs().mean()


def huber_torch(y_hat, y, delta=1.0):
    """Square up to delta, straight beyond."""
    error = y_hat - y  # (N,)
    clipped = error.clamp(-delta, delta)  # (N,)
    return (clipped * (error - clipped / 2)).mean()
    # --8<-- [end:regression]


# --8<-- [start:classification]
def binary_cross_entropy_torch(a, y):
    """-ln σ(a) where y is 1, -ln σ(-a) where y is 0."""
    return -(y * F.logsigmoid(a) + (1 - y) * F.logsigmoid(-a)).mean()


def categorical_cross_entropy_torch(a, y):
    """-ln softmax(a) of the class y."""
    at_y = a.gather(1, y[:, None])[:, 0]  # (N,)
    return (a.logsumexp(dim=1) - at_y).mean()
    # --8<-- [end:classification]


# --8<-- [start:builtin]
BUILTIN = {
    "mse": F.mse_loss,
    "mae": F.l1_loss,
    "huber": F.huber_loss,
    "binary_cross_entropy": F.binary_cross_entropy_with_logits,
    "categorical_cross_entropy": F.cross_entropy,
}
# --8<-- [end:builtin]


# --8<-- [start:train_linear]
def train_linear_torch(loss, params, x, y, lr=0.1, steps=100):
    """torch.optim.SGD, all samples in every step; params are copied."""
    W, b = (torch.tensor(p, requires_grad=True) for p in params)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = loss(x @ W + b, y)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses
    # --8<-- [end:train_linear]
