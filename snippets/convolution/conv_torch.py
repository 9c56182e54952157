"""Convolution in PyTorch: twin of conv.py, in the same order.

conv is all there is: autograd derives the backward pass. params is (W, b).
"""

import torch
from torch.nn import functional as F


# --8<-- [start:conv]
def columns(x, k, s, p, d):
    """Every window of x as a column: (B, C·k_h·k_w, Ho·Wo)."""
    return F.unfold(x, k, dilation=d, padding=p, stride=s)


def conv(params, x, s=1, p=0, d=1, G=1):
    """Cross-correlation as one matrix product, with the bias added."""
    (W, b), H = params, x.shape[2]
    M, _, k_h, k_w = W.shape
    (s_h, _), (p_h, _), (d_h, _) = (
        torch.tensor(v).expand(2).tolist() for v in (s, p, d)
    )
    Ho = (H + 2 * p_h - d_h * (k_h - 1) - 1) // s_h + 1
    kernels = W.reshape(G, M // G, -1)  # (G, M//G, K)
    cols = columns(x, (k_h, k_w), s, p, d)
    cols = cols.unflatten(1, (G, -1))
    out = (kernels @ cols).reshape(len(x), M, Ho, -1)
    return out + b[:, None, None]
    # --8<-- [end:conv]


# --8<-- [start:builtin]
def builtin_conv(params, x, s=1, p=0, d=1, G=1):
    """The same by torch's own convolution."""
    return F.conv2d(x, *params, s, p, d, G)
    # --8<-- [end:builtin]
