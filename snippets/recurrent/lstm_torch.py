"""Long short-term memory in PyTorch: twin of lstm.py, same names and order.

Autograd takes the place of lstm_step_backward and lstm_backward.
"""

import torch
from torch import nn


# --8<-- [start:LSTM]
class LSTM(nn.Module):
    """The parameters of LSTMParams as a module."""

    def __init__(self, W_x, W_h, b):
        super().__init__()
        self.W_x = nn.Parameter(torch.tensor(W_x))  # (D, 4H)
        self.W_h = nn.Parameter(torch.tensor(W_h))  # (H, 4H)
        self.b = nn.Parameter(torch.tensor(b))  # (4H,)

    def step(self, a_x, h_prev, c_prev):
        """One step in time, given a_x = x W_x + b. Returns h, c."""
        a = a_x + h_prev @ self.W_h  # (B, 4H)
        i, f, g, o = a.chunk(4, dim=1)  # 4 × (B, H)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c_prev + i * g  # (B, H)
        h = o * c.tanh()  # (B, H)
        return h, c

    def forward(self, xs, h_0=None, c_0=None):
        """Run over xs (T, B, D). Returns hs (T, B, H) and the last c."""
        a_xs = xs @ self.W_x + self.b  # (T, B, 4H)
        zero = a_xs.new_zeros(xs.shape[1], len(self.W_h))  # (B, H)
        h, c = (zero if s is None else s for s in (h_0, c_0))  # 2 × (B, H)
        hs = []
        for a_x in a_xs:
            h, c = self.step(a_x, h, c)
            hs.append(h)
        return torch.stack(hs), c
        # --8<-- [end:LSTM]


# --8<-- [start:builtin_lstm]
def builtin_lstm(W_x, W_h, b) -> nn.LSTM:
    """The same weights inside torch's own nn.LSTM, which stores (4H, D)."""
    D, H = W_x.shape[0], W_h.shape[0]
    lstm = nn.LSTM(D, H, dtype=torch.as_tensor(W_x).dtype)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.as_tensor(W_x.T))
        lstm.weight_hh_l0.copy_(torch.as_tensor(W_h.T))
        lstm.bias_ih_l0.copy_(torch.as_tensor(b))
        lstm.bias_hh_l0.zero_()
    return lstm
    # --8<-- [end:builtin_lstm]
