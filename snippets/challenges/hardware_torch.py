"""Rounded and checkpointed MLPs in PyTorch: twin of hardware.py.

Autograd takes the place of half_backward and checkpoint_backward. Where a
number is rounded on the way there, autograd rounds its gradient on the way
back, so both nets round at the same places.
"""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from snippets.feedforward.mlp_torch import MLP


# --8<-- [start:half_cast]
def half_float16_torch(x):
    """To float16 and back to the type of x."""
    return x.half().to(x.dtype)


def half_bfloat16_torch(x):
    """To bfloat16 and back to the type of x."""
    return x.bfloat16().to(x.dtype)
    # --8<-- [end:half_cast]


# --8<-- [start:Half]
class Half(MLP):
    """The layers of half_forward; the parameters stay as exact as they are."""

    def forward(self, x, cast):
        h = cast(x)
        fs = [self.f] * (len(self.Ws) - 1) + [nn.Identity()]
        for W, b, f in zip(self.Ws, self.bs, fs, strict=True):
            h = cast(f(h @ cast(W) + cast(b)))
        return h
        # --8<-- [end:Half]


# --8<-- [start:Checkpointed]
class CheckpointedMLP(MLP):
    """The layers of checkpoint_forward, a checkpoint every few layers."""

    def __init__(self, Ws, bs, every, f=torch.relu):
        super().__init__(Ws, bs, f)
        self.every = every

    def segment(self, h, k):
        L = len(self.Ws)
        for i in range(k, min(k + self.every, L)):
            a = h @ self.Ws[i] + self.bs[i]
            h = a if i == L - 1 else self.f(a)
        return h

    def forward(self, x):
        h = x
        for k in range(0, len(self.Ws), self.every):
            h = checkpoint(self.segment, h, k, use_reentrant=False)
        return h
        # --8<-- [end:Checkpointed]
