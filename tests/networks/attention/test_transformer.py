"""snippets/attention/transformer.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.attention import (
    transformer,
    transformer_norm,
    transformer_positions,
)
from snippets.attention.attention import padding_mask
from snippets.attention.transformer_torch import (
    Encoder,
    builtin_encoder,
    feed_torch,
    norm_torch,
    rotate_torch,
)
from snippets.foundations.optimizer import adam_init, adam_step, arrays_in
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.attention.lookups import mapped

B, T, D, F, h, d = 2, 5, 12, 7, 3, 6
LENGTHS = np.array([5, 3])
BOTH = pytest.mark.parametrize("pre", [True, False], ids=["pre", "post"])
PARTS = transformer.EncoderParams._fields


def flat(params):
    """The arrays of nested tuples, by name."""
    found = dict(zip(PARTS, params, strict=True))
    return {
        f"{part}.{n}": array
        for part in PARTS
        for n, array in enumerate(found[part])
    }


@pytest.fixture
def case(rng):
    """Parameters without zeros, x, a mask, and the gradient of y."""
    params = transformer.init_encoder(rng, D, F)
    params = mapped(lambda a: a + 0.3 * rng.normal(size=a.shape), params)
    x, dy = rng.normal(size=(2, B, T, D))
    return params, x, padding_mask(LENGTHS, T, T), dy


def gradients(case, pre):
    params, x, mask, dy = case
    y, cache = transformer.encoder_forward(params, x, mask, h, pre)
    dx, grads = transformer.encoder_backward(dy, cache)
    return y, flat(grads) | {"x": dx}


def assert_close(got, expected):
    """b_k of attention has the gradient 0: there both show only rounding."""
    for name, gradient in expected.items():
        if name == "attention.5":
            assert np.abs(got[name]).max() < 1e-13
            continue
        theirs = gradient.detach().numpy()
        np.testing.assert_allclose(
            got[name], theirs, rtol=1e-10, atol=1e-14, err_msg=name
        )


@BOTH
def test_matches_torch_twin(case, pre):
    params, x, mask, dy = case
    net = Encoder(*params)
    x_t = torch.tensor(x, requires_grad=True)
    y_t = net(x_t, torch.tensor(mask), h, pre)
    (y_t * torch.tensor(dy)).sum().backward()
    y, got = gradients(case, pre)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    attention = {f: getattr(net.attention, f) for f in params.attention._fields}
    parts = attention.values(), net.feed, net.norm_1, net.norm_2
    expected = flat([[p.grad for p in part] for part in parts])
    assert_close(got, expected | {"x": x_t.grad})


def builtin_gradients(net):
    """By our names, turned to our shapes."""
    looks = net.self_attn
    weights = [g.T for g in looks.in_proj_weight.grad.chunk(3)]
    biases = looks.in_proj_bias.grad.chunk(3)
    out = looks.out_proj
    one, two = net.linear1, net.linear2
    return flat(
        [
            [*weights, out.weight.grad.T, *biases, out.bias.grad],
            [
                one.weight.grad.T,
                one.bias.grad,
                two.weight.grad.T,
                two.bias.grad,
            ],
            [net.norm1.weight.grad, net.norm1.bias.grad],
            [net.norm2.weight.grad, net.norm2.bias.grad],
        ]
    )


@BOTH
def test_matches_torch_builtin(case, pre):
    params, x, mask, dy = case
    net = builtin_encoder(*params, h=h, pre=pre)
    x_t = torch.tensor(x, requires_grad=True)
    y_t = net(x_t, src_key_padding_mask=torch.tensor(~mask[:, 0]))
    (y_t * torch.tensor(dy)).sum().backward()
    y, got = gradients(case, pre)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    assert_close(got, builtin_gradients(net) | {"x": x_t.grad})


@pytest.mark.parametrize("eps", [1e-5, 0.3])
def test_norm_and_feed_match_torch(case, eps):
    params, x, _, dy = case
    gamma, beta = params.norm_1
    net = torch.nn.LayerNorm(D, eps=eps, dtype=torch.float64)
    with torch.no_grad():
        net.weight.copy_(torch.tensor(gamma))
        net.bias.copy_(torch.tensor(beta))
    x_t = torch.tensor(x, requires_grad=True)
    y_t = net(x_t)
    (y_t * torch.tensor(dy)).sum().backward()
    y, cache = transformer_norm.norm_forward(x, gamma, beta, eps)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    twin = norm_torch(x_t, *map(torch.tensor, params.norm_1), eps)
    np.testing.assert_allclose(y, twin.detach(), rtol=1e-10)
    theirs = x_t.grad, net.weight.grad, net.bias.grad
    for ours, grad in zip(
        transformer_norm.norm_backward(dy, cache), theirs, strict=True
    ):
        np.testing.assert_allclose(ours, grad, rtol=1e-10, atol=1e-14)
    y, _ = transformer.feed_forward(x, *params.feed)
    y_t = feed_torch(torch.tensor(x), *map(torch.tensor, params.feed))
    np.testing.assert_allclose(y, y_t, rtol=1e-10)


@BOTH
def test_gradient_matches_finite_differences(case, pre):
    params, x, mask, dy = case
    _, got = gradients(case, pre)

    def loss():
        y, _ = transformer.encoder_forward(params, x, mask, h, pre)
        return (y * dy).sum()

    for name, array in (flat(params) | {"x": x}).items():
        found = numerical_gradient(loss, array)
        np.testing.assert_allclose(
            got[name], found, rtol=1e-6, atol=1e-7, err_msg=name
        )


def test_rotation_turns_and_turns_back(rng):
    x, dy = rng.normal(size=(2, B, h, T, d))
    y = transformer_positions.rotate(x)
    x_t = torch.tensor(x, requires_grad=True)
    y_t = rotate_torch(x_t)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10, atol=1e-14)
    (y_t * torch.tensor(dy)).sum().backward()
    dx = transformer_positions.rotate(dy, -1)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10, atol=1e-14)
    found = numerical_gradient(
        lambda: (transformer_positions.rotate(x) * dy).sum(), x
    )
    np.testing.assert_allclose(dx, found, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(
        transformer_positions.rotate(y, -1), x, rtol=1e-10
    )
    np.testing.assert_allclose(y[:, :, 0], x[:, :, 0], rtol=1e-10)


def test_rotated_scores_depend_on_the_distance_alone(rng):
    q, k = rng.normal(size=(2, d))
    q, k = (
        transformer_positions.rotate(np.tile(a, (1, 1, T, 1))) for a in (q, k)
    )
    scores = (q @ k.swapaxes(2, 3))[0, 0]
    for off in range(-T + 1, T):
        np.testing.assert_allclose(
            np.ptp(np.diagonal(scores, off)), 0, atol=1e-12
        )
    assert np.ptp(scores[0]) > 0.1


def test_sinusoids_are_the_papers():
    want = [
        [
            f(t / 1e4 ** (2 * i / d))
            for i in range(d // 2)
            for f in (np.sin, np.cos)
        ]
        for t in range(T)
    ]
    np.testing.assert_allclose(
        transformer_positions.sinusoids(T, d), want, rtol=1e-12
    )


def test_initialisation_keeps_its_promise(rng):
    params = transformer.init_encoder(rng, 100, 400)
    W_1, b_1, W_2, b_2 = params.feed
    for W, n in (W_1, 100), (W_2, 400), (params.attention.W_q, 100):
        assert 0.99 * n**-0.5 < np.abs(W).max() <= n**-0.5
        assert abs(W.std() - (3 * n) ** -0.5) < 0.01 * n**-0.5
    assert W_1.shape == (100, 400)
    assert W_2.shape == (400, 100)
    assert not b_1.any()
    assert not b_2.any()
    for gamma, beta in params.norm_1, params.norm_2:
        assert (gamma == 1).all()
        assert not beta.any()


@pytest.mark.parametrize(
    ("part", "n", "name", "want", "shape"),
    [
        ("feed", 0, "W_1", "(12, F)", (F, F)),
        ("feed", 1, "b_1", "(7,)", (D,)),
        ("feed", 2, "W_2", "(7, 12)", (D, F)),
        ("feed", 3, "b_2", "(12,)", (F,)),
        ("norm_1", 0, "gamma", "(12,)", (F,)),
        ("norm_2", 1, "beta", "(12,)", (1, D)),
        ("attention", 3, "W_o", "(12, 12)", (D,)),
    ],
)
@BOTH
def test_bad_input_is_refused(case, part, n, name, want, shape, pre):
    params, x, *_ = case
    arrays = list(getattr(params, part))
    arrays[n] = np.zeros(shape)
    make = getattr(getattr(params, part), "_make", tuple)
    with silence():
        wrong = params._replace(**{part: make(arrays)})
    message = refusal(name, want, shape)
    with silence(), pytest.raises(ValueError, match=message):
        transformer.encoder_forward(wrong, x, None, h, pre)


def test_odd_widths_are_refused():
    with pytest.raises(ValueError, match=r"^D must be even, got 5$"):
        transformer_positions.sinusoids(3, 5)
    with pytest.raises(ValueError, match=r"^d must be even, got 5$"):
        transformer_positions.rotate(np.zeros((1, 1, 2, 5)))
    message = re.escape(
        "x must be floats of shape (B, T, D), got float64 (2, 3)"
    )
    with pytest.raises(ValueError, match=message):
        transformer_norm.norm_forward(np.zeros((2, 3)), np.ones(3), np.ones(3))


@BOTH
def test_wrong_gradients_are_refused(case, pre):
    params, x, _, _ = case
    _, cache = transformer.encoder_forward(params, x, h=h, pre=pre)
    message = refusal("dy", (B, T, D), (B, T, F))
    with silence(), pytest.raises(ValueError, match=message):
        transformer.encoder_backward(np.zeros((B, T, F)), cache)


@BOTH
def test_float32_stays_float32(case, pre):
    params, x, mask, dy = case
    single = mapped(np.float32, params)
    x, dy = x.astype(np.float32), dy.astype(np.float32)
    y, cache = transformer.encoder_forward(single, x, mask, h, pre)
    dx, grads = transformer.encoder_backward(dy, cache)
    heads = dy.reshape(B, h, T, -1)
    rotated = transformer_positions.rotate(heads)
    for array in (y, dx, *flat(grads).values(), rotated):
        assert array.dtype == np.float32


@BOTH
def test_arguments_stay_as_they_are(case, pre):
    params, x, _, dy = case
    kept = [a.copy() for a in arrays_in((params, x, dy))]
    first, second = (gradients(case, pre)[1] for _ in range(2))
    for name, gradient in first.items():
        np.testing.assert_array_equal(gradient, second[name])
    for was, array in zip(kept, arrays_in((params, x, dy)), strict=True):
        np.testing.assert_array_equal(was, array)


@BOTH
def test_learns_a_small_task(pre):
    """Each place learns what stood in the first: 300 steps of Adam."""
    rng = np.random.default_rng(0)
    params = transformer.init_encoder(rng, 8, 16)
    places = transformer_positions.sinusoids(4, 8)
    losses = []
    state = adam_init(params)
    for _ in range(300):
        letters = rng.integers(8, size=(16, 4))
        x = np.eye(8)[letters] + places
        y, cache = transformer.encoder_forward(params, x, h=2, pre=pre)
        error = y - np.eye(8)[letters[:, :1]]
        losses.append((error**2).mean())
        _, grads = transformer.encoder_backward(error / 16, cache)
        params, state = adam_step(params, grads, state, lr=0.01)
    assert losses[0] > 0.5
    assert np.mean(losses[-20:]) < 0.06
