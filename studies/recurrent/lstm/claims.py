"""Do the conclusions about the LSTM hold for other seeds, widths and rates?"""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from snippets.recurrent.lstm import (
    LSTMParams,
    init_lstm,
    lstm_backward,
    lstm_forward,
    train_lstm,
)
from studies.trying import Claim, varied

LEARN = 1297  # images; the other 500 are the test


def digit_rows(split: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of digits (8, N, 8), y (N,): in the order of the file, or drawn."""
    images, y = load_digits(return_X_y=True)
    order = np.arange(len(y))
    if split == "shuffled":
        order = np.random.default_rng(seed).permutation(len(y))
    rows = images[order].reshape(-1, 8, 8).swapaxes(0, 1) / 16
    return rows, y[order]


def share_right(guess: np.ndarray, y: np.ndarray) -> float:
    """How many of the guesses are right."""
    return 100 * (guess == y).mean()


def trained_reader(seed=0, lr=1.0, steps=400, H=32, split="file"):
    """The chapter's LSTM after training: rows, y, params, W_y."""
    rows, y = digit_rows(split, seed)
    rng = np.random.default_rng(seed)
    params = init_lstm(rng, 8, H)
    W_y = rng.normal(size=(H, 10)) / H**0.5
    known = rows[:, :LEARN], y[:LEARN]
    params, W_y, _ = train_lstm(rng, params, W_y, *known, lr, steps)
    return rows, y, params, W_y


def read(params, W_y, rows) -> np.ndarray:
    """The digit that the network names, for each of the images to test."""
    hs, _, _ = lstm_forward(params, rows[:, LEARN:])
    return (hs[-1] @ W_y).argmax(axis=1)


def random_loop(rows, seed: int) -> np.ndarray:
    """The last state of the overview's 100 units, whose loop nobody trained."""
    rng = np.random.default_rng(seed)
    R_x = rng.normal(size=(8, 100)) / 8**0.5
    R_h = rng.normal(size=(100, 100)) / 10
    h = np.zeros((rows.shape[1], 100))
    for x in rows:
        h = np.tanh(x @ R_x + h @ R_h)
    return h


def right(model, features, y) -> float:
    """How many of the images to test a fitted model reads, in percent."""
    model.fit(features[:LEARN], y[:LEARN])
    return 100 * model.score(features[LEARN:], y[LEARN:])


def beside_last_row(**setting) -> dict[str, float]:
    """The LSTM, and the better of two models that see the last row only."""
    rows, y, params, W_y = trained_reader(**setting)
    models = LogisticRegression(max_iter=2000), KNeighborsClassifier(15)
    return {
        "LSTM": share_right(read(params, W_y, rows), y[LEARN:]),
        "last row": max(right(model, rows[-1], y) for model in models),
    }


def beside_all_rows(C=1.0, steps=2000, **setting) -> dict[str, float]:
    """The LSTM; softmax regression on all pixels, on a random loop."""
    rows, y, params, W_y = trained_reader(steps=steps, **setting)
    pixels = rows.swapaxes(0, 1).reshape(-1, 64)
    state = random_loop(rows, setting.get("seed", 0))
    linear = LogisticRegression(C=C, max_iter=2000)
    return {
        "LSTM": share_right(read(params, W_y, rows), y[LEARN:]),
        "all rows": right(linear, pixels, y),
        "random loop": right(linear, state, y),
    }


def constant_gate(**setting) -> dict[str, float]:
    """The LSTM as trained, and with forget gates of 0 or of their mean."""
    rows, y, params, W_y = trained_reader(**setting)
    *_, (_, _, _, steps) = lstm_forward(params, rows[:, LEARN:])
    mean = np.mean([step[2] for step in steps])
    found = {"LSTM": share_right(read(params, W_y, rows), y[LEARN:])}
    H = len(params.W_h)
    for name, value in (("none kept", 1e-12), ("its mean", mean)):
        W_x, W_h, b = (p.copy() for p in params)
        W_x[:, H : 2 * H] = 0
        W_h[:, H : 2 * H] = 0
        b[H : 2 * H] = np.log(value / (1 - value))
        guess = read(LSTMParams(W_x, W_h, b), W_y, rows)
        found[name] = share_right(guess, y[LEARN:])
    return found


def left_in_c_0(b_f, seed, T, H, scale) -> tuple[float, float]:
    """What arrives at c_0 of an untrained LSTM: on the direct path, on all."""
    rng = np.random.default_rng(seed)
    params = init_lstm(rng, 8, H)
    params.b[H : 2 * H] = b_f
    xs = scale * rng.normal(size=(T, 9, 8))
    *_, cache = lstm_forward(params, xs)
    forget = [step[2] for step in cache[-1]]
    one = np.ones((9, H))
    _, _, dc_0, _ = lstm_backward(np.zeros((T, 9, H)), cache, one)
    return np.prod(forget, axis=0).mean(), np.abs(dc_0).mean()


def open_gates(seed=0, T=30, H=16, scale=1.0) -> dict[str, float]:
    """The gradient that is left, for three biases of the forget gate."""
    found = {}
    for b_f in (-1, 1, 3):
        direct, every = left_in_c_0(b_f, seed, T, H, scale)
        found[f"direct, b_f = {b_f}"] = direct
        found[f"all paths, b_f = {b_f}"] = every
    return found


def left_in_h_0(factor, seed, T, H, scale) -> float:
    """What arrives at h_0 of an untrained simple RNN whose W_h is enlarged."""
    rng = np.random.default_rng(seed)
    W_x = rng.uniform(-1, 1, (8, H)) / H**0.5
    W_h = factor * rng.uniform(-1, 1, (H, H)) / H**0.5
    hs = [np.zeros((9, H))]
    for x in scale * rng.normal(size=(T, 9, 8)):
        hs.append(np.tanh(x @ W_x + hs[-1] @ W_h))
    dh = np.ones((9, H))
    for h in reversed(hs[1:]):
        dh = (dh * (1 - h**2)) @ W_h.T
    return np.abs(dh).mean()


def beside_simple_loop(seed=0, T=100, H=16, scale=1.0) -> dict[str, float]:
    """The gradient that is left in simple RNNs and in LSTMs, on all paths."""
    found = {
        f"RNN × {factor}": left_in_h_0(factor, seed, T, H, scale)
        for factor in (1, 2.5)
    }
    for b_f in (1, 3):
        _, found[f"LSTM {b_f}"] = left_in_c_0(b_f, seed, T, H, scale)
    return found


def drift(seed=0, T=30, H=16, scale=1.0) -> dict[str, float]:
    """How many values change in a step, in percent; how far one moves."""
    rng = np.random.default_rng(seed)
    params = init_lstm(rng, 8, H)
    params.b[:H] = -10
    params.b[H : 2 * H] = 10
    start = rng.normal(size=(9, H))
    xs = scale * rng.normal(size=(T, 9, 8))
    _, c, (_, _, _, steps) = lstm_forward(params, xs, c_0=start)
    cs = np.stack([*(step[0] for step in steps), c])
    changed = 100 * (cs[1:] != cs[:-1]).mean()
    return {"changed": changed, "drift": np.abs(c - start).max()}


def far_above_last_row(numbers: dict[str, float]) -> bool:
    """Twenty points or more above what the last row tells."""
    return numbers["LSTM"] > numbers["last row"] + 20


def overtakes(numbers: dict[str, float]) -> bool:
    """Ahead of both rivals."""
    return numbers["LSTM"] > max(numbers["all rows"], numbers["random loop"])


def mean_is_enough(numbers: dict[str, float]) -> bool:
    """Half is lost without the old memory, under ten points with the mean."""
    near = numbers["its mean"] > numbers["LSTM"] - 10
    return near and numbers["none kept"] < numbers["LSTM"] / 2


def more_with_bias(numbers: dict[str, float]) -> bool:
    """On either way the gradient grows with the bias, a hundredfold."""
    return all(
        numbers[f"{way}, b_f = {b_f}"] * 100
        < numbers[f"{way}, b_f = {b_f + 2}"]
        for way in ("direct", "all paths")
        for b_f in (-1, 1)
    )


def size_decides(numbers: dict[str, float]) -> bool:
    """The LSTM of bias 1 lies between the simple RNNs; that of 3 above them."""
    low, high = numbers["RNN × 1"], numbers["RNN × 2.5"]
    return low < numbers["LSTM 1"] < high < numbers["LSTM 3"]


def hardly_moved(numbers: dict[str, float]) -> bool:
    """Nearly all values change, and none goes far."""
    return numbers["changed"] > 99 and numbers["drift"] < 0.02


OTHER = varied(5, lr=[0.5, 2.0], H=[16, 64], split=["shuffled"])
UNTRAINED = varied(10, T=[50, 200], H=[8, 64], scale=[0.3, 3.0])
CLAIMS = {
    "beyond-the-last-row": Claim(
        beside_last_row, far_above_last_row, [*OTHER, {"steps": 200}]
    ),
    "longer-training": Claim(
        beside_all_rows, overtakes, [*OTHER, {"C": 0.1}, {"C": 10.0}]
    ),
    "constant-gate": Claim(
        constant_gate, mean_is_enough, [*OTHER, {"steps": 2000}]
    ),
    "open-gates": Claim(
        open_gates,
        more_with_bias,
        varied(10, T=[20, 100], H=[8, 64], scale=[0.3, 3.0]),
    ),
    "size-decides": Claim(beside_simple_loop, size_decides, UNTRAINED),
    "gated": Claim(drift, hardly_moved, UNTRAINED),
}
