"""What the files of the project must look like; each rule lists its breaches.

Every rule takes the root of a tree, so that tests can plant a fault in one.
"""

import ast
import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from press.read.chapter import BESIDE, parts, slug_of
from press.read.imports import parsed
from press.read.includes import includes, sections
from tests.gates.snippets.cut import cut
from tests.gates.snippets.width import too_wide

LANGUAGES = ("zh", "en")
POPULAR = """numpy scipy torch torchvision tensorflow keras jax flax sklearn
skimage matplotlib pandas gymnasium gym cv2 PIL pytest coverage markdown mkdocs
snippets tests press docs conftest setuptools pip"""
KNOWN = {*sys.stdlib_module_names, *POPULAR.split()}
LINES = {"file": 400, "snippet": 25, "function": 40, "copy": 6}
TODO = re.compile(
    r"TODO[:：] *([^\n\"]*?) *(?:\]\(|</|\{ #|\"|$)", re.MULTILINE
)
FIGURE = re.compile(r"\.\./assets/([\w/-]+)\.svg")
SOMETIMES = re.compile(r"^\w+ % \d+ == 0$")
MAIN = "__name__ == '__main__'"
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def networks(root: Path) -> list[str]:
    """family/slug of every network."""
    return sorted(
        path.relative_to(root / "snippets").with_suffix("").as_posix()
        for path in (root / "snippets").glob("*/*.py")
        if not path.stem.startswith("_") and not path.stem.endswith(BESIDE)
        if slug_of(path, root / "docs") == path.stem
    )


def further(root: Path) -> list[str]:
    """family/slug_part of every further file of a network."""
    return [
        path.relative_to(root / "snippets").with_suffix("").as_posix()
        for network in networks(root)
        for path in parts(*network.split("/"), root)
    ]


def fasts(root: Path) -> list[str]:
    """family/slug_fast of every network that has a fast version besides."""
    return sorted(
        path.relative_to(root / "snippets").with_suffix("").as_posix()
        for path in (root / "snippets").glob("*/*_fast.py")
    )


def numpy_files(root: Path) -> list[str]:
    """The networks with their further files, and their fast versions."""
    return sorted([*networks(root), *further(root), *fasts(root)])


def programs(root: Path) -> list[Path]:
    """The files that end with a program: networks, and worlds for agents."""
    networks = [root / "snippets" / f"{name}.py" for name in numpy_files(root)]
    return [*networks, *sorted((root / "snippets").glob("*/*_env.py"))]


def snippets(root: Path) -> list[Path]:
    """What readers copy."""
    return sorted((root / "snippets").rglob("*.py"))


def studies(root: Path) -> list[Path]:
    """What the chapters draw and measure."""
    return sorted((root / "studies").rglob("*.py"))


def name_of(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def tree_of(path: Path) -> ast.Module:
    """The tree of a file, which all rules share."""
    return parsed(path.read_text("utf-8"))


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def missing_parts(root: Path) -> Iterator[str]:
    """A slug that is not in every tree; figures, results or data without a page."""
    pages = [f"docs/{language}/{{0}}/{{1}}.md" for language in LANGUAGES]
    whole = [
        "snippets/{0}/__init__.py",
        "snippets/{0}/{1}_torch.py",
        "studies/{0}/{1}/figures.py",
        "tests/networks/{0}/test_{1}.py",
        "tests/networks/{0}/bench_{1}.py",
        *pages,
    ]
    wanted = {network: whole for network in networks(root)}
    for path in (root / "snippets").glob("*/*_*.py"):
        if path.stem.endswith(BESIDE[:-1]):
            slug = slug_of(path, root / "docs")
            wanted.setdefault(f"{path.parent.name}/{slug}", pages)
    for folder in (root / "studies").glob("*/*/"):
        wanted.setdefault("/".join(folder.parts[-2:]), pages)
    for fast in fasts(root):
        wanted[fast] = [f"snippets/{fast.removesuffix('_fast')}.py"]
    for network, files in sorted(wanted.items()):
        for file in files:
            file = file.format(*network.split("/"))
            if not (root / file).is_file():
                yield f"{network}: {file} is missing"


def foreign_imports(root: Path) -> Iterator[str]:
    """A NumPy file that imports more than NumPy, the standard library and other networks."""
    others = {f"snippets.{n.replace('/', '.')}" for n in numpy_files(root)}
    for network in numpy_files(root):
        path = root / "snippets" / f"{network}.py"
        for node in ast.walk(tree_of(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "."] if node.level == 0 else ["."]
                names = [name for name in names if name not in others]
            for name in names:
                top = name.split(".")[0]
                if top not in {"numpy", *sys.stdlib_module_names}:
                    yield f"{name_of(path, root)} imports {name}"


def shadows(root: Path) -> Iterator[str]:
    """A file or folder that hides a module that people import."""
    folders = [
        root / "snippets",
        *(root / "tests/networks" / f for f in families(root)),
    ]
    for path in (path for folder in folders for path in folder.rglob("*")):
        if path.stem in KNOWN and path.suffix in {"", ".py"}:
            yield f"{name_of(path, root)} hides the module {path.stem}"


def families(root: Path) -> set[str]:
    return {network.split("/")[0] for network in networks(root)}


def drifted_copies(root: Path) -> Iterator[str]:
    """A name defined in two files: not the same, or more than a few lines.

    A fast version has the names of its network: see unlike_fast. No page shows
    a claim: its names are taken from nobody, but a long copy is one, too.
    """
    first = {}
    for path in (*snippets(root), *studies(root)):
        for node in tree_of(path).body:
            if not isinstance(node, FUNCTION | ast.ClassDef):
                continue
            if node.name[0] == "_":  # no part of what a reader copies
                continue
            here = f"{name_of(path, root)}: {node.name}"
            other, there = first.setdefault(node.name, (node, here))
            same = ast.dump(node) == ast.dump(other)
            fast = here.replace("_fast.py:", ".py:") == there
            if other is node or (fast and not same):
                continue
            long, copied = length(node) > LINES["copy"], alike(node, other)
            if "/claims.py:" in here + there and not (long and copied):
                continue
            if long and not copied:
                taken = f"the name {node.name} is taken by {there}"
                yield f"{here}: {taken}: rename one, or import it"
            elif long:
                yield f"{here} is too long to be a copy: import it, see {there}"
            elif not same:
                yield f"{here} differs from {there}: make them the same, or rename one"


def alike(one: ast.AST, other: ast.AST) -> bool:
    """Do they share half of their lines? Then one is a copy of the other."""
    lines = [ast.unparse(node).splitlines() for node in (one, other)]
    return difflib.SequenceMatcher(None, *lines).ratio() >= 0.5


def functions(path: Path) -> dict[str, str]:
    """The public functions of a file, with their parameters."""
    return {
        node.name: ast.unparse(node.args)
        for node in tree_of(path).body
        if isinstance(node, FUNCTION) and node.name[0] != "_"
    }


def parts_of(path: Path) -> set[str]:
    """The functions of a file that something else in it uses."""
    return {
        inner.id
        for node in tree_of(path).body
        if not isinstance(node, ast.If)  # the program at the end
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name)
        if inner.id != getattr(node, "name", None)
    }


def unlike_fast(root: Path) -> Iterator[str]:
    """A fast version that is not called like its network, or not tested."""
    for fast in fasts(root):
        slug = fast.removesuffix("_fast")
        clear = root / "snippets" / f"{slug}.py"
        if not clear.is_file():
            continue  # see missing_parts
        file = f"snippets/{fast}.py"
        own, wanted = functions(root / file), functions(clear)
        named = {a for a, _ in imported(root / file)}
        for name in sorted(wanted.keys() - own.keys() - parts_of(clear)):
            if name not in named:
                yield f"{file} has no {name}: write it, or import it from {slug}.py"
        for name in sorted(wanted.keys() & own.keys()):
            if own[name] != wanted[name]:
                yield f"{file}: {name}({own[name]}), but in {slug}.py ({wanted[name]})"
        family, _, word = fast.partition("/")
        stem = word.removesuffix("_fast")
        for kind in ("test", "bench"):
            path = root / f"tests/networks/{family}/{kind}_{stem}.py"
            if path.is_file() and word not in {n for _, n in imported(path)}:
                yield f"{name_of(path, root)} does not import {word}"


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """What a file imports from others: each name, and the last word of its module.

    Of `from a.b import c` both (c, b) and (c, c): c may be a module.
    """
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.name, (node.module or "").rpartition(".")[2]
                yield alias.name, alias.name


def too_long(root: Path) -> Iterator[str]:
    """A file or a function above its limit."""
    folders = ("snippets", "studies", "press", "tests")
    files = [p for f in folders for p in (root / f).rglob("*")]
    for path in sorted({*files, *root.glob("*.py")}):
        if path.suffix not in {".py", ".js", ".mjs", ".css", ".html"}:
            continue
        limit = LINES["file"]
        text = path.read_text("utf-8")
        if (lines := len(text.splitlines())) > limit:
            yield f"{name_of(path, root)} has {lines} lines, limit {limit}"
        inside = any(path.is_relative_to(root / f) for f in folders[:2])
        limit = LINES["snippet" if inside else "function"]
        for node in ast.walk(parsed(text if path.suffix == ".py" else "")):
            if isinstance(node, FUNCTION) and (lines := length(node)) > limit:
                where = f"{name_of(path, root)}: {node.name}"
                yield f"{where} has {lines} lines, limit {limit}"


def undocumented(root: Path) -> Iterator[str]:
    """A public function of snippets/ or studies/ without a docstring."""
    for path in (*snippets(root), *studies(root)):
        for node in tree_of(path).body:
            public = isinstance(node, FUNCTION) and node.name[0] != "_"
            if public and not ast.get_docstring(node):
                yield f"{name_of(path, root)}: {node.name} has no docstring"


def branches(root: Path) -> Iterator[str]:
    """A file to copy that is not the same for everybody.

    Outside of functions nothing decides; a program at the end is that of a
    network or a world, which tests run, and decides when to print at most.
    """
    for path in snippets(root):
        file = name_of(path, root)
        for node in tree_of(path).body:
            if isinstance(node, FUNCTION | ast.ClassDef):
                continue
            inner = [n for n in ast.walk(node) if isinstance(n, ast.If)]
            if inner and ast.unparse(inner[0].test) == MAIN:
                main = inner.pop(0)
                if main.orelse or path not in programs(root):
                    yield f"{file}:{node.lineno}: a program that nobody runs"
            for each in inner:
                if each.orelse or not SOMETIMES.search(ast.unparse(each.test)):
                    where = f"{file}:{each.lineno}"
                    yield f"{where}: a branch outside of functions"


def twice(root: Path) -> Iterator[str]:
    """A section of a name that another one of its file has; a page shows one."""
    for path in (*snippets(root), *studies(root)):
        names = sections(path.read_text("utf-8"))
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{name_of(path, root)} has two sections {name}"


def pages(root: Path, language: str) -> Iterator[str]:
    for path in (root / "docs" / language).rglob("*.md"):
        yield path.read_text("utf-8")


def not_embedded(root: Path) -> Iterator[str]:
    """A named section of our code that the pages of a language do not show."""
    for language in LANGUAGES:
        shown = {
            (found.file, found.section)
            for text in pages(root, language)
            for found in includes(text)
        }
        for path in (*snippets(root), *studies(root)):
            file = name_of(path, root)
            for section in sections(path.read_text("utf-8")):
                if (file, section) not in shown:
                    yield f"{file}: section {section} is on no {language} page"


def not_shown(root: Path) -> Iterator[str]:
    """A figure that the pages of a language do not show."""
    for language in LANGUAGES:
        shown = {
            name
            for text in pages(root, language)
            for name in FIGURE.findall(text)
        }
        for path in (root / "studies").glob("*/*/figures.py"):
            for node in tree_of(path).body:
                public = isinstance(node, FUNCTION) and node.name[0] != "_"
                if (
                    public
                    and f"{path.parent.parent.name}/{node.name}" not in shown
                ):
                    where = f"{name_of(path, root)}: {node.name}"
                    yield f"{where} is on no {language} page"


def unwritten(root: Path) -> Iterator[str]:
    """Words that still have to be written: TODO and what belongs there."""
    files = [*root.glob("mkdocs*.yml"), *root.glob("docs/*/**/*.md")]
    for folder in ("snippets", "studies", "tests/networks"):
        files += (root / folder).rglob("*.py")
    for path in sorted(files):
        lines = path.read_text("utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            for words in TODO.findall(line):
                yield f"{name_of(path, root)}:{number}: write: {words}"


RULES = {  # each with what to do next
    missing_parts: "every network has all of them, the bench too",
    foreign_imports: "use NumPy and the standard library",
    shadows: "give it another name",
    drifted_copies: "a name means one thing in all of snippets/",
    unlike_fast: "a fast version has the functions and the tests of its network",
    too_long: "split it; nobody squeezes two statements into one to fit",
    too_wide: "break the line; a phone shows no more",
    branches: "give it a function, which tests call",
    cut: "a page shows whole statements: move the mark out of it",
    twice: "give each section a name of its own",
    undocumented: "say in one line what comes back",
    not_embedded: 'show it on both pages: --8<-- "file:section"',
    unwritten: "write the words, and take TODO away",
    not_shown: "show it on both pages: ![…](../assets/family/name.svg)",
}
