"""What a network costs, and two ways to share or save it, in NumPy.

Papers    Chen 2016, arXiv:1604.06174 (checkpoints)
          Patarasuk & Yuan 2009, doi:10.1016/j.jpdc.2008.09.002 (the ring)
Twin      hardware_torch.py; half precision: hardware_half.py
Axes      B batch, K outputs; a layer has D inputs, H outputs; n numbers
"""

from itertools import pairwise

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
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


# --8<-- [start:checkpoint]
def checkpoint_segment(params, h, k, every, f):
    """Layers k … k+every-1, the last of all without f: h (B, H), caches."""
    fs = [f] * (len(params.Ws) - 1) + [f_identity]
    rows = list(zip(params.Ws, params.bs, fs, strict=True))
    layers = []
    for W, b, f in rows[k : k + every]:
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
    a, cache = checkpoint_forward(net, rng.normal(size=(9, 2)), 2)
    print("dx", checkpoint_backward(a, cache)[0].shape)
    print("sent by each of 4 workers:", ring_all_reduce([*np.eye(4, 8)])[1])
