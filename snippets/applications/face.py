"""Faces: an embedding learned from pairs of photos, in NumPy.

Paper     Hadsell, Chopra & LeCun 2006, doi:10.1109/CVPR.2006.100 (the loss)
Twin      face_torch.py
Beside    face_verification.py judges distances; face_shortcut.py
Axes      N photos or pairs, B batch, D pixels, K embedding
Use       x (N, D) photos, who (N,) whole numbers; equal ones are near:

    params = init_mlp(rng, (x.shape[1], 32, 4), glorot=True)
    params, losses = train_face(rng, params, x, who)
    face_forward(params, x, x[::-1])[0]  # (N,)
"""

import numpy as np

from snippets.feedforward.mlp import (
    MLPParams,
    expect_layers,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:forward]
def face_forward(params: MLPParams, x_a: np.ndarray, x_b: np.ndarray):
    """Distances d (N,) of the embeddings of x_a, x_b (N, D), and a cache."""
    expect("x_a", x_a, "N", "D")
    expect_layers(params, x_a)
    expect("x_b", x_b, *x_a.shape)
    z, cache = mlp_forward(params, np.concatenate([x_a, x_b]))
    diff = z[: len(x_a)] - z[len(x_a) :]  # (N, K)
    d = np.sqrt((diff**2).sum(axis=1))  # (N,)
    return d, (diff, d.copy(), cache)
    # --8<-- [end:forward]


# --8<-- [start:loss]
def contrastive_loss(d: np.ndarray, same: np.ndarray, m: float):
    """Mean of d² / 2 (same) or max(0, m - d)² / 2, and its gradient dd."""
    expect("d", d, "N")
    expect("same", same, len(d), kinds="b", what="booleans")
    gap = np.maximum(0, m - d) * ~same  # (N,)
    near = d * same  # (N,)
    return ((near**2 + gap**2) / 2).mean(), (near - gap) / len(d)  # (), (N,)
    # --8<-- [end:loss]


# --8<-- [start:backward]
def face_backward(dd: np.ndarray, cache):
    """Gradients of x_a, x_b and params for dd (N,); 0 where d is 0."""
    diff, d, cache = cache
    expect("dd", dd, len(d))
    unit = diff / np.where(d > 0, d, 1)[:, None]  # (N, K)
    dz = dd[:, None] * unit  # (N, K)
    dx, grads = mlp_backward(np.concatenate([dz, -dz]), cache)
    return dx[: len(d)], dx[len(d) :], grads
    # --8<-- [end:backward]


# --8<-- [start:train]
def draw_face_pairs(rng, who: np.ndarray, B: int):
    """Photos a, b (B,) and same (B,): every other pair shows one person."""
    expect_whole("who", who, 0, 2**31 - 1, "N")
    expect_count("B", B)
    N = len(who)
    order = np.argsort(who, kind="stable")  # (N,)
    sides = (np.searchsorted(who, who, s, order) for s in ("left", "right"))
    first, last = sides  # 2 × (N,)
    count = last - first  # (N,)
    if count.min() < 2 or count.max() == N:
        raise ValueError("who must hold 2 people, 2 photos each, or more")
    place = np.argsort(order)  # (N,)
    a = rng.integers(N, size=B)  # (B,)
    step = rng.integers(1, count[a])  # (B,)
    near = first[a] + (place[a] - first[a] + step) % count[a]  # (B,)
    other = (last[a] + rng.integers(N - count[a])) % N  # (B,)
    same = np.arange(B) % 2 == 0  # (B,)
    return a, order[np.where(same, near, other)], same  # 3 × (B,)


def train_face(rng, params, x, who, m=8.0, lr=1e-3, B=64, steps=1000):
    """Adam on the contrastive loss of drawn pairs: params, losses (steps,)."""
    expect_layers(params, x)
    expect_whole("who", who, 0, 2**31 - 1, len(x))
    expect_count("steps", steps)
    state = adam_init(params)
    losses = []
    for _ in range(steps):
        a, b, same = draw_face_pairs(rng, who, B)  # 3 × (B,)
        d, cache = face_forward(params, x[a], x[b])
        loss, dd = contrastive_loss(d, same, m)
        _, _, grads = face_backward(dd, cache)
        params, state = adam_step(params, grads, state, lr=lr)
        losses.append(loss)
    return params, np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    who = np.repeat(np.arange(60), 6)  # (360,)
    x = rng.normal(size=(60, 36)).repeat(6, axis=0)  # (360, 36)
    x[:, 12:] += rng.normal(0, 2, (360, 24))
    new = who >= 40  # (360,)
    params = init_mlp(rng, (36, 32, 4), glorot=True)
    params, losses = train_face(rng, params, x[~new], who[~new], steps=400)
    print(f"loss {losses[:20].mean():.1f} → {losses[-20:].mean():.1f}")
    a, b, same = draw_face_pairs(rng, who[new], 2000)
    d, _ = face_forward(params, x[new][a], x[new][b])
    print(
        f"new people: {d[same].mean():.1f} apart, others {d[~same].mean():.1f}"
    )
