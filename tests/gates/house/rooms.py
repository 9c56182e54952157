"""Which room may use which, and what is written down in one place only."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from press.read.imports import parsed

# a room, and the rooms that it may import from besides itself
MAY_USE = {
    "snippets": (),
    "studies": ("snippets",),
    "press": ("snippets", "studies"),
    "tests/kit": ("press", "snippets", "studies"),
    "tests": ("tests/kit", "press", "snippets", "studies"),
}
# what only one file may hold, and what the others do instead
ONCE = {
    r"\bhashlib\b": ("press/cache.py", "use press.cache.fingerprint"),
    r"8<-": ("press/read/includes.py", "use press.read.includes"),
    r"__file__\)[\w.()]*\.parent(s\[|\.parent)": (
        "press/__init__.py",
        "use press.ROOT",
    ),
    r"center.*: .center": ("studies/drawing.py", "use drawing.CENTRE"),
}
FREE = {  # a literal of the grammar in words of a page is no parser
    r"8<-": re.compile(r"tests/|(snippets|studies)/.*\.py$"),
    r"__file__\)[\w.()]*\.parent(s\[|\.parent)": re.compile("press/hooks.py"),
}


def files(root: Path) -> list[Path]:
    """The Python files of the project."""
    found = [*root.glob("*.py")]
    for room in ("snippets", "studies", "press", "tests"):
        found += (root / room).rglob("*.py")
    return sorted(found)


def name_of(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def room_of(place: str) -> str:
    """The room of a file or of a module written with slashes."""
    inside = (room for room in MAY_USE if f"{place}/".startswith(f"{room}/"))
    return max(inside, key=len, default="")


def modules(path: Path) -> list[str]:
    """What a file imports, with slashes: tests/kit/server."""
    return imported(path.read_text("utf-8"))


@functools.lru_cache(2048)
def imported(text: str) -> list[str]:
    """The same of its text, which several rules ask for."""
    found = []
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += [f"{node.module}.{name.name}" for name in node.names]
    return [module.replace(".", "/") for module in found]


def wrong_ways(root: Path) -> Iterator[str]:
    """A room that uses one above it; a test that uses a test."""
    for path in files(root):
        place = name_of(path, root)
        here = room_of(place)
        for module in modules(path):
            there = room_of(module)
            known = not here or not there or there == here
            if not known and there not in MAY_USE[here]:
                yield f"{place} imports {module}: {here} may not use {there}"
            if any(part.startswith("test_") for part in module.split("/")):
                yield f"{place} imports {module}: move what both use out of it"


def graph(root: Path) -> dict[str, set[str]]:
    """For every file the files of the project that it imports."""
    names = {name_of(path, root).removesuffix(".py") for path in files(root)}
    return {
        name_of(path, root).removesuffix(".py"): {
            end
            for module in modules(path)
            for end in (module, module.rpartition("/")[0])
            if end in names
        }
        for path in files(root)
    }


def circles(root: Path) -> Iterator[str]:
    """Files that import each other, directly or through others."""
    left = graph(root)
    while ends := [
        name for name, uses in left.items() if not uses & left.keys()
    ]:
        for name in ends:
            del left[name]
    if left:
        yield f"imports go round in a circle among {', '.join(sorted(left))}"


def twice(root: Path) -> Iterator[str]:
    """What has one place, written down in another."""
    for path in files(root):
        place = name_of(path, root)
        if place.startswith("tests/gates/house/"):  # names what it forbids
            continue
        for pattern, (home, instead) in ONCE.items():
            free = pattern in FREE and FREE[pattern].match(place)
            if place != home and not free:
                for found in re.finditer(pattern, path.read_text("utf-8")):
                    yield f"{place}: {found[0]!r} belongs to {home}: {instead}"


RULES = (wrong_ways, circles, twice)
