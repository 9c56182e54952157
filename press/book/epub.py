"""The book of a language as an EPUB 3."""

import io
import uuid
import zipfile
from html import escape
from pathlib import Path

from press import HTML_LANG
from press.book import around, xhtml
from press.book.gather import Book, stamp
from press.book.turned import Chapter, Heading

STYLE = Path(__file__).with_name("book.css")
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/book.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
KINDS = {
    ".css": "text/css",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xhtml": "application/xhtml+xml",
}
WHEN = (2026, 1, 1, 0, 0, 0)
COVER, CONTENTS = "cover.xhtml", "contents.xhtml"


def listed(headings: list[Heading], file: str) -> str:
    """The sections of a chapter, for the contents."""
    found = [each for each in headings if each.level == 2 and each.id]
    if not found:
        return ""
    items = "".join(
        f'<li><a href="{file}#{each.id}">{escape(each.text)}</a></li>'
        for each in found
    )
    return f"<ol>{items}</ol>"


def contents(book: Book, chapters: list[Chapter]) -> str:
    """The file by which an e-reader finds its way."""
    parts: dict[str, str] = {}
    for chapter in chapters:
        file, part = xhtml.file_of(chapter.page.url), chapter.page.part
        line = f'<a href="{file}">{escape(chapter.title)}</a>'
        line = f"<li>{line}{listed(chapter.headings, file)}</li>"
        parts[part] = parts.get(part, "") + line
    items = "".join(
        f"<li><span>{escape(part)}</span><ol>{lines}</ol></li>"
        if part
        else lines
        for part, lines in parts.items()
    )
    title = around.WORDS[book.language]["contents"]
    nav = (
        f'<nav epub:type="toc" id="toc"><h1>{title}</h1><ol>{items}</ol></nav>'
    )
    return xhtml.document(title, nav, book.language)


def package(book: Book, files: dict[str, bytes], spine: list[str]) -> str:
    """What the book is called, and what belongs to it."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{book.base}book")
    items = []
    for place, (file, data) in enumerate(files.items()):
        kinds = [
            kind
            for kind, mark in (("mathml", b"<math "), ("svg", b"<svg "))
            if file.endswith(".xhtml") and mark in data
        ]
        kinds += ["nav"] if file == CONTENTS else []
        told = f' properties="{" ".join(kinds)}"' if kinds else ""
        kind = KINDS[Path(file).suffix]
        items.append(
            f'<item id="i{place}" href="{file}" media-type="{kind}"{told}/>'
        )
    order = [*files]
    refs = "".join(f'<itemref idref="i{order.index(file)}"/>' for file in spine)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{name}</dc:identifier>'
        f"<dc:title>{escape(book.name)}</dc:title>"
        f"<dc:language>{HTML_LANG[book.language]}</dc:language>"
        f"<dc:description>{escape(book.about)}</dc:description>"
        f"<dc:rights>{around.WORDS[book.language]['licence']}</dc:rights>"
        f'<meta property="dcterms:modified">{stamp("%Y-%m-%dT%H:%M:%SZ")}</meta>'
        f"</metadata><manifest>{''.join(items)}</manifest>"
        f"<spine>{refs}</spine></package>\n"
    )


def files_of(book: Book, chapters: list[Chapter]) -> dict[str, bytes]:
    """All but the package: cover, contents, chapters, pictures, style."""
    found: dict[str, bytes] = {}
    pictures: dict[str, bytes] = {}

    def add(path: Path) -> str:
        name = xhtml.picture_name(path, book.folder)
        if name not in pictures:
            pictures[name] = xhtml.picture(path)
        return name

    cover = xhtml.body(around.cover(book), "", add)
    found[COVER] = xhtml.document(book.name, cover, book.language).encode()
    found[CONTENTS] = contents(book, chapters).encode()
    for chapter in chapters:
        url = chapter.page.url
        inner = xhtml.body(chapter.body, url, add)
        html = xhtml.document(chapter.title, inner, book.language)
        found[xhtml.file_of(url)] = html.encode()
    return found | pictures | {"book.css": STYLE.read_bytes()}


def epub(book: Book, chapters: list[Chapter]) -> bytes:
    """The whole of it; the same of the same, but for the date in its package."""
    files = files_of(book, chapters)
    spine = [file for file in files if file.endswith(".xhtml")]
    inside = {f"book/{name}": data for name, data in files.items()}
    package_ = package(book, files, spine).encode()
    inside = {"book/book.opf": package_, **inside}
    inside = {"META-INF/container.xml": CONTAINER.encode(), **inside}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        first = zipfile.ZipInfo("mimetype", WHEN)
        folder.writestr(first, "application/epub+zip")
        for name, data in inside.items():
            info = zipfile.ZipInfo(name, WHEN)
            info.external_attr = 0o644 << 16
            folder.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()
