"""A snippet that builds on others, as one file that needs NumPy alone."""

import ast
import functools
import re
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from press import ROOT
from press.read.imports import chain, imported_by, parsed
from press.read.includes import include, without_marks

SNIPPET = re.compile(r"snippets/\w+/\w+\.py")
IMPORT = ast.Import | ast.ImportFrom
DEFINITION = ast.FunctionDef | ast.ClassDef


def is_bound(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def defined(node: ast.stmt) -> list[str]:
    """The names that a statement gives to functions, classes and values."""
    if isinstance(node, DEFINITION):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [n.id for n in ast.walk(node) if is_bound(n)]
    return []


def used(nodes) -> set[str]:
    """Every name that occurs in the nodes."""
    inner = (name for node in nodes for name in ast.walk(node))
    return {name.id for name in inner if isinstance(name, ast.Name)}


def needed(text: str, wanted: set[str]) -> list[ast.stmt]:
    """The definitions of a module that its users want, and what these use."""
    nodes = [node for node in parsed(text).body if defined(node)]
    found, before = wanted, None
    while found != before:
        before = found
        kept = [node for node in nodes if found & set(defined(node))]
        found = found | used(kept)
    return kept


def body(text: str, wanted: set[str] | None) -> str:
    """A module without docstring, imports, and all that nobody wants; None: all."""
    lines, kept = text.split("\n"), []
    if wanted is not None:
        kept = [node.lineno for node in needed(text, wanted)]
    for number, node in enumerate(parsed(text).body):
        docstring = number == 0 and isinstance(node, ast.Expr)
        spare = wanted is not None and node.lineno not in kept
        if docstring or spare or isinstance(node, IMPORT):
            lines[node.lineno - 1 : node.end_lineno] = [None] * (
                node.end_lineno - node.lineno + 1
            )
    rest = "\n".join(line for line in lines if line is not None)
    rest = without_marks(rest + "\n").strip("\n")
    return re.sub(r"\n{4,}", "\n\n\n", rest)


def refuse_clashes(kept: dict[Path, list[ast.stmt]]) -> None:
    """ValueError if one name means two things in what is put together."""
    meanings = {}
    for file, nodes in kept.items():
        for node in nodes:
            for name in defined(node):
                meaning = ast.dump(node)
                other = meanings.setdefault(name, (meaning, file))
                if other[0] != meaning:
                    raise ValueError(f"{name}: in {other[1]} and in {file}")


@functools.lru_cache(1024)
def asked(text: str) -> frozenset[tuple[str | None, str]]:
    """The names that a text imports, each with the module it comes from."""
    return frozenset(
        (node.module, alias.name)
        for node in ast.walk(parsed(text))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


def asked_of(file: Path, texts) -> set[str]:
    """The names that texts import from a file; others it has are copies."""
    module = ".".join(file.with_suffix("").parts)
    pairs = (pair for text in texts for pair in asked(text))
    return {name for source, name in pairs if source == module}


def bundle(path: Path, root: Path = ROOT) -> str:
    """The file as it is, or with all that it builds on in place of the imports."""
    files = chain(path.relative_to(root), root)
    texts = [(root / file).read_text("utf-8") for file in files]
    return together(tuple(files), tuple(texts), root)


@functools.lru_cache(1024)
def together(
    files: tuple[Path, ...], texts: tuple[str, ...], root: Path
) -> str:
    """The last of the files, with all that it builds on."""
    *others, file = files
    text_of = dict(zip(files, texts, strict=True))
    text = text_of[file]
    if not others:
        return text
    own = parsed(text).body
    parts, wanted, kept = [body(text, None)], used(own), {file: own}
    for name in reversed(others):
        names = wanted & asked_of(name, texts)
        kept = {name: needed(text_of[name], names), **kept}
        wanted |= used(kept[name])
        parts.insert(0, body(text_of[name], names))
    refuse_clashes(kept)
    docstring = ast.get_docstring(parsed(text), clean=False)
    parts = [
        f"# {'-' * 8} {name.as_posix()}\n\n{part}"
        for name, part in zip(files, parts, strict=True)
    ]
    head = [f'"""{docstring}"""', "\n".join(imports(texts, wanted, root))]
    return "\n\n\n".join(["\n\n".join(head), *parts]) + "\n"


def imports(texts: tuple[str, ...], wanted: set[str], root: Path) -> list[str]:
    """What files import that is none of ours, as far as it is used."""
    found = (
        ast.unparse(node)
        for text in texts
        for node in parsed(text).body
        if isinstance(node, IMPORT) and not imported_by(node, root)
        if wanted & {a.asname or a.name.split(".")[0] for a in node.names}
    )
    return [*dict.fromkeys(found)]


class BundlePreprocessor(Preprocessor):
    """An included whole file of snippets/ comes with what it builds on."""

    def run(self, lines: list[str]) -> list[str]:
        return [new for line in lines for new in self.expanded(line)]

    def expanded(self, line: str) -> list[str]:
        found = include(line)
        if not found or found.section or not SNIPPET.fullmatch(found.file):
            return [line]
        text = without_marks(bundle(ROOT / found.file)).rstrip("\n")
        return [found.indent + inner for inner in text.split("\n")]


class BundleExtension(Extension):
    """Runs before pymdownx.snippets, which would include the bare file."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(BundlePreprocessor(md), "bundle", 33)
