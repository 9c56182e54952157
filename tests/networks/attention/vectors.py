"""Calls whose answers the twins in JavaScript must give, too; all sizes differ."""

import numpy as np

from snippets.attention import attention
from tests.kit.calls import Call


def sizes(rng) -> list[int]:
    """B, h, T, S, d, e: different ones, from 1 on."""
    return [int(n) for n in rng.permutation(np.arange(1, 7))]


def draw_mask(rng, B, T, S):
    """Each query may look at one key at least."""
    mask = rng.random((B, T, S)) < 0.6
    np.put_along_axis(mask, rng.integers(S, size=(B, T, 1)), True, axis=2)
    return mask


def heads(rng):
    """Queries, keys, values, and in half of the cases a mask."""
    B, h, T, S, d, e = sizes(rng)
    q, k = rng.normal(size=(B, h, T, d)), rng.normal(size=(B, h, S, d))
    v = rng.normal(size=(B, h, S, e))
    given = {"mask": draw_mask(rng, B, T, S)} if rng.random() < 0.5 else {}
    return Call((q, k, v), given)


def forward(rng):
    """Also scores whose exp overflows, and where one key gets all."""
    call = heads(rng)
    q, k, v = call.args
    return Call((q * rng.choice([0.1, 1, 1000]), k, v), call.kwargs)


def backward(rng):
    call = heads(rng)
    y, cache = attention.attend_forward(*call.args, **call.kwargs)
    return Call((rng.normal(size=y.shape), cache))


def expect_mask(rng):
    """Masks that fit, some of another shape, some that leave a query no key."""
    B, T, S = sizes(rng)[:3]
    mask = draw_mask(rng, B, T, S)
    if rng.random() < 0.3:
        mask[rng.integers(B), rng.integers(T)] = False
    asked = [B, T, S]
    asked[rng.integers(3)] += rng.random() < 0.2
    return Call((mask, *map(int, asked)))


def drawn(rng):
    """Logits, some of them equal, and numbers, some just between two letters."""
    B, K = (int(n) for n in rng.permutation(np.arange(1, 8))[:2])
    a = np.round(rng.normal(size=(B, K)) * 4, int(rng.integers(3)))
    u = rng.choice([0.0, 0.5, 1.0 - 2**-53, *rng.random(9)], B)
    temperature, top = float(rng.uniform(0.1, 3)), int(rng.integers(1, K + 2))
    if rng.random() < 0.3:
        u[rng.integers(B)] = rng.choice([1.0, -0.25, 2.0])
    elif rng.random() < 0.2:
        temperature = float(rng.choice([0.0, -1.0]))
    elif rng.random() < 0.1:
        top = 0
    return Call((a, u, temperature, top))


VECTORS = {
    "attention.expect_mask": expect_mask,
    "attention.attend_forward": forward,
    "attention.attend_backward": backward,
    "language_model_sampling.sample_letters": drawn,
}
