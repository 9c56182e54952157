"""Ruff finds nothing to format and nothing to mend."""

import subprocess
import sys

import pytest

from press import ROOT
from tests.kit.findings import none


@pytest.mark.parametrize("command", [["format", "--check"], ["check"]])
def test_ruff(command):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    none(
        said.splitlines() if done.returncode else [],
        ".venv/bin/ruff format . && .venv/bin/ruff check --fix .",
    )
