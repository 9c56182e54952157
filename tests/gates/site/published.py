"""What the site publishes: pages, assets of a few kinds, downloads that a build made.

mkdocs copies whatever lies beside the pages, and nobody would run it.
"""

import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from pathlib import Path

from press import CONFIGS, DOCS, ROOT
from press.check.verdict import page_at
from press.finish import changes, llms, texts
from press.read.bundle import bundle
from press.read.page import PAGES, sources
from press.read.program import codes
from tests.gates.pages.with_code import PAGES as WITH_CODE
from tests.gates.site.downloads import notebook_of, script_of

PICTURES = {".png", ".svg"}
SOURCES = {  # the folders that a build publishes, and what may lie there
    **{f"docs/{language}": PAGES for language in CONFIGS},
    "docs/assets": PICTURES,
    "press/theme/css": {".css"},
    "press/theme/js": {".js"},
    "press/theme/overrides": {".html", ".js"},
    "press/theme/root": {".html", ".css", ".js"},
    "vendor": {".js", ".txt"},  # a library's licence goes with it
}
BUILT = {".html", ".css", ".js", ".json", ".woff2"} | PICTURES
COPIES = (
    "snippets",
    "tests/networks",
)  # what is downloaded as its tests run it
HEAD = re.compile(r"\A# https?://\S+\n# (?:needs: |需要：)[^\n]*\n\n")
PNG = b"\x89PNG\r\n\x1a\n"
DRAWS = {
    *("svg", "g", "defs", "path", "rect", "circle", "ellipse", "line"),
    *("polyline", "polygon", "linearGradient", "radialGradient", "stop"),
}


def files(folder: Path) -> Iterator[Path]:
    """What mkdocs takes of a folder: nothing whose name begins with a dot."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        if path.is_file() and not any(part[0] == "." for part in inner):
            yield path


def unlike_a_picture(path: Path) -> str | None:
    """Why a file with the name of a picture is none, or shows more than lines."""
    if path.suffix == ".png":
        sound = path.read_bytes().startswith(PNG)
        return None if sound else "no PNG"
    try:
        tree = ElementTree.fromstring(path.read_text("utf-8"))
    except (ElementTree.ParseError, UnicodeDecodeError):
        return "no SVG"
    names = {tag.tag.rpartition("}")[2] for tag in tree.iter()}
    return f"holds {sorted(names - DRAWS)}" if names - DRAWS else None


def strays(root: Path = ROOT) -> list[str]:
    """The files among the sources of the site that are no page and no asset."""
    found = [f"{p.relative_to(root)}" for p in loose(root / "docs")]
    for folder, kinds in SOURCES.items():
        for path in files(root / folder):
            name = path.relative_to(root)
            if path.suffix not in kinds:
                found.append(f"{name}")
            elif folder == "docs/assets" and (why := unlike_a_picture(path)):
                found.append(f"{name}: {why}")
    return found


def loose(docs: Path) -> Iterator[Path]:
    """What lies in docs/ and in none of its folders."""
    known = {*CONFIGS, "assets"}
    return (p for p in files(docs) if p.relative_to(docs).parts[0] not in known)


def pages_of(language: str) -> Iterator[str]:
    """Where each page of a language is, below its folder."""
    for path in sources(language):
        inner = path.relative_to(DOCS / language).with_suffix("")
        folder = inner.parent if inner.name == "index" else inner
        yield (folder / "index.html").as_posix()


def made_of_pages() -> set[str]:
    """The downloads that a build makes of pages; other tests compare their text."""
    found = {llms.NAME, *map(texts.beside, pages_of("en"))}
    for name in WITH_CODE:
        page, blocks = Path(name), codes(page_at(DOCS / "en" / name))
        found |= {f"{script_of(page)}", f"{notebook_of(page)}"}
        folder = page.parent if page.stem == "index" else page.with_suffix("")
        numbers = range(1, len(blocks) + 1)
        found |= {f"{folder / f'code-{number}.py'}" for number in numbers}
    return found


def is_of_a_library(path: Path, name: str) -> bool:
    """Whether a file is one of vendor/, byte by byte."""
    _, mark, inner = name.partition("assets/vendor/")
    source = ROOT / "vendor" / inner
    found = mark and source.is_file()
    return bool(found) and source.read_bytes() == path.read_bytes()


def is_copy(path: Path, name: str, root: Path = ROOT) -> bool:
    """Whether a download is a file of this repository, alone or with its imports."""
    for folder in COPIES:
        source = root / folder / name
        if source.is_file() and path.suffix == ".py":
            text = path.read_text("utf-8")
            if folder != "snippets":
                return text == source.read_text("utf-8")
            text = HEAD.sub("", text, count=1)
            return text in (source.read_text("utf-8"), bundle(source))
    return False


def is_of_snippets(path: Path, name: str, root: Path = ROOT) -> bool:
    """Whether a zip is the one that programs import, and holds nothing but snippets."""
    if name != "assets/snippets.zip":
        return False
    with zipfile.ZipFile(path) as folder:
        return all(
            inner.startswith("snippets/")
            and (root / inner).is_file()
            and (root / inner).read_bytes() == folder.read(inner)
            for inner in folder.namelist()
        )


def is_feed(path: Path, name: str) -> bool:
    """Whether a file is the feed of what changed."""
    if name != changes.FEED:
        return False
    return ElementTree.parse(path).getroot().tag == f"{{{changes.ATOM}}}feed"


def unknown(site: Path, known: set[str]) -> list[str]:
    """The files of a language that no page, theme or build accounts for."""
    found = []
    for path in files(site):
        name = path.relative_to(site).as_posix()
        if path.suffix in BUILT or name in known or is_copy(path, name):
            continue
        if is_of_a_library(path, name) or is_of_snippets(path, name):
            continue
        if is_feed(path, name):
            continue
        found.append(name)
    return found
