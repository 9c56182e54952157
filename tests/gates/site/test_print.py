"""Gate 5 on paper: a chapter is what one sees, and each sheet says where it is from."""

import io

import pypdf
import pytest

from press import CONFIGS
from tests.kit.server import BASE

PAGE = "recurrent/lstm/"
# of a Chinese title a PDF keeps glyphs, of which pypdf makes radicals
TITLES = {"en": "LSTM:longshort-termmemory", "zh": "LSTM："}
SHEETS = 30  # with every fold open it was 57
# a claim is folded with its paragraph, and quoted below with its settings
SHUT = """() => [...document.querySelectorAll("details:not([open])")]
  .filter(fold => !fold.parentElement.closest("details"))
  .flatMap(fold => [...fold.querySelectorAll("p:not(.claim)")])
  .map(part => part.textContent.trim()).filter(text => text.length > 60)"""
SEEN = """() => [...document.querySelectorAll("article > p:not([class])")]
  .map(part => part.textContent.trim()).filter(text => text.length > 60)"""


def plain(text: str) -> str:
    return "".join(text.split())


def printed(page) -> list[str]:
    """The text of each sheet, without its white space."""
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return [plain(sheet.extract_text()) for sheet in sheets.pages]


@pytest.fixture(scope="module")
def paper(browser, address):
    """A page as it is printed, in a language, with some of its folds opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()

    def print_it(language: str, opened: str = "none") -> tuple:
        page.goto(f"{address}{language}/{PAGE}")
        page.evaluate(
            "name => document.querySelectorAll(name)"
            ".forEach(fold => { fold.open = true; })",
            opened,
        )
        return page, printed(page)

    yield print_it
    context.close()


@pytest.mark.parametrize("language", CONFIGS)
def test_sheets_say_where_they_are_from(paper, language):
    _, sheets = paper(language)
    for number, sheet in enumerate(sheets, 1):
        for part in (
            TITLES[language],
            f"{BASE}{language}/{PAGE}",
            f"{number}/{len(sheets)}",
        ):
            assert part in sheet
    assert len(sheets) <= SHEETS


def test_what_is_folded_is_not_printed_and_all_else_is(paper):
    page, sheets = paper("en")
    text = "".join(sheets)
    shut = [plain(part)[:30] for part in page.evaluate(SHUT)]
    seen = [plain(part)[:30] for part in page.evaluate(SEEN)]
    assert len(shut) > 10
    assert len(seen) > 30
    assert [part for part in shut if part in text] == []
    lost = [part for part in seen if part not in text]
    assert len(lost) < len(seen) / 3, lost  # a formula is no text on paper


def test_a_solution_that_is_open_is_printed(paper):
    page, before = paper("en")
    shut = [plain(part)[:30] for part in page.evaluate(SHUT)]
    _, sheets = paper("en", "details.success")
    assert len(sheets) > len(before) + 3
    assert any(part in "".join(sheets) for part in shut)


def test_no_line_of_code_is_cut(paper):
    """Seen: a box that scrolls does not break, and loses what is right of it."""
    page, sheets = paper("en")
    lines = page.evaluate(
        """() => [...document.querySelectorAll("article > .highlight pre code")]
          .flatMap(code => code.textContent.split("\\n"))"""
    )
    text = "".join(sheets)
    assert [line for line in lines if plain(line) not in text] == []
