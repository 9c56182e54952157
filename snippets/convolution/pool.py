"""Max and average pooling, forward and backward, in NumPy.

Papers    LeCun et al. 1998, doi:10.1109/5.726791 (average: subsampling)
          Scherer et al. 2010, doi:10.1007/978-3-642-15825-4_10 (maximum)
Twin      pool_torch.py
Axes      B batch, C channels, H×W image, Ho×Wo output
Geometry  k window, s stride, p padding: an int, or a pair (height, width)
"""

import numpy as np

from snippets.convolution.conv import pair
from snippets.foundations.neuron import expect


# --8<-- [start:geometry]
def geometry(x, k, s, p):
    """k, s, p and the output size, each as (height, width).

    ValueError unless x (B, C, H, W) is floats, k and s are from 1, p from 0
    to k // 2, and a window fits into the padded image. s is k if None.
    """
    expect("x", x, "B", "C", "H", "W")
    k = pair("k", k, 1)
    p = pair("p", p, 0)
    s = k if s is None else pair("s", s, 1)
    if p[0] > k[0] // 2 or p[1] > k[1] // 2:
        raise ValueError(f"p must be from 0 to half of k = {k}, got p = {p}")
    padded = (x.shape[2] + 2 * p[0], x.shape[3] + 2 * p[1])
    if k[0] > padded[0] or k[1] > padded[1]:
        raise ValueError(f"k = {k} must fit into the padded size {padded}")
    Ho = (padded[0] - k[0]) // s[0] + 1
    Wo = (padded[1] - k[1]) // s[1] + 1
    return k, s, p, (Ho, Wo)
    # --8<-- [end:geometry]


# --8<-- [start:max_pool_loops]
def max_pool_loops(x, k, s=None, p=0):
    """Max pooling in six loops, to be read; ValueError as geometry."""
    (k_h, k_w), (s_h, s_w), (p_h, p_w), (Ho, Wo) = geometry(x, k, s, p)
    B, C, H, W = x.shape
    out = np.full((B, C, Ho, Wo), -np.inf, x.dtype)  # (B, C, Ho, Wo)
    for b, c, u, v in np.ndindex(B, C, Ho, Wo):
        for i, j in np.ndindex(k_h, k_w):
            h = u * s_h + i - p_h
            w = v * s_w + j - p_w
            if 0 <= h < H and 0 <= w < W:
                out[b, c, u, v] = np.maximum(out[b, c, u, v], x[b, c, h, w])
    return out
    # --8<-- [end:max_pool_loops]


# --8<-- [start:meet]
def meet(i, s, p, n_in, n_out):
    """Cell i of all windows on one axis: slices of outputs and of pixels."""
    pixels = np.arange(n_out) * s + i - p  # (n_out,)
    start = np.count_nonzero(pixels < 0)  # cell before the image
    stop = np.count_nonzero(pixels < n_in)
    return slice(start, stop), slice(start * s + i - p, stop * s + i - p, s)
    # --8<-- [end:meet]


# --8<-- [start:max_pool_forward]
def max_pool_forward(x: np.ndarray, k, s=None, p=0):
    """Largest pixel of every window of x (B, C, H, W); NaN beats numbers.

    Returns out (B, C, Ho, Wo) and the cache. ValueError as geometry.
    """
    k, s, p, (Ho, Wo) = geometry(x, k, s, p)
    B, C, H, W = x.shape
    top = np.arange(Ho)[:, None] * s[0] - p[0]  # (Ho, 1)
    left = np.arange(Wo) * s[1] - p[1]  # (Wo,)
    # cell (i, j) has the number i k_w + j; the first inside the image leads
    first = np.maximum(-top, 0) * k[1] + np.maximum(-left, 0)  # (Ho, Wo)
    small = np.min_scalar_type(k[0] * k[1])  # one byte, or two
    cell = np.tile(first.astype(small), (B, C, 1, 1))  # (B, C, Ho, Wo)
    out = np.full(cell.shape, -np.inf, x.dtype)  # (B, C, Ho, Wo)
    for n, (i, j) in enumerate(np.ndindex(k)):
        u, h = meet(i, s[0], p[0], H, Ho)
        v, w = meet(j, s[1], p[1], W, Wo)
        pixel = np.full_like(out, -np.inf)  # (B, C, Ho, Wo)
        pixel[:, :, u, v] = x[:, :, h, w]
        wins = (pixel > out) | np.isnan(pixel)  # (B, C, Ho, Wo)
        np.maximum(out, pixel, out=out)
        np.maximum(cell, wins * small.type(n), out=cell)  # n only grows
    corner = top * W + left  # (Ho, Wo)
    steps = np.arange(k[0])[:, None] * W + np.arange(k[1])  # (k_h, k_w)
    return out, (corner + steps.take(cell), x.shape)
    # --8<-- [end:max_pool_forward]


# --8<-- [start:max_pool_backward]
def max_pool_backward(dout: np.ndarray, cache):
    """Give each dout (B, C, Ho, Wo) to its winner. Returns dx (B, C, H, W).

    ValueError unless dout is floats of that shape.
    """
    winner, (B, C, H, W) = cache
    expect("dout", dout, *winner.shape)
    plane = np.arange(B * C).reshape(B, C, 1, 1) * (H * W)  # (B, C, 1, 1)
    place = (plane + winner).ravel()  # (B×C×Ho×Wo,)
    dx = np.zeros(B * C * H * W, dout.dtype)  # (B×C×H×W,)
    np.add.at(dx, place, dout.ravel())
    return dx.reshape(B, C, H, W)  # (B, C, H, W)
    # --8<-- [end:max_pool_backward]


# --8<-- [start:avg_pool_forward]
def avg_pool_forward(x: np.ndarray, k, s=None, p=0):
    """Mean of every window of x (B, C, H, W), padding counted as 0.

    Returns out (B, C, Ho, Wo) and the cache. ValueError as geometry.
    """
    k, s, p, (Ho, Wo) = geometry(x, k, s, p)
    B, C, H, W = x.shape
    wide = np.result_type(x, np.float32)  # sums of float16 would overflow
    rows = np.zeros((B, C, Ho, W), wide)  # (B, C, Ho, W)
    for i in range(k[0]):
        u, h = meet(i, s[0], p[0], H, Ho)
        rows[:, :, u] += x[:, :, h]
    out = np.zeros((B, C, Ho, Wo), wide)  # (B, C, Ho, Wo)
    for j in range(k[1]):
        v, w = meet(j, s[1], p[1], W, Wo)
        out[..., v] += rows[..., w]
    mean = out / (k[0] * k[1])  # (B, C, Ho, Wo)
    return mean.astype(x.dtype, copy=False), (x.shape, k, s, p, (Ho, Wo))
    # --8<-- [end:avg_pool_forward]


# --8<-- [start:avg_pool_backward]
def avg_pool_backward(dout: np.ndarray, cache):
    """Share dout (B, C, Ho, Wo) out equally. Returns dx (B, C, H, W).

    ValueError unless dout is floats of that shape.
    """
    (B, C, H, W), k, s, p, (Ho, Wo) = cache
    expect("dout", dout, B, C, Ho, Wo)
    share = dout / (k[0] * k[1])  # (B, C, Ho, Wo)
    drows = np.zeros((B, C, Ho, W), dout.dtype)  # (B, C, Ho, W)
    for j in range(k[1]):
        v, w = meet(j, s[1], p[1], W, Wo)
        if j < s[1]:
            drows[..., w] = share[..., v]
        else:
            drows[..., w] += share[..., v]
    dx = np.zeros((B, C, H, W), dout.dtype)  # (B, C, H, W)
    for i in range(k[0]):
        u, h = meet(i, s[0], p[0], H, Ho)
        if i < s[0]:
            dx[:, :, h] = drows[:, :, u]
        else:
            dx[:, :, h] += drows[:, :, u]
    return dx
    # --8<-- [end:avg_pool_backward]


if __name__ == "__main__":
    x = np.random.default_rng(0).integers(0, 10, (1, 1, 4, 6)) * 1.0
    largest, winners = max_pool_forward(x, 2)
    mean, sizes = avg_pool_forward(x, 2)
    print(x[0, 0], largest[0, 0], mean[0, 0], sep="\n\n")
    print(max_pool_backward(np.ones_like(largest), winners)[0, 0])
    print(avg_pool_backward(np.ones_like(mean), sizes)[0, 0])
    gap = np.abs(max_pool_loops(x, 2) - largest).max()
    print(f"six loops are off by {gap}")
