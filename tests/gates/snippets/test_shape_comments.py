"""The comments that state a shape are true, and a lie in one is seen."""

import inspect
from contextlib import nullcontext

import numpy as np
import pytest

from press import ROOT
from press.check import shape_comments
from tests.gates.snippets import (
    planted_shapes,
    shape_instrument,
)
from tests.gates.snippets.layout import networks
from tests.kit.findings import none

HEAD = planted_shapes.HEAD


def lies(module, message):
    """Calling f of the module is red, and the message says where and why."""
    place = r"planted\.py:\d+: the comment says "
    return pytest.raises(AssertionError, match=place + message)


TRUE = """
class P(NamedTuple):
    W: np.ndarray  # (D, 4H)
    b: np.ndarray  # (4H,)

class Q:
    w: np.ndarray  # (D,)

    def __init__(self, w):
        self.w = w
        self.v = w[1:]  # (D-1,)

def f(
    x,  # (T, D)
    n=2,
):
    T, D = x.shape
    y = np.zeros((T + 1, 2 * D - 1))  # (T+1, 2D-1)
    y += 1  # (T + 1, 2D - 1)
    a, b = np.zeros((2, T, D // n))  # 2 × (T, D//n)
    z: np.ndarray = y[:, 0]  # (T+1,)
    np.add(a, b)  # (T, D//2)
    for row in x:  # (D,)
        total = row.sum()  # ()
    long = np.zeros(
        T * D,
    )  # (T×D,)
    return z @ y  # (2D-1,)
"""


def test_true_comments_pass(plant):
    module = plant(TRUE)
    module.P(np.zeros((2, 12)), np.zeros(12))._replace(b=np.ones(12))
    module.Q(np.zeros(3))
    assert module.f(np.zeros((3, 4))).shape == (7,)
    written = shape_comments.comments_of(HEAD + TRUE)
    places = {place.rpartition(":")[2] for place in shape_comments.seen}
    assert {str(line) for line in written} <= places


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("y = x.T  # (T, D)", r"\(T, D\), the array is \(3, 5\)"),
        ("y = x[0]  # (T, D)", r"\(T, D\), the array is \(3,\)"),
        ("y = x[1:]  # (T+1, D)", r"\(T\+1, D\), the array is \(4, 3\)"),
        ("y = x[:4]  # (T-2, D)", r"\(T-2, D\), .* with {'D': 3, 'T': 5}"),
        ("y = x[:2]  # (T//3, D)", r"\(T//3, D\), the array is \(2, 3\)"),
        ("y = x.ravel()  # (2T,)", r"\(2T,\), the array is \(15,\)"),
        ("y, z = x.T, x.T  # 2 × (T, D)", r"2 × \(T, D\), the array"),
        ("x = x + 0; x += x  # (D, T)", r"\(D, T\), the array is \(5, 3\)"),
        ("np.exp(x)  # (T,)", r"\(T,\), the array is \(5, 3\)"),
        ("return x  # (D, T)", r"\(D, T\), the array is \(5, 3\)"),
        ("y = x[1:]  # (2N, D)\n    z = x  # (N, D)", r"\(N, D\), .*'N': 2"),
        ("y = x[1:]  # (3N, D)", r"\(3N, D\), .* which leaves N open"),
        ("y = x[1:]  # (N//2, D)", r"\(N//2, D\), .* which leaves N open"),
        ("y = x[1:]  # (N*M, D)", r"\(N\*M, D\), .* unknown so far"),
        ("for row in x:  # (T,)\n        pass", r"\(T,\), the array is \(3,\)"),
    ],
)
def test_a_lie_in_a_function_is_red(plant, line, message):
    module = plant(f"def f(x):\n    T, D = x.shape\n    {line}\n")
    with lies(module, message):
        module.f(np.zeros((5, 3)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("y = x + 1  # (...)", None),
        ("y = x.sum()  # (...)", None),
        ("y = x + 1  # (..., D)", None),
        ("y = x[0]  # (..., D)", None),
        ("y = x.T  # (D, ...)", None),
        ("y = x[None]  # (1, ..., D)", None),
        ("y = x + 1  # (..., D)\n    z = x[:, 0]  # (...)", None),
        ("y = x + 1  # (...)\n    z = x.T  # (...)", r".*'...': \(5, 3\)"),
        (
            "y = x + 1  # (..., D)\n    z = x[1:]  # (..., D)",
            r".*'...': \(5,\)",
        ),
        ("y = x + 1  # (..., T)", r"\(..., T\), the array is \(5, 3\)"),
        ("y = x[0]  # (T, ..., D)", r"\(T, ..., D\), the array is \(3,\)"),
    ],
)
def test_any_shape_is_the_same_one_throughout_a_call(plant, line, message):
    module = plant(f"def f(x):\n    T, D = x.shape\n    {line}\n")
    with lies(module, message) if message else nullcontext():
        module.f(np.zeros((5, 3)))


def test_a_lie_about_an_argument_is_red(plant):
    module = plant(
        "def f(\n    x,  # (T, D)\n    y,  # (D, T)\n):\n    return x\n"
    )
    module.f(np.zeros((5, 3)), np.zeros((3, 5)))
    with lies(module, r"\(D, T\), the array is \(5, 3\)"):
        module.f(np.zeros((5, 3)), np.zeros((5, 3)))


def test_a_wrong_count_is_red(plant):
    module = plant("def f(x):\n    y = x, x, x  # 2 × (T,)\n")
    with pytest.raises(AssertionError, match=r"2 × \(T,\), got 3 arrays"):
        module.f(np.zeros(5))
    module = plant("def f(x):\n    y = x  # 2 × (T,)\n").f
    with pytest.raises(AssertionError):
        module(np.zeros(5))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("y, z = x, x[0]  # (T, D), (D,)", None),
        ("y, z, a = x, x.T, x[0]  # (T, D), (D, T), (D,)", None),
        ("y, z, a = x, x, x[0]  # 2 × (T, D), (D,)", None),
        ("return x[0], x  # (D,), (T, D)", None),
        ("y, z = x, x[0]  # (T, D), (T,)", r"\(T, D\), \(T,\), the array is"),
        ("y, z = x, x  # (T, D), (D,)", r"the array is \(5, 3\)"),
        ("y = x, x  # (T, D), (D,), (T,)", r"\(T,\), got 2 arrays"),
        ("y = x  # (T, D), (D,)", r"\(T, D\), \(D,\), got a single array"),
    ],
)
def test_shapes_of_unlike_arrays(plant, line, message):
    module = plant(f"def f(x):\n    T, D = x.shape\n    {line}\n")
    told = (
        pytest.raises(AssertionError, match=message)
        if message
        else nullcontext()
    )
    with told:
        module.f(np.zeros((5, 3)))


DOCSTRING = '''def f(x, y, n=None, v=np.zeros((4, 2, 3))):
    """From x (N, D), v (..., E) and y of any shape, n
    (2K,), dy (N, M), to nothing; not y (or else), nor x_y (D, N)."""
    {}
'''


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("z = x + 0  # (N, D)", None),
        ("z = y + 0  # (A, B)", None),
        ("z = n[:3]  # (K,)", None),
        ("N, D = y.shape\n    z = y + 0  # (N, D)", None),
        (
            "z = y + 0  # (N, D)",
            r"\(N, D\), the array is \(7, 5\), with .*'D': 3",
        ),
        ("z = x.T  # (N, D)", r"\(N, D\), the array is \(3, 7\)"),
        ("x = x.T; z = x + 0  # (N, D)", r"\(N, D\), the array is \(3, 7\)"),
        ("z = v[0]  # (..., E)", r"\(..., E\), the array is \(2, 3\)"),
        ("z = n[:4]  # (K,)", r"\(K,\), the array is \(4,\)"),
    ],
)
def test_the_docstring_pins_letters(plant, line, message):
    module = plant(DOCSTRING.format(line))
    arguments = np.zeros((7, 3)), np.zeros((7, 5)), np.zeros(6)
    with lies(module, message) if message else nullcontext():
        module.f(*arguments)


def test_what_does_not_fit_the_docstring_pins_nothing(plant):
    f = plant(DOCSTRING.format("z = y + 0  # (N, D)")).f
    f(np.zeros(3), np.zeros((7, 5)))  # another rank
    f([1], np.zeros((7, 5)))
    f(np.zeros((7, 5)), np.zeros((7, 5)), np.zeros(3))  # 3 is not 2K
    with shape_comments.silence():
        f(np.zeros((1, 1)), np.zeros((7, 5)))


FIELDS = """class P(NamedTuple):
    W: np.ndarray  # (D, H)
    b: np.ndarray  # (H,)
"""


def test_a_lie_in_a_class_is_red_at_every_construction(plant):
    P = plant(FIELDS).P
    W, b = np.zeros((2, 4)), np.zeros(3)
    good = P(W, np.zeros(4))
    for construct in (lambda: P(W, b), lambda: good._replace(b=b)):
        with lies(P, r"\(H,\), the array is \(3,\), with {'D': 2, 'H': 4}"):
            construct()
    with lies(P, r"\(D, H\), the array is \(2,\)"):
        P(W[:, 0], b)
    with shape_comments.silence():
        assert P(W, b).b is b


def test_a_lie_in_a_plain_class_and_on_an_attribute_is_red(plant):
    module = plant(
        "class Q:\n    w: np.ndarray  # (D, D)\n"
        "    def __init__(self, w):\n        self.w = w\n"
        "class R:\n    def __init__(self, w):\n        self.w = w  # (D, D)\n"
    )
    for cls in (module.Q, module.R):
        cls(np.zeros((3, 3)))
        with lies(module, r"\(D, D\), the array is \(3, 2\)"):
            cls(np.zeros((3, 2)))


def test_a_comment_that_never_ran_is_known(plant):
    module = plant(
        "def f(x):\n    if len(x) > 9:\n        y = x  # (D, D)\n"
        "    z = [  # (D,)\n        x\n    ]\n    return x  # (D,)\n"
    )
    before = set(shape_comments.seen)
    module.f(np.zeros(3))
    new = {place.rpartition(":")[2] for place in shape_comments.seen - before}
    source = inspect.getsource(module)
    assert sorted(map(int, new)) == [9]
    assert sorted(shape_comments.comments_of(source)) == [5, 6, 9]


def test_other_comments_are_left_alone(plant):
    source = "x = 1  # (see below)\nx = 1  # (..., ...)\ny = [2]  # a (B, H) one\nz = 3  # (0.5,)\n"
    plant(source)
    assert shape_comments.comments_of(source) == {}


def test_line_numbers_survive(plant):
    module = plant("def f(x):\n    y = x  # (D,)\n    return y / z\n")
    with pytest.raises(NameError) as error:
        module.f(np.zeros(3))
    assert error.traceback[-1].lineno + 1 == 5


def whole(session) -> bool:
    """Does this session run every test of every network?"""
    needed = {
        f"tests/networks/{n}/test_{m}.py" for n, m in map(split, networks(ROOT))
    }
    needed |= {
        f"tests/gates/snippets/test_{name}.py"
        for name in ("figures", "programs")
    }
    ran = {item.path.relative_to(ROOT).as_posix() for item in session.items}
    option = session.config.option
    return needed <= ran and not (option.keyword or option.markexpr)


def split(network: str) -> list[str]:
    return network.split("/")


def test_every_comment_in_snippets_was_checked(request):
    """Runs last, see tests/conftest.py."""
    if not whole(request.session):
        pytest.skip("only a part of the tests runs")
    none(
        sorted(shape_instrument.written() - shape_comments.seen),
        "no test has reached these shape comments: run the line in a test",
    )
