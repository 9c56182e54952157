"""A simple recurrent network in PyTorch: twin of rnn.py, same names and order.

Autograd takes the place of rnn_backward.
"""

import torch
from torch import nn


# --8<-- [start:RNN]
class RNN(nn.Module):
    """The parameters of RNNParams as a module."""

    def __init__(self, W_x, W_h, b):
        super().__init__()
        self.W_x = nn.Parameter(torch.tensor(W_x))  # (D, H)
        self.W_h = nn.Parameter(torch.tensor(W_h))  # (H, H)
        self.b = nn.Parameter(torch.tensor(b))  # (H,)

    def step(self, a_x, h_prev):
        """One step in time, given a_x = x W_x + b. Returns h."""
        a = h_prev @ self.W_h  # (B, H)
        a = a + a_x  # (B, H)
        return a.tanh()  # (B, H)

    def forward(self, xs, h_0=None):
        """Run over xs (T, B, D). Returns hs (T, B, H)."""
        a_xs = xs @ self.W_x + self.b  # (T, B, H)
        zero = a_xs.new_zeros(xs.shape[1], len(self.W_h))  # (B, H)
        h = zero if h_0 is None else h_0  # (B, H)
        hs = []
        for a_x in a_xs:
            h = self.step(a_x, h)  # (B, H)
            hs.append(h)
        return torch.stack(hs)  # (T, B, H)
        # --8<-- [end:RNN]


# --8<-- [start:builtin_rnn]
def builtin_rnn(W_x, W_h, b) -> nn.RNN:
    """The same weights inside torch's own nn.RNN, which stores (H, D)."""
    D, H = W_x.shape
    rnn = nn.RNN(D, H, dtype=torch.as_tensor(W_x).dtype)
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(torch.as_tensor(W_x.T))
        rnn.weight_hh_l0.copy_(torch.as_tensor(W_h.T))
        rnn.bias_ih_l0.copy_(torch.as_tensor(b))
        rnn.bias_hh_l0.zero_()
    return rnn
    # --8<-- [end:builtin_rnn]
