"""Gate 2 goes red as pytest: the plugin, the parser, the runner and the child together."""

import re
import shutil
import subprocess
import sys

import pytest

from press import BUILD, ROOT
from tests.kit.small_page import FAULTY, SOUND, block, fence, included, inside

UNREADABLE = {  # pages that cannot be converted
    "front": "---\ntitle: Nets: a tour\n---\n\n# T\n",
    "misnamed": '# T\n\n```python\n--8<-- "snippets/x.py:parms"\n```\n',
    "formula": "# T\n\n$\\frac{1$\n",
}
READS = """from press import DOCS
from press.read.page import read


def test_reads():
    read(DOCS / "zh/front.md")
"""
SUM = "print(1 + 1)"
ONCE = "if 'w' not in globals():\n    w = 1\n    w = w + None"


@pytest.fixture(scope="module")
def nested(tmp_path_factory) -> str:
    """What pytest says in a copy of the repository whose pages have faults."""
    copy = tmp_path_factory.mktemp("repository")
    for name in ("press", "tests/gates", "tests/kit"):
        shutil.copytree(ROOT / name, copy / name)
    names = ("conftest.py", "tests/__init__.py", "pyproject.toml")
    for name in (*names, "mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, copy / name)
    docs = copy / "docs" / "zh"
    docs.mkdir(parents=True)
    pages = {
        "right": SOUND,
        "wrong": f"{SOUND}\n\nText.\n\n{block('print(3)', '4')}",
        "tab": inside('=== "NumPy"\n', FAULTY),
        "option": fence("raise ValueError", "{ .python notest }"),
        "once": block(ONCE),
        "included": block(f'--8<-- "{included("code.py", SUM)}"', "2"),
    }
    shutil.copytree(BUILD / "planted", copy / "build" / "planted")
    texts = {name: f"# T\n\n{body}\n" for name, body in pages.items()}
    for name, text in (texts | UNREADABLE).items():
        (docs / f"{name}.md").write_text(text, "utf-8")
    (copy / "tests/test_reads.py").write_text(READS, "utf-8")
    options = [
        "-v",
        "--continue-on-collection-errors",
        "docs",
        "tests/test_reads.py",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["right", "included"])
def test_pytest_is_green_on(nested, name):
    """The control of the nested run: a sound page passes in the same session."""
    assert re.search(rf"docs/zh/{name}\.md::\S+ PASSED", nested)


FRONT_SAYS = (
    "docs/zh/front.md: line 2: the front matter is not YAML "
    "(mapping values are not allowed here); "
    "put a value with a colon in quotation marks"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("front", FRONT_SAYS),
        ("misnamed", "docs/zh/misnamed.md: line 4: no file snippets/x.py"),
        ("formula", r"docs/zh/formula.md: formula '\\frac{1'"),
    ],
)
def test_pytest_says_in_one_line_what_it_cannot_read(nested, name, expected):
    """No traceback: where, why and what to do instead."""
    said = nested.split(f" ERROR collecting docs/zh/{name}.md ")[1]
    first, second, *_ = said.split("\n")[1:]
    assert first.startswith(expected)
    assert second[:1] in ("", "_", "=") or name == "formula"


def test_a_test_that_reads_a_faulty_page_says_so_in_one_line(nested):
    said = nested.split(" test_reads ___")[1].split("\n")[1:]
    assert said[0] == FRONT_SAYS
    assert said[1][:1] in ("", "_", "=")


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("wrong", 18, "the page says '4', the block prints '3'"),
        ("tab", 5, "ValueError: planted"),
        ("option", 4, "raise ValueError"),
        ("once", 4, "TypeError: unsupported operand"),
    ],
)
def test_pytest_goes_red_on(nested, name, line, expected):
    """The whole chain: plugin, parser, runner and child make the run fail, at the line."""
    where = f"docs/zh/{name}.md:{line}: "
    assert where in nested
    assert expected in nested.split(where)[1].split("\n____")[0]
