"""decoder_translator.py and decoder_search.py: torch, differences, learning."""

import runpy

import numpy as np
import pytest
import torch

from snippets.attention import decoder_search, decoder_translator
from snippets.attention.decoder_torch import Decoder
from snippets.attention.transformer_positions import sinusoids
from snippets.attention.transformer_torch import Encoder, norm_torch
from snippets.foundations.optimizer import arrays_in
from tests.kit.gradients import numerical_gradient
from tests.networks.attention.lookups import mapped

IDS = np.array([[3, 1, 4, 0], [1, 1, 2, 5]])
YS = np.array([[1, 4, 3], [1, 3, 2]])
B, S, T, V, K, D, F = 2, 4, 3, 6, 5, 8, 7


@pytest.fixture
def case(rng):
    start = decoder_translator.init_translator(rng, V, K, D, F, 2)
    params = mapped(lambda p: p + 0.2 * rng.normal(size=p.shape), start)
    return params, rng.normal(size=(B, T, K))


def test_the_translators_gradients_are_autograds_and_differences(case):
    """Both tables, two blocks on each side, the norms, the readout."""
    params, dscores = case
    scores, cache = decoder_translator.translator_forward(params, IDS, YS, 2)
    grads = decoder_translator.translator_backward(dscores, cache)
    C_s, C_t, W_y, *norms = (
        torch.tensor(a, requires_grad=True)
        for a in (*params[:2], params.W_y, *params.norm_s, *params.norm_t)
    )
    real = torch.tensor(IDS > 0)[:, None]
    encoders = [Encoder(*block) for block in params.encoders]
    decoders = [Decoder(*block) for block in params.decoders]
    s = C_s[torch.tensor(IDS)] + torch.tensor(sinusoids(S, D))
    for block in encoders:
        s = block(s, real.repeat(1, S, 1), 2)
    s = norm_torch(s, *norms[:2])
    x = C_t[torch.tensor(YS)] + torch.tensor(sinusoids(T, D))
    for block in decoders:
        x = block(x, s, real.repeat(1, T, 1), 2)
    scores_t = norm_torch(x, *norms[2:]) @ W_y
    (scores_t * torch.tensor(dscores)).sum().backward()
    np.testing.assert_allclose(scores, scores_t.detach(), rtol=1e-10)
    theirs = C_s, C_t, W_y, *norms, encoders[0].feed[0], decoders[0].cross.W_v
    ours = (
        *(grads.C_s, grads.C_t, grads.W_y, *grads.norm_s, *grads.norm_t),
        *(grads.encoders[0].feed.W_1, grads.decoders[0].cross.W_v),
    )
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(our, their.grad, rtol=1e-10, atol=1e-13)

    def loss():
        found, _ = decoder_translator.translator_forward(params, IDS, YS, 2)
        return (found * dscores).sum()

    for array, our in zip(arrays_in(params), arrays_in(grads), strict=True):
        found = numerical_gradient(loss, array)
        np.testing.assert_allclose(our, found, rtol=1e-6, atol=1e-7)


def test_init_is_as_told_and_in_float32(rng):
    params = decoder_translator.init_translator(rng, 400, 300, 64, F, 3)
    assert {a.dtype for a in arrays_in(params)} == {np.dtype(np.float32)}
    for table in params.C_s, params.C_t, 8 * params.W_y:
        assert table.std() == pytest.approx(1, rel=0.05)
    assert len(params.encoders) == len(params.decoders) == 3


def test_misfits_are_refused(case):
    params, dscores = case
    forward = decoder_translator.translator_forward
    with pytest.raises(
        ValueError, match=f"ids must be whole numbers 0 … {V - 1}"
    ):
        forward(params, IDS + 3, YS)
    with pytest.raises(
        ValueError, match=f"ys must be whole numbers 0 … {K - 1}"
    ):
        forward(params, IDS, YS + 1)
    _, cache = forward(params, IDS, YS)
    message = rf"dscores must be floats of shape \({B}, {T}, {K}\)"
    with pytest.raises(ValueError, match=message):
        decoder_translator.translator_backward(dscores[:, :2], cache)
    blank = np.zeros_like(IDS)
    with pytest.raises(ValueError, match="mask leaves query 0 of sample 0"):
        decoder_translator.write_greedily(params, blank, 3)


def test_float32_stays_float32_and_arguments_stay(case):
    params, dscores = case
    single = mapped(np.float32, params)
    kept = mapped(np.copy, single)
    scores, cache = decoder_translator.translator_forward(single, IDS, YS)
    grads = decoder_translator.translator_backward(
        dscores.astype("float32"), cache
    )
    assert {a.dtype for a in (scores, *arrays_in(grads))} == {scores.dtype}
    assert scores.dtype == np.float32
    both = zip(arrays_in(single), arrays_in(kept), strict=True)
    assert all(np.array_equal(*pair) for pair in both)


def test_what_is_blank_changes_nothing_and_costs_nothing(case, rng):
    params, _ = case
    longer = np.hstack([IDS, np.zeros((B, 2), int)])
    one, two = (
        decoder_translator.translator_forward(params, ids, YS, 2)[0]
        for ids in (IDS, longer)
    )
    np.testing.assert_allclose(one, two, rtol=1e-12)
    wanted = np.array([[4, 3, 2], [3, 2, 0]])
    scores = rng.normal(size=(B, T, K))
    loss, dscores = decoder_translator.next_symbol_loss(scores, wanted)
    p = np.exp(scores) / np.exp(scores).sum(axis=2, keepdims=True)
    known = [p[b, t, wanted[b, t]] for b, t in np.argwhere(wanted)]
    assert loss == pytest.approx(-np.log(known).mean())
    assert not dscores[1, 2].any()
    assert dscores[0, 0, 4] == pytest.approx((p[0, 0, 4] - 1) / 5)


def test_greedy_writing_is_one_forward_after_the_other(case):
    params, _ = case
    out = decoder_translator.write_greedily(params, IDS, 6, 2)
    for row, ids in zip(out, IDS, strict=True):
        text = [1]
        while len(text) < 7 and text[-1] not in (0, 2):
            given = ids[None], np.array([text])
            scores, _ = decoder_translator.translator_forward(params, *given, 2)
            text.append(int(scores[0, -1].argmax()))
        assert row.tolist() == [*text[1:], *[0] * (7 - len(text))]


def test_learns_to_reverse_four_symbols(capsys):
    runpy.run_path(decoder_translator.__file__, run_name="__main__")
    assert capsys.readouterr().out == "four symbols reversed: 100%\n"


def every_text(log_p, longest, alpha):
    """The best of all texts, tried one by one."""
    best, texts = None, [((1,), 0.0)]
    for length in range(1, longest + 1):
        grown = [
            ((*text, k), total + p)
            for text, total in texts
            for k, p in enumerate(log_p(np.array([text]))[0])
        ]
        for text, total in grown:
            score = total / length**alpha
            over = text[-1] == 2 or length == longest
            if over and (best is None or score > best[1]):
                best = text[1:], score
        texts = [pair for pair in grown if pair[0][-1] != 2]
    return best


@pytest.mark.parametrize("alpha", [0.0, 0.7])
def test_a_wide_beam_finds_the_best_text_and_width_one_is_greedy(rng, alpha):
    table = np.log(rng.dirichlet(np.full(4, 0.7), size=(4, 4)))

    def log_p(texts):
        return table[texts[:, -1], texts[:, 0] + texts.shape[1] % 3]

    want, score = every_text(log_p, 5, alpha)
    text, found = decoder_search.beam_search(log_p, 500, 5, alpha)
    assert tuple(text) == want
    assert found == pytest.approx(score)
    greedy, _ = decoder_search.beam_search(log_p, 1, 5, alpha)
    one = [1]
    while len(one) < 6 and one[-1] != 2:
        one.append(int(log_p(np.array([one]))[0].argmax()))
    assert greedy.tolist() == one[1:]


def test_the_programs_of_both_files_say_what_they_found(capsys):
    runpy.run_path(decoder_search.__file__, run_name="__main__")
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == [
        "width 1, alpha 0",
        "width 8, alpha 0",
        "width 8, alpha 1",
    ]
