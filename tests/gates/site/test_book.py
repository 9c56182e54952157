"""Gate 5 as a book: two chapters of a language, printed and for an e-reader."""

import io

import pypdf
import pytest

from press import CONFIGS
from press.book import epub, gather, pdf, printer, turned
from tests.gates.site import book as gate
from tests.kit import turns
from tests.kit.findings import none

CHAPTERS = {
    "en": ("convolution/flatten/", "help/glossary/"),
    "zh": ("foundations/perceptron/", "help/notation/"),
}


class Made:
    """A small book of a language, and what its PDF shows."""

    def __init__(self, site, language, browser, folder) -> None:
        self.book = gather.book(site, language, only=CHAPTERS[language])
        self.chapters = [
            turned.chapter(page, self.book) for page in self.book.pages
        ]
        self.printer = printer.Printer(browser, folder)
        self.paper = self.printed()
        self.pdf = pypdf.PdfReader(io.BytesIO(self.paper))
        self.sheets = gate.sheets(self.pdf)
        self.epub = epub.epub(self.book, self.chapters)

    def printed(self) -> bytes:
        quiet = [].append
        return pdf.pdf(self.book, self.chapters, self.printer, quiet)


@pytest.fixture(scope="module")
def books(site, browser, tmp_path_factory):
    """The small book of each language, made when first asked for."""
    found = {}

    def made(language: str) -> Made:
        if language not in found:
            folder = tmp_path_factory.mktemp(language)
            found[language] = Made(site, language, browser, folder)
        return found[language]

    return made


each_language = pytest.mark.parametrize("language", CONFIGS)


@each_language
def test_no_line_of_code_is_cut(books, language):
    made = books(language)
    none(gate.cut_lines(made.chapters, made.sheets))


@each_language
def test_every_caption_is_there(books, language):
    """A picture that is missing stops the print: tested below."""
    made = books(language)
    assert [*gate.captions(made.chapters)]
    none(gate.lost_captions(made.chapters, made.sheets))


@each_language
def test_every_heading_is_in_the_outline_at_its_page(books, language):
    made = books(language)
    outline = [*gate.outlined(made.pdf)]
    none(gate.misplaced(made.chapters, outline, made.sheets))


@each_language
def test_fonts_are_embedded(books, language):
    assert gate.not_embedded(books(language).pdf) == set()


@each_language
def test_links_into_the_book_lead_to_a_page(books, language):
    none(gate.astray(books(language).pdf))


@each_language
def test_pages_have_the_numbers_that_they_show(books, language):
    made = books(language)
    labels = made.pdf.page_labels
    body = labels.index("1")
    assert labels[body:] == [str(n) for n in range(1, len(labels) - body + 1)]
    for label, sheet in zip(labels[1:], made.sheets[1:], strict=True):
        assert sheet.endswith(label) or label in sheet, label


def test_the_same_pages_make_the_same_file(books, monkeypatch):
    """Also the dates, which are not those of the print; another date is another file."""
    made = books("zh")
    assert made.printed() == made.paper
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert made.printed() != made.paper


@each_language
def test_the_epub_is_whole(books, language):
    none(gate.faults(gate.read_epub(books(language).epub)))


@each_language
def test_epubcheck_finds_no_error(books, language, tmp_path):
    """Where there is a Java, as in the weekly run; else the test above judges alone."""
    if not gate.JAVA and not turns.everything():
        pytest.skip("epubcheck needs a Java, and here is none")
    file = tmp_path / "book.epub"
    file.write_bytes(books(language).epub)
    none(gate.checked(file))


@each_language
def test_every_page_of_the_site_fits_a_book(site, language):
    """Its ids, its links, its pictures; the deploy job prints them all."""
    book = gather.book(site, language)
    chapters = [turned.chapter(page, book) for page in book.pages]
    none(gate.faults(gate.read_epub(epub.epub(book, chapters))))


def test_a_missing_picture_stops_the_print(books):
    with pytest.raises(printer.NotWhole, match="no picture"):
        books("zh").printer.printed("planted", '<img src="none.svg">')


def test_what_sticks_out_stops_the_print(books):
    wide = '<p style="white-space:nowrap">' + "word" * 400
    with pytest.raises(printer.NotWhole, match="too wide"):
        books("zh").printer.printed("planted", wide)


def test_planted_faults_of_the_pdf_are_seen(books):
    made = books("zh")
    chapters, outline = made.chapters, [*gate.outlined(made.pdf)]
    body = chapters[0].body
    line = chapters[0]._replace(body=f"{body}<pre><code>x = 12</code></pre>")
    assert [*gate.cut_lines([line], made.sheets)]
    told = chapters[0]._replace(body="<figcaption>No such.</figcaption>")
    assert [*gate.lost_captions([told], made.sheets)]
    assert [*gate.misplaced(chapters, outline[:-3], made.sheets)]
    moved = [(title, 0) for title, _ in outline]
    assert [*gate.misplaced(chapters, moved, made.sheets)]
    assert [*gate.astray(made.pdf, scheme="http")]


def test_a_planted_font_is_seen(books):
    paper = pypdf.PdfWriter(clone_from=books("zh").pdf)
    for _, descriptor in gate.fonts(paper):
        descriptor = descriptor.get_object()
        for file in gate.FILES:
            descriptor.pop(file, None)
        break
    assert len(gate.not_embedded(paper)) == 1


PLANTED = {
    "no XML": (b"</body>", b"<br></body>", "mismatched tag"),
    "a link": (b"</body>", b'<a href="#none">x</a></body>', "leads nowhere"),
    "a picture": (b"</body>", b'<img src="no.svg"/></body>', "leads nowhere"),
    "a script": (b"</body>", b"<script>1</script></body>", "a script"),
    "an id": (b"</body>", b'<p id="z"/><p id="z"/></body>', "z twice"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_of_the_epub_are_seen(books, name):
    old, new, message = PLANTED[name]
    files = gate.read_epub(books("en").epub)
    place = "book/convolution-flatten.xhtml"
    assert old in files[place]
    found = gate.faults(files | {place: files[place].replace(old, new)})
    assert any(message in line for line in found)
