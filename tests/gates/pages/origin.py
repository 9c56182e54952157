"""Where a text that no block printed comes from, and whether that says so.

from="mkdocs.yml": these lines stand in the file, one below the other.
from="recurrent/lstm.md": these lines stand so in an output of the page.
from="python -m tests.commands.…": the command says these lines, others between.
"""

import functools
import re
import shlex
import subprocess
import sys

from press import DOCS, ROOT
from press.check.verdict import page_at
from press.read.page import Block, normal

COMMAND = ["python", "-m"]
OURS = re.compile(r"(press|tests\.commands)\.\w+")
NO_SOURCES = ("docs", "build", "site", "tests/gates/pages/plain.lock")
TIMEOUT = 600  # seconds; the machine may be busy


class Unknown(ValueError):
    """A source that is none."""


@functools.cache
def said(source: str) -> list[str]:
    """The texts of a source; Unknown if there is none."""
    words = shlex.split(source)
    if words[:2] == COMMAND:
        return [told_by(words[2:])]
    if (DOCS / "en" / source).is_file():
        blocks = page_at(DOCS / "en" / source).blocks
        return [block.code for block in blocks if block.is_output]
    path = (ROOT / source).resolve()
    if not path.is_file() or not path.is_relative_to(ROOT):
        raise Unknown(f"no file, no page and no command of ours: {source!r}")
    if any(path.is_relative_to(ROOT / name) for name in NO_SOURCES):
        raise Unknown(f"a text cannot bear itself out: {source!r}")
    return [path.read_text("utf-8")]


def told_by(words: list[str]) -> str:
    """What a command of this repository says."""
    if not words or not OURS.fullmatch(words[0]):
        raise Unknown(f"no command of this repository: {words[:1]}")
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        raise Unknown(f"{words[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def in_order(lines: list[str], text: str) -> bool:
    """Whether a text holds these lines one after the other, others between."""
    rest = iter(normal(text).split("\n"))
    return all(line in rest for line in lines)


def together(lines: list[str], text: str) -> bool:
    """Whether a text holds these lines one below the other, indented alike."""
    wanted = "\n".join(lines)
    for indent in {len(x) - len(x.lstrip(" ")) for x in text.split("\n")}:
        whole = re.sub(rf"(?m)^ {{{indent}}}", "", normal(text))
        if f"\n{wanted}\n" in f"\n{whole}\n":
            return True
    return False


def untold(block: Block) -> str | None:
    """What is wrong with where a block says that it comes from."""
    lines = normal(block.code).split("\n")
    within = in_order if block.source.startswith("python ") else together
    try:
        texts = said(block.source)
    except (Unknown, subprocess.TimeoutExpired) as error:
        return str(error)
    if any(within(lines, text) for text in texts):
        return None
    return (
        f"{block.source} does not say\n{normal(block.code)}\nbut\n"
        + ("\n".join(map(normal, texts))[-3000:])
    )
