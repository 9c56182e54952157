"""The language model of the page, trained once for its figures."""

import functools

import numpy as np

from snippets.attention.language_model import (
    init_language_model,
    language_model_forward,
    train_language_model,
)
from snippets.attention.language_model_data import number_texts, write_number


@functools.cache
def trained_model():
    """Its parameters, its losses, its alphabet."""
    *_, text = number_texts()
    alphabet = sorted({*text})
    rng = np.random.default_rng(0)
    start = init_language_model(rng, len(alphabet), D=32, F=64, L=2)
    codes = np.array([alphabet.index(c) for c in text])
    params, losses = train_language_model(
        rng, start, codes, h=4, lr=0.01, steps=400, B=8, T=48
    )
    return params, losses, alphabet


def scores_along(number):
    """A line, its letters (T,), the logits of each (T, K): 0 at most."""
    params, _, alphabet = trained_model()
    line = write_number(number)
    tokens = np.array([alphabet.index(c) for c in "\n" + line])
    a, _, _ = language_model_forward(params, tokens[None, :-1], 4)
    a = a[0] - a[0].max(axis=1, keepdims=True)  # (T, K)
    return line, tokens[1:], a
