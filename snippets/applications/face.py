"""Faces: the shortcut, occlusion, and verification by distance, in NumPy.

Papers    Geirhos et al. 2020, doi:10.1038/s42256-020-00257-z (shortcuts)
          Zeiler & Fergus 2014, doi:10.1007/978-3-319-10590-1_53 (occlusion)
          Hadsell, Chopra & LeCun 2006, doi:10.1109/CVPR.2006.100 (the loss)
Twin      face_torch.py
Axes      N, P photos or pairs, B batch, H×W image, D pixels, K embedding
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


# --8<-- [start:roughness]
def face_roughness(x: np.ndarray) -> np.ndarray:
    """Mean |difference| of two pixels above each other: x (N, H, W) → (N,)."""
    expect("x", x, "N", "H", "W")
    expect_count("x.shape", *x.shape[1:], low=2)
    return np.abs(np.diff(x, axis=1)).mean(axis=(1, 2))  # (N,)
    # --8<-- [end:roughness]


# --8<-- [start:occlusion]
def face_occlusion(score, x: np.ndarray, k: int = 6, s: int = 2):
    """By how much score falls when a k×k patch of x (H, W) turns mean grey.

    score takes images (N, H, W) and returns (N,). ValueError if k misfits.
    """
    expect("x", x, "H", "W")
    expect_count("k, s", k, s)
    rows, cols = (range(0, size - k + 1, s) for size in x.shape)
    if k > min(x.shape):
        raise ValueError(f"k must fit into x {x.shape}, got k = {k}")
    places = [(i, j) for i in rows for j in cols]
    covered = np.repeat(x[None], len(places), axis=0)  # (N, H, W)
    for image, (i, j) in zip(covered, places, strict=True):
        image[i : i + k, j : j + k] = x.mean()
    fall = score(x[None]) - score(covered)  # (N,)
    return fall.reshape(len(rows), len(cols))  # (...)
    # --8<-- [end:occlusion]


# --8<-- [start:strangers]
def expect_strangers(*whos) -> None:
    """ValueError if a person (a number) is in two of the whos (...)."""
    seen = set()
    for who in whos:
        expect_whole("whos", who, 0, 2**31 - 1, ...)
        if both := seen & {*who.flat}:
            raise ValueError(f"a person must be in one part, got {min(both)}")
        seen |= {*who.flat}
    # --8<-- [end:strangers]


# --8<-- [start:rates]
def expect_trial(d: np.ndarray, same: np.ndarray) -> None:
    """ValueError unless d (P,) fits same (P,), which holds both sorts."""
    expect("d", d, "P")
    expect("same", same, len(d), kinds="b", what="booleans")
    if same.all() or not same.any():
        raise ValueError(f"same must hold True and False, got {same[0]} only")


def verification_rates(d, same, t):
    """FAR, FRR of the thresholds t (...), if d ≤ t is taken for the same."""
    expect_trial(d, same)
    expect("t", t, ...)
    parts = (np.sort(d[~same]), np.sort(d[same]))
    below = [np.searchsorted(p, t, side="right") / len(p) for p in parts]
    return below[0], 1 - below[1]  # 2 × (...)


def verification_threshold(d, same, far: float):
    """The largest threshold that takes at most far of the strangers."""
    expect_trial(d, same)
    if not 0 <= far < 1:
        raise ValueError(f"far must be from 0 to below 1, got {far}")
    others = np.sort(d[~same])  # (n,)
    first = others[int(far * len(others))]  # the first that is too many
    return np.nextafter(first, others[0] - 1)  # just below it


def verification_eer(d, same):
    """Equal error rate and its threshold: where FAR and FRR are closest."""
    expect_trial(d, same)
    t = np.sort(d)  # (P,)
    far, frr = verification_rates(d, same, t)  # 2 × (P,)
    best = np.abs(far - frr).argmin()
    return (far[best] + frr[best]) / 2, t[best]
    # --8<-- [end:rates]


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
    x = rng.normal(size=(60, 6, 6)).repeat(6, axis=0)  # (360, 6, 6)
    x[:, 2:] += rng.normal(0, 2, (360, 4, 6))
    rows = x.reshape(360, 36)  # (360, 36)
    new = who >= 40  # (360,)
    expect_strangers(who[~new], who[new])
    params = init_mlp(rng, (36, 32, 4), glorot=True)
    params, _ = train_face(rng, params, rows[~new], who[~new], steps=400)
    a, b, same = draw_face_pairs(rng, who[new], 2000)
    d, _ = face_forward(params, rows[new][a], rows[new][b])
    t = verification_threshold(d, same, 0.1)
    print(
        f"new people: EER {verification_eer(d, same)[0]:.0%}, distance {t:.1f}"
    )
    fall = face_occlusion(face_roughness, x[0], k=2)
    print(f"a patch takes up to {fall.max():.2f} of the roughness")
