"""Gate 4: both languages of a page say the same things in the same places."""

import itertools
import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

from press.read.page import Page, normal, trimmed
from tests.gates.languages import links, number_words, ranges
from tests.gates.languages.numerals import numbers
from tests.gates.languages.texts import (
    CELLS,
    HEADINGS,
    PARTS,
    TRANSLATED,
    Placed,
    in_sections,
    labels,
    placed,
    texts,
)
from tests.kit.soup import soup_of

ADMONITIONS = ".admonition, details"
PLACES = [*HEADINGS, *PARTS, "table", "pre", "hr"]
LATIN = re.compile(r"[A-Za-z]+")
HELP = {  # the rules that one learns by breaking them
    "numbers": "the same digits in both: 10 类, 10 classes, not ten",
    "headings": "the ids are the same in both",
    "code": "code is not translated",
    "parts": "a section has as many paragraphs, items and cells in both",
    "links": "the addresses are the same in both",
}


def depth(tag) -> int:
    return len(tag.find_parents(["details", "li"])) + len(
        tag.find_parents(class_="admonition")
    )


def kind(tag) -> str:
    """An admonition as it is written: !!! note, ??? tip, ???+ tip."""
    names = [c for c in tag.get("class", []) if c != "admonition"]
    mark = (
        "!!!" if tag.name != "details" else "???" + "+" * tag.has_attr("open")
    )
    return " ".join([mark, *names])


def place(tag: Tag) -> str | None:
    """What a tag is to the structure of a page, if anything."""
    classes = tag.get("class") or ()
    if tag.name == "details" or "admonition" in classes:
        return kind(tag)
    if tag.name == "li":
        return f"{tag.parent.name} item"
    if "tabbed-block" in classes:
        return "tab"
    if tag.name == "div" and "math" in classes:
        return "formula"
    if tag.name == "p":
        return ".".join(["p", *classes])
    if tag.name in CELLS:
        filled = tag.get_text(strip=True) or tag.find(["img", "math"])
        return tag.name if filled else f"empty {tag.name}"
    return tag.name if tag.name in PLACES else None


def outline(soup: BeautifulSoup) -> list[str]:
    """Everything with a place in the page, in order, with what it stands in."""
    found = []
    for tag in soup.find_all(place):
        around = [place(parent) for parent in tag.parents if place(parent)]
        found.append(" in ".join([place(tag), *around]))
    return found


def counted(items) -> list[str]:
    return sorted(f"{item} ×{n}" for item, n in Counter(items).items())


def parts(soup: BeautifulSoup) -> list[str]:
    """How many paragraphs, items, cells and so on each section has."""
    return counted(" ".join(x.split()[:2]) for x in labels(soup).values())


def scattered(nodes: list[Placed], read: dict[str, str]) -> dict[str, list]:
    """What may change its order, but not the part of the page it stands in."""
    found = {"formulas": [], "links": [], "inline code": [], "numbers": []}
    for where, node in nodes:
        if not isinstance(node, Tag):
            continue
        if node.name == "math":
            found["formulas"].append(f"{where} {node}")
        if node.name == "a":
            found["links"].append(f"{where} {node.get('href')}")
        if node.name == "code":
            found["inline code"].append(f"{where} {node.get_text()}")
    for where, text in read.items():
        found["numbers"] += [f"{where} {number}" for number in numbers(text)]
    return {name: counted(items) for name, items in found.items()}


def facts(
    page: Page, soup: BeautifulSoup, nodes: list[Placed], read: dict[str, str]
) -> dict[str, list]:
    """What must be equal in both languages, by name."""
    blocks = [b for b in page.blocks if not b.is_output]
    outputs = [b for b in page.blocks if b.is_output]
    return {
        "front matter": sorted(
            key if key in TRANSLATED else f"{key}: {value}"
            for key, value in page.meta.items()
        ),
        "headings": [(h.name, h.get("id")) for h in soup.find_all(HEADINGS)],
        "code": [(b.language, trimmed(b.code)) for b in blocks],
        "code titles": [t.get_text() for t in soup.select("span.filename")],
        "outputs": [(normal(b.code), b.within) for b in outputs],
        "displayed formulas": [str(m) for m in soup.select("div.math")],
        "figures": [image.get("src") for image in soup.select("img")],
        "tables": [
            (len(t.select("tr")), len(t.select("th"))) for t in soup("table")
        ],
        "admonitions": [(kind(a), depth(a)) for a in soup.select(ADMONITIONS)],
        "tabs": [t.get_text() for t in soup.select(".tabbed-labels label")],
        "list items": [len(li.find_parents("li")) for li in soup.select("li")],
        "parts": parts(soup),
        "outline": outline(soup),
        **scattered(nodes, read),
    }


def told(item) -> list[str]:
    """An item of the facts in words, one line for each of its lines."""
    parts = item if isinstance(item, tuple) else (item,)
    return " ".join(map(str, parts)).splitlines() or ["(empty)"]


def apart(zh: list, en: list) -> list[str]:
    """What only one of two lists has; where they part if both have the same."""
    lines = {"zh": [], "en": []}
    for language, items, others in (("zh", zh, en), ("en", en, zh)):
        for item in items:
            if item not in others:
                lines[language] += told(item)
    found = [
        f"only in {language}: {line}"
        for language, other in (("zh", "en"), ("en", "zh"))
        for line in lines[language]
        if line not in lines[other]
    ]
    if not found:
        pairs = enumerate(itertools.zip_longest(zh, en, fillvalue="the end"))
        place, (a, b) = next(pair for pair in pairs if pair[1][0] != pair[1][1])
        there = " / ".join(told(item)[0] for item in (a, b))
        found = [f"item {place + 1} is another in zh than in en: {there}"]
    return found


def lost_names(zh: dict[str, str], en: dict[str, str]) -> list[str]:
    """What a Chinese cell has in Latin letters, and the English one has not."""
    found = []
    for where in zh:
        if " column " in where and where in en:
            there = LATIN.findall(en[where].lower())
            there += [word.removesuffix("s") for word in there]
            names = set(LATIN.findall(zh[where].lower())) - set(there)
            found += [f"names: {where}: only in zh: {n}" for n in sorted(names)]
    return found


def differences(zh: Page, en: Page) -> list[str]:
    """Everything that only one of the languages has, or has in another place."""
    soups = soup_of(zh.html), soup_of(en.html)
    nodes = [placed(soup) for soup in soups]
    if outline(soups[0]) != outline(soups[1]):
        nodes = list(map(in_sections, nodes))
    read = list(map(texts, (zh.meta, en.meta), nodes))
    ours, theirs = map(facts, (zh, en), soups, nodes, read)
    found = [
        f"{name}: {line}" + (f" ({HELP[name]})" if name in HELP else "")
        for name in ours
        if ours[name] != theirs[name]
        for line in apart(ours[name], theirs[name])
    ]
    if ours["numbers"] != theirs["numbers"]:
        found += number_words.written_out(*read)
    found += links.exchanged(*nodes) + ranges.wrong(*read)
    return found + number_words.parts(*read) + lost_names(*read)


def nav_shape(nav: list) -> list:
    """A navigation without the names of its parts."""
    return [
        nav_shape(next(iter(item.values()))) if isinstance(item, dict) else item
        for item in nav
    ]
