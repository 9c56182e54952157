"""What a fence says of itself: { .text .output within="0.02" } or "5%" is how far the
numbers of an output may differ, { .text .plain from="…" } where a text comes from.
"""

import re
from typing import NamedTuple

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

FENCE = re.compile(
    r'^([ \t>]*(?:`{3,}|~{3,})[ \t]*\{[^}\n]*?)\b(within|from)=(?="[^"\n]*")'
)
WRITTEN = re.compile(r"(\d+(?:\.\d+)?)(%?)")
NUMBER = re.compile(r"(?<![A-Za-z_\d.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
SLACK = 1e-9  # 0.3 - 0.1 is more than 0.2
FRACTION = 0.05  # so much is allowed whatever the number
TENTH = 0.1  # and such a part of it


class Tolerance(NamedTuple):
    """What each number may differ by: so much, or such a part of itself."""

    size: float
    relative: bool

    def around(self, number: str) -> float:
        """How far another number may be from this one."""
        if self.relative:
            return self.size * abs(float(number))
        whole = not set(number) & {".", "e"}
        return 0.0 if whole and self.size < 1 else self.size


EXACT = Tolerance(0.0, False)


def tolerance(written: str) -> Tolerance:
    """What an output says of itself; ValueError if it is not understood."""
    if not written:
        return EXACT
    match = WRITTEN.fullmatch(written)
    if not match or not float(match[1]):
        raise ValueError(
            f'within="{written}": write a number such as 0.02, or 5%'
        )
    part = bool(match[2])
    return Tolerance(float(match[1]) / (100 if part else 1), part)


def words(text: str) -> list[str]:
    """What stands between the numbers; how many blanks there are does not count."""
    return [piece.strip(" ") for piece in NUMBER.split(re.sub(" +", " ", text))]


def alike(shown: str, printed: str, within: Tolerance = EXACT) -> bool:
    """The same words, and each number within the tolerance of that on the page."""
    if within == EXACT:
        return shown == printed
    pages, blocks = NUMBER.findall(shown), NUMBER.findall(printed)
    if words(shown) != words(printed) or len(pages) != len(blocks):
        return False
    return all(
        ours == theirs
        or abs(float(ours) - float(theirs)) <= within.around(ours) + SLACK
        for ours, theirs in zip(pages, blocks, strict=True)
    )


def too_wide(shown: str, within: Tolerance) -> list[str]:
    """The numbers that could be too different for what a page says of them."""
    if within.relative:
        wide = within.size > TENTH + SLACK
        return [f"{within.size:.0%} is more than {TENTH:.0%}"] if wide else []
    found = []
    for number in NUMBER.findall(shown):
        bound = max(FRACTION, TENTH * abs(float(number)))
        if within.around(number) > bound + SLACK:
            found.append(f"{within.size} is more than {bound:.3g} for {number}")
    return found


def loosens(shown: str, within: Tolerance) -> bool:
    """Whether any number may differ at all."""
    return any(within.around(number) for number in NUMBER.findall(shown))


class WithinPreprocessor(Preprocessor):
    """The highlighter lets through what is called data-…, and nothing else."""

    def run(self, lines: list[str]) -> list[str]:
        return [FENCE.sub(r"\1data-\2=", line) for line in lines]


class WithinExtension(Extension):
    """Runs before the fences are looked at."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(WithinPreprocessor(md), "within", 33)
