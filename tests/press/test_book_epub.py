"""The EPUB of a small book, and where the site has its books."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from press.book import epub, shelf, turned, xhtml
from press.finish import kept
from tests.kit import small_book

PICTURE = (
    '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"'
    ' viewBox="0 0 4 3"><metadata>made</metadata><path d="M0 0"/></svg>'
)
PAGE = (
    '<h1 id="a">A &lt; B</h1><h2 id="b">Two</h2><p>x<br>y '
    '<a href="../../help/glossary/#gate">gate</a> <a href="#b">b</a></p>'
    '<p><img class="only-light" src="../../assets/a/b.svg" alt="A drawing">'
    '<img class="only-dark" src="../../assets/a/b.dark.svg"></p>'
    "<span class=math><math display=block><mi>x</mi></math></span>"
)


def small_at(folder):
    """A small book of a site in a folder, and its chapters."""
    picture = folder / "assets/a/b.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text(PICTURE)
    pages = {"recurrent/lstm/": PAGE, "help/glossary/": small_book.GLOSSARY}
    glossary = small_book.GLOSSARY.replace("#idea", "#b")
    book = small_book.book(folder, pages | {"help/glossary/": glossary})
    return book, [turned.chapter(page, book) for page in book.pages]


@pytest.fixture
def small(tmp_path):
    return small_at(tmp_path)


def test_what_is_in_it(small):
    with zipfile.ZipFile(io.BytesIO(epub.epub(*small))) as folder:
        names = folder.namelist()
        first = folder.infolist()[0]
        html = folder.read("book/recurrent-lstm.xhtml").decode()
        drawn = folder.read("book/images/assets-a-b.svg").decode()
        package = folder.read("book/book.opf").decode()
        contents = folder.read("book/contents.xhtml").decode()
    assert first.filename == "mimetype"
    assert first.compress_type == zipfile.ZIP_STORED
    assert "book/images/assets-a-b.dark.svg" not in names
    assert 'href="help-glossary.xhtml#gate"' in html
    assert 'href="#b"' in html
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"' in html
    assert "metadata" not in drawn
    assert "DOCTYPE" not in drawn
    assert 'properties="mathml"' in package
    assert 'href="recurrent-lstm.xhtml#b"' in contents
    for text in (html, drawn, package, contents):
        ElementTree.fromstring(text)


def test_the_same_book_is_the_same_file_wherever_it_was_built(tmp_path):
    one, other = (epub.epub(*small_at(tmp_path / name)) for name in "ab")
    assert one == other


def test_only_the_package_has_a_date(small, monkeypatch):
    files = []
    for when in ("0", "86400"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", when)
        with zipfile.ZipFile(io.BytesIO(epub.epub(*small))) as folder:
            files.append({n: folder.read(n) for n in folder.namelist()})
    one, two = files
    changed = {name for name in one if one[name] != two[name]}
    assert changed == {"book/book.opf", "book/cover.xhtml"}


def test_words_beside_the_items_of_a_list_are_refused():
    with pytest.raises(ValueError, match="words in a list"):
        xhtml.body("<ul>word<li>a</li></ul>", "a/", str)


def test_how_a_formula_is_set_is_said_where_the_schema_knows_it():
    html = (
        "<math><mfrac displaystyle=true><mi>a</mi><mi>b</mi></mfrac>"
        "<mtable displaystyle=true scriptlevel=0></mtable></math>"
    )
    made = xhtml.body(html, "a/", str).partition(">")[2]
    assert made == (
        '<mstyle displaystyle="true"><mfrac><mi>a</mi><mi>b</mi></mfrac>'
        '</mstyle><mstyle scriptlevel="0"><mtable displaystyle="true">'
        "</mtable></mstyle></math>"
    )


@pytest.fixture
def homes(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "finish", lambda site: None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    for language in ("en", "zh"):
        (tmp_path / language).mkdir()
        home = "<p>a</p><div data-shelf></div><p>b</p>"
        (tmp_path / language / "index.html").write_text(home)
    return tmp_path


def test_the_home_page_says_size_and_date(homes):
    made = shelf.Volume("en", "pdf", b"x" * 1_234_567, 8)
    shelf.shelve(homes, [made, shelf.Volume("en", "epub", b"y")])
    html = (homes / "en/index.html").read_text("utf-8")
    assert (
        '<a href="runnable-neural-networks.en.pdf" download>'
        "a PDF of 8 pages, 1.2 MB</a>" in html
    )
    assert "an EPUB, 0.0 MB" in html
    assert "1970-01-01" in html
    assert (homes / "en" / made.name).read_bytes() == made.data
    assert "<div data-shelf></div>" in (homes / "zh/index.html").read_text()


def test_books_are_put_there_again(homes):
    for size in (1_000_000, 2_000_000):
        shelf.shelve(homes, [shelf.Volume("zh", "epub", b"x" * size)])
    html = (homes / "zh/index.html").read_text("utf-8")
    assert html.count("EPUB") == 1
    assert "2.0 MB" in html


def test_a_home_page_without_a_place_is_refused(homes):
    (homes / "en/index.html").write_text("<p>a</p>")
    with pytest.raises(ValueError, match="0 places"):
        shelf.shelve(homes, [shelf.Volume("en", "epub", b"x")])
