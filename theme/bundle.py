"""A snippet that builds on others, as one file that needs NumPy alone."""

import ast
import re
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from theme import ROOT

WHOLE = re.compile(r'^(\s*)--8<-- "(snippets/\w+/\w+\.py)"\s*$')
MARK = re.compile(r"^ *# --8<-- \[.*\]\n", re.MULTILINE)
BUILDS_ON = re.compile(r"snippets\.(\w+)\.(\w+)")
IMPORT = ast.Import | ast.ImportFrom
DEFINITION = ast.FunctionDef | ast.ClassDef


def built_on(node: ast.stmt) -> Path | None:
    """The file below the root that `from snippets.… import …` names."""
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        match = BUILDS_ON.fullmatch(node.module or "")
        return match and Path("snippets", match[1], f"{match[2]}.py")
    return None


def chain(file: Path, root: Path) -> list[Path]:
    """What a file builds on, each once and before its users; then the file."""
    found = []
    for node in ast.parse((root / file).read_text("utf-8")).body:
        if other := built_on(node):
            found += chain(other, root)
    return [*dict.fromkeys(found), file]


def is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.dump(node.test)


def is_bound(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def body(text: str, last: bool) -> str:
    """A module without docstring, imports and, unless it is the last, its demo."""
    lines = text.split("\n")
    for number, node in enumerate(ast.parse(text).body):
        docstring = number == 0 and isinstance(node, ast.Expr)
        demo = is_main(node) and not last
        if docstring or demo or isinstance(node, IMPORT):
            lines[node.lineno - 1 : node.end_lineno] = [None] * (
                node.end_lineno - node.lineno + 1
            )
    kept = "\n".join(line for line in lines if line is not None)
    return MARK.sub("", kept + "\n").strip("\n")


def refuse_clashes(files: list[Path], root: Path) -> None:
    """ValueError if one name means two things in what is put together."""
    meanings = {}
    for file in files:
        for node in ast.parse((root / file).read_text("utf-8")).body:
            if isinstance(node, DEFINITION):
                names = [node.name]
            elif isinstance(node, ast.Assign):
                names = [n.id for n in ast.walk(node) if is_bound(n)]
            else:
                continue
            for name in names:
                meaning = ast.dump(node)
                other = meanings.setdefault(name, (meaning, file))
                if other[0] != meaning:
                    raise ValueError(f"{name}: in {other[1]} and in {file}")


def bundle(path: Path, root: Path = ROOT) -> str:
    """The file as it is, or with all that it builds on in place of the imports."""
    file = path.relative_to(root)
    *others, _ = files = chain(file, root)
    text = path.read_text("utf-8")
    if not others:
        return text
    refuse_clashes(files, root)
    texts = [(root / name).read_text("utf-8") for name in files]
    imports = dict.fromkeys(
        ast.unparse(node)
        for text in texts
        for node in ast.parse(text).body
        if isinstance(node, IMPORT) and not built_on(node)
    )
    docstring = ast.get_docstring(ast.parse(text), clean=False)
    parts = [
        f"# {'-' * 8} {name.as_posix()}\n\n{body(text, name == file)}"
        for name, text in zip(files, texts, strict=True)
    ]
    head = [f'"""{docstring}"""', "\n".join(imports)]
    return "\n\n\n".join(["\n\n".join(head), *parts]) + "\n"


class BundlePreprocessor(Preprocessor):
    """An included whole file of snippets/ comes with what it builds on."""

    def run(self, lines: list[str]) -> list[str]:
        return [new for line in lines for new in self.expanded(line)]

    def expanded(self, line: str) -> list[str]:
        match = WHOLE.match(line)
        if not match or not (ROOT / match[2]).is_file():
            return [line]
        text = MARK.sub("", bundle(ROOT / match[2]))
        return [match[1] + inner for inner in text.rstrip("\n").split("\n")]


class BundleExtension(Extension):
    """Runs before pymdownx.snippets, which would include the bare file."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(BundlePreprocessor(md), "bundle", 33)
