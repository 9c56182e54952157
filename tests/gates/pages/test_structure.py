"""Gate 2 beside the runner: nothing on a page escapes it."""

import pytest
from bs4 import BeautifulSoup, SoupStrainer

from press import CONFIGS, DOCS
from press.check.verdict import page_at, start, valued
from press.read.page import site_config, sources
from tests.gates.pages.captions import uncaptioned
from tests.gates.pages.hidden import hidden
from tests.gates.pages.labels import mislabelled
from tests.gates.pages.magics import magics
from tests.gates.pages.printed import by_hand
from tests.gates.pages.prose import recorded, unbacked
from tests.gates.pages.quoted import invented
from tests.gates.pages.results import untried
from tests.gates.pages.structure import structure
from tests.kit.findings import none

PAGES = [path for language in CONFIGS for path in sources(language)]
MARKDOWN = [path for path in PAGES if path.suffix == ".md"]


def name(path) -> str:
    return "/".join(path.parts[-3:])


def images(path):
    html, only = page_at(path).html, SoupStrainer("img")
    return BeautifulSoup(html, "html.parser", parse_only=only).select("img")


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_block_is_python_its_output_or_plain(path):
    none(
        [f"{name(path)}: {found}" for found in structure(page_at(path).blocks)],
        "a block is Python, the { .text .output } of one, or { .text .plain } "
        "that somebody read: make reviewed PAGES=…",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_is_hidden(path):
    none(
        [f"{name(path)}: {found}" for found in hidden(page_at(path).html)],
        "use what tests/gates/pages/hidden.py lists, or add to it what all see",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_labels_say_what_they_open(path):
    chapters = [page for page in PAGES if page.parent.name != "help"]
    slugs = {page.stem for page in chapters} - {"index"}
    none(
        [
            f"{name(path)}: {found}"
            for found in mislabelled(page_at(path).html, slugs)
        ],
        "name the file or the chapter that the link leads to, or the fold holds",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_statement_in_the_words_is_invented(path):
    none(
        [f"{name(path)}: {found}" for found in invented(page_at(path))],
        "quote a line of a block, or make it a block",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_result_of_an_expression_is_told(path):
    none(
        [f"{name(path)}: {found}" for found in untried(page_at(path))],
        "make it a block that prints it",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_block_has_a_magic(path):
    none(
        [f"{name(path)}: {found}" for found in magics(page_at(path).blocks)],
        "write Python: a page is also a script, which has no %, ! and ?",
    )


@pytest.mark.parametrize("language", CONFIGS)
def test_a_page_is_its_file(language):
    """What a build appends to every page is read by nobody."""
    options = site_config(CONFIGS[language]).mdx_configs
    assert "auto_append" not in options["pymdownx.snippets"]


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_front_matter_has_title_and_description(path):
    meta = page_at(path).meta
    none(
        [
            f"{name(path)}: no {key} in the front matter"
            for key in ("title", "description")
            if not meta.get(key)
        ],
        "between two lines of --- at the top, one line each: title: …",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_one_title(path):
    count = page_at(path).html.count("<h1")
    none(
        [f"{name(path)}: {count} titles"] if count != 1 else [],
        "a page has one title: # Title { #id }",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_pictures_have_a_text(path):
    none(
        [i["src"] for i in images(path) if len(i.get("alt", "")) < 4],
        "say between the brackets what the picture shows: ![…](file.svg)",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_figure_has_a_caption(path):
    none(
        [f"{name(path)}: {found}" for found in uncaptioned(page_at(path).html)],
        "say below the picture what to notice: <figcaption>, { .caption }",
    )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_number_of_the_prose_is_backed(path):
    found = unbacked(page_at(path), recorded(path))
    none(
        [f"{name(path)}: {each}" for each in found],
        "print the number in a block; a constant stands in a formula",
    )


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_no_output_was_typed(path):
    inner = path.relative_to(DOCS).as_posix().partition("/")[2]
    none(
        [
            f"{name(path)}: line {block.line + 1}: no run has printed this so"
            for block in by_hand(inner, page_at(path))
        ],
        "let it be written: make outputs PAGE=…",
    )


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_no_last_line_has_a_value(path):
    """A notebook would show it, and the page does not."""
    none(valued(start(page_at(path)).result()), "print it, or give it a name")
