"""Matrix factorisation and two towers, trained on clicks, in NumPy.

Papers    Koren, Bell & Volinsky 2009, doi:10.1109/MC.2009.263 (factors)
          Covington et al. 2016, doi:10.1145/2959100.2959190 (history tower)
Twin      recommendation_torch.py
Axes      U users, I items, K factors, H hidden width, F features, B batch
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
    dP, da = np.zeros_like(P), np.zeros_like(a)  # (U, K), (U,)
    np.add.at(dP, x, dscores @ Q)
    np.add.at(da, x, dscores.sum(axis=1))
    dQ = dscores.T @ P[x]  # (I, K)
    db = dscores.sum(axis=0)  # (I,)
    return FactorParams(dP, dQ, da, db)
    # --8<-- [end:factors]


# --8<-- [start:towers]
class TowerParams(NamedTuple):
    W_1: np.ndarray  # (I, H)
    b_1: np.ndarray  # (H,)
    W_2: np.ndarray  # (H, K)
    W_3: np.ndarray  # (F, H)
    b_3: np.ndarray  # (H,)
    W_4: np.ndarray  # (H, K)
    E: np.ndarray  # (I, K)
    b: np.ndarray  # (I,)


def init_towers(rng, I: int, F: int, H: int, K: int) -> TowerParams:
    """Each W normal with variance 1 / inputs; E and the biases 0."""
    expect_count("I, F, H, K", I, F, H, K)
    shapes = (I, H), (H, K), (F, H), (H, K)
    Ws = [rng.normal(0, n**-0.5, (n, m)) for n, m in shapes]
    zero = H, H, (I, K), I
    b_1, b_3, E, b = map(np.zeros, zero)  # (H,), (H,), (I, K), (I,)
    return TowerParams(Ws[0], b_1, Ws[1], Ws[2], b_3, Ws[3], E, b)


def towers_forward(params: TowerParams, x: np.ndarray, features):
    """Histories x (B, I), features (I, F) → scores (B, I), cache."""
    W_1, b_1, W_2, W_3, b_3, W_4, E, b = params
    expect("W_1", W_1, "I", "H")
    I, H = W_1.shape
    expect("W_2", W_2, H, "K")
    expect("W_3", W_3, "F", H)
    rest = {"b_1": (H,), "b_3": (H,), "W_4": (H, W_2.shape[1])}
    rest |= {"E": (I, W_2.shape[1]), "b": (I,)}
    for name, shape in rest.items():
        expect(name, getattr(params, name), *shape)
    expect("x", x, "B", I)
    expect("features", features, I, len(W_3))
    h = np.tanh(x @ W_1 + b_1)  # (B, H)
    u = h @ W_2  # (B, K)
    g = np.tanh(features @ W_3 + b_3)  # (I, H)
    v = g @ W_4 + E  # (I, K)
    return u @ v.T + b, (params, x, features, h, u, g, v)


def towers_backward(dscores: np.ndarray, cache):
    """dscores (B, I) → dx (B, I), dfeatures (I, F), grads; or ValueError."""
    params, x, features, h, u, g, v = cache
    expect("dscores", dscores, len(x), len(v))
    du = dscores @ v  # (B, K)
    dv = dscores.T @ u  # (I, K)
    da_h = du @ params.W_2.T * (1 - h**2)  # (B, H)
    da_g = dv @ params.W_4.T * (1 - g**2)  # (I, H)
    dW_1 = x.T @ da_h  # (I, H)
    dW_2, dW_4 = h.T @ du, g.T @ dv  # 2 × (H, K)
    dW_3 = features.T @ da_g  # (F, H)
    dbs = [d.sum(axis=0) for d in (da_h, da_g, dscores)]
    grads = dW_1, dbs[0], dW_2, dW_3, dbs[1], dW_4, dv, dbs[2]
    dx = da_h @ params.W_1.T  # (B, I)
    dfeatures = da_g @ params.W_3.T  # (I, F)
    return dx, dfeatures, TowerParams(*grads)
    # --8<-- [end:towers]


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
    users = np.eye(9)  # (U, I)
    features = np.roll(users, 1, axis=0)  # (I, F)

    def towers_net(params, x):
        """As if user u had clicked on item u, and nothing else."""
        return towers_forward(params, users[x], features)

    def towers_grads(dscores, cache):
        """The gradients alone."""
        return towers_backward(dscores, cache)[2]

    for name, net, start in (
        (
            "factors",
            (factors_forward, factors_backward),
            init_factors(rng, 9, 9, 3),
        ),
        ("towers", (towers_net, towers_grads), init_towers(rng, 9, 9, 16, 3)),
    ):
        params, _ = train_recommender(
            *(rng, net, start, x),
            loss=lambda scores, n: choice_loss(scores, y[n], free[n]),
            lr=0.1,
        )
        best = (-net[0](params, np.arange(9))[0]).argsort()[:, :3]  # (U, 3)
        print(
            name, "of user 7:", np.sort(best[7]), "of user 8:", np.sort(best[8])
        )
