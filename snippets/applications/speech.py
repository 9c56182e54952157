"""Spoken digits: voices held out, and the method that has to be beaten.

Twin      speech_torch.py
Axes      N words, T time, M mel bands, B words that are asked
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:protocol]
def split_voices(rng, voice: np.ndarray, held: int):
    """Rows (N,) of training and of test: held voices are tested only."""
    expect_whole("voice", voice, 0, 99, "N")
    expect_count("held", held)
    names = rng.permutation(np.unique(voice))  # (V,)
    if held >= len(names):
        raise ValueError(f"held must be below {len(names)} voices, got {held}")
    tested = np.isin(voice, names[:held])  # (N,)
    return ~tested, tested  # 2 × (N,)


def refuse_shared_voice(
    voice_train: np.ndarray, voice_test: np.ndarray
) -> None:
    """ValueError if a voice (N,) of training is also in the test (B,)."""
    for name, a in ("voice_train", voice_train), ("voice_test", voice_test):
        expect_whole(name, a, 0, 99, ...)
    both = np.intersect1d(voice_train, voice_test)  # (V,)
    if len(both):
        raise ValueError(f"no voice may be in both parts, got {both[0]}")
    # --8<-- [end:protocol]


# --8<-- [start:nearest]
def nearest_word(x_train, y_train, x):
    """For each x (B, T, M) the label of the nearest of x_train (N, T, M)."""
    expect("x_train", x_train, "N", "T", "M")
    expect_whole("y_train", y_train, 0, 99, len(x_train))
    expect("x", x, "B", *x_train.shape[1:])
    a = x_train.reshape(len(x_train), -1)  # (N, D)
    b = x.reshape(len(x), -1)  # (B, D)
    far = (a**2).sum(axis=1) - 2 * b @ a.T  # (B, N)
    return y_train[far.argmin(axis=1)]  # (B,)
    # --8<-- [end:nearest]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    y, voice = np.indices((2, 8)).reshape(2, 16)  # 2 × (N,)
    rise = np.where(y[:, None] == 1, np.arange(6), np.arange(6)[::-1])  # (N, T)
    x = np.eye(6)[rise] + 0.5 * rng.random((16, 6, 6))  # (N, T, M)
    train, test = split_voices(rng, voice, 3)
    refuse_shared_voice(voice[train], voice[test])
    heard = nearest_word(x[train], y[train], x[test])  # (B,)
    print(f"{train.sum()} words learnt, {test.sum()} asked")
    print(f"right {(heard == y[test]).mean():.2f}")
