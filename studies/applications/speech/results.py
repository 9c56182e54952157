"""Spoken digits over seeds: networks and baselines, voices held out, noise."""

import functools
import itertools

import numpy as np

from snippets.applications.sound import (
    mel_filters,
    mel_levels,
    mel_noise,
    mel_powers,
    stft_power,
)
from snippets.applications.speech import (
    nearest_word,
    refuse_shared_voice,
    split_voices,
)
from snippets.applications.speech_data import (
    DIGEST,
    load_words,
    speech_cnn,
    speech_gru,
    train_speech_cnn,
    train_speech_gru,
)

DATA = DIGEST  # other words make these results stale
SNR = ("clean", 20, 10, 5, 0, -5, "babble")
COPIES = 2  # of each training word, with noise from -5 to 25 dB
MORE = 10  # copies for the nearest word, which costs nothing to train
FLOORS = (60.0, 40.0, 30.0, 20.0, 15.0, 10.0)  # dB below the loudest
LOOSE = {str(snr): 0.04 for snr in SNR}
LOOSE |= {"1-NN": 0.01, "new": 0.04, "leak": 0.03, "counts": 2.0, "right": 0.04}
LOOSE |= {"ahead": 0.02, "pitch": 0.01}


@functools.cache
def _words():
    """Powers (N, T, M), and language, voice, take, word (N,)."""
    steps, labels = load_words()
    return mel_powers(steps / 15), *labels


@functools.cache
def _white(seed):
    """Mel power of 45 seconds of white noise (F, M)."""
    x = np.random.default_rng(seed).normal(size=1_000_000)
    return stft_power(x) @ mel_filters(16)


TRAIN, TEST = 99, 98  # seeds of the noise: no piece of it is in both parts


def babble_of(rng, P, people=6, frames=4000):
    """Mel power (F, M) of several people who say words from P (N, T, M)."""
    noise = np.zeros((frames, P.shape[2]))  # (F, M)
    for _ in range(people):
        words = P[rng.integers(len(P), size=frames // 8)]  # (W, T, M)
        said = words[words.sum(axis=2) > 0]
        noise += said[:frames] / said.sum(axis=1).mean()
    return noise


def noisy_levels(rng, P, snr, noise, floor=60.0):
    """Levels (N, T, M) of words P under noise (F, M); snr in dB or clean."""
    if snr != "clean":
        P = mel_noise(rng, P, noise, np.full(len(P), float(snr)))
    return mel_levels(P, floor).astype(np.float32)


def with_copies(rng, P, y, copies=COPIES, floor=60.0):
    """Levels and labels of words P, and of copies with noise on them."""
    parts = [mel_levels(P, floor)]
    for _ in range(copies):
        snr = rng.uniform(-5, 25, len(P))  # (N,)
        parts.append(mel_levels(mel_noise(rng, P, _white(TRAIN), snr)))
    return np.concatenate(parts).astype(np.float32), np.tile(y, copies + 1)


def means_of(x, y):
    """The mean levels of each label: (K, T, M), and the labels."""
    labels = np.unique(y)  # (K,)
    return np.stack([x[y == k].mean(axis=0) for k in labels]), labels


def unit_words(x):
    """Each word less its mean and of length 1: distance is correlation."""
    x = x - x.mean(axis=(1, 2), keepdims=True)
    return x / np.linalg.norm(x, axis=(1, 2), keepdims=True)


def best_floor(P, y, voice):
    """The floor with which the nearest clean word is best at 10 dB.

    Asked in turn: two of the voices of training, at which the others look.
    """
    names = np.unique(voice)  # (V,)
    right = np.zeros(len(FLOORS))
    for pair in names.reshape(-1, 2):
        out = np.isin(voice, pair)
        for k, floor in enumerate(FLOORS):
            rng = np.random.default_rng(0)
            new = noisy_levels(rng, P[out], 10, _white(TRAIN), floor)
            known = mel_levels(P[~out], floor).astype(np.float32)
            right[k] += (nearest_word(known, y[~out], new) == y[out]).sum()
    return FLOORS[right.argmax()]


def few_readers(rng, x, y, steps, copies):
    """Nearest word, by distance and by correlation, and the CNN."""
    epochs = round(12 * steps / 400)
    if copies:  # as many steps as with fewer copies
        epochs = round(epochs * (1 + COPIES) / (1 + copies))
    *cnn, _ = train_speech_cnn(rng, x, y, epochs=max(1, epochs))
    unit = unit_words(x)
    return {
        "nearest": lambda new: nearest_word(x, y, new),
        "correlation": lambda new: nearest_word(unit, y, unit_words(new)),
        "CNN": lambda new: speech_cnn(*cnn, new).argmax(axis=1),
    }


def readers(rng, x, y, steps):
    """Each method, trained on x: from levels to labels."""
    epochs = round(12 * steps / 400)
    *cnn, _ = train_speech_cnn(rng, x, y, epochs=epochs)
    *gru, _ = train_speech_gru(rng, x, y, steps=steps)
    means = means_of(x, y)
    return {
        "mean": lambda new: nearest_word(*means, new),
        "nearest": lambda new: nearest_word(x, y, new),
        "CNN": lambda new: speech_cnn(*cnn, new).argmax(axis=1),
        "GRU": lambda new: speech_gru(*gru, new).argmax(axis=1),
    }


def by_length(P, y, new):
    """Only the number of frames is looked at: the label of the nearest mean."""
    length, asked = ((p.sum(axis=2) > 0).sum(axis=1) for p in (P, new))
    means = np.array([length[y == k].mean() for k in range(10)])
    return abs(asked[:, None] - means).argmin(axis=1)


def parts_of_seed(seed, language, held=8, said=range(10)):
    """rng, powers and labels of training and of test, voices and takes of both.

    No voice is in both parts.
    """
    P, languages, voice, take, word = _words()
    chosen = (languages == language) & np.isin(word, list(said))
    P, voice, take, word = (a[chosen] for a in (P, voice, take, word))
    rng = np.random.default_rng(seed)
    train, test = split_voices(rng, voice, held)
    refuse_shared_voice(voice[train], voice[test])
    y = np.searchsorted(list(said), word)  # (N,)
    who = (voice[train], voice[test]), (take[train], take[test])
    return rng, P[train], y[train], P[test], y[test], *who


def noise_rows(seeds, steps):
    """Shares of right answers under each noise, by language and training."""
    found, floors = {}, {}
    for language, seed in itertools.product((0, 1), range(seeds)):
        shares, cut = noise_shares(seed, language, steps)
        for key, right in shares.items():
            found.setdefault((language, *key), []).append(right)
        floors.setdefault(language, []).append(cut)
    rows = _as_rows(found)
    for language, chosen in floors.items():
        two = [found[language, "clean", m, "clean"] for m in ("CNN", "nearest")]
        ahead = np.round(np.subtract(*two), 4).tolist()
        rows.append({"language": language, "ahead": ahead, "floors": chosen})
    return rows


def noise_shares(seed, language, steps):
    """Shares right by training, method and noise; the floor that was chosen."""
    rng, P, y, P_t, y_t, (voice, _), _ = parts_of_seed(seed, language)
    found = {("–", "length", "clean"): (by_length(P, y, P_t) == y_t).mean()}
    noises = {snr: _white(TEST) for snr in SNR[1:-1]}
    noises |= {"babble": babble_of(rng, P), "clean": None}
    cut = best_floor(P, y, voice)
    for training, copies, floor, make in (
        ("clean", 0, 60.0, readers),
        ("noise", COPIES, 60.0, readers),
        ("cut", 0, cut, functools.partial(few_readers, copies=0)),
        ("more", MORE, 60.0, functools.partial(few_readers, copies=MORE)),
    ):
        x, labels = with_copies(rng, P, y, copies, floor)
        read = make(rng, x, labels, steps)
        for snr in SNR:
            level = 10 if snr == "babble" else snr
            ask = np.random.default_rng(seed + 1000)
            new = noisy_levels(ask, P_t, level, noises[snr], floor)
            for name, reader in read.items():
                found[training, name, snr] = (reader(new) == y_t).mean()
    return found, cut


def pitch_rows(seeds):
    """How often the nearest word is one of the same pitch; guessing: half."""
    rows = []
    for language in 0, 1:
        found = []
        for seed in range(seeds):
            _, P, _, P_t, _, _, takes = parts_of_seed(seed, language)
            high, asked = (take % 2 for take in takes)  # 2 × (N,)
            heard = nearest_word(mel_levels(P), high, mel_levels(P_t))
            found.append(round(float((heard == asked).mean()), 4))
        rows.append({"language": language, "pitch": found})
    return rows


def _as_rows(found):
    """One row for each language, training and method."""
    rows = {}
    for (language, training, name, snr), shares in found.items():
        head = {"language": language, "training": training, "method": name}
        row = rows.setdefault((language, training, name), head)
        row[str(snr)] = np.round(shares, 4).tolist()
    return list(rows.values())


def leak_rows(seeds, steps):
    """By the number of training voices: new voices, and known ones."""
    rows = []
    for language in 0, 1:
        for V in (1, 2, 4, 8):
            for name in ("nearest", "CNN"):
                pairs = [
                    leak_pair(s, language, V, name, steps) for s in range(seeds)
                ]
                new, leak = np.round(np.transpose(pairs), 4).tolist()
                row = {"language": language, "voices": V, "method": name}
                rows.append(row | {"new": new, "leak": leak})
    return rows


def leak_pair(seed, language, V, name, steps):
    """Shares right, three of four takes learnt: new voices, known ones."""
    rng, P, y, P_t, y_t, (voice, _), (take, _) = parts_of_seed(seed, language)
    chosen = np.isin(voice, rng.permutation(np.unique(voice))[:V])
    known = chosen & (take == seed % 4)  # (N,), 10 words of each voice
    few = chosen & ~known  # (N,), 30 words of each voice
    x = mel_levels(P[few]).astype(np.float32)
    labels = y[few]
    read = {"nearest": lambda new: nearest_word(x, labels, new)}
    if name == "CNN":
        epochs = -(-steps // -(-len(x) // 32))
        *net, _ = train_speech_cnn(rng, x, labels, epochs=epochs)
        read = {"CNN": lambda new: speech_cnn(*net, new).argmax(axis=1)}
    asked = (P_t, y_t), (P[known], y[known])
    new = [mel_levels(p).astype(np.float32) for p, _ in asked]
    pairs = zip(new, asked, strict=True)
    return [(read[name](x) == t).mean() for x, (_, t) in pairs]


ASKED = 7, 8, 10, 11  # f1, f2, f4, f5
KINDS = {"m1357": (0, 2, 4, 6), "m24": (1, 3), "m123457": (*range(5), 6)}


def kind_rows(seeds, steps):
    """Learnt from some of the low voices, asked with four high ones."""
    rows = []
    for language, kind in itertools.product((0, 1), KINDS):
        found = [
            kind_pair(s, language, KINDS[kind], steps) for s in range(seeds)
        ]
        nearest, cnn = np.round(np.transpose(found), 4).tolist()
        row = {"language": language, "kind": kind}
        rows.append(row | {"1-NN": nearest, "right": cnn})
    return rows


def kind_pair(seed, language, known, steps):
    """Shares right of nearest word and CNN."""
    P, languages, voice, _, word = _words()
    rng = np.random.default_rng(seed)
    chosen = (languages == language) & (word < 10)
    train, test = (chosen & np.isin(voice, [*part]) for part in (known, ASKED))
    refuse_shared_voice(voice[train], voice[test])
    x, new = (mel_levels(P[part]).astype(np.float32) for part in (train, test))
    epochs = -(-steps // -(-len(x) // 32))
    *net, _ = train_speech_cnn(rng, x, word[train], epochs=epochs)
    heard = (
        nearest_word(x, word[train], new),
        speech_cnn(*net, new).argmax(axis=1),
    )
    return [(h == word[test]).mean() for h in heard]


def confusion_rows(seeds, steps, snr=0.0):
    """What the CNN hears at 0 dB, with the usual words and with the radio's."""
    rows = []
    usual = [*range(10)]
    radio = {0: [*range(9), 10], 1: [0, *range(2, 11)]}
    for language in 0, 1:
        for said in (usual, radio[language]):
            right = []
            counts = np.zeros((10, 10), int)
            for seed in range(seeds):
                rng, P, y, P_t, y_t, *_ = parts_of_seed(
                    seed, language, said=said
                )
                x, labels = with_copies(rng, P, y)
                epochs = round(12 * steps / 400)
                *net, _ = train_speech_cnn(rng, x, labels, epochs=epochs)
                ask = np.random.default_rng(seed + 1000)
                new = noisy_levels(ask, P_t, snr, _white(TEST))
                heard = speech_cnn(*net, new).argmax(axis=1)
                np.add.at(counts, (y_t, heard), 1)
                right.append(round(float((heard == y_t).mean()), 4))
            row = {"language": language, "said": said, "right": right}
            rows.append(row | {"counts": counts.tolist()})
    return rows


def speech_rows(seeds: int = 5, steps: int = 400) -> list[dict]:
    """The rows of the noise, of the voices and of the confusions."""
    rows = noise_rows(seeds, steps) + pitch_rows(seeds)
    rows += leak_rows(seeds, steps // 2)
    return rows + kind_rows(seeds, steps // 2) + confusion_rows(seeds, steps)


def _cell(shares, places=0):
    """Mean, least and greatest in per cent."""
    a = 100 * np.array(shares)
    ends = (f"{value:.{places}f}" for value in (a.mean(), a.min(), a.max()))
    return "{} ({} … {})".format(*ends).replace("-", "−")


SHOWN = (  # of the table on noise
    *(("clean", "nearest"), ("clean", "CNN"), ("cut", "correlation")),
    *(("cut", "CNN"), ("more", "correlation"), ("noise", "CNN")),
    ("noise", "GRU"),
)


def _clean_lines(rows):
    """Each method, how far the CNN is ahead, the pitch: both languages."""
    for name in "length", "mean", "nearest", "CNN", "GRU":
        training = "–" if name == "length" else "clean"
        wanted = {"training": training, "method": name}
        yield [_cell(row["clean"]) for row in _those(rows, wanted)]
    yield [_cell(row["ahead"], 1) for row in rows if "ahead" in row]
    yield [_cell(row["pitch"]) for row in rows if "pitch" in row]


def _voice_lines(rows):
    """By the number of voices that are known, then by which."""
    for V in 1, 2, 4, 8:
        both = _those(rows, {"voices": V, "method": "CNN"})
        cells = (_cell(row[name]) for row in both for name in ("new", "leak"))
        yield [str(V), str(10 * V), *cells]
    for kind in KINDS:
        both = _those(rows, {"kind": kind})
        cells = ((100 * row["1-NN"][0], _cell(row["right"])) for row in both)
        yield [cell for near, cnn in cells for cell in (f"{near:.0f}", cnn)]


def _noise_lines(rows):
    """By language, training and method."""
    for language, (training, name) in itertools.product((0, 1), SHOWN):
        wanted = {"language": language, "training": training, "method": name}
        for row in _those(rows, wanted):
            yield [_cell(row[snr]) for snr in ("10", "0", "-5", "babble")]


def _those(rows, wanted):
    """The rows that have what is wanted."""
    return [row for row in rows if wanted.items() <= _plain(row).items()]


def _plain(row):
    """What a row is about: all of it that is no list."""
    return {k: v for k, v in row.items() if not isinstance(v, list)}


def speech_table(rows: list[dict]) -> list[str]:
    """The lines that both pages show, without the words in front."""
    lines = [*_clean_lines(rows), *_voice_lines(rows), *_noise_lines(rows)]
    said = [row for row in rows if "counts" in row]
    for part in said[::2], said[1::2]:  # the usual words, the radio's
        lines.append([_cell(row["right"]) for row in part])
    return [f"| {' | '.join(cells)} |" for cells in lines]


results, table = speech_rows, speech_table  # what make results calls
