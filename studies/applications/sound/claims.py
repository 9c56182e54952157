"""Do the conclusions about vowels hold for other voices and pictures?"""

import numpy as np
from sklearn.linear_model import LogisticRegression

from snippets.applications.sound import mel_filters, mel_levels, stft_power
from snippets.applications.sound_data import VOWELS, vowel_wave
from snippets.applications.speech import nearest_word
from studies.trying import Claim, varied


def said_by(rng, low, high, mouth=1.0, times=6):
    """Waves (N, n) of all vowels at random pitches, and which they are."""
    x, y = [], []
    for k, own in enumerate(VOWELS.values()):
        formants = mouth * np.array(own)
        for pitch in rng.uniform(low, high, times):
            loud = 10 ** rng.uniform(-1, 1)
            x.append(loud * vowel_wave(rng, formants, pitch))
            y.append(k)
    return np.array(x), np.array(y)


def powers_of(x, W, size=1024) -> np.ndarray:
    """Powers (N, F, M) of waves in the bands W, or in all frequencies."""
    P = np.stack([stft_power(wave, size, size // 2) for wave in x])
    return P if W is None else P @ W


def linear_levels(P) -> np.ndarray:
    """Powers without decibels, the loudest of each sound 1."""
    return P / P.max(axis=(1, 2), keepdims=True)


def right(known, y, new, asked, method) -> float:
    """The share that a method gets right, in percent."""
    if method == "nearest":
        found = nearest_word(known, y, new)
    else:
        flat, others = (a.reshape(len(a), -1) for a in (known, new))
        found = LogisticRegression(max_iter=2000).fit(flat, y).predict(others)
    return round(100 * float((found == asked).mean()), 2)


def pictures(M=16, size=1024) -> dict:
    """By name, what makes a picture (N, F, M) of waves."""
    f = np.fft.rfftfreq(size, 1 / 22050)[:, None]
    even = (f // (8000 / M) == np.arange(M)) * 1.0
    mel = mel_filters(M, size)
    return {
        "powers": lambda x: linear_levels(powers_of(x, None, size)),
        "powers, dB": lambda x: mel_levels(powers_of(x, None, size)),
        "mel": lambda x: linear_levels(powers_of(x, mel, size)),
        "mel, dB": lambda x: mel_levels(powers_of(x, mel, size)),
        "even, dB": lambda x: mel_levels(powers_of(x, even, size)),
    }


def steps(seed=0, mouth=1.0, high=240, method="nearest", times=6, **shape):
    """How many vowels of high voices are right, by the picture."""
    rng = np.random.default_rng(seed)
    x, y = said_by(rng, 90, 140, times=times)
    new, asked = said_by(rng, 150, high, mouth, times)
    return {
        name: right(make(x), y, make(new), asked, method)
        for name, make in pictures(**shape).items()
    }


def decibels(seed=0, mouth=1.1, **setting) -> dict[str, float]:
    """Mel bands without and with decibels: the same mouth, a shorter one."""
    found = {}
    for name, size in (("same", 1.0), ("shorter", mouth)):
        rights = steps(seed, size, **setting)
        found |= {f"{name}, {k}": rights[k] for k in ("mel", "mel, dB")}
    return found


def noisy_wave(seed=0, snr=10, vowel="i", pitch=110, n=22050):
    """Power of sound and noise together over the sum, per cell and in all."""
    rng = np.random.default_rng(seed)
    voice = vowel_wave(rng, VOWELS[vowel], pitch, n=n)
    hiss = rng.normal(size=n)
    hiss *= np.sqrt((voice**2).mean() / (hiss**2).mean() / 10 ** (snr / 10))
    W = mel_filters(16)
    both, *parts = (stft_power(x) @ W for x in (voice + hiss, voice, hiss))
    ratio = both / sum(parts)
    return {
        "least": round(float(ratio.min()), 3),
        "most": round(float(ratio.max()), 3),
        "all": round(float(both.sum() / sum(parts).sum()), 3),
    }


def coarse_ahead(numbers: dict[str, float]) -> bool:
    """Mel bands are ahead of the powers, each with and without decibels."""
    plain = numbers["mel"] > numbers["powers"]
    return plain and numbers["mel, dB"] > numbers["powers, dB"]


def place_matters_little(numbers: dict[str, float]) -> bool:
    """Even bands are within 5 points of mel, and ahead of the powers."""
    near = abs(numbers["even, dB"] - numbers["mel, dB"]) <= 5
    return near and numbers["even, dB"] > numbers["powers, dB"]


def either_way(numbers: dict[str, float]) -> bool:
    """Decibels help with the same mouth, and harm with a shorter one."""
    helps = numbers["same, mel, dB"] >= numbers["same, mel"]
    return helps and numbers["shorter, mel, dB"] < numbers["shorter, mel"]


SHAPES = {"M": [8, 32], "times": [12], "high": [200], "size": [2048]}
CLAIMS = {
    "coarse": Claim(
        steps,
        coarse_ahead,
        [
            *varied(8, **SHAPES, mouth=[1.1, 1.2], method=["logistic"]),
            *({"seed": seed, "mouth": 1.1} for seed in range(1, 6)),
        ],
    ),
    "even-too": Claim(
        steps, place_matters_little, varied(8, **SHAPES, method=["logistic"])
    ),
    "other-mouth": Claim(
        decibels,
        either_way,
        varied(8, **SHAPES, mouth=[1.05, 1.2], method=["logistic"]),
    ),
    "powers-add": Claim(
        noisy_wave,
        lambda n: 0.97 < n["all"] < 1.03 and n["most"] > n["least"] + 0.5,
        varied(10, snr=[0, 20], vowel=["a", "u"], pitch=[210]),
    ),
}
