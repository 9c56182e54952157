"""A small decoder-only Transformer in PyTorch: twin of language_model.py.

Same names and order. Autograd takes the place of rms_norm_backward,
lm_block_backward and language_model_backward.
"""

import torch
from torch import nn
from torch.nn import functional as F

from snippets.attention.attention_torch import attend_torch


# --8<-- [start:parts]
def rms_norm_torch(g, x):
    """The formula of rms_norm_forward; returns y (B, T, D)."""
    return g * x * (x.square().mean(dim=2, keepdim=True) + 1e-6) ** -0.5


def turn_torch(x, first=0):
    """The formula of turn_by_place; returns (B, h, T, d)."""
    T, d = x.shape[2:]
    speed = 10000.0 ** (-2 * torch.arange(d // 2, dtype=torch.float64) / d)
    places = first + torch.arange(T, dtype=torch.float64)  # (T,)
    angle = torch.outer(places, speed)  # (T, d//2)
    c = angle.cos().to(x.dtype)  # (T, d//2)
    s = angle.sin().to(x.dtype)  # (T, d//2)
    u, v = x.chunk(2, dim=3)  # 2 × (B, h, T, d//2)
    return torch.cat([u * c - v * s, u * s + v * c], dim=3)
    # --8<-- [end:parts]


# --8<-- [start:LanguageModel]
class LanguageModel(nn.Module):
    """The parameters of LanguageModelParams as a module."""

    def __init__(self, E, g_1, W_qkv, W_o, g_2, W_1, W_2, g_y, W_y):
        super().__init__()
        self.E = nn.Parameter(torch.tensor(E))  # (K, D)
        self.g_1 = nn.Parameter(torch.tensor(g_1))  # (L, D)
        self.W_qkv = nn.Parameter(torch.tensor(W_qkv))  # (L, D, 3D)
        self.W_o = nn.Parameter(torch.tensor(W_o))  # (L, D, D)
        self.g_2 = nn.Parameter(torch.tensor(g_2))  # (L, D)
        self.W_1 = nn.Parameter(torch.tensor(W_1))  # (L, D, F)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (L, F, D)
        self.g_y = nn.Parameter(torch.tensor(g_y))  # (D,)
        self.W_y = nn.Parameter(torch.tensor(W_y))  # (D, K)

    def forward(self, tokens, h=1, past=None, causal=True):
        """The formula of language_model_forward; logits, past, weights."""
        x = self.E[tokens]  # (B, T, D)
        no = torch.empty(2, len(x), h, 0, x.shape[2] // h, dtype=x.dtype)
        pasts = [no] * len(self.g_1) if past is None else past
        layers = self.g_1, self.W_qkv, self.W_o, self.g_2, self.W_1, self.W_2
        done = []
        for *layer, before in zip(*layers, pasts, strict=True):
            g_1, W_qkv, W_o, g_2, W_1, W_2 = layer
            parts = (rms_norm_torch(g_1, x) @ W_qkv).chunk(3, dim=2)
            q, k, v = (p.unflatten(2, (h, -1)).transpose(1, 2) for p in parts)
            first = before[0].shape[2]
            q, k = turn_torch(q, first), turn_torch(k, first)
            k = torch.cat([before[0], k], dim=2)  # (B, h, S, d)
            v = torch.cat([before[1], v], dim=2)  # (B, h, S, d)
            mask = torch.ones(1, k.shape[2], k.shape[2], dtype=torch.bool)
            mask = mask.tril()[:, first:] if causal else None
            heads, w = attend_torch(q, k, v, mask)
            done.append(((k, v), w))
            x = x + heads.transpose(1, 2).flatten(2) @ W_o  # (B, T, D)
            x = x + (rms_norm_torch(g_2, x) @ W_1).relu() @ W_2  # (B, T, D)
        past, looks = zip(*done, strict=True)
        return rms_norm_torch(self.g_y, x) @ self.W_y, past, looks
        # --8<-- [end:LanguageModel]


# --8<-- [start:builtin]
def linear_of(W) -> nn.Linear:
    """torch's layer without bias, which stores W as (outputs, inputs)."""
    layer = nn.Linear(*W.shape, bias=False, dtype=torch.as_tensor(W).dtype)
    with torch.no_grad():
        layer.weight.copy_(torch.as_tensor(W.T))
    return layer


def norm_of(g) -> nn.RMSNorm:
    """torch's RMS norm with the weights g."""
    norm = nn.RMSNorm(len(g), 1e-6, dtype=torch.as_tensor(g).dtype)
    with torch.no_grad():
        norm.weight.copy_(torch.as_tensor(g))
    return norm


class BuiltinLanguageModel(nn.Module):
    """torch has no such model: its own layers, put together.

    A turn is a product of complex numbers here.
    """

    def __init__(self, E, g_1, W_qkv, W_o, g_2, W_1, W_2, g_y, W_y):
        super().__init__()
        self.E = nn.Embedding.from_pretrained(torch.tensor(E), freeze=False)
        self.norms_1 = nn.ModuleList(map(norm_of, g_1))
        self.qkv = nn.ModuleList(map(linear_of, W_qkv))
        self.out = nn.ModuleList(map(linear_of, W_o))
        self.norms_2 = nn.ModuleList(map(norm_of, g_2))
        self.wide = nn.ModuleList(map(linear_of, W_1))
        self.narrow = nn.ModuleList(map(linear_of, W_2))
        self.norm_y = norm_of(g_y)
        self.readout = linear_of(W_y)

    def turned(self, x):
        """Each pair of columns as one complex number, turned."""
        T, d = x.shape[2:]
        speed = 10000.0 ** (-torch.arange(0, d, 2, dtype=torch.float64) / d)
        angle = torch.outer(torch.arange(T, dtype=torch.float64), speed)
        pairs = torch.complex(*x.chunk(2, dim=3))  # (B, h, T, d//2)
        unit = torch.polar(torch.ones_like(angle), angle)  # (T, d//2)
        pairs = pairs * unit.to(pairs.dtype)  # (B, h, T, d//2)
        return torch.cat([pairs.real, pairs.imag], dim=3)

    def forward(self, tokens, h=1):
        x = self.E(tokens)  # (B, T, D)
        for norm_1, qkv, out, norm_2, wide, narrow in zip(
            *(self.norms_1, self.qkv, self.out),
            *(self.norms_2, self.wide, self.narrow),
            strict=True,
        ):
            parts = qkv(norm_1(x)).chunk(3, dim=2)
            q, k, v = (p.unflatten(2, (h, -1)).transpose(1, 2) for p in parts)
            q, k = self.turned(q), self.turned(k)
            heads = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + out(heads.transpose(1, 2).flatten(2))  # (B, T, D)
            x = x + narrow(wide(norm_2(x)).relu())  # (B, T, D)
        return self.readout(self.norm_y(x))
        # --8<-- [end:builtin]
