"""An MLP built by hand, without training: straight lines through points.

Twin      mlp_torch.py
Axes      H+1 points, H hidden units
"""

import numpy as np

from snippets.feedforward.mlp import MLPParams, mlp_forward
from snippets.foundations.neuron import expect


# --8<-- [start:mlp_through]
def mlp_through(x: np.ndarray, y: np.ndarray) -> MLPParams:
    """H ReLUs: straight lines through x (H+1,), y (H+1,), or ValueError."""
    expect("x", x, "H+1")
    expect("y", y, len(x))
    if len(x) < 2 or not (x[1:] > x[:-1]).all():
        raise ValueError(f"x must rise, from 2 points on, got {x!r:.40}")
    slope = np.diff(y) / np.diff(x)  # (H,)
    W_1 = np.ones_like(slope)  # (H,)
    W_2 = slope.copy()  # (H,)
    W_2[1:] -= slope[:-1]
    b_1 = -x[:-1]  # (H,)
    b_2 = y[:1].copy()  # (1,)
    return MLPParams([W_1[None], W_2[:, None]], [b_1, b_2])
    # --8<-- [end:mlp_through]


if __name__ == "__main__":
    knots = np.linspace(-4, 4, 9)  # (9,)
    a, _ = mlp_forward(mlp_through(knots, knots**2), knots[:, None])
    print("squares of -4 … 4:", *a[:, 0].round().astype(np.int64))
