"""Topologies in PyTorch: twin of topology.py, same names and order.

Autograd takes the place of the backward passes. Where the NumPy file shuts
the gates, Masked keeps the old state: another way to the same numbers.
"""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from snippets.recurrent.lstm_torch import LSTM


# --8<-- [start:Masked]
class Masked(LSTM):
    """An LSTM whose states stay as they are once a sample has ended."""

    def forward(self, xs, lengths=None, h_0=None, c_0=None):
        """Returns hs (T, B, H), 0 after the end, and the last h and c."""
        T, B, _ = xs.shape
        lengths = torch.full((B,), T) if lengths is None else lengths
        a_xs = xs @ self.W_x + self.b  # (T, B, 4H)
        zero = a_xs.new_zeros(B, len(self.W_h))  # (B, H)
        h, c = (zero if s is None else s for s in (h_0, c_0))  # 2 × (B, H)
        hs = []
        for t, a_x in enumerate(a_xs):
            h_new, c_new = self.step(a_x, h, c)
            on = (t < lengths)[:, None]  # (B, 1)
            h, c = torch.where(on, h_new, h), torch.where(on, c_new, c)
            hs.append(torch.where(on, h_new, zero))
        return torch.stack(hs), h, c
        # --8<-- [end:Masked]


# --8<-- [start:Net]
class Net(nn.Module):
    """The parameters of NetParams as a module: an LSTM and a read-out."""

    def __init__(self, W_x, W_h, b, W_y, b_y):
        super().__init__()
        self.lstm = Masked(W_x, W_h, b)
        self.W_y = nn.Parameter(torch.tensor(W_y))  # (H, K)
        self.b_y = nn.Parameter(torch.tensor(b_y))  # (K,)

    def forward(self, xs, lengths=None, h_0=None, c_0=None):
        """Scores (T, B, K) of every step, the last h and c."""
        hs, h, c = self.lstm(xs, lengths, h_0, c_0)
        return hs @ self.W_y + self.b_y, h, c


def masked_cross_entropy_torch(scores, y, mask):
    """Mean −ln softmax(scores)[y] where mask is true; autograd has the rest."""
    return F.cross_entropy(scores[mask], y[mask])
    # --8<-- [end:Net]


# --8<-- [start:Seq2Seq]
class Seq2Seq(nn.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder = Masked(*encoder)
        self.decoder = Net(*decoder)

    def forward(self, xs, ys, lengths=None, h_0=None, c_0=None):
        """Encode xs (T, B, D), read ys (S, B, E). Returns scores (S, B, K)."""
        _, h, c = self.encoder(xs, lengths, h_0, c_0)
        return self.decoder(ys, h_0=h, c_0=c)[0]


def free_run_torch(net, h, c, y, S, feed):
    """Read y (B, D), then feed(scores) instead of data: scores (S, B, K)."""
    out = []
    for _ in range(S):
        scores, h, c = net(y[None], h_0=h, c_0=c)
        out.append(scores[0])
        y = feed(scores[0])
    return torch.stack(out)
    # --8<-- [end:Seq2Seq]


# --8<-- [start:packed]
def packed(lstm: nn.LSTM, xs, lengths, h_0, c_0):
    """Torch's own way: pack, run nn.LSTM, pad. Returns hs and the last h, c."""
    pack = pack_padded_sequence(xs, lengths, enforce_sorted=False)
    hs, (h, c) = lstm(pack, (h_0[None], c_0[None]))
    hs, _ = pad_packed_sequence(hs, total_length=len(xs))
    return hs, h[0], c[0]
    # --8<-- [end:packed]
