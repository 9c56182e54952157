"""What takes longer than a page may: kept beside its code, under that code's hash.

Words are no code: a docstring or a comment may change, and the record stays.
"""

import importlib
import json
import platform
from collections.abc import Callable
from pathlib import Path

from press import ROOT, cache
from press.read.bare import bare
from press.read.imports import sources


def record(path: Path) -> Path:
    """Where the record of a file is kept."""
    return path.with_suffix(".json")


def modules(name: str, root: Path = ROOT) -> list[Path]:
    """Every file of this name in studies/."""
    return sorted((root / "studies").glob(f"*/*/{name}.py"))


def load(path: Path):
    """The module of a file."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return importlib.import_module(name)


def fingerprint(path: Path, rows: list[dict]) -> str:
    """Changes with what the code does, and with a row that was edited by hand."""
    words = []
    for file in sources(path):
        inside = file.is_relative_to(ROOT)
        name = file.relative_to(ROOT).as_posix() if inside else file.name
        words += [name, bare(file.read_text("utf-8"))]
    return cache.fingerprint((), *words, json.dumps(rows))


def rows_of(path: Path) -> list[dict]:
    """The rows of the record of a file."""
    return json.loads(record(path).read_text("utf-8"))["rows"]


def is_stale(path: Path) -> bool:
    """Whether there is no record, or its code or its rows have changed since."""
    file = record(path)
    if not file.is_file():
        return True
    found = json.loads(file.read_text("utf-8"))
    return found["code"] != fingerprint(path, found["rows"])


def write(path: Path, rows: list[dict]) -> None:
    """Keep the rows, one a line, with what they were made by; whole or not at all."""
    import numpy
    import torch

    head = {
        "code": fingerprint(path, rows),
        "torch": torch.__version__.partition("+")[0],
        "numpy": numpy.__version__,
        "machine": platform.machine(),
    }
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    text = f'{json.dumps(head)[:-1]},\n "rows": [\n{lines}\n]}}\n'
    cache.write(record(path), text)


def make(path: Path, compute: Callable[[Path], list[dict]]) -> None:
    """Compute rows and keep them; ValueError where their code changed meanwhile."""
    before = fingerprint(path, [])
    rows = compute(path)
    if fingerprint(path, []) != before:
        message = "its code changed while it ran, nothing is recorded"
        raise ValueError(f"{path}: {message}")
    write(path, rows)
