"""Gate 2 for notebooks: their cells are a program like that of every page."""

import nbformat
import pytest

from press import CONFIGS
from press.check.verdict import page_at
from press.read.page import read_notebook, site_config, sources
from tests.gates.pages.notebooks import complaints, leftovers
from tests.kit.findings import none
from tests.kit.small_site import notebook

BOOKS = [
    path
    for language in CONFIGS
    for path in sources(language)
    if path.suffix == ".ipynb"
]
each_book = pytest.mark.parametrize(
    "path", BOOKS, ids=lambda path: "/".join(path.parts[-3:])
)
FENCE = "text = '''\n```python\nraise ValueError\n```\n'''\nprint(text)"
SOUND = {
    "prints": ["x = 1", "print(x)"],
    "no value of the last line": ["x = [2]\nprint(x)", "x.append(1)"],
    "a fence in a string": [FENCE],
    "shape comment": ["import numpy as np\nx = np.zeros((3, 2))  # (3, 2)"],
    "writes and reads": ["open('a', 'w').close()", "open('a').close()"],
}
PLANTED = {
    "raises": (["x = 1", "1 / 0"], "ZeroDivisionError"),
    "warns": (["import warnings\nwarnings.warn('old')"], "UserWarning: old"),
    "dead code": (["def f():\n    return 1"], "never called: f"),
    "a false shape": (
        ["import numpy as np\nx = np.zeros((3, 2))  # (2, 3)"],
        "(2, 3)",
    ),
    "imports snippets": (
        ["from snippets.recurrent import lstm"],
        "No module named 'snippets'",
    ),
    "reads docs": (["open('docs/en/index.md')"], "FileNotFoundError"),
    "reads its neighbours": (["open('conv.md')"], "FileNotFoundError"),
    "the network": (
        ["from urllib.request import urlopen\nurlopen('http://1.1.1.1')"],
        "cell 1: ",
    ),
    "ends": (["raise SystemExit(0)", "print(1)"], "cell 1: SystemExit"),
    "value of the last line": (
        ["import numpy as np\nx = np.eye(2)", "x, x.shape"],
        "cell 2: a program does not show the value of its last line",
    ),
    "a magic": (["%timeit 1"], "SyntaxError: invalid"),
}
LEFT = {
    "a saved output": (
        lambda book: book.cells[1].outputs.append(
            nbformat.v4.new_output("stream", text="2")
        ),
        ["cell 2: a saved output"],
    ),
    "a count": (
        lambda book: book.cells[1].update(execution_count=3),
        ["cell 2: an execution count"],
    ),
    "a tag": (
        lambda book: book.cells[1].metadata.update(tags=["skip-execution"]),
        ["cell 2: metadata 'tags'"],
    ),
    "a raw cell": (
        lambda book: book.cells.append(nbformat.v4.new_raw_cell("print(1)")),
        ["cell 3: raw: it is shown and never runs"],
    ),
    "of an editor": (
        lambda book: book.metadata.update(widgets={}),
        ["metadata 'widgets'"],
    ),
    "a picture": (
        lambda book: book.cells[0].update(attachments={"a.png": {}}),
        ["cell 1: an attachment"],
    ),
    "of a computer": (
        lambda book: book.metadata.kernelspec.update(env={}),
        ["kernelspec 'env'"],
    ),
}


@each_book
def test_cells_run_as_a_program(path):
    none(complaints(page_at(path)), "a notebook does what a page may do")


@each_book
def test_nothing_is_left_of_a_run(path):
    none(
        leftovers(nbformat.read(path, as_version=4)),
        "clear all outputs, and remove tags and metadata",
    )


def found(tmp_path, *cells: str) -> list[str]:
    path = tmp_path / "book.ipynb"
    path.write_text(notebook(*cells), "utf-8")
    return complaints(read_notebook(path, site_config(CONFIGS["zh"])), 30)


@pytest.mark.parametrize("name", SOUND)
def test_sound(name, tmp_path):
    assert found(tmp_path, *SOUND[name]) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name, tmp_path):
    cells, said = PLANTED[name]
    problems = found(tmp_path, *cells)
    assert problems
    assert any(said in each for each in problems), problems


@pytest.mark.parametrize("name", LEFT)
def test_planted_leftover(name):
    plant, said = LEFT[name]
    book = nbformat.reads(notebook("print(2)"), as_version=4)
    assert leftovers(book) == []
    plant(book)
    assert leftovers(book) == said
