"""A network that memorises, and what holds it back, in NumPy.

Paper     Zhang et al. 2017, arXiv:1611.03530 (random labels)
Twin      overfitting_torch.py; double descent: overfitting_ridge.py
Axes      N samples, B batch, D inputs, H hidden units, K outputs
Use       y (N,) whole numbers below K, 10 here:

    params = init_dropout_net(rng, D, 64, 10)
    path = train_memorise(rng, params, x, y)
    a, _ = dropout_net_forward(rng, path[-1], x, 0.0, train=False)
    a.argmax(axis=1)  # (N,)
"""

from numbers import Real

import numpy as np

from snippets.convolution.dropout import (
    DropoutParams,
    dropout_net_backward,
    dropout_net_forward,
    init_dropout_net,
)
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:parts]
def expect_apart(**parts) -> None:
    """ValueError if two parts, arrays of sample numbers, share a sample."""
    names = list(parts)
    for k, name in enumerate(names):
        expect_whole(name, parts[name], 0, 2**62, "n")
        for other in names[:k]:
            both = {*parts[name].tolist()} & {*parts[other].tolist()}
            if both:
                pair = f"{other} and {name} must have no sample in common"
                raise ValueError(f"{pair}, got {len(both)}")


def memorise_parts(rng: np.random.Generator, N: int, *sizes):
    """Disjoint random parts of 0 … N-1, of these sizes; or ValueError."""
    expect_count("N, sizes", N, *sizes)
    if sum(sizes) > N:
        raise ValueError(f"sizes must add up to {N} or less, got {sizes}")
    order = rng.permutation(N)  # (N,)
    parts = np.split(order, np.cumsum(sizes))[: len(sizes)]
    expect_apart(**{f"part {k}": part for k, part in enumerate(parts)})
    return parts
    # --8<-- [end:parts]


# --8<-- [start:expect_penalty]
def expect_penalty(name: str, value) -> None:
    """ValueError unless value is a number, 0 or more."""
    if not (isinstance(value, Real) and value >= 0):
        raise ValueError(f"{name} must be a number from 0, got {value!r}")
    # --8<-- [end:expect_penalty]


# --8<-- [start:forward]
def memorise_forward(rng, params: DropoutParams, x, y, p=0.0, decay=0.0):
    """Loss of x (B, D), classes y (B,), decay / 2 · Σ W² included; cache."""
    expect_penalty("decay", decay)
    a, net_cache = dropout_net_forward(rng, params, x, p)
    loss, da = cross_entropy(a, y)  # (), (B, K)
    for W in (params.W_1, params.W_2):
        loss = loss + decay / 2 * (W**2).sum()
    return loss, (params, decay, da, net_cache)
    # --8<-- [end:forward]


# --8<-- [start:backward]
def memorise_backward(cache):
    """The slopes of that loss: dx (B, D), and those of all parameters."""
    params, decay, da, net_cache = cache
    dx, grads = dropout_net_backward(da, net_cache)
    dW_1 = grads.W_1 + decay * params.W_1  # (D, H)
    dW_2 = grads.W_2 + decay * params.W_2  # (H, K)
    return dx, grads._replace(W_1=dW_1, W_2=dW_2)
    # --8<-- [end:backward]


# --8<-- [start:train]
def train_memorise(
    rng, params, x, y, p=0.0, decay=0.0, lr=1e-3, steps=1000, B=32, every=20
):
    """Adam on x (N, D), y (N,). Returns the parameters every so many steps.

    The first of the list is where it starts, the last where it ends.
    """
    expect_count("steps, B, every", steps, B, every)
    expect("x", x, "N", "D")
    expect("b_2", params.b_2, "K")
    expect_whole("y", y, 0, len(params.b_2) - 1, len(x))
    path = [params]
    state = adam_init(params)
    for t in range(1, steps + 1):
        n = rng.integers(len(x), size=B)  # (B,)
        _, cache = memorise_forward(rng, params, x[n], y[n], p, decay)
        _, grads = memorise_backward(cache)
        params, state = adam_step(params, grads, state, lr=lr)
        if t % every == 0 or t == steps:
            path.append(params)
    return path
    # --8<-- [end:train]


# --8<-- [start:judge]
def memorise_judge(params: DropoutParams, x, y):
    """Without dropout: the share of y (N,) that is right, and the loss."""
    rng = np.random.default_rng(0)
    a, _ = dropout_net_forward(rng, params, x, 0.0, train=False)
    loss, _ = cross_entropy(a, y)  # (), (N, K)
    return np.mean(a.argmax(axis=1) == y), loss


def stop_early(losses: np.ndarray, patience: int):
    """The best place in losses (T,), and those looked at until one stops.

    One stops when patience places brought nothing better.
    """
    expect("losses", losses, "T")
    expect_count("patience", patience)
    best = 0
    for t, loss in enumerate(losses):
        if loss < losses[best]:
            best = t
        if t - best >= patience:
            break
    return best, losses[: t + 1].copy()  # (), (S,)
    # --8<-- [end:judge]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 20))  # (100, 20)
    y = rng.integers(3, size=100)  # (100,)
    old, new = memorise_parts(rng, 100, 60, 40)
    expect_apart(old=old, new=new)
    start = init_dropout_net(rng, 20, 64, 3)
    path = train_memorise(rng, start, x[old], y[old], lr=0.01, steps=400)
    share, _ = memorise_judge(path[-1], x[old], y[old])
    losses = [memorise_judge(net, x[new], y[new])[1] for net in path]
    best, _ = stop_early(np.array(losses), 5)
    print(f"random labels: {share:.0%} learned, best stop: look {best}")
