"""snippets/challenges/quantization_train.py and the cache against torch, differences and their words."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from press.check.shape_comments import silence
from snippets.attention.attention import attend_forward
from snippets.challenges import quantization as few
from snippets.challenges import quantization_cache as kept
from snippets.challenges import quantization_train as train
from snippets.challenges.quantization_torch import QuantizedMLP, builtin_round
from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    init_mlp,
    mlp_forward,
    train_mlp,
)
from tests.kit.gradients import numerical_gradient

B, WIDTHS = 6, (5, 7, 4, 3)
RULES = few.quantize_symmetric, few.quantize_clipped


@pytest.fixture
def case(rng):
    """Parameters with biases that are not 0, x and y."""
    Ws, bs = init_mlp(rng, WIDTHS)
    params = MLPParams(Ws, [rng.normal(size=b.shape) for b in bs])
    return params, rng.normal(size=(B, 5)), rng.integers(3, size=B)


def arrays(grads):
    return [g for part in grads for g in part]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("bits", [2, 4, 8])
def test_matches_torch_twin(case, bits, rule):
    params, x, y = case
    loss, grads = train.quantized_gradient(params, x, y, bits, rule)
    net = QuantizedMLP(*params)
    scales = [torch.tensor(rule(W, bits, 0).scale) for W in params.Ws]
    a = net(torch.tensor(x), scales, bits)
    loss_t = F.cross_entropy(a, torch.tensor(y))
    loss_t.backward()
    assert loss == pytest.approx(loss_t.item(), rel=1e-10)
    theirs = [p.grad for p in (*net.Ws, *net.bs)]
    for one, other in zip(arrays(grads), theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_matches_torch_builtin(rng, bits):
    """torch's fake_quantize, ahead and back; its scales are float32."""
    W, dW_hat = rng.normal(size=(2, 7, 4)).astype(np.float32)
    scale = few.quantize_symmetric(W, bits, 0, 0.6).scale
    W_t = torch.tensor(W, requires_grad=True)
    W_hat_t = builtin_round(W_t, torch.tensor(scale[0]), bits)
    W_hat_t.backward(torch.tensor(dW_hat))
    W_hat, cache = train.ste_forward(W, scale, bits)
    np.testing.assert_allclose(W_hat, W_hat_t.detach(), rtol=1e-6)
    dW = train.ste_backward(dW_hat, cache)
    np.testing.assert_array_equal(dW, W_t.grad)
    assert (dW == 0).any()


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize("layer", range(3))
def test_gradient_matches_finite_differences(case, part, layer):
    """At the rounded weights, where nothing rounds; all are within range."""
    params, x, y = case
    _, grads = train.quantized_gradient(params, x, y, 4, RULES[0])
    rounded = train.quantized_params(params, 4, RULES[0])
    want = numerical_gradient(
        lambda: cross_entropy(mlp_forward(rounded, x)[0], y)[0],
        rounded[part][layer],
    )
    got = grads[part][layer]
    np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-8)


def test_rounding_itself_has_no_slope(rng):
    """Central differences through it are 0 away from the jumps."""
    W, scale = rng.normal(size=(6, 4)), np.full((1, 4), 0.3)
    slope = numerical_gradient(
        lambda: train.ste_forward(W, scale, 4)[0].sum(), W
    )
    assert (slope == 0).all()
    assert (train.ste_backward(np.ones((6, 4)), np.abs(W) < 9) == 1).all()


def test_rounded_weights_are_on_few_numbers(case):
    params, *_ = case
    for rule in RULES:
        W = train.quantized_params(params, 2, rule).Ws[0]
        for column in W.T:
            assert len(np.unique(np.abs(column))) <= 2
    assert train.quantized_params(params, 2).bs is params.bs


def test_initialisation_keeps_its_promise(case):
    """No weight of its own: with 8 bits and no step, it is init_mlp's."""
    params, x, y = case
    rounded = train.quantized_params(params, 8)
    for W, W_hat in zip(params.Ws, rounded.Ws, strict=True):
        assert np.abs(W - W_hat).max() <= np.abs(W).max() / 127
    same, losses = train.train_quantized(
        np.random.default_rng(0), params, x, y, 8, lr=0.0, epochs=1
    )
    for one, other in zip(arrays(same), arrays(params), strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(losses) == 1


def test_bad_input_is_refused(case, rng):
    params, x, y = case
    with pytest.raises(ValueError, match=r"scale must .*\(1, 7\), got"):
        train.ste_forward(params.Ws[0], np.ones((1, 2)), 4)
    _, cache = train.ste_forward(params.Ws[0], np.ones((1, 7)), 4)
    with silence(), pytest.raises(ValueError, match=r"dW_hat must .*\(5, 7\)"):
        train.ste_backward(np.ones((7, 5)), cache)
    with pytest.raises(ValueError, match="bits must be at most 8, got 9"):
        train.quantized_gradient(params, x, y, 9)
    with pytest.raises(ValueError, match="y must be whole numbers 0 … 2"):
        train.quantized_gradient(params, x, y + 3, 4)
    a = rng.normal(size=(2, 3, 7, 4))
    message = r"by must be one of \['channel', 'token'\], got 'head'"
    with pytest.raises(ValueError, match=message):
        kept.quantize_rows(a, 4, "head", 2)
    with pytest.raises(ValueError, match="the number of layers must be whole"):
        kept.quantize_past([], 4)
    with pytest.raises(ValueError, match="G must divide 2 L D = 128, got 7"):
        kept.kv_bytes(2, 32, 4, 7)


def test_float32_stays_float32(case):
    params, x, y = case
    params = MLPParams(*([p.astype("f4") for p in part] for part in params))
    rng = np.random.default_rng(0)
    trained, _ = train.train_quantized(
        rng, params, x.astype("f4"), y, 4, epochs=2
    )
    rounded = train.quantized_params(trained, 4)
    for array in (*arrays(trained), *arrays(rounded)):
        assert array.dtype == np.float32
    a = np.ones((2, 3, 7, 4), np.float32)
    assert kept.quantize_rows(a, 4, "channel", 2).dtype == np.float32


def test_learns_a_small_task(rng):
    """With three numbers in each column, and better than rounded afterwards."""
    x = rng.normal(size=(400, 2))
    y = (x[:, 0] * x[:, 1] > 0).astype(np.int64)
    start = init_mlp(rng, (2, 16, 16, 2))
    floats, _ = train_mlp(np.random.default_rng(0), start, x, y)
    few_bits, losses = train.train_quantized(
        np.random.default_rng(0), start, x, y, 2
    )
    right = [
        (mlp_forward(train.quantized_params(p, 2), x)[0].argmax(1) == y).mean()
        for p in (floats, few_bits)
    ]
    assert losses[-10:].mean() < 0.2
    assert right[1] > 0.9
    assert right[1] > right[0]


@pytest.mark.parametrize("by", ["token", "channel"])
@pytest.mark.parametrize("S", [1, 3, 4, 9])
def test_the_cache_of_a_longer_text_begins_alike(rng, by, S):
    """What is stored once is not touched again; the rest waits in full."""
    a = rng.normal(size=(2, 3, 9, 5))
    part = kept.quantize_rows(a[:, :, :S], 3, by, 4)
    whole = kept.quantize_rows(a, 3, by, 4)
    full = S // 4 * 4
    np.testing.assert_array_equal(part[:, :, :full], whole[:, :, :full])
    np.testing.assert_array_equal(part[:, :, full:], a[:, :, full:S])
    part[:] = 9
    assert (a != 9).all()


def test_cache_scales_are_shared_as_promised(rng):
    a = rng.normal(size=(2, 3, 8, 5))
    a[:, :, :, 2] *= 100
    for by, small in (("channel", True), ("token", False)):
        off = np.abs(kept.quantize_rows(a, 4, by, 4) - a)[..., 0].max()
        assert (off < 0.3) == small
    q = rng.normal(size=(2, 3, 1, 5))
    (k, v), *_ = kept.quantize_past([(a, a)], 8, "channel", "token", 4)
    y, _ = attend_forward(q, k, v)
    y_hat, _ = attend_forward(q, a, a)
    assert np.abs(y - y_hat).max() < 3


def test_bytes_of_a_token():
    assert kept.kv_bytes(2, 32, 8, 8) == 128 + 5 * 16
    assert kept.kv_bytes(2, 32, 4, 8) == 64 + 5 * 16
    assert kept.kv_bytes(32, 4096, 4, 128) == 131_072 + 5 * 2048
