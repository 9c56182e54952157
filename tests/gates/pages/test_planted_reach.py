"""Gate 2 goes red on what a page does not have as a notebook, or hides from its imports."""

import pytest

from tests.gates.pages.structure import structure
from tests.kit.small_page import block, page

PLANTED = {
    "its file": ("print(__file__[-3:])", "__file__"),
    "its builtins": ("print(__builtins__)", "__builtins__"),
    "the file of a module": (
        "import numpy as np\n\nprint(np.__file__)",
        "np.__file__",
    ),
    "its arguments": ("import sys\n\nprint(sys.argv)", "sys.argv"),
    "its arguments by name": ("from sys import argv", "sys.argv"),
    "sys by another name": ("import sys as s", "import sys as s"),
    "its sources": ("import inspect", "import inspect"),
    "itself as a module": ("import __main__ as m", "import __main__ as m"),
    "the notebook": (
        "try:\n    get_ipython()\nexcept NameError:\n    pass",
        "get_ipython",
    ),
    "IPython": (
        "from IPython.display import display",
        "IPython.display.display",
    ),
    "import_module": (
        "from importlib import import_module",
        "importlib.import_module",
    ),
    "importlib": ("import importlib", "import importlib"),
    "importlib by its part": (
        "import importlib.metadata\n\nimportlib.import_module('skimage')",
        "importlib.import_module",
    ),
    "importlib.util": ("import importlib.util", "import importlib.util"),
    "__import__": ("__import__('skimage')", "__import__"),
    "a module known by its text": (
        "import sys\n\nprint(sys.modules['skimage'])",
        "sys.modules",
    ),
    "exec": ("exec('import skimage')", "exec"),
    "eval": ("eval('1 + 1')", "eval"),
    "runpy": ("from runpy import run_module", "runpy.run_module"),
    "names by their text": ("globals()['x'] = 1", "globals"),
    "in a function": ("def f():\n    import pkgutil", "import pkgutil"),
}
SOUND = [
    "if __name__ == '__main__':\n    print(1)",
    "print(type(1).__name__)",
    "from importlib.metadata import metadata",
    "import importlib.metadata",
    "import os\nimport sys\n\nprint(sys.executable, os.environ)",
    "import torch.nn as nn\n\nnet = nn.Linear(1, 1)\nnet.eval()\nprint(*net.modules())",
    "class A:\n    def __init__(self):\n        self.path = self.code = 1",
    "x = 'exec __file__ get_ipython()'",
    "import codecs\nimport inspection",
]


def found(code: str) -> list[str]:
    told = "a page is a program, a notebook, and what its imports say"
    return [e for e in structure(page(block(code)).blocks) if told in e]


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    code, what = PLANTED[name]
    (told,) = found(code)
    assert f": {what}: " in told


@pytest.mark.parametrize("code", SOUND)
def test_sound(code):
    assert found(code) == []
