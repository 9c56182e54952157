"""The program of a block as a text: imports once on top, nothing twice, formatted."""

import subprocess
import sys

import pytest

from press import ROOT
from press.read.program import SILENCE, Place, programs

SITE = "https://example.org/en/page/"
HERE = Place(SITE, "en")
BLOCKS = [
    "import numpy as np\nfrom math import pi, tau\n\nx = np.ones(2)",
    "import sys\n\n\ndef area(r):\n    return pi * r**2",
    "from math import tau\nfrom collections import Counter\n\nprint(area(2), x)",
    "import json",
    '"""A whole file."""\n\nimport math\n\nprint(math.e)',
    "for y in x:\n    print(tau * y)",
    "print(1)",
    "def tell():\n    print(2)\n\n\ntell()",
]
NEEDS = [[], [], [0, 1], [], [], [0], [], [2, 6]]
PRINTING = [False, False, True, False, True, True, True, True]
TEXTS = [
    f"# {SITE}#code-1\n# needs: numpy\n\nimport numpy as np\n\nx = np.ones(2)\n",
    f"# {SITE}#code-2\n# needs: Python alone\n\nfrom math import pi\n\n\ndef area(r):\n"
    "    return pi * r**2\n",
    f"# {SITE}#code-3\n# needs: numpy\n\nfrom math import pi\n\nimport numpy as np\n\n"
    "x = np.ones(2)\n\n\ndef area(r):\n    return pi * r**2\n\n\n"
    "print(area(2), x)\n",
    f"# {SITE}#code-4\n# needs: Python alone\n\nimport json\n",
    f'# {SITE}#code-5\n# needs: Python alone\n\n"""A whole file."""\n\nimport math\n\nprint(math.e)\n',
    f"# {SITE}#code-6\n# needs: numpy\n\nfrom math import tau\n\nimport numpy as np\n\n"
    "x = np.ones(2)\n\nfor y in x:\n    print(tau * y)\n",
    f"# {SITE}#code-7\n# needs: Python alone\n\nprint(1)\n",
    f"# {SITE}#code-8\n# needs: Python alone\n\n\n{SILENCE['en']}\n\n\n"
    "print(area(2), x)\n\nprint(1)\n\n"
    "from builtins import print  # code-8\n\n\n"
    "def tell():\n    print(2)\n\n\ntell()\n",
]


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_program_of_a_block(number):
    assert programs(BLOCKS, NEEDS, PRINTING, HERE)[number] == TEXTS[number]


def alone(blocks: list[str]) -> list[str]:
    """The programs of blocks that need and print nothing."""
    every = range(len(blocks))
    return programs(blocks, [[] for _ in every], [False for _ in every], HERE)


IMPORTS = """from __future__ import annotations
import zlib
import numpy as np
import os.path
import torch
from torch import nn
from torch.nn import functional as F
from typing import NamedTuple, Any
from collections import OrderedDict, deque, abc
import ast as tree
from sklearn.linear_model import LogisticRegression as Softmax, RidgeClassifier
from itertools import pairwise, zip_longest, combinations, chain, count, repeat, tee
"""
USE = """print(
    [zlib, np, os, torch, nn, F, NamedTuple, Any],
    [OrderedDict, deque, abc, tree],
    [Softmax, RidgeClassifier, pairwise, zip_longest, combinations, chain],
    [count, repeat, tee],
)"""


def test_imports_stand_as_ruff_sorts_them(tmp_path):
    """From whatever order in whichever blocks."""
    lines = [line for line in IMPORTS.split("\n") if line]
    made = alone([*lines, USE])[-1]
    (tmp_path / "made.py").write_text(made, "utf-8")
    config = ["--no-cache", "--config", str(ROOT / "pyproject.toml")]
    for words in (["check", "--select", "I,F"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, *config, "made.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "from __future__" not in made  # no block of the program has it


def test_a_name_keeps_its_last_import():
    blocks = ["from math import e as x", "from cmath import pi as x", "x"]
    made = alone(blocks)[-1]
    assert "cmath" in made
    assert "from math" not in made


def test_modules_of_one_package_are_all_imported():
    blocks = [
        "import os.path",
        "import os, importlib.util\nimport importlib.abc",
    ]
    use = "print(os, os.path, importlib.util, importlib.abc)"
    made = alone([*blocks, use])[-1]
    assert made.split("\n\n")[1].split("\n") == [
        "import importlib.abc",
        "import importlib.util",
        "import os",
        "import os.path",
    ]


def test_a_docstring_alone_makes_no_whole_file():
    blocks = ["import math\n\nprint(math.e)", '"""Area."""\n\nprint(math.pi)']
    assert "import math" in alone(blocks)[1]


def test_what_a_function_imports_is_needed_too():
    blocks = [
        "def solve():\n    from sklearn.svm import SVC\n\n    return SVC()"
    ]
    assert "\n# needs: scikit-learn\n" in alone(blocks)[0]
