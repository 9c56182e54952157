"""Puts the checks of shape_comments.py into our code when it is imported."""

import ast
import importlib.abc
import importlib.machinery
import sys
from pathlib import Path

from press import ROOT
from press.check.instrument import Instrument, place_of
from press.check.shape_comments import comments_of

PACKAGES = ("snippets", "studies")
VIEWS = {"T", "mT", "real", "imag", "flat"}
NO_ARRAY = (
    ast.Constant,
    ast.Dict,
    ast.DictComp,
    ast.JoinedStr,
    ast.Lambda,
    ast.List,
    ast.ListComp,
    ast.Set,
    ast.SetComp,
)


def written() -> set[str]:
    """The places of all shape comments in snippets/ and studies/."""
    return {
        place_of(path, line)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for line in comments_of(path.read_text("utf-8"))
    }


def is_renaming(value: ast.expr) -> bool:
    """A name, or several: no new array."""
    if isinstance(value, ast.Tuple | ast.List):
        return all(is_renaming(part) for part in value.elts)
    if isinstance(value, ast.Attribute):  # x.T is another array than x
        return value.attr not in VIEWS and is_renaming(value.value)
    if isinstance(value, ast.Starred):
        return is_renaming(value.value)
    return isinstance(value, ast.Name)


class SnippetInstrument(Instrument):
    """Also asks of what carries no comment whether it needs one."""

    def __init__(self, source: str, path: str):
        super().__init__(source, path)
        twin = ("_torch", "_data", "_env")
        study = Path(path).is_relative_to(ROOT / "studies")
        self.is_numpy = not study and not Path(path).stem.endswith(twin)

    def fresh(self, node: ast.AST, kind: str) -> ast.AST:
        """The node without a comment; fresh() asks whether it needs one."""
        value = node.value
        known = value is None or isinstance(value, NO_ARRAY)
        if (
            self.is_numpy
            and self.depth
            and not known
            and not is_renaming(value)
        ):
            place = place_of(self.path, node.end_lineno)
            (call,) = self.statement(
                value, f"__fresh__(0, {place!r}, {kind!r})"
            )
            call.value.args[0], node.value = value, call.value
        return node


def instrument(source: str, path: str) -> ast.Module:
    """The syntax tree of a file with its checks, line numbers unchanged."""
    tree = SnippetInstrument(source, path).visit(ast.parse(source))
    tools = (
        "from press.check.shape_comments import check as __check__, "
        "check_fields as __check_fields__, pin as __pin__\n"
        "from tests.gates.snippets.shape_required import fresh as __fresh__\n"
        "__sizes__ = {}"
    )
    docstring = ast.get_docstring(tree) is not None
    start = ast.parse(tools).body
    for statement in start:
        ast.copy_location(statement, tree.body[0])
    tree.body[docstring:docstring] = start
    return ast.fix_missing_locations(tree)


class Loader(importlib.machinery.SourceFileLoader):
    """Compiles instrumented code; runpy asks get_code as well."""

    def get_code(self, fullname):
        tree = instrument(self.get_source(fullname), self.path)
        return compile(tree, self.path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of some packages and hands them to Loader."""

    def __init__(self, packages: tuple[str, ...]):
        self.beginnings = tuple(f"{package}." for package in packages)

    def find_spec(self, fullname, path, target=None):
        if not fullname.startswith(self.beginnings):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and type(spec.loader) is importlib.machinery.SourceFileLoader:
            spec.loader = Loader(fullname, spec.origin)
        return spec


def install(packages: tuple[str, ...] = PACKAGES) -> Finder:
    """Instrument what is imported from the packages from now on."""
    sys.meta_path.insert(0, finder := Finder(packages))
    return finder
