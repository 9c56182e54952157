"""Max and average pooling in PyTorch: twin of pool.py, in the same order.

max_pool and avg_pool are all there is: autograd derives the backward pass.
"""

import torch
from torch.nn import functional as F


# --8<-- [start:windows]
def windows(x, k, s, p, value):
    """Every window of x (B, C, H, W) as a view: (B, C, Ho, Wo, k_h, k_w)."""
    s = k if s is None else s
    (k_h, k_w), (s_h, s_w), (p_h, p_w) = (
        torch.tensor(v).expand(2).tolist() for v in (k, s, p)
    )
    xp = F.pad(x, (p_w, p_w, p_h, p_h), value=value)
    return xp.unfold(2, k_h, s_h).unfold(3, k_w, s_w)
    # --8<-- [end:windows]


# --8<-- [start:pool]
def max_pool(x, k, s=None, p=0):
    """Largest pixel of every window, padding counted as -inf."""
    return windows(x, k, s, p, -torch.inf).flatten(-2).max(dim=-1).values


def avg_pool(x, k, s=None, p=0):
    """Mean of every window, padding counted as 0."""
    return windows(x, k, s, p, 0).mean(dim=(-2, -1))
    # --8<-- [end:pool]


# --8<-- [start:builtin]
def builtin_max_pool(x, k, s=None, p=0):
    """The same by torch's own max pooling."""
    return F.max_pool2d(x, k, s, p)


def builtin_avg_pool(x, k, s=None, p=0):
    """The same by torch's own average pooling: count_include_pad is True."""
    return F.avg_pool2d(x, k, s, p)
    # --8<-- [end:builtin]
