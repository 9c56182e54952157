"""The program of a block: the block, the earlier ones that it needs, their imports.

Which those are is found by `make outputs` and `make programs`, which run the page (press/read/flow.py),
and kept in programs.lock under the hash of the page's blocks.
"""

import ast
import functools
import itertools
import json
from pathlib import Path
from typing import NamedTuple

from press import DOCS, ROOT
from press.cache import fingerprint
from press.read.flow import DEFINITIONS, IMPORTS, flow
from press.read.heads import (
    Import,
    imports_of,
    needed,
    sorted_imports,
    told,
)
from press.read.page import Page, trimmed

LOCK = ROOT / "programs.lock"
# The page shows beside each block what it prints, so that the program of another
# need not print it again.
SILENCE = {
    "en": '''def print(*_, **__):
    """The blocks above the last one are silent; the page shows their output."""''',
    "zh": '''def print(*_, **__):
    """最后一块之前的代码不打印，它们的输出在网页上。"""''',
}
AUDIBLE = "from builtins import print"


class Place(NamedTuple):
    """Where a program is from, and in which language it says so."""

    address: str
    language: str


class Piece(NamedTuple):
    """A block without its imports, and these."""

    code: str
    imports: tuple[Import, ...]


@functools.lru_cache(4096)
def piece(code: str) -> Piece:
    """Take the imports of a block, those at its top level, out of it."""
    lines, found = code.split("\n"), []
    for node in reversed(ast.parse(code).body):
        if isinstance(node, IMPORTS):
            found = [*imports_of(node), *found]
            del lines[node.lineno - 1 : node.end_lineno]
    return Piece(trimmed("\n".join(lines)), tuple(found))


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


def text(
    place: Place, pieces: list[Piece], imports: list[Import], silent: bool
) -> str:
    """Blocks as one program; its first lines say where it is from, what it needs.

    imports: all of the page so far; silent: whether only the last block prints.
    """
    *before, own = [each.code for each in pieces]
    if silent:
        _, _, name = place.address.rpartition("#")
        before = [SILENCE[place.language], *before, f"{AUDIBLE}  # {name}"]
    imported = sorted_imports(head(pieces, imports))
    parts = [part for part in (imported, *before, own) if part]
    body = parts[0]
    for above, below in itertools.pairwise(parts):
        body += apart(above, below) + below
    top = told(*place, needed(*parts))
    return f"{top}{apart('', parts[0])}{body}\n"


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
    blocks: list[str],
    needs: list[list[int]],
    printing: list[bool],
    page: Place,
) -> list[str]:
    """The program of every block of a page; of those that print, only it does."""
    pieces = [piece(code) for code in blocks]
    imports, found = [], []
    for index, above in enumerate(needs):
        imports += pieces[index].imports
        place = page._replace(address=f"{page.address}#code-{index + 1}")
        members = [pieces[each] for each in (*above, index)]
        if not above and is_file(blocks[index], pieces[index], imports):
            top = told(*place, needed(blocks[index]))
            found.append(f"{top}\n\n{blocks[index]}\n")
        else:
            silent = any(printing[each] for each in above)
            found.append(text(place, members, imports, silent))
    return found


def above(program: str, block: str) -> str:
    """What stands in a program before its own block: all of it, if that only imports."""
    for own in (block, piece(block).code):
        if own and program.endswith(f"{own}\n"):
            return program.removesuffix(f"{own}\n")
    return program


def is_file(code: str, own: Piece, imports: list[Import]) -> bool:
    """Whether a block is a whole file: with a docstring, and all its imports."""
    borrowed = {each.bound for each in imports} - {i.bound for i in own.imports}
    documented = ast.get_docstring(ast.parse(code)) is not None
    return documented and borrowed.isdisjoint(mentioned(code))


def programs_of(page: Page, address: str) -> list[str]:
    """The programs of a page; none while the lock does not know its blocks."""
    blocks = codes(page)
    needs = lock().get(key(blocks))
    if needs is None:
        return []
    language = "zh" if DOCS / "zh" in page.path.parents else "en"
    place = Place(address, language)
    return programs(blocks, needs, printing(page), place)


def printing(page: Page) -> list[bool]:
    """Whether each block prints: the page shows it, or a cell of a notebook says it."""
    if page.path.suffix == ".ipynb":
        return ["print" in mentioned(code) for code in codes(page)]
    return [
        after is not None and after.is_output
        for block, after in itertools.pairwise((*page.blocks, None))
        if block.is_python
    ]
