"""Do the conclusions about spoken digits hold for other voices and settings?"""

from functools import partial

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from snippets.applications.sound import mel_levels
from snippets.applications.speech import nearest_word
from snippets.applications.speech_data import (
    speech_cnn,
    speech_gru,
    train_speech_cnn,
)
from snippets.convolution.cnn import nudge
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.optimizer_fast import adam_init, adam_step
from snippets.recurrent.gru import (
    GRUParams,
    gru_backward,
    gru_forward,
    init_gru,
)
from studies.applications.speech.results import (
    ASKED,
    DATA,
    TEST,
    _white,
    _words,
    babble_of,
    leak_pair,
    noisy_levels,
    parts_of_seed,
    unit_words,
    with_copies,
)
from studies.trying import Claim, varied

WORDS = DATA  # other words make these claims stale


def levels_of(P) -> np.ndarray:
    """Clean levels (N, T, M) of powers."""
    return mel_levels(P).astype(np.float32)


def flat(x) -> np.ndarray:
    """A row of numbers for each word."""
    return x.reshape(len(x), -1)


def machine(x, y, C=10):
    """A support vector machine, with the page's settings."""
    fit = SVC(C=C).fit(flat(x), y)
    return lambda new: fit.predict(flat(new))


def cnn(rng, x, y, steps=120, lr=0.02):
    """The CNN after about so many steps of 32 words."""
    epochs = max(1, round(steps * 32 / len(x)))
    *net, _ = train_speech_cnn(rng, x, y, lr=lr, epochs=epochs)
    return lambda new: speech_cnn(*net, new).argmax(axis=1)


def gru(rng, x, y, adam, mixed, steps=400, lr=0.01, H=32):
    """A GRU that learns by SGD or Adam, from words mixed with moved or not."""
    start = init_gru(rng, x.shape[2], H), np.zeros((H, 10))
    loop, W_y = GRUParams(*(p.astype(x.dtype) for p in start[0])), start[1]
    params = loop, W_y.astype(x.dtype)
    state = adam_init(params)
    for n in rng.integers(len(y), size=(steps, 32)):
        words = nudge(rng, x[n][:, None])[:, 0] if mixed else x[n]
        frames = (2 * words.transpose(1, 0, 2) - 1).astype(x.dtype)
        hs, cache = gru_forward(params[0], frames)
        _, da = cross_entropy(hs[-1] @ params[1], y[n])
        dhs = np.zeros_like(hs)
        dhs[-1] = da @ params[1].T
        grads = gru_backward(dhs, cache)[2], hs[-1].T @ da
        if adam:
            params, state = adam_step(params, grads, state, lr=lr)
        else:
            params = sgd_step(params, grads, 50 * lr)
    return lambda new: speech_gru(*params, new).argmax(axis=1)


def sgd_step(params, grads, lr) -> tuple:
    """The loop's parameters and W_y, one step downhill."""
    loop = (p - lr * g for p, g in zip(params[0], grads[0], strict=True))
    return GRUParams(*loop), params[1] - lr * grads[1]


def shares(readers, new, y) -> dict[str, float]:
    """How many of the new words each method reads, in percent."""
    return {
        name: round(100 * float((read(new) == y).mean()), 2)
        for name, read in readers.items()
    }


def clean_words(seed=0, language=0, held=8, C=10, **training):
    """New voices, clean words: the nearest, two that are trained, the CNN."""
    rng, P, y, P_t, y_t, *_ = parts_of_seed(seed, language, held)
    x = levels_of(P)
    linear = LogisticRegression(max_iter=1000).fit(flat(x), y)
    readers = {
        "nearest": lambda new: nearest_word(x, y, new),
        "logistic": lambda new: linear.predict(flat(new)),
        "SVM": machine(x, y, C),
        "CNN": cnn(rng, x, y, **training),
    }
    return shares(readers, levels_of(P_t), y_t)


def gru_by_both(seed=0, language=0, held=8, copies=0, snr="clean", **how):
    """New voices: the GRU by SGD and by Adam, from plain and mixed words."""
    rng, P, y, P_t, y_t, *_ = parts_of_seed(seed, language, held)
    x, labels = with_copies(rng, P, y, copies)
    readers = {
        f"{name}, {words}": gru(rng, x, labels, name == "Adam", mixed, **how)
        for name in ("SGD", "Adam")
        for words, mixed in (("plain", False), ("mixed", True))
    }
    ask = np.random.default_rng(seed + 1000)
    return shares(readers, noisy_levels(ask, P_t, snr, _white(TEST)), y_t)


def in_noise(
    seed=0, language=0, snr=0, copies=2, held=8, babble=False, **training
):
    """New voices in noise; all have learnt from the same noisy copies."""
    rng, P, y, P_t, y_t, *_ = parts_of_seed(seed, language, held)
    noise = babble_of(rng, P) if babble else _white(TEST)
    x, labels = with_copies(rng, P, y, copies)
    unit = unit_words(x)
    readers = {
        "nearest": lambda new: nearest_word(unit, labels, unit_words(new)),
        "SVM": machine(x, labels),
        "CNN": cnn(rng, x, labels, **{"steps": 360} | training),
    }
    ask = np.random.default_rng(seed + 1000)
    return shares(readers, noisy_levels(ask, P_t, snr, noise), y_t)


def cut_picture(seed=0, language=0, snr=10, floor=20, held=8):
    """Only clean words learnt: the nearest, in deep and in cut pictures."""
    _, P, y, P_t, y_t, *_ = parts_of_seed(seed, language, held)
    found = {}
    for name, depth in (("deep", 60.0), ("cut", float(floor))):
        ask = np.random.default_rng(seed + 1000)
        new = noisy_levels(ask, P_t, snr, _white(TEST), depth)
        known = mel_levels(P, depth).astype(np.float32)
        reader = {name: lambda new, known=known: nearest_word(known, y, new)}
        found |= shares(reader, new, y_t)
    return found


def known_voices(seed=0, language=0, voices=2, method="CNN", steps=200):
    """Learnt 3 of 4 takes: new voices, and the fourth take of known ones."""
    pair = leak_pair(seed, language, voices, method, steps)
    return {
        name: round(100 * float(share), 2)
        for name, share in zip(("new", "known"), pair, strict=True)
    }


LOW = {"m1357": (0, 2, 4, 6), "m24": (1, 3)}


def which_voices(seed=0, language=0, method="nearest", takes=2):
    """High voices asked; known are four low ones, or two that resemble them.

    A seed draws three of the four high voices, and the takes.
    """
    P, languages, voice, take, word = _words()
    rng = np.random.default_rng(seed)
    some = np.isin(take, rng.permutation(4)[:takes])
    chosen = (languages == language) & (word < 10)
    asked = chosen & np.isin(voice, rng.choice(ASKED, 3, replace=False))
    found = {}
    for name, known in LOW.items():
        train = chosen & some & np.isin(voice, known)
        x, y = levels_of(P[train]), word[train]
        read = machine(x, y)
        if method == "nearest":
            read = partial(nearest_word, x, y)
        elif method == "CNN":
            read = cnn(rng, x, y, 200)
        found |= shares({name: read}, levels_of(P[asked]), word[asked])
    return found


def warped_distance(a, b) -> np.ndarray:
    """Dynamic time warping of words a (N, T, M) and b (B, T, M): (N, B)."""
    T = a.shape[1]
    far = np.full((T + 1, T + 1, len(a), len(b)), np.inf, np.float32)
    far[0, 0] = 0
    for i in range(T):
        for j in range(T):
            cost = ((a[:, None, i] - b[:, j]) ** 2).sum(axis=2)
            steps = far[i, j], far[i, j + 1], far[i + 1, j]
            far[i + 1, j + 1] = cost + np.minimum.reduce(steps)
    return far[T, T]


def earlier(x, frames) -> np.ndarray:
    """Words (N, T, M) so many frames before the right edge."""
    moved = np.roll(x, -frames, axis=1)
    moved[:, x.shape[1] - frames :] = 0
    return moved


def moved_words(seed=0, language=0, shift=4, held=8) -> dict[str, float]:
    """One take of each word; asked earlier: the nearest, plain and warped."""
    _, P, y, P_t, y_t, _, takes = parts_of_seed(seed, language, held)
    one, asked = (take == seed % 4 for take in takes)
    x, y, y_t = levels_of(P[one]), y[one], y_t[asked]
    new = earlier(levels_of(P_t[asked]), shift)
    readers = {
        "nearest": lambda new: nearest_word(x, y, new),
        "warped": lambda new: y[warped_distance(x, new).argmin(axis=0)],
    }
    unmoved = shares(readers, levels_of(P_t[asked]), y_t)
    found = {f"{name}, in place": share for name, share in unmoved.items()}
    return found | shares(readers, new, y_t)


PAIRS = {"1 as 7": (1, 7), "7 as 1": (7, 1), "9 as 6": (9, 6)}


def confused(seed=0, snr=0, held=8, method="CNN", copies=2, **training):
    """Mandarin in noise: three pairs, the next most frequent, in percent."""
    rng, P, y, P_t, y_t, *_ = parts_of_seed(seed, 1, held)
    x, labels = with_copies(rng, P, y, copies)
    if method == "CNN":
        read = cnn(rng, x, labels, **{"steps": 360} | training)
    else:
        read = machine(x, labels)
    ask = np.random.default_rng(seed + 1000)
    heard = read(noisy_levels(ask, P_t, snr, _white(TEST)))
    counts = np.zeros((10, 10))
    np.add.at(counts, (y_t, heard), 100 / (y_t == 0).sum())
    found = {name: round(counts[place], 2) for name, place in PAIRS.items()}
    np.fill_diagonal(counts, 0)
    for place in PAIRS.values():
        counts[place] = 0
    return found | {"next": round(counts.max(), 2)}


def adam_ahead(n: dict[str, float]) -> bool:
    """By Adam more is read, from plain words and from mixed ones."""
    return all(n[f"Adam, {x}"] > n[f"SGD, {x}"] for x in ("plain", "mixed"))


def languages(seeds=5) -> list[dict]:
    """Each seed in English, and in Mandarin."""
    return [
        *({"seed": seed} for seed in range(seeds)),
        *({"seed": seed, "language": 1} for seed in range(seeds)),
    ]


CLAIMS = {
    "machine-suffices": Claim(
        clean_words,
        lambda n: n["SVM"] > n["CNN"] - 1 and n["SVM"] >= n["nearest"],
        languages() + varied(0, held=[4, 12], C=[1, 100], steps=[400]),
    ),
    "known-voices": Claim(
        known_voices,
        lambda n: n["known"] > n["new"] + 5,
        languages() + varied(0, voices=[1, 4], method=["nearest"], steps=[400]),
    ),
    "which-voices": Claim(
        which_voices,
        lambda n: n["m24"] > n["m1357"],
        languages() + varied(0, method=["SVM", "CNN"], takes=[1, 4]),
    ),
    "picture": Claim(
        cut_picture,
        lambda n: n["cut"] > n["deep"] + 50,
        languages() + varied(0, snr=[20, 5], floor=[15, 30], held=[4, 12]),
    ),
    "ahead-in-noise": Claim(
        in_noise,
        lambda n: n["CNN"] > max(n["SVM"], n["nearest"]),
        languages()
        + varied(0, snr=[10, -5], copies=[1, 4], held=[4], steps=[720]),
    ),
    "other-noise": Claim(
        partial(in_noise, snr=10, babble=True),
        lambda n: n["CNN"] > n["nearest"] + 5,
        languages()
        + varied(0, snr=[20, 5, 0], copies=[1, 10], held=[4], steps=[720]),
    ),
    "gru-by-adam": Claim(
        gru_by_both,
        adam_ahead,
        [
            *languages(),
            *varied(0, lr=[0.003, 0.03], H=[16], held=[4], steps=[800]),
            {"copies": 2, "snr": 0},
            {"copies": 2, "snr": 0, "language": 1},
        ],
    ),
    "radio-pairs": Claim(
        confused,
        lambda n: min(n["9 as 6"], n["1 as 7"] + n["7 as 1"]) > n["next"],
        varied(8, snr=[5, -5], held=[4], method=["SVM"], steps=[720]),
    ),
    "warping": Claim(
        moved_words,
        lambda n: n["warped"] > n["nearest"] + 20,
        languages() + varied(0, shift=[2, 8], held=[4]),
    ),
}
