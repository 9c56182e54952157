"""From sound to pictures: frames, Fourier transform, mel levels, noise.

Twin      sound_torch.py
Papers    Allen & Rabiner 1977, doi:10.1109/PROC.1977.10770 (the transform)
          Davis & Mermelstein 1980, doi:10.1109/TASSP.1980.1163420 (mel)
Axes      n samples, F frames, M mel bands, N sounds, T time
"""

import numpy as np

from snippets.foundations.neuron import expect, expect_count


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
    power = np.empty((len(frames), size // 2 + 1), x.dtype)  # (F, size//2+1)
    for t in range(0, len(frames), 100):  # so many fit into the cache
        part = slice(t, t + 100)
        power[part] = np.abs(np.fft.rfft(frames[part] * hann)) ** 2
    return power
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
    W = np.maximum(0, np.minimum(rise, fall))  # (size//2+1, M)
    if not W.any(axis=0).all():
        raise ValueError(f"M must leave no band empty, got {M} for {size=}")
    return W
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
    spoken = (loud > 0).sum(axis=1, dtype=P.dtype)  # (N,)
    word = loud.sum(axis=1) / np.maximum(spoken, 1)  # (N,)
    power = pieces.sum(axis=2).mean(axis=1)  # (N,)
    if not power.all():
        raise ValueError(f"noise must not be silent, got {T} frames of 0")
    gain = word / power / 10 ** (snr / 10)  # (N,)
    return P + pieces * gain[:, None, None]  # (N, T, M)
    # --8<-- [end:noise]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    W = mel_filters(16)  # (f, M)
    hiss = stft_power(rng.normal(size=20_000)) @ W  # (F, M)
    for hz in 440, 2000:
        tone = np.sin(2 * np.pi * hz * np.arange(4096) / 22050)  # (n,)
        x = mel_levels((stft_power(tone) @ W)[None])  # (N, T, M)
        for snr in 20.0, -20.0:
            noisy = mel_noise(rng, mel_powers(x), hiss, np.array([snr]))
            mean = mel_levels(noisy)[0].mean(axis=0)  # (M,)
            band = mean.argmax() + 1
            print(f"{hz} Hz, SNR {snr:.0f} dB: loudest in band {band}")
