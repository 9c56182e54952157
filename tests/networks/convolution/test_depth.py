"""snippets/convolution/depth.py against torch, counting and its own words."""

import numpy as np
import pytest
import torch

from snippets.convolution import (
    depth,
    depth_torch,
)
from snippets.convolution.depth import Layer
from studies.convolution.depth import results as depth_results

SIZE, C, K = 30, 3, 7


@pytest.fixture(autouse=True)
def one_thread():
    """Small layers: threads would only wait for one another."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def stacks(rng) -> list:
    """Many stacks of up to six layers that fit, strides and paddings mixed."""
    found = []
    while len(found) < 40:
        layers = []
        for _ in range(rng.integers(1, 7)):
            k = int(rng.integers(1, 5))
            s, p = int(rng.integers(1, 4)), int(rng.integers(k // 2 + 1))
            layers.append(
                Layer(k, s, p, int(rng.integers(2) * rng.integers(9)))
            )
        try:
            depth.trace_layers(layers, SIZE, C)
        except ValueError:
            continue
        found.append(layers)
    return found


def test_receptive_field_is_where_the_gradient_is(stacks):
    for layers in stacks:
        bare = [layer._replace(p=0) for layer in layers]
        size = 1
        for k, s, *_ in reversed(bare):  # so large that no border is met
            size = (size + 1) * s + k
        r = depth.trace_layers(bare, size, C)[-1].r
        assert depth_torch.measure_field(bare, size) == r, layers


def test_a_layer_of_a_window_alone_pools_like_torchs_with_stride_one():
    (_, stage) = depth.trace_layers([Layer(3)], SIZE, C)
    pool = torch.nn.MaxPool2d(3, stride=1)
    _, channels, height, width = pool(torch.zeros(1, C, SIZE, SIZE)).shape
    assert (stage.C, stage.size, stage.size) == (channels, height, width)
    assert (stage.r, stage.j, stage.params) == (3, 1, 0)


def test_padding_does_not_change_the_receptive_field(stacks):
    for layers in stacks:
        padded = depth.trace_layers(layers, 99, C)[-1]
        bare = [layer._replace(p=0) for layer in layers]
        assert padded.r == depth.trace_layers(bare, 999, C)[-1].r


def test_sizes_channels_and_parameters_are_those_of_torch(stacks):
    for layers in stacks:
        stages = depth.trace_layers(layers, SIZE, C)
        net = depth_torch.build_stack(layers, SIZE, C, K)
        x = torch.zeros(2, C, SIZE, SIZE)
        at = iter(net)
        for layer, stage in zip(layers, stages[1:], strict=True):
            for _ in range(3 if layer.M else 1):
                x = next(at)(x)
            assert x.shape == (2, stage.C, stage.size, stage.size)
        count = sum(p.numel() for p in net.parameters())
        assert count == depth.count_stack(layers, SIZE, C, K)[0]


def test_multiply_adds_are_counted():
    layers = [Layer(3, 2, 1, 4), Layer(2, 2), Layer(2, 1, 0, 5)]
    count, size, channels = 0, 9, 2
    for k, s, p, M in layers:
        size = len(range(-p, size + p - k + 1, s))
        if M:
            for _ in np.ndindex(M, size, size, channels, k, k):
                count += 1
            channels = M
    for _ in np.ndindex(channels * size * size, K):
        count += 1
    assert depth.count_stack(layers, 9, 2, K)[1] == count


def test_jump_is_the_distance_of_neighbours(stacks):
    for layers in stacks:
        j = depth.trace_layers(layers, SIZE, C)[-1].j
        assert j == np.prod([layer.s for layer in layers])


@pytest.mark.parametrize("convs", range(1, 9))
def test_spread_has_what_was_asked_for(convs):
    for pools in range(convs + 1):
        layers = depth.spread_stack(convs, pools, M=5)
        assert [layer.M for layer in layers].count(5) == convs
        assert layers.count(Layer(2, 2)) == pools
        assert layers[0].M == 5  # never two poolings in a row
        assert "pp" not in "".join("c" if layer.M else "p" for layer in layers)


@pytest.mark.parametrize(
    ("convs", "pools", "order"),
    [(1, 1, "cp"), (2, 1, "cpc"), (4, 1, "ccpcc"), (4, 2, "cpccpc")],
)
def test_spread_is_even(convs, pools, order):
    layers = depth.spread_stack(convs, pools)
    assert "".join("c" if layer.M else "p" for layer in layers) == order


@pytest.mark.parametrize("convs", [1, 2, 3])
def test_plan_sees_enough_and_no_more_than_needed(convs):
    for size in (8, 33, 64, 224):
        for reach in range(1, size // 4):
            layers = depth.plan_stack(size, reach, convs, M=6)
            stages = depth.trace_layers(layers, size, 1)
            assert stages[-1].r >= reach
            assert stages[-1].size >= 4
            shorter = stages[max(0, len(stages) - 2 - convs)]
            assert not layers or shorter.r < reach
            kernels = [layer.M for layer in layers if layer.M]
            assert kernels == [
                6 * 2 ** (n // convs) for n in range(len(kernels))
            ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: depth.trace_layers([Layer(9)], 8, 1), "k=9.* map of 8×8"),
        (lambda: depth.trace_layers([Layer(0)], 8, 1), "k, s .* 1, 0, 1$"),
        (lambda: depth.trace_layers([Layer(2, 0)], 8, 1), "k, s .* 2, 0$"),
        (lambda: depth.trace_layers([Layer(2, 1, -1)], 8, 1), "0, got -1, 0"),
        (lambda: depth.trace_layers([Layer(2, M=-1)], 8, 1), "0, got 0, -1"),
        (lambda: depth.trace_layers([Layer(2.0)], 8, 1), "k, s .* 2.0, 1$"),
        (lambda: depth.trace_layers([Layer(2, True)], 8, 1), "k, s .* True$"),
        (lambda: depth.trace_layers([], 8.0, 1), "size, C .* got 8.0, 1"),
        (lambda: depth.trace_layers([], 8, 0), "size, C .* got 8, 0"),
        (lambda: depth.step_layer(depth.Stage(8, 0), Layer(2)), "got 8, 0,"),
        (lambda: depth.count_stack([], 8, 1, "10"), "K .* least 1, got '10'"),
        (lambda: depth.count_stack([], 8, 1, 0), "K .* least 1, got 0"),
        (lambda: depth.trace_layers([Layer(2, 2)] * 4, 8, 1), "map of 1×1"),
        (lambda: depth.spread_stack(2, 3), "0 to 2 pooling layers, got 3"),
        (lambda: depth.spread_stack(2, -1), "pools .* least 0, got -1"),
        (lambda: depth.spread_stack(0, 0), "convs, M .* got 0, 16"),
        (lambda: depth.spread_stack(2, 1, 0.5), "convs, M .* got 2, 0.5"),
        (lambda: depth.plan_stack(8, 9), "at most size = 8, got 9"),
        (lambda: depth.plan_stack(8, 0), "reach, .* got 8, 0, 2"),
        (lambda: depth.plan_stack(8, 3, convs=0), "got 8, 3, 0, 4, 16"),
        (lambda: depth.plan_stack(8, 3, least=None), "got 8, 3, 2, None"),
        (
            lambda: depth.plan_stack(32, 32, least=16),
            "at 16×16 a value sees 14 of 32 pixels, and least is 16",
        ),
    ],
)
def test_the_impossible_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_maxima_are_all_that_a_stack_reads_if_told_so():
    torch.manual_seed(0)
    layers = depth.spread_stack(2, 1, M=4)
    net = depth_torch.build_stack(layers, 12, 1, K, whole=False).eval()
    assert sum(p.numel() for p in net[-1].parameters()) == 5 * K
    x = torch.zeros(1, 1, 12, 12)
    x[0, 0, 5, 5] = 1
    moved = x.roll((2, 2), (2, 3))
    torch.testing.assert_close(net(x), net(moved))


def dots(rng, N):
    """One dot, or two dots that are 3 pixels apart, anywhere in 12×12."""
    x, y = np.zeros((N, 1, 12, 12), np.float32), rng.integers(2, size=N)
    rows, cols = rng.integers(12, size=N), rng.integers(9, size=N)
    x[np.arange(N), 0, rows, cols] = 1
    x[np.arange(N), 0, rows, cols + 3] = y
    return torch.tensor(x), torch.tensor(y)


def test_three_layers_learn_to_see_two_dots():
    """One dot or two, three layers of 3×3 see both, maxima are enough."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    x, y = dots(rng, 500)
    net = depth_torch.build_stack(depth.spread_stack(3, 0, 8), 12, 1, 2, False)
    depth_torch.train_stack(net, x, y)
    x, y = dots(rng, 500)
    with torch.no_grad():
        right = (net(x).argmax(dim=1) == y).float().mean()
    assert right > 0.95


def test_a_try_is_decided_by_its_seed():
    torch.manual_seed(5)
    x, y = torch.rand(1400, 1, 6, 6), torch.randint(3, (1400,))
    x[torch.arange(1400), 0, 2 * y, y] += 0.5
    layers = depth.spread_stack(1, 0, 4)
    (right, seconds), again, other = (
        depth_torch.try_stack(layers, x, y, seed) for seed in (0, 0, 1)
    )
    assert right > 0.6
    assert seconds > 0
    assert again[0] == right != other[0]


def test_results_have_a_row_for_every_cell():
    rows = depth_results.results(seeds=2)
    cells = [(row["convs"], row["pools"]) for row in rows]
    assert cells == depth_results.CELLS
    for row in rows:
        layers = depth.spread_stack(row["convs"], row["pools"])
        assert (row["params"], row["macs"]) == depth.count_stack(
            layers, 8, 1, 10
        )
        assert len(row["whole"]) == len(row["maxima"]) == 2
        assert np.mean(row["whole"]) > 0.7
        assert row["ms"] > 0
    assert min(rows, key=lambda row: np.mean(row["maxima"]))["r"] < 5


def test_the_table_gives_means_their_errors_and_what_is_behind():
    numbers = dict.fromkeys(depth_results.COLUMNS, 7)
    best = numbers | {"whole": [0.9, 0.8], "maxima": [0.5, 0.5]}
    other = numbers | {"whole": [0.7, 0.8], "maxima": [0.5, 0.3]}
    assert depth_results.table([other, best]) == [
        f"|{' 7 |' * 7} 75.0 ± 5.0 | 10.0 ± 10.0 | 40.0 ± 10.0 |",
        f"|{' 7 |' * 7} 85.0 ± 5.0 | 0.0 ± 0.0 | 50.0 ± 0.0 |",
    ]
