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

BLOCK = 900_000  # numbers in the windows of one part: k_w times the images


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
def conv_pad(x, p, G, s=1):
    """Images (B, C, H, W), their rows s apart, zeros between and around."""
    (B, C, H, W), (p_h, p_w), R = x.shape, p, s * (x.shape[2] - 1) + 1
    xp = np.zeros((G, R + 2 * p_h, C // G, W + 2 * p_w, B), x.dtype)
    inner = xp[:, p_h : p_h + R : s, :, p_w : p_w + W]
    inner[...] = x.reshape(B, G, C // G, H, W).transpose(1, 3, 2, 4, 0)
    return xp  # (G, R+2p_h, C//G, W+2p_w, B)


def conv_cells(xp, k, s, d, size):
    """What each of the k cells along a kernel's width meets: k views of xp."""
    return [xp[:, :, :, j * d :][:, :, :, : s * size : s] for j in range(k)]


def conv_rows(X, k, s, d, size):
    """Every k rows of X (G, H, R, L) as a matrix; if d = 1, without a copy."""
    (G, _, R, L), (g, h, r, l) = X.shape, X.strides
    X = as_strided(X, (G, size, k, R, L), (g, s * h, d * h, r, l))
    return X.reshape(G, size, k * R, L)  # (G, size, k×R, L)
    # --8<-- [end:windows]


# --8<-- [start:conv_forward]
def conv_forward(params: ConvParams, x, s=1, p=0, d=1, G=1):
    """Maps (B, M, Ho, Wo) of images x (B, C, H, W), a cache; or ValueError."""
    W, b = params
    s, p, d, (Ho, Wo) = conv_geometry(x.shape, W.shape, s, p, d, G)
    (B, C, H, _), (M, _, k_h, k_w), parts = x.shape, W.shape, []
    kernels = W.transpose(0, 2, 3, 1).reshape(G, 1, M // G, -1)
    out = np.empty((B, M, Ho, Wo), x.dtype)  # (B, M, Ho, Wo)
    step = max(1, BLOCK // (C * (H + 2 * p[0]) * k_w * Wo))
    for part in (slice(n, n + step) for n in range(0, B, step)):
        xp = conv_pad(x[part], p, G)
        cells = conv_cells(xp, k_w, s[1], d[1], Wo)
        L = Wo * xp.shape[4]
        X = np.stack(cells, axis=2).reshape(G, H + 2 * p[0], -1, L)
        rows = conv_rows(X, k_h, s[0], d[0], Ho)  # (G, Ho, K, L)
        y = np.empty((G, M // G, Ho, L), x.dtype)  # (G, M//G, Ho, L)
        np.matmul(kernels, rows, out=y.swapaxes(1, 2))
        for m, maps in enumerate(y.reshape(M, Ho, Wo, -1)):
            out[part, m] = (maps + b[m]).transpose(2, 0, 1)
        parts.append((part, X))
    return out, (W, parts, x.shape, (Ho, Wo), (s, p, d, G))
    # --8<-- [end:conv_forward]


# --8<-- [start:conv_backward]
def conv_backward(dout: np.ndarray, cache):
    """Slopes for dout (B, M, Ho, Wo): dx (B, C, H, W) and ConvParams."""
    W, parts, shape, (Ho, Wo), (s, p, d, G) = cache
    (B, _, H, width), (M, N, k_h, k_w) = shape, W.shape
    if dout.shape != (B, M, Ho, Wo):
        raise ValueError(f"dout must be {(B, M, Ho, Wo)}, got {dout.shape}")
    e, dx = d[0] * (k_h - 1), np.zeros((B, G, N, H, width), W.dtype)
    dW = np.zeros((G, k_h * k_w * N, M // G), W.dtype)  # (G, K, M//G)
    high = max(0, min(H, s[0] * (Ho - 1) + 1 + e - p[0]))
    kernels = W[:, :, ::-1].reshape(G, 1, M // G, N, k_h, k_w)
    kernels = kernels.transpose(0, 1, 5, 3, 4, 2).reshape(G, 1, k_w * N, -1)
    for part, X in parts:
        dy = conv_pad(dout[part], (e, 0), G, s[0])
        n, dy = dy.shape[4], dy.reshape(*dy.shape[:3], -1)
        rows = conv_rows(X, k_h, s[0], d[0], Ho)
        dW += (rows @ dy[:, e : -e or None : s[0]].swapaxes(2, 3)).sum(axis=1)
        dX = kernels @ conv_rows(dy[:, p[0] :], k_h, 1, d[0], high)
        dX = dX.reshape(G, high, k_w, N, Wo, n)  # (G, high, k_w, N, Wo, n)
        dxp = np.zeros((G, high, N, width + 2 * p[1], n), W.dtype)
        for j, cell in enumerate(conv_cells(dxp, k_w, s[1], d[1], Wo)):
            cell += dX[:, :, j]
        dxp = dxp[:, :, :, p[1] : p[1] + width].transpose(4, 0, 2, 1, 3)
        dx[part, :, :, :high] = dxp
    dW = dW.swapaxes(1, 2).reshape(M, k_h, k_w, N).transpose(0, 3, 1, 2)
    return dx.reshape(shape), ConvParams(dW, dout.sum(axis=(0, 2, 3)))
    # --8<-- [end:conv_backward]


if __name__ == "__main__":
    params = init_conv(np.random.default_rng(0), M=4, N=1, k=3)
    x, case = np.arange(120.0).reshape(2, 2, 5, 6), ((1, 2), 1, 2, 2)
    out, cache = conv_forward(params, x, *case)
    print("six loops agree:", np.allclose(out, conv_loops(params, x, *case)))
    dx, grads = conv_backward(out, cache)
    print(x.shape, "->", out.shape, "dx:", dx.shape, "dW:", grads.W.shape)
