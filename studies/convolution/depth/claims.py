"""Do the conclusions about depth hold for other seeds, rates and sizes?"""

from time import process_time

import torch
from sklearn.datasets import load_digits

from snippets.convolution.depth import Layer, count_stack, spread_stack
from snippets.convolution.depth_torch import build_stack, train_stack
from studies.trying import Claim, varied

OTHER = {"lr": [0.02, 0.1], "epochs": [20], "N": [150, 700], "split": ["file"]}


AS_MANY = {}, {"lr": 0.1}, {"epochs": 20}, {"epochs": 40}


def tried(layers, whole=True, seed=0, N=300, split="drawn", **how) -> float:
    """Percent that a stack reads of 1000 digits, after learning N others."""
    torch.set_num_threads(1)
    images, y = load_digits(return_X_y=True)
    x = torch.tensor(images.reshape(-1, 1, 8, 8) / 16, dtype=torch.float32)
    torch.manual_seed(seed)
    order = torch.randperm(len(x))
    order = order if split == "drawn" else torch.arange(len(x))
    net = build_stack(layers, 8, 1, 10, whole)
    learn, test = order[:N], order[-1000:]
    train_stack(net, x[learn], torch.tensor(y)[learn], **how)
    with torch.no_grad():
        guess = net(x[test]).argmax(dim=1)
    return 100 * (guess == torch.tensor(y)[test]).float().mean().item()


def cells(*pairs, M=16, **how) -> dict[str, float]:
    """Percent for numbers of convolutions and poolings, the whole map read."""
    return {
        f"{convs} conv {pools} pool": tried(
            spread_stack(convs, pools, M), **how
        )
        for convs, pools in pairs
    }


def field_or_depth(M=16, as_many=False, **how) -> dict[str, float]:
    """Percent where only maxima are read: field and depth, each by itself.

    as_many: where r is 3, so many kernels that the weights are as many.
    """
    one, wide = Layer(3, 1, 1, M), Layer(3, 1, 1, 3 * M if as_many else M)
    stacks = {
        "1 conv, r 3": [one._replace(M=9 * M if as_many else M)],
        "1 conv, r 9": [Layer(9, 1, 4, M)],
        "4 conv, r 3": [wide, *[Layer(1, 1, 0, wide.M)] * 3],
        "4 conv, r 9": [one] * 4,
    }
    return {name: tried(s, False, **how) for name, s in stacks.items()}


def whole_map(M=16, **how) -> dict[str, float]:
    """Percent where the whole map is read, at most 1 pooling, r 3 to 14."""
    return cells((1, 0), (1, 1), (2, 0), (2, 1), (4, 0), (4, 1), M=M, **how)


def one_or_two(M=16, **how) -> dict[str, float]:
    """Percent with 1 pooling, with 2, and with 2 but as many numbers left."""
    wide = spread_stack(4, 2, M)
    wide[-2] = wide[-2]._replace(M=4 * M)
    found = cells((2, 1), (2, 2), (4, 1), (4, 2), M=M, **how)
    return {**found, "4 conv 2 pool, wide": tried(wide, **how)}


def none_or_one(M=16, **how) -> dict[str, float]:
    """Percent with 4 convolutions, without pooling and with 1."""
    return cells((4, 0), (4, 1), M=M, **how)


def seconds(layers, B: int) -> float:
    """CPU seconds of one training on 300 digits, the shortest of three."""
    torch.set_num_threads(1)
    images, y = load_digits(return_X_y=True)
    x = torch.tensor(images[:300].reshape(-1, 1, 8, 8), dtype=torch.float32)
    found = []
    for _ in range(3):
        net = build_stack(layers, 8, 1, 10)
        begin = process_time()
        train_stack(net, x / 16, torch.tensor(y[:300]), B=B)
        found.append(process_time() - begin)
    return min(found)


def work_and_time(seed=0, M=16, B=50, pools=0) -> dict[str, float]:
    """How many times as much 4 convolutions take as 1 with a pooling."""
    torch.manual_seed(seed)
    large, small = spread_stack(4, pools, M), spread_stack(1, 1, M)
    work = [count_stack(layers, 8, 1, 10)[1] for layers in (large, small)]
    return {
        "multiply-adds": work[0] / work[1],
        "time": seconds(large, B) / seconds(small, B),
    }


def by_field(n: dict[str, float]) -> bool:
    """A larger field reads over 10 points more, at either depth."""
    return all(
        n[f"{depth} conv, r 9"] > n[f"{depth} conv, r 3"] + 10
        for depth in (1, 4)
    )


def second_costs(n: dict[str, float]) -> bool:
    """With 2 poolings fewer digits are read than with 1."""
    return all(
        n[f"{depth} conv 2 pool"] < n[f"{depth} conv 1 pool"]
        for depth in (2, 4)
    )


CLAIMS = {
    "field-by-itself": Claim(
        field_or_depth,
        by_field,
        [
            *varied(6, M=[8, 32], **OTHER | {"epochs": [20, 40]}),
            *({"as_many": True} | other for other in AS_MANY),
        ],
    ),
    "whole-hardly": Claim(
        whole_map,
        lambda n: max(n.values()) - min(n.values()) < 4,
        varied(6, M=[8, 32], **OTHER),
    ),
    "second-pooling": Claim(
        one_or_two, second_costs, varied(6, M=[8, 32], **OTHER)
    ),
    "pooling-saves": Claim(
        none_or_one,
        lambda n: n["4 conv 1 pool"] > n["4 conv 0 pool"] - 1,
        varied(10, M=[8, 32], **OTHER),
    ),
    "not-time": Claim(
        work_and_time,
        lambda n: n["time"] < n["multiply-adds"] / 3,
        varied(5, M=[8, 32, 64], B=[10, 150], pools=[1]),
    ),
}
