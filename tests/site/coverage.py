"""Gate 3: whatever the built site shows as code is a block that ran, its output, or plain."""

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from theme.source import Block, normal

LANGUAGE = re.compile(r"^language-(.+)$")
RAW_MARKUP = re.compile(r"^\s*(```|~~~|!!! |\?\?\? |=== )|--8<--", re.MULTILINE)


def classes_around(pre: Tag) -> set[str]:
    """The classes of a <pre>, of its code and of the boxes that hold only it."""
    tags = [pre, *pre.select("code"), *list(pre.parents)[:2]]
    return {name for tag in tags for name in tag.get("class") or ()}


def language_of(pre: Tag) -> str:
    for name in classes_around(pre):
        if match := LANGUAGE.match(name):
            return match[1]
    return ""


def shown(html: str) -> list[tuple[str, str, bool]]:
    """Every <pre> of a page in order: language, text, whether it is an output."""
    soup = BeautifulSoup(html, "html.parser")
    return [
        (
            language_of(pre),
            normal(pre.get_text()),
            "output" in classes_around(pre),
        )
        for pre in soup.select("pre")
    ]


def expected(blocks: tuple[Block, ...]) -> list[tuple[str, str, bool]]:
    """What the page may show, from its source."""
    return [(b.language, normal(b.code), b.is_output) for b in blocks]


def unaccounted(html: str, blocks: tuple[Block, ...], ran: list[bool]) -> list:
    """Every code on a page that no gate has looked at; ran is per Python block."""
    problems, allowed, waiting = [], expected(blocks), list(ran)
    for item in shown(html):
        language, text, is_output = item
        first = text.split("\n")[0][:60]
        if item not in allowed:
            problems.append(f"not a block of the page: {language} {first!r}")
            continue
        position = allowed.index(item)
        missed, allowed = allowed[:position], allowed[position + 1 :]
        problems += [f"not shown, or out of order: {m[1]!r}" for m in missed]
        for skipped in (*missed, item):
            if skipped[0] == "python" and not waiting.pop(0):
                problems.append(f"did not run: {first!r}")
        if is_output and language != "text":
            problems.append(f"output in language {language}: {first!r}")
    problems += [f"not shown: {m[1]!r}" for m in allowed]
    return problems + broken_markup(html)


def unexecuted(html: str, blocks: tuple[Block, ...]) -> list[str]:
    """Every code on a notebook's page that is not one of its executed cells."""
    soup = BeautifulSoup(html, "html.parser")
    cells = [normal(b.code) for b in blocks if b.is_python]
    problems = []
    for pre in soup.select("pre"):
        around, text = classes_around(pre), normal(pre.get_text())
        if "output" in around:
            continue
        if "cell" not in around:
            problems.append(f"not executed: {text[:60]!r}")
        elif not cells or cells.pop(0) != text:
            problems.append(f"not a cell in this place: {text[:60]!r}")
    problems += [f"not shown: {cell[:60]!r}" for cell in cells]
    return problems + broken_markup(html)


def broken_markup(html: str) -> list[str]:
    """Markdown that reached the reader as text, code outside of any block."""
    soup = BeautifulSoup(html, "html.parser")
    problems = [
        f"a block shown as inline code: {code.get_text()[:60]!r}"
        for code in soup.select("code")
        if not code.find_parent("pre") and "\n" in code.get_text().strip()
    ]
    problems += [
        f"Markdown in the text: {p.get_text().strip()[:60]!r}"
        for p in soup.select("p, li, dd")
        if RAW_MARKUP.search(p.get_text())
    ]
    styled = soup.select('[style*="white-space"], .md-typeset .highlight')
    problems += [
        f"code without <pre>: {tag.get_text()[:60]!r}"
        for tag in styled
        if tag.name != "pre" and not tag.select("pre")
    ]
    if html.lstrip().startswith("{"):
        problems.append("a raw notebook served as a page")
    return problems


def source_of(page: Path, site: Path, docs: Path) -> Path | None:
    """The source of a built page, or None where it has none."""
    folder = page.relative_to(site).parent
    for stem in (folder, folder / "index"):
        for suffix in (".md", ".ipynb"):
            source = docs / f"{stem.as_posix()}{suffix}"
            if source.is_file():
                return source
    return None
