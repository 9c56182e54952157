"""A Transformer encoder in PyTorch: twin of transformer.py.

Same names and order. Autograd takes the place of norm_backward,
feed_backward, around_backward, look_backward and encoder_backward.
"""

import torch
from torch import nn

from snippets.attention.attention_torch import Attention


# --8<-- [start:Encoder]
def norm_torch(x, gamma, beta, eps=1e-5):
    """The formula of norm_forward."""
    centred = x - x.mean(dim=2, keepdim=True)  # (B, T, D)
    var = (centred**2).mean(dim=2, keepdim=True)  # (B, T, 1)
    return centred / torch.sqrt(var + eps) * gamma + beta  # (B, T, D)


def feed_torch(x, W_1, b_1, W_2, b_2):
    """The formula of feed_forward."""
    return torch.relu(x @ W_1 + b_1) @ W_2 + b_2  # (B, T, D)


class Encoder(nn.Module):
    """The parameters of EncoderParams as a module."""

    def __init__(self, attention, feed, norm_1, norm_2):
        super().__init__()
        self.attention = Attention(*attention)
        arrays = [[torch.tensor(a) for a in p] for p in (feed, norm_1, norm_2)]
        self.feed, self.norm_1, self.norm_2 = map(nn.ParameterList, arrays)

    def forward(self, x, mask=None, h=1, pre=True):
        """The formula of encoder_forward; returns y (B, T, D)."""
        u = norm_torch(x, *self.norm_1) if pre else x
        x = x + self.attention(u, u, mask, h)  # (B, T, D)
        x = x if pre else norm_torch(x, *self.norm_1)
        u = norm_torch(x, *self.norm_2) if pre else x
        y = x + feed_torch(u, *self.feed)  # (B, T, D)
        return y if pre else norm_torch(y, *self.norm_2)
        # --8<-- [end:Encoder]


# --8<-- [start:rotate]
def rotate_torch(x, turn=1):
    """The formula of rotate, with complex numbers: a turn is a product."""
    T, d = x.shape[2:]
    clocks = 1e4 ** (-torch.arange(0, d, 2, dtype=x.dtype) / d)  # (d//2,)
    clocks = (
        turn * torch.arange(T, dtype=x.dtype)[:, None] * clocks
    )  # (T, d//2)
    turns = torch.polar(torch.ones_like(clocks), clocks)  # (T, d//2)
    pairs = torch.view_as_complex(x.unflatten(3, (-1, 2)))
    return torch.view_as_real(pairs * turns).flatten(3)  # (B, h, T, d)
    # --8<-- [end:rotate]


# --8<-- [start:builtin]
def builtin_encoder(
    attention, feed, norm_1, norm_2, h=1, pre=True
) -> nn.TransformerEncoderLayer:
    """The same weights in torch's own block, which stores each W as (K, D)."""
    W_q, W_k, W_v, W_o, b_q, b_k, b_v, b_o = map(torch.as_tensor, attention)
    W_1, b_1, W_2, b_2 = feed
    kind = {"dtype": W_q.dtype, "batch_first": True, "norm_first": pre}
    net = nn.TransformerEncoderLayer(len(W_q), h, len(b_1), 0.0, **kind)
    out = net.self_attn.out_proj
    weights = (
        (net.self_attn.in_proj_weight, torch.cat([W_q.T, W_k.T, W_v.T])),
        (net.self_attn.in_proj_bias, torch.cat([b_q, b_k, b_v])),
        *zip(out.parameters(), (W_o.T, b_o), strict=True),
        (net.linear1.weight, W_1.T),
        (net.linear1.bias, b_1),
        (net.linear2.weight, W_2.T),
        (net.linear2.bias, b_2),
        *zip(net.norm1.parameters(), norm_1, strict=True),
        *zip(net.norm2.parameters(), norm_2, strict=True),
    )
    with torch.no_grad():
        for ours, theirs in weights:
            ours.copy_(torch.as_tensor(theirs))
    return net
    # --8<-- [end:builtin]
