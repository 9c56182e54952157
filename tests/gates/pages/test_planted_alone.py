"""The gate of the programs goes red on one too few, one too many, another's chance."""

import pytest

from press.check import alone, process
from press.check.alone import wrong
from press.compute.states import states
from press.read.flow import Measured, flows_of, undefined
from press.read.program import codes
from tests.gates.pages.planted import READER
from tests.gates.pages.texts import ran_text
from tests.kit.small_page import page, program

RNG = (
    "import random\n\nrng = random.Random(0)\nprint(rng.random() > 0)",
    "True",
)
DRAW = ("print(round(rng.random(), 4))", "0.758")
BODY = program(RNG, ("x = [1]\nprint(x)", "[1]"), DRAW, ("print(x)", "[1]"))


def judged(body: str, *programs: tuple[int, ...]) -> list[str | None]:
    """What the gate says of programs of a small page."""
    found = wrong(page(body), list(programs))
    return [found.get(each, "never ran") for each in programs]


def test_what_was_measured_is_sound():
    made = codes(page(BODY))
    needs = Measured(flows_of(made), states(made)).needs()
    assert needs == [(), (), (0,), (1,)]
    run = [(*needed, number) for number, needed in enumerate(needs)]
    assert judged(BODY, *run) == [None] * 4


def test_a_block_too_few():
    (found,) = judged(BODY, (3,))
    assert "NameError: name 'x' is not defined" in found
    assert undefined(flows_of(codes(page(BODY))), [3]) == {"x"}


def test_a_block_too_many():
    """It would run, and no name is missing without it: so it need not be there."""
    assert judged(BODY, (0, 1, 3), (1, 3)) == [None, None]
    assert undefined(flows_of(codes(page(BODY))), [1, 3]) == set()


def test_chance_of_an_earlier_block():
    """The same name, another state: what is printed differs."""
    body = BODY.replace("x = [1]", "rng.random()\nx = [1]")
    (found,) = judged(body, (0, 2))
    assert found is None  # without the block between, the page would be right
    shown = body.replace("0.758", "0.4206")
    made = codes(page(shown))
    needs = Measured(flows_of(made), states(made)).needs()
    assert needs[2] == (0, 1)
    short, whole = judged(shown, (0, 2), (0, 1, 2))
    assert "page says '0.4206', the block prints '0.758" in short
    assert whole is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import os\n\nos._exit(3)", "the process died"),
        ("import warnings\n\nwarnings.warn('old')", "UserWarning: old"),
        ("import random\n\nprint(random.random() < 2)", "drawn from random"),
    ],
)
def test_a_program_is_judged_as_the_page_is(code, expected):
    (found,) = judged(program(code), (0,))
    assert expected in found


def test_a_block_that_ends_the_process_of_others_is_told():
    """The last branch goes on in the process of the block before it."""
    body = program("x = 1", "import os\n\nos._exit(x)", ("print(x)", "1"))
    assert judged(body, (0, 2), (0, 1)) == [None, "never ran"]
    assert judged(body, (0, 1), (0, 2)) == ["the process died: 256", None]


LOUD = {
    "a stream": "import sys\n\nsys.stdout.write('1\\n')",
    "a file": "import sys\n\nprint(1, file=sys.stdout)",
    "a library": "import pprint\nimport sys\n\n"
    "pprint.pprint(1, stream=sys.stdout)",
    "a string": "import contextlib\nimport io\n\n"
    "with contextlib.redirect_stdout(io.StringIO()) as text:\n"
    "    print(1)\nprint(text.getvalue(), end='')",
}


@pytest.mark.parametrize("name", LOUD)
def test_a_block_that_others_need_prints_with_print(name):
    """The text of their programs silences that, and nothing else."""
    body = program(LOUD[name], ("print(2)", "2")).replace(
        "```\n\n", "```\n\n```{ .text .output }\n1\n```\n\n", 1
    )
    assert judged(body, (0,), (1,)) == [None] * 2
    found = judged(body, (0,), (0, 1))
    assert "print alone must make" in found[0]
    assert found[1] is None


def test_branches_do_not_meet():
    """What one program does with a name, another does not find."""
    body = program(
        "x = [1]", ("x.append(2)\nprint(x)", "[1, 2]"), ("print(x)", "[1]")
    )
    run = [(0, 1), (0, 2), (0,)]
    assert judged(body, *run) == [None] * 3
    assert alone.beginnings(run) == {(0,)}


def test_files_of_another_program_are_not_there():
    body = program(
        "from pathlib import Path",
        ("Path('a').touch()\nprint(Path('a').exists())", "True"),
        ("print(Path('a').exists())", "False"),
    )
    assert judged(body, (1,), (2,)) == [None] * 2


def test_a_fork_keeps_the_state_of_chance():
    body = program(
        "import random\n\nrandom.seed(1)",
        ("print(round(random.random(), 3))", "0.134"),
    )
    assert judged(body, (0, 1)) == [None]


def test_a_program_finds_no_library_that_another_one_imports():
    body = program(
        ("import torch\n\nprint(torch.ones(1).sum().item())", "1.0"),
        ("import sys\n\nprint('torch' in sys.modules)", "False"),
    )
    assert judged(body, (0,), (1,)) == [None] * 2
    assert alone.groups(codes(page(body)), [(0,), (1,)]) == [[(0,)], [(1,)]]


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("import math", "numpy"),
        ("from numpy import linalg", "numpy"),
        ("x = 1\nfrom sklearn.datasets import load_digits", "sklearn.datasets"),
        ("import torch\nimport numpy as np", "torch._dynamo"),
        ("def f():\n    from torch import nn\n    return nn", "torch._dynamo"),
        ("torch = sklearn = 1", "numpy"),
    ],
)
def test_the_libraries_that_a_program_is_born_with(code, last):
    assert process.LIBRARIES[process.level(code) - 1] == last


def test_a_forked_program_finds_what_a_started_one_finds(monkeypatch):
    """The scheduled job starts each: nothing of the nursery may be seen."""
    forked = ran_text(READER)
    monkeypatch.setenv("PAGES_COLD", "1")
    started = ran_text(READER)
    assert forked == started
    assert forked.error is None


def test_a_forked_program_without_an_end_is_stopped(monkeypatch):
    monkeypatch.setattr(alone, "TIMEOUT", 1)
    with pytest.raises(RuntimeError, match="no end after 1 s"):
        judged(program("while True:\n    pass"), (0,))
    assert judged(program(("print(1)", "1")), (0,)) == [None]
