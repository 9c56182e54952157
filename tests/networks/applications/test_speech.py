"""snippets/applications/speech.py against torch, by hand; the words, the networks.

The networks are those of earlier chapters, fed by speech_data.py. Test 3 asks
the whole way from levels to loss; the layers have tests of their own.
"""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.applications import sound, speech, speech_data, speech_torch
from snippets.convolution.cnn import cnn_backward, cnn_forward
from snippets.convolution.cnn_torch import builtin_cnn
from snippets.feedforward.mlp import cross_entropy
from snippets.recurrent.gru import gru_backward, gru_forward
from snippets.recurrent.gru_torch import builtin_gru
from studies.applications.speech import results
from tests.kit.gradients import numerical_gradient

N, T, M, K = 7, 9, 5, 3  # all different


@pytest.fixture
def case(rng):
    """Levels and labels."""
    return rng.random((N, T, M)), rng.integers(K, size=N)


@pytest.fixture
def cnn(rng, case):
    return speech_data.train_speech_cnn(rng, *case, K=K, epochs=2)[:2]


@pytest.fixture
def gru(rng, case):
    return speech_data.train_speech_gru(rng, *case, K=K, H=4, steps=3)[:2]


def test_nearest_word_matches_torch_twin(rng):
    x_train, y_train = rng.random((30, T, M)), rng.integers(K, size=30)
    x = rng.random((N, T, M))
    arrays = (torch.tensor(a) for a in (x_train, y_train, x))
    theirs = speech_torch.nearest_word_torch(*arrays)
    np.testing.assert_array_equal(
        speech.nearest_word(x_train, y_train, x), theirs
    )


def test_networks_match_torch_builtin(case, cnn, gru):
    x_t = torch.tensor(case[0])
    net = builtin_cnn(*cnn).eval()
    images = 2 * x_t.transpose(1, 2)[:, None] - 1
    theirs = net(images).detach()
    np.testing.assert_allclose(
        speech_data.speech_cnn(*cnn, case[0]), theirs, 1e-10
    )
    params, W_y = gru
    hs = builtin_gru(*params)(2 * x_t.transpose(0, 1) - 1)[0].detach()
    theirs = hs[-1] @ torch.tensor(W_y)
    np.testing.assert_allclose(
        speech_data.speech_gru(*gru, case[0]), theirs, 1e-10
    )


def test_gradient_matches_finite_differences(case, cnn, gru):
    """Of the loss by the levels, through each network."""
    x, y = case
    _, dscores = cross_entropy(speech_data.speech_cnn(*cnn, x), y)
    images = 2 * x.transpose(0, 2, 1)[:, None] - 1
    _, _, cache = cnn_forward(*cnn, images, train=False)
    dx = 2 * cnn_backward(dscores, cache)[0][:, 0].transpose(0, 2, 1)

    def loss():
        return cross_entropy(speech_data.speech_cnn(*cnn, x), y)[0]

    np.testing.assert_allclose(dx, numerical_gradient(loss, x), 1e-6, 1e-8)
    _, dscores = cross_entropy(speech_data.speech_gru(*gru, x), y)
    hs, cache = gru_forward(gru[0], 2 * x.transpose(1, 0, 2) - 1)
    dhs = np.zeros_like(hs)
    dhs[-1] = dscores @ gru[1].T
    dx = 2 * gru_backward(dhs, cache)[0].transpose(1, 0, 2)

    def gru_loss():
        return cross_entropy(speech_data.speech_gru(*gru, x), y)[0]

    np.testing.assert_allclose(dx, numerical_gradient(gru_loss, x), 1e-6, 1e-8)


def test_initialisation_keeps_its_promise(rng, case):
    """The GRU's last layer starts at 0: the first loss is that of guessing."""
    *_, losses = speech_data.train_speech_gru(rng, *case, K=K, H=4, steps=1)
    assert losses[0] == pytest.approx(np.log(K))


def test_voices_are_apart(rng):
    voice = rng.integers(6, size=200)
    train, test = speech.split_voices(rng, voice, 2)
    assert (train ^ test).all()
    assert len(np.unique(voice[test])) == 2
    speech.refuse_shared_voice(voice[train], voice[test])


def test_a_leak_is_refused(rng):
    """Split by sample, as one does at first: the same voice on both sides."""
    voice = np.repeat(np.arange(6), 30)
    row = rng.permutation(len(voice))
    with pytest.raises(
        ValueError, match="no voice may be in both parts, got 0"
    ):
        speech.refuse_shared_voice(voice[row[:120]], voice[row[120:]])


@pytest.mark.parametrize("seed", range(5))
def test_recorded_splits_are_apart(seed):
    """What the results are made of; with a leak parts_of_seed would raise."""
    _, P, y, P_t, y_t, (voice, asked), _ = results.parts_of_seed(seed, 0)
    assert len(P) == len(y) == len(voice) == len(P_t) == len(y_t) == 320
    assert not np.intersect1d(voice, asked).size
    assert not (P[:, None, -6:] == P_t[:20, -6:]).all(axis=(2, 3)).any()


def test_planted_leak_is_red(monkeypatch):
    def leaky(rng, voice, held):
        test = rng.random(len(voice)) < 0.5
        return ~test, test

    monkeypatch.setattr(results, "split_voices", leaky)
    with pytest.raises(ValueError, match="no voice may be in both parts"):
        results.parts_of_seed(0, 0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: speech.split_voices(
                np.random.default_rng(0), np.array([1, 1, 2]), 2
            ),
            "held must be below 2 voices, got 2",
        ),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=re.escape(words) + "$"):
        call()


def test_float32_stays_float32(rng, case):
    x, y = case[0].astype("float32"), case[1]
    for train, scores in (
        (speech_data.train_speech_cnn, speech_data.speech_cnn),
        (speech_data.train_speech_gru, speech_data.speech_gru),
    ):
        *net, _ = train(rng, x, y, K=K)
        assert scores(*net, x).dtype == np.float32


def test_learns_a_small_task(rng):
    """Rising and falling tones, right from left to right; both learn it."""
    y = rng.integers(2, size=120)
    rise = np.where(y[:, None] == 1, np.arange(8), np.arange(8)[::-1])
    x = np.eye(8)[rise] * 0.8 + 0.1 * rng.random((120, 8, 8))  # (N, T, M)
    for train, scores, more in (
        (speech_data.train_speech_cnn, speech_data.speech_cnn, {"epochs": 4}),
        (
            speech_data.train_speech_gru,
            speech_data.speech_gru,
            {"steps": 60, "H": 8},
        ),
    ):
        *net, _ = train(rng, x[:80], y[:80], K=2, **more)
        right = (scores(*net, x[80:]).argmax(axis=1) == y[80:]).mean()
        assert right >= 0.95


def test_arguments_stay_as_they_are(rng, case):
    x, y = case
    every = x, y
    before = [a.copy() for a in every]
    *net, _ = speech_data.train_speech_cnn(rng, x, y, K=K, epochs=1)
    speech_data.speech_cnn(*net, x)
    speech.nearest_word(x, y, x)
    for a, kept in zip(every, before, strict=True):
        np.testing.assert_array_equal(a, kept)


def test_nearest_word_by_hand():
    x = np.array([[[0.0, 0.0]], [[1.0, 1.0]]])  # (2, 1, 2)
    new = np.array([[[0.4, 0.5]], [[0.5, 0.9]], [[3.0, -1.0]]])  # (3, 1, 2)
    found = speech.nearest_word(x, np.array([7, 5]), new)
    np.testing.assert_array_equal(found, [7, 5, 5])


def test_the_words_are_those_of_the_file():
    """What the page holds as text is a part of what was recorded, rounded."""
    x, language, voice, digit = speech_data.spoken_digits()
    steps, (lang, who, take, word) = speech_data.load_words()
    small = np.isin(who, speech_data.SMALL) & (take == 0) & (word < 10)
    assert not steps[small][:, : steps.shape[1] - x.shape[1]].any()
    kept = steps[small][:, -x.shape[1] :]
    np.testing.assert_array_equal(x * 5, np.round(kept / 3))
    np.testing.assert_array_equal(language, lang[small])
    np.testing.assert_array_equal(digit, word[small])
    names = np.array(speech_data.SMALL)
    np.testing.assert_array_equal(names[voice], who[small])
    assert speech_data.digest() == speech_data.DIGEST
    assert len(speech_data.load_wave("en")) > 5000


def test_speaks_as_recorded():
    """A few words anew: some voices have breath in them, so nearly as before."""
    pytest.importorskip("espeakng_loader")
    steps, labels = speech_data.load_words()
    takes, voices = speech_data.TAKES[:1], speech_data.VOICES[:2]
    spoken = list(speech_data.speak([1, 7], takes, voices))
    assert len(spoken) == 8
    for *label, samples in spoken:
        row = (label == labels.T).all(axis=1)
        kept = steps[row][0].astype(int)
        anew = speech_data.right_aligned(
            [speech_data.word_steps(samples)], len(kept)
        )[0]
        assert np.abs(anew - kept).mean() < 0.5  # of 15 steps of 4 dB


def test_a_voice_that_is_missing_is_named(monkeypatch):
    pytest.importorskip("espeakng_loader")
    args = [1], speech_data.TAKES[:1], speech_data.VOICES[:1]
    monkeypatch.setattr(speech_data, "SAID", {"none": {1: "one"}})
    with pytest.raises(RuntimeError, match="no voice none"):
        next(speech_data.speak(*args))
    monkeypatch.setattr(speech_data, "RATE", 7)
    with pytest.raises(RuntimeError, match="does not speak at 7 Hz"):
        next(speech_data.speak(*args))


def test_makes_the_file(tmp_path, monkeypatch):
    """Written and read again, with two words in place of all."""
    sound = np.sin(np.arange(6000) / 20) * 9000

    def said(words, *rest):
        yield 0, 0, 0, 1, sound
        yield 1, 0, 0, 7, sound[:2000]

    monkeypatch.setattr(speech_data, "speak", said)
    file = tmp_path / "small.npz"
    speech_data.make_words(file)
    data = np.load(file)
    np.testing.assert_array_equal(data["labels"], [[0, 0, 0, 1], [1, 0, 0, 7]])
    assert data["steps"].shape == (2, 10, 16)
    assert not data["steps"][1, :8].any()
    assert speech_data.digest(file) != speech_data.DIGEST


def test_noise_of_training_is_not_asked():
    """Neither a frame of it, nor a piece."""
    known, asked = (results._white(s) for s in (results.TRAIN, results.TEST))
    assert not np.isin(known[:, 3].round(9), asked[:, 3].round(9)).any()


def test_known_voices_are_asked_for_another_take(monkeypatch):
    """With a method that knows voice and take of what it has learnt."""
    P, language, voice, take, word = results._words()
    seen = []

    def watch(x_train, y_train, x):
        seen.append((x_train, x))
        return np.zeros(len(x), int)

    monkeypatch.setattr(results, "nearest_word", watch)
    results.leak_pair(3, 0, 2, "nearest", 1)
    (learnt, new), (_, known) = seen
    assert (len(learnt), len(new), len(known)) == (60, 320, 20)
    chosen = language == 0
    levels = sound.mel_levels(P[chosen]).astype("float32")

    def labels_of(x):
        same = (x[:, None] == levels).all(axis=(2, 3))
        row = same.argmax(axis=1)
        return voice[chosen][row], take[chosen][row], word[chosen][row]

    who, takes, _ = labels_of(known)
    assert set(takes) == {3}
    assert set(who) == set(labels_of(learnt)[0])
    assert set(labels_of(learnt)[1]) == {0, 1, 2}


def test_correlation_ignores_loudness_and_offset(rng):
    x = rng.random((N, T, M))
    unit = results.unit_words(x)
    np.testing.assert_allclose((unit**2).sum(axis=(1, 2)), 1)
    np.testing.assert_allclose(results.unit_words(3 * x + 2), unit, atol=1e-12)


def test_floor_is_chosen_where_it_helps():
    """Of 60 dB, noise fills what was silent; it is asked on training only."""
    _, P, y, _, _, (voice, _), _ = results.parts_of_seed(0, 0)
    floor = results.best_floor(P, y, voice)
    assert floor in results.FLOORS
    assert floor < 40


def test_results_are_as_large_as_asked(monkeypatch):
    """One seed, few steps: every row, every column, shares from 0 to 1."""
    silence()
    monkeypatch.setattr(results, "SNR", ("clean", 0, "babble"))
    monkeypatch.setattr(results, "MORE", 2)
    rows = results.speech_rows(seeds=1, steps=34)
    assert len(rows) == 2 * (9 + 6 + 1) + 2 + 2 * 4 * 2 + 2 * 3 + 4
    for row in rows:
        for key in ("clean", "0", "babble", "new", "leak", "right", "pitch"):
            assert all(0 <= share <= 1 for share in row.get(key, []))


def test_table_has_the_lines_of_the_page():
    """Seven of clean words, four and three of voices, fourteen of noise, two."""
    shares = {key: [0.5, 0.75] for key in ("clean", "10", "0", "-5", "babble")}
    others = ("–", "length"), ("clean", "mean"), ("clean", "GRU")
    rows = [
        {"language": language, "training": training, "method": name} | shares
        for language in (0, 1)
        for training, name in (*results.SHOWN, *others)
    ]
    lines = results.table(rows)
    assert len(lines) == 7 + 4 + 3 + 14 + 2
    assert lines[0] == "| 62 (50 … 75) | 62 (50 … 75) |"
    ahead = [{"ahead": [-0.01, 0.02]}] * 2
    assert results.table(ahead)[5] == "| 0.5 (−1.0 … 2.0) | 0.5 (−1.0 … 2.0) |"
