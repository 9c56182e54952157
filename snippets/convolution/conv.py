"""Convolution with stride, padding, dilation and groups, in NumPy.

Paper     LeCun et al. 1989, doi:10.1162/neco.1989.1.4.541
Twin      conv_torch.py
Axes      B batch, C channels, M kernels of N = C/G channels, K weights each
Geometry  k kernel, s stride, p padding, d dilation: int or pair; G groups
"""

# --8<-- [start:params]
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

BLOCK = 2**21  # numbers in the columns of one part: k² times the images


class ConvParams(NamedTuple):
    """M kernels and their biases; gradients have the same type."""

    W: np.ndarray  # (M, N, k_h, k_w)
    b: np.ndarray  # (M,)


def init_conv(rng: np.random.Generator, M: int, N: int, k) -> ConvParams:
    """Kernels with variance 2 / (N·k_h·k_w), as ReLU wants, and bias 0."""
    W = rng.normal(size=(M, N, *np.broadcast_to(k, 2)))  # (M, N, k_h, k_w)
    return ConvParams(W * (2 / W[0].size) ** 0.5, np.zeros(M))
    # --8<-- [end:params]


# --8<-- [start:geometry]
def conv_geometry(shape, W_shape, s, p, d, G):
    """s, p, d and the output size, each as (height, width), or ValueError."""
    s, p, d = (tuple(np.broadcast_to(v, 2).tolist()) for v in (s, p, d))
    if len(shape) != 4 or len(W_shape) != 4:
        raise ValueError(f"x and W need four axes, got {shape} and {W_shape}")
    if min(*W_shape, *s, *d, G, *(q + 1 for q in p)) < 1:
        raise ValueError(f"too small: {W_shape}, {s=}, {p=}, {d=}, {G=}")
    if shape[1] != W_shape[1] * G or W_shape[0] % G:
        raise ValueError(f"x {shape} and W {W_shape} do not fit {G = }")
    span = tuple(d[a] * (W_shape[2 + a] - 1) + 1 for a in (0, 1))
    padded = tuple(shape[2 + a] + 2 * p[a] for a in (0, 1))
    if span[0] > padded[0] or span[1] > padded[1]:
        raise ValueError(f"a kernel over {span} must fit into {padded}")
    return s, p, d, tuple((padded[a] - span[a]) // s[a] + 1 for a in (0, 1))
    # --8<-- [end:geometry]


# --8<-- [start:conv_loops]
def conv_loops(params: ConvParams, x, s=1, p=0, d=1, G=1):
    """The definition in six loops: to be read, not to be used."""
    W, b = params
    s, p, d, (Ho, Wo) = conv_geometry(x.shape, W.shape, s, p, d, G)
    (B, _, H, width), (M, N, k_h, k_w) = x.shape, W.shape
    out = np.empty((B, M, Ho, Wo), x.dtype)  # (B, M, Ho, Wo)
    for n, m, u, v in np.ndindex(B, M, Ho, Wo):
        c = m // (M // G) * N
        out[n, m, u, v] = b[m]
        for i, j in np.ndindex(k_h, k_w):
            h, w = u * s[0] + i * d[0] - p[0], v * s[1] + j * d[1] - p[1]
            if 0 <= h < H and 0 <= w < width:
                out[n, m, u, v] += W[m, :, i, j] @ x[n, c : c + N, h, w]
    return out
    # --8<-- [end:conv_loops]


# --8<-- [start:windows]
def conv_pad(x, p):
    """Images (B, C, H, W) with zeros around, the batch as the last axis."""
    (B, C, H, W), (p_h, p_w) = x.shape, p
    xp = np.zeros((C, H + 2 * p_h, W + 2 * p_w, B), x.dtype)
    xp[:, p_h : p_h + H, p_w : p_w + W] = x.transpose(1, 2, 3, 0)
    return xp  # (C, H+2p_h, W+2p_w, B)


def conv_windows(xp, k, s, d, size):
    """All windows, cell by cell: a view (C, k_h, k_w, Ho, Wo, B) of xp."""
    c, h, w, b = xp.strides
    strides = c, d[0] * h, d[1] * w, s[0] * h, s[1] * w, b
    return as_strided(xp, (len(xp), *k, *size, xp.shape[3]), strides)


def conv_parts(shape, k, size, dtype):
    """Parts of the batch, n samples each, and room for their columns."""
    (B, C), (k_h, k_w), (Ho, Wo) = shape[:2], k, size
    one = C * k_h * k_w * Ho * Wo
    step = max(1, min(B, BLOCK // one))
    room = np.empty(step * one, dtype)  # (step×one,)
    for first in range(0, B, step):
        n = min(step, B - first)
        cols = room[: n * one].reshape(C, k_h, k_w, Ho, Wo, n)
        yield slice(first, first + n), cols
    # --8<-- [end:windows]


# --8<-- [start:conv_forward]
def conv_forward(params: ConvParams, x, s=1, p=0, d=1, G=1):
    """Cross-correlate x (B, C, H, W) with W (M, C/G, k_h, k_w), add b.

    Returns out (B, M, Ho, Wo) and the cache, or raises ValueError.
    """
    W, b = params
    s, p, d, (Ho, Wo) = conv_geometry(x.shape, W.shape, s, p, d, G)
    B, (M, _, *k), K, xps = len(x), W.shape, W[0].size, []
    out = np.empty((B, M, Ho, Wo), x.dtype)  # (B, M, Ho, Wo)
    for part, cols in conv_parts(x.shape, k, (Ho, Wo), x.dtype):
        xps.append(conv_pad(x[part], p))
        cols[...] = conv_windows(xps[-1], k, s, d, (Ho, Wo))
        y = W.reshape(G, M // G, K) @ cols.reshape(G, K, -1)
        y = y.reshape(M, Ho, Wo, -1).transpose(3, 0, 1, 2)
        np.add(y, b[:, None, None], out=out[part])
    return out, (W, xps, x.shape, (k, s, p, d, G))
    # --8<-- [end:conv_forward]


# --8<-- [start:conv_backward]
def conv_backward(dout: np.ndarray, cache):
    """Slopes for dout (B, M, Ho, Wo): dx (B, C, H, W) and ConvParams."""
    W, xps, shape, (k, s, p, d, G) = cache
    (B, _, H, width), M, K = shape, len(W), W[0].size
    Ho, Wo = size = conv_geometry(shape, W.shape, s, p, d, G)[3]
    if dout.shape != (B, M, Ho, Wo):
        raise ValueError(f"dout must be {(B, M, Ho, Wo)}, got {dout.shape}")
    kernels = W.reshape(G, M // G, K).swapaxes(1, 2)  # (G, K, M//G)
    dx, dW = np.empty(shape, W.dtype), np.zeros_like(kernels)
    parts = conv_parts(shape, k, size, W.dtype)
    for (part, cols), xp in zip(parts, xps, strict=True):
        dy = dout[part].transpose(1, 2, 3, 0).reshape(G, M // G, -1)
        cols[...] = conv_windows(xp, k, s, d, size)
        dW += cols.reshape(G, K, -1) @ dy.swapaxes(1, 2)  # (G, K, M//G)
        np.matmul(kernels, dy, out=cols.reshape(G, K, -1))
        dxp = np.zeros_like(xp)
        dwindows = conv_windows(dxp, k, s, d, size)
        for i, j in np.ndindex(*k):
            dwindows[:, i, j] += cols[:, i, j]
        dxp = dxp[:, p[0] : p[0] + H, p[1] : p[1] + width]
        dx[part] = dxp.transpose(3, 0, 1, 2)
    db = dout.sum(axis=(0, 2, 3))  # (M,)
    return dx, ConvParams(dW.swapaxes(1, 2).reshape(W.shape), db)
    # --8<-- [end:conv_backward]


if __name__ == "__main__":
    params = init_conv(np.random.default_rng(0), M=4, N=1, k=3)
    x, case = np.arange(120.0).reshape(2, 2, 5, 6), ((1, 2), 1, 2, 2)
    out, cache = conv_forward(params, x, *case)
    print("six loops agree:", np.allclose(out, conv_loops(params, x, *case)))
    dx, grads = conv_backward(out, cache)
    print(x.shape, "->", out.shape, "dx:", dx.shape, "dW:", grads.W.shape)
