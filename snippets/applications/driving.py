"""Learning to steer from a teacher: cloning and data aggregation, in NumPy.

Papers    Pomerleau 1989, ALVINN, NeurIPS 1 (a network that steers)
          Ross, Gordon & Bagnell 2011, arXiv:1011.0686 (DAgger)
Twin      driving_torch.py
Axes      B frames of a batch, N frames, H×W image, M kernels, maps of P×Q,
          L kernels, maps of U×V, D = L·U·V features
Use       x (N, 1, H, W) images, y (N,) floats, how the teacher steers:

    params = init_drive(rng, *x.shape[2:])
    params, losses = train_drive(rng, params, x, y)
    drive_forward(params, x)[0]  # (N,)
"""

from typing import NamedTuple

import numpy as np

from snippets.convolution.conv import ConvParams, init_conv
from snippets.convolution.conv_fast import conv_backward, conv_forward
from snippets.foundations.neuron import expect, expect_count, mse
from snippets.foundations.optimizer import adam_init, adam_step


# --8<-- [start:params]
class DriveParams(NamedTuple):
    K_1: np.ndarray  # (M, 1, 3, 3)
    c_1: np.ndarray  # (M,)
    K_2: np.ndarray  # (L, M, 3, 3)
    c_2: np.ndarray  # (L,)
    w: np.ndarray  # (D,)
    b: np.ndarray  # ()


def init_drive(rng: np.random.Generator, H=16, W=32, M=8, L=16):
    """Kernels as init_conv, w with variance 1/D, all biases 0.

    ValueError unless all sizes are whole numbers from 1.
    """
    expect_count("H, W", H, W)
    expect_count("M, L", M, L)
    K_1, c_1 = init_conv(rng, M, 1, 3)  # (M, 1, 3, 3), (M,)
    K_2, c_2 = init_conv(rng, L, M, 3)  # (L, M, 3, 3), (L,)
    D = L * -(-H // 4) * -(-W // 4)
    w = rng.normal(0, D**-0.5, D)  # (D,)
    return DriveParams(K_1, c_1, K_2, c_2, w, np.zeros(()))
    # --8<-- [end:params]


# --8<-- [start:drive_forward]
def expect_drive(params: DriveParams) -> None:
    """ValueError unless all are floats, and each layer fits the one before."""
    K_1, c_1, K_2, c_2, w, b = params
    expect("K_1", K_1, "M", 1, 3, 3)
    expect("c_1", c_1, len(K_1))
    expect("K_2", K_2, "L", len(K_1), 3, 3)
    expect("c_2", c_2, len(K_2))
    expect("w", w, "D")
    expect("b", b)


def drive_forward(params: DriveParams, x: np.ndarray):
    """Images x (B, 1, H, W) → steering y_hat (B,), cache; or ValueError."""
    expect_drive(params)
    K_1, c_1, K_2, c_2, w, b = params
    a_1, conv_1 = conv_forward(ConvParams(K_1, c_1), x, s=2, p=1)
    h_1 = np.maximum(a_1, 0)  # (B, M, P, Q)
    a_2, conv_2 = conv_forward(ConvParams(K_2, c_2), h_1, s=2, p=1)
    h_2 = np.maximum(a_2, 0)  # (B, L, U, V)
    flat = h_2.reshape(len(x), -1)  # (B, D)
    if flat.shape[1] != len(w):
        raise ValueError(f"x {x.shape} makes {flat.shape}, w is {w.shape}")
    return flat @ w + b, (conv_1, h_1, conv_2, h_2, flat, w)
    # --8<-- [end:drive_forward]


# --8<-- [start:drive_backward]
def drive_backward(dy_hat: np.ndarray, cache):
    """dy_hat (B,) → dx (B, 1, H, W), grads. ValueError if dy_hat misfits."""
    conv_1, h_1, conv_2, h_2, flat, w = cache
    expect("dy_hat", dy_hat, len(flat))
    dh_2 = (dy_hat[:, None] * w).reshape(h_2.shape)  # (B, L, U, V)
    dh_1, grads_2 = conv_backward(dh_2 * (h_2 > 0), conv_2)
    dx, grads_1 = conv_backward(dh_1 * (h_1 > 0), conv_1)
    dw = flat.T @ dy_hat  # (D,)
    return dx, DriveParams(*grads_1, *grads_2, dw, dy_hat.sum())
    # --8<-- [end:drive_backward]


# --8<-- [start:train_drive]
def train_drive(rng, params, x, y, steps=400, B=64, lr=5e-3):
    """Adam on the squared error, lr falling to 0: params, losses (steps,).

    x (N, 1, H, W), y (N,). ValueError if a shape misfits.
    """
    expect_count("steps, B", steps, B)
    expect("x", x, "N", 1, "H", "W")
    expect("y", y, len(x))
    losses = []
    state = adam_init(params)
    for t in range(steps):
        n = rng.integers(len(x), size=B)  # (B,)
        y_hat, cache = drive_forward(params, x[n])
        loss, dy_hat = mse(y_hat, y[n])
        _, grads = drive_backward(dy_hat, cache)
        rate = lr * (1 - t / steps)
        params, state = adam_step(params, grads, state, lr=rate)
        losses.append(loss)
    return params, np.array(losses)
    # --8<-- [end:train_drive]


# --8<-- [start:drive_policy]
def drive_policy(params: DriveParams):
    """The network as a driver: a function from images to steering."""
    return lambda x: drive_forward(params, x)[0]
    # --8<-- [end:drive_policy]


# --8<-- [start:drive_aggregate]
def drive_aggregate(rng, collect, start, rounds=3, **settings):
    """DAgger: the network of each round, the first is the clone.

    collect: from a driver (None: the teacher) to images x (N, 1, H, W) that
    it meets, and the teacher's answers y (N,). start: from rng to params.
    ValueError unless rounds is a whole number from 1. Ross et al. 2011.
    """
    expect_count("rounds", rounds)
    policy = None
    seen, nets = [], []
    for _ in range(rounds):
        seen.append(collect(policy))
        data = map(np.concatenate, zip(*seen, strict=True))
        params, _ = train_drive(rng, start(rng), *data, **settings)
        policy = drive_policy(params)
        nets.append(params)
    return nets
    # --8<-- [end:drive_aggregate]


# --8<-- [start:drive_shift]
def drive_shift(rng, x: np.ndarray, y: np.ndarray, angle, gain, most=3):
    """Images x (N, 1, H, W), each moved by up to ±most columns, and new y.

    One column to the right: as if the car were turned to the left by angle
    (°); so the steering y (N,) in ° falls by gain times that angle.
    ValueError if a shape misfits or most is not a whole number from 1.
    """
    expect_count("most", most)
    expect("x", x, "N", 1, "H", "W")
    expect("y", y, len(x))
    n = rng.integers(-most, most + 1, len(x))  # (N,)
    column = np.arange(x.shape[3]) - n[:, None]  # (N, W)
    column = column.clip(0, x.shape[3] - 1)  # (N, W)
    column = column[:, None, None]  # (N, 1, 1, W)
    moved = np.take_along_axis(x, column, axis=3)  # (N, 1, H, W)
    turned = (y - gain * angle * n).astype(y.dtype)  # (N,)
    return moved, turned  # (N, 1, H, W), (N,)
    # --8<-- [end:drive_shift]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    place = rng.integers(2, 14, 300)
    x = np.eye(16)[place, None, None] * np.ones((8, 1))
    y = 7.5 - place
    moved = drive_shift(rng, x, y, 1.0, 1.0)
    both = [np.concatenate(pair) for pair in zip((x, y), moved, strict=True)]
    nets = drive_aggregate(
        rng, lambda policy: both, lambda rng: init_drive(rng, 8, 16), 2
    )
    error = drive_policy(nets[-1])(x) - y
    print(f"where a line is, to 0.1 columns: {abs(error).max() < 0.1}")
