"""Gate 4: both languages of a page say the same things in the same places."""

import itertools
import re
from collections import Counter
from pathlib import Path

import autocorrect_py
import nbformat
from bs4 import BeautifulSoup, Tag
from mkdocs.utils.meta import get_data

from press import CONFIGS, DOCS, ROOT
from press.cache import fingerprint
from press.read.includes import include
from press.read.page import (
    Page,
    fences,
    normal,
    pages,
    read_text,
    site_config,
)

NUMBER = re.compile(
    r"(?:(?<![\w)\]}])[-−])?(?:(?<!\d)\.)?\d+(?:[.,]\d+)*%?", re.ASCII
)
HEADING = re.compile(r"^(#{1,6}) +(.*)$")
EXPLICIT = re.compile(r"\{ #([a-z][\w-]*) \}$")
ADMONITIONS = ".admonition, details"
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
PLACES = [*HEADINGS, "dt", "dd", "blockquote", "table", "pre", "img", "hr"]
TRANSLATED = {"title", "description"}
HELP = {  # the rules that one learns by breaking them
    "numbers": "the same digits in both: 10 类, 10 classes, not ten",
    "headings": "the ids are the same in both",
    "code": "code is not translated",
    "links": "the addresses are the same in both",
}


def source_of(path: Path) -> str:
    """The text that a person edits, with the texts that it includes."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, as_version=4).cells
        return "\n\n".join(
            f"```\n{cell.source}\n```"
            if cell.cell_type == "code"
            else cell.source
            for cell in cells
        )
    return "\n".join(
        (ROOT / found.file).read_text("utf-8")
        if (found := include(line)) and found.file.endswith(".md")
        else line
        for line in path.read_text("utf-8").split("\n")
    )


def outside_fences(text: str) -> list[tuple[int, str]]:
    """The numbered lines of a text that are not inside a code fence."""
    body = get_data(text.lstrip("\ufeff"))[0]
    offset = text.count("\n") - body.count("\n")
    inside = {
        offset + number
        for fence in fences(body)
        for number in range(fence.start, fence.end + 1)
    }
    lines = enumerate(text.split("\n"))
    return [(number, line) for number, line in lines if number not in inside]


def headings_without_id(text: str) -> list[str]:
    """Headings that lack the explicit id which both languages share, or share one."""

    def unnamed(md) -> None:
        md.treeprocessors["toc"].slugify = lambda *_: "?"

    config = site_config(CONFIGS["zh"])
    page = read_text(text, config, coloured=False, extend=unnamed)
    found, seen = [], {""}
    for heading in BeautifulSoup(page.html, "html.parser").find_all(HEADINGS):
        name = heading.get("id", "").split("?")[0]
        if name in seen:
            what = f"#{name} is there twice" if name else "no id"
            found.append(f"{heading.get_text().removesuffix('#')}: {what}")
        seen.add(name)
    return found


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
    return tag.name if tag.name in PLACES else None


def outline(soup: BeautifulSoup) -> list[str]:
    """Everything with a place in the page, in order, with what it stands in."""
    found = []
    for tag in soup.find_all(place):
        around = [place(parent) for parent in tag.parents if place(parent)]
        found.append(" in ".join([place(tag), *around]))
    return found


def by_section(soup: BeautifulSoup) -> list[tuple[str, Tag | str]]:
    """Every tag and every text of a page with the id of its section."""
    found, section = [], ""
    for node in soup.descendants:
        if isinstance(node, Tag) and node.name in HEADINGS:
            section = node.get("id", "")
        found.append((section, node))
    return found


def words(node) -> str:
    """What a reader reads of a node itself, without code and formulas."""
    if isinstance(node, Tag):
        return node.get("alt") or ""
    hidden = node.find_parents(["pre", "code", "math"])
    mark = node.parent and "headerlink" in (node.parent.get("class") or ())
    return "" if hidden or mark else str(node)


def counted(items) -> list[str]:
    return sorted(f"{item} ×{n}" for item, n in Counter(items).items())


def scattered(page: Page, soup: BeautifulSoup) -> dict[str, list]:
    """What may change its order inside a section, but not its section."""
    found = {"formulas": [], "links": [], "inline code": [], "numbers": []}
    for section, node in by_section(soup):
        where = f"#{section}"
        for number in NUMBER.findall(words(node)):
            found["numbers"].append(f"{where} {number.replace('−', '-')}")
        if not isinstance(node, Tag):
            continue
        if node.name == "math":
            found["formulas"].append(f"{where} {node}")
        if node.name == "a" and "headerlink" not in (node.get("class") or ()):
            found["links"].append(f"{where} {node.get('href')}")
        if node.name == "code" and not node.find_parent("pre"):
            found["inline code"].append(f"{where} {node.get_text()}")
    for key in TRANSLATED:
        found["numbers"] += NUMBER.findall(str(page.meta.get(key, "")))
    return {name: counted(items) for name, items in found.items()}


def facts(page: Page) -> dict[str, list]:
    """What must be equal in both languages, by name."""
    soup = BeautifulSoup(page.html, "html.parser")
    blocks = [b for b in page.blocks if not b.is_output]
    outputs = [b for b in page.blocks if b.is_output]
    return {
        "front matter": sorted(
            key if key in TRANSLATED else f"{key}: {value}"
            for key, value in page.meta.items()
        ),
        "headings": [(h.name, h.get("id")) for h in soup.find_all(HEADINGS)],
        "code": [(b.language, normal(b.code)) for b in blocks],
        "code titles": [t.get_text() for t in soup.select("span.filename")],
        "outputs": [normal(b.code) for b in outputs],
        "displayed formulas": [str(m) for m in soup.select("div.math")],
        "figures": [image.get("src") for image in soup.select("img")],
        "tables": [
            (len(t.select("tr")), len(t.select("th"))) for t in soup("table")
        ],
        "admonitions": [(kind(a), depth(a)) for a in soup.select(ADMONITIONS)],
        "tabs": [t.get_text() for t in soup.select(".tabbed-labels label")],
        "list items": [len(li.find_parents("li")) for li in soup.select("li")],
        "outline": outline(soup),
        **scattered(page, soup),
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


def differences(zh: Page, en: Page) -> list[str]:
    """Everything that only one of the languages has, or has in another place."""
    ours, theirs = facts(zh), facts(en)
    return [
        f"{name}: {line}" + (f" ({HELP[name]})" if name in HELP else "")
        for name in ours
        if ours[name] != theirs[name]
        for line in apart(ours[name], theirs[name])
    ]


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
    texts: dict[str, str] = {}
    for (start, name), end in zip(bounds, ends, strict=True):
        text = re.sub(r"\s+", " ", "\n".join(lines[start:end]))
        texts[name] = texts.get(name, "") + text
    return {name: fingerprint([], text)[:12] for name, text in texts.items()}


def pairs() -> list[str]:
    """Every page of either language, by its path below docs/<language>/."""
    return sorted(
        {
            path.relative_to(DOCS / language).as_posix()
            for language in CONFIGS
            for path in pages(DOCS / language)
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


def missing(name: str) -> list[str]:
    """The languages that lack a page which another one has."""
    return [code for code in CONFIGS if not (DOCS / code / name).is_file()]


def typography(text: str) -> list[str]:
    """What autocorrect would write otherwise in a Chinese page."""
    autocorrect_py.load_config('{"rules": {"space-dollar": 1}}')
    words = "\n".join(line for _, line in outside_fences(text))
    wrong = autocorrect_py.lint_for(words, "markdown").lines
    return [f"{line.old} → {line.new}" for line in wrong]


def nav_shape(nav: list) -> list:
    """A navigation without the names of its parts."""
    return [
        nav_shape(next(iter(item.values()))) if isinstance(item, dict) else item
        for item in nav
    ]
