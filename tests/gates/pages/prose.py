"""Every number of the prose is one that the page prints, uses or has on record."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bs4 import Tag

from press.read.page import Page
from press.read.within import NUMBER
from tests.gates.languages.numerals import plain
from tests.gates.languages.texts import inside, placed, soup_of, texts

# 0.021, 93%, 1.5 times, 30×: not 3×3, not 2.0.1, not a part of a name
MEASURED = re.compile(
    r"(?<![\w./:^-])-?(\d+(?:,\d{3})*(?:\.\d+)?)(?![\d.]*[\w/])"
    r"\s*(%|×(?!\s*\d)|-?fold\b|times\b|倍)?"
)
VERSION = re.compile(r"(?:Python|NumPy|PyTorch|torch|v)\s*(?:≥|>=)?\s*$")
QUOTED = ("q", "blockquote", "a")


def told(page: Page) -> Iterator[tuple[str, str, str]]:
    """Where a number stands in the prose, the number, and % or the like after it."""
    soup = soup_of(page)
    for tag in soup.find_all(QUOTED):
        if tag.name != "a" or tag.get("href", "").startswith("http"):
            tag.replace_with(" ")
    for where, text in texts(page.meta, placed(soup)).items():
        line = plain(text)
        for match in MEASURED.finditer(line):
            number, unit = match[1].replace(",", ""), match[2] or ""
            if VERSION.search(line[: match.start()]):
                continue
            if unit or "." in number:
                yield where, number, unit


def known(page: Page, recorded: str = "") -> list[float]:
    """What the page prints, what its code and its formulas say, what is on record."""
    texts = [recorded, *(block.code for block in page.blocks)]
    soup = soup_of(page)
    texts += [tag.get_text() for tag in inside(soup) if of_code(tag)]
    return [float(n) for text in texts for n in NUMBER.findall(text)]


def of_code(node) -> bool:
    return isinstance(node, Tag) and node.name in ("code", "math")


def backed(number: str, unit: str, among: list[float]) -> bool:
    """Whether one of the numbers, rounded to as many digits, is this one."""
    places = -Decimal(number).as_tuple().exponent
    step = 10.0**-places
    scales = (1, 100) if unit == "%" else (1,)
    return any(
        abs(abs(value) * scale - float(number)) <= step / 2 + 1e-9
        for value in among
        for scale in scales
    )


def unbacked(page: Page, recorded: str = "") -> list[str]:
    """The numbers of the prose that nothing on the page bears out."""
    among = known(page, recorded)
    return [
        f"{where}: {number}{unit}"
        for where, number, unit in told(page)
        if not backed(number, unit, among)
    ]
