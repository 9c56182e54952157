"""Words that say on which side a panel stands: on a phone it may stand below."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

SIDES = {
    "en": re.compile(
        r"\b(?:on|at) the (?:far )?(?:left|right)\b|\bleft to right:"
        r"|(?<!to )\b[Tt]he (?:left|middle|right) (?:one|panel|picture|image|map|plot)\b"
        r"|(?:^|[.;:] )(?:Left|Middle|Right)\b|[.;:,] (?:left|right)[.;:,]"
        r"|\((?:left|middle|right)\)|\bin the middle;"
    ),
    "zh": re.compile(
        r"[左右](?:边|图|面|幅)|中图|最[左右]|从左到右"
        r"|（[左中右]）|(?:^|[。；])[左中右][：是]"
    ),
}


def stacked(soup: BeautifulSoup) -> Iterator[Tag]:
    """The pictures of a page whose panels stand below each other on a phone."""
    yield from soup.select("picture > img.only-light")


def words_of(image: Tag) -> str:
    """What describes a picture, and what its caption says."""
    box = image.find_parent("figure")
    caption = box and box.find("figcaption")
    if not caption:
        around = image.find_parent("p") or image.find_parent(class_="figure")
        caption = around.find_next_sibling("p", class_="caption")
    return f"{image['alt']}\n{caption.get_text() if caption else ''}"


def sided(soup: BeautifulSoup, language: str) -> Iterator[str]:
    """The captions and descriptions that name a panel by a side it may not have."""
    for image in stacked(soup):
        for line in words_of(image).split("\n"):
            for match in SIDES[language].finditer(line):
                yield f"{image['src']}: {match[0].strip()!r} in {line[:60]!r}"
