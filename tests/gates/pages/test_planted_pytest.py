"""Gate 2 goes red as pytest: the plugin, the parser, the runner and the child together."""

import re
import shutil
import subprocess
import sys

import pytest

from press import BUILD, ROOT
from tests.kit.small_page import FAULTY, SOUND, block, fence, included, inside

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
        "included": f'--8<-- "{included("text.md", SOUND)}"',
    }
    shutil.copytree(BUILD / "planted", copy / "build" / "planted")
    for name, body in pages.items():
        (docs / f"{name}.md").write_text(f"# T\n\n{body}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "docs"],
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


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("wrong", 14, "page says\n4\nthe block prints\n3"),
        ("tab", 5, "ValueError: planted"),
        ("option", 4, "raise ValueError"),
        ("once", 4, "TypeError: unsupported operand"),
    ],
)
def test_pytest_goes_red_on(nested, name, line, expected):
    """The whole chain: plugin, parser, runner and child make the run fail, at the line."""
    where = f"docs/zh/{name}.md:{line}\n"
    assert where in nested
    assert expected in nested.split(where)[1].split("\n____")[0]
