"""Counting by formula against building the network in torch and counting."""

from snippets.convolution import depth
from snippets.convolution.depth_torch import build_stack


def test_parameters_and_sizes(ratio):
    layers = depth.plan_stack(size=64, reach=40)

    def by_formula():
        depth.count_stack(layers, 64, 3, 10)

    def by_torch():
        net = build_stack(layers, 64, 3, 10)
        sum(p.numel() for p in net.parameters())

    ratio(f"{len(layers)} layers on 64×64", by_formula, by_torch, bound=1.0)
