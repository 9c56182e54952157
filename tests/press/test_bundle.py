"""A snippet that builds on others comes as one file."""

import subprocess
import sys

import pytest

from press import CONFIGS, ROOT
from press.read.bundle import bundle
from press.read.includes import without_marks
from press.read.page import read_text, site_config, trimmed

BASE = '''"""Base."""

from typing import NamedTuple

import numpy as np

LIMIT = 3


# --8<-- [start:pair]
class Pair(NamedTuple):
    a: np.ndarray  # (2,)


def twice(x):
    """Twice x."""
    return 2 * x
    # --8<-- [end:pair]


if __name__ == "__main__":
    print("the demo of base")
'''
MIDDLE = '''"""Middle."""

from snippets.toy.base import twice


def four_times(x):
    """Four times x."""
    return twice(twice(x))
'''
TOP = '''"""Top,
of two lines."""

import math

from snippets.toy.base import (
    LIMIT,
    Pair,
)
from snippets.toy.middle import four_times

if __name__ == "__main__":
    print(four_times(Pair(math.floor(1.5)).a) + LIMIT)
'''


@pytest.fixture
def tree(tmp_path):
    """Three files, each built on the ones before; tree(name, text) changes one."""
    folder = tmp_path / "snippets" / "toy"
    folder.mkdir(parents=True)

    def write(name, text):
        (folder / f"{name}.py").write_text(text, "utf-8")
        return folder / f"{name}.py"

    for name, text in (("base", BASE), ("middle", MIDDLE), ("top", TOP)):
        write(name, text)
    return write


def test_one_file_runs_alone_and_holds_everything_once(tree, tmp_path):
    text = bundle(tree("top", TOP), tmp_path)
    assert text.startswith('"""Top,\nof two lines."""\n')
    for once in ("def twice", "class Pair", "import numpy", "from typing"):
        assert text.count(once) == 1, once
    assert not any(junk in text for junk in ("snippets.", "--8<--", "demo"))
    done = subprocess.run(
        [sys.executable, "-I", "-c", text],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("7\n", "")


def test_only_what_is_used_comes_along(tree, tmp_path):
    more = BASE.replace(
        "import numpy as np\n",
        "from itertools import chain\n\nimport numpy as np\n",
    )
    tree("base", more + "\n\ndef spare(x):\n    return chain(thrice(x))\n")
    text = bundle(
        tree("top", TOP.replace("Pair(math.floor(1.5)).a", "math.floor(1.5)")),
        tmp_path,
    )
    assert not any(s in text for s in ("spare", "chain", "class Pair", "numpy"))
    assert "def four_times" in text
    assert "def twice" in text


def test_a_copy_comes_once(tree, tmp_path):
    """What a file defines itself is not taken from what it builds on as well."""
    copy = "def thrice(x):\n    return 3 * x\n"
    tree("base", f"{BASE}\n\n{copy}")
    own = TOP.replace("\nif __name__", f"\n\n{copy}\n\nif __name__")
    own = own.replace("print(four", "print(thrice(1))\n    print(four")
    text = bundle(tree("top", own), tmp_path)
    assert text.count("def thrice") == 1


def test_a_file_that_builds_on_nothing_is_left_as_it_is(tree, tmp_path):
    assert bundle(tree("base", BASE), tmp_path) == BASE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import math", "import math\n\nLIMIT, MORE = 4, 5"),
        ("import math", "import math\n\n\ndef twice(x):\n    return x + x"),
    ],
)
def test_a_name_with_two_meanings_is_refused(tree, tmp_path, old, new):
    path = tree("top", TOP.replace(old, new))
    with pytest.raises(ValueError, match=r"base\.py and in .*top\.py"):
        bundle(path, tmp_path)


FAST = '''"""Fast."""

from snippets.toy.base import LIMIT


def twice(x):
    """Twice x, another way."""
    return x + x


if __name__ == "__main__":
    print(twice(LIMIT))
'''


def test_a_fast_version_may_take_what_it_does_not_make_anew(tree, tmp_path):
    """It has the names of its network; only what is included may not clash."""
    text = bundle(tree("base_fast", FAST), tmp_path)
    assert text.count("def twice") == 1
    done = subprocess.run(
        [sys.executable, "-I", "-c", text],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("6\n", "")


def test_a_fast_version_that_takes_half_of_a_pair_is_refused(tree, tmp_path):
    more = "\n\ndef thrice(x):\n    return twice(x) + x\n"
    tree("base", BASE + more)
    half = FAST.replace("import LIMIT", "import LIMIT, thrice")
    path = tree("base_fast", half.replace("twice(L", "thrice(L"))
    with pytest.raises(ValueError, match=r"twice: in .*base\.py and in .*fast"):
        bundle(path, tmp_path)


def test_a_page_includes_the_whole_file_with_its_indent_and_without_marks():
    text = (
        '??? example "all"\n\n    ```python\n'
        '    --8<-- "snippets/foundations/neuron.py"\n    ```\n'
    )
    (block,) = read_text(text, site_config(CONFIGS["zh"])).blocks
    source = (ROOT / "snippets/foundations/neuron.py").read_text("utf-8")
    assert "--8<--" not in block.code
    assert trimmed(block.code) == trimmed(without_marks(source))
