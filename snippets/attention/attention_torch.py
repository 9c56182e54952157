"""Attention with several heads in PyTorch: twin of attention.py.

Same names and order. Autograd takes the place of attend_backward,
through_linear and attention_backward.
"""

import torch
from torch import nn


# --8<-- [start:attend]
def attend_torch(q, k, v, mask=None):
    """The formula of attend_forward; returns y (B, h, T, e) and the weights."""
    a = q @ k.mT * q.shape[-1] ** -0.5  # (B, h, T, S)
    if mask is not None:
        a = a.masked_fill(~mask[:, None], -torch.inf)  # (B, h, T, S)
    w = a.softmax(dim=-1)  # (B, h, T, S)
    return w @ v, w
    # --8<-- [end:attend]


# --8<-- [start:Attention]
class Attention(nn.Module):
    """The parameters of AttentionParams as a module."""

    def __init__(self, W_q, W_k, W_v, W_o, b_q, b_k, b_v, b_o):
        super().__init__()
        self.W_q = nn.Parameter(torch.tensor(W_q))  # (D, D)
        self.W_k = nn.Parameter(torch.tensor(W_k))  # (E, D)
        self.W_v = nn.Parameter(torch.tensor(W_v))  # (E, D)
        self.W_o = nn.Parameter(torch.tensor(W_o))  # (D, D)
        self.b_q = nn.Parameter(torch.tensor(b_q))  # (D,)
        self.b_k = nn.Parameter(torch.tensor(b_k))  # (D,)
        self.b_v = nn.Parameter(torch.tensor(b_v))  # (D,)
        self.b_o = nn.Parameter(torch.tensor(b_o))  # (D,)

    def forward(self, x, s, mask=None, h=1):
        """The formula of attention_forward; returns y (B, T, D)."""
        q = (x @ self.W_q + self.b_q).unflatten(2, (h, -1)).transpose(1, 2)
        k = (s @ self.W_k + self.b_k).unflatten(2, (h, -1)).transpose(1, 2)
        v = (s @ self.W_v + self.b_v).unflatten(2, (h, -1)).transpose(1, 2)
        heads, _ = attend_torch(q, k, v, mask)  # (B, h, T, d), (B, h, T, S)
        o = heads.transpose(1, 2).flatten(2)  # (B, T, D)
        return o @ self.W_o + self.b_o  # (B, T, D)
        # --8<-- [end:Attention]


# --8<-- [start:builtin]
def builtin_attention(
    W_q, W_k, W_v, W_o, b_q, b_k, b_v, b_o, h=1
) -> nn.MultiheadAttention:
    """The same weights in torch's own layer, which stores each W as (D, E).

    Where D = E, torch keeps W_q, W_k and W_v in one array; wider or narrower
    keys get arrays of their own.
    """
    D, E = len(W_q), len(W_k)
    settings = {"batch_first": True, "dtype": torch.as_tensor(W_q).dtype}
    net = nn.MultiheadAttention(D, h, kdim=E, vdim=E, **settings)
    weights = [torch.as_tensor(W.T) for W in (W_q, W_k, W_v)]
    with torch.no_grad():
        if D == E:
            net.in_proj_weight.copy_(torch.cat(weights))
        else:
            net.q_proj_weight.copy_(weights[0])
            net.k_proj_weight.copy_(weights[1])
            net.v_proj_weight.copy_(weights[2])
        biases = [torch.as_tensor(b) for b in (b_q, b_k, b_v)]
        net.in_proj_bias.copy_(torch.cat(biases))
        net.out_proj.weight.copy_(torch.as_tensor(W_o.T))
        net.out_proj.bias.copy_(torch.as_tensor(b_o))
    return net
    # --8<-- [end:builtin]
