"""README.md and README.zh.md, to be compared as the pages are."""

import dataclasses
import re

from press import CONFIGS, ROOT
from press.read.page import Block, Page, read_text, site_config
from tests.gates.languages.texts import HEADINGS
from tests.kit.soup import own_soup_of

FILES = {"zh": ROOT / "README.zh.md", "en": ROOT / "README.md"}
COMMENT = re.compile(r"(?:^|\s)#.*$", re.MULTILINE)
# what a comment has that is no word: numbers, files, addresses
EXACT = re.compile(r"[\w:/.-]*[\d/.][\w:/.-]*(?<=\w)", re.ASCII)
THIS, OTHER = "this README", "the other README"


def without_words(comment: re.Match) -> str:
    """A comment of a command without its words, which are translated."""
    return " # " + " ".join(sorted(EXACT.findall(comment[0])))


def in_both(block: Block) -> Block:
    """A block as it is in both languages."""
    code = COMMENT.sub(without_words, block.code)
    return dataclasses.replace(block, code=code)


def neutral(address: str, language: str) -> str:
    """An address where the language of its page, and of the other, are names."""
    if address in ("README.md", "README.zh.md"):
        return THIS if address == FILES[language].name else OTHER
    return address.replace(f"docs/{language}/", "docs/<language>/")


def read_readme(language: str, text: str | None = None) -> Page:
    """A README as a page whose headings are known by their number."""
    text = FILES[language].read_text("utf-8") if text is None else text
    page = read_text(text, site_config(CONFIGS[language]), coloured=False)
    soup = own_soup_of(page.html)
    for number, heading in enumerate(soup.find_all(HEADINGS)):
        heading["id"] = str(number)
    for link in soup.select("a[href]"):
        link["href"] = neutral(link["href"], language)
    blocks = tuple(map(in_both, page.blocks))
    return dataclasses.replace(page, html=str(soup), blocks=blocks)
