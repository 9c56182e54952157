"""snippets/challenges/hardware_half.py against torch, and a whole training."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.challenges import hardware_half, hardware_torch
from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    descend,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from studies.challenges.hardware import results as hardware_results

B, WIDTHS = 3, (5, 7, 6, 9, 4)


CASTS = {
    "float16": (hardware_half.half_float16, hardware_torch.half_float16_torch),
    "bfloat16": (
        hardware_half.half_bfloat16,
        hardware_torch.half_bfloat16_torch,
    ),
}


def same(value):
    return value


@pytest.fixture
def case(rng):
    """Parameters with biases that are not 0, x and the gradient of a."""
    Ws, bs = init_mlp(rng, WIDTHS)
    params = MLPParams(Ws, [rng.normal(size=b.shape) for b in bs])
    return params, rng.normal(size=(B, 5)), rng.normal(size=(B, 4))


def arrays(grads):
    return [g for part in grads for g in part]


def close(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("kind", CASTS)
def test_rounded_net_matches_torch_twin(case, kind):
    params, x, da = case
    ours, theirs = CASTS[kind]
    net, x_t = hardware_torch.Half(*params), torch.tensor(x, requires_grad=True)
    a_t = net(x_t, theirs)
    a_t.backward(torch.tensor(da))
    a, cache = hardware_half.half_forward(params, x, ours)
    dx, grads = hardware_half.half_backward(da, cache, ours)
    close([a, dx], [a_t.detach(), x_t.grad])
    close(arrays(grads), [p.grad for p in (*net.Ws, *net.bs)])


@pytest.mark.parametrize("kind", CASTS)
def test_rounding_is_that_of_torch(rng, kind):
    ours, theirs = CASTS[kind]
    bits = rng.integers(2**32, size=100_000, dtype=np.uint32)
    x = bits.view(np.float32)
    x = np.append(x, np.float32([0, -0.0, np.inf, 65504, 65519, 65520, 3e38]))
    x = np.append(x, np.arange(2000, 2100, dtype=np.float32) / 8)
    with np.errstate(invalid="ignore"):
        got = ours(x)
    np.testing.assert_array_equal(got, theirs(torch.tensor(x)).numpy())
    assert got.dtype == np.float32


def test_dynamic_scale_is_that_of_torch(rng):
    """torch.amp.GradScaler sees the same overflows."""
    scaler = torch.amp.GradScaler("cpu", 2.0**8, growth_interval=3)
    theta = torch.nn.Parameter(torch.zeros(1))
    sgd = torch.optim.SGD([theta], lr=0.1)
    scale, calm = 2.0**8, 0
    for finite in rng.random(60) > 0.2:
        scaler.scale(theta.sum()).backward()
        theta.grad *= 1 if finite else np.inf
        scaler.step(sgd)
        scaler.update()
        sgd.zero_grad()
        scale, calm = hardware_half.loss_scale_next(scale, calm, finite, 3)
        assert scaler.get_scale() == scale


def test_scale_1_and_no_rounding_is_the_plain_gradient(case):
    params, x, _ = case
    y = np.array([0, 3, 1])
    a, cache = mlp_forward(params, x)
    loss, da = cross_entropy(a, y)
    for scale in (1.0, 2.0**-30, 2.0**30):
        got, grads = hardware_half.half_gradient(params, x, y, same, scale)
        assert got == loss
        close(arrays(grads), arrays(mlp_backward(da, cache)[1]))


def test_step_equals_torch(case):
    params, x, _ = case
    y = np.array([0, 3, 1])
    ours, theirs = CASTS["float16"]
    net = hardware_torch.Half(*params)
    sgd = torch.optim.SGD(net.parameters(), lr=0.3)
    loss = F.cross_entropy(net(torch.tensor(x), theirs), torch.tensor(y))
    (loss * 1024).backward()
    for p in net.parameters():
        p.grad /= 1024
    sgd.step()
    _, grads = hardware_half.half_gradient(params, x, y, ours, 1024.0)
    close(
        arrays(descend(params, grads, 0.3)),
        [p.detach() for p in (*net.Ws, *net.bs)],
    )


@pytest.mark.parametrize("first", [0, 20])
def test_learns_a_small_task(first):
    """Digits in float16, 85% of the new ones; from 2^20 only when dynamic."""
    x, y, train, test = hardware_results.split_digits(np.random.default_rng(0))
    Ws, bs = init_mlp(np.random.default_rng(0), (64, 32, 10))
    params = MLPParams(*([p.astype("f4") for p in part] for part in (Ws, bs)))
    right = []
    for patience in (None, 20):
        net, losses, scales, done = hardware_half.train_half(
            np.random.default_rng(1), params, x[train], y[train],
            hardware_half.half_float16, 2.0**first, patience, steps=150,
        )  # fmt: skip
        a, _ = mlp_forward(net, x[test])
        right.append((a.argmax(axis=1) == y[test]).mean())
        assert len(losses) == len(scales) == 150
    assert right[1] > 0.85
    assert (right[0] > 0.85) == (first == 0)
    assert 130 < done <= 150


def labelled(case):
    """Parameters and a handful of samples of four classes."""
    params, x, _ = case
    return params, np.concatenate([x, -x]), np.array([0, 3, 1, 2, 0, 1])


def test_training_without_rounding_is_plain_descent(case):
    """Batch by batch, in the order in which rng draws them."""
    params, x, y = labelled(case)
    trained = hardware_half.train_half(
        np.random.default_rng(2), params, x, y, same, 1.0, steps=5, B=4
    )
    net, losses, scales, done = trained
    want = []
    for n in np.random.default_rng(2).integers(6, size=(5, 4)):
        a, cache = mlp_forward(params, x[n])
        loss, da = cross_entropy(a, y[n])
        params = descend(params, mlp_backward(da, cache)[1], 0.2)
        want.append(loss)
    close(arrays(net), arrays(params))
    close(losses, want)
    assert (scales.tolist(), done) == (5 * [1.0], 5)


def test_a_step_that_overflows_is_left_out(case):
    """As long as 2^40 is too much, the weights stay; the scale halves."""
    params, x, y = labelled(case)
    float16 = hardware_half.half_float16
    before = [p.copy() for p in arrays(params)]
    settings = {"steps": 7, "B": 4}
    rng = np.random.default_rng(2)
    net, _, scales, done = hardware_half.train_half(
        rng, params, x, y, float16, 2.0**40, 3, **settings
    )
    assert done == 0
    assert scales.tolist() == [2.0 ** (40 - t) for t in range(7)]
    _, _, scales, _ = hardware_half.train_half(
        rng, params, x, y, float16, 2.0**40, None, **settings
    )
    assert scales.tolist() == 7 * [2.0**40]
    for one, other, old in zip(
        arrays(net), arrays(params), before, strict=True
    ):
        np.testing.assert_array_equal(one, old)
        np.testing.assert_array_equal(other, old)


def test_calm_steps_double_the_scale(case):
    params, x, y = labelled(case)
    _, _, scales, done = hardware_half.train_half(
        *(np.random.default_rng(2), params, x, y, same, 1.0, 3), steps=7, B=4
    )
    assert (scales.tolist(), done) == ([1, 1, 1, 2, 2, 2, 4], 7)
