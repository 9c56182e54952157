"""Break one place in a copy of this repository, and show what its tests say.

python -m tests.commands.broken FILE OLD NEW TESTS: in FILE, where OLD stands
once, NEW takes its place; TESTS is what pytest runs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from press import ROOT

LEFT = shutil.ignore_patterns(".*", "build", "site", "__pycache__")
PYTEST = (
    "-m",
    "pytest",
    "-q",
    "--tb=short",
    "--color=no",
    "-p",
    "no:cacheprovider",
)
WIDTH = "80"  # columns of the report
AUTOMATIC = "CI", "BUILD_NUMBER"  # where these are set, its lines are longer


def break_in(copy: Path, name: str, old: str, new: str) -> None:
    """Put the fault into the copy; ValueError unless there is one place for it."""
    text = (copy / name).read_text("utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{name} holds {old!r} {text.count(old)} times")
    (copy / name).write_text(text.replace(old, new), "utf-8")


def quiet() -> dict[str, str]:
    """The environment in which the report has the same lines everywhere."""
    kept = {k: v for k, v in os.environ.items() if k not in AUTOMATIC}
    return kept | {"COLUMNS": WIDTH}


def report(name: str, old: str, new: str, tests: str) -> tuple[int, str]:
    """How pytest ends in the broken copy, and what it says."""
    with tempfile.TemporaryDirectory(prefix="broken-") as folder:
        copy = Path(folder) / ROOT.name
        shutil.copytree(ROOT, copy, ignore=LEFT)
        break_in(copy, name, old, new)
        done = subprocess.run(
            [sys.executable, *PYTEST, tests],
            cwd=copy,
            env=quiet(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
    return done.returncode, done.stdout


def main(arguments: list[str]) -> int:
    """0 if the tests notice the fault: that is what they are for."""
    if len(arguments) != 4:
        print(__doc__)
        return 2
    try:
        code, said = report(*arguments)
    except (ValueError, OSError) as error:
        print(error)
        return 2
    print(said)
    if code == 0:
        print("no test notices it")
    return int(code != 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
