"""Batch normalization in PyTorch: twin of batchnorm.py, same names and order.

Autograd takes the place of batchnorm_backward. params and stats are the same
tuples as there, of tensors.
"""

import torch
from torch import nn


# --8<-- [start:batchnorm]
def batchnorm(params, stats, x, train=True, eps=1e-5, momentum=0.1):
    """Normalised x (B, C, H, W) and new stats."""
    gamma, beta = params
    mean, var = stats
    if train:
        mean = x.mean(dim=(0, 2, 3))  # (C,)
        var = x.var(dim=(0, 2, 3), correction=0)  # (C,)
        unbiased = x.detach().var(dim=(0, 2, 3), correction=1)  # (C,)
        pairs = zip(stats, (mean.detach(), unbiased), strict=True)
        stats = tuple(s + momentum * (new - s) for s, new in pairs)
    scale = 1 / torch.sqrt(var + eps)  # (C,)
    x_hat = (x - mean[:, None, None]) * scale[:, None, None]  # (B, C, H, W)
    return x_hat * gamma[:, None, None] + beta[:, None, None], stats
    # --8<-- [end:batchnorm]


# --8<-- [start:builtin_batchnorm]
def builtin_batchnorm(params, stats) -> nn.BatchNorm2d:
    """Torch's own layer, with copies of these arrays."""
    layer = nn.BatchNorm2d(len(params[0]))
    own = layer.weight, layer.bias, layer.running_mean, layer.running_var
    for tensor, array in zip(own, (*params, *stats), strict=True):
        tensor.data = torch.tensor(array)
    return layer
    # --8<-- [end:builtin_batchnorm]
