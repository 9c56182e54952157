"""The playground: a program of every network to begin from, and the data by name.

The program of a network is what its file does when one runs it, with the
imports that this takes. studies/play/ has a program for each set of data.
"""

import ast
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from press import DOCS, ROOT
from press.read.needs import PART, names
from press.run.site import zipped

SNIPPETS = ROOT / "snippets"
DATA = ROOT / "studies/play"
STYLE = '<link rel="stylesheet" href="../assets/css/play.css">'
PLACE = "<div data-play></div>"
BEGIN = {"zh": "从一个程序开始：", "en": "Begin from a program: "}
LOAD = {"zh": "放进编辑框", "en": "Load"}
CHOOSE = {
    "zh": "选一个网络或一份数据",
    "en": "choose a network or a set of data",
}
WIDTH = 79
SETS = {"zh": "数据", "en": "Data"}


class Program(NamedTuple):
    """Something to begin from: its part, what it is called, its code."""

    part: str
    name: str
    code: str


def demo(path: Path) -> str:
    """What a snippet does when one runs it, as a program that imports it.

    Nothing if it does nothing.
    """
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    body = next((n.body for n in tree.body if is_main(n)), [])
    if not body:
        return ""
    first, last = body[0].lineno, body[-1].end_lineno
    lines = text.split("\n")[first - 1 : last]
    called = {n.id for part in body for n in ast.walk(part) if is_read(n)}
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    heads = "\n".join(imports(tree, module, called))
    code = textwrap.dedent("\n".join(lines))
    return f"{heads}\n\n{code}"


def is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)


def is_read(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def imports(tree: ast.Module, module: str, called: set[str]) -> Iterator[str]:
    """The lines that bring these names: those of the module, then its own."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            kept = [n for n in node.names if (n.asname or n.name) in called]
            if kept:
                node.names = kept
                yield wrapped(ast.unparse(node))
    own = sorted(called & {*defined(tree)})
    if own:
        yield wrapped(f"from {module} import {', '.join(own)}")


def wrapped(line: str) -> str:
    """An import as ruff would write it."""
    if len(line) <= WIDTH:
        return line
    head, _, tail = line.partition(" import ")
    rows = "".join(f"    {name},\n" for name in tail.split(", "))
    return f"{head} import (\n{rows})"


def defined(tree: ast.Module) -> Iterator[str]:
    """What a module calls its own."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (t.id for t in node.targets if isinstance(t, ast.Name))


def programs(language: str) -> list[Program]:
    """In the order of the map, then the data."""
    home = (DOCS / language / "index.md").read_text("utf-8")
    parts = dict(zip(families(home), PART.findall(home), strict=True))
    found = []
    for chapter, name in names(home).items():
        family, slug = chapter.split("/")
        for path in sorted((SNIPPETS / family).glob(f"{slug}*.py")):
            rest = path.stem.removeprefix(slug)
            is_own = not rest or rest.startswith("_")
            if is_own and rest != "_torch" and (code := demo(path)):
                more = f" · {path.stem}" if rest else ""
                found.append(Program(parts[family], name + more, code))
    return found + [data(path, language) for path in sorted(DATA.glob("*.py"))]


def data(path: Path, language: str) -> Program:
    """A set of data: its first line says what it is, in both languages."""
    title, code = path.read_text("utf-8").split("\n", 1)
    chinese, english = title.strip('".').split(" · ")
    name = {"zh": chinese, "en": english}[language]
    return Program(SETS[language], name, code.strip())


def families(home: str) -> list[str]:
    """The folders of the map, in its order."""
    return list(dict.fromkeys(c.split("/")[0] for c in names(home)))


def chooser(language: str) -> str:
    """All of them to choose from, for play.js to show."""
    parts: dict[str, str] = {}
    for part, name, code in programs(language):
        option = f'<option value="{escape(code)}">{escape(name)}</option>'
        parts[part] = parts.get(part, "") + option
    groups = "".join(
        f'<optgroup label="{escape(part)}">{options}</optgroup>'
        for part, options in parts.items()
    )
    return (
        f'{STYLE}<p class="play" data-search-exclude hidden><label>{BEGIN[language]}'
        f'<select><option value="">{CHOOSE[language]}</option>{groups}'
        f"</select></label> <button>{LOAD[language]}</button></p>"
    )


def library() -> bytes:
    """The snippets that need no PyTorch, for a browser to import."""
    paths = [
        path
        for path in SNIPPETS.rglob("*.py")
        if not path.stem.endswith("_torch")
    ]
    return zipped(
        {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in paths}
    )


def filled(html: str, language: str) -> str:
    """A page with the programs, where it has a place for them: one page has."""
    if PLACE not in html:
        return html
    return html.replace(PLACE, chooser(language))
