"""The site, built once in a run of the tests."""

import os
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from press import BUILD, ROOT
from press.cache import write
from tests.kit import together
from tests.kit.server import BASE, REPOSITORY


def build_once(drawn_elsewhere: bool) -> Path:
    """The site of this run; of several processes, one builds it."""
    if drawn_elsewhere:
        together.wait_for_figures()
    folder = BUILD / "tested"
    mark = BUILD / "tested.run"
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    BUILD.mkdir(exist_ok=True)
    with FileLock(BUILD / "tested.lock"):
        if not run or not mark.is_file() or mark.read_text() != run:
            build_strictly(folder)
            write(mark, run)
    return folder


def build_strictly(folder: Path) -> None:
    """Both languages, as for a project page of a code host."""
    done = subprocess.run(
        [sys.executable, "-m", "press.build", str(folder)],
        cwd=ROOT,
        env=os.environ | {"SITE_URL": BASE, "REPO_URL": REPOSITORY},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise RuntimeError(f"the site was not built:\n{done.stderr}")
