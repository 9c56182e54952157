"""The whole of `make test` on other Pythons and libraries: make versions.

Every Python of this machine from 3.11 up, each with the newest libraries that
requirements.txt allows, and the oldest Python with the oldest NumPy and torch.
`make versions ONLY="3.13 oldest"` takes some of them; `pre-release` only then.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from press import BUILD, ROOT
from tests.kit.asked import asked

FLOOR = (3, 11)
NETWORKS = ("numpy", "torch")
NIGHTLY = "https://download.pytorch.org/whl/nightly/cpu"
ASK = "import sys, ensurepip; print(*sys.version_info[:2], sep='.')"
TELL = (
    "import platform, numpy, torch; print('Python', platform.python_version(),"
    "'· NumPy', numpy.__version__, '· torch', torch.__version__)"
)


class Combination(NamedTuple):
    """A Python, and what pip is told after requirements.txt."""

    name: str
    python: str
    pip: tuple[tuple[str, ...], ...] = ()


def version_of(python: str) -> str | None:
    """3.13 of an interpreter that can make an environment, or None."""
    done = subprocess.run(
        [python, "-c", ASK], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or None if done.returncode == 0 else None


def interpreters() -> list[str]:
    """What may be a Python: on the path, and where pyenv keeps its own."""
    minors = range(FLOOR[1], FLOOR[1] + 10)
    named = [shutil.which(f"python3.{minor}") for minor in minors]
    kept = Path.home().glob(".pyenv/versions/*/bin/python")
    return [sys.executable, *filter(None, named), *map(str, sorted(kept))]


def pythons(candidates: list[str]) -> dict[str, str]:
    """One interpreter for every version from 3.11 up, the first that answers."""
    found: dict[str, str] = {}
    for python in candidates:
        version = version_of(python)
        if version and tuple(map(int, version.split("."))) >= FLOOR:
            found.setdefault(version, python)
    return dict(sorted(found.items(), key=lambda pair: int(pair[0][2:])))


def oldest(requirements: str) -> tuple[tuple[str, ...], ...]:
    """How to get the lowest NumPy and torch that the requirements allow."""
    index = os.environ.get("TORCH_INDEX")
    where = {"torch": ("--index-url", index)} if index else {}
    return tuple(
        (f"{name}=={bound}.*", *where.get(name, ()))
        for name in NETWORKS
        for bound in re.findall(rf"^{name}>=([\d.]+)", requirements, re.M)
    )


def combinations(found: dict[str, str], requirements: str) -> list[Combination]:
    """What is tried: every Python with the newest; then the oldest, the next."""
    upgrade = ("--upgrade", "--upgrade-strategy", "eager", "-r")
    newest = ((*upgrade, "requirements.txt"),)
    first, *_, last = [*found.values()] * 2
    coming = ("--upgrade", "--pre", "torch", "--index-url", NIGHTLY)
    return [
        *(Combination(name, python, newest) for name, python in found.items()),
        Combination("oldest", first, oldest(requirements)),
        Combination(
            "pre-release", last, (coming, ("--upgrade", "--pre", "numpy"))
        ),
    ]


def chosen(every: list[Combination], only: str) -> list[Combination]:
    """Those that ONLY names, or all but what is not released yet."""
    names = [combination.name for combination in every]
    wanted = only.split() or [name for name in names if name != "pre-release"]
    if unknown := sorted({*wanted} - {*names}):
        told = f"{', '.join(unknown)}; there is {', '.join(names)}"
        raise ValueError(f"ONLY names what is not here: {told}")
    return [each for each in every if each.name in wanted]


def run(command: list[str]) -> bool:
    """Whether a command of the project ends well; its words are shown."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def tried(combination: Combination) -> str:
    """Set one up in a folder of its own, test everything, say what came out."""
    venv = BUILD / "versions" / combination.name
    make = ["make", f"VENV={venv}", f"PYTHON={combination.python}"]
    python = venv / "bin" / "python"
    began = time.monotonic()
    ready = run([*make, f"{venv}/ready"]) and all(
        run([str(python), "-m", "pip", "install", *words])
        for words in combination.pip
    )
    if not ready:
        return f"{combination.name}: RED, the libraries cannot be had"
    told = subprocess.run([python, "-c", TELL], capture_output=True, text=True)
    print(f"--- {combination.name}: {told.stdout.strip()}", flush=True)
    verdict = "green" if run([*make, "test"]) else "RED"
    minutes = (time.monotonic() - began) / 60
    name = f"{combination.name}: {verdict}, {minutes:.0f} min"
    return f"{name} · {told.stdout.strip()}"


def main() -> int:
    """Try one after the other; the table comes last."""
    requirements = (ROOT / "requirements.txt").read_text("utf-8")
    every = combinations(pythons(interpreters()), requirements)
    try:
        wanted = chosen(every, asked("ONLY"))
    except ValueError as error:
        print(error)
        return 2
    lines = [tried(combination) for combination in wanted]
    print("", *lines, sep="\n")
    return int(any("RED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
