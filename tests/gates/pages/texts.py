"""The texts of programs, which readers copy, against the blocks that ran."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from press.check import process
from press.check.alone import Program, ran, shown
from press.check.difference import compare
from press.check.process import Outcome
from press.read.flow import IMPORTS, stored
from press.read.heads import Import, imports_of
from press.read.page import Page
from press.read.program import AUDIBLE, SILENCE, codes, printing, programs_of

SITE = "https://example.org/"
WORDS = (  # imports sorted and used, no name undefined; no other rules
    *("check", "--isolated", "--no-cache", "--line-length=88"),
    *("--select=I,F401,F821", "--output-format=concise", "-q", "."),
)
UNDEFINED = re.compile(r"name '(\w+)' is not defined")


def body(code: str) -> list[ast.stmt]:
    """The statements of a block or a program, without its docstring."""
    tree = ast.parse(code)
    return tree.body[ast.get_docstring(tree) is not None :]


def statements(code: str) -> list[str]:
    """What a block or a program does, apart from what it imports on top."""
    audible = ast.dump(ast.parse(AUDIBLE).body[0])
    return [
        told
        for node in body(code)
        if (told := ast.dump(node)) == audible or not isinstance(node, IMPORTS)
    ]


def unlike(page: Page, programs: list[Program]) -> list[str]:
    """Programs whose text is not, statement by statement, the blocks that ran.

    What makes the earlier ones silent may stand around them. Their imports are
    for `doubtful` and `untidy`.
    """
    blocks, prints = [statements(code) for code in codes(page)], printing(page)
    texts = map(statements, programs_of(page, SITE))
    return [
        f"{program}: the text does something else than its blocks"
        for program, text in zip(programs, texts, strict=True)
        if text != expected(program, blocks, prints)
    ]


def expected(
    program: Program, blocks: list[list[str]], prints: list[bool]
) -> list[str]:
    """The statements of a program, in which only the last block prints."""
    *before, own = program
    earlier = [each for number in before for each in blocks[number]]
    if any(prints[number] for number in before):
        silence, audible = statements(SILENCE["en"]), statements(AUDIBLE)
        earlier = [*silence, *earlier, *audible]
    return earlier + blocks[own]


def meaning(each: Import) -> tuple[str, str]:
    """What an imported name stands for; `import a.b` and `import a.c` give both a."""
    whole = not each.name and not each.alias
    return (each.bound, "") if whole else (each.module, each.name)


def doubtful(blocks: list[str]) -> list[str]:
    """Imports that would mean something else on top of a program.

    Those that stand below other code, and names that the page gives to
    something else, too.
    """
    found: list[str] = []
    known: dict[str, tuple] = {}
    for number, code in enumerate(blocks, 1):
        nodes = body(code)
        own = [node for node in nodes if isinstance(node, IMPORTS)]
        if own != nodes[: len(own)]:
            found.append(f"block {number}: an import below other code")
        for each in (one for node in own for one in imports_of(node)):
            if each.name == "*":
                found.append(f"block {number}: import *")
            if known.setdefault(each.bound, meaning(each)) != meaning(each):
                found.append(f"block {number}: another {each.bound}")
    for number, code in enumerate(blocks, 1):
        rest = [node for node in body(code) if not isinstance(node, IMPORTS)]
        set_here = {name for node in rest for name in stored(node)}
        for name in sorted(set_here & known.keys()):
            found.append(f"block {number}: {name} is imported, too")
    return found


def untidy(texts: dict[str, str], folder: Path) -> list[str]:
    """What ruff says of programs; each under the name of its file.

    A whole file keeps the order of its own imports.
    """
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *WORDS],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == bool(done.stdout), done.stderr
    whole = [
        name
        for name, text in texts.items()
        if ast.get_docstring(ast.parse(text))
    ]
    return [
        line
        for line in done.stdout.splitlines()
        if "I001" not in line or not line.startswith(tuple(whole))
    ]


def expected_missing(page: Page) -> list[str]:
    """The names of which the page itself shows that they are missing."""
    outputs = (text or "" for text, _ in shown(page))
    return [name for text in outputs for name in UNDEFINED.findall(text)]


def trouble(page: Page, program: Program, copied: str) -> str | None:
    """Run the text of a program; what it prints otherwise than its block on the page."""
    text, within = shown(page)[program[-1]]
    came = ran_text(copied)
    found = compare(text, came.output, within)
    return came.error or (found and found.told)


def ran_text(text: str) -> Outcome:
    """How a text comes out as a file of its own."""

    def pack(blocks: tuple, path: str) -> tuple:
        return "", [((0,), text, [])]

    return ran(process.make_box(((text, ()),), pack, threads="1"))[(0,)]
