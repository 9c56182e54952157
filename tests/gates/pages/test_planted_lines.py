"""Gate 2 goes red on lines that never run, and stays green on every kind that does."""

from pathlib import Path

import pytest

from press.check.unrun import AFTER
from press.check.verdict import verdicts
from tests.gates.pages.planted import judged
from tests.kit.small_page import block, included, page

NUMPY = "import numpy as np\n\n\n"
SHAPED = (  # what checks the comments of a line is no line that ran
    f"{NUMPY}def f(x):\n    if x:\n        y = np.ones(2)  # (2,)\n"
    "        return y\n    return np.ones(3)  # (3,)\n\n\nf(0)"
)
CUDA = "import torch\n\nif torch.cuda.is_available():\n    y = 1"
UNRUN = {  # a block with a line that never runs, what is reported of it
    "untested else": ("if True:\n    x = 1\nelse:\n    x = 2", "'x = 2'"),
    "else on the way": ("x = 1\nif x:\n    y = 2\nelse:\n    y = 3", "'y = 3'"),
    "elif": (
        "x = 1\nif x:\n    y = 2\nelif x > 1:\n    y = 3",
        "'elif x > 1:', 'y = 3'",
    ),
    "except that never fires": (
        "try:\n    x = 1\nexcept ValueError:\n    x = 2",
        "'except ValueError:', 'x = 2'",
    ),
    "else of a try": (
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    x = 1\nelse:\n    x = 2",
        "'x = 2'",
    ),
    "CUDA": (CUDA, "'y = 1'"),
    "CUDA in one line": (
        "import torch\n\nd = 'cuda' if torch.cuda.is_available() else 'cpu'",
        "always goes the same way: 'cuda' if torch.cuda.is_available() else",
    ),
    "arm of a lambda": (
        "f = lambda x: 1 if x else 2\nf(1)\nf(2)",
        "always goes the same way: 1 if x else 2",
    ),
    "generator that nobody asks": (
        "g = (x for x in range(3))",
        "never ran: 'g = (x for x in range(3))'",
    ),
    "generator asked once": (
        "def f():\n    yield 1\n    yield 2\n\n\nnext(f())",
        "never ran: 'yield 2'",
    ),
    "after a return": ("def f():\n    return 1\n    x = 2\n\n\nf()", "'x = 2'"),
    "after a raise": (
        "def f():\n    raise KeyError\n    x = 2\n\n\ntry:\n    f()\n"
        "except KeyError:\n    x = 3",
        "never ran: 'x = 2'",
    ),
    "if 0": ("if 0:\n    x = 1", "'x = 1'"),
    "if TYPE_CHECKING": (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import os",
        "never ran: 'import os'",
    ),
    "body of a loop": ("for x in []:\n    y = x", "'y = x'"),
    "else of a loop": (
        "for x in [1]:\n    break\nelse:\n    y = 1",
        "never ran: 'y = 1'",
    ),
    "while": ("x = 0\nwhile x:\n    x = 1", "never ran: 'x = 1'"),
    "case": (
        "match 1:\n    case 1:\n        x = 1\n    case _:\n        x = 2",
        "'x = 2'",
    ),
    "guard of a method": (
        "class A:\n    def f(self, x):\n        if x < 0:\n"
        "            raise ValueError('negative')\n        return x\n\n\nA().f(1)",
        "never ran: \"raise ValueError('negative')\"",
    ),
    "assert that is never reached": (
        "for x in []:\n    assert x, 'no'",
        "\"assert x, 'no'\"",
    ),
    "beside checks of shapes": (
        SHAPED,
        "never ran: 'y = np.ones(2)  # (2,)', 'return y'",
    ),
    "round of a checked loop": (
        f"{NUMPY}for n in []:\n    x = np.ones(n)  # (n,)\n    y = x",
        "never ran: 'x = np.ones(n)  # (n,)', 'y = x'",
    ),
    "element of no list": (
        "x = [\n    y + 1\n    for y in []\n]",
        "never ran: 'y + 1'",
    ),
}
SOUND = {  # what looks like it, and has run to its last line
    "both ways": (
        "def f(x):\n    if x:\n        return 1\n    return 2\n\n\nf(0)",
        "f(1)",
    ),
    "error that is shown": (
        (
            "try:\n    [][0]\nexcept IndexError as error:\n    print(error)",
            "list index out of range",
        ),
    ),
    "generator asked later": ("g = (x for x in range(3))", "sum(g)"),
    "both arms": ("for x in (0, 1):\n    y = 'a' if x else 'b'",),
    "arms in two blocks": ("f = lambda x: 1 if x else 2\nf(0)", "f(1)"),
    "one-line suite": ("x = 1\nif x: y = 2",),
    "hot loop": (
        "n = 0\nfor i in range(100_000):\n    n += i % 3\n    if n == 3:\n"
        "        n += 1",
    ),
    "checked shapes": (
        SHAPED,
        "f(1)",
        "x = np.stack(\n    [\n        np.ones(2) if n else np.zeros(2)\n"
        "        for n in (0, 1)\n    ]\n)  # (2, 2)",
    ),
    "message of an assert": ("x = 1\nassert x == 1, (\n    f'not {x}'\n)",),
}
SECTION = '--8<-- "snippets/foundations/neuron.py:expect_count"'


@pytest.mark.parametrize("name", UNRUN)
def test_line_that_never_runs(name):
    """The block is red, and the line is quoted."""
    code, expected = UNRUN[name]
    assert expected in judged(code)[0]


@pytest.mark.parametrize("name", SOUND)
def test_lines_that_run(name):
    assert judged(*SOUND[name]) == [None] * len(SOUND[name])


def test_every_kind_of_statement_can_run():
    """Nothing that runs is taken for a line that does not, on any Python."""
    program = Path(__file__).with_name("every_statement.py").read_text("utf-8")
    assert judged((program, "done")) == [None]


def test_function_that_was_never_called_is_told_without_its_lines():
    (found,) = judged("def f():\n    y = 1\n    return y")
    assert found == f"defined and never called: f{AFTER}"


def of(*parts: str) -> list[str | None]:
    """What gate 2 says of a page of one block of these parts."""
    return [v.problem for v in verdicts(page(block("\n\n\n".join(parts))))]


def test_lines_of_a_snippet_answer_to_its_own_tests():
    """What refuses bad input in an included section never fires on a page."""
    assert of("import numpy as np", SECTION, 'expect_count("n", 3)') == [None]
    (found,) = of("import numpy as np", SECTION, "x = 1")
    assert found == f"defined and never called: expect_count{AFTER}"


@pytest.mark.parametrize("first", [True, False])
def test_own_lines_beside_a_snippet_answer_for_themselves(first):
    own = "if True:\n    x = 1\nelse:\n    x = 2"
    parts = (own, SECTION) if first else (SECTION, own)
    (found,) = of("import numpy as np", *parts, 'expect_count("n", 3)')
    assert found == "never ran: 'x = 2'"


def test_lines_of_another_included_file_answer_for_themselves():
    """A file outside of snippets/ has no tests of its own."""
    code = "try:\n    x = 1\nexcept ValueError:\n    x = 2"
    (found,) = of(f'--8<-- "{included("code.py", code)}"')
    assert found == "never ran: 'except ValueError:', 'x = 2'"
