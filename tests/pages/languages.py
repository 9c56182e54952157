"""Gate 4: both languages of a page say the same things in the same places."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup

from theme import DOCS
from theme.source import Page, fences, normal

NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:[.,]\d+)*%?")
HEADING = re.compile(r"^(#{1,6}) +(.*)$")
EXPLICIT = re.compile(r"\{ #([a-z][\w-]*) \}$")
ADMONITIONS = ".admonition, details"


def source_of(path: Path) -> str:
    """The text that a person edits."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, as_version=4).cells
        return "\n\n".join(
            f"```\n{cell.source}\n```"
            if cell.cell_type == "code"
            else cell.source
            for cell in cells
        )
    return path.read_text("utf-8")


def outside_fences(text: str) -> list[tuple[int, str]]:
    """The numbered lines of a text that are not inside a code fence."""
    lines, inside = list(enumerate(text.split("\n"))), None
    openings = {number: info for number, info, _ in fences(text)}
    kept = []
    for number, line in lines:
        mark = line.strip().lstrip("> ")[:3]
        if inside is None and number in openings:
            inside = mark
        elif inside and line.strip() and set(line.strip()) == {inside[0]}:
            inside = None
        elif inside is None:
            kept.append((number, line))
    return kept


def headings_without_id(text: str) -> list[str]:
    """Headings that lack the explicit id which both languages share."""
    return [
        f"line {number + 1}: {line}"
        for number, line in outside_fences(text)
        if HEADING.match(line) and not EXPLICIT.search(line)
    ]


def depth(tag) -> int:
    return len(tag.find_parents(["details", "li"])) + len(
        tag.find_parents(class_="admonition")
    )


def kind(tag) -> str:
    return " ".join(c for c in tag.get("class", []) if c != "admonition")


def prose(soup: BeautifulSoup) -> str:
    """The words of a page, without code, formulas and link marks."""
    copy = BeautifulSoup(str(soup), "html.parser")
    for tag in copy.select("pre, code, math, a.headerlink"):
        tag.decompose()
    return copy.get_text(" ")


def counted(items) -> list[str]:
    return sorted(f"{item} ×{n}" for item, n in Counter(items).items())


def facts(page: Page) -> dict[str, list]:
    """What must be equal in both languages, by name."""
    soup = BeautifulSoup(page.html, "html.parser")
    blocks = [b for b in page.blocks if not b.is_output]
    outputs = [b for b in page.blocks if b.is_output]
    inline = [c for c in soup.select("code") if not c.find_parent("pre")]
    links = [a.get("href") for a in soup.select("a:not(.headerlink)")]
    return {
        "front matter": sorted(page.meta),
        "headings": [
            (h.name, h.get("id")) for h in soup.select("h1, h2, h3, h4, h5, h6")
        ],
        "code": [(b.language, normal(b.code)) for b in blocks],
        "outputs": [normal(b.code) for b in outputs],
        "formulas": counted(map(str, soup.select("math"))),
        "displayed formulas": [str(m) for m in soup.select("div.math")],
        "figures": [image.get("src") for image in soup.select("img")],
        "tables": [
            (len(t.select("tr")), len(t.select("th"))) for t in soup("table")
        ],
        "admonitions": [(kind(a), depth(a)) for a in soup.select(ADMONITIONS)],
        "tabs": [t.get_text() for t in soup.select(".tabbed-labels label")],
        "list items": [len(li.find_parents("li")) for li in soup.select("li")],
        "links": counted(links),
        "inline code": counted(c.get_text() for c in inline),
        "numbers": counted(NUMBER.findall(prose(soup))),
    }


def differences(zh: Page, en: Page) -> list[str]:
    """Everything that only one of the languages has."""
    found = []
    ours, theirs = facts(zh), facts(en)
    for name, items in ours.items():
        others = theirs[name]
        if items != others:
            only_zh = [i for i in items if i not in others]
            only_en = [i for i in others if i not in items]
            found.append(
                f"{name}: {len(items)} in zh, {len(others)} in en; "
                f"only zh {only_zh[:4]}, only en {only_en[:4]}"
            )
    return found


def sections(text: str) -> dict[str, str]:
    """A hash of each section of a page, by the id of its heading."""
    lines = text.split("\n")
    starts = [
        (number, EXPLICIT.search(line)[1])
        for number, line in outside_fences(text)
        if HEADING.match(line) and EXPLICIT.search(line)
    ]
    bounds = [(0, "front-matter"), *starts]
    ends = [number for number, _ in starts] + [len(lines)]
    return {
        name: hashlib.sha256(
            re.sub(r"\s+", " ", "\n".join(lines[start:end])).encode()
        ).hexdigest()[:12]
        for (start, name), end in zip(bounds, ends, strict=True)
    }


def pairs() -> list[str]:
    """Every page of either language, by its path below docs/<language>/."""
    return sorted(
        {
            path.relative_to(DOCS / language).as_posix()
            for language in ("zh", "en")
            for pattern in ("*.md", "*.ipynb")
            for path in (DOCS / language).rglob(pattern)
        }
    )


def state(name: str, docs: Path = DOCS) -> dict[str, list[str]]:
    """The section hashes of a pair: {id: [zh, en]}."""
    zh, en = (
        sections(source_of(docs / language / name)) for language in ("zh", "en")
    )
    return {key: [zh.get(key, ""), en.get(key, "")] for key in {**zh, **en}}


def unreviewed(now: dict, locked: dict) -> list[str]:
    """Sections whose text is not the one that was last reviewed as a pair."""
    found = []
    for key, hashes in now.items():
        known = locked.get(key)
        if known is None:
            found.append(f"#{key} is new")
        elif known != hashes:
            changed = [
                language
                for language, old, new in zip(
                    ("zh", "en"), known, hashes, strict=True
                )
                if old != new
            ]
            found.append(f"#{key} changed in {' and '.join(changed)}")
    return found + [f"#{key} is gone" for key in locked if key not in now]
