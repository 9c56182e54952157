"""Mel levels of 20 seconds of sound, against torch.stft."""

import pytest
import torch

from snippets.applications import sound
from snippets.applications.sound_torch import builtin_stft_power


@pytest.mark.parametrize("n", [440_000])
def test_features(ratio, rng, n):
    x = rng.normal(size=n).astype("float32")
    W = sound.mel_filters(16).astype("float32")

    def numpy_pass():
        sound.stft_power(x) @ W

    x_t, W_t = torch.tensor(x), torch.tensor(W)

    def torch_pass():
        builtin_stft_power(x_t) @ W_t

    # Three quarters are np.fft.rfft, on one thread; torch's transform has two.
    ratio(f"n={n}", numpy_pass, torch_pass, bound=2.5)
