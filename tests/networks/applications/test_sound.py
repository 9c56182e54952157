"""snippets/applications/sound.py against torch, by hand, and the vowels.

Nothing here is learnt, so there are no gradients; test 7 asks for what the
page says: the levels tell vowels apart, of new voices too.
"""

import re

import numpy as np
import pytest
import torch

from snippets.applications import sound, sound_torch
from snippets.applications.sound_data import VOWELS, vowel_wave

N, T, M = 7, 9, 5  # all different
TORCH = pytest.mark.parametrize(
    "other", [sound_torch.stft_power_torch, sound_torch.builtin_stft_power]
)


@TORCH
@pytest.mark.parametrize(
    ("n", "size", "hop"),
    [(100, 16, 5), (64, 64, 7), (2051, 16, 5)],  # 408 frames: five pieces
)
def test_stft_matches_torch(rng, other, n, size, hop):
    x = rng.normal(size=n)
    ours = sound.stft_power(x, size, hop)
    theirs = other(torch.tensor(x), size, hop)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12)


def test_levels_match_torch_twin(rng):
    P = 10 ** rng.uniform(-9, 3, (N, T, M))
    ours = sound.mel_levels(P, 50.0)
    theirs = sound_torch.mel_levels_torch(torch.tensor(P), 50.0)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)
    assert (ours == 0).any()


def test_a_tone_by_hand():
    """Two turns in 8 samples: without a window only entry 2; Hann spreads."""
    x = np.cos(2 * np.pi * 2 * np.arange(8) / 8)
    P = sound.stft_power(x, 8, 8)
    np.testing.assert_allclose(P, [[0, 1, 4, 1, 0]], atol=1e-12)
    assert sound.stft_power(np.ones(20), 8, 5).shape == (3, 5)


def test_mel_filters_are_triangles():
    """Neighbours add up to 1; the tops are even in mel, and below 1 kHz too."""
    W = sound.mel_filters(6, 4096, 16000, 100.0, 5000.0)
    f = np.fft.rfftfreq(4096, 1 / 16000)
    tops = f[W.argmax(axis=0)]
    inside = (f > tops[0] + 4) & (f < tops[-1] - 4)
    np.testing.assert_allclose(W[inside].sum(axis=1), 1)
    assert (W[(f <= 100) | (f >= 5000)] == 0).all()
    mel = sound.mel_of_hz(tops)
    np.testing.assert_allclose(np.diff(mel), np.diff(mel).mean(), atol=6)
    assert sound.mel_of_hz(np.array([0.0, 1000.0])).round() == pytest.approx(
        [0, 1000]
    )


def test_levels_by_hand():
    P = np.array([[[1.0, 0.1]], [[20.0, 2e-5]]])  # (2, 1, 2)
    x = sound.mel_levels(P, 20.0)
    np.testing.assert_allclose(x, [[[1, 0.5]], [[1, 0]]])
    back = sound.mel_powers(x, 20.0)
    np.testing.assert_allclose(back, [[[1, 0.1]], [[1, 0]]])


@pytest.mark.parametrize("snr", [20.0, 0.0, -5.0])
def test_noise_has_the_stated_ratio(rng, snr):
    """Mean power of the frames that hold the word, to that of the noise."""
    P = rng.random((N, T, M))
    P[:, :4] = 0
    noise = rng.random((40, M))
    added = sound.mel_noise(rng, P, noise, np.full(N, snr)) - P
    word = P.sum(axis=(1, 2)) / (T - 4)
    ratio = word / (added.sum(axis=(1, 2)) / T)
    np.testing.assert_allclose(10 * np.log10(ratio), snr, atol=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: sound.stft_power(np.ones(9), 16),
            "x must have size = 16 samples, got 9",
        ),
        (
            lambda: sound.mel_filters(4, 64, 8000, 50.0, 5000.0),
            "low < high <= 4000.0 wanted, got 50.0, 5000.0",
        ),
        (
            lambda: sound.mel_filters(64, 256),
            "M must leave no band empty, got 64 for size=256",
        ),
        (
            lambda: sound.mel_levels(np.zeros((2, 3, 4))),
            "P must have no silent word, got 2",
        ),
        (
            lambda: sound.mel_noise(
                None, np.ones((2, 3, 4)), np.ones((3, 4)), np.ones(2)
            ),
            "noise must have F > T = 3, got (3, 4)",
        ),
        (
            lambda: sound.mel_noise(
                np.random.default_rng(0),
                np.ones((2, 3, 4)),
                np.zeros((5, 4)),
                np.ones(2),
            ),
            "noise must not be silent, got 3 frames of 0",
        ),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=re.escape(words) + "$"):
        call()


def test_float32_stays_float32(rng):
    P = sound.stft_power(rng.normal(size=100).astype("float32"), 16, 5)
    x = sound.mel_levels(P[None])
    assert P.dtype == x.dtype == np.float32
    assert sound.mel_powers(x).dtype == np.float32
    short, snr = P[None, :9], np.ones(1, "float32")
    assert sound.mel_noise(rng, short, P, snr).dtype == np.float32


def test_arguments_stay_as_they_are(rng):
    wave, x = rng.normal(size=50), rng.random((N, T, M))
    P, noise = rng.random((N, T, M)), rng.random((20, M))
    every = wave, x, P, noise
    before = [a.copy() for a in every]
    sound.stft_power(wave, 16, 5)
    sound.mel_powers(x)
    sound.mel_noise(rng, P, noise, np.zeros(N))
    sound.mel_levels(P)
    for a, kept in zip(every, before, strict=True):
        np.testing.assert_array_equal(a, kept)


def test_a_vowel_has_its_harmonics_only(rng):
    """One second of 100 Hz: power at each multiple, loud near a formant."""
    x = vowel_wave(rng, VOWELS["a"], 100.0, n=22050)
    P = np.abs(np.fft.rfft(x)) ** 2
    harmonic = np.arange(len(P)) % 100 == 0
    assert P[~harmonic].max() < 1e-9 * P.max()
    assert P[800] > 100 * P[1800]
    assert P[1200] > 30 * P[1800]


@pytest.mark.parametrize("seed", range(3))
def test_levels_tell_vowels_of_new_voices_apart(seed):
    """As the page does: known are low voices, asked are high ones."""
    rng = np.random.default_rng(seed)
    W = sound.mel_filters(16)

    def pictures(low, high):
        P = [
            sound.stft_power(rng.uniform(0.1, 9) * vowel_wave(rng, v, hz)) @ W
            for v in VOWELS.values()
            for hz in rng.uniform(low, high, 4)
        ]
        return sound.mel_levels(np.stack(P))

    known, asked = pictures(90, 140), pictures(150, 240)
    gap = ((asked[:, None] - known) ** 2).sum(axis=(2, 3))
    vowel = np.repeat(np.arange(5), 4)
    assert (vowel[gap.argmin(axis=1)] == vowel).mean() >= 0.95
