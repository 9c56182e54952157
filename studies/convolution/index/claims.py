"""Do fully connected networks fail so on moved digits with other settings?"""

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

from studies.trying import Claim, varied

TRAIN = 1000
OTHER = {"lr": [0.003], "epochs": [10], "wide": [0.5, 2], "split": ["drawn"]}


def canvas(split: str, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The digits on 16×16 pixels, in the order of the file or drawn."""
    data = load_digits()
    x = torch.tensor(data.images / 16, dtype=torch.float32)
    order = torch.arange(len(x))
    if split == "drawn":
        order = torch.randperm(
            len(x), generator=torch.Generator().manual_seed(seed)
        )
    x = F.pad(x[order][:, None], (4, 4, 4, 4))
    return x, torch.tensor(data.target)[order]


def made(name: str, wide: float) -> nn.Sequential:
    """The network of the page of that name, some times as wide."""
    H, C, M = (int(wide * n) for n in (64, 8, 32))
    if name == "mlp":
        layers = [nn.Flatten(), nn.Linear(256, H), nn.ReLU(), nn.Linear(H, 10)]
        return nn.Sequential(*layers)
    layers = [nn.Conv2d(1, C, 3, padding=1), nn.ReLU()]
    layers += [nn.Conv2d(C, M, 3, padding=1), nn.ReLU()]
    if name == "dense_end":
        return nn.Sequential(*layers, nn.Flatten(), nn.Linear(M * 256, 10))
    end = nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(M, 10)
    return nn.Sequential(*layers, *end)


def taught(name, x, y, seed, lr, epochs, wide, reach=0) -> nn.Sequential:
    """A trained network; every image moves by up to reach as it is learned."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    net = made(name, wide)
    adam = torch.optim.Adam(net.parameters(), lr=lr)
    for _ in range(epochs):
        for batch in torch.randperm(TRAIN).split(50):
            by = torch.randint(-reach, reach + 1, (2,)).tolist()
            adam.zero_grad()
            seen = x[batch].roll(by, (2, 3))
            F.cross_entropy(net(seen), y[batch]).backward()
            adam.step()
    return net


def read(net, x, y, by=0) -> float:
    """Percent of the test digits read, moved in four directions."""
    ways = [(by, 0), (-by, 0), (0, by), (0, -by)] if by else [(0, 0)]
    with torch.no_grad():
        guess = [net(x[TRAIN:].roll(way, (2, 3))).argmax(dim=1) for way in ways]
    return 100 * (torch.stack(guess) == y[TRAIN:]).double().mean().item()


def on_moved(seed=0, by=2, lr=0.01, epochs=5, wide=1, split="file"):
    """Percent that three networks read in place and moved."""
    x, y = canvas(split, seed)
    found = {}
    for name in ("mlp", "dense_end", "maximum_end"):
        net = taught(name, x, y, seed, lr, epochs, wide)
        found[f"{name}, in place"] = read(net, x, y)
        found[f"{name}, moved"] = read(net, x, y, by)
    return found


def moved_in_training(seed=0, lr=0.01, epochs=20, wide=1, split="file"):
    """Percent of moved digits that an mlp reads, trained in place or moved."""
    x, y = canvas(split, seed)
    return {
        name: read(taught("mlp", x, y, seed, lr, epochs, wide, reach), x, y, 2)
        for name, reach in (("in place", 0), ("moved", 2))
    }


def on_mixed(seed=0, lr=0.01, epochs=5, wide=1, split="file"):
    """Percent read in order, and with all pixels shuffled alike."""
    x, y = canvas(split, seed)
    chance = torch.Generator().manual_seed(seed)
    order = torch.randperm(256, generator=chance)
    mixed = x.flatten(1)[:, order].reshape(x.shape)
    found = {}
    for name in ("mlp", "dense_end", "maximum_end"):
        for kind, seen in (("in order", x), ("shuffled", mixed)):
            net = taught(name, seen, y, seed, lr, epochs, wide)
            found[f"{name}, {kind}"] = read(net, seen, y)
    return found


def lost(n: dict[str, float], name: str) -> float:
    """How many points a network loses by shuffling."""
    return n[f"{name}, in order"] - n[f"{name}, shuffled"]


def only_the_maximum(n: dict[str, float]) -> bool:
    """Moved, only the network that ends in a maximum reads most digits."""
    keeps = n["maximum_end, moved"] > n["maximum_end, in place"] - 3
    return keeps and max(n["mlp, moved"], n["dense_end, moved"]) < 30


def only_it_loses(n: dict[str, float]) -> bool:
    """Shuffling costs the maximum 5 points, the mlp 3 at most, dense less."""
    falls = lost(n, "mlp") < 3 and lost(n, "maximum_end") > 5
    return falls and lost(n, "dense_end") < lost(n, "maximum_end") / 2


CLAIMS = {
    "two-pixels": Claim(
        on_moved, only_the_maximum, varied(5, by=[1, 3, 4], **OTHER)
    ),
    "moved-in-training": Claim(
        moved_in_training,
        lambda n: n["moved"] > n["in place"] + 30,
        varied(6, **{**OTHER, "epochs": [5, 80]}),
    ),
    "shuffled-pixels": Claim(on_mixed, only_it_loses, varied(5, **OTHER)),
}
