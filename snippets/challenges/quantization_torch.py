"""Quantization in PyTorch: twin of quantization.py and its training.

Autograd takes the place of ste_backward: what is added to W without a
gradient changes the number and leaves the slope 1.
"""

import torch

from snippets.feedforward.mlp_torch import MLP


# --8<-- [start:quantize]
def quantize_symmetric_torch(x, bits=8, axis=None, part=1.0):
    """The formula of quantize_symmetric; q, scale, zero."""
    top = 2 ** (bits - 1) - 1
    axes = tuple(range(x.ndim)) if axis is None else axis
    scale = part / top * x.abs().amax(axes, keepdim=True)
    scale = scale.where(scale > 0, torch.ones_like(scale))
    q = (x / scale).round().clamp(-top, top).to(torch.int8)
    return q, scale, torch.zeros_like(scale, dtype=torch.int32)


def quantize_affine_torch(x, bits=8, axis=None):
    """The formula of quantize_affine; q, scale, zero."""
    bottom = -(2 ** (bits - 1))
    axes = tuple(range(x.ndim)) if axis is None else axis
    low = x.amin(axes, keepdim=True).clamp(max=0)
    high = x.amax(axes, keepdim=True).clamp(min=0)
    scale = high / (2**bits - 1) - low / (2**bits - 1)
    scale = scale.where(scale > 0, torch.ones_like(scale))
    zero = bottom - (low / scale).round().to(torch.int32)
    q = ((x / scale).round() + zero).clamp(bottom, -bottom - 1)
    return q.to(torch.int8), scale, zero


def dequantize_torch(codes):
    """The formula of dequantize."""
    q, scale, zero = codes
    return scale * (q.int() - zero).to(scale.dtype)


def int_matmul_torch(x, W):
    """The formula of int_matmul: zeros first, then one whole product."""
    total = (x[0].int() - x[2]) @ (W[0].int() - W[2])  # (B, H)
    return x[1] * W[1] * total.to(x[1].dtype)
    # --8<-- [end:quantize]


# --8<-- [start:QuantizedMLP]
class QuantizedMLP(MLP):
    """An MLP that rounds its Ws on the way ahead, with given scales."""

    def straight(self, W, scale, top):
        q = (W / scale).round()  # (D, H)
        inside = q.abs() <= top  # (D, H)
        W_hat = scale * q.clamp(-top, top)  # (D, H)
        return torch.where(inside, W + (W_hat - W).detach(), W_hat.detach())

    def forward(self, x, scales, bits):
        h = x
        top = 2 ** (bits - 1) - 1
        for k, (W, b) in enumerate(zip(self.Ws, self.bs, strict=True)):
            a = h @ self.straight(W, scales[k], top) + b
            h = a if k == len(self.Ws) - 1 else self.f(a)
        return h
        # --8<-- [end:QuantizedMLP]


# --8<-- [start:builtin]
def builtin_round(W, scale, bits):
    """torch's own rounding of a column by a column, scale (H,) in float32."""
    top = 2 ** (bits - 1) - 1
    zero = torch.zeros(len(scale), dtype=torch.int32)
    return torch.fake_quantize_per_channel_affine(W, scale, zero, 1, -top, top)
    # --8<-- [end:builtin]
