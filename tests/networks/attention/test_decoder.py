"""snippets/attention/decoder.py against torch, differences and its words."""

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.attention import decoder
from snippets.attention.attention import padding_mask
from snippets.attention.decoder_torch import Decoder, builtin_decoder
from snippets.foundations.optimizer import adam_init, adam_step, arrays_in
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.attention.lookups import mapped

B, T, S, D, F, h = 2, 5, 4, 12, 7, 3
LENGTHS = np.array([4, 3])
BOTH = pytest.mark.parametrize("pre", [True, False], ids=["pre", "post"])
PARTS = decoder.DecoderParams._fields


def flat(params):
    """The arrays of nested tuples, by name."""
    return {
        f"{part}.{n}": array
        for part, arrays in zip(PARTS, params, strict=True)
        for n, array in enumerate(arrays)
    }


@pytest.fixture
def case(rng):
    """Parameters without zeros, x, s, a mask, and the gradient of y."""
    params = decoder.init_decoder(rng, D, F)
    params = mapped(lambda a: a + 0.3 * rng.normal(size=a.shape), params)
    x, dy = rng.normal(size=(2, B, T, D))
    s = rng.normal(size=(B, S, D))
    return params, x, s, padding_mask(LENGTHS, T, S), dy


def gradients(case, pre):
    params, x, s, mask, dy = case
    y, cache = decoder.decoder_forward(params, x, s, mask, h, pre)
    dx, ds, grads = decoder.decoder_backward(dy, cache)
    return y, flat(grads) | {"x": dx, "s": ds}


def assert_close(got, expected):
    """b_k of an attention has the gradient 0: both show only rounding."""
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        if name in ("attention.5", "cross.5"):
            assert np.abs(got[name]).max() < 1e-13
            continue
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


@BOTH
def test_matches_torch_twin(case, pre):
    params, x, s, mask, dy = case
    net = Decoder(*params)
    x_t, s_t = (torch.tensor(a, requires_grad=True) for a in (x, s))
    y_t = net(x_t, s_t, torch.tensor(mask), h, pre)
    (y_t * torch.tensor(dy)).sum().backward()
    y, got = gradients(case, pre)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    fields = params.attention._fields
    looks = (
        [getattr(a, f) for f in fields] for a in (net.attention, net.cross)
    )
    parts = *looks, net.feed, net.norm_1, net.norm_2, net.norm_3
    expected = flat([[p.grad for p in part] for part in parts])
    assert_close(got, expected | {"x": x_t.grad, "s": s_t.grad})


def of_attention(net):
    """The gradients of torch's attention, in our order and shapes."""
    weights = [g.T for g in net.in_proj_weight.grad.chunk(3)]
    out = net.out_proj
    biases = net.in_proj_bias.grad.chunk(3)
    return [*weights, out.weight.grad.T, *biases, out.bias.grad]


@BOTH
def test_matches_torch_builtin(case, pre):
    params, x, s, mask, dy = case
    net = builtin_decoder(*params, h=h, pre=pre)
    x_t, s_t = (torch.tensor(a, requires_grad=True) for a in (x, s))
    hidden = {
        "tgt_mask": ~torch.ones(T, T, dtype=torch.bool).tril(),
        "memory_key_padding_mask": torch.tensor(~mask[:, 0]),
    }
    y_t = net(x_t, s_t, **hidden)
    (y_t * torch.tensor(dy)).sum().backward()
    one, two = net.linear1, net.linear2
    feed = one.weight.grad.T, one.bias.grad, two.weight.grad.T, two.bias.grad
    looks = of_attention(net.self_attn), of_attention(net.multihead_attn)
    norms = net.norm1, net.norm2, net.norm3
    parts = *looks, feed, *([n.weight.grad, n.bias.grad] for n in norms)
    y, got = gradients(case, pre)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    assert_close(got, flat(parts) | {"x": x_t.grad, "s": s_t.grad})


@BOTH
def test_gradient_matches_finite_differences(case, pre):
    params, x, s, mask, dy = case
    _, got = gradients(case, pre)

    def loss():
        y, _ = decoder.decoder_forward(params, x, s, mask, h, pre)
        return (y * dy).sum()

    for name, array in (flat(params) | {"x": x, "s": s}).items():
        found = numerical_gradient(loss, array)
        np.testing.assert_allclose(
            got[name], found, rtol=1e-6, atol=1e-7, err_msg=name
        )


def test_initialisation_keeps_its_promise(rng):
    params = decoder.init_decoder(rng, 100, 400)
    for look in params.attention, params.cross:
        for W in look[:4]:
            assert 0.099 < np.abs(W).max() <= 0.1
        assert not any(b.any() for b in look[4:])
    assert not np.array_equal(params.attention.W_q, params.cross.W_q)
    assert params.feed.W_1.shape == (100, 400)
    for gamma, beta in params[3:]:
        assert (gamma == 1).all()
        assert not beta.any()


def test_nobody_looks_ahead_or_at_what_is_masked(case):
    params, x, s, mask, _ = case
    y, _ = decoder.decoder_forward(params, x, s, mask, h)
    later, padded = x.copy(), s.copy()
    later[:, -1] += 1
    padded[1, 3] += 1
    ahead, _ = decoder.decoder_forward(params, later, s, mask, h)
    np.testing.assert_array_equal(ahead[:, :-1], y[:, :-1])
    assert np.abs(ahead[:, -1] - y[:, -1]).max() > 0.1
    unseen, _ = decoder.decoder_forward(params, x, padded, mask, h)
    np.testing.assert_array_equal(unseen, y)


@pytest.mark.parametrize(
    ("name", "want", "shape"),
    [
        ("x", "(B, T, D)", (B, T)),
        ("s", f"({B}, S, {D})", (B, S, D + 2)),
        ("s", f"({B}, S, {D})", (B + 1, S, D)),
    ],
)
def test_bad_input_is_refused(case, name, want, shape):
    params, x, s, *_ = case
    given = {"x": x, "s": s, name: np.zeros(shape)}
    with (
        silence(),
        pytest.raises(ValueError, match=refusal(name, want, shape)),
    ):
        decoder.decoder_forward(params, given["x"], given["s"], None, h)


def test_wrong_gradients_are_refused(case):
    params, x, s, *_ = case
    _, cache = decoder.decoder_forward(params, x, s, h=h)
    message = refusal("dy", (B, T, D), (B, T, F))
    with silence(), pytest.raises(ValueError, match=message):
        decoder.decoder_backward(np.zeros((B, T, F)), cache)


@BOTH
def test_float32_stays_float32_and_arguments_stay(case, pre):
    params, x, s, mask, dy = case
    single = mapped(np.float32, params)
    given = single, *(a.astype(np.float32) for a in (x, s)), mask
    kept = [a.copy() for a in arrays_in(given)]
    y, cache = decoder.decoder_forward(*given, h, pre)
    dx, ds, grads = decoder.decoder_backward(dy.astype(np.float32), cache)
    for array in (y, dx, ds, *arrays_in(grads)):
        assert array.dtype == np.float32
    for was, array in zip(kept, arrays_in(given), strict=True):
        np.testing.assert_array_equal(was, array)


@BOTH
def test_learns_a_small_task(pre):
    """Place t is to copy what was read at place t: 200 steps of Adam."""
    rng = np.random.default_rng(0)
    params = decoder.init_decoder(rng, 8, 16)
    losses = []
    state = adam_init(params)
    places = np.tile(np.eye(8)[:4], (16, 1, 1))
    for _ in range(200):
        letters = rng.integers(4, size=(16, 4))
        s = np.eye(8)[4 + letters] + places
        y, cache = decoder.decoder_forward(params, places, s, h=2, pre=pre)
        error = y - np.eye(8)[4 + letters]
        losses.append((error**2).mean())
        *_, grads = decoder.decoder_backward(error / 16, cache)
        params, state = adam_step(params, grads, state, lr=0.02)
    assert losses[0] > 0.3
    assert np.mean(losses[-20:]) < 0.06
