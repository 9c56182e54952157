"""Gradient descent and its descendants, for every array of a network, in NumPy.

Use       state = adam_init(params), then again and again
          params, state = adam_step(params, grads, state, lr=0.001)
          where params are arrays, in lists and tuples, nested as you like
Others    optimizer_fast.py; optimizer_torch.py, whose defaults these are
Letters   θ parameter, g gradient, m, v running sums or means of g, g²
"""

from functools import partial

import numpy as np

from snippets.foundations.neuron import expect


# --8<-- [start:sgd]
def sgd_rule(theta, g, lr=1e-3):
    """Robbins & Monro 1951, doi:10.1214/aoms/1177729586."""
    theta = theta - lr * g  # (...)
    return (theta,)
    # --8<-- [end:sgd]


# --8<-- [start:momentum]
def momentum_rule(theta, g, m, lr=1e-3, mu=0.9):
    """Polyak 1964, doi:10.1016/0041-5553(64)90137-5."""
    m = mu * m + g  # (...)
    theta = theta - lr * m  # (...)
    return theta, m


def nesterov_rule(theta, g, m, lr=1e-3, mu=0.9):
    """Nesterov 1983, Doklady AN SSSR 269(3), 543–547."""
    m = mu * m + g  # (...)
    theta = theta - lr * (g + mu * m)  # (...)
    return theta, m
    # --8<-- [end:momentum]


# --8<-- [start:adaptive]
def adagrad_rule(theta, g, v, lr=1e-2, eps=1e-10):
    """Duchi, Hazan & Singer 2011, JMLR 12, 2121–2159."""
    v = v + g**2  # (...)
    theta = theta - lr * g / (np.sqrt(v) + eps)  # (...)
    return theta, v


def rmsprop_rule(theta, g, v, lr=1e-2, rho=0.99, eps=1e-8):
    """Tieleman & Hinton 2012, Coursera, lecture 6.5."""
    v = rho * v + (1 - rho) * g**2  # (...)
    theta = theta - lr * g / (np.sqrt(v) + eps)  # (...)
    return theta, v
    # --8<-- [end:adaptive]


# --8<-- [start:adam]
def adam_rule(theta, g, m, v, t, lr=1e-3, beta_1=0.9, beta_2=0.999, eps=1e-8):
    """Kingma & Ba 2015, arXiv:1412.6980; t is 1 in the first step."""
    m = beta_1 * m + (1 - beta_1) * g  # (...)
    v = beta_2 * v + (1 - beta_2) * g**2  # (...)
    m_hat = m / (1 - beta_1**t)  # (...)
    v_hat = v / (1 - beta_2**t)  # (...)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)  # (...)
    return theta, m, v
    # --8<-- [end:adam]


# --8<-- [start:step_all]
def arrays_in(params) -> list:
    """The arrays of params, one after the other, however they are nested."""
    if not isinstance(params, (list, tuple)):
        return [params]
    return [array for part in params for array in arrays_in(part)]


def as_params(params, arrays):
    """What an iterator of arrays yields, in the places of those of params."""
    if not isinstance(params, (list, tuple)):
        return next(arrays)  # (...)
    parts = [as_params(part, arrays) for part in params]
    made = getattr(params, "_make", type(params))(parts)
    return made


def expect_arrays(name: str, params, like) -> None:
    """ValueError unless params are floats in the places and shapes of like."""
    if not isinstance(like, (list, tuple)):
        expect(name, params, *np.shape(like))
        return
    got = len(params) if isinstance(params, (list, tuple)) else "no list"
    if not got == len(like) > 0:
        want = len(like) or "1 or more"
        raise ValueError(f"{name} must be {want} arrays, got {got}")
    for n, (part, other) in enumerate(zip(params, like, strict=True)):
        place = f".{like._fields[n]}" if hasattr(like, "_fields") else f"[{n}]"
        expect_arrays(name + place, part, other)


def expect_step(params, grads, state) -> None:
    """ValueError unless gradients and state have the shapes of params."""
    expect_arrays("params", params, params)
    expect_arrays("grads", grads, params)
    for n in range(1, len(state)):
        expect_arrays(f"state[{n}]", state[n], arrays_in(params))


def empty_memory(buffers, params):
    """Step 0, and so many times a zero for every array; or ValueError."""
    expect_arrays("params", params, params)
    arrays = arrays_in(params)
    return 0, *([np.zeros_like(a) for a in arrays] for _ in range(buffers))


def step_one(rule, theta, g, *buffers, weight_decay=0, **settings):
    """New θ and buffers of one array; λ θ, the slope of λ/2 · θ², joins g."""
    if weight_decay:
        g = g + weight_decay * theta  # (...)
    new = rule(theta, g, *buffers, **settings)
    return [np.asarray(a, theta.dtype) for a in new]


def step_all(rule, params, grads, state, **settings):
    """Apply a rule to every array; new params and state, or ValueError."""
    expect_step(params, grads, state)
    t, *buffers = state
    rows = zip(*map(arrays_in, (params, grads, *buffers)), strict=True)
    new = [step_one(rule, *row, **settings) for row in rows]
    thetas, *buffers = map(list, zip(*new, strict=True))
    return as_params(params, iter(thetas)), (t + 1, *buffers)


def adam_init(params):
    """Step 0, and zeros for m and v of every array; or ValueError."""
    return empty_memory(2, params)


def adam_step(params, grads, state, **settings):
    """A step of Adam for every array; it has to know which step it is."""
    t = state[0] + 1
    return step_all(adam_rule, params, grads, state, t=t, **settings)
    # --8<-- [end:step_all]


# --8<-- [start:steps]
sgd_init = partial(empty_memory, 0)
momentum_init = nesterov_init = partial(empty_memory, 1)
adagrad_init = rmsprop_init = partial(empty_memory, 1)
adamw_init = partial(empty_memory, 2)
sgd_step = partial(step_all, sgd_rule)
momentum_step = partial(step_all, momentum_rule)
nesterov_step = partial(step_all, nesterov_rule)
adagrad_step = partial(step_all, adagrad_rule)
rmsprop_step = partial(step_all, rmsprop_rule)


def adamw_step(params, grads, state, lr=1e-3, weight_decay=0.01, **settings):
    """Loshchilov & Hutter 2019, arXiv:1711.05101: shrink, then Adam."""
    expect_arrays("params", params, params)
    shrunk = ((1 - lr * weight_decay) * theta for theta in arrays_in(params))
    return adam_step(as_params(params, shrunk), grads, state, lr=lr, **settings)
    # --8<-- [end:steps]


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
