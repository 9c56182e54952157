"""Guess first: an output that opens once its reader has said what it will be.

On the page, above a block, stand a paragraph with { .predict #name } and a list:
an item for each option, in code what would be printed, then what it comes from.
studies/<family>/<slug>/beliefs.toml says by which change of the program each of
the wrong ones is printed.
"""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from press import DOCS, ROOT

QUESTION = "p.predict"
AFTER = re.compile(r"^\s*[:：]\s*")
BELIEFS = "beliefs.toml"


class Option(NamedTuple):
    """What would be printed, and what it comes from, in HTML."""

    printed: str
    why: str


class Guess(NamedTuple):
    """A question, its options, and the Python block below it, 1 the first."""

    name: str
    options: tuple[Option, ...]
    block: int


class Change(NamedTuple):
    """What somebody believes, and the texts of a program that it puts in the place of others."""

    belief: str
    pairs: tuple[tuple[str, str], ...]


def option_of(item: LexborNode) -> Option:
    """An item of the list. ValueError if it has no code, or does not begin with it."""
    code = item.css_first("code")
    inner = (item.css_first("p") or item).inner_html.strip()
    if code is None or not inner.startswith("<code"):
        raise ValueError(
            f"guess: an option begins with what is printed: {inner}"
        )
    return Option(code.text(), AFTER.sub("", inner.split("</code>", 1)[1]))


def below(question: LexborNode) -> tuple[LexborNode, LexborNode]:
    """The list of a question and the block below it. ValueError if one is missing."""
    options = next_of(question)
    block = options and next_of(options)
    is_whole = (
        question.attributes.get("id")
        and options
        and options.tag == "ul"
        and block
        and "data-block" in block.attributes
    )
    if not is_whole:
        raise ValueError(
            f"guess: {question.text(strip=True)[:40]!r}: write "
            "{ .predict #name }, then a list, then a Python block"
        )
    return options, block


def next_of(node: LexborNode) -> LexborNode | None:
    """The next element beside a node."""
    after = node.next
    while after is not None and not after.is_element_node:
        after = after.next
    return after


def guesses(html: str) -> list[Guess]:
    """The questions of a page as it was converted."""
    found = []
    for question in LexborHTMLParser(html).css(QUESTION):
        options, block = below(question)
        found.append(
            Guess(
                question.attributes["id"],
                tuple(option_of(item) for item in options.css("li")),
                int(block.attributes["data-block"]),
            )
        )
    return found


def holds(output: str, printed: str) -> bool:
    """Whether an output has what an option says, as whole words and numbers."""
    words = re.escape(" ".join(printed.split()))
    alone = rf"(?<![\w.+-]){words}(?!\w|\.\d)"
    return re.search(alone, " ".join(output.split())) is not None


def beliefs_file(page: Path) -> Path:
    """Where the beliefs of a page stand: one file for both languages."""
    inner = page.relative_to(DOCS).with_suffix("")
    return ROOT / "studies" / Path(*inner.parts[1:]) / BELIEFS


def read_beliefs(path: Path) -> dict[str, list[Change]]:
    """By the name of the question, what somebody believes; none without a file.

    name = ["old", "new", "old", "new"] in the table of the question.
    """
    if not path.is_file():
        return {}
    found = {}
    for name, changes in tomllib.loads(path.read_text("utf-8")).items():
        found[name] = [
            Change(belief, tuple(zip(texts[::2], texts[1::2], strict=True)))
            for belief, texts in changes.items()
        ]
    return found
