"""All that `make test` does: find a browser, run every test, record what a green run compared."""

import subprocess
import sys

from press import ROOT

SIDE_BY_SIDE = ("-n", "logical", "--maxprocesses", "4")  # tests/kit/together.py
COVERED = (
    "--cov=snippets",
    "--cov=studies",
    "--cov-report=term",
    "--cov-fail-under=100",
)
STEPS = (
    ("press.chromium",),
    ("tests.commands.green", "begin"),
    ("pytest", *SIDE_BY_SIDE, *COVERED),
    ("tests.commands.green", "end"),
)


def main(steps=STEPS) -> int:
    """One step after the other, as long as they end well."""
    for step in steps:
        done = subprocess.run([sys.executable, "-m", *step], cwd=ROOT)
        if done.returncode:
            return done.returncode
    print("make test: everything holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
