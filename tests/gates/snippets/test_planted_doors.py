"""A public function without a call is seen; a fast version has its network's."""

import numpy as np
import pytest

from tests.gates.snippets import doors

# functions without a call

NET = """
twice = partial(net, 2)
def net(x):
    return inner(x)
def inner(x):
    return x
def _hidden(x):
    return x
class Row(NamedTuple):
    x: int
class Ring:
    def __init__(self, N):
        self.N = N
    def __len__(self):
        return self.N
    def keep(self, x):
        return x
if __name__ == "__main__":
    net(1)
"""


@pytest.mark.parametrize(
    ("rule", "calls", "message"),
    [
        ("uncalled", None, "calls.py is missing: write one sound call"),
        ("uncalled", "{'net.net': 0}, {'net.inner': 0}", "net.twice has no"),
        ("uncalled", "{'net.net': 0}, {}", "net.Ring has no call"),
        ("uncalled", "{'net.net': 0}, {}", "net.Ring.keep has no call"),
        ("uncalled", "{'net.Row': 0}, {}", "net.Row is no public function"),
        ("uncalled", "{'net.Ring.__len__': 0}, {}", "__len__ is no public"),
        ("uncalled", "{'net.other': 0}, {}", "net.other is no public function"),
        ("uncalled", "{'net.net': 0}, {'net.net': 0}", "and in INNER: take"),
        ("idle_inner", "{}, {'net.net': 0}", ""),
        ("idle_inner", "{}, {'net.inner': 0}", ""),
        ("idle_inner", "{}, {'net.twice': 0}", ""),
    ],
)
def test_a_function_without_a_call_is_seen(tmp_path, rule, calls, message):
    (tmp_path / "snippets/toy").mkdir(parents=True)
    (tmp_path / "snippets/toy/net.py").write_text(NET)
    folder = tmp_path / "tests/networks/toy"
    folder.mkdir(parents=True)
    if calls:
        (folder / "calls.py").write_text(f"CALLS, INNER = {calls}\n")
    breaches = list(getattr(doors, rule)(tmp_path, "toy"))
    assert any(message in breach for breach in breaches) or not message
    assert bool(breaches) == bool(message), breaches


# a fast version

CLEAR = """
def twice_forward(x):
    return 2 * x, x
def twice_backward(dy, cache):
    return 2 * dy
"""
FAST = """
from snippets.{0}.net import twice_backward
def twice_forward(x):
    return 2 * x, (x, x)
def pieces(x):
    return x
"""
CALLED = """
import numpy as np
from snippets.{0} import net
from tests.kit.calls import Call
def back(rng):
    return Call((np.ones(3), net.twice_forward(np.ones(3))[1]))
CALLS = {{
    "net.twice_forward": lambda rng: Call((np.ones(3),)),
    "net.twice_backward": back,
}}
INNER = {{"net_fast.pieces": "a part"}}
"""


@pytest.fixture
def fast(tmp_path, monkeypatch):
    """A family with a network and its fast version, which can be imported."""
    import snippets

    family = f"toy_{tmp_path.name}"
    texts = {
        f"snippets/{family}/__init__.py": '"""Toys."""\n',
        f"snippets/{family}/net.py": CLEAR,
        f"snippets/{family}/net_fast.py": FAST,
        f"tests/networks/{family}/calls.py": CALLED,
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text.format(family))
    path = [*snippets.__path__, str(tmp_path / "snippets")]
    monkeypatch.setattr(snippets, "__path__", path)
    return tmp_path, family


def test_a_fast_version_has_the_calls_of_its_network(fast):
    root, family = fast
    assert list(doors.uncalled(root, family)) == []
    names = [door.name for door in doors.doors(root)]
    calls = "net.twice_forward", "net.twice_backward", "net_fast.twice_forward"
    assert names == [f"{family}/{name}" for name in calls]  # no import again


def test_a_fast_backward_is_called_with_its_own_cache(fast):
    root, family = fast
    file = root / f"snippets/{family}/net_fast.py"
    own = "def twice_backward(dy, cache):\n    return 2 * dy\n"
    file.write_text(FAST.format(family).replace("from", "# ") + own)
    *_, (_, _, make) = doors.called(root, family, "net_fast")
    assert len(make(np.random.default_rng(0)).args[1]) == 2
    *_, (_, _, make) = doors.called(root, family, "net")
    assert make(np.random.default_rng(0)).args[1].shape == (3,)


def test_a_part_of_a_fast_version_without_a_call_is_seen(fast):
    root, family = fast
    file = root / f"tests/networks/{family}/calls.py"
    file.write_text(file.read_text().replace("net_fast.pieces", "net.none"))
    found = list(doors.uncalled(root, family))
    assert any("net_fast.pieces has no call" in breach for breach in found)
