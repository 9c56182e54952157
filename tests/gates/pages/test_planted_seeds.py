"""Gate 2 goes red on chance that the next run would decide otherwise, whatever it prints."""

import pytest

from tests.gates.pages.planted import judged

NUMPY = "import numpy as np\n\n"
TORCH = "import torch\n\n"
UNSEEDED = {  # blocks, the faulty one, what is reported; each prints the same in every run
    "default_rng": (
        [
            (
                f"{NUMPY}rng = np.random.default_rng()\nprint(rng.random() < 2)",
                "True",
            )
        ],
        0,
        "a generator without a seed: 'rng = np.random.default_rng()'",
    ),
    "default_rng of None": (
        ["from numpy.random import default_rng\n\ndefault_rng(None)"],
        0,
        "without a seed: 'default_rng(None)'",
    ),
    "bit generator": ([f"{NUMPY}np.random.PCG64()"], 0, "np.random.PCG64()"),
    "RandomState": ([f"{NUMPY}np.random.RandomState()"], 0, "RandomState()"),
    "np.random": ([NUMPY, "np.random.rand(3)"], 1, "np.random before it has"),
    "np.random, then a seed": (
        [f"{NUMPY}np.random.rand(3)\nnp.random.seed(0)"],
        0,
        "drawn from np.random before it has a seed",
    ),
    "np.random.seed of nothing": (
        [f"{NUMPY}np.random.seed()\nnp.random.rand()"],
        0,
        "without a seed: 'np.random.seed()'",
    ),
    "np.random in a library": (
        [
            "from sklearn.model_selection import train_test_split\n\n"
            "train_test_split([1, 2, 3])"
        ],
        0,
        "drawn from np.random before it has a seed",
    ),
    "random": (["import random", "random.random()"], 1, "random before it has"),
    "random.Random": (
        ["import random\n\nrandom.Random().random()"],
        0,
        "without a seed: 'random.Random().random()'",
    ),
    "secrets": (
        ["import secrets\n\nsecrets.randbelow(3)"],
        0,
        "without a seed: 'secrets.randbelow(3)'",
    ),
    "torch.rand": (
        [(f"{TORCH}print((torch.rand(3) < 2).all().item())", "True")],
        0,
        "drawn from torch before it has a seed",
    ),
    "torch.seed": ([f"{TORCH}torch.seed()"], 0, "a seed: 'torch.seed()'"),
    "dropout": (
        [f"{TORCH}torch.nn.functional.dropout(torch.ones(3))"],
        0,
        "drawn from torch before it has a seed",
    ),
    "shuffling loader": (
        [
            f"{TORCH}loader = torch.utils.data.DataLoader([1, 2], shuffle=True)\n"
            "list(loader)"
        ],
        0,
        "drawn from torch before it has a seed",
    ),
    "layer": (
        [(f"{TORCH}print(torch.nn.Linear(1, 1)(torch.ones(1)) < 9)", "x")],
        0,
        "tensor([False])",
    ),
    "layer, then a seed": (
        [
            (
                f"{TORCH}layer = torch.nn.LSTM(2, 3)\ntorch.manual_seed(0)\n"
                "print(layer(torch.randn(1, 2))[0].abs().max().item() < 1)",
                "True",
            )
        ],
        0,
        "page says 'True', the block prints 'False'",
    ),
    "layer that prints": (
        [(f"{TORCH}print(torch.nn.Linear(1, 1).weight.item())", "0.5")],
        0,
        "nan, since a layer got no seed",
    ),
}
SEEDED = {  # sound blocks
    "numpy": (
        f"{NUMPY}rng = np.random.default_rng(0)\nrng.normal()\nrng.spawn(1)",
        "np.random.seed(1)\nnp.random.rand()",
        "np.random.RandomState(2).rand()\nnp.random.Generator(np.random.PCG64(3))",
    ),
    "library": (
        "from sklearn.model_selection import train_test_split\n\n"
        "train_test_split([1, 2, 3], random_state=0)",
    ),
    "random": (
        "import random\nimport tempfile\n\nrandom.seed(0)\nrandom.random()",
        "random.Random(1).random()\ntempfile.TemporaryDirectory().cleanup()",
    ),
    "torch": (
        f"{TORCH}torch.manual_seed(0)\ntorch.rand(3)\ntorch.nn.Linear(2, 3)",
    ),
    "generator of torch": (
        f"{TORCH}rng = torch.Generator().manual_seed(0)\n"
        "torch.rand(3, generator=rng)",
    ),
    "weights that are set": (
        (
            f"{TORCH}layer = torch.nn.Linear(2, 1)\nwith torch.no_grad():\n"
            "    layer.weight.fill_(1)\n    layer.bias.zero_()\n"
            "print(layer(torch.ones(2)).item())",
            "2.0",
        ),
    ),
    "weights that are counted": (
        (
            f"{TORCH}layer = torch.nn.GRU(2, 1)\n"
            "print(sum(p.numel() for p in layer.parameters()))",
            "15",
        ),
    ),
    "skipped": (
        f"{TORCH}layer = torch.nn.utils.skip_init(torch.nn.Linear, 2, 1)",
    ),
    "only imported": ("import random\n\nimport numpy\nimport scipy.stats",),
}


@pytest.mark.parametrize("name", UNSEEDED)
def test_chance_without_a_seed(name):
    """Red, though every run of it prints the same."""
    blocks, faulty, expected = UNSEEDED[name]
    found = judged(*blocks)
    assert expected in found[faulty]
    assert [each for each in found if each] == [found[faulty]]


@pytest.mark.parametrize("name", SEEDED)
def test_chance_with_a_seed(name):
    assert judged(*SEEDED[name]) == [None] * len(SEEDED[name])
