"""Gate 2 goes red: magics planted in notebooks and pages; what only looks like one is sound."""

import nbformat
import pytest

from press import CONFIGS
from press.read.page import read_notebook, site_config
from tests.gates.pages.magics import magics
from tests.kit.small_page import block, page
from tests.kit.small_site import notebook

MAGICS = {
    "line": "%timeit sum(range(9))",
    "inline pictures": "%matplotlib inline\nimport math",
    "cell": "%%time\nx = 1",
    "shell": "!pip install numpy",
    "shell in a function": "def f():\n    !ls\n\n\nf()",
    "result of a shell": "files = !ls",
    "result of a magic": "x = %time 1",
    "question": "print?",
    "question before": "?print",
    "prompt": ">>> 1",
    "numbered prompt": "In [1]: 1",
    "prompt that IPython takes out of a string": 's = """\n>>> 1\n"""',
    "indented": "    x = 1\n    print(x)",
}
SOUND = {
    "in a string": 's = """\n%time 1\n!ls\nprint?\n"""\nprint(s)',
    "remainder": "x = (\n    7\n    % 3\n)",
    "format": 'x = "%d %%" % 3  # 100 %, really?',
    "unequal": "x = 7 != 3",
    "comment": "# %time, !ls, print?\nx = 1",
    "trailing blanks": "x = 1  \n\n",
    "last line in a string": 's = """a  \n\n"""',
    "decorator": "import functools\n\n\n@functools.cache\ndef f():\n    pass",
}


def in_notebook(code: str, tmp_path) -> list[str]:
    path = tmp_path / "book.ipynb"
    path.write_text(notebook(code), "utf-8")
    assert nbformat.read(path, as_version=4).cells[1].source == code
    return magics(read_notebook(path, site_config(CONFIGS["zh"])).blocks)


@pytest.mark.parametrize("name", MAGICS)
def test_magic(name, tmp_path):
    code = MAGICS[name]
    (on_page,) = magics(page(block(code)).blocks)
    (found,) = in_notebook(code, tmp_path)
    assert "IPython reads it in its own way: " in on_page
    assert repr(code.strip()[:60]) in found


@pytest.mark.parametrize("name", SOUND)
def test_no_magic(name, tmp_path):
    assert magics(page(block(SOUND[name])).blocks) == []
    assert in_notebook(SOUND[name], tmp_path) == []
