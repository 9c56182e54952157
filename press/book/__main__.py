"""Make the books of the built site: python -m press.book FOLDER [SITE]; ONLY=en: one language."""

import io
import os
import sys
import time
from pathlib import Path

import pypdf

from press import BUILD, CONFIGS, ROOT
from press.book import epub, gather, pdf, printer, shelf, turned
from press.cache import write


def volumes(
    site: Path, folder: Path, language: str, report=print
) -> list[shelf.Volume]:
    """Both books of a language."""
    book = gather.book(site, language)
    chapters = [turned.chapter(page, book) for page in book.pages]
    made = epub.epub(book, chapters)
    with printer.opened(folder / language) as press:
        paper = pdf.pdf(book, chapters, press, report)
    count = len(pypdf.PdfReader(io.BytesIO(paper)).pages)
    return [
        shelf.Volume(language, "pdf", paper, count),
        shelf.Volume(language, "epub", made),
    ]


def main() -> None:
    """The command line."""
    words = [Path(word) for word in sys.argv[1:]]
    folder = words[0] if words else BUILD / "book"
    site = (words[1:] or [ROOT / "site"])[0].resolve()
    found, only = [], os.environ.get("ONLY", "").split()
    for language in only or CONFIGS:
        began = time.monotonic()

        def report(line: str) -> None:
            print(line, flush=True)

        found += volumes(site, folder, language, report)
        minutes = (time.monotonic() - began) / 60
        for each in found[-2:]:
            write(folder / each.name, each.data)
            size = len(each.data) / 1e6
            print(f"{folder / each.name}: {size:.1f} MB, {each.pages} pages")
        print(f"{language}: {minutes:.1f} minutes", flush=True)
    shelf.shelve(site, found)


if __name__ == "__main__":
    try:
        main()
    except (gather.Missing, ValueError, RuntimeError) as trouble:
        sys.exit(str(trouble))
