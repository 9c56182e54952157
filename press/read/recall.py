"""Do you still know? Three short questions at the end of a chapter, answered by the page.

Below the heading { #recall } stands a numbered list. Each question ends with a link to
where its answer stands; below it a list: of options, the first is right; of one number,
"0.62" or "0.62 ± 0.02"; or, numbered, of what is to be put in order.
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from press.read.guess import next_of

HEADING = "h2#recall"
NUMBER = re.compile(r"([-−]?\d+(?:\.\d+)?)(?: ± (\d+(?:\.\d+)?))?")
SHAPE = "write a question, a link to its section, and a list below it"


class Question(NamedTuple):
    """A question in HTML, the section it is about, its kind, and its items in HTML."""

    asked: str
    section: str
    kind: str  # choice, number or order
    items: tuple[str, ...]


def kind_of(listed: LexborNode, items: list[str]) -> str:
    if listed.tag == "ol":
        return "order"
    return "number" if len(items) == 1 else "choice"


def question_of(item: LexborNode) -> Question:
    """An item of the list. ValueError where something is missing."""
    listed = item.css_first("ul, ol")
    links = item.css("a[href]")
    if listed is None or not links:
        raise ValueError(f"recall: {item.text(strip=True)[:60]!r}: {SHAPE}")
    section = links[-1].attributes["href"]
    items = [each.inner_html.strip() for each in listed.css("li")]
    kind = kind_of(listed, items)
    if kind == "number" and not NUMBER.fullmatch(items[0]):
        raise ValueError(f"recall: {items[0]!r} is no number")
    if not section.startswith("#"):
        raise ValueError(f"recall: {section} is not on this page")
    listed.decompose()
    asked = (item.css_first("p") or item).inner_html.strip()
    return Question(asked, section[1:], kind, tuple(items))


def listed_below(heading: LexborNode) -> LexborNode:
    """The list below the heading. ValueError if there is none."""
    found = next_of(heading)
    if found is None or found.tag != "ol":
        raise ValueError("recall: no numbered list below the heading")
    return found


def items_of(listed: LexborNode) -> list[LexborNode]:
    """The items of a list, without those of the lists inside."""
    return [each for each in listed.iter() if each.tag == "li"]


def questions(html: str) -> list[Question]:
    """The questions of a page as it was converted."""
    heading = LexborHTMLParser(html).css_first(HEADING)
    if heading is None:
        return []
    return [question_of(each) for each in items_of(listed_below(heading))]
