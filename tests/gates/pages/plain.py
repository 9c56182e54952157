"""Blocks that no gate runs: few languages, no Python, no output, each read by somebody.

What is no command says where it comes from, and is compared with that: origin.py.

plain.lock lists what somebody has read; `make reviewed PAGES=…` writes it.
"""

import ast
import functools
import json
import re
import shlex
import textwrap
import tomllib
from collections.abc import Iterable

import yaml

from press import ROOT
from press.cache import fingerprint
from press.read.page import Block, Page, normal

LOCK = ROOT / "tests/gates/pages/plain.lock"
CODE = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef),
    *(ast.Call, ast.Lambda, ast.For, ast.While, ast.With, ast.Try),
)
PROMPT = re.compile(r"^\s*(>>> ?|\.\.\. |(In|Out) ?\[\d*\])", re.MULTILINE)
LINE = re.compile(
    r"""^\s*(?:
      import\ [\w.]+(\ as\ \w+)?(,\ ?[\w.]+)* | from\ [\w.]+\ import\ .+
    | (async\ )?def\ \w+\(.* | class\ \w+(\(.*\))?:
    | (for\ .+\ in\ .+|while\ .+|with\ .+|if\ .+|elif\ .+|else|try|except.*):
    | (return|yield|raise|assert|del|lambda)\ .+
    | [\w.\[\]]+(,\ ?[\w.\[\]]+)*\ [-+*/@]?=\ .*[\w\])]\ ?[(\[].*
    | @?\w[\w.]*\(.*
    )(\ *\#.*)?$""",
    re.VERBOSE,
)
COMMANDS = [
    "cd",
    "git",
    "make",
    "mkdir",
    "source",
    "export",
    "conda",
    "uv",
    "pip",
    "pipx",
    "python",
    "python3",
    "py",
    "jupyter",
    "pytest",
    "ruff",
]
INLINE = re.compile(r"<<|\bpython\S*\s+(-\s|-$|-\w*c\b)|\becho\b|\bprintf\b")
QUOTES = ("text", "json", "yaml", "toml")  # what may be a result
FROM = 'write { .text .plain from="…" }: a file, a page, or python -m …'
PARSERS = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml.safe_load}


def is_python(code: str) -> bool:
    """Whether a text parses as Python that does something."""
    try:
        tree = ast.parse(textwrap.dedent(code))
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(node, CODE) for node in ast.walk(tree))


def disguised(code: str) -> bool:
    """Whether a text is Python, also with a line that is none, or with prompts."""
    lines = code.split("\n")
    return is_python(code) or any(map(LINE.match, lines))


def not_parsed(block: Block) -> list[str]:
    """What is wrong with data: it does not parse, or is a single value."""
    try:
        data = PARSERS[block.language](block.code)
    except (ValueError, yaml.YAMLError) as error:
        first = str(error).split("\n")[0]
        return [f"no {block.language.upper()}: {first}"]
    if isinstance(data, dict | list):
        return []
    return [f"{block.language} of a single value: is it an output?"]


def not_commands(code: str) -> list[str]:
    """The lines of a bash block that are output, claim one, or hide a program."""
    found = []
    for line in code.replace("\\\n", " ").split("\n"):
        words = shlex.split(line) if is_closed(line) else [line]
        comment = any(word.startswith("#") for word in words)
        while words and re.match(r"\w+=", words[0]):
            words = words[1:]
        name = words[0].removeprefix(".venv/bin/") if words else "cd"
        if comment:
            found.append(f"a comment in a command: {line.strip()!r}")
        elif name not in COMMANDS:
            found.append(f"no command, or an output: {line.strip()!r}")
        elif INLINE.search(line):
            found.append(f"a program in a command: {line.strip()!r}")
    return found


def is_closed(line: str) -> bool:
    """Whether each quotation mark has its other one."""
    try:
        shlex.split(line)
    except ValueError:
        return False
    return True


def key(block: Block) -> str:
    """The fingerprint of a block, with its language."""
    return fingerprint([], block.language, normal(block.code))[:12]


def locked() -> dict[str, dict[str, str]]:
    """By page, the plain blocks that somebody has read: {fingerprint: text}."""
    return json.loads(LOCK.read_text("utf-8")) if LOCK.is_file() else {}


@functools.cache
def known() -> set[str]:
    """The fingerprints of the lock."""
    return set().union(*locked().values())


def troubles(block: Block) -> list[str]:
    """What is wrong with a block that nobody runs."""
    found = ["a session that nobody ran"] if PROMPT.search(block.code) else []
    if block.language in PARSERS:
        found += not_parsed(block)
    elif disguised(block.code):
        found.append("Python that nobody runs")
    if block.language == "bash":
        found += not_commands(block.code)
    elif block.language in QUOTES and not block.source:
        found.append(f"does not say where it comes from: {FROM}")
    if key(block) not in known():
        found.append("nobody has read this plain block: is it an output?")
    return found


def plain(pages: Iterable[Page]) -> dict[str, str]:
    """The blocks of the pages that nobody runs, as in the lock."""
    return {
        key(block): f"{block.language}: {normal(block.code)}"
        for page in pages
        for block in page.blocks
        if not block.is_python and not block.is_output
    }


def write(names: Iterable[str], read: dict[str, dict[str, str]]) -> list[str]:
    """Lock what was read on some pages, drop pages without a name. What is new."""
    old = locked()
    every = old | read
    kept = {name: every[name] for name in names if every.get(name)}
    text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    LOCK.write_text(text, "utf-8")
    seen = set().union(*old.values())
    return [
        text
        for blocks in read.values()
        for name, text in blocks.items()
        if name not in seen
    ]
