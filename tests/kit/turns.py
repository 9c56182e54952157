"""Whose turn it is: what ran well and has not changed since runs again at every twentieth commit.

turns.json keeps what `python -m tests.commands.turns` has seen run well, each under
a fingerprint of all that decides: its texts, the files that run and judge it, the
libraries. Whatever is not on record as it is now, always runs; EVERYTHING=1, as the
workflow of every week has it, runs all; TURNS=new only what is not on record.
"""

import functools
import json
import os
import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from press import ROOT
from press.cache import digest, fingerprint, write

RECORD = ROOT / "tests" / "turns.json"
SHARE = 20
WHY = (
    "on record as it is; every twentieth commit runs it again, EVERYTHING=1 now"
)
TURN = "turn"  # what a test says of itself: its state, and its name
LIBRARIES = (
    *("numpy", "torch", "scikit-learn", "scikit-image", "mlxtend"),
    *("gymnasium", "pypinyin", "captum", "babel", "matplotlib"),
)


def everything() -> bool:
    """Whether nothing is left out: asked for, or pages run as a reader starts them."""
    return bool(os.environ.get("EVERYTHING") or os.environ.get("PAGES_COLD"))


@functools.cache
def commit() -> str:
    """The commit that is tested; nothing where there is none."""
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


@functools.cache
def computer() -> str:
    """What computes here: another Python or library has everything run again."""
    python = ".".join(platform.python_version_tuple()[:2])
    return " ".join([python, *map(of, LIBRARIES)])


def state(files: Iterable[Path], *texts: str) -> str:
    """Under which something is on record: it changes with all that decides."""
    return fingerprint(files, computer(), *texts)[:16]


@functools.cache
def record() -> dict[str, str]:
    """What ran well, and as what."""
    if not RECORD.is_file():
        return {}
    groups = json.loads(RECORD.read_text("utf-8"))
    return {name: group["state"] for group in groups for name in group["well"]}


def keep(known: dict[str, str]) -> None:
    """Write the record: what shares a state together, so that a change is a line."""
    groups: dict[str, list[str]] = {}
    for name in sorted(known):
        groups.setdefault(known[name], []).append(name)
    found = [{"state": now, "well": groups[now]} for now in groups]
    write(RECORD, json.dumps(found, indent=0, ensure_ascii=False) + "\n")


def is_due(name: str, state: str, word: str, group: str = "") -> bool:
    """Whether something runs at a commit: it is new, or it is its turn, or its group's."""
    if everything() or record().get(name) != state:
        return True
    if os.environ.get("TURNS") == "new":
        return False
    turn = int(digest(f"{word} {group or name}".encode()), 16) % SHARE == 0
    return not word or turn


def offered(node: pytest.Item, name: str, state: str, group: str = "") -> bool:
    """Whether a test is due; it tells the run under which name it can be recorded."""
    node.user_properties.append((TURN, f"{state} {name}"))
    return is_due(name, state, commit(), group)


def take(node: pytest.Item, name: str, state: str) -> None:
    """Leave the test that asks, unless it is due."""
    if not offered(node, name, state):
        pytest.skip(WHY)
