"""One line for each mistake: docs/<language>/<page>:<line>: what, what to do."""

import ast
import re
from pathlib import Path

from press import DOCS, ROOT

COLOUR = re.compile(r"\x1b\[[\d;]*m")
PLACED = re.compile(r"^(\S+\.(?:md|ipynb|py)): line (\d+): ")
QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'")
DOCUMENT = re.compile(r"^Doc file '([^']+)' ")
FRAME = "╭│╰"  # around the drawing of where a formula is wrong
WRITTEN = ("${}$", "({})", "{}")  # a formula, a link, anything
FAR = 8  # lines of a message that fit into one


def one_line(text: str) -> str:
    """A message as one line; of a long one, such as a traceback, its last."""
    lines = [line.strip() for line in COLOUR.sub("", text).splitlines()]
    lines = [line for line in lines if line and line[0] not in FRAME] or [""]
    return " ".join(lines) if len(lines) < FAR else lines[-1]


def of_page(page: Path, error: BaseException) -> str:
    """Why a page could not be made."""
    text = one_line(str(error) or type(error).__name__)
    if PLACED.match(text):
        return PLACED.sub(r"\1:\2: ", text)
    return f"{where(page, text)}: {text}"


def of_log(language: str, message: str) -> str:
    """What mkdocs warns of."""
    text = one_line(message)
    if document := DOCUMENT.match(text):
        text = text[document.end() :]
        return f"{where(DOCS / language / document[1], text)}: {text}"
    return f"{language}: {text}"


def of_code(error: Exception) -> str:
    """Why code could not be read or run."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}: {error.msg}"
    return f"{type(error).__name__}: {one_line(str(error))}"


def where(page: Path, text: str) -> str:
    """The page, with the first line that holds what a message quotes."""
    name = page.relative_to(ROOT).as_posix()
    source = page.read_text("utf-8") if page.is_file() else ""
    for quoted in QUOTED.findall(text):
        for form in WRITTEN:
            before, found, _ = source.partition(
                form.format(ast.literal_eval(quoted))
            )
            if found:
                return f"{name}:{before.count(chr(10)) + 1}"
    return name
