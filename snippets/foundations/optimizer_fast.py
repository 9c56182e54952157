"""Adam and AdamW in blocks and with fewer passes; the others are fast enough.

Clear     optimizer.py: the same functions, the same numbers up to rounding
Letters   as there; n entries at a time, few enough to stay in the cache
"""

import math

import numpy as np

from snippets.foundations.optimizer import (
    adagrad_init,
    adagrad_step,
    adam_init,
    adamw_init,
    arrays_in,
    as_params,
    expect_step,
    momentum_init,
    momentum_step,
    nesterov_init,
    nesterov_step,
    rmsprop_init,
    rmsprop_step,
    sgd_init,
    sgd_step,
)


# --8<-- [start:adam_block]
def adam_block(
    new, old, t, lr=1e-3, beta_1=0.9, beta_2=0.999, eps=1e-8, shrink=0
):
    """Write θ, m, v of one block into new; until the end θ is scratch paper."""
    theta, m, v = new
    theta_old, g, m_old, v_old = old
    root = math.sqrt(1 - beta_2**t)
    np.multiply(m_old, beta_1, out=m)
    np.multiply(g, 1 - beta_1, out=theta)
    np.add(m, theta, out=m)
    np.multiply(v_old, beta_2, out=v)
    np.multiply(g, g, out=theta)
    np.multiply(theta, 1 - beta_2, out=theta)
    np.add(v, theta, out=v)
    np.sqrt(v, out=theta)
    np.add(theta, eps * root, out=theta)
    np.divide(m, theta, out=theta)
    np.multiply(theta, lr * root / (1 - beta_1**t), out=theta)
    if shrink:
        theta_old = (1 - shrink) * theta_old  # (n,)
    np.subtract(theta_old, theta, out=theta)
    # --8<-- [end:adam_block]


# --8<-- [start:blocks]
def adam_array(theta, g, m, v, *, n=2**16, weight_decay=0, **settings):
    """New θ, m, v of one array, n entries at a time."""
    if weight_decay:
        g = g + weight_decay * theta  # (...)
    old = theta, g, m, v
    flat = [a.reshape(-1) for a in old]
    new = [np.empty(theta.shape, theta.dtype) for _ in range(3)]
    flat_new = [a.reshape(-1) for a in new]
    for i in range(0, theta.size, n):
        here = slice(i, i + n)
        adam_block(
            [a[here] for a in flat_new], [a[here] for a in flat], **settings
        )
    return new


def adam_step(params, grads, state, **settings):
    """A step of Adam for every array."""
    return adam_steps(params, grads, state, **settings)


def adamw_step(params, grads, state, lr=1e-3, weight_decay=0.01, **settings):
    """A step of AdamW for every array."""
    shrink = lr * weight_decay
    return adam_steps(params, grads, state, lr=lr, shrink=shrink, **settings)


def adam_steps(params, grads, state, **settings):
    """Both: weight decay coupled to the gradient, or shrink on the side."""
    expect_step(params, grads, state)
    t, *buffers = state
    rows = zip(*map(arrays_in, (params, grads, *buffers)), strict=True)
    new = [adam_array(*row, t=t + 1, **settings) for row in rows]
    thetas, *buffers = map(list, zip(*new, strict=True))
    return as_params(params, iter(thetas)), (t + 1, *buffers)
    # --8<-- [end:blocks]


if __name__ == "__main__":
    trials = {
        "sgd": (sgd_init, sgd_step),
        "momentum": (momentum_init, momentum_step),
        "nesterov": (nesterov_init, nesterov_step),
        "adagrad": (adagrad_init, adagrad_step),
        "rmsprop": (rmsprop_init, rmsprop_step),
        "adam": (adam_init, adam_step),
        "adamw": (adamw_init, adamw_step),
    }
    for name, (init, step) in trials.items():
        w = [np.array([3.0, 1.0])]
        state = init(w)
        for _ in range(100):
            g = [w[0] * [1.0, 20.0]]
            w, state = step(w, g, state, lr=0.04, weight_decay=0.01)
        print(f"{name:8}  max |w| = {abs(w[0]).max():.2f}")
