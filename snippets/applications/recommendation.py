"""Matrix factorisation, and how to train on clicks, in NumPy.

Paper     Koren, Bell & Volinsky 2009, doi:10.1109/MC.2009.263
Twin      recommendation_torch.py; the two towers: recommendation_towers.py
Axes      U users, I items, K factors, B batch
Use       user x[n] has clicked y[n], among items of her own; best first:

    x, y = rng.integers(6, size=(2, 99))  # 2 × (99,)
    free = np.ones((99, 6), bool)  # (99, 6)
    loss = lambda scores, n: choice_loss(scores, y[n], free[n])
    net = factors_forward, factors_backward
    params = init_factors(rng, 6, 6, 3)
    params, losses = train_recommender(rng, net, params, x, loss)
    (-factors_forward(params, x)[0]).argsort(axis=1)  # (99, 6)
"""

from typing import NamedTuple

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:factors]
class FactorParams(NamedTuple):
    P: np.ndarray  # (U, K)
    Q: np.ndarray  # (I, K)
    a: np.ndarray  # (U,)
    b: np.ndarray  # (I,)


def init_factors(rng, U: int, I: int, K: int) -> FactorParams:
    """Factors normal with deviation 0.1, so all scores are near 0; biases 0."""
    expect_count("U, I, K", U, I, K)
    P = rng.normal(0, 0.1, (U, K))  # (U, K)
    Q = rng.normal(0, 0.1, (I, K))  # (I, K)
    return FactorParams(P, Q, np.zeros(U), np.zeros(I))


def factors_forward(params: FactorParams, x: np.ndarray):
    """Users x (B,) → scores of all items (B, I), cache; or ValueError."""
    P, Q, a, b = params
    expect("P", P, "U", "K")
    expect("Q", Q, "I", P.shape[1])
    expect("a", a, len(P))
    expect("b", b, len(Q))
    expect_whole("x", x, 0, len(P) - 1, "B")
    scores = P[x] @ Q.T + a[x, None] + b  # (B, I)
    return scores, (params, x)


def factors_backward(dscores: np.ndarray, cache) -> FactorParams:
    """The gradients; a user who occurs twice in x gets the sum of both."""
    (P, Q, a, b), x = cache
    expect("dscores", dscores, len(x), len(b))
    dP = np.zeros_like(P)  # (U, K)
    np.add.at(dP, x, dscores @ Q)
    da = np.zeros_like(a)  # (U,)
    np.add.at(da, x, dscores.sum(axis=1))
    dQ = dscores.T @ P[x]  # (I, K)
    db = dscores.sum(axis=0)  # (I,)
    return FactorParams(dP, dQ, da, db)
    # --8<-- [end:factors]


# --8<-- [start:choice_loss]
def choice_loss(scores, y, allowed):
    """-ln softmax of the clicked items y (B,) among those allowed; dscores."""
    expect("scores", scores, "B", "I")
    expect_whole("y", y, 0, scores.shape[1] - 1, len(scores))
    expect("allowed", allowed, *scores.shape, kinds="b", what="booleans")
    if not allowed[np.arange(len(y)), y].all():
        raise ValueError("allowed must hold each y, got a clicked item without")
    low = np.where(allowed, scores, scores.dtype.type(-1e9))  # (B, I)
    return cross_entropy(low, y)  # (), (B, I)
    # --8<-- [end:choice_loss]


# --8<-- [start:train]
def train_recommender(
    rng, net, params, x, loss, lr=0.02, weight_decay=3e-4, B=256, epochs=10
):
    """Adam on loss(scores, n) → value, dscores of the rows n of x; losses."""
    forward, backward = net
    expect_count("B, epochs", B, epochs)
    forward(params, x)  # refuses what does not fit
    state = adam_init(params)
    losses = []
    for _ in range(epochs):
        for n in np.split(rng.permutation(len(x)), range(B, len(x), B)):
            scores, cache = forward(params, x[n])
            value, dscores = loss(scores, n)
            losses.append(value)
            grads = backward(dscores, cache)
            params, state = adam_step(
                params, grads, state, lr=lr, weight_decay=weight_decay
            )
    return params, np.array(losses)
    # --8<-- [end:train]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.integers(9, size=500)  # (N,)
    y = (x + rng.integers(3, size=500)) % 9  # (N,)
    free = np.ones((500, 9), bool)  # (N, I)

    def loss(scores, n):
        """Of the rows n: which item was clicked, among all that are free."""
        return choice_loss(scores, y[n], free[n])

    net = factors_forward, factors_backward
    start = init_factors(rng, 9, 9, 3)
    params, _ = train_recommender(rng, net, start, x, loss, lr=0.1)
    scores, _ = factors_forward(params, np.arange(9))
    best = (-scores).argsort()[:, :3]  # (U, 3)
    print("for user 7:", np.sort(best[7]), "for user 8:", np.sort(best[8]))
