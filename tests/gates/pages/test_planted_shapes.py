"""Gate 2 goes red: shape comments of a page that its arrays do not have."""

import pytest

from tests.gates.pages.planted import judged

HEAD = "import numpy as np\n\n"
FALSE = {  # code, what is reported
    "assignment": (
        "x = np.ones((2, 3))  # (3, 2)",
        "# (3, 2): the comment says (3, 2), the array is (2, 3)",
    ),
    "rank": ("x = np.ones(3)  # (3, 1)", "the array is (3,)"),
    "expression": ("np.ones(3)  # (4,)", "the array is (3,)"),
    "shape printed by hand": ("np.ones((2, 3)).shape  # (3, 2)", "2 arrays"),
    "no array": ("x = 3.0  # (3,)", "the array is ()"),
    "several": (
        "x, y = np.ones((2, 3))  # 2 × (2,)",
        "the comment says 2 × (2,), the array is (3,)",
    ),
    "one of several": ("x, y = np.ones(2), 3  # (2,)", "(2,), got 2 arrays"),
    "letters": ("x = np.ones((2, 3))  # (N, N)", "with {'N': 2}"),
    "letters of two lines": (
        "x = np.ones((2, 3))  # (N, D)\ny = np.ones((3, 3))  # (N, D)",
        "the array is (3, 3), with {'N': 2, 'D': 3}",
    ),
    "letter that is a number": (
        "N = 4\nx = np.ones((2, 3))  # (N, D)",
        "the array is (2, 3), with {'N': 4",
    ),
    "function": (
        "def f(x):\n    y = x.T  # (N, D)\n    return y  # (D, N)\n\n\n"
        "f(np.ones((2, 3)))",
        "return y  # (D, N): the comment says (D, N), the array is (3, 2)",
    ),
    "argument": (
        "def f(\n    x,  # (N,)\n):\n    return x\n\n\nf(np.ones((2, 3)))",
        "x,  # (N,): the comment says (N,), the array is (2, 3)",
    ),
    "argument by its docstring": (
        'def f(x):\n    """Twice x (N, D)."""\n    return 2 * x  # (D, N)\n\n\n'
        "f(np.ones((2, 3)))",
        "the array is (2, 3), with {'N': 2, 'D': 3}",
    ),
    "loop": ("for x in np.ones((2, 3)):  # (2,)\n    pass", "array is (3,)"),
    "second round": (
        "for n in (2, 3):\n    x = np.ones((n, 2))  # (2, 2)",
        "the array is (3, 2)",
    ),
    "swallowed": (
        "try:\n    x = np.ones(3)  # (4,)\nexcept AssertionError:\n    pass",
        "the array is (3,)",
    ),
    "field": (
        "from typing import NamedTuple\n\n\nclass P(NamedTuple):\n"
        "    W: np.ndarray  # (D, K)\n    b: np.ndarray  # (K,)\n\n\n"
        "P(np.ones((2, 3)), np.ones(2))",
        "b: np.ndarray  # (K,): the comment says (K,), the array is (2,)",
    ),
}
TRUE = {
    "letters": "x = np.ones((2, 3))  # (N, D)\ny = x.T  # (D, N)",
    "a letter is the number of its block": "n = 7\nx = np.ones(n)  # (n,)",
    "every round its size": "for n in (2, 3):\n    x = np.ones(n)  # (B,)",
    "while": "n = 3\nwhile n > 0:\n    x = np.ones(n)  # (B,)\n    n -= 1",
    "rounds within rounds": "def f(xs):\n    for x in xs:  # (B, D)\n"
    "        for y in (x, x[:1]):\n            z = y.T  # (D, N)\n\n\n"
    "f([np.ones((2, 3)), np.ones((4, 5))])",
    "facts about fields": "from typing import NamedTuple\n\n\n"
    "class P(NamedTuple):\n    W: np.ndarray  # (D, K)\n\n\nP(0.5)",
    "tensor": "import torch\n\nx = torch.ones(2, 3)  # (N, 3)",
    "return": "def f():\n    return np.ones(3), np.ones(2)  # (N,), (D,)\n\n\nf()",
    "future": "from __future__ import annotations\n\nx = np.ones(2)  # (2,)",
}


@pytest.mark.parametrize("name", FALSE)
def test_false_shape(name):
    """The line is named, with what it says and what the array is."""
    code, expected = FALSE[name]
    assert expected in judged(HEAD + code)[0]


@pytest.mark.parametrize("name", TRUE)
def test_true_shape(name):
    code = TRUE[name]
    blocks = (code, HEAD) if name == "future" else (HEAD + code,)
    if name == "future":
        code = code.replace("\n\n", f"\n\n{HEAD}", 1)
        blocks = (code,)
    assert judged(*blocks) == [None] * len(blocks)


def test_block_of_its_own_has_letters_of_its_own():
    """Neither a letter nor a number of an earlier block binds a later one."""
    first = HEAD + "N = 5\nx = np.ones((5, 3))  # (N, D)"
    assert judged(first, "y = np.ones((2, 4))  # (N, D)") == [None, None]


def test_function_of_an_earlier_block_is_checked_when_it_is_called():
    first = (
        HEAD + "def f(x):\n    return 2 * x  # (N, 2)\n\n\nf(np.ones((1, 2)))"
    )
    found = judged(first, "f(np.ones((2, 3)))")
    assert found[0] is None
    assert "the array is (2, 3)" in found[1]


def test_checks_leave_the_program_as_it_is():
    """Line numbers, tracebacks, sources and outputs are those without checks."""
    code = (
        HEAD + "def f(x):\n    y = 2 * x  # (N,)\n"
        "    return (\n        1 / y[0]\n    )  # ()\n\n\n"
    )
    look = "import inspect\n\nprint(inspect.getsource(f), end='')"
    shown = "def f(x):\n    y = 2 * x  # (N,)\n    return (\n        1 / y[0]\n    )  # ()"
    names = "print([n for n in globals() if n[:2] != '__'])"
    found = judged(
        f"{code}assert f(np.ones(1)) == 0.5",
        (look, shown),
        (names, "['np', 'f', 'inspect']"),
        "f(np.zeros(0))",
    )
    assert found[:3] == [None] * 3
    assert 'page.py", line 6, in f\n    1 / y[0]' in found[3]
    assert "shapes.py" not in found[3]
