"""Convolution as in conv.py, in little more time than torch takes.

Paper     LeCun et al. 1989, doi:10.1162/neco.1989.1.4.541
Twin      conv.py: the same functions, easier to read; conv_torch.py
Axes      B batch, C channels, M kernels of N = C/G channels, K weights each
Geometry  k kernel, s stride, p padding, d dilation: int or pair; G groups
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from snippets.convolution.conv import (
    ConvParams,
    conv_geometry,
    conv_loops,
    init_conv,
)
from snippets.foundations.neuron import expect

# --8<-- [start:windows]
BLOCK = 900_000  # numbers in the windows of one part: k_w times the images


def conv_pad(x, p, G, s=1):
    """Images (B, C, H, W), their rows s apart, zeros between and around."""
    B, C, H, W = x.shape
    p_h, p_w = p
    R = s * (x.shape[2] - 1) + 1
    shape = G, R + 2 * p_h, C // G, W + 2 * p_w, B
    xp = np.zeros(shape, x.dtype)  # (G, R+2p_h, C//G, W+2p_w, B)
    inner = xp[:, p_h : p_h + R : s, :, p_w : p_w + W]  # (G, H, C//G, W, B)
    inner[...] = x.reshape(B, G, C // G, H, W).transpose(1, 3, 2, 4, 0)
    return xp


def conv_cells(xp, k, s, d, size):
    """What each of the k cells along a kernel's width meets: k views of xp."""
    return [xp[:, :, :, j * d :][:, :, :, : s * size : s] for j in range(k)]


def conv_rows(X, k, s, d, size):
    """Every k rows of X (G, H, R, L) as a matrix; if d = 1, without a copy."""
    (G, _, R, L), (g, h, r, l) = X.shape, X.strides
    strides = g, s * h, d * h, r, l
    X = as_strided(X, (G, size, k, R, L), strides)  # (G, size, k, R, L)
    return X.reshape(G, size, k * R, L)  # (G, size, k×R, L)
    # --8<-- [end:windows]


# --8<-- [start:conv_forward]
def conv_forward(params: ConvParams, x, s=1, p=0, d=1, G=1):
    """Maps (B, M, Ho, Wo) of images x (B, C, H, W), a cache; or ValueError."""
    s, p, d, (Ho, Wo) = conv_geometry(params, x, s, p, d, G)
    W, b = params
    B, C, H, _ = x.shape
    M, _, k_h, k_w = W.shape
    parts = []
    kernels = W.transpose(0, 2, 3, 1)  # (M, k_h, k_w, N)
    kernels = kernels.reshape(G, 1, M // G, -1)  # (G, 1, M//G, K)
    out = np.empty((B, M, Ho, Wo), x.dtype)  # (B, M, Ho, Wo)
    step = max(1, BLOCK // (C * (H + 2 * p[0]) * k_w * Wo))
    for part in (slice(n, n + step) for n in range(0, B, step)):
        n = len(x[part])
        L = Wo * n
        xp = conv_pad(x[part], p, G)  # (G, R, N, width, n)
        cells = conv_cells(xp, k_w, s[1], d[1], Wo)
        X = np.stack(cells, axis=2)  # (G, R, k_w, N, Wo, n)
        X = X.reshape(*X.shape[:2], -1, L)  # (G, R, k_w×N, L)
        rows = conv_rows(X, k_h, s[0], d[0], Ho)  # (G, Ho, K, L)
        y = np.empty((G, M // G, Ho, L), x.dtype)  # (G, M//G, Ho, L)
        np.matmul(kernels, rows, out=y.swapaxes(1, 2))
        for m, maps in enumerate(y.reshape(M, Ho, Wo, -1)):
            out[part, m] = (maps + b[m]).transpose(2, 0, 1)
        parts.append((part, X))
    return out, (W, parts, x.shape, (Ho, Wo), (s, p, d, G))
    # --8<-- [end:conv_forward]


# --8<-- [start:conv_backward]
def conv_flip(W, G):
    """Kernels W (M, N, k_h, k_w) upside down, a matrix for every group."""
    M, N, k_h, k_w = W.shape
    W = W[:, :, ::-1]  # (M, N, k_h, k_w)
    W = W.reshape(G, 1, M // G, N, k_h, k_w)  # (G, 1, M//G, N, k_h, k_w)
    W = W.transpose(0, 1, 5, 3, 4, 2)  # (G, 1, k_w, N, k_h, M//G)
    return W.reshape(G, 1, k_w * N, -1)  # (G, 1, k_w×N, k_h×M//G)


def conv_spread(dX, s, p, d, width):
    """Each cell of dX (G, H, k, N, Wo, B) added to the pixel that it met."""
    G, H, k, N, Wo, B = dX.shape
    shape = G, H, N, width + 2 * p, B
    dxp = np.zeros(shape, dX.dtype)  # (G, H, N, width+2p, B)
    for j, cell in enumerate(conv_cells(dxp, k, s, d, Wo)):
        cell += dX[:, :, j]
    dx = dxp[:, :, :, p : p + width]  # (G, H, N, width, B)
    return dx.transpose(4, 0, 2, 1, 3)  # (B, G, N, H, width)


def conv_backward(dout: np.ndarray, cache):
    """From dout (B, M, Ho, Wo): dx (B, C, H, W), ConvParams; or ValueError."""
    W, parts, shape, (Ho, Wo), (s, p, d, G) = cache
    (B, _, H, width), (M, N, k_h, k_w) = shape, W.shape
    expect("dout", dout, B, M, Ho, Wo)
    e = d[0] * (k_h - 1)
    high = max(0, min(H, s[0] * (Ho - 1) + 1 + e - p[0]))
    flipped = conv_flip(W, G)  # (G, 1, k_w×N, k_h×M//G)
    dW = np.zeros((G, k_h * k_w * N, M // G), W.dtype)  # (G, K, M//G)
    dx = np.zeros((B, G, N, H, width), W.dtype)  # (B, G, N, H, width)
    for part, X in parts:
        n = len(dout[part])
        dy = conv_pad(dout[part], (e, 0), G, s[0])  # (G, R, M//G, Wo, n)
        dy = dy.reshape(*dy.shape[:3], -1)  # (G, R, M//G, Wo×n)
        rows = conv_rows(X, k_h, s[0], d[0], Ho)  # (G, Ho, K, Wo×n)
        dW += (rows @ dy[:, e : -e or None : s[0]].swapaxes(2, 3)).sum(axis=1)
        below = conv_rows(dy[:, p[0] :], k_h, 1, d[0], high)  # (G, ..., Wo×n)
        dX = flipped @ below  # (G, high, k_w×N, Wo×n)
        dX = dX.reshape(G, high, k_w, N, Wo, n)  # (G, high, k_w, N, Wo, n)
        dx[part, :, :, :high] = conv_spread(dX, s[1], p[1], d[1], width)
    dW = dW.swapaxes(1, 2).reshape(M, k_h, k_w, N)  # (M, k_h, k_w, N)
    dW = dW.transpose(0, 3, 1, 2)  # (M, N, k_h, k_w)
    return dx.reshape(shape), ConvParams(dW, dout.sum(axis=(0, 2, 3)))
    # --8<-- [end:conv_backward]


if __name__ == "__main__":
    params = init_conv(np.random.default_rng(0), M=4, N=1, k=3)
    x = np.arange(120.0).reshape(2, 2, 5, 6)
    case = (1, 2), 1, 2, 2
    out, cache = conv_forward(params, x, *case)
    gap = np.abs(out - conv_loops(params, x, *case)).max()
    print(f"six loops are off by {gap:.12f}")
    dx, grads = conv_backward(out, cache)
    print(x.shape, "->", out.shape, "dx:", dx.shape, "dW:", grads.W.shape)
