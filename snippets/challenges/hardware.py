"""What a network costs, and four ways to pay less, in NumPy.

Twin      hardware_torch.py
Papers    Micikevicius 2018, arXiv:1710.03740; Chen 2016, arXiv:1604.06174
          Patarasuk & Yuan 2009, doi:10.1016/j.jpdc.2008.09.002 (the ring)
Axes      B batch, K outputs; a layer has D inputs, H outputs; n numbers
"""

from itertools import pairwise

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    expect_layers,
    f_identity,
    f_relu,
    init_mlp,
    layer_step,
    layer_step_backward,
)
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:count]
def count_macs(widths, B: int) -> int:
    """Multiply-adds of an MLP's forward pass, B D H for each layer."""
    expect_count("B and widths", B, *widths)
    return sum(B * D * H for D, H in pairwise(widths))


def count_conv(B: int, C: int, M: int, k: int, H: int, W: int) -> int:
    """Multiply-adds of M kernels (C, k, k) that give maps (B, M, H, W)."""
    expect_count("B, C, M, k, H, W", B, C, M, k, H, W)
    return B * M * H * W * C * k**2


def count_kept(widths, B: int) -> int:
    """Numbers that mlp_forward keeps: each layer's input and its slope."""
    expect_count("B and widths", B, *widths)
    return sum(B * (D + H) for D, H in pairwise(widths))
    # --8<-- [end:count]


# --8<-- [start:half_cast]
def half_float16(x: np.ndarray) -> np.ndarray:
    """x (...) rounded to float16, in x's own dtype; ±inf from 65520 on."""
    expect("x", x, ...)
    with np.errstate(over="ignore"):
        return x.astype(np.float16).astype(x.dtype)  # (...)


def half_bfloat16(x: np.ndarray) -> np.ndarray:
    """x (...) rounded to bfloat16, the upper 16 bits of a float32."""
    expect("x", x, ...)
    with np.errstate(over="ignore"):
        bits = x.astype(np.float32).view(np.uint32)  # (...)
    bits = bits + 0x7FFF + (bits >> 16 & 1) & 0xFFFF0000  # (...)
    rounded = bits.view(np.float32).astype(x.dtype)  # (...)
    return np.where(np.isnan(x), x, rounded)  # (...)
    # --8<-- [end:half_cast]


# --8<-- [start:half_net]
def half_step(W, b, h_prev, f, cast):
    """layer_step whose h (B, H) is rounded."""
    h, layer = layer_step(W, b, h_prev, f)
    h = cast(h)  # (B, H)
    return h, layer


def half_forward(params: MLPParams, x: np.ndarray, cast):
    """mlp_forward of ReLUs, each result rounded: a (B, K), cache."""
    expect_layers(params, x)
    Ws, bs = (list(map(cast, part)) for part in params)
    fs = [f_relu] * (len(Ws) - 1) + [f_identity]
    h = cast(x)  # (B, D)
    cache = []
    for W, b, f in zip(Ws, bs, fs, strict=True):
        h, layer = half_step(W, b, h, f, cast)
        cache.append(layer)
    return h, cache


def half_backward(da: np.ndarray, cache, cast):
    """Gradient da (B, K) → dx (B, D), grads, each rounded; or ValueError."""
    *_, slope = cache[-1]
    expect("da", da, *slope.shape)
    dh = cast(da)  # (B, K)
    grads = []
    for layer in reversed(cache):
        dh, *dW_db = map(cast, layer_step_backward(dh, layer))
        grads.insert(0, dW_db)
    dWs, dbs = zip(*grads, strict=True)
    return dh, MLPParams(list(dWs), list(dbs))
    # --8<-- [end:half_net]


# --8<-- [start:loss_scale]
def loss_scale_next(scale: float, calm: int, finite: bool, patience: int):
    """Halve after an overflow, double after patience calm steps in a row."""
    expect_count("patience", patience)
    calm = calm + 1 if finite else 0
    factor = 0.5 if not finite else 2 if calm == patience else 1
    return scale * factor, calm % patience


def half_gradient(params, x, y, cast, scale):
    """Loss () and grads of x (B, D), y (B,), scaled, rounded, unscaled."""
    a, cache = half_forward(params, x, cast)
    loss, da = cross_entropy(a, y)
    with np.errstate(over="ignore", invalid="ignore"):
        _, grads = half_backward(da * da.dtype.type(scale), cache, cast)
    dWs, dbs = ([g / g.dtype.type(scale) for g in part] for part in grads)
    return loss, MLPParams(dWs, dbs)
    # --8<-- [end:loss_scale]


# --8<-- [start:checkpoint]
def checkpoint_segment(params, h, k, every, f):
    """Layers k … k+every-1, the last of all without f: h (B, H), caches."""
    fs = [f] * (len(params.Ws) - 1) + [f_identity]
    layers = []
    for W, b, f in list(zip(*params, fs, strict=True))[k : k + every]:
        h, layer = layer_step(W, b, h, f)
        layers.append(layer)
    return h, layers


def checkpoint_forward(params, x: np.ndarray, every: int, f=f_relu):
    """mlp_forward that keeps the input of each every-th layer: a, cache."""
    expect_layers(params, x)
    expect_count("every", every)
    kept = []
    h = x
    for k in range(0, len(params.Ws), every):
        kept.append(h)
        h, layers = checkpoint_segment(params, h, k, every, f)
        del layers  # computed again on the way back
    return h, (params, kept, every, f)


def checkpoint_backward(da: np.ndarray, cache):
    """Gradient da (B, K) → dx, grads; each segment is computed again."""
    params, kept, every, f = cache
    expect("da", da, len(kept[0]), len(params.bs[-1]))
    dh = da
    grads = []
    for m in reversed(range(len(kept))):
        _, layers = checkpoint_segment(params, kept[m], m * every, every, f)
        while layers:
            dh, *dW_db = layer_step_backward(dh, layers.pop())
            grads.insert(0, dW_db)
    dWs, dbs = zip(*grads, strict=True)
    return dh, MLPParams(list(dWs), list(dbs))
    # --8<-- [end:checkpoint]


# --8<-- [start:ring]
def ring_receive(mine, chunk, adds):
    """What a worker then holds (m,): the sum, or the neighbour's chunk."""
    return mine + chunk if adds else chunk  # (m,)


def ring_all_reduce(parts: list[np.ndarray]):
    """The sum of p arrays (n,), for each of p workers in a ring: sums, sent.

    sent (p,) is how many numbers each worker has sent to its neighbour.
    """
    expect_count("the number of parts", len(parts))
    for r, part in enumerate(parts):
        expect(f"parts[{r}]", part, *np.shape(parts[0])[:1] or ("n",))
    p = len(parts)
    held = [[c.copy() for c in np.array_split(part, p)] for part in parts]
    sent = np.zeros(p, np.int64)  # (p,)
    for adds in (True, False):
        for t in range(p - 1):
            moves = [(r, (r - t + (not adds)) % p) for r in range(p)]
            chunks = [held[r][c].copy() for r, c in moves]
            for (r, c), chunk in zip(moves, chunks, strict=True):
                right = held[(r + 1) % p]
                right[c] = ring_receive(right[c], chunk, adds)
                sent[r] += len(chunk)
    return [np.concatenate(chunks) for chunks in held], sent
    # --8<-- [end:ring]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    widths = (2, 16, 16, 2)
    counts = count_macs(widths, 9), count_conv(9, 3, 5, 3, 8, 8)
    print(counts, "multiply-adds,", count_kept(widths, 9), "numbers kept")
    net = init_mlp(rng, widths)
    x = half_bfloat16(rng.normal(size=(9, 2)))  # (9, 2)
    _, grads = half_gradient(net, x, np.arange(9) % 2, half_float16, 2.0**24)
    finite = bool(np.isfinite(grads.bs[-1]).all())
    print("next scale:", *loss_scale_next(2.0**24, 0, finite, 9))
    print("dx", checkpoint_backward(*checkpoint_forward(net, x, 2))[0].shape)
    print("sent by each of 4 workers:", ring_all_reduce([*np.eye(4, 8)])[1])
