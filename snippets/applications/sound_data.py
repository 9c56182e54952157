"""Vowels that a page makes: harmonics of a voice, louder near the formants."""

import numpy as np

# --8<-- [start:vowels]
VOWELS = {  # resonances of a mouth in Hz, about those of a grown-up
    "a": (800.0, 1200.0, 2500.0),
    "e": (400.0, 2000.0, 2600.0),
    "i": (300.0, 2300.0, 3000.0),
    "o": (450.0, 800.0, 2500.0),
    "u": (320.0, 700.0, 2300.0),
}


def vowel_wave(rng, formants, pitch, n=4096, rate=22050):
    """n samples of a vowel whose voice swings pitch times a second."""
    f = pitch * np.arange(1, int(8000 / pitch) + 1)  # (h,)
    far = (f - np.array(formants)[:, None]) / 100  # (3, h)
    loud = (1 / (1 + far**2)).sum(axis=0) / np.sqrt(f)  # (h,)
    phase = rng.uniform(0, 2 * np.pi, len(f))  # (h,)
    t = np.arange(n)[:, None] / rate  # (n, 1)
    return np.sin(2 * np.pi * f * t + phase) @ loud  # (n,)
    # --8<-- [end:vowels]
