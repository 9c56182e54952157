"""The program of a block: the block, the earlier ones that it needs, their imports.

Which those are is found by `make outputs` and `make programs`, which run the page (press/read/flow.py),
and kept in programs.lock under the hash of the page's blocks.
"""

import ast
import functools
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from press import ROOT
from press.cache import fingerprint
from press.read.flow import DEFINITIONS, IMPORTS, flow
from press.read.page import Page, trimmed

LOCK = ROOT / "programs.lock"


class Import(NamedTuple):
    """One imported name: `from module import name as alias`, or `import module`."""

    module: str
    name: str
    alias: str

    @property
    def rank(self) -> int:
        """The future, the standard library, what is installed."""
        top = self.module.split(".")[0]
        if top == "__future__":
            return 0
        return 1 if top in sys.stdlib_module_names else 2

    @property
    def bound(self) -> str:
        """The name that the program knows it by."""
        return self.alias or self.name or self.module.split(".")[0]

    @property
    def key(self) -> str:
        """Which import it takes the place of; `import a.b` and `import a.c` both stay."""
        return self.bound if self.alias or self.name else self.module

    @property
    def told(self) -> str:
        """As it stands in an import."""
        return (self.name or self.module) + (
            f" as {self.alias}" if self.alias else ""
        )


class Piece(NamedTuple):
    """A block without its imports, and these."""

    code: str
    imports: tuple[Import, ...]


def imports_of(node: ast.stmt) -> Iterator[Import]:
    """What an import statement imports, name by name."""
    for each in node.names:
        if isinstance(node, ast.Import):
            yield Import(each.name, "", each.asname or "")
        else:
            yield Import(node.module, each.name, each.asname or "")


@functools.lru_cache(4096)
def piece(code: str) -> Piece:
    """Take the imports of a block, those at its top level, out of it."""
    lines, found = code.split("\n"), []
    for node in reversed(ast.parse(code).body):
        if isinstance(node, IMPORTS):
            found = [*imports_of(node), *found]
            del lines[node.lineno - 1 : node.end_lineno]
    return Piece(trimmed("\n".join(lines)), tuple(found))


def sorted_imports(imports: list[Import]) -> str:
    """Imports as ruff sorts them: by origin, modules before names from modules."""
    groups = []
    for rank in range(3):
        own = {each for each in imports if each.rank == rank}
        whole = sorted(each.told for each in own if not each.name)
        lines = [f"import {told}" for told in whole]
        lines += from_lines([each for each in own if each.name])
        groups += ["\n".join(lines)] if lines else []
    return "\n\n".join(groups)


def from_lines(imports: list[Import]) -> list[str]:
    """`from … import …`; a name with an alias has a line to itself."""
    lines: dict[tuple, list[str]] = {}
    for each in sorted(imports, key=lambda i: (i.module, by_kind(i.name))):
        alone = each.alias and each.told
        lines.setdefault((each.module, alone), []).append(each.told)
    return [from_line(module, names) for (module, _), names in lines.items()]


def by_kind(name: str) -> tuple:
    """Constants first, then classes, then all else."""
    constant = name.isupper() and len(name) > 1
    return not constant, not name[0].isupper(), name


def from_line(module: str, names: list[str]) -> str:
    """One import, in brackets where it is too long for a line."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= 80:
        return line
    inside = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{inside})"


@functools.lru_cache(4096)
def edges(code: str) -> tuple[bool, bool]:
    """Whether a block begins and whether it ends with a function or a class."""
    nodes = ast.parse(code).body
    if not nodes:
        return False, False
    return tuple(isinstance(nodes[at], DEFINITIONS) for at in (0, -1))


def apart(before: str, after: str) -> str:
    """The empty lines between two blocks: two beside a function or a class."""
    return "\n" * (3 if edges(before)[1] or edges(after)[0] else 2)


@functools.lru_cache(4096)
def mentioned(code: str) -> frozenset[str]:
    """The names that a block uses and does not set itself."""
    return flow(code, set()).reads


def head(pieces: list[Piece], imports: list[Import]) -> list[Import]:
    """Of all imports of a page so far, those that a program of it uses."""
    used = frozenset().union(*(mentioned(each.code) for each in pieces))
    own = () if pieces[-1].code else pieces[-1].imports
    last = {each.key: each for each in imports}
    return [i for i in last.values() if i in own or i.bound in used]


def text(address: str, pieces: list[Piece], imports: list[Import]) -> str:
    """Blocks as one program; its first line is the address of the last of them.

    imports: all of the page so far.
    """
    codes = [each.code for each in pieces if each.code]
    used = sorted_imports(head(pieces, imports))
    parts = [part for part in (used, *codes) if part]
    body = parts[0]
    for before, after in itertools.pairwise(parts):
        body += apart(before, after) + after
    return f"# {address}{apart('', parts[0])}{body}\n"


def codes(page: Page) -> list[str]:
    """The Python blocks of a page."""
    return [trimmed(block.code) for block in page.blocks if block.is_python]


def key(blocks: list[str]) -> str:
    """The hash under which the lock keeps what the blocks of a page need."""
    return fingerprint([], *blocks)[:16]


def read_lock(path: Path = LOCK) -> dict[str, dict]:
    """By page: the hash of its blocks, and for each of them those that it needs."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def lock() -> dict[str, list[list[int]]]:
    """The same by the hash of a page's blocks."""
    return {page["blocks"]: page["needs"] for page in read_lock().values()}


def is_known(blocks: list[str]) -> bool:
    """Whether the lock says what these blocks need; of none there is nothing to say."""
    return not blocks or key(blocks) in lock()


def programs(
    blocks: list[str], needs: list[list[int]], address: str
) -> list[str]:
    """The program of every block of a page that has this address."""
    pieces = [piece(code) for code in blocks]
    imports, found = [], []
    for index, needed in enumerate(needs):
        imports += pieces[index].imports
        place = f"{address}#code-{index + 1}"
        members = [pieces[each] for each in (*needed, index)]
        if not needed and is_file(blocks[index], pieces[index], imports):
            found.append(f"# {place}\n\n{blocks[index]}\n")
        else:
            found.append(text(place, members, imports))
    return found


def is_file(code: str, own: Piece, imports: list[Import]) -> bool:
    """Whether a block is a whole file: with a docstring, and all its imports."""
    borrowed = {each.bound for each in imports} - {i.bound for i in own.imports}
    documented = ast.get_docstring(ast.parse(code)) is not None
    return documented and borrowed.isdisjoint(mentioned(code))


def programs_of(page: Page, address: str) -> list[str]:
    """The programs of a page; none while the lock does not know its blocks."""
    blocks = codes(page)
    needs = lock().get(key(blocks))
    return [] if needs is None else programs(blocks, needs, address)
