"""snippets/applications/driving.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.applications import (
    driving,
    driving_env,
    driving_torch,
)
from studies.applications.driving import results as driving_results
from tests.kit.gradients import numerical_gradient

B, H, W, M, L = 5, 9, 14, 3, 4  # odd H: the kernels overhang


@pytest.fixture
def case(rng):
    """Parameters without zeros, images, and the gradient of the steering."""
    params = driving.init_drive(rng, H, W, M, L)
    params = params._replace(
        c_1=rng.normal(size=M), c_2=rng.normal(size=L), b=rng.normal(size=())
    )
    return params, rng.normal(size=(B, 1, H, W)), rng.normal(size=B)


def same_as(net, case):
    """Forward and every gradient, rtol 1e-10."""
    params, x, dy_hat = case
    y_hat, cache = driving.drive_forward(params, x)
    dx, grads = driving.drive_backward(dy_hat, cache)
    x_t = torch.tensor(x, requires_grad=True)
    out = net(x_t)
    out.backward(torch.tensor(dy_hat))
    rest = {"rtol": 1e-10, "atol": 1e-12}
    np.testing.assert_allclose(y_hat, out.detach(), **rest)
    np.testing.assert_allclose(dx, x_t.grad, **rest)
    for ours, parameter in zip(grads, net.parameters(), strict=True):
        theirs = parameter.grad.numpy().reshape(ours.shape)
        np.testing.assert_allclose(ours, theirs, **rest)


def test_matches_torch_twin(case):
    same_as(driving_torch.DriveNet(*case[0]), case)


def test_matches_torch_builtin(case):
    same_as(driving_torch.builtin_drive(*case[0]), case)


def test_gradient_matches_finite_differences(case):
    params, x, dy_hat = case
    _, cache = driving.drive_forward(params, x)
    dx, grads = driving.drive_backward(dy_hat, cache)

    def loss():
        return driving.drive_forward(params, x)[0] @ dy_hat

    arrays = {"x": (x, dx)}
    for name, array, grad in zip(params._fields, params, grads, strict=True):
        arrays[name] = array, grad
    for name, (array, grad) in arrays.items():
        slope = numerical_gradient(loss, array)
        np.testing.assert_allclose(
            grad, slope, rtol=1e-6, atol=1e-7, err_msg=name
        )


def test_initialisation_keeps_its_promise(rng):
    params = driving.init_drive(rng, 17, 30, 40, 50)
    assert params.w.shape == (50 * 5 * 8,)
    for kernel, n in (params.K_1, 9), (params.K_2, 9 * 40):
        np.testing.assert_allclose(kernel.var(), 2 / n, rtol=0.2)
    np.testing.assert_allclose(params.w.var(), 1 / 2000, rtol=0.2)
    for bias in params.c_1, params.c_2, params.b:
        assert not bias.any()
    x = rng.normal(size=(2, 1, 17, 30))
    assert driving.drive_forward(params, x)[0].shape == (2,)


def refused(words, call, *given, **named):
    with silence(), pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        call(*given, **named)


def test_bad_input_is_refused(case):
    params, x, dy_hat = case
    rng, low = np.random.default_rng(0), "must be whole and at least 1, got"
    _, cache = driving.drive_forward(params, x)
    forward = driving.drive_forward
    with silence():
        narrow = params._replace(K_2=params.K_2[:, :2])
    for words, call, *given in (
        (
            "x (5, 1, 4, 14) makes (5, 16), w is (48,)",
            *(forward, params, x[:, :, :4]),
        ),
        (
            "x must be floats of shape (B, C, H, W), got float64 (1, 9, 14)",
            *(forward, params, x[0]),
        ),
        (
            "dy_hat must be floats of shape (5,), got float64 (4,)",
            *(driving.drive_backward, dy_hat[:4], cache),
        ),
        (
            "K_2 must be floats of shape (L, 3, 3, 3), "
            "got float64 (4, 2, 3, 3)",
            *(forward, narrow, x),
        ),
        (f"M, L {low} 0, 16", driving.init_drive, rng, 9, 9, 0),
        (f"H, W {low} 9, 0", driving.init_drive, rng, 9, 0),
        (
            "y must be floats of shape (5,), got float64 (4,)",
            *(driving.train_drive, rng, params, x, dy_hat[:4]),
        ),
        (
            f"steps, B {low} 0, 64",
            *(driving.train_drive, rng, params, x, dy_hat, 0),
        ),
        (f"rounds {low} 0", driving.drive_aggregate, rng, None, None, 0),
        (f"most {low} 0", driving.drive_shift, rng, x, dy_hat, 1, 1, 0),
    ):
        refused(words, call, *given)


def test_arguments_stay_as_they_are(case):
    params, x, dy_hat = case
    kept = [a.copy() for a in (*params, x, dy_hat)]
    rng = np.random.default_rng(0)
    driving.train_drive(rng, params, x, dy_hat, steps=2)
    driving.drive_shift(rng, x, dy_hat, 1.0, 1.0)
    for net in (
        driving_torch.DriveNet(*params),
        driving_torch.builtin_drive(*params),
    ):
        for parameter in net.parameters():
            with torch.no_grad():
                parameter += 1
    for old, new in zip(kept, (*params, x, dy_hat), strict=True):
        np.testing.assert_array_equal(old, new)


def test_one_step_of_training_equals_torchs(case):
    """Adam with the gradient of the mean squared error, not of half of it."""
    params, x, y = case
    rng = np.random.default_rng(3)
    new, losses = driving.train_drive(rng, params, x, y, steps=1, B=4, lr=0.1)
    n = np.random.default_rng(3).integers(B, size=4)
    net = driving_torch.DriveNet(*params)
    adam = torch.optim.Adam(net.parameters(), lr=0.1)
    loss = ((net(torch.tensor(x[n])) - torch.tensor(y[n])) ** 2).mean()
    loss.backward()
    adam.step()
    np.testing.assert_allclose(losses, [loss.item()], rtol=1e-10)
    for ours, theirs in zip(new, net.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-8)


def test_the_rate_falls_to_zero(case):
    """Of two steps the second has half the rate: with a lr of 0 none moves."""
    params, x, y = case
    ends = []
    for steps in 1, 2:
        rng = np.random.default_rng(0)
        new, losses = driving.train_drive(rng, params, x, y, steps=steps, lr=1)
        assert losses.shape == (steps,)
        ends.append(new.b)
    np.testing.assert_allclose(abs(ends[0] - params.b), 1, rtol=1e-5)
    assert 0 < abs(ends[1] - ends[0]) < 0.6


def test_float32_stays_float32(case):
    params, x, dy_hat = case
    params = type(params)(*(a.astype(np.float32) for a in params))
    x, dy_hat = x.astype(np.float32), dy_hat.astype(np.float32)
    y_hat, cache = driving.drive_forward(params, x)
    dx, grads = driving.drive_backward(dy_hat, cache)
    rng = np.random.default_rng(0)
    new, losses = driving.train_drive(rng, params, x, dy_hat, steps=2)
    moved = driving.drive_shift(rng, x, dy_hat, 2.5, 0.5)
    found = (y_hat, dx, *grads, *new, losses, *moved)
    assert {a.dtype for a in found} == {np.dtype("f4")}


def spots(rng, N):
    """A bright column on a dark image; the answer is where it is."""
    n = rng.integers(2, 14, N)
    x = np.zeros((N, 1, 8, 16), np.float32)
    x[np.arange(N), 0, :, n] = 1
    return x, ((7.5 - n) / 4).astype(np.float32)


@pytest.mark.parametrize("seed", range(2))
def test_learns_a_small_task(seed):
    """Where a column is, to 0.15 columns, after 300 steps."""
    rng = np.random.default_rng(seed)
    x, y = spots(rng, 500)
    params = driving.init_drive(rng, 8, 16, 4, 6)
    params = type(params)(*(a.astype(np.float32) for a in params))
    before = driving.drive_forward(params, x)[0] - y
    assert (before**2).mean() > 0.5
    params, _ = driving.train_drive(rng, params, x, y, 300, B=32, lr=0.01)
    x, y = spots(rng, 200)
    error = 4 * (driving.drive_policy(params)(x) - y)
    assert (error**2).mean() ** 0.5 < 0.15


def test_a_shift_moves_the_image_and_the_answer():
    """To the right by n columns, the rim repeated; y falls with it."""
    rng = np.random.default_rng(0)
    x = np.arange(3 * 2 * 7.0).reshape(3, 1, 2, 7)
    x, y = np.tile(x, (60, 1, 1, 1)), np.full(180, 10.0)
    moved, new = driving.drive_shift(rng, x, y, 4.0, 0.5, most=2)
    seen = set()
    for old, image, n in zip(x, moved, (10 - new) / 2, strict=True):
        n = int(n)
        where = (np.arange(7) - n).clip(0, 6)
        np.testing.assert_array_equal(image, old[..., where])
        seen.add(n)
    assert seen == {-2, -1, 0, 1, 2}


def test_aggregation_asks_where_the_network_drives():
    """First the teacher's frames, then those of the last network; all kept."""
    rng = np.random.default_rng(0)
    asked, sizes = [], []

    def collect(policy):
        asked.append(policy)
        return spots(rng, 10 * len(asked))

    def start(rng):
        return driving.init_drive(rng, 8, 16, 2, 2)

    def watch(rng, params, x, y, **settings):
        sizes.append((len(x), settings))
        return kept(rng, params, x, y, **settings)

    kept, driving.train_drive = driving.train_drive, watch
    try:
        nets = driving.drive_aggregate(rng, collect, start, 3, steps=2)
    finally:
        driving.train_drive = kept
    assert [n for n, _ in sizes] == [10, 30, 60]
    assert sizes[0][1] == {"steps": 2}
    assert asked[0] is None
    x, _ = spots(rng, 4)
    for policy, net in zip(asked[1:], nets, strict=False):
        expected = driving.drive_forward(net, x)[0]
        np.testing.assert_array_equal(policy(x), expected)
    assert len(nets) == len(asked) == 3


def test_results_have_their_rows():
    rows = driving_results.results(seeds=2, T=20, rounds=2, R=3, steps=3)
    names = {row["name"]: row for row in rows}
    assert list(names)[:3] == ["teacher", "straight", "untrained"]
    assert names["DAgger 0"]["frames"] == 100
    assert names["DAgger 1"]["frames"] == 200
    assert names["clone, more"]["frames"] == 200
    for row in rows:
        assert len(row["metres"]) == len(row["open"]) == 2
    assert names["teacher"]["open"] == names["teacher"]["own"] == [0, 0]
    steers = names["teacher"]["steers"]
    assert steers[0] > steers[-1]
    assert np.shape(names["DAgger 0"]["path"]) == (3, 10, 2)
    assert np.shape(names["DAgger 0"]["came"]) == (3,)
    assert names["linear push"]["frames"] == names["clone, twice"]["frames"]
    for name in ("contrast", "clone, twice", "shift", "push", "DAgger 1"):
        assert len(names[name]["far"]) == 2
        assert 0 < min(names[name]["far"]) <= max(names[name]["far"]) <= 100


def test_twice_the_answer_is_the_same_driver_stronger():
    found = {"a": (lambda x: x + 1, 7)}
    policy, frames = driving_results.stronger(found, "a")
    assert policy(2.0) == 6
    assert frames == 7


def test_joined_lessons_keep_their_order():
    x, y = driving_results.joined([([1, 2], [3, 4]), ([5], [6])])
    assert x.tolist() == [1, 2, 5]
    assert y.tolist() == [3, 4, 6]


def test_the_table_gives_mean_and_spread():
    row = {"frames": 7, "open": [1.0, 2.0], "own": [3.0, 3.0]}
    row |= {"metres": [10.0, 30.0], "whole": [0.5, 1.0]}
    row |= {"departures": [0.5, 1.0]}
    names = [*driving_results.SHOWN, "other"]
    rows = [row | {"name": name} for name in reversed(names)]
    rows[-1] |= {"far": [50.0], "frames": 8}  # the teacher, on the page first
    lines = driving_results.table(rows)
    assert lines[:2] == [
        "| 8 | 1.5 ± 0.7 | 3.0 ± 0.0 | 20 ± 14 | 75 | 0.75 |",
        "| 7 | 1.5 ± 0.7 | 3.0 ± 0.0 | 20 ± 14 | 75 | 0.75 |",
    ]
    assert lines[20:22] == ["| 10 30 | 50 |", "| 10 30 | – |"]
    assert len(lines) == 40
    assert driving_results.facts(rows) == ["other: 20 ± 14 m, 75 %"]


def test_of_rules_that_come_to_the_end_the_straightest_is_chosen():
    """20 m are the end for all of them: the first was taken once."""
    roads = driving_env.road_make(np.random.default_rng(0), 3, 100)
    rng = np.random.default_rng(1)
    rules = [
        driving_env.drive_by_paint(gain, level, True)
        for gain in (1.2, 1.8, 2.4, 3.2)
        for level in (0.05, 0.1, 0.2)
    ]
    drives = [driving_env.drive_on(rng, roads, rule, 20) for rule in rules]
    assert all(
        (driving_env.drive_metres(drive) == 20).all() for drive in drives
    )
    want = rules[np.argmin([(drive.e**2).mean() for drive in drives])]
    again = np.random.default_rng(1)
    found = driving_results.paint_chosen(again, roads, 40, contrast=True)
    x = drives[0].x[5]
    np.testing.assert_array_equal(found(x), want(x))
    assert not np.array_equal(found(x), rules[0](x))


def test_ridge_regression_is_scikit_learns(rng):
    """Where the offset is not penalised, it differs: so let it be small."""
    from sklearn.linear_model import Ridge

    x, y = rng.normal(size=(40, 1, 2, 3)), rng.normal(size=40)
    flat = np.column_stack([x.reshape(40, -1), np.ones(40)])
    ridge = Ridge(alpha=10.0, fit_intercept=False).fit(flat, y)
    ours = driving_results.drive_linear(x, y)(x)
    np.testing.assert_allclose(ours, ridge.predict(flat), rtol=1e-8)


def test_a_tested_road_was_not_learned_on():
    """The planted leak: one of the learned roads, among the tested ones."""
    learned = driving_env.road_make(np.random.default_rng(0), 4, 90)
    tested = driving_env.road_make(np.random.default_rng(1), 3, 80)
    assert driving_env.road_unseen(learned, tested) == 3
    leak = tested.kappa.copy()
    leak[2] = learned.kappa[1, :80]
    words = "tested roads must be new, got 2 = learned road 1"
    refused(
        words, driving_env.road_unseen, learned, tested._replace(kappa=leak)
    )


def test_results_refuse_a_leak(monkeypatch):
    """If every generator were the same, learned roads would be tested."""
    same = np.random.default_rng

    def one(seed):
        return same(0)

    monkeypatch.setattr(driving_results.np.random, "default_rng", one)
    refused(
        "tested roads must be new, got 0 = learned road 0",
        *(driving_results.results, 1, 20, 1, 5),
        steps=3,
    )
