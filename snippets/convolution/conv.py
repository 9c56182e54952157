"""Convolution with stride, padding, dilation and groups, in NumPy.

Paper     LeCun et al. 1989, doi:10.1162/neco.1989.1.4.541
Twin      conv_torch.py; conv_fast.py has the same functions, faster
Axes      B batch, C channels, M kernels of N = C/G channels, K weights each
          L = Ho·Wo windows
Geometry  k kernel, s stride, p padding, d dilation: int or pair; G groups
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:pair]
def pair(name: str, value, low: int) -> tuple[int, int]:
    """(height, width), from low, of one integer or two; or ValueError."""
    two = value if isinstance(value, tuple | list) else (value, value)
    if len(two) != 2:
        raise ValueError(f"{name} must be one integer or two, got {value!r}")
    for n in two:
        expect_count(name, n, low=low)
    return int(two[0]), int(two[1])
    # --8<-- [end:pair]


# --8<-- [start:params]
class ConvParams(NamedTuple):
    """M kernels and their biases; gradients have the same type."""

    W: np.ndarray  # (M, N, k_h, k_w)
    b: np.ndarray  # (M,)


def init_conv(rng: np.random.Generator, M: int, N: int, k) -> ConvParams:
    """Kernels with variance 2 / (N·k_h·k_w), as ReLU wants, and bias 0.

    ValueError unless M, N and k are whole numbers from 1.
    """
    expect_count("M, N", M, N)
    k_h, k_w = pair("k", k, 1)
    W = rng.normal(size=(M, N, k_h, k_w))  # (M, N, k_h, k_w)
    return ConvParams(W * (2 / W[0].size) ** 0.5, np.zeros(M))
    # --8<-- [end:params]


# --8<-- [start:geometry]
def conv_geometry(params: ConvParams, x, s, p, d, G):
    """s, p, d and the output size, each as (height, width).

    ValueError unless all are floats, C = N·G, M a multiple of G, and the
    kernel fits into the padded image.
    """
    W, b = params
    expect("W", W, "M", "N", "k_h", "k_w")
    expect("b", b, len(W))
    expect("x", x, "B", "C", "H", "W")
    s, p, d = pair("s", s, 1), pair("p", p, 0), pair("d", d, 1)
    expect_count("G", G)
    if x.shape[1] != W.shape[1] * G or W.shape[0] % G:
        raise ValueError(f"x {x.shape} and W {W.shape} do not fit {G = }")
    span = tuple(d[a] * (W.shape[2 + a] - 1) + 1 for a in (0, 1))
    padded = tuple(x.shape[2 + a] + 2 * p[a] for a in (0, 1))
    if span[0] > padded[0] or span[1] > padded[1]:
        raise ValueError(f"a kernel over {span} must fit into {padded}")
    return s, p, d, tuple((padded[a] - span[a]) // s[a] + 1 for a in (0, 1))
    # --8<-- [end:geometry]


# --8<-- [start:conv_loops]
def conv_loops(params: ConvParams, x, s=1, p=0, d=1, G=1):
    """The definition in six loops, to be read; ValueError as conv_forward."""
    s, p, d, (Ho, Wo) = conv_geometry(params, x, s, p, d, G)
    W, b = params
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


# --8<-- [start:im2col]
def conv_cell(i, j, s, d, size):
    """The rows and the columns that cell (i, j) of a kernel meets."""
    h, w = i * d[0], j * d[1]
    rows = slice(h, h + s[0] * size[0], s[0])
    columns = slice(w, w + s[1] * size[1], s[1])
    return rows, columns


def conv_im2col(x, k, s, p, d, size):
    """Every window of images x (B, C, H, W) as a column."""
    B, C, _, _ = x.shape
    border = [(0, 0), (0, 0), (p[0], p[0]), (p[1], p[1])]
    xp = np.pad(x, border)  # (B, C, H+2p_h, W+2p_w)
    cells = np.empty((B, C, *k, *size), x.dtype)  # (B, C, k_h, k_w, Ho, Wo)
    for i, j in np.ndindex(k):
        rows, columns = conv_cell(i, j, s, d, size)
        cells[:, :, i, j] = xp[:, :, rows, columns]
    return cells.reshape(B, C * k[0] * k[1], -1)  # (B, C×k_h×k_w, L)
    # --8<-- [end:im2col]


# --8<-- [start:conv_forward]
def conv_forward(params: ConvParams, x, s=1, p=0, d=1, G=1):
    """Maps (B, M, Ho, Wo) of images x (B, C, H, W), a cache; or ValueError."""
    s, p, d, size = conv_geometry(params, x, s, p, d, G)
    W, b = params
    B, M = len(x), len(W)
    X = conv_im2col(x, W.shape[2:], s, p, d, size)  # (B, G×K, L)
    X = X.reshape(B, G, -1, X.shape[2])  # (B, G, K, L)
    kernels = W.reshape(G, M // G, -1)  # (G, M//G, K)
    y = kernels @ X  # (B, G, M//G, L)
    out = y.reshape(B, M, *size) + b[:, None, None]  # (B, M, Ho, Wo)
    return out, (W, X, x.shape, size, (s, p, d, G))
    # --8<-- [end:conv_forward]


# --8<-- [start:conv_backward]
def conv_col2im(dX, shape, k, s, p, d, size):
    """Each cell of the columns dX added to the pixel that it came from."""
    B, C, H, W = shape
    around = (B, C, H + 2 * p[0], W + 2 * p[1])
    dxp = np.zeros(around, dX.dtype)  # (B, C, H+2p_h, W+2p_w)
    cells = dX.reshape(B, C, *k, *size)  # (B, C, k_h, k_w, Ho, Wo)
    for i, j in np.ndindex(k):
        rows, columns = conv_cell(i, j, s, d, size)
        dxp[:, :, rows, columns] += cells[:, :, i, j]
    return dxp[:, :, p[0] : p[0] + H, p[1] : p[1] + W]  # (B, C, H, W)


def conv_backward(dout: np.ndarray, cache):
    """From dout (B, M, Ho, Wo): dx (B, C, H, W), ConvParams; or ValueError."""
    W, X, shape, size, (s, p, d, G) = cache
    B = shape[0]
    M = len(W)
    expect("dout", dout, B, M, *size)
    dy = dout.reshape(B, G, M // G, -1)  # (B, G, M//G, L)
    kernels = W.reshape(G, M // G, -1)  # (G, M//G, K)
    dW = (dy @ X.swapaxes(2, 3)).sum(axis=0)  # (G, M//G, K)
    db = dout.sum(axis=(0, 2, 3))  # (M,)
    dX = kernels.swapaxes(1, 2) @ dy  # (B, G, K, L)
    dx = conv_col2im(dX, shape, W.shape[2:], s, p, d, size)  # (B, C, H, W)
    return dx, ConvParams(dW.reshape(W.shape), db)
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
