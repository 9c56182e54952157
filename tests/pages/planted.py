"""Small pages for tests that plant a fault in them."""

import textwrap
from pathlib import Path
from zlib import crc32

from tests.pages.verdict import structure, verdicts
from tests.site.coverage import unaccounted
from theme import BUILD, CONFIGS, ROOT
from theme.source import Page, read_text, site_config

FRONT = "---\ntitle: T\ndescription: D.\n---\n\n# T { #t }\n\n"


def page(body: str) -> Page:
    """A page of the site with this body."""
    return read_text(f"{FRONT}{body}\n", site_config(CONFIGS["zh"]))


def problems(body: str, timeout: float = 30) -> list[str]:
    """Everything that gates 2 and 3 have to say about a page."""
    made = page(body)
    judged = verdicts(made, timeout)
    ran = [verdict.problem is None for verdict in judged]
    found = [verdict.problem for verdict in judged if verdict.problem]
    return [
        *structure(made.blocks),
        *found,
        *unaccounted(made.html, made.blocks, ran),
    ]


def fence(code: str, info: str = "python", mark: str = "```") -> str:
    return f"{mark}{info}\n{code}\n{mark}"


def block(code: str, output: str | None = None) -> str:
    """A Python block, and the output that the page shows after it."""
    if output is None:
        return fence(code)
    return f"{fence(code)}\n\n{fence(output, '{ .text .output }')}"


def program(*blocks: str | tuple[str, str]) -> str:
    """A page of blocks, with words between them."""
    return "\n\nNext.\n\n".join(
        block(*((part,) if isinstance(part, str) else part)) for part in blocks
    )


def judged(*blocks: str | tuple[str, str], timeout: float = 30) -> list:
    """What gate 2 says about each block of a page."""
    found = verdicts(page(program(*blocks)), timeout)
    return [verdict.problem for verdict in found]


def inside(opening: str, body: str, width: int = 4) -> str:
    """The body, indented below the line that opens a container."""
    return opening + textwrap.indent(body, " " * width)


def included(name: str, body: str) -> str:
    """Write a text that pages can include. Returns its path for them."""
    path: Path = BUILD / "planted" / f"{crc32(body.encode())}_{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body + "\n", "utf-8")
    return path.relative_to(ROOT).as_posix()


SOUND = block("print(1 + 1)", "2")
FAULTY = block("raise ValueError('planted')")
