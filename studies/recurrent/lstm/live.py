"""What the live figure of the chapter on the LSTM computes with: live.json.

The network of the page, its weights to one decimal, as text; the first ten
digits of the test; and how many of the 500 are right at each shift of the
forget gates' bias.
"""

import numpy as np
from sklearn.datasets import load_digits

from snippets.recurrent.lstm import (
    LSTMParams,
    init_lstm,
    lstm_forward,
    train_lstm,
)

SHIFTS = np.arange(-80, 81) / 10
ZERO = 79  # the letter of 0; all others are printable, too


def _digits():
    """Rows (T, N, D) of all images, and their classes."""
    images, y = load_digits(return_X_y=True)
    return images.reshape(-1, 8, 8).swapaxes(0, 1) / 16, y  # (8, N, 8), (N,)


def _reader():
    """The page's network after 400 steps: parameters and W_y, rounded."""
    xs, y = _digits()
    rng = np.random.default_rng(0)
    params = init_lstm(rng, 8, 32)
    W_y = rng.normal(size=(32, 10)) / 32**0.5  # (32, 10)
    params, W_y, _ = train_lstm(rng, params, W_y, xs[:, :1297], y[:1297])
    return LSTMParams(*(p.round(1) for p in params)), W_y.round(1)


def _shifted(params, shift):
    """The same network with another bias of its forget gates."""
    b = params.b.copy()
    b[32:64] += shift
    return params._replace(b=b)


def _right(params, W_y, shift) -> int:
    """How many of the last 500 digits are read."""
    xs, y = _digits()
    hs, _, _ = lstm_forward(_shifted(params, shift), xs[:, 1297:])
    return int(((hs[-1] @ W_y).argmax(axis=1) == y[1297:]).sum())


def _letters(array) -> str:
    """Tenths, a letter each."""
    return "".join(map(chr, (10 * array).round().astype(int).ravel() + ZERO))


def _digit(n: int) -> str:
    """A whole number from 0 to 16."""
    return "0123456789abcdefg"[n]


def _row() -> dict:
    """Weights, digits, and the score at each shift."""
    params, W_y = _reader()
    xs, _ = _digits()
    pixels = (16 * xs[:, 1297:1307]).astype(int).swapaxes(0, 1)  # (10, 8, 8)
    row = dict(zip(params._fields, map(_letters, params), strict=True))
    row["W_y"] = _letters(W_y)
    row["digits"] = ["".join(map(_digit, each.ravel())) for each in pixels]
    row["right"] = [_right(params, W_y, shift) for shift in SHIFTS]
    return row


def live_data() -> dict:
    """What the figure computes with."""
    return _row()
