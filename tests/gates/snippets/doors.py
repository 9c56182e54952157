"""The front doors: every public function of snippets/ for which there is a call."""

import ast
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

from tests.gates.snippets.layout import families, numpy_files, tree_of
from tests.kit.calls import Door, file_of, load


def public(tree: ast.Module) -> list[str]:
    """The functions of a file, the partial ones that it names, its methods.

    Ring and Ring.keep: the first makes one, whatever its __init__ is called.
    """
    names = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            names.append(node.name)
        elif isinstance(node, ast.ClassDef):
            names += methods(node)
        elif isinstance(node, ast.Assign) and is_partial(node.value):
            names += [ast.unparse(target) for target in node.targets]
    return [name for name in names if name[0] != "_"]


def methods(node: ast.ClassDef) -> Iterator[str]:
    """A class that is made by its __init__, and what else it can do."""
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            yield node.name
        elif isinstance(part, ast.FunctionDef) and part.name[0] != "_":
            yield f"{node.name}.{part.name}"


def is_partial(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "partial"


def uncalled(root: Path, family: str) -> Iterator[str]:
    """A public function without a call, or a call without a function."""
    file = file_of(family)
    if not (root / file).is_file():
        yield f"{file} is missing: write one sound call of every public function of snippets/{family}/"
        return
    calls = load(root, family)
    known = {
        f"{path.stem}.{name}"
        for path in files(root, family)
        for name in public(tree_of(path))
    }
    twice = {n for n in known if n.replace("_fast.", ".") in known - {n}}
    known -= twice  # a fast version is called like its network
    for name in sorted(known - {*calls.CALLS, *calls.INNER}):
        yield f"{file}: {name} has no call: add one to CALLS, or say in INNER why it is no front door"
    for name in sorted({*calls.CALLS, *calls.INNER} - known):
        yield f"{file}: {name} is no public function of snippets/{family}/: take it out"
    for name in sorted({*calls.CALLS} & {*calls.INNER}):
        yield f"{file}: {name} is in CALLS and in INNER: take it out of one"


def files(root: Path, family: str) -> list[Path]:
    """The NumPy files of a family, the fast versions too."""
    return [
        root / "snippets" / f"{file}.py"
        for file in numpy_files(root)
        if file.startswith(f"{family}/")
    ]


def idle_inner(root: Path, family: str) -> Iterator[str]:
    """A function of INNER that nothing else in its file uses."""
    if not (root / file_of(family)).is_file():
        return  # see uncalled
    inner = load(root, family).INNER
    for path in files(root, family):
        body = [n for n in tree_of(path).body if not isinstance(n, ast.If)]
        for node in body:
            name = getattr(node, "name", "")
            others = [
                part
                for other in body
                if other is not node
                for part in ast.walk(other)
            ]
            used = {part.id for part in others if isinstance(part, ast.Name)}
            if f"{path.stem}.{name}" in inner and name not in used:
                yield f"{file_of(family)}: nothing in {path.stem}.py calls {name}: it is a front door, move it from INNER to CALLS"


def doors(root: Path) -> list[Door]:
    """Every front door for which there is a call; fast versions have the same."""
    return [
        Door(f"{family}/{slug}.{function}", door, make)
        for family in sorted(families(root))
        if (root / file_of(family)).is_file()
        for slug in sorted(path.stem for path in files(root, family))
        for function, door, make in called(root, family, slug)
    ]


def found(module, name: str) -> Callable | None:
    """A function of a module, or a method: Ring.keep."""
    for part in name.split("."):
        module = getattr(module, part, None)
    return module


def called(root: Path, family: str, slug: str) -> Iterator[tuple]:
    """Name, function and call of each front door of a file.

    A fast version is called as its network is, with what it makes itself: the
    cache of x_backward comes from its own x_forward.
    """
    calls, stem = load(root, family), slug.removesuffix("_fast")
    clear, module = (
        importlib.import_module(f"snippets.{family}.{name}")
        for name in (stem, slug)
    )
    if slug != stem:
        both = SimpleNamespace(**{**vars(clear), **vars(module)})
        setattr(calls, stem, both)
    for name, make in calls.CALLS.items():
        home, _, function = name.partition(".")
        door = found(module, function)
        again = slug != stem and door is found(clear, function)
        if home in {slug, stem} and door and not again:
            yield function, door, make
