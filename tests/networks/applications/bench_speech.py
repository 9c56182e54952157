"""The nearest of many words, against torch's distances."""

import pytest
import torch

from snippets.applications import speech
from snippets.applications.speech_torch import nearest_word_torch


@pytest.mark.parametrize(("N", "B"), [(640, 320)])
def test_nearest(ratio, rng, N, B):
    x_train, x = (rng.random((n, 29, 16)).astype("float32") for n in (N, B))
    y_train = rng.integers(10, size=N)

    def numpy_pass():
        speech.nearest_word(x_train, y_train, x)

    arrays = [torch.tensor(a) for a in (x_train, y_train, x)]

    def torch_pass():
        nearest_word_torch(*arrays)

    ratio(f"N={N} B={B}", numpy_pass, torch_pass, bound=1.5)
