"""Small pages for tests that plant a fault in them."""

import textwrap
from pathlib import Path
from zlib import crc32

from press import BUILD, CONFIGS, ROOT
from press.cache import write
from press.read.page import Page, read_text, site_config

FRONT = "---\ntitle: T\ndescription: D.\n---\n\n# T { #t }\n\n"


def page(body: str, **how) -> Page:
    """A page of the site with this body."""
    return read_text(f"{FRONT}{body}\n", site_config(CONFIGS["zh"]), **how)


def fence(code: str, info: str = "python", mark: str = "```") -> str:
    return f"{mark}{info}\n{code}\n{mark}"


def block(code: str, output: str | None = None, within: str = "") -> str:
    """A Python block, and the output that the page shows after it."""
    if output is None:
        return fence(code)
    loose = f'within="{within}" ' if within else ""
    return f"{fence(code)}\n\n{fence(output, f'{{ .text .output {loose}}}')}"


def program(*blocks: str | tuple[str, str]) -> str:
    """A page of blocks, with words between them."""
    return "\n\nNext.\n\n".join(
        block(*((part,) if isinstance(part, str) else part)) for part in blocks
    )


def inside(opening: str, body: str, width: int = 4) -> str:
    """The body, indented below the line that opens a container."""
    return opening + textwrap.indent(body, " " * width)


def included(name: str, body: str) -> str:
    """Write a text that pages can include. Returns its path for them."""
    path: Path = BUILD / "planted" / f"{crc32(body.encode())}_{name}"
    write(path, body + "\n")
    return path.relative_to(ROOT).as_posix()


SOUND = block("print(1 + 1)", "2")
FAULTY = block("raise ValueError('planted')")
