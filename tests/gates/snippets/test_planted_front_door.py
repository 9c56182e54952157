"""The walker of the front doors sees faults that were planted for it."""

import numpy as np
import pytest

from snippets.foundations.neuron import expect, expect_count
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


# counts, ranges and joint sizes


def grows(N, x, rate=0.5):
    expect_count("N", N)
    expect("x", x, "N")
    if not 0 <= rate < 1:
        raise ValueError(f"rate must be from 0 to below 1, got {rate!r}")
    return N * rate * x


def uncounted(N, x, rate=0.5):
    return grows(int(N) or 1, x, rate)


def from_two(N, x, rate=0.5):
    expect_count("N", N, low=2)
    return grows(N, x, rate)


def unbounded(N, x, rate=0.5):
    return grows(N, x) * rate


def takes_nan(N, x, rate=0.5):
    if rate < 0 or rate >= 1:
        raise ValueError(f"rate must be from 0 to below 1, got {rate!r}")
    return x * rate + grows(N, x)


def counting(function, **settings):
    def make(rng):
        wrong = {"rate": (-0.1, 1.0)}
        return Call((3, rng.normal(size=7)), wrong=wrong, **settings)

    return Door(f"planted.{function.__name__}", function, make)


@pytest.mark.parametrize(
    ("function", "least", "message"),
    [
        (uncounted, 1, "uncounted takes N = 3.5: refuse it with expect_count"),
        (uncounted, 1, "uncounted takes N = True: refuse it"),
        (uncounted, 1, "uncounted takes N = '3': refuse it"),
        (uncounted, 1, "uncounted takes N = 0: refuse it"),
        (grows, 2, "grows takes N = 1: refuse it"),
        (from_two, 1, "from_two: N = 1 gives ValueError: N must be whole and"),
        (unbounded, 1, "unbounded takes rate with -0.1: refuse it"),
        (takes_nan, 1, "takes_nan takes rate with nan: refuse it"),
    ],
)
def test_a_plain_number_that_is_taken_is_seen(function, least, message):
    breaches = front_door.walk(counting(function, least={"N": least}), {})
    assert any(message in breach for breach in breaches), breaches


def test_sound_plain_numbers_pass():
    assert front_door.walk(counting(grows), {}) == []
    assert front_door.walk(counting(from_two, least={"N": 2}), {}) == []


def test_an_entry_and_a_list_that_are_wrong_are_seen():
    def make(rng):
        wrong = {"x": (-1.0,), "grads": ([],)}
        return Call(([np.ones(3)], np.ones(7)), free=("grads",), wrong=wrong)

    def lets(grads, x):
        expect("x", x, "N")
        return len(all_of(grads)) * x

    breaches = front_door.walk(Door("lets", lets, make), {})
    assert sorted(breaches) == [
        "lets takes grads with []: refuse it first",
        "lets takes x with -1.0: refuse it first",
        "lets takes x with nan: refuse it first",
    ]


def divergence(x, mu, s):
    expect("x", x, "N")
    expect("mu", mu, "M")
    expect("s", s, len(mu))
    return x.sum() + (mu * s).sum() / len(x)


def test_two_arrays_that_grow_together_are_seen():
    breaches = front_door.walk(door(divergence, (7,), (7,), (7,)), {})
    message = "divergence takes mu with 8 for 7, as s,: refuse it with expect"
    assert any(message in breach for breach in breaches), breaches


def first_column(W, b):
    expect("W", W, "D", "K")
    expect("b", b, W.shape[1])
    return (W + b)[:, 0]


def test_two_arrays_of_one_column_that_get_two_are_seen():
    breaches = front_door.walk(door(first_column, (7, 1), (1,)), {})
    message = "first_column takes W with 2 for 1, as b,: refuse it with expect"
    assert breaches == [f"planted.{message} first"]


def square(P):
    expect("P", P, "S", "S")
    return P[:, : len(P)] @ P


def test_a_square_that_is_none_is_seen():
    breaches = front_door.walk(door(square, (3, 3)), {})
    assert any("takes P of shape (3, 4): refuse" in b for b in breaches)


def misnames(same):
    expect("same", same, "N", kinds="b")
    return ~same


def test_a_refusal_that_asks_for_another_sort_is_seen():
    call = Call((np.arange(7) < 3,))
    breaches = front_door.walk(Door("misnames", misnames, lambda rng: call), {})
    message = "same as int64 is refused without the word booleans: same must"
    assert any(message in breach for breach in breaches), breaches


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
