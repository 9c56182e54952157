"""A paragraph that ends with a colon is followed by what it announces."""

from collections.abc import Iterator

from bs4 import Tag

from press.read.page import Page
from tests.kit.soup import soup_of

COLONS = ":", "："
ELSE = (
    "pre",
    "img",
    "math",
    "div",
    "span",
)  # what a paragraph of its own may hold


def is_prose(tag: Tag) -> bool:
    """Whether this is a paragraph of words, and no claim, formula or picture."""
    if tag.name != "p" or tag.get("class"):
        return False
    inside = [e for e in tag.children if isinstance(e, Tag) or e.strip()]
    return not (len(inside) == 1 and getattr(inside[0], "name", "") in ELSE)


def unkept(page: Page) -> Iterator[str]:
    """What is announced, and followed by other words or by nothing."""
    soup = soup_of(page.html)
    for tag in soup.find_all("p"):
        text = tag.get_text().strip()
        if not text.endswith(COLONS):
            continue
        after = tag.find_next_sibling()
        if after is None or is_prose(after) or after.name in {"h2", "h3", "h4"}:
            yield f"{text[-60:]!r} is followed by nothing that it announces"
