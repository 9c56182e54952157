"""A program without its words: what a record belongs to."""

import pytest

from press.read.bare import bare

CODE = '''"""A module."""

import numpy as np  # numbers


class Net:
    """A class."""

    def read(self, x):
        """Reads.

        x: (N, D)
        """
        # a remark
        return x + 1  # (N, D)


NAME = "# no comment"
TEXT = """no docstring"""
'''
KEPT = """import numpy as np
class Net:
    def read(self, x):
        return x + 1
NAME = "# no comment"
TEXT = \"\"\"no docstring\"\"\""""


def test_words_are_left_out():
    assert bare(CODE) == KEPT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A module.", "Another."),
        ("# a remark", "# two\n        # remarks"),
        ("Reads.", "Reads it all."),
        ("  # (N, D)", ""),
        ("\n\nNAME", "\n\n\n\nNAME"),
    ],
)
def test_other_words_are_the_same_program(old, new):
    assert old in CODE
    assert bare(CODE.replace(old, new, 1)) == KEPT


@pytest.mark.parametrize(
    ("old", "new"),
    [("x + 1", "x + 2"), ("# no comment", "#no comment"), ("no doc", "a doc")],
)
def test_another_program_is_another(old, new):
    assert bare(CODE.replace(old, new, 1)) != KEPT


def test_what_is_no_program():
    with pytest.raises(SyntaxError):
        bare("def (:")
