"""snippets/attention/language_model.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.attention import language_model, language_model_parts
from snippets.attention.language_model_torch import (
    BuiltinLanguageModel,
    LanguageModel,
)
from tests.kit.gradients import numerical_gradient

B, T, K, D, F, L, h = 2, 5, 7, 12, 10, 3, 2
FIELDS = language_model.LanguageModelParams._fields


@pytest.fixture
def case(rng):
    """Parameters, none of them 1; tokens; the gradient of the logits."""
    params = language_model.init_language_model(rng, K, D, F, L)
    norms = {
        name: rng.normal(size=getattr(params, name).shape)
        for name in ("g_1", "g_2", "g_y")
    }
    tokens = rng.integers(K, size=(B, T))
    return params._replace(**norms), tokens, rng.normal(size=(B, T, K))


def gradients(params, tokens, da):
    _, _, cache = language_model.language_model_forward(params, tokens, h)
    return language_model.language_model_backward(da, cache)


def assert_equal(got, expected):
    for name, gradient in expected.items():
        ours = getattr(got, name)
        np.testing.assert_allclose(
            ours, gradient, rtol=1e-10, atol=1e-13, err_msg=name
        )


def test_matches_torch_twin(case):
    params, tokens, da = case
    twin = LanguageModel(*params)
    a_t, _, looks = twin(torch.tensor(tokens), h)
    (a_t * torch.tensor(da)).sum().backward()
    a, _, cache = language_model.language_model_forward(params, tokens, h)
    np.testing.assert_allclose(a, a_t.detach(), rtol=1e-10)
    for (_, _, _, (*_, w), *_), w_t in zip(cache[2], looks, strict=True):
        np.testing.assert_allclose(w, w_t.detach(), rtol=1e-10)
    expected = {name: p.grad for name, p in twin.named_parameters()}
    assert tuple(expected) == FIELDS
    assert_equal(gradients(params, tokens, da), expected)


def builtin_gradients(net):
    """By our names, turned to our shapes."""

    def stacked(layers):
        return torch.stack([layer.weight.grad.T for layer in layers])

    return {
        "E": net.E.weight.grad,
        "g_1": torch.stack([n.weight.grad for n in net.norms_1]),
        "W_qkv": stacked(net.qkv),
        "W_o": stacked(net.out),
        "g_2": torch.stack([n.weight.grad for n in net.norms_2]),
        "W_1": stacked(net.wide),
        "W_2": stacked(net.narrow),
        "g_y": net.norm_y.weight.grad,
        "W_y": net.readout.weight.grad.T,
    }


def test_matches_torch_builtin(case):
    """Torch has no such model: its norms, linear layers and attention."""
    params, tokens, da = case
    net = BuiltinLanguageModel(*params)
    a_t = net(torch.tensor(tokens), h)
    (a_t * torch.tensor(da)).sum().backward()
    a, _, _ = language_model.language_model_forward(params, tokens, h)
    np.testing.assert_allclose(a, a_t.detach(), rtol=1e-10)
    expected = builtin_gradients(net)
    assert tuple(expected) == FIELDS
    assert_equal(gradients(params, tokens, da), expected)


@pytest.mark.parametrize("name", FIELDS)
def test_gradient_matches_finite_differences(case, name):
    params, tokens, da = case

    def loss():
        a, _, _ = language_model.language_model_forward(params, tokens, h)
        return (a * da).sum()

    np.testing.assert_allclose(
        getattr(gradients(params, tokens, da), name),
        numerical_gradient(loss, getattr(params, name)),
        rtol=1e-6,
        atol=1e-8,
    )


def test_norm_gradients_match_finite_differences(rng):
    inputs = {"g": rng.normal(size=D), "x": rng.normal(size=(B, T, D))}
    dy = rng.normal(size=(B, T, D))

    def loss():
        return (language_model_parts.rms_norm_forward(**inputs)[0] * dy).sum()

    _, cache = language_model_parts.rms_norm_forward(**inputs)
    dx, dg = language_model_parts.rms_norm_backward(dy, cache)
    for name, ours in (("x", dx), ("g", dg)):
        theirs = numerical_gradient(loss, inputs[name])
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-8)


def test_a_score_depends_on_the_distance_alone(rng):
    """Both turned by three places more: the same dot product."""
    q, k = rng.normal(size=(2, 1, 1, 1, 8))
    scores = [
        language_model_parts.turn_by_place(q, first + 4)
        @ language_model_parts.turn_by_place(k, first).swapaxes(2, 3)
        for first in (0, 3)
    ]
    np.testing.assert_allclose(*scores, rtol=1e-12)
    back = language_model_parts.turn_by_place(
        language_model_parts.turn_by_place(q, 9), 9, sign=-1
    )
    np.testing.assert_allclose(back, q, rtol=1e-12)


@pytest.mark.parametrize("cut", [1, 3])
def test_the_past_changes_nothing(case, cut):
    """Read in two parts, or token after token: the same logits."""
    params, tokens, _ = case
    whole, _, _ = language_model.language_model_forward(params, tokens, h)
    parts, past = [], None
    for piece in np.split(tokens, range(cut, T, cut), axis=1):
        a, past, _ = language_model.language_model_forward(
            params, piece, h, past
        )
        parts.append(a)
    np.testing.assert_allclose(np.concatenate(parts, 1), whole, rtol=1e-10)
    twin = LanguageModel(*params)
    _, past, _ = twin(torch.tensor(tokens[:, :cut]), h)
    rest, *_ = twin(torch.tensor(tokens[:, cut:]), h, past)
    np.testing.assert_allclose(rest.detach(), whole[:, cut:], rtol=1e-10)


def test_nobody_looks_ahead_unless_asked(case):
    params, tokens, _ = case
    changed = tokens.copy()
    changed[:, -1] = (changed[:, -1] + 1) % K
    for causal, same in (True, True), (False, False):
        before, after = (
            language_model.language_model_forward(
                params, each, h, causal=causal
            )[0][:, :-1]
            for each in (tokens, changed)
        )
        assert np.allclose(before, after, rtol=1e-12) == same
    twin, *_ = LanguageModel(*params)(torch.tensor(changed), h, causal=False)
    np.testing.assert_allclose(twin.detach()[:, :-1], after, rtol=1e-10)


def test_arguments_stay_as_they_are(case):
    params, tokens, da = case
    kept = [a.copy() for a in (*params, tokens, da)]
    once = gradients(params, tokens, da)
    _, past, cache = language_model.language_model_forward(params, tokens, h)
    kept_past = [[a.copy() for a in pair] for pair in past]
    for _ in range(2):  # a cache serves twice
        grads = language_model.language_model_backward(da, cache)
        for ours, before in zip(grads, once, strict=True):
            np.testing.assert_array_equal(ours, before)
    language_model.language_model_forward(params, tokens, h, past)
    language_model.train_language_model(
        np.random.default_rng(0), params, tokens.ravel(), h, steps=2, T=3
    )
    for net in LanguageModel(*params), BuiltinLanguageModel(*params):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for now, before in zip((*params, tokens, da), kept, strict=True):
        np.testing.assert_array_equal(now, before)
    np.testing.assert_array_equal(past, kept_past)


def test_initialisation_keeps_its_promise(rng):
    params = language_model.init_language_model(rng, 300, 100, 400, 2)
    assert params.E.shape == (300, 100)
    assert abs(params.E.std() - 1) < 0.02
    assert abs(params.E.mean()) < 0.02
    for name, shape in (
        ("W_qkv", (2, 100, 300)),
        ("W_o", (2, 100, 100)),
        ("W_1", (2, 100, 400)),
        ("W_2", (2, 400, 100)),
        ("W_y", (100, 300)),
    ):
        W, bound = getattr(params, name), shape[-2] ** -0.5
        assert W.shape == shape
        assert 0.99 * bound < np.abs(W).max() <= bound
        assert abs(W.std() - bound / 3**0.5) < 0.01 * bound
    for name, shape in (("g_1", (2, 100)), ("g_2", (2, 100)), ("g_y", (100,))):
        g = getattr(params, name)
        assert g.shape == shape
        assert (g == 1).all()


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("E", (D,), "(K, D)"),
        ("g_1", (D,), "(3, 12)"),
        ("W_qkv", (L, D, D), "(3, 12, 36)"),
        ("W_o", (D, D), "(3, 12, 12)"),
        ("g_2", (L, F), "(3, 12)"),
        ("W_1", (L, F, D), "(L, 12, F)"),
        ("W_2", (L, D, F), "(3, 10, 12)"),
        ("g_y", (1, D), "(12,)"),
        ("W_y", (K, D), "(12, 7)"),
    ],
)
def test_bad_input_is_refused(case, name, shape, want):
    params, tokens, _ = case
    text = f"{name} must be floats of shape {want}, got float64 {shape}"
    with silence(), pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        language_model.language_model_forward(
            params._replace(**{name: np.zeros(shape)}), tokens, h
        )


@pytest.mark.parametrize("heads", [4, 5])
def test_heads_that_do_not_fit_are_refused(case, heads):
    params, tokens, _ = case
    message = f"^2 h must divide D = 12, got h = {heads}$"
    with pytest.raises(ValueError, match=message):
        language_model.language_model_forward(params, tokens, heads)


def test_other_bad_input_is_refused(case):
    params, tokens, da = case
    with pytest.raises(
        ValueError, match=r"^tokens must be whole numbers 0 … 6"
    ):
        language_model.language_model_forward(params, tokens + K, h)
    _, _, cache = language_model.language_model_forward(params, tokens, h)
    with silence(), pytest.raises(ValueError, match=r"^da must be floats of"):
        language_model.language_model_backward(da[:, 1:], cache)
    with pytest.raises(ValueError, match=r"N - T must be whole and at least 1"):
        language_model.train_language_model(
            np.random.default_rng(0), params, tokens[0], h, T=T
        )


def test_float32_stays_float32(case):
    params, tokens, da = case
    params = params._make(p.astype(np.float32) for p in params)
    a, past, cache = language_model.language_model_forward(params, tokens, h)
    a_2, past, _ = language_model.language_model_forward(
        params, tokens, h, past
    )
    grads = language_model.language_model_backward(da.astype(np.float32), cache)
    trained, _ = language_model.train_language_model(
        np.random.default_rng(0), params, tokens.ravel(), h, steps=2, T=3
    )
    pairs = [array for pair in past for array in pair]
    for array in (a, a_2, *pairs, *grads, *trained):
        assert array.dtype == np.float32


def test_a_step_of_training_is_torchs(case):
    """Two steps of Adam, the rate warmed up over 50."""
    params, tokens, _ = case
    text, steps = tokens.ravel(), 2
    new, losses = language_model.train_language_model(
        np.random.default_rng(1),
        *(params, text, h),
        lr=0.3,
        steps=steps,
        B=3,
        T=4,
    )
    twin = LanguageModel(*params)
    adam = torch.optim.Adam(twin.parameters(), lr=0.3)
    draws = np.random.default_rng(1).integers(len(text) - 4, size=(steps, 3))
    for step, (starts, loss) in enumerate(zip(draws, losses, strict=True), 1):
        pieces = torch.tensor(text[starts[:, None] + np.arange(5)])
        scores, *_ = twin(pieces[:, :-1], h)
        loss_t = torch.nn.functional.cross_entropy(
            scores.flatten(0, 1), pieces[:, 1:].flatten()
        )
        assert np.isclose(loss, loss_t.item(), rtol=1e-12)
        adam.param_groups[0]["lr"] = 0.3 * step / 50
        adam.zero_grad()
        loss_t.backward()
        adam.step()
    for name, theirs in twin.named_parameters():
        np.testing.assert_allclose(
            getattr(new, name), theirs.detach(), rtol=1e-8, err_msg=name
        )


def test_learns_a_small_task():
    """A cycle of seven letters: guessing costs ln 7, in the end next to nothing."""
    rng = np.random.default_rng(0)
    text = np.tile(rng.permutation(7), 20)
    start = language_model.init_language_model(rng, 7, 8, 16, 1)
    params, losses = language_model.train_language_model(
        rng, start, text, 2, 0.01, 150, B=8, T=12
    )
    assert losses.shape == (150,)
    assert losses[0] > 1.5
    assert losses[-10:].mean() < 0.05
    a, _, _ = language_model.language_model_forward(params, text[None, :-1], 2)
    assert (a[0].argmax(axis=1) == text[1:]).all()


def test_pairs_need_an_even_width(rng):
    with pytest.raises(ValueError, match="d of x must be even, got 5"):
        language_model_parts.turn_by_place(rng.normal(size=(2, 3, 4, 5)))
