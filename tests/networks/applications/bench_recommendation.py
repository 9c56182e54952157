"""Both models of the chapter against torch's own layers: forward and backward."""

import pytest
import torch

from snippets.applications import recommendation, recommendation_towers
from snippets.applications.recommendation_torch import (
    builtin_factors,
    builtin_tower,
)


def light(params):
    """The same parameters in single precision."""
    return params._make(p.astype("float32") for p in params)


@pytest.mark.parametrize(
    ("B", "U", "I", "K"), [(256, 400, 200, 4), (256, 900, 700, 16)]
)
def test_factors(ratio, rng, B, U, I, K):
    params = light(recommendation.init_factors(rng, U, I, K))
    x = rng.integers(U, size=B)
    dscores = rng.normal(size=(B, I)).astype("float32")

    def numpy_pass():
        _, cache = recommendation.factors_forward(params, x)
        recommendation.factors_backward(dscores, cache)

    builtin = builtin_factors(*params)
    x_t, dscores_t = torch.tensor(x), torch.tensor(dscores)

    def torch_pass():
        builtin.zero_grad()
        builtin(x_t).backward(dscores_t)

    ratio(f"B={B} U={U} I={I} K={K}", numpy_pass, torch_pass, bound=1.4)


@pytest.mark.parametrize(("B", "I", "F", "H", "K"), [(256, 200, 6, 32, 8)])
def test_towers(ratio, rng, B, I, F, H, K):
    params = light(recommendation_towers.init_towers(rng, I, F, H, K))
    x = rng.normal(size=(B, I)).astype("float32")
    features = rng.normal(size=(I, F)).astype("float32")
    dscores = rng.normal(size=(B, I)).astype("float32")

    def numpy_pass():
        _, cache = recommendation_towers.towers_forward(params, x, features)
        recommendation_towers.towers_backward(dscores, cache)

    W_1, b_1, W_2, W_3, b_3, W_4, E, b = params
    user, item = builtin_tower(W_1, b_1, W_2), builtin_tower(W_3, b_3, W_4)
    free = [torch.tensor(a, requires_grad=True) for a in (E, b, x, features)]
    E_t, b_t, x_t, features_t = free
    dscores_t = torch.tensor(dscores)

    def torch_pass():
        for a in (*user.parameters(), *item.parameters(), *free):
            a.grad = None
        scores = user(x_t) @ (item(features_t) + E_t).T + b_t
        scores.backward(dscores_t)

    ratio(f"B={B} I={I} F={F} H={H} K={K}", numpy_pass, torch_pass, bound=1.4)
