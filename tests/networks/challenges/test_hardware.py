"""snippets/challenges/hardware.py against torch, differences and its words."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint_sequential
from torch.utils.flop_counter import FlopCounterMode

from press.check.shape_comments import silence
from snippets.challenges import hardware, hardware_half, hardware_torch
from snippets.feedforward.mlp import (
    MLPParams,
    init_mlp,
    mlp_backward,
    mlp_forward,
)
from snippets.feedforward.mlp_torch import builtin_mlp
from studies.challenges.hardware import results as hardware_results
from tests.kit.gradients import numerical_gradient

B, WIDTHS = 3, (5, 7, 6, 9, 4)


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


@pytest.mark.parametrize("every", [1, 2, 3, 4, 9])
def test_checkpoints_match_torch_twin(case, every):
    params, x, da = case
    net = hardware_torch.CheckpointedMLP(*params, every)
    x_t = torch.tensor(x, requires_grad=True)
    a_t = net(x_t)
    a_t.backward(torch.tensor(da))
    a, cache = hardware.checkpoint_forward(params, x, every)
    dx, grads = hardware.checkpoint_backward(da, cache)
    close([a, dx], [a_t.detach(), x_t.grad])
    close(arrays(grads), [p.grad for p in (*net.Ws, *net.bs)])


def test_checkpoints_match_torch_builtin(case):
    params, x, da = case
    x_t = torch.tensor(x, requires_grad=True)
    net = builtin_mlp(*params)
    a_t = checkpoint_sequential(net, 2, x_t, use_reentrant=False)
    a_t.backward(torch.tensor(da))
    a, cache = hardware.checkpoint_forward(params, x, 2)
    dx, grads = hardware.checkpoint_backward(da, cache)
    close([a, dx], [a_t.detach(), x_t.grad])
    theirs = [p.grad.numpy().T for p in net.parameters()]
    close(arrays(grads), theirs[::2] + theirs[1::2])


@pytest.mark.parametrize("every", [1, 3, 4])
def test_checkpoints_change_no_bit(case, every):
    params, x, da = case
    a, cache = mlp_forward(params, x)
    dx, grads = mlp_backward(da, cache)
    got, kept = hardware.checkpoint_forward(params, x, every)
    np.testing.assert_array_equal(got, a)
    assert len(kept[1]) == -(-4 // every)
    again, found = hardware.checkpoint_backward(da, kept)
    for one, other in zip(arrays(found), arrays(grads), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(again, dx)


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize("layer", range(4))
def test_gradient_matches_finite_differences(case, part, layer):
    params, x, da = case
    for f, back in (
        (
            lambda: hardware.checkpoint_forward(params, x, 3),
            hardware.checkpoint_backward,
        ),
        (
            lambda: hardware_half.half_forward(params, x, same),
            lambda da, cache: hardware_half.half_backward(da, cache, same),
        ),
    ):
        want = numerical_gradient(
            lambda f=f: (f()[0] * da).sum(), params[part][layer]
        )
        _, grads = back(da, f()[1])
        got = grads[part][layer]
        np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-8)


def test_multiply_adds_are_those_that_torch_counts():
    with FlopCounterMode(display=False) as flops:
        h = torch.randn(7, WIDTHS[0], requires_grad=True)
        for D, H in pairwise(WIDTHS):
            h = F.linear(h, torch.randn(H, D, requires_grad=True))
    macs = hardware.count_macs(WIDTHS, 7)
    assert flops.get_total_flops() == 2 * macs
    with FlopCounterMode(display=False) as flops:
        h.sum().backward()
    assert flops.get_total_flops() == 4 * macs
    with FlopCounterMode(display=False) as flops:
        maps = F.conv2d(torch.ones(2, 3, 11, 9), torch.ones(5, 3, 4, 4))
    macs = hardware.count_conv(2, 3, 5, 4, *maps.shape[2:])
    assert flops.get_total_flops() == 2 * macs


def test_kept_numbers_are_those_of_the_cache(case):
    params, x, _ = case
    _, cache = mlp_forward(params, x)
    kept = sum(h_prev.size + slope.size for h_prev, _, slope in cache)
    assert hardware.count_kept(WIDTHS, B) == kept


@pytest.mark.parametrize("p", [1, 2, 3, 5])
@pytest.mark.parametrize("n", [1, 4, 13])
def test_ring_gives_everybody_the_sum(rng, p, n):
    parts = [rng.normal(size=n) for _ in range(p)]
    kept = [part.copy() for part in parts]
    sums, sent = hardware.ring_all_reduce(parts)
    for part, old in zip(parts, kept, strict=True):
        np.testing.assert_array_equal(part, old)
    for total in sums:
        np.testing.assert_allclose(total, np.sum(parts, axis=0), rtol=1e-10)
        np.testing.assert_array_equal(total, sums[0])
    assert sent.sum() == 2 * (p - 1) * n
    if n % p == 0:
        assert (sent == 2 * (p - 1) * n // p).all()


def test_workers_keep_their_sums_apart():
    sums, _ = hardware.ring_all_reduce([np.ones(4), np.ones(4)])
    sums[0][:] = 7
    assert (sums[1] == 2).all()


def test_bad_input_is_refused(case):
    params, x, da = case
    message = r"parts\[1\] must be floats of shape \(4,\), got float64 \(5,\)"
    with pytest.raises(ValueError, match=message):
        hardware.ring_all_reduce([np.ones(4), np.ones(5)])
    message = "the number of parts must be whole and at least 1, got 0"
    with pytest.raises(ValueError, match=message):
        hardware.ring_all_reduce([])
    message = "every must be whole and at least 1, got 0"
    with pytest.raises(ValueError, match=message):
        hardware.checkpoint_forward(params, x, 0)
    with silence(), pytest.raises(ValueError, match=r"x must .* \(B, 5\)"):
        hardware_half.half_forward(params, x[:, :4], same)
    _, cache = hardware.checkpoint_forward(params, x, 2)
    with pytest.raises(ValueError, match=r"da must .* \(3, 4\), got .* \(4, 3"):
        hardware.checkpoint_backward(da.T, cache)
    message = "patience must be whole and at least 1, got 0"
    with pytest.raises(ValueError, match=message):
        hardware_half.loss_scale_next(1.0, 0, True, 0)
    message = "B and widths must be whole and at least 1, got 0, 3, 2"
    with pytest.raises(ValueError, match=message):
        hardware.count_macs((3, 2), 0)


def test_float32_stays_float32(case):
    params, x, da = case
    params = MLPParams(*([p.astype("f4") for p in part] for part in params))
    x, da = x.astype("f4"), da.astype("f4")
    a, cache = hardware.checkpoint_forward(params, x, 2)
    dx, grads = hardware.checkpoint_backward(da, cache)
    _, again = hardware_half.half_gradient(
        params, x, np.array([0, 3, 1]), hardware_half.half_bfloat16, 2.0**10
    )
    sums, _ = hardware.ring_all_reduce(list(x))
    for array in (a, dx, *arrays(grads), *arrays(again), *sums):
        assert array.dtype == np.float32
    x[0, 0] = 1e30
    assert hardware_half.half_float16(x)[0, 0] == np.inf
    assert hardware_half.half_bfloat16(x).dtype == np.float32


def test_a_planted_leak_is_refused(rng):
    with pytest.raises(
        ValueError, match=r"train and test share samples: \[3\]"
    ):
        hardware_results.expect_unshared(np.array([1, 3, 5]), np.array([2, 3]))
    _, labels, train, test = hardware_results.split_digits(rng)
    assert sorted([*train, *test]) == list(range(len(labels)))
    assert (len(train), len(test)) == (1297, 500)


def test_results_have_a_row_for_everything(monkeypatch):
    """Small matrices, few steps, one all-reduce between two real processes."""
    train, worker = hardware_half.train_half, hardware_results.WORKER
    few = worker.replace("(1, 10_000, 1_000_000, 10_000_000)", "(1, 1000)")
    for name, value in {
        "SIDE": 8,
        "BATCHES": (1, 4),
        "WIDTHS": (8, 6, 4),
        "WORKER": few,
        "train_half": lambda *args: train(*args, steps=3),
        "fastest": lambda f, repeats=1: f() is None or 0.002,
    }.items():
        monkeypatch.setattr(hardware_results, name, value)
    rows = hardware_results.hardware_rows(seeds=2)
    rules = len(hardware_results.RULES)
    assert [next(iter(row)) for row in rows] == [
        *3 * ["B"],
        *2 * ["step"],
        *rules * ["cast"],
        *2 * ["n"],
    ]
    lines = hardware_results.table(rows)
    assert len(lines) == len(rows)
    assert lines[2] == "| 0.08 | 2.0 | 5.0 | 60.0 |"  # 10⁷ sums, 120 MB, 2 ms


def test_the_fastest_call_is_taken():
    waits = iter([3_000_000, 10, 3_000_000])
    quick = hardware_results.fastest(lambda: sum(range(next(waits))), 3)
    assert 0 <= quick < 0.01
