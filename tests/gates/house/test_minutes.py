"""Where the minutes went is told: of tests, and of the programs that they start."""

import re
import subprocess
import sys

import pytest

from press import ROOT
from press.check.process import START
from tests.kit import minutes

CONFTEST = """import sys
sys.path.insert(0, {root!r})
from tests.kit import minutes
minutes.WORTH, minutes.EVERY = 0.1, 0.5
pytest_plugins = ["tests.kit.minutes"]
while minutes.time.process_time() < 1.5: pass
"""
BURN = "import time\nwhile time.process_time() < {}: pass\n"
COMPUTES = """import time

def test_a():
    end = time.process_time() + 2
    while time.process_time() < end: pass
"""
STARTS = """import subprocess, sys

def test_b():
    code = {burn!r} + "# from press.check import child"
    subprocess.run([sys.executable, "-c", code], check=True)
"""


@pytest.mark.parametrize(
    ("nodeid", "name"),
    [
        (
            "tests/networks/recurrent/test_lstm.py::test_a[b/c]",
            "tests/networks",
        ),
        ("tests/gates/site/test_axe.py::test_a", "tests/gates/site"),
        ("tests/gates/snippets/test_figures.py::test_a", "figures and results"),
        ("tests/press/test_read.py::test_a", "tests/press"),
        ("docs/zh/recurrent/lstm.md::[CodeFence#1][line:42]", "docs/zh"),
        ("docs/zh/index.md::[CodeFence#1][line:42]", "docs/zh"),
    ],
)
def test_room(nodeid, name):
    assert minutes.room(nodeid) == name


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (f"python -c {START.format('child')} / /tmp/a", "whole pages"),
        (f"python -c {START.format('branches')} / /tmp/a", "blocks alone"),
        (f"python -c {START.format('nursery')} / numpy", "blocks alone"),
        ("python -m pytest -q", "runs of pytest"),
        ("/usr/bin/chromium --headless", "browser"),
        ("python -m mkdocs build --strict", "building the site"),
        ("curl", "other programs"),
    ],
)
def test_what_a_program_is_called(command, name):
    assert minutes.called(command).startswith(name)


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_the_table_is_printed(tmp_path, options):
    """Whether one process runs all tests or several share them.

    One looks at programs every half second: of the last, up to so much is not seen.
    """
    folder = tmp_path / "tests" / "networks"
    folder.mkdir(parents=True)
    conftest = CONFTEST.format(root=str(ROOT))
    (tmp_path / "conftest.py").write_text(conftest)
    (tmp_path / "none.ini").touch()
    (folder / "test_a.py").write_text(COMPUTES)
    (folder / "test_b.py").write_text(STARTS.format(burn=BURN.format(2.7)))
    words = ["-c", "none.ini", "-p", "no:cacheprovider", *options, "tests"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    table = done.stdout.partition("where the minutes went, by room")[2]
    seconds = {
        name: int(number)
        for number, name in re.findall(
            r"^ +(\d+) s  (.+)$", table, re.MULTILINE
        )
    }
    assert 2 <= seconds["tests/networks"] <= 4, table
    assert 2 <= seconds["whole pages, each in a fresh process"] <= 4, table
    assert seconds[minutes.COLLECTING] >= 1, table
