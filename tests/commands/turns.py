"""Record which of the tests that take turns pass as all is now: python -m tests.commands.turns.

What a run of the tests has seen pass is taken over; what is not on record runs.
"""

import os
import subprocess
import sys

from press import ROOT
from tests.commands.whole import SIDE_BY_SIDE
from tests.kit import turned, turns

TESTS = (
    "docs",
    *turned.ROOMS,
    "tests/gates/pages/test_alone.py::test_every_block_runs_alone",
    "tests/gates/pages/test_graded.py::test_mutants_of_solutions_are_rejected",
    "tests/gates/snippets/test_programs.py::test_snippet_runs_alone",
    "tests/gates/snippets/test_figures.py",  # the build waits for its drawings
)


def run_new() -> int:
    """Run what is not on record."""
    command = [sys.executable, "-m", "pytest", "-q", *SIDE_BY_SIDE, *TESTS]
    environment = os.environ | {"TURNS": "new"}
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def main(run=run_new) -> int:
    """Take over, run what is new, and forget what is no test any more."""
    turns.keep(turns.record() | turned.noted())
    turned.NOTES.unlink(missing_ok=True)
    code = run()
    turns.keep(turned.noted())
    print(f"{len(turned.noted())} on record")
    return code


if __name__ == "__main__":
    sys.exit(main())
