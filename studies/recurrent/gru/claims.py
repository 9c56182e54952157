"""Do the conclusions about the GRU hold for other seeds, rates and widths?"""

import numpy as np

from snippets.recurrent.gru import (
    gru_backward,
    gru_forward,
    init_gru,
    train_gru,
)
from snippets.recurrent.lstm import init_lstm, lstm_forward, train_lstm
from studies.recurrent.lstm.claims import LEARN, digit_rows, share_right
from studies.trying import Claim, varied


def init_ungated(rng, D: int, H: int):
    """A GRU whose gates stand still at r = 1 and z = 0: a simple RNN."""
    net = init_gru(rng, D, H)
    net.W_x[:, : 2 * H] = 0
    net.W_h[:, : 2 * H] = 0
    net.b_x[: 2 * H] = np.repeat([40.0, -40.0], H)
    return net


LOOPS = {
    "GRU": (init_gru, train_gru, gru_forward),
    "LSTM": (init_lstm, train_lstm, lstm_forward),
    "no gates": (init_ungated, train_gru, gru_forward),
}


def trained(name, rows, y, seed, lr, steps, H):
    """One of the networks after training on rows (8, N, 8), y: net, W_y."""
    init, fit, _ = LOOPS[name]
    rng = np.random.default_rng(seed)
    net = init(rng, 8, H)
    net = type(net)(*(p.astype(np.float32) for p in net))
    W_y = rng.normal(size=(H, 10)) / H**0.5
    rows = rows.astype(np.float32)
    net, W_y, _ = fit(rng, net, W_y.astype(np.float32), rows, y, lr, steps)
    return net, W_y


def scores(name, net, W_y, rows, **more) -> np.ndarray:
    """What a network says of images, rows (8, N, 8)."""
    hs = LOOPS[name][2](net, rows.astype(np.float32), **more)[0]
    return hs[-1] @ W_y


def accuracy(name, seed=0, lr=1.0, steps=400, H=32, split="file") -> float:
    """How many of the 500 images to test a network reads, in percent."""
    rows, y = digit_rows(split, seed)
    known = rows[:, :LEARN], y[:LEARN]
    net, W_y = trained(name, *known, seed, lr, steps, H)
    guess = scores(name, net, W_y, rows[:, LEARN:]).argmax(axis=1)
    return share_right(guess, y[LEARN:])


def at_one_rate(**setting) -> dict[str, float]:
    """GRU and LSTM at the same learning rate."""
    return {name: accuracy(name, **setting) for name in ("GRU", "LSTM")}


def gates_or_none(lr=1.0, **setting) -> dict[str, float]:
    """All three networks at the same learning rate."""
    return {name: accuracy(name, lr=lr, **setting) for name in LOOPS}


def in_small_steps(lr=0.25, **setting) -> dict[str, float]:
    """All three networks at a small learning rate."""
    return gates_or_none(lr, **setting)


def other_convention(seed=0, lr=1.0, steps=400, H=32, split="file"):
    """A trained GRU, and the same weights with the reset before the matrix."""
    rows, y = digit_rows(split, seed)
    known = rows[:, :LEARN], y[:LEARN]
    net, W_y = trained("GRU", *known, seed, lr, steps, H)
    found = {}
    for name, after in (("after", True), ("before", False)):
        out = scores("GRU", net, W_y, rows[:, LEARN:], reset_after=after)
        found[name] = share_right(out.argmax(axis=1), y[LEARN:])
    return found


def open_updates(seed=0, T=30, H=16, scale=1.0) -> dict[str, float]:
    """The gradient that is left at h_0, for three biases of the update gate."""
    found = {}
    for b_z in (0, 1, 3):
        rng = np.random.default_rng(seed)
        net = init_gru(rng, 8, H)
        net.b_x[H : 2 * H] = b_z
        hs, cache = gru_forward(net, scale * rng.normal(size=(T, 9, 8)))
        dhs = np.zeros_like(hs)
        dhs[-1] = 1
        _, dh_0, _ = gru_backward(dhs, cache)
        direct = np.prod(cache[3][1], axis=0).mean()
        found[f"direct, b_z = {b_z}"] = direct
        found[f"all paths, b_z = {b_z}"] = np.abs(dh_0).mean()
    return found


def gru_ahead(numbers: dict[str, float]) -> bool:
    """The GRU reads more."""
    return numbers["GRU"] > numbers["LSTM"]


def only_gates_learn(numbers: dict[str, float]) -> bool:
    """Both networks with gates read most digits, the one without hardly any."""
    return (
        min(numbers["GRU"], numbers["LSTM"]) > 75 and numbers["no gates"] < 25
    )


def no_gates_ahead(numbers: dict[str, float]) -> bool:
    """The network without gates reads more than either of the others."""
    return numbers["no gates"] > max(numbers["GRU"], numbers["LSTM"])


def ten_points_lost(numbers: dict[str, float]) -> bool:
    """In the other convention ten points or more are lost."""
    return numbers["before"] <= numbers["after"] - 10


def more_when_open(numbers: dict[str, float]) -> bool:
    """On either way the gradient grows with the bias."""
    return all(
        numbers[f"{way}, b_z = 0"]
        < numbers[f"{way}, b_z = 1"]
        < numbers[f"{way}, b_z = 3"]
        for way in ("direct", "all paths")
    )


SIZES = {"H": [16, 64], "split": ["shuffled"], "steps": [1200]}
CLAIMS = {
    "ahead-at-one-rate": Claim(
        at_one_rate, gru_ahead, varied(10, lr=[0.25, 0.5, 2.0], **SIZES)
    ),
    "larger-steps": Claim(
        gates_or_none, only_gates_learn, varied(5, lr=[0.5, 2.0], **SIZES)
    ),
    "small-steps": Claim(
        in_small_steps, no_gates_ahead, varied(5, lr=[0.125, 0.5], **SIZES)
    ),
    "other-convention": Claim(
        other_convention, ten_points_lost, varied(5, lr=[0.5, 2.0], **SIZES)
    ),
    "open-updates": Claim(
        open_updates,
        more_when_open,
        varied(10, T=[20, 100], H=[8, 64], scale=[0.3, 3.0]),
    ),
}
