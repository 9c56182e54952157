"""The figures of the chapter on sound, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np

from snippets.applications.sound import mel_filters, mel_levels, stft_power
from snippets.applications.sound_data import VOWELS, vowel_wave
from snippets.applications.speech_data import RATE, load_wave
from studies.drawing import tints


def _grey(ax, image, extent):
    """An image (M, T) in ink, its first row below; cells stay sharp."""
    cells = np.kron(np.round(7 * image) / 7, np.ones((2, 2)))
    place = {"aspect": "auto", "origin": "lower", "interpolation": "none"}
    ink = tints(plt.rcParams["text.color"])
    ax.imshow(cells, cmap=ink, vmin=0, vmax=1, extent=extent, **place)


def _wave_to_levels(column, x):
    """One column of sound_seven: the wave x, its spectrogram, its levels."""
    end = len(x) / RATE
    ink = plt.rcParams["text.color"]
    top, middle, bottom = column
    parts = np.array_split(x, 120)
    ends = [[part.min() for part in parts], [part.max() for part in parts]]
    top.fill_between(np.linspace(0, end, 120), *ends, color=ink, lw=0.4)
    top.set(ylim=(-1, 1), yticks=[-1, 0, 1], xlim=(0, end))
    fine = stft_power(np.pad(x, 256), 512, 360)[:, :186]  # (f, 186)
    loud = 1 + 10 * np.log10(fine / fine.max() + 1e-9) / 60  # (f, 186)
    _grey(middle, np.maximum(0, loud[:, ::3].T), (0, end, 0, 8))
    middle.set(yticks=[0, 4, 8])
    P = stft_power(x) @ mel_filters(16)  # (F, M)
    _grey(bottom, mel_levels(P[None])[0].T, (0, end, 0.5, 16.5))
    bottom.set(yticks=[1, 8, 16], xlabel="$t$ / s")


def sound_seven():
    """The word seven in both languages: samples, spectrogram, mel levels."""
    fig, axes = plt.subplots(3, 2, figsize=(7, 5.4), sharex="col")
    for column, language in zip(axes.T, ("en", "cmn"), strict=True):
        _wave_to_levels(column, load_wave(language))
    axes[0, 0].set_title("en: 7", fontsize=13)
    axes[0, 1].set_title("zh: 7", fontsize=13)
    names = "$x$", "$f$ / kHz", "$m$"
    for ax, name in zip(axes[:, 0], names, strict=True):
        ax.set_ylabel(name, fontsize=14)
    return fig


def sound_vowels():
    """One vowel at two pitches, and another: fine powers, mel levels."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 3.2), sharey=True)
    rng = np.random.default_rng(0)
    W = mel_filters(16)  # (f, M)
    f = np.fft.rfftfreq(1024, 1 / RATE)  # (f,)
    tops = f[W.argmax(axis=0)]  # (M,)
    show = f < 4000  # (f,)
    said = ("a", 110), ("a", 210), ("i", 110)
    for ax, (name, hz) in zip(axes, said, strict=True):
        P = stft_power(vowel_wave(rng, VOWELS[name], hz))  # (F, f)
        fine = mel_levels(P[None])[0, 3]  # (f,)
        coarse = mel_levels((P @ W)[None])[0, 3]  # (M,)
        ax.plot(f[show] / 1000, fine[show], lw=0.9, color="C0")
        near = tops < 4000  # (M,)
        ax.plot(tops[near] / 1000, coarse[near], "o-", color="C1", ms=5)
        ax.set_title(f"{name}, {hz} Hz", fontsize=13)
        ax.set(xlim=(0, 4), ylim=(0, 1.05), xlabel="$f$ / kHz")
    axes[0].set_ylabel("$x$", fontsize=14, rotation=0, labelpad=10)
    return fig
