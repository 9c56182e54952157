"""What a reader reads of a page, and where in its section it stands."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import BeautifulSoup, Comment, Tag

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
CELLS = ["td", "th"]
PARTS = {  # what is counted within a section, and what it is called
    "p": "paragraph",
    "li": "item",
    "dt": "term",
    "dd": "definition",
    "summary": "summary",
    "blockquote": "quotation",
    "img": "picture",
}
TRANSLATED = ("title", "description", "symbols")
OPAQUE = ("pre", "code", "math")
STANDS_FOR = "\ufffc"  # code or a formula between the words


class Placed(NamedTuple):
    """A tag or a text, and the part of the page or the section it stands in."""

    where: str
    node: Tag | str


def labels(soup: BeautifulSoup) -> dict[int, str]:
    """The name of each part of a page, by its id(): #step paragraph 2."""
    found, section, counts = {}, "", Counter()
    for tag in soup.find_all([*HEADINGS, *CELLS, *PARTS, "table", "tr"]):
        if tag.name in HEADINGS:
            section, counts = tag.get("id", ""), Counter()
        counts[tag.name] += 1
        if tag.name == "table":
            counts["tr"] = 0
        elif tag.name in CELLS:
            column = 1 + len(tag.find_previous_siblings(CELLS))
            row = f"table {counts['table']} row {counts['tr']}"
            found[id(tag)] = f"#{section} {row} column {column}"
        elif tag.name in HEADINGS:
            found[id(tag)] = f"#{section} heading"
        elif tag.name in PARTS:
            name = PARTS[tag.name]
            found[id(tag)] = f"#{section} {name} {counts[tag.name]}"
    return found


def is_mark(node: Tag | str) -> bool:
    """Whether a node is a sign that Markdown adds: a link to a heading, or back."""
    names = node.get("class", ()) if isinstance(node, Tag) else ()
    return bool({"headerlink", "footnote-backref"} & {*names})


def inside(tag: Tag) -> Iterator[Tag | str]:
    """Every tag and text of a page, but not what code and formulas consist of."""
    for node in tag.children:
        if isinstance(node, Comment) or is_mark(node):
            continue
        yield node
        if isinstance(node, Tag) and node.name not in OPAQUE:
            yield from inside(node)


def placed(soup: BeautifulSoup) -> list[Placed]:
    """Every tag and every text of a page, with the part that it stands in."""
    names, section = labels(soup), "#"
    found = []
    for node in inside(soup):
        if isinstance(node, Tag) and node.name in HEADINGS:
            section = f"#{node.get('id', '')}"
        around = (id(tag) for tag in (node, *node.parents))
        name = next((names[tag] for tag in around if tag in names), section)
        found.append(Placed(name, node))
    return found


def in_sections(nodes: list[Placed]) -> list[Placed]:
    """The same with the section that each stands in."""
    return [Placed(where.split(" ")[0], node) for where, node in nodes]


def words(node: Tag | str) -> str:
    """What a reader reads of a node itself, without code and formulas."""
    if not isinstance(node, Tag):
        return str(node)
    if node.name in ("code", "math"):
        return STANDS_FOR
    if node.name == "sup":
        return " " if node.find("a") else "^"
    shown = [node.get("alt"), node.get("title")]
    return "".join(f" {text} " for text in shown if text)


def texts(meta: dict, nodes: list[Placed]) -> dict[str, str]:
    """What a reader reads, by the part of the page that it stands in."""
    found = {key: str(meta.get(key, "")) for key in TRANSLATED}
    before = ""
    for where, node in nodes:
        if text := words(node):
            gap = "" if where == before else "\n"
            found[where] = found.get(where, "") + gap + text
            before = where
    return found
