"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.attention import (
    attention,
    attention_heads,
    decoder,
    decoder_translator,
    language_model,
    language_model_parts,
    transformer,
    transformer_norm,
    transformer_reader,
)
from snippets.foundations.optimizer import arrays_in, as_params
from tests.kit.calls import Call

B, h, T, S, d, e = 3, 2, 4, 5, 6, 7
D, E, K = 12, 8, 9


def lengths():
    return np.array([2, S, 3])


def mask():
    return attention.padding_mask(lengths(), T, S)


def heads(rng):
    q = rng.normal(size=(B, h, T, d))
    k = rng.normal(size=(B, h, S, d))
    return q, k, rng.normal(size=(B, h, S, e)), mask()


def params(rng):
    start = attention_heads.init_attention(rng, D, E)
    return start._make([*start[:4], *rng.normal(size=(4, D))])


def pair(rng):
    return params(rng), rng.normal(size=(B, T, D)), rng.normal(size=(B, S, E))


def back(rng, forward, *args, shape, **kwargs):
    """The gradient of the result, and the cache."""
    _, cache = forward(*args, **kwargs)
    return Call((rng.normal(size=shape), cache))


def train(rng):
    """One key: without a mask, many equal keys would be the same as one."""
    y = rng.integers(K, size=(B, T))
    start, x, s = pair(rng)
    s = s[:, :1].copy()
    given = rng, start, rng.normal(size=(D, K)), x, s, y
    return Call(given, {"h": h, "steps": 2}, {"y": (0, K - 1)})


def small_model(rng):
    """A language model and what it reads."""
    start = language_model.init_language_model(rng, 7, 12, 10, 2)
    norms = {name: rng.normal(size=(2, 12)) for name in ("g_1", "g_2")}
    return start._replace(**norms), rng.integers(7, size=(B, T))


def rows(rng):
    """Rows to be normed, with a scale and a shift."""
    return rng.normal(size=(B, T, D)), *rng.normal(size=(2, D))


def fed(rng):
    """Rows and the small network that they pass."""
    W_1, b_1 = rng.normal(size=(D, E)), rng.normal(size=E)
    W_2, b_2 = rng.normal(size=(E, D)), rng.normal(size=D)
    return rng.normal(size=(B, T, D)), W_1, b_1, W_2, b_2


READ = {"ids": (0, 6), "y": (0, K - 1)}


def reader(rng):
    """A reader of 7 characters in float64, words of T, the place asked for."""
    params = transformer_reader.init_reader(rng, 7, T, D, E, K, 2)
    params = as_params(params, map(np.float64, arrays_in(params)))
    return params, rng.integers(1, 7, size=(B, T)), 1


def reader_back(rng):
    _, cache = transformer_reader.reader_forward(*reader(rng), h=h)
    return Call((rng.normal(size=(B, K)), cache))


def train_reader(rng):
    given = rng, *reader(rng), rng.integers(K, size=B)
    return Call(given, {"h": h, "steps": 2}, READ, {"at": -T})


def block(rng):
    """An encoder block, what it reads, and a mask."""
    params = transformer.init_encoder(rng, D, E)
    seen = attention.padding_mask(np.array([2, T, 3]), T, T)
    return params, rng.normal(size=(B, T, D)), seen


def writing(rng):
    """A decoder block, what it has written, what was read, and a mask."""
    params = decoder.init_decoder(rng, D, E)
    x, s = rng.normal(size=(B, T, D)), rng.normal(size=(B, S, D))
    return params, x, s, mask()


TRANSLATE = {"ids": (0, 6), "ys": (0, 5)}


def translating(rng):
    """A translator in float64, of 7 kinds to 6; what it reads, what follows."""
    params = decoder_translator.init_translator(rng, 7, 6, D, E, 2)
    params = as_params(params, map(np.float64, arrays_in(params)))
    ids, ys = rng.integers(1, 7, size=(B, S)), rng.integers(1, 6, size=(B, T))
    return params, ids, ys


def translator_back(rng):
    given = translating(rng)
    _, cache = decoder_translator.translator_forward(*given, h=h)
    return Call((rng.normal(size=(B, T, 6)), cache))


def follow(texts):
    """The same logarithms after every text: 4 kinds."""
    return np.log(np.full((len(texts), 4), 0.25))


CALLS = {
    "attention.padding_mask": lambda rng: Call(
        (lengths(), T, S), whole={"lengths": (1, S)}
    ),
    "attention.causal_mask": lambda rng: Call((B, T)),
    "attention.attend_forward": lambda rng: Call(heads(rng)),
    "attention.attend_backward": lambda rng: back(
        rng, attention.attend_forward, *heads(rng), shape=(B, h, T, e)
    ),
    "attention_heads.init_attention": lambda rng: Call((rng, D, E)),
    "attention_heads.attention_forward": lambda rng: Call(
        (*pair(rng), mask()), {"h": h}
    ),
    "attention_heads.attention_backward": lambda rng: back(
        rng,
        attention_heads.attention_forward,
        *(*pair(rng), mask()),
        shape=(B, T, D),
        h=h,
    ),
    "attention_heads.train_attention": train,
    "transformer_norm.norm_forward": lambda rng: Call(rows(rng)),
    "transformer_norm.norm_backward": lambda rng: back(
        rng, transformer_norm.norm_forward, *rows(rng), shape=(B, T, D)
    ),
    "transformer.feed_forward": lambda rng: Call(fed(rng)),
    "transformer.feed_backward": lambda rng: back(
        rng, transformer.feed_forward, *fed(rng), shape=(B, T, D)
    ),
    "transformer.init_encoder": lambda rng: Call((rng, D, E)),
    "transformer.encoder_forward": lambda rng: Call(block(rng), {"h": h}),
    "transformer.encoder_backward": lambda rng: back(
        rng, transformer.encoder_forward, *block(rng), shape=(B, T, D), h=h
    ),
    "language_model.init_language_model": lambda rng: Call((rng, 7, 12, 10, 3)),
    "language_model_parts.rms_norm_forward": lambda rng: Call(
        (rng.normal(size=D), rng.normal(size=(B, T, D)))
    ),
    "language_model_parts.rms_norm_backward": lambda rng: back(
        rng,
        language_model_parts.rms_norm_forward,
        *(rng.normal(size=D), rng.normal(size=(B, T, D))),
        shape=(B, T, D),
    ),
    "transformer_reader.init_reader": lambda rng: Call((rng, 7, T, D, E, K, 2)),
    "transformer_reader.reader_forward": lambda rng: Call(
        reader(rng), {"h": h}, READ, {"at": -T}
    ),
    "transformer_reader.reader_backward": reader_back,
    "transformer_reader.train_reader": train_reader,
    "language_model_parts.turn_by_place": lambda rng: Call(
        (rng.normal(size=(B, h, T, d)), 3, -1.0), least={"first": 0}
    ),
    "language_model_sampling.sample_letters": lambda rng: Call(
        (rng.normal(size=(B, K)), rng.random(B), 0.7, K - 2),
        wrong={"u": (-0.1, 1.0, np.nan), "temperature": (0.0, -1.0, np.nan)},
    ),
    "transformer_positions.angles": lambda rng: Call((T, d)),
    "transformer_positions.sinusoids": lambda rng: Call((T, d)),
    "transformer_positions.rotate": lambda rng: Call(
        (rng.normal(size=(B, h, T, d)), 1.0)
    ),
    "language_model.language_model_forward": lambda rng: Call(
        (*small_model(rng), h), whole={"tokens": (0, 6)}
    ),
    "language_model.language_model_backward": lambda rng: Call(
        (
            rng.normal(size=(B, T, 7)),
            language_model.language_model_forward(*small_model(rng), h)[2],
        )
    ),
    "language_model.train_language_model": lambda rng: Call(
        (rng, small_model(rng)[0], rng.integers(7, size=20)),
        {"h": h, "steps": 2, "B": 3, "T": 4},
        {"text": (0, 6)},
    ),
    "decoder.init_decoder": lambda rng: Call((rng, D, E)),
    "decoder.decoder_forward": lambda rng: Call(writing(rng), {"h": h}),
    "decoder.decoder_backward": lambda rng: back(
        rng, decoder.decoder_forward, *writing(rng), shape=(B, T, D), h=h
    ),
    "decoder_translator.init_translator": lambda rng: Call(
        (rng, 7, 6, D, E, 2)
    ),
    "decoder_translator.translator_forward": lambda rng: Call(
        translating(rng), {"h": h}, TRANSLATE
    ),
    "decoder_translator.translator_backward": translator_back,
    "decoder_translator.train_translator": lambda rng: Call(
        (rng, *translating(rng)), {"h": h, "steps": 2, "B": 2}, TRANSLATE
    ),
    "decoder_translator.next_symbol_loss": lambda rng: Call(
        (rng.normal(size=(B, T, 6)), rng.integers(1, 6, size=(B, T))),
        whole={"wanted": (0, 5)},
    ),
    "decoder_translator.write_greedily": lambda rng: Call(
        (*translating(rng)[:2], 3), {"h": h}, TRANSLATE
    ),
    "decoder_search.beam_search": lambda rng: Call((follow, 2, 3, 1.0)),
}
INNER = {
    "decoder_search.best_longer": "called by beam_search with its own arrays",
    "decoder.across_backward": "called by decoder_backward with its cache",
    "decoder_translator.expect_translator": "the guard of the translator",
    "decoder_translator.with_places": "called by read_source and write_target",
    "decoder_translator.read_source": "called by translator_forward, which has checked all",
    "decoder_translator.write_target": "called by translator_forward, which has checked all",
    "decoder_translator.likeliest": "called by write_greedily, which has checked all",
    "decoder_translator.write_backward": "called by translator_backward, which has checked dscores",
    "decoder_translator.read_backward": "called by translator_backward, which has checked dscores",
    "attention.expect_mask": "the guard of attend_forward",
    "attention_heads.expect_attention": "the guard of attention_forward and train_attention",
    "attention_heads.split_heads": "called by attention_forward, which has checked all arrays",
    "attention_heads.join_heads": "called by attention_forward, which has checked all arrays",
    "transformer_reader.expect_reader": "the guard of the reader",
    "transformer.around": "called by encoder_forward; norm and layer have doors",
    "transformer.around_backward": "called by encoder_backward with its cache",
    "transformer.look_backward": "called by encoder_backward with its cache",
    "attention_heads.through_linear": "called by attention_backward, which has checked dy",
    "language_model.through_linear": "called by lm_block_backward, which has checked all",
    "language_model.expect_language_model": "the guard of language_model_forward",
    "language_model.lm_block": "called by language_model_forward, which has checked all",
    "language_model.lm_block_backward": "called by language_model_backward, which has checked da",
}
