"""Which code that tests share judges in a room: what its files import, and theirs."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from press import ROOT

CHOOSE = (  # these say which tests run, and where: none fails by them
    *("tests/commands/turns.py", "tests/kit/judges.py"),
    *("tests/kit/together.py", "tests/kit/turned.py", "tests/kit/turns.py"),
)


def there(module: str, names: tuple[str, ...], root: Path) -> list[Path]:
    """The files that a module, or a name taken out of it, stands for."""
    place = root / module.replace(".", "/")
    asked = [place, *(place / name for name in names)]
    files = [p.with_suffix(".py") for p in asked] + [place / "__init__.py"]
    return [path for path in files if path.is_file()]


def named(path: Path, root: Path) -> Iterator[Path]:
    """What a file imports out of tests/."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = tuple(each.name for each in node.names)
            if node.module.split(".")[0] == "tests":
                yield from there(node.module, names, root)
        elif isinstance(node, ast.Import):
            for each in node.names:
                if each.name.split(".")[0] == "tests":
                    yield from there(each.name, (), root)


@functools.cache
def near(path: Path, root: Path) -> tuple[Path, ...]:
    """The same, read once."""
    return tuple(named(path, root))


def conftests(folder: Path, root: Path) -> list[Path]:
    """Those that pytest reads for a folder."""
    places = [root / "conftest.py"]
    for each in (folder, *folder.parents):
        if each.is_relative_to(root / "tests"):
            places.append(each / "conftest.py")
    return [path for path in places if path.is_file()]


def judges(room: Path, root: Path = ROOT) -> list[Path]:
    """Of a folder with tests, or of one file: what judges in it, itself included."""
    own = [room] if room.is_file() else [*room.rglob("*.py")]
    folder = room.parent if room.is_file() else room
    waiting = [*own, *conftests(folder, root)]
    found = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += near(path, root)
    return sorted(found - {root / each for each in CHOOSE})
