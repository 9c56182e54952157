"""Gradient descent, its descendants and learning-rate schedules, in NumPy.

Use       state = adam_init(params), then again and again
          params, state = adam_step(params, grads, state, lr=0.001)
Twin      optimizer_torch.py; defaults, ε and weight decay are torch's
Letters   θ parameter, g gradient, m, v running sums or means of g, g², n size
"""

import math
from functools import partial, wraps

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:expect_arrays]
def expect_arrays(name: str, arrays, like) -> None:
    """ValueError unless arrays is a list of floats in the shapes of like."""
    if not isinstance(arrays, (list, tuple)):
        got = type(arrays).__name__
        raise ValueError(f"{name} must be a list of arrays, got one {got}")
    if any(isinstance(a, (list, tuple)) for a in arrays):
        raise ValueError(f"{name} is nested: flatten Ws and bs into one list")
    if not len(arrays) == len(like) > 0:
        want = len(like) or "1 or more"
        raise ValueError(f"{name} must be {want} arrays, got {len(arrays)}")
    for n, (a, p) in enumerate(zip(arrays, like, strict=True)):
        expect(f"{name}[{n}]", a, *np.shape(p))
    # --8<-- [end:expect_arrays]


# --8<-- [start:elementwise]
def blockwise(rule, theta, *others, n=2**14):
    """Apply rule to n entries at a time, few enough to stay in the cache."""
    old = [a.reshape(-1) for a in (theta, *others)]
    new = [np.empty(a.shape, a.dtype) for a in (theta, *others[1:])]
    for i in range(0, theta.size, n):
        parts = rule(*(a[i : i + n] for a in old))
        for a, part in zip(new, parts, strict=True):
            a.reshape(-1)[i : i + n] = part
    return new


def elementwise(rule):
    """Make rule(t, theta, g, *buffers) a step of all params, or ValueError."""

    @wraps(rule)
    def step(params, grads, state, weight_decay=0, **settings):
        t, *buffers = state
        expect_arrays("params", params, params)
        expect_arrays("grads", grads, params)
        for n, buffer in enumerate(buffers, 1):
            expect_arrays(f"state[{n}]", buffer, params)
        if weight_decay:
            pairs = zip(params, grads, strict=True)
            grads = [g + weight_decay * p for p, g in pairs]
        now = partial(rule, t + 1, **settings)
        rows = zip(params, grads, *buffers, strict=True)
        new = zip(*(blockwise(now, *row) for row in rows), strict=True)
        make = getattr(params, "_make", type(params))
        return make(next(new)), (t + 1, *new)

    return step
    # --8<-- [end:elementwise]


# --8<-- [start:init]
def memory(buffers, params):
    """Step 0, and so many times a zero for every parameter; or ValueError."""
    expect_arrays("params", params, params)
    return 0, *([np.zeros_like(a) for a in params] for _ in range(buffers))


sgd_init = partial(memory, 0)
momentum_init = nesterov_init = adagrad_init = rmsprop_init = partial(memory, 1)
adam_init = adamw_init = partial(memory, 2)
# --8<-- [end:init]


# --8<-- [start:sgd]
@elementwise
def sgd_step(t, theta, g, lr=1e-3):
    """Robbins & Monro 1951, doi:10.1214/aoms/1177729586."""
    return (theta - lr * g,)  # 1 × (n,)
    # --8<-- [end:sgd]


# --8<-- [start:momentum]
@elementwise
def momentum_step(t, theta, g, m, lr=1e-3, mu=0.9):
    """Polyak 1964, doi:10.1016/0041-5553(64)90137-5."""
    m = mu * m + g  # (n,)
    return theta - lr * m, m  # 2 × (n,)


@elementwise
def nesterov_step(t, theta, g, m, lr=1e-3, mu=0.9):
    """Nesterov 1983, Doklady AN SSSR 269(3), 543–547."""
    m = mu * m + g  # (n,)
    return theta - lr * (g + mu * m), m  # 2 × (n,)
    # --8<-- [end:momentum]


# --8<-- [start:adaptive]
@elementwise
def adagrad_step(t, theta, g, v, lr=1e-2, eps=1e-10):
    """Duchi, Hazan & Singer 2011, JMLR 12, 2121–2159."""
    v = v + g**2  # (n,)
    return theta - lr * g / (np.sqrt(v) + eps), v  # 2 × (n,)


@elementwise
def rmsprop_step(t, theta, g, v, lr=1e-2, rho=0.99, eps=1e-8):
    """Tieleman & Hinton 2012, Coursera, lecture 6.5."""
    v = rho * v + (1 - rho) * g**2  # (n,)
    return theta - lr * g / (np.sqrt(v) + eps), v  # 2 × (n,)
    # --8<-- [end:adaptive]


# --8<-- [start:adam]
@elementwise
def adam_step(
    t, theta, g, m, v, lr=1e-3, beta_1=0.9, beta_2=0.999, eps=1e-8, shrink=0
):
    """Kingma & Ba 2015, arXiv:1412.6980."""
    theta = (1 - shrink) * theta if shrink else theta  # (n,)
    m = beta_1 * m + (1 - beta_1) * g  # (n,)
    v = beta_2 * v + (1 - beta_2) * g**2  # (n,)
    bias_1, bias_2 = 1 - beta_1**t, 1 - beta_2**t
    theta = theta - lr / bias_1 * m / (np.sqrt(v / bias_2) + eps)  # (n,)
    return theta, m, v
    # --8<-- [end:adam]


# --8<-- [start:adamw]
def adamw_step(params, grads, state, lr=1e-3, weight_decay=0.01, **settings):
    """Loshchilov & Hutter 2019, arXiv:1711.05101."""
    shrink = lr * weight_decay
    return adam_step(params, grads, state, lr=lr, shrink=shrink, **settings)
    # --8<-- [end:adamw]


# --8<-- [start:schedules]
def step_decay(t, lr, T, gamma=0.1):
    """After every T steps gamma times as much."""
    expect_count("T", T)
    return lr * gamma ** (t // T)


def cosine(t, lr, T, lr_min=0):
    """From lr to lr_min in T steps. Loshchilov & Hutter, arXiv:1608.03983."""
    expect_count("T", T)
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * t / T)) / 2


def warm_up(t, lr, T, start=1 / 3):
    """From start * lr to lr in T steps. Goyal et al., arXiv:1706.02677."""
    expect_count("T", T)
    return lr * (start + (1 - start) * min(t, T) / T)
    # --8<-- [end:schedules]


if __name__ == "__main__":
    one = momentum_step, nesterov_step, adagrad_step, rmsprop_step
    for n, steps in enumerate([[sgd_step], one, [adam_step, adamw_step]]):
        for step in steps:
            w, state = [np.array([3.0, 1.0])], memory(n, [np.zeros(2)])
            for t in range(100):
                lr = min(f(t, 0.09, 90) for f in (warm_up, cosine, step_decay))
                w, state = step(w, [w[0] * [1.0, 20.0]], state, lr=lr)
            print(f"{step.__name__:13} max |w| = {abs(w[0]).max():.2f}")
