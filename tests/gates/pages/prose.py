"""Every number of the prose is one that the page prints, uses or has on record."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from bs4 import Tag

from press.compute import claims, records, results
from press.read.page import Page
from press.read.within import NUMBER
from tests.gates.languages.numerals import plain
from tests.gates.languages.texts import inside, placed, texts
from tests.kit.soup import own_soup_of, soup_of

# 0.021, 93%, 1.5 times, 30×: not 3×3, not 2.0.1, not a part of a name
MEASURED = re.compile(
    r"(?<![\w./:^-])-?(\d+(?:,\d{3})*(?:\.\d+)?)(?![\d.]*[\w/])"
    r"\s*(%|×(?!\s*\d)|-?fold\b|times\b|倍)?"
)
VERSION = re.compile(r"(?:Python|NumPy|PyTorch|torch|v)\s*(?:≥|>=)?\s*$")
POWER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?e[-+]?\d+)(?!\w)")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
OTHERWISE = re.compile(  # numbers that nobody could look up
    r"(?<![\w.,])[\d⁰-⁹¹²³]+[,·٫][\d⁰-⁹¹²³]+(?![\w,])|百分之[零一二两三四五六七八九十百]+"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty"
    r"|hundred)[ -]per ?cent\b",
    re.IGNORECASE,
)
LONE = re.compile(r"[-−+±≈~]?\s*\d+(?:\.\d+)?\s*[%×]")  # a result, set as code


def told(page: Page) -> Iterator[tuple[str, str, str]]:
    """Where a number stands in the prose, the number, and % or the like after it."""
    soup = own_soup_of(page.html)
    for tag in soup.find_all("a"):
        if tag.get("href", "").startswith("http"):  # a quotation has a source
            tag.replace_with(" ")
    for where, text in texts(page.meta, placed(soup)).items():
        line = plain(text)
        for match in MEASURED.finditer(line):
            number, unit = match[1].replace(",", ""), match[2] or ""
            if VERSION.search(line[: match.start()]):
                continue
            if unit or "." in number:
                yield where, number, unit
        if "picture" not in where:  # its text says what is drawn
            yield from ((where, found, "") for found in POWER.findall(line))


def otherwise(page: Page) -> list[str]:
    """The numbers of the prose that are written as none is printed: 0,31."""
    return [
        f"{where}: {found[0]}, write it in digits, with a point"
        for where, text in texts(page.meta, placed(soup_of(page.html))).items()
        for found in OTHERWISE.finditer(text)
        if not THOUSANDS.fullmatch(found[0])
    ]


def recorded(path: Path) -> str:
    """What was computed for a page: tables, other facts, the numbers of claims."""
    told = {"results": results.told, "claims": claims.told}
    return "\n".join(
        line
        for name in told
        for module in records.modules(name)
        if module.parts[-3:-1] == (path.parent.name, path.stem)
        for line in told[name](module)
    )


def known(page: Page, recorded: str = "") -> list[float]:
    """What the page prints, what its code and its formulas say, what is on record."""
    texts = [recorded, *(block.code for block in page.blocks)]
    soup = soup_of(page.html)
    small = [tag.get_text() for tag in inside(soup) if of_code(tag)]
    texts += [text for text in small if not LONE.fullmatch(text.strip())]
    return [float(n) for text in texts for n in NUMBER.findall(text)]


def of_code(node) -> bool:
    return isinstance(node, Tag) and node.name in ("code", "math")


def lone(page: Page) -> Iterator[tuple[str, str, str]]:
    """The results that stand alone in inline code or a formula: `99.5%`."""
    for tag in inside(soup_of(page.html)):
        text = tag.get_text().strip() if of_code(tag) else ""
        if LONE.fullmatch(text):
            yield tag.name, *re.search(r"([\d.]+)\s*([%×])", text).groups()


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
    claimed = [*told(page), *lone(page)]
    return otherwise(page) + [
        f"{where}: {number}{unit}"
        for where, number, unit in claimed
        if not backed(number, unit, among)
    ]
