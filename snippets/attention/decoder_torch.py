"""A Transformer's decoder block in PyTorch: twin of decoder.py.

Same names and order. Autograd takes the place of across_backward and
decoder_backward.
"""

import torch
from torch import nn

from snippets.attention.attention_torch import Attention
from snippets.attention.transformer_torch import feed_torch, norm_torch


# --8<-- [start:Decoder]
class Decoder(nn.Module):
    """The parameters of DecoderParams as a module."""

    def __init__(self, attention, cross, feed, norm_1, norm_2, norm_3):
        super().__init__()
        self.attention = Attention(*attention)
        self.cross = Attention(*cross)
        parts = feed, norm_1, norm_2, norm_3
        lists = [nn.ParameterList(map(torch.tensor, p)) for p in parts]
        self.feed, self.norm_1, self.norm_2, self.norm_3 = lists

    def forward(self, x, s, mask=None, h=1, pre=True):
        """The formula of decoder_forward; returns y (B, T, D)."""
        back = torch.ones(len(x), x.shape[1], x.shape[1], dtype=torch.bool)
        layers = (
            (self.norm_1, lambda u: self.attention(u, u, back.tril(), h)),
            (self.norm_2, lambda u: self.cross(u, s, mask, h)),
            (self.norm_3, lambda u: feed_torch(u, *self.feed)),
        )
        for norm, layer in layers:
            if pre:
                x = x + layer(norm_torch(x, *norm))  # (B, T, D)
            else:
                x = norm_torch(x + layer(x), *norm)  # (B, T, D)
        return x
        # --8<-- [end:Decoder]


# --8<-- [start:builtin]
def fill_attention(net, W_q, W_k, W_v, W_o, b_q, b_k, b_v, b_o) -> None:
    """Our weights into an nn.MultiheadAttention, which stores each W.T."""
    with torch.no_grad():
        weights = torch.cat([torch.as_tensor(W.T) for W in (W_q, W_k, W_v)])
        biases = torch.cat([torch.as_tensor(b) for b in (b_q, b_k, b_v)])
        net.in_proj_weight.copy_(weights)
        net.in_proj_bias.copy_(biases)
        net.out_proj.weight.copy_(torch.as_tensor(W_o.T))
        net.out_proj.bias.copy_(torch.as_tensor(b_o))


def builtin_decoder(
    attention, cross, feed, norm_1, norm_2, norm_3, h=1, pre=True
) -> nn.TransformerDecoderLayer:
    """The same weights in torch's own block."""
    W_1, b_1, W_2, b_2 = map(torch.as_tensor, feed)
    kind = {"dtype": W_1.dtype, "batch_first": True, "norm_first": pre}
    net = nn.TransformerDecoderLayer(len(W_1), h, len(b_1), 0.0, **kind)
    fill_attention(net.self_attn, *attention)
    fill_attention(net.multihead_attn, *cross)
    pairs = (
        *zip(net.linear1.parameters(), (W_1.T, b_1), strict=True),
        *zip(net.linear2.parameters(), (W_2.T, b_2), strict=True),
        *zip(net.norm1.parameters(), norm_1, strict=True),
        *zip(net.norm2.parameters(), norm_2, strict=True),
        *zip(net.norm3.parameters(), norm_3, strict=True),
    )
    with torch.no_grad():
        for theirs, ours in pairs:
            theirs.copy_(torch.as_tensor(ours))
    return net
    # --8<-- [end:builtin]
