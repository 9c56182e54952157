"""Gated recurrent unit in PyTorch: twin of gru.py, same names and order.

Autograd takes the place of gru_step_backward and gru_backward.
"""

import torch
from torch import nn


# --8<-- [start:GRU]
class GRU(nn.Module):
    """The parameters of GRUParams as a module."""

    def __init__(self, W_x, W_h, b_x, b_h):
        super().__init__()
        self.W_x = nn.Parameter(torch.tensor(W_x))  # (D, 3H)
        self.W_h = nn.Parameter(torch.tensor(W_h))  # (H, 3H)
        self.b_x = nn.Parameter(torch.tensor(b_x))  # (3H,)
        self.b_h = nn.Parameter(torch.tensor(b_h))  # (3H,)

    def step(self, a_x, h_prev, reset_after=True):
        """One step in time, given a_x = x W_x + b_x. Returns h."""
        x_r, x_z, x_n = a_x.chunk(3, dim=1)  # 3 × (B, H)
        W_r, W_z, W_n = self.W_h.chunk(3, dim=1)  # 3 × (H, H)
        b_r, b_z, b_n = self.b_h.chunk(3)  # 3 × (H,)
        r = (x_r + h_prev @ W_r + b_r).sigmoid()  # (B, H)
        z = (x_z + h_prev @ W_z + b_z).sigmoid()  # (B, H)
        if reset_after:
            n = (x_n + r * (h_prev @ W_n + b_n)).tanh()  # (B, H)
        else:
            n = (x_n + (r * h_prev) @ W_n + b_n).tanh()  # (B, H)
        return (1 - z) * n + z * h_prev  # (B, H)

    def forward(self, xs, h_0=None, reset_after=True):
        """Run over xs (T, B, D). Returns hs (T, B, H)."""
        a_xs = xs @ self.W_x + self.b_x  # (T, B, 3H)
        zero = a_xs.new_zeros(xs.shape[1], len(self.W_h))  # (B, H)
        h = zero if h_0 is None else h_0  # (B, H)
        hs = []
        for a_x in a_xs:
            h = self.step(a_x, h, reset_after)  # (B, H)
            hs.append(h)
        return torch.stack(hs)  # (T, B, H)
        # --8<-- [end:GRU]


# --8<-- [start:builtin_gru]
def builtin_gru(W_x, W_h, b_x, b_h) -> nn.GRU:
    """The same weights inside torch's own nn.GRU, which stores (3H, D)."""
    D, H = W_x.shape[0], W_h.shape[0]
    gru = nn.GRU(D, H, dtype=torch.as_tensor(W_x).dtype)
    with torch.no_grad():
        gru.weight_ih_l0.copy_(torch.as_tensor(W_x.T))
        gru.weight_hh_l0.copy_(torch.as_tensor(W_h.T))
        gru.bias_ih_l0.copy_(torch.as_tensor(b_x))
        gru.bias_hh_l0.copy_(torch.as_tensor(b_h))
    return gru
    # --8<-- [end:builtin_gru]
