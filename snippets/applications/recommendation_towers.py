"""Two towers: a network for histories, one for items, in NumPy.

Paper     Covington et al. 2016, doi:10.1145/2959100.2959190 (history tower)
Twin      Towers in recommendation_torch.py
Axes      B users, I items, F features of an item, H hidden width, K factors
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


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
    W_1 = rng.normal(0, I**-0.5, (I, H))  # (I, H)
    b_1 = np.zeros(H)  # (H,)
    W_2 = rng.normal(0, H**-0.5, (H, K))  # (H, K)
    W_3 = rng.normal(0, F**-0.5, (F, H))  # (F, H)
    b_3 = np.zeros(H)  # (H,)
    W_4 = rng.normal(0, H**-0.5, (H, K))  # (H, K)
    E = np.zeros((I, K))  # (I, K)
    b = np.zeros(I)  # (I,)
    return TowerParams(W_1, b_1, W_2, W_3, b_3, W_4, E, b)


def towers_forward(params: TowerParams, x: np.ndarray, features):
    """Histories x (B, I), features (I, F) → scores (B, I), cache."""
    W_1, b_1, W_2, W_3, b_3, W_4, E, b = params
    expect("W_1", W_1, "I", "H")
    I, H = W_1.shape
    expect("b_1", b_1, H)
    expect("W_2", W_2, H, "K")
    K = W_2.shape[1]
    expect("W_3", W_3, "F", H)
    expect("b_3", b_3, H)
    expect("W_4", W_4, H, K)
    expect("E", E, I, K)
    expect("b", b, I)
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
    dx = da_h @ params.W_1.T  # (B, I)
    dfeatures = da_g @ params.W_3.T  # (I, F)
    dW_1 = x.T @ da_h  # (I, H)
    db_1 = da_h.sum(axis=0)  # (H,)
    dW_2 = h.T @ du  # (H, K)
    dW_3 = features.T @ da_g  # (F, H)
    db_3 = da_g.sum(axis=0)  # (H,)
    dW_4 = g.T @ dv  # (H, K)
    db = dscores.sum(axis=0)  # (I,)
    grads = dW_1, db_1, dW_2, dW_3, db_3, dW_4, dv, db
    return dx, dfeatures, TowerParams(*grads)
    # --8<-- [end:towers]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = np.eye(9)  # (B, I)
    goal = np.roll(x, 1, axis=1) - 1 / 9  # (B, I)
    features = rng.normal(size=(9, 4))  # (I, F)
    params = init_towers(rng, 9, 4, 16, 5)
    for step in range(401):
        scores, cache = towers_forward(params, x, features)
        if step % 200 == 0:
            right = (scores.argmax(axis=1) == goal.argmax(axis=1)).sum()
            print(f"step {step:3}: {right} of 9 next clicks are right")
        dscores = (scores - goal) / 9  # (B, I)
        _, _, grads = towers_backward(dscores, cache)
        pairs = zip(params, grads, strict=True)
        params = TowerParams(*(p - 0.3 * g for p, g in pairs))
