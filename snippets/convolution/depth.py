"""How deep, how many pooling layers: rules of thumb as functions.

Papers  Araujo et al. 2019, doi:10.23915/distill.00021 (receptive fields)
        Simonyan & Zisserman 2015, arXiv:1409.1556 (stacks of 3×3)
Twin    depth_torch.py
Sizes   k window, s stride, p padding; C channels, M kernels, K classes
"""

from typing import NamedTuple

from snippets.foundations.neuron import expect_count


# --8<-- [start:trace_layers]
class Layer(NamedTuple):
    """Convolution with M kernels and batch norm; pooling if M is 0."""

    k: int
    s: int = 1
    p: int = 0
    M: int = 0


class Stage(NamedTuple):
    """After a layer: C maps of size×size; one value sees r×r pixels of the
    image, its neighbour j pixels further; parameters, multiply-adds.
    """

    size: int
    C: int
    r: int = 1
    j: int = 1
    params: int = 0
    macs: int = 0


def step_layer(stage: Stage, layer: Layer) -> Stage:
    """The stage after one more layer.

    ValueError unless all sizes are whole numbers, p and M from 0, the others
    from 1, and the window fits into the padded map.
    """
    (size, C, r, j, *_), (k, s, p, M) = stage, layer
    expect_count("size, C, r, j, k, s", size, C, r, j, k, s)
    expect_count("p, M", p, M, low=0)
    expect_count("params, macs", stage.params, stage.macs, low=0)
    if k > size + 2 * p:
        raise ValueError(f"{layer} does not fit a map of {size}×{size}")
    out = (size + 2 * p - k) // s + 1
    weights = M * C * k * k
    r, j = r + (k - 1) * j, j * s
    return Stage(out, M or C, r, j, weights + 2 * M, weights * out * out)


def trace_layers(layers, size: int, C: int) -> list[Stage]:
    """All stages of a stack on an image (C, size, size), or ValueError."""
    expect_count("size, C", size, C)
    stages = [Stage(size, C)]
    for layer in layers:
        stages.append(step_layer(stages[-1], layer))
    return stages
    # --8<-- [end:trace_layers]


# --8<-- [start:count_stack]
def count_stack(layers, size: int, C: int, K: int) -> tuple[int, int]:
    """Parameters and multiply-adds, with a dense layer to K classes on top.

    ValueError if K is no whole number from 1, or as trace_layers.
    """
    expect_count("K", K)
    stages = trace_layers(layers, size, C)
    D = stages[-1].C * stages[-1].size ** 2
    params = sum(stage.params for stage in stages) + (D + 1) * K
    return params, sum(stage.macs for stage in stages) + D * K
    # --8<-- [end:count_stack]


# --8<-- [start:spread_stack]
def spread_stack(convs: int, pools: int, M: int = 16) -> list[Layer]:
    """Convolutions 3×3 with poolings 2×2 spread evenly among them.

    ValueError unless all are whole numbers, convs and M from 1, and
    0 <= pools <= convs.
    """
    expect_count("convs, M", convs, M)
    expect_count("pools", pools, low=0)
    if pools > convs:
        raise ValueError(f"need 0 to {convs} pooling layers, got {pools}")
    layers = []
    half = convs // 2
    for n in range(convs):
        layers.append(Layer(3, 1, 1, M))
        before, after = ((n + m) * pools + half for m in (0, 1))
        if after // convs > before // convs:
            layers.append(Layer(2, 2))
    return layers
    # --8<-- [end:spread_stack]


# --8<-- [start:plan_stack]
def plan_stack(size: int, reach: int, convs=2, least=4, M=16) -> list[Layer]:
    """Blocks of convolutions and one pooling until a value sees reach pixels.

    Kernels double from block to block. ValueError if a map would have to
    become smaller than least, if reach is more than the image, or unless all
    are whole numbers from 1.
    """
    expect_count("size, reach, convs, least, M", size, reach, convs, least, M)
    if reach > size:
        raise ValueError(f"reach must be at most size = {size}, got {reach}")
    layers = []
    stage = Stage(size, 1)
    while stage.r < reach:
        if layers and stage.size // 2 < least:
            need = f"at {stage.size}×{stage.size} a value sees {stage.r}"
            raise ValueError(f"{need} of {reach} pixels, and least is {least}")
        pool = [Layer(2, 2)] if layers else []
        block = [*pool, *[Layer(3, 1, 1, M)] * convs]
        stage = trace_layers([*layers, *block], size, 1)[-1]
        layers, M = [*layers, *block], 2 * M
    return layers
    # --8<-- [end:plan_stack]


if __name__ == "__main__":
    layers = plan_stack(size=64, reach=40)
    for stage in trace_layers(layers, 64, 3):
        print(stage)
    params, macs = count_stack(layers, 64, 3, K=10)
    print(params, "parameters,", macs, "multiply-adds")
    params, macs = count_stack(spread_stack(4, 2), 8, 1, K=10)
    print(params, "parameters,", macs, "multiply-adds")
