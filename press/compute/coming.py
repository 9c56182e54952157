"""Figures that are on their way: a still grey box for each, of its size."""

import ast
from pathlib import Path

from press import BUILD, ROOT
from press.cache import write
from press.compute import figures, schemes
from press.compute.narrow import SHAPE
from press.finish.pictures import picture_size
from press.read.imports import borrowings

BOXES = BUILD / "figures.coming"
USUAL = (7, 3.2)  # figure.figsize of figures.mplstyle, in inches
POINTS = 72
BOX = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:g} {1:g}" '
    'width="{0:g}pt" height="{1:g}pt">'
    '<rect width="100%" height="100%" rx="4" fill="#8888" opacity=".35"/></svg>'
)
MARK = b'fill="#8888" opacity=".35"/></svg>'

# what a size is made of; other expressions may want more than a name
KNOWN = ast.Constant | ast.Name | ast.BinOp | ast.Tuple | ast.UnaryOp

Functions = dict[str, ast.FunctionDef]


def functions_of(path: Path) -> Functions:
    """The functions of a file of figures, read and not imported."""
    tree = ast.parse(path.read_text("utf-8"))
    return {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}


def lent(path: Path) -> Functions:
    """The functions that a file of figures takes from others like it."""
    found = {}
    for node in borrowings(path.read_text("utf-8"), path.name):
        file = ROOT / f"{(node.module or '').replace('.', '/')}.py"
        if file != path and file.name == path.name and file.is_file():
            others = functions_of(file)
            names = {alias.name for alias in node.names} & others.keys()
            found |= {name: others[name] for name in names}
    return found


def value(node: ast.expr, bound: dict):
    """What an expression of numbers and known names is, or None."""
    if not isinstance(node, KNOWN):
        return None
    try:
        code = compile(ast.Expression(node), "", "eval")
        return eval(code, {"__builtins__": {}}, bound)
    except (NameError, TypeError):
        return None


def arguments(function: ast.FunctionDef, call: ast.Call, bound: dict) -> dict:
    """The names that a call gives to what it passes, as far as it is known."""
    names = [each.arg for each in function.args.args]
    defaults = function.args.defaults
    given = list(
        zip(names[len(names) - len(defaults) :], defaults, strict=True)
    )
    given += zip(names, call.args, strict=False)
    given += [(word.arg, word.value) for word in call.keywords]
    known = {name: value(node, bound) for name, node in given}
    return {name: each for name, each in known.items() if each is not None}


def size(functions: Functions, name: str, bound: dict) -> tuple | None:
    """The size that a function gives to its figure, itself or by another.

    None where it comes from what is computed.
    """
    found = USUAL
    calls = [n for n in ast.walk(functions[name]) if isinstance(n, ast.Call)]
    for call in calls:
        for word in call.keywords:
            if word.arg == "figsize":
                found = value(word.value, bound)
        called = getattr(call.func, "id", "")
        if called in functions and called != name:
            inner = arguments(functions[called], call, bound)
            other = size(functions, called, inner)
            found = other if found == USUAL else found
    for call in calls:
        if getattr(call.func, "attr", "") == "set_size_inches":
            found = value(ast.Tuple(call.args, ast.Load()), bound)
    return found


def sizes(path: Path) -> dict[str, tuple | None]:
    """Every figure of a file, each with its size in inches if the code tells it."""
    own = functions_of(path)
    known = lent(path) | own
    return {
        name: size(known, name, {}) for name in own if not name.startswith("_")
    }


def pixels(told: tuple) -> tuple[int, ...]:
    """A size in inches as a page gives it to a picture."""
    return tuple(round(each * POINTS * 4 / 3) for each in told)


def promise() -> dict[str, Path]:
    """A box for each figure that is not there; by address, the files of all figures."""
    files, kept = {}, set()
    for path in figures.modules():
        try:
            found = sizes(path)
        except SyntaxError:  # told when it is drawn
            continue
        for name, told in found.items():
            width, height = told or USUAL
            address = f"{figures.family_of(path)}/{name}"
            files[address] = path
            for suffix in schemes.SCHEMES:
                file = f"{address}{suffix}.svg"
                box = BOX.format(width * POINTS, height * POINTS)
                if not (figures.FOLDER / file).is_file():
                    write(BOXES / file, box)
                    kept.add(BOXES / file)
    for old in {*BOXES.rglob("*.svg")} - kept:
        old.unlink()
    return files


def picture(language: str, address: str) -> Path | None:
    """The figure of a language as it is now: drawn, or its box."""
    folders = [figures.FOLDER, BOXES]
    if language == "zh":
        folders.insert(0, figures.CHINESE)
    there = (folder / address for folder in folders)
    return next((path for path in there if path.is_file()), None)


def replaced() -> list[str]:
    """The addresses of the boxes in whose place there is a figure."""
    boxes = (path.relative_to(BOXES) for path in BOXES.rglob("*.svg"))
    there = (path for path in boxes if (figures.FOLDER / path).is_file())
    return sorted(path.as_posix() for path in there)


def misfits(boxes: list[str]) -> list[str]:
    """Of these addresses, those of another size than their box, or drawn narrow, too."""
    return [
        address
        for address in boxes
        if picture_size(figures.FOLDER / address)
        != picture_size(BOXES / address)
        or (figures.FOLDER / address).with_suffix(f"{SHAPE}.svg").is_file()
    ]
