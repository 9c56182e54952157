"""Every snippet is a program, alone in an empty folder."""

import itertools
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from press import CONFIGS, DOCS, ROOT
from press.check.verdict import page_at
from press.read.bundle import bundle
from press.read.chapter import slug_of
from press.read.includes import without_marks
from press.read.page import normal, trimmed
from tests.gates.snippets.layout import fasts, numpy_files, programs
from tests.kit import turns

# What a reader may have: NumPy and the standard library, nothing else.
ALONE = """
import importlib.abc, runpy, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names | {"numpy"}:
            raise ModuleNotFoundError(f"blocked: {name}", name=name)

sys.meta_path.insert(0, Blocker())
sys.path = [entry for entry in sys.path if entry]
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def run_alone(path, folder):
    """Copy a file into an empty folder, run it there, every warning an error."""
    shutil.copy(path, folder)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE, path.name],
        cwd=folder,
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("network", numpy_files(ROOT))
def test_snippet_runs_alone(network, tmp_path, request):
    """As a reader downloads it: with what it builds on, in one file."""
    text = bundle(ROOT / "snippets" / f"{network}.py")
    shown = {each: said(each, network) for each in CONFIGS}
    state = turns.state([Path(__file__)], text, repr(shown))
    turns.take(request.node, f"file {network}", state)
    (tmp_path / "here").mkdir()
    file = tmp_path / f"{Path(network).name}.py"
    file.write_text(text, "utf-8")
    done = run_alone(file, tmp_path / "here")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), "prints nothing"
    assert done.stderr == ""
    for language, outputs in shown.items():
        if outputs or network not in fasts(ROOT):  # whole only if it is clear
            assert outputs == [normal(done.stdout)], language


def said(language: str, network: str) -> list[str]:
    """What the page of a network shows as the output of its complete file."""
    path = ROOT / "snippets" / f"{network}.py"
    page = f"{path.parent.name}/{slug_of(path)}"
    file = trimmed(without_marks(bundle(path)))
    return [
        normal(after.code)
        for block, after in itertools.pairwise(
            page_at(DOCS / language / f"{page}.md").blocks
        )
        if trimmed(block.code) == file and after.is_output
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import torch", "blocked: torch"),
        ("import scipy.stats", "blocked: scipy"),
        ("import snippets", "blocked: snippets"),
        ("import warnings; warnings.warn('old')", "UserWarning: old"),
        ("raise ValueError('wrong')", "ValueError: wrong"),
    ],
)
def test_a_planted_fault_stops_a_program(source, message, tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "planted.py").write_text(source, "utf-8")
    done = run_alone(tmp_path / "planted.py", tmp_path / "here")
    assert done.returncode != 0
    assert message in done.stderr


def test_numpy_itself_is_not_blocked(tmp_path):
    (tmp_path / "here").mkdir()
    source = "import numpy.linalg, json; print(numpy.linalg.norm([3, 4]))"
    (tmp_path / "planted.py").write_text(source, "utf-8")
    done = run_alone(tmp_path / "planted.py", tmp_path / "here")
    assert (done.returncode, done.stdout) == (0, "5.0\n"), done.stderr


@pytest.mark.parametrize("path", programs(ROOT), ids=lambda path: path.stem)
def test_main_block_runs_under_the_eyes_of_the_tests(path, monkeypatch, capsys):
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    monkeypatch.delitem(sys.modules, name, raising=False)
    has_one = 'if __name__ == "__main__":' in path.read_text("utf-8")
    runpy.run_module(name, run_name="__main__")
    assert bool(capsys.readouterr().out.strip()) == has_one
