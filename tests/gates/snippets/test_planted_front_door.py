"""The walker of the front doors sees faults that were planted for it."""

import numpy as np
import pytest

from snippets.foundations.neuron import expect
from tests.gates.snippets import front_door
from tests.kit.calls import Call, Door

N, D = 7, 3


def good(w, x):
    expect("w", w, "D")
    expect("x", x, "N", len(w))
    return x @ w


def unchecked(w, x):
    return x @ w


def shapes_only(w, x):
    if w.ndim != 1 or x.shape[1:] != w.shape or not x.size:
        raise ValueError(f"w and x do not fit: {w.shape}, {x.shape}")
    return x @ w


def assertive(w, x):
    assert w.ndim == 1
    return good(w, x)


def nameless(w, x):
    try:
        return good(w, x)
    except ValueError:
        raise ValueError("something is wrong") from None


def takes_empty(w, x):
    expect("w", w, "D")
    if x.size or x.dtype.kind != "f":
        expect("x", x, "N", len(w))
    return x @ w


def broadcasting(w, x):
    expect("w", w, ...)
    expect("x", x, "N", "D")
    return (x * w).sum(axis=1)


def changes(w, x):
    expect("w", w, "D")
    expect("x", x, "N", len(w))
    x *= 2
    return x @ w


def flattens(w, x):
    expect("w", w, "D")
    expect("x", x, "N", len(w))
    return np.ravel(x, order="K")[: len(x)]


def writes(w, x):
    expect("w", w, "D")
    expect("x", x, "N", len(w))
    x[0] += 0
    return x @ w


def door(function, *shapes):
    shapes = shapes or ((D,), (N, D))
    return Door(
        f"planted.{function.__name__}",
        function,
        lambda rng: Call(tuple(rng.normal(size=shape) for shape in shapes)),
    )


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (unchecked, "unchecked takes x as int64: refuse it with expect('x', …"),
        (unchecked, "unchecked takes x as a list"),
        (unchecked, "unchecked: w of shape () gives ValueError: matmul"),
        (unchecked, "unchecked takes x of shape (1, 7, 3)"),
        (shapes_only, "shapes_only takes w as uint8"),
        (shapes_only, "shapes_only takes x as bool"),
        (shapes_only, "shapes_only: x as a list gives AttributeError"),
        (assertive, "assertive: w of shape (1, 3) gives AssertionError"),
        (nameless, "x as a list is refused without a word about x: some"),
        (takes_empty, "takes_empty takes x empty, of shape (0, 3),"),
        (broadcasting, "broadcasting takes w of shape ()"),
        (broadcasting, "broadcasting repeats w of shape (1,), not (3,),"),
        (changes, "changes changes x: make a new array instead"),
        (flattens, "flattens: Fortran-ordered x gives another result"),
        (writes, "writes: read-only x gives ValueError: output"),
    ],
)
def test_a_planted_fault_is_seen(function, message):
    breaches = front_door.walk(door(function), {})
    assert any(message in breach for breach in breaches), breaches


def test_a_sound_function_passes():
    assert front_door.walk(door(good), {}) == []


def test_a_result_that_depends_on_strides_is_seen():
    def sums(x):
        expect("x", x, "N", "D")
        return np.array(x.strides)

    breaches = front_door.walk(door(sums, (N, D)), {})
    assert "planted.sums: strided x gives another result" in breaches


def test_a_failing_call_is_seen():
    (breach,) = front_door.walk(door(good, (D,), (N, 5)), {})
    assert "its call in CALLS gives ValueError: x must be floats" in breach


# what is nested, and what may have any shape


def all_of(grads):
    for i, g in enumerate(grads):
        expect(f"grads[{i}]", g, ...)
    return [2 * g for g in grads]


def test_a_free_argument_takes_any_shape():
    def make(rng, free=("grads",)):
        return Call(([rng.normal(size=3), rng.normal(size=(2, 4))],), free=free)

    assert front_door.walk(Door("all_of", all_of, make), {}) == []
    breaches = front_door.walk(
        Door("all_of", all_of, lambda r: make(r, ())), {}
    )
    assert any("all_of takes grads[1] of shape ()" in b for b in breaches)
    call = Call((np.ones(3), np.ones((7, 3))), free=("w",))
    breaches = front_door.walk(Door("good", good, lambda rng: call), {})
    assert any("take 'w' out of free= in its Call" in b for b in breaches)


def test_what_may_have_any_shape_need_not_matter_to_the_answer():
    def counts(grads):
        all_of(grads)
        return len(grads)

    def make(rng):
        return Call(([rng.normal(size=(2, 4))],), free=("grads",))

    assert front_door.walk(Door("counts", counts, make), {}) == []


# whole numbers


def pick(x, y):
    expect("x", x, "N", "K")
    if not isinstance(y, np.ndarray) or y.dtype.kind not in "iu":
        raise ValueError("y must be whole numbers")
    if y.shape != x.shape[:1] or y.min() < 0 or y.max() >= x.shape[1]:
        raise ValueError(f"y must be of shape {x.shape[:1]}, got {y}")
    return x[np.arange(len(y)), y]


def picks_any(x, y):
    expect("x", x, "N", "K")
    return x[np.arange(len(x)), y]


def wraps(x, y):
    pick(x, y)
    return x[:, 0] * (y - np.ones_like(y))


def whole(function, **settings):
    def make(rng):
        return Call((rng.normal(size=(7, 3)), np.arange(7) % 3), **settings)

    return Door(f"planted.{function.__name__}", function, make)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (picks_any, "picks_any takes y as a list: refuse it with expect_whole"),
        (picks_any, "picks_any takes y with -1, below its range,"),
        (picks_any, "picks_any: y with 3, above its range, gives IndexError"),
        (picks_any, "picks_any: y as float64 gives IndexError"),
        (picks_any, "picks_any repeats y of shape (1,), not (7,),"),
        (wraps, "wraps: uint8 y gives another result"),
    ],
)
def test_whole_numbers_of_other_kinds_are_seen(function, message):
    breaches = front_door.walk(whole(function, whole={"y": (0, 2)}), {})
    assert any(message in breach for breach in breaches), breaches


def test_sound_whole_numbers_pass():
    assert front_door.walk(whole(pick, whole={"y": (0, 2)}), {}) == []
    (breach,) = front_door.wrong_sorts(whole(pick))
    assert "y is of int64: state its range in whole= of its Call" in breach


# forward and backward


def run_forward(x):
    expect("x", x, "N")
    kept = np.tanh(x)
    return kept.copy(), kept


def leaky_forward(x):
    expect("x", x, "N")
    kept = np.tanh(x)
    return kept[:], kept


def run_backward(dout, cache):
    expect("dout", dout, *cache.shape)
    return dout * (1 - cache**2)


def leaky_backward(dout, cache):
    expect("dout", dout, *cache.shape)
    return cache


@pytest.mark.parametrize(
    ("forward", "backward", "message"),
    [
        (run_forward, run_backward, ""),
        (leaky_forward, run_backward, "run_forward returns a view of its"),
        (run_forward, leaky_backward, "run_backward returns a view of its"),
    ],
)
def test_a_view_of_the_cache_is_seen(forward, backward, message):
    def back(rng):
        return Call((rng.normal(size=7), run_forward(rng.normal(size=7))[1]))

    start = Door("run_forward", forward, lambda r: Call((r.normal(size=7),)))
    pair = {"run_backward": Door("run_backward", backward, back)}
    breaches = front_door.walk(start, pair)
    assert all(message in breach for breach in breaches), breaches
    assert bool(breaches) == bool(message)


def test_a_result_that_is_the_cache_itself_passes():
    def scale_forward(x):
        expect("x", x, "N")
        return 2 * x

    start = door(scale_forward, (7,))
    back = {"planted.scale_backward": door(good)}
    assert front_door.walk(start, back) == []


# functions without a call

NET = """
twice = partial(net, 2)
def net(x):
    return inner(x)
def inner(x):
    return x
def _hidden(x):
    return x
if __name__ == "__main__":
    net(1)
"""


@pytest.mark.parametrize(
    ("rule", "calls", "message"),
    [
        ("uncalled", None, "calls.py is missing: write one sound call"),
        ("uncalled", "{'net.net': 0}, {'net.inner': 0}", "net.twice has no"),
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
    breaches = list(getattr(front_door, rule)(tmp_path, "toy"))
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
    assert list(front_door.uncalled(root, family)) == []
    names = [door.name for door in front_door.doors(root)]
    calls = "net.twice_forward", "net.twice_backward", "net_fast.twice_forward"
    assert names == [f"{family}/{name}" for name in calls]  # no import again


def test_a_fast_backward_is_called_with_its_own_cache(fast):
    root, family = fast
    file = root / f"snippets/{family}/net_fast.py"
    own = "def twice_backward(dy, cache):\n    return 2 * dy\n"
    file.write_text(FAST.format(family).replace("from", "# ") + own)
    *_, (_, _, make) = front_door.called(root, family, "net_fast")
    assert len(make(np.random.default_rng(0)).args[1]) == 2
    *_, (_, _, make) = front_door.called(root, family, "net")
    assert make(np.random.default_rng(0)).args[1].shape == (3,)


def test_a_part_of_a_fast_version_without_a_call_is_seen(fast):
    root, family = fast
    file = root / f"tests/networks/{family}/calls.py"
    file.write_text(file.read_text().replace("net_fast.pieces", "net.none"))
    found = list(front_door.uncalled(root, family))
    assert any("net_fast.pieces has no call" in breach for breach in found)
