"""Gate 2 goes red on prints that move, delete or vanish, and on blocks that are no Python."""

import pytest

from press import ROOT
from tests.gates.pages.planted import judged, problems
from tests.kit.small_page import block

STREAMS = {  # blocks, the faulty one, what is reported
    "carriage return": ([("print('a\\rb')", "a\nb")], 0, "prints U+000D"),
    "a line printed over": ([("print('0.9\\r0.1')", "0.1")], 0, "U+000D, wh"),
    "vertical tab": ([("print('a\\vb')", "a\nb")], 0, "prints U+000B"),
    "form feed": ([("print('a\\fb')", "a\nb")], 0, "prints U+000C"),
    "backspace": ([("print('ab\\b')", "ab")], 0, "prints U+0008"),
    "erased line": ([("print('a\\x1b[2Kb')", "ab")], 0, "prints U+001B"),
    "separator of records": ([("print('a\\x1eb')", "a\nb")], 0, "U+001E"),
    "next line": ([("print('a\\x85b')", "a\nb")], 0, "prints U+0085"),
    "at the end": ([("print('a\\v')", "a")], 0, "prints U+000B"),
    "print taken back": (
        ["import sys", ("print(1)", "1"), "sys.stdout.truncate(0)", "x = 1"],
        2,
        "(takes back what it has printed)",
    ),
    "print written over": (
        [
            "import sys",
            (
                "print(12)\nsys.stdout.flush()\nsys.stdout.seek(0)\nprint(3)",
                "3",
            ),
        ],
        1,
        "the page says '3', the block prints '12'",
    ),
    "stdout replaced": (
        [("import io, sys\n\nsys.stdout = io.StringIO()\nprint(1)", "1")],
        0,
        "replaces sys.stdout: what it prints is not seen",
    ),
    "stdout gone": (["import sys\n\nsys.stdout = None"], 0, "replaces sys.std"),
    "stderr deleted": (
        ["import sys\n\ndel sys.stderr"],
        0,
        "replaces sys.stderr",
    ),
    "stdout closed": (
        ["import sys\n\nprint(1)\nsys.stdout.close()"],
        0,
        "closes sys.stdout",
    ),
}
NO_PYTHON = {  # the same
    "bracket never closed": (["x = 1", "print((1"], 1, "was never closed"),
    "string never closed": (["x = 1", 'y = """a'], 1, "unterminated"),
    "indent": (["x = 1", " y = 1"], 1, "IndentationError: unexpected indent"),
    "dedent": (["if 1:\n    x = 1\n  y = 2"], 0, "IndentationError: unindent"),
    "no Python": (["x = 1", "y = = 2"], 1, "SyntaxError: invalid syntax"),
    "NUL": (["x = 1", "y = '\0'"], 1, "null bytes"),
}
PROGRAMS = STREAMS | NO_PYTHON


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_fails_with(name):
    """A finding of the block at fault; no block before it is red."""
    blocks, faulty, expected = PROGRAMS[name]
    found = judged(*blocks)
    assert expected in found[faulty]
    assert found[:faulty] == [None] * faulty


@pytest.mark.parametrize("code", ["print((1", "if 1:\n    x\n  y", "x = = 1"])
def test_a_syntax_error_is_a_finding(code):
    """It names the line of the page's program, and none of the harness."""
    (found,) = [f for f in problems(block(code)) if "Error" in f]
    assert 'page.py", line ' in found
    assert str(ROOT) not in found
