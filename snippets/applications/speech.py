"""From sound to digits: short-time Fourier transform, mel levels, two networks.

Twin      speech_torch.py
Papers    Allen & Rabiner 1977, doi:10.1109/PROC.1977.10770 (the transform)
          Davis & Mermelstein 1980, doi:10.1109/TASSP.1980.1163420 (mel)
Axes      n samples, F frames, M mel bands, N words, T time, K digits
"""

import numpy as np

from snippets.convolution.cnn import (
    cnn_forward,
    init_cnn,
    map_params,
    train_cnn,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count
from snippets.recurrent.gru import gru_forward, init_gru, train_gru


# --8<-- [start:stft]
def stft_power(x: np.ndarray, size: int = 1024, hop: int = 512) -> np.ndarray:
    """Power of every frame of a sound x (n,) at every frequency.

    Frame t holds size samples from t · hop, under a Hann window: (F, size/2+1).
    ValueError unless x is floats, as many as a frame at least.
    """
    expect("x", x, "n")
    expect_count("size, hop", size, hop)
    if len(x) < size:
        raise ValueError(f"x must have size = {size} samples, got {len(x)}")
    every = np.lib.stride_tricks.sliding_window_view(x, size)  # (f, size)
    frames = every[::hop]  # (F, size)
    hann = np.hanning(size + 1)[:-1].astype(x.dtype)  # (size,)
    waves = np.fft.rfft(frames * hann)  # (F, size//2+1)
    return (np.abs(waves) ** 2).astype(x.dtype)  # (F, size//2+1)
    # --8<-- [end:stft]


# --8<-- [start:mel]
def mel_of_hz(hz: np.ndarray) -> np.ndarray:
    """Even steps sound alike. ValueError unless hz is floats from 0."""
    expect("hz", hz, ..., within=(0, np.inf))
    return 2595 * np.log10(1 + hz / 700)  # (...)


def mel_filters(M, size=1024, rate=22050, low=60.0, high=8000.0):
    """M triangles from low to high, even in mel; W (size/2+1, M).

    Each falls to 0 where its neighbour is 1: together they add up to 1.
    """
    expect_count("M, size, rate", M, size, rate)
    if not 0 <= low < high <= rate / 2:
        raise ValueError(f"low < high <= {rate / 2} wanted, got {low}, {high}")
    ends = mel_of_hz(np.array([low, high], float))  # (2,)
    mel = np.linspace(*ends, M + 2)  # (M+2,)
    edges = 700 * (10 ** (mel / 2595) - 1)  # (M+2,)
    left, top, right = edges[:-2], edges[1:-1], edges[2:]  # 3 × (M,)
    f = np.fft.rfftfreq(size, 1 / rate)[:, None]  # (size//2+1, 1)
    rise = (f - left) / (top - left)  # (size//2+1, M)
    fall = (right - f) / (right - top)  # (size//2+1, M)
    return np.maximum(0, np.minimum(rise, fall))  # (size//2+1, M)
    # --8<-- [end:mel]


# --8<-- [start:levels]
def mel_levels(P: np.ndarray, floor: float = 60.0) -> np.ndarray:
    """Power P (N, T, M): 1 where a word is loudest, 0 floor dB below."""
    expect("P", P, "N", "T", "M", within=(0, np.inf))
    top = P.max(axis=(1, 2), keepdims=True)  # (N, 1, 1)
    if not top.all():
        raise ValueError(f"P must have no silent word, got {(top == 0).sum()}")
    dB = 10 * np.log10(P / top + P.dtype.type(1e-30))  # (N, T, M)
    return np.maximum(0, 1 + dB / floor)  # (N, T, M)


def mel_powers(x: np.ndarray, floor: float = 60.0) -> np.ndarray:
    """The way back from levels x (N, T, M); level 0 becomes silence."""
    expect("x", x, "N", "T", "M", within=(0, 1))
    return np.where(x > 0, 10 ** ((x - 1) * floor / 10), 0)  # (N, T, M)
    # --8<-- [end:levels]


# --8<-- [start:noise]
def mel_noise(rng, P, noise, snr):
    """P (N, T, M) with a random piece of noise (F, M) on each word.

    snr (N,): dB from the mean power of the word's frames to that of its noise.
    ValueError unless all are floats that fit and F > T.
    """
    expect("P", P, "N", "T", "M", within=(0, np.inf))
    N, T, M = P.shape
    expect("noise", noise, "F", M, within=(0, np.inf))
    expect("snr", snr, N)
    if len(noise) <= T:
        raise ValueError(f"noise must have F > T = {T}, got {noise.shape}")
    begin = rng.integers(len(noise) - T, size=(N, 1))  # (N, 1)
    pieces = noise[begin + np.arange(T)]  # (N, T, M)
    loud = P.sum(axis=2)  # (N, T)
    spoken = np.maximum((loud > 0).sum(axis=1), 1)  # (N,)
    word = loud.sum(axis=1) / spoken  # (N,)
    gain = word / pieces.sum(axis=2).mean(axis=1) / 10 ** (snr / 10)  # (N,)
    return P + pieces * gain[:, None, None]  # (N, T, M)
    # --8<-- [end:noise]


# --8<-- [start:protocol]
def split_voices(rng, voice: np.ndarray, held: int):
    """Rows (N,) of training and of test: held voices are tested only."""
    expect_whole("voice", voice, 0, 99, "N")
    expect_count("held", held)
    names = rng.permutation(np.unique(voice))  # (V,)
    if held >= len(names):
        raise ValueError(f"held must be below {len(names)} voices, got {held}")
    tested = np.isin(voice, names[:held])  # (N,)
    return ~tested, tested


def refuse_shared_voice(
    voice_train: np.ndarray, voice_test: np.ndarray
) -> None:
    """ValueError if a voice (N,) of training is also in the test (B,)."""
    for name, a in ("voice_train", voice_train), ("voice_test", voice_test):
        expect_whole(name, a, 0, 99, ...)
    both = np.intersect1d(voice_train, voice_test)  # (V,)
    if len(both):
        raise ValueError(f"no voice may be in both parts, got {both[0]}")


def nearest_word(x_train, y_train, x):
    """For each x (B, T, M) the label of the nearest of x_train (N, T, M)."""
    expect("x_train", x_train, "N", "T", "M")
    expect_whole("y_train", y_train, 0, 99, len(x_train))
    expect("x", x, "B", *x_train.shape[1:])
    a = x_train.reshape(len(x_train), -1)  # (N, D)
    b = x.reshape(len(x), -1)  # (B, D)
    far = (a**2).sum(axis=1) - 2 * b @ a.T  # (B, N)
    return y_train[far.argmin(axis=1)]  # (B,)
    # --8<-- [end:protocol]


# --8<-- [start:speech_cnn]
def train_speech_cnn(rng, x, y, K=10, lr=0.02, epochs=12):
    """A CNN reads x (N, T, M) as images, y (N,): params, stats, losses."""
    expect("x", x, "N", "T", "M")
    expect_whole("y", y, 0, K - 1, len(x))
    images = 2 * x.transpose(0, 2, 1)[:, None] - 1  # (N, 1, M, T)
    start = init_cnn(rng, 1, *images.shape[2:], (8, 16), K)
    net = map_params(lambda a: a.astype(x.dtype), start)
    return train_cnn(rng, *net, images, y, lr=lr, epochs=epochs)


def speech_cnn(params, stats, x: np.ndarray) -> np.ndarray:
    """Scores (N, K) of levels x (N, T, M), or ValueError."""
    expect("x", x, "N", "T", "M")
    images = 2 * x.transpose(0, 2, 1)[:, None] - 1  # (N, 1, M, T)
    return cnn_forward(params, stats, images, train=False)[0]  # (N, K)
    # --8<-- [end:speech_cnn]


# --8<-- [start:speech_gru]
def train_speech_gru(rng, x, y, K=10, H=32, lr=0.5, steps=400):
    """A GRU hears x (N, T, M) by frames, y (N,): params, W_y, losses."""
    expect("x", x, "N", "T", "M")
    expect_whole("y", y, 0, K - 1, len(x))
    frames = 2 * x.transpose(1, 0, 2) - 1  # (T, N, M)
    start = init_gru(rng, x.shape[2], H)
    params = map_params(lambda a: a.astype(x.dtype), start)
    W_y = np.zeros((H, K), x.dtype)  # (H, K)
    return train_gru(rng, params, W_y, frames, y, lr, steps)


def speech_gru(params, W_y, x: np.ndarray) -> np.ndarray:
    """Scores (N, K) after the last frame of levels x (N, T, M)."""
    expect("x", x, "N", "T", "M")
    hs = gru_forward(params, 2 * x.transpose(1, 0, 2) - 1)[0]  # (T, N, H)
    expect("W_y", W_y, hs.shape[2], "K")
    return hs[-1] @ W_y  # (N, K)
    # --8<-- [end:speech_gru]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    y, voice = np.indices((2, 20)).reshape(2, 40)  # 2 × (N,)
    W = mel_filters(16)  # (f, M)
    tones = np.sin(np.outer(0.1 + 0.1 * y, np.arange(3072)))  # (N, n)
    P = np.stack([stft_power(tone) @ W for tone in tones])  # (N, T, M)
    noise = stft_power(rng.normal(size=20_000)) @ W  # (F, M)
    P = mel_powers(mel_levels(P))  # (N, T, M)
    x = mel_levels(mel_noise(rng, P, noise, voice - 5.0))  # (N, T, M)
    train, test = split_voices(rng, voice, 5)
    refuse_shared_voice(voice[train], voice[test])
    known = x[train], y[train]
    *cnn, _ = train_speech_cnn(rng, *known, 2, epochs=10)
    *gru, _ = train_speech_gru(rng, *known, 2, steps=60)
    right = nearest_word(*known, x[test]) == y[test]  # (B,)
    print(f"two tones in noise, nearest {right.mean():.1f}")
    for scores in speech_cnn(*cnn, x[test]), speech_gru(*gru, x[test]):
        print(f"network {(scores.argmax(axis=1) == y[test]).mean():.1f}")
