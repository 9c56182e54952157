"""A step of Adam and of AdamW against torch.optim's default implementation."""

import numpy as np
import pytest
import torch

from snippets.foundations import optimizer, optimizer_fast
from snippets.foundations.optimizer_torch import builtin_adam, builtin_adamw

SHAPES = {
    "one matrix, 10⁶ weights": [(1000, 1000)],
    "784-128-10, 101 770 weights": [(784, 128), (128,), (128, 10), (10,)],
}
# A million weights: NumPy's one thread passes 12 times, torch's two 7 times.
BOUNDS = dict(zip(SHAPES, (4.0, 3.0), strict=True))
PAIRS = {
    "Adam": (optimizer_fast.adam_step, builtin_adam, BOUNDS),
    "AdamW": (optimizer_fast.adamw_step, builtin_adamw, BOUNDS),
    "clear Adam": (optimizer.adam_step, builtin_adam, {}),
    "clear AdamW": (optimizer.adamw_step, builtin_adamw, {}),
}


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("sizes", SHAPES)
def test_step(ratio, rng, sizes, name):
    step, builtin, bounds = PAIRS[name]
    params, grads = (
        [rng.normal(size=shape).astype(np.float32) for shape in SHAPES[sizes]]
        for _ in range(2)
    )
    state = optimizer.adam_init(params)

    def numpy_pass():
        step(params, grads, state)

    params_t = [torch.tensor(p, requires_grad=True) for p in params]
    for p, g in zip(params_t, grads, strict=True):
        p.grad = torch.tensor(g)
    torch_pass = builtin(params_t).step

    ratio(f"{name}, {sizes}", numpy_pass, torch_pass, bounds.get(sizes))
