"""Gate 5 goes red: faults planted in what can be taken away of a page."""

from pathlib import Path

import nbformat
import pytest
import yaml

from press import ROOT
from press.check.verdict import start, valued
from press.finish import downloads as scripts
from press.finish import notebook as made
from press.finish.executed import Executed
from press.read.page import trimmed
from tests.commands import quick
from tests.gates.site import downloads, notebooks
from tests.gates.site.downloads import Output
from tests.gates.site.kinds import kinds
from tests.gates.site.links import Site
from tests.kit.server import BASE
from tests.kit.small_page import block, page, program

KINDS = {  # code, what of it a kernel does in a way of its own
    "import asyncio\n\nasyncio.run(f())": {"asyncio"},
    "from asyncio import run": {"asyncio"},
    "import concurrent.futures as c": {"concurrent"},
    "from argparse import ArgumentParser": {"argparse"},
    "import sys\n\nprint(sys.argv)": {"argv"},
    "from sys import argv as a": {"argv"},
    "import torch.multiprocessing as mp": {"multiprocessing"},
    "DataLoader(x, num_workers=2)": {"num_workers"},
    "print(__file__)": {"__file__"},
    "x = input()": {"input"},
    "def f():\n    from matplotlib import pyplot": {"matplotlib"},
    "import contextlib\n\nwith contextlib.redirect_stdout(a):\n    1": {
        "redirect_stdout"
    },
    "import inspect\n\nprint(inspect.getsource(f))": {"inspect"},
    "from scipy import signal\n\ninput_1, exits = signal.x, 1": set(),
    "input = 1\nf(x=__name__ == '__main__')": set(),
    "for _ in x:\n    print(x.mean())": set(),
}
HERE = "https://example.org/nn/en/"
LINKS = {  # in a source at b/page.md: where it leads to
    "c.md": f"{HERE}b/c/",
    "c.md#x": f"{HERE}b/c/#x",
    "c.ipynb#x": f"{HERE}b/c/#x",
    "page.ipynb": f"{HERE}b/page.ipynb",  # its own: seen as a link to itself
    "index.md": f"{HERE}b/",
    "index.md#x": f"{HERE}b/#x",
    "../index.md": HERE,
    "../index.md#x": f"{HERE}#x",
    "../a/index.md": f"{HERE}a/",
    "../a/c.md#x": f"{HERE}a/c/#x",
    "../a/myindex.md": f"{HERE}a/myindex/",
    "#x": f"{HERE}b/page/#x",
    "c.py": f"{HERE}b/c.py",
    "../assets/b/c.svg": f"{HERE}assets/b/c.svg",
    "https://doi.org/10.1/a.md": "https://doi.org/10.1/a.md",
    "https://example.org/nn/zh/b/": "https://example.org/nn/zh/b/",
    "mailto:a@example.org": "mailto:a@example.org",
}
STRINGS = {  # code whose strings a careless copy changes
    "trailing blanks": 's = """a  \nb"""\nprint(len(s))',
    "empty lines": 's = """\n\na\n\n"""\nprint(len(s))',
    "line separator": 's = "a\u2028b"\nprint(len(s))',
    "next line": 's = "a\x85b"\nprint(len(s))',
    "form feed": 's = "a\x0cb"\nprint(len(s))',
    "last": 'print(len("""\na  \n"""))',
}
CELLS = {  # a cell, what the page shows below it, what is wrong in the download
    "sound": ("print(1)", "1", None),
    "no print": ("x = 1", None, None),
    "a fence in a string": ('print("""\n~~~\n""")', "~~~", None),
    "open line": ("print(1, end='')", "1", None),
    "other output": ("print(2)", "3", "cell 5 says\n3\nit shows\n2"),
    "no output": ("print(2)", None, "cell 6 says\n\nit shows\n2"),
    "output of nothing": ("x = 2", "2", "cell 7 says\n2\nit shows\n"),
    "value": ("1 + 1", None, "cell 8 says\n\nit shows\n2"),
    "file": ("print(__file__)", "page.py", "NameError: name '__file__'"),
    "repository": ("import snippets", None, "No module named 'snippets'"),
    "warning": ("import warnings\nwarnings.warn('old')", None, "UserWarning"),
    "other folder": ("open('page.py')", None, "FileNotFoundError"),
    "loop": (
        "import asyncio\nwait = asyncio.sleep(0)\n"
        "try:\n    asyncio.run(wait)\nfinally:\n    wait.close()",
        None,
        "asyncio.run() cannot be called from a running event loop",
    ),
    "error": ("raise ValueError('planted')", None, "ValueError: planted"),
    "arguments": (
        "import argparse\nargparse.ArgumentParser().parse_args()",
        None,
        "unrecognized arguments: -f",
    ),
    "question": ("input()", None, "StdinNotImplementedError"),
    "stream": ("import sys\nsys.stdout.fileno()", None, "UnsupportedOperation"),
    "picture": (
        "from matplotlib import pyplot as plt\nplt.plot([1])\nplt.show()",
        None,
        "cell 18 has 0 pictures, it draws 1",
    ),
}


def notebook(body: str) -> str:
    return made.notebook(page(body, tex=True), "b/page.md", HERE, "en")


def opened(text: str) -> nbformat.NotebookNode:
    return nbformat.reads(text, as_version=4)


@pytest.mark.parametrize("link", LINKS)
def test_a_link_has_its_whole_address(link):
    picture = f"[a]({link}) ![p]({link})"
    assert downloads.links(opened(notebook(picture))) == [LINKS[link]] * 2


@pytest.fixture
def small(tmp_path):
    """A site of one page with one anchor."""
    (tmp_path / "en" / "b" / "c").mkdir(parents=True)
    html = '<h1 id="x">T</h1>'
    (tmp_path / "en" / "b" / "c" / "index.html").write_text(html, "utf-8")
    return Site(tmp_path, BASE)


def test_links_that_lead_somewhere_are_sound(small):
    text = notebook("[a](c.md) [a](c.md#x) [a](https://doi.org/10.1/a)")
    assert list(downloads.lost(opened(text), small)) == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("[a](c.md)", "leads nowhere without the site: c.md"),
        ("[a](#x)", "leads nowhere without the site: #x"),
        ("[a](/nn/en/b/c/)", "leads nowhere without the site: /nn/en/b/c/"),
        ("![a](c.svg)", "leads nowhere without the site: c.svg"),
        ('<img src="c.svg">', "leads nowhere without the site: c.svg"),
        (f"[a]({HERE}b/c/#y)", f"no anchor {HERE}b/c/#y"),
        (f"[a]({HERE}b/c.md)", f"no file {HERE}b/c.md"),
        (f"[a]({HERE}#x)", f"no file {HERE}#x"),
        ("[a](https://example.org/)", "leaves the folder of the site"),
        ("![a](attachment:a.png)", "no file in a notebook: attachment:a.png"),
    ],
)
def test_a_link_that_leads_nowhere(small, words, problem):
    book = nbformat.v4.new_notebook()
    book.cells = [nbformat.v4.new_markdown_cell(f"Read this: {words}.")]
    (found,) = downloads.lost(book, small)
    assert problem in found


@pytest.mark.parametrize("code", KINDS)
def test_what_a_kernel_does_otherwise(code):
    assert kinds([code, "y = 1"]) == KINDS[code]


def test_a_page_that_differs_in_a_kernel_is_run(monkeypatch):
    """Each of them, what changed, and one of the others."""
    monkeypatch.delenv("PAGES_COLD", raising=False)
    monkeypatch.setattr(downloads, "differs", lambda p: p.stem in "bc")
    monkeypatch.setattr(downloads, "changed", lambda: {"d/d.md", "g.md"})
    names = ("a.md", "b.md", "c.md", "d/d.md", "d.md", "e.md", "f.ipynb")
    pages = [Path(name) for name in names]
    run = [page.as_posix() for page in downloads.to_run(pages)]
    assert run == ["a.md", "b.md", "c.md", "d/d.md", "f.ipynb"]
    monkeypatch.setenv("PAGES_COLD", "1")
    assert downloads.to_run(pages) == pages


def test_pages_that_changed(monkeypatch, tmp_path):
    """A page itself, and a page that shows code that changed; since BASE."""
    assert downloads.changed(tmp_path) == set()  # no repository
    monkeypatch.delenv("BASE", raising=False)
    asked, files = [], ["docs/zh/a/b.md", "snippets/recurrent/lstm.py"]
    told = lambda base, root: asked.append(base) or files  # noqa: E731
    monkeypatch.setattr(quick, "changed", told)
    assert {"a/b.md", "recurrent/lstm.md"} <= downloads.changed()
    monkeypatch.setenv("BASE", "HEAD^")
    downloads.changed()
    assert asked == ["HEAD", "HEAD^"]


def test_each_week_all_downloads_are_run():
    """And at each push those of what it changed: CI knows the commit before."""
    folder = ROOT / ".github" / "workflows"
    weekly = yaml.safe_load((folder / "scheduled.yml").read_text("utf-8"))
    steps = [s for job in weekly["jobs"].values() for s in job["steps"]]
    all_run = [
        step["run"]
        for step in steps
        if step.get("env", {}).get("PAGES_COLD") == "1"
    ]
    own = "tests/gates/site/test_downloads.py"
    assert any(own in run.split() for run in all_run)
    push = yaml.safe_load((folder / "test.yml").read_text("utf-8"))
    (job,) = push["jobs"].values()
    assert push["env"]["BASE"] == "HEAD^"
    assert job["steps"][0]["with"]["fetch-depth"] == 2


@pytest.mark.parametrize("name", STRINGS)
def test_strings_in_code_stay_as_they_are(name):
    small_page = page(program(STRINGS[name]))
    (block,) = small_page.blocks
    assert trimmed(block.code) == STRINGS[name]
    (cell,) = downloads.codes(opened(notebook(program(STRINGS[name]))))
    assert cell.source == STRINGS[name]
    script = scripts.script(small_page, HERE, "en")
    top = f"# {HERE}\n# needs: Python alone"
    assert script == f"{top}\n\n{STRINGS[name]}\n"


@pytest.fixture(scope="module")
def found():
    """What is wrong with the cells of one notebook, executed as it is downloaded."""
    parts = [(code, said) if said else code for code, said, _ in CELLS.values()]
    text = notebook(program(*parts))
    stored, executed = opened(text), downloads.run_notebook(text)
    assert len(downloads.codes(stored)) == len(CELLS)
    return list(downloads.differences(stored, executed))


@pytest.mark.parametrize("name", CELLS)
def test_cell_of_a_download(found, name):
    start = f"cell {list(CELLS).index(name) + 1}"
    said = [text for text in found if text.split(":")[0].startswith(start)]
    said = [text for text in said if text.removeprefix(start)[0] in ": "]
    expected = CELLS[name][2]
    assert bool(said) == (expected is not None), said
    assert expected is None or expected in said[0]


VALUES = {
    "x = [1]\nx": "block 2: [1]",
    "x = [1]\nx.pop()": "block 2: 1",
    "x = [1]\nx.clear()": None,
    "x = [1]\nprint(x)": None,
    "'no value'": None,
    "if True:\n    1 + 1": None,
    "import numpy as np\n\nnp.ones(2)  # (2,)": "block 2: array([1., 1.])",
}


@pytest.mark.parametrize("code", VALUES)
def test_value_that_a_notebook_would_show(code):
    """Told of the block that ends in it, although the page's output is right."""
    outcomes = start(page(program("import sys", code, "y = 1"))).result()
    told = [VALUES[code]] if VALUES[code] else []
    assert valued(outcomes) == told


def test_outputs_of_an_executed_notebook_are_in_its_download():
    shown = Executed.__new__(Executed)
    shown.texts, shown.pictures = ["1\n", "2"], [b"png"]
    none = Executed.__new__(Executed)
    none.texts, none.pictures = [], []
    text = notebook(program(("print(9)", "9"), "x = 1"))
    book = opened(made.with_outputs(text, [shown, none]))
    first, second = map(downloads.shows, downloads.codes(book))
    assert (first, second) == (("1\n2", 1, []), ("", 0, []))
    with pytest.raises(ValueError, match="zip"):
        made.with_outputs(text, [shown])


@pytest.mark.parametrize(
    ("code", "said", "problem"),
    [
        ("print(1)\nprint(2, end='')\nprint(3)", ["1\n2", "3"], None),
        ("print(1)", ["2"], "the page shows\n2\nthe script prints\n1"),
        ("print(1)\nprint(2)", ["2", "1"], "the page shows\n2\n1"),
        ("print(1)", [], "the page shows\n\nthe script prints\n1"),
        ("print(0.98)", [("1.0", "0.02")], None),
        ("print(0.97)", [("1.0", "0.02")], "the page shows"),
        ("print('a', end=' ')\nprint(0.98)", ["a", ("1.0", "0.02")], None),
        ("", ["1"], "the page shows\n1\nthe script prints\n"),
        ("import snippets", [], "No module named 'snippets'"),
        ("open('data.csv')", [], "FileNotFoundError"),
        ("%time 1", [], "SyntaxError"),
        ("get_ipython()", [], "NameError"),
        ("import concurrent\nconcurrent.futures", [], "AttributeError"),
        ("import warnings\nwarnings.warn('old')", [], "UserWarning: old"),
        ("import os\nos._exit(3)", [], "it ends with 3"),
    ],
)
def test_script(code, said, problem):
    outputs = [
        Output(each) if isinstance(each, str) else Output(*each)
        for each in said
    ]
    problems = list(downloads.unlike(downloads.run_script(code), outputs))
    assert len(problems) == (problem is not None), problems
    assert all(problem in text for text in problems)


def test_twins(tmp_path):
    """Each in an empty folder; the fault of one does not hide that of the next."""
    texts = {
        "a": "open('left', 'w').write('x')",
        "b": "import os\nassert os.listdir() == []",
        "c": "from snippets.recurrent.lstm import lstm_step",
        "d": "raise SystemExit(0)",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    run = downloads.run_many(sorted(tmp_path.glob("*.py")))
    assert run.complaint == ""
    lines = run.printed.splitlines()
    assert [line.split()[0] for line in lines] == ["c.py", "d.py"]


def test_a_cell_says_how_far_its_numbers_may_differ():
    small_page = page(block("print(0.5)", "0.5", "5%"))
    text = made.notebook(small_page, "a/b.md", BASE, "en")
    (cell,) = downloads.codes(opened(text))
    assert cell.metadata["within"] == "5%"


def test_words_of_a_notebook_are_those_of_the_page():
    """Seen: 8*7*24 = 1344 *hours*, which a notebook showed as 8724 = 1344."""
    words = r"8\*7\*24 and 2\*3, a\_b\_c, &lt;b>, **bold**, `a_1*b*c`, $a_1 * b_2 < *c*$."
    (cell,) = opened(notebook(f"{words}\n\nEnd.")).cells[:1]
    formula = "$a_1 * b_2 < *c*$"
    assert formula in cell.source
    shown = notebooks.shown(cell.source.replace(formula, "x")).get_text()
    first = "8*7*24 and 2*3, a_b_c, <b>, bold, a_1*b*c, x."
    assert first in shown.split("\n")
