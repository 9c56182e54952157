"""Gate 1: a network and its twin in PyTorch have the same parameters and defaults."""

import pytest

from press import ROOT
from tests.gates.snippets.layout import networks
from tests.gates.snippets.twins import pairs, unlike
from tests.kit.findings import none

SNIPPET = """
class ToyParams(NamedTuple):
    W: np.ndarray
    b: np.ndarray


def toy_step(W, x):
    pass


def toy_forward(params, x, k, s=None, rate=1 / 3, f=f_relu):
    pass


def toy_rule(theta, g, m, lr=1e-3, eps=1e-8):
    pass


def toyw_step(params, grads, lr=1e-3, **settings):
    pass


def fit_toy(rng, params, x, **more):
    steps, B = (EFFORT | more).values()


EFFORT = {"steps": 600, "B": 128}


def train_toy(rng, params, x, y, lr=-0.1, steps=100):
    pass
"""
TWIN = """
class Toy(nn.Module):
    def __init__(self, W, b, f=torch.relu):
        pass

    def forward(self, x, k, s=None, rate=1 / 3):
        pass


def builtin_toy(W, b, k, s=None):
    pass


def toy_torch(params, x, k, s=None, rate=1 / 3, f=F.relu):
    pass


def builtin_toyw(params, lr=1e-3, eps=1e-8):
    pass


def fit_toy_torch(rng, net, x, steps=600, B=128):
    pass


def windows(x, k, value):
    pass


def train_by_autograd(rng, net, x, y, lr=-0.1, steps=100):
    pass
"""
PLANTED = {
    "default of the built-in": (
        "b, k, s=None",
        "b, k, s=2",
        "toy: toy_forward and builtin_toy: s has None and 2",
    ),
    "no default": (
        "b, k, s=None",
        "b, k, s",
        "toy: toy_forward and builtin_toy: s has None and no default",
    ),
    "default of the training": (
        "net, x, y, lr=-0.1",
        "net, x, y, lr=0.1",
        "toy: train_toy and train_by_autograd: lr has -0.1 and 0.1",
    ),
    "more steps": (
        "net, x, y, lr=-0.1, steps=100",
        "net, x, y, lr=-0.1, steps=99",
        "toy: train_toy and train_by_autograd: steps has 100 and 99",
    ),
    "default of a module": (
        "self, x, k, s=None, rate=1 / 3",
        "self, x, k, s=None, rate=1 / 2",
        "toy: toy_forward and toy: rate has 1 / 3 and 1 / 2",
    ),
    "default of the rule of a step": (
        "params, lr=1e-3, eps=1e-8",
        "params, lr=1e-3, eps=1e-7",
        "toy: toyw_step and builtin_toyw: eps has 1e-08 and 1e-07",
    ),
    "default in a table": (
        "steps=600, B=128",
        "steps=600, B=64",
        "toy: fit_toy and fit_toy_torch: B has 128 and 64",
    ),
    "a parameter less": (
        "self, x, k, s=None, rate=1 / 3",
        "self, x, k, s=None",
        "toy: toy_forward and toy: only one of them takes rate",
    ),
    "a parameter more": (
        "toy_torch(params, x, k,",
        "toy_torch(params, x, k, d=1,",
        "toy: toy_forward and toy_torch: only one of them takes d",
    ),
    "a number, not a function": (
        "f=F.relu",
        "f=1",
        "toy: toy_forward and toy_torch: f has f_relu and 1",
    ),
}


@pytest.mark.parametrize("name", networks(ROOT))
def test_a_twin_is_called_like_its_network(name):
    path = ROOT / "snippets" / f"{name}.py"
    none(unlike(path), "give both the same parameters and defaults")


def test_nearly_every_twin_has_been_compared():
    found = [
        len(list(pairs(ROOT / f"snippets/{n}.py"))) for n in networks(ROOT)
    ]
    assert sum(found) >= 50
    assert found.count(0) <= 1, (
        "only the depth of a network has no twin of a function"
    )


def written(folder, twin=TWIN):
    (folder / "toy.py").write_text(SNIPPET, "utf-8")
    (folder / "toy_torch.py").write_text(twin, "utf-8")
    return folder / "toy.py"


def test_sound_twin(tmp_path):
    path = written(tmp_path)
    assert list(unlike(path)) == []
    assert len(list(pairs(path))) == 6


@pytest.mark.parametrize("fault", PLANTED)
def test_planted(fault, tmp_path):
    old, new, expected = PLANTED[fault]
    assert TWIN.count(old) == 1
    assert list(unlike(written(tmp_path, TWIN.replace(old, new)))) == [expected]


def test_planted_in_a_further_file(tmp_path):
    """The twin of toy_more.py stands in toy_torch.py, too."""
    folder = tmp_path / "snippets" / "family"
    page = tmp_path / "docs" / "en" / "family" / "toy.md"
    for place in (folder, page.parent):
        place.mkdir(parents=True)
    page.write_text("# Toy", "utf-8")
    path = written(folder, TWIN.replace("steps=100", "steps=99"))
    rest, name, train = SNIPPET.partition("def train_toy")
    path.write_text(rest, "utf-8")
    assert list(unlike(path)) == []
    (folder / "toy_more.py").write_text(name + train, "utf-8")
    fault = "toy: train_toy and train_by_autograd: steps has 100 and 99"
    assert list(unlike(path)) == [fault]
