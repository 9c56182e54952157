"""What a reader does on a page, in each engine: fold, copy, search, switch, print."""

import io

import pypdf
import pytest

from press import DOCS
from press.check.verdict import page_at
from press.read.page import trimmed
from press.read.program import codes
from tests.engines import looks
from tests.engines.browsers import STARTS, until

LSTM = "recurrent/lstm"
PAPER = 718  # pixels of A4 between its margins
FIELD = """const field = document.createElement("textarea");
field.id = "pasted";
field.style = "position: fixed; z-index: 99; top: 0; left: 0";
document.body.append(field);"""
SEEN = """return arguments[0] === document.querySelector("details > summary")
  .nextElementSibling.checkVisibility();"""
ROOM = """const range = document.createRange();
const walk = document.createTreeWalker(document.querySelector("main"), 4);
while (!/.，./.test(walk.currentNode.data ?? "")) walk.nextNode();
const at = walk.currentNode.data.indexOf("，");
range.setStart(walk.currentNode, at);
range.setEnd(walk.currentNode, at + 1);
const size = parseFloat(getComputedStyle(range.startContainer.parentElement).fontSize);
return range.getBoundingClientRect().width / size;"""


def copied(engine, button: str, wanted: str) -> None:
    """Press a button until what the reader pastes is this; it may load first."""
    engine.run(FIELD)

    def pasted() -> bool:
        engine.click(button)
        engine.run("document.querySelector('#pasted').value = ''")
        engine.click("#pasted")
        engine.paste()
        text = engine.run("return document.querySelector('#pasted').value")
        return text.strip() == wanted.strip()

    until(pasted, f"the clipboard to hold {wanted[:60]!r}")


def test_a_fold_opens_and_closes(engine, address):
    engine.open(f"{address}en/{LSTM}/")
    for open_now in (True, False):
        engine.click("details > summary")
        engine.wait(SEEN, open_now)


def test_a_block_is_copied(engine, address):
    engine.open(f"{address}en/{LSTM}/")
    block = codes(page_at(DOCS / "en" / f"{LSTM}.md"))[0]
    copied(engine, '[data-clipboard-target="#code-1"]', trimmed(block))


def test_a_program_is_copied(engine, address):
    engine.open(f"{address}zh/generative/gan/")
    file = engine.run("return fetch('code-3.py').then(file => file.text())")
    assert file.startswith("# http")
    copied(engine, '[data-program="code-3.py"]', file)


@pytest.mark.parametrize(
    ("language", "query", "wanted"),
    [
        ("en", "forget gate", "recurrent/lstm/"),
        ("zh", "遗忘门", "recurrent/lstm/"),
    ],
)
def test_the_search_is_typed_and_leads_to_a_page(
    engine, address, language, query, wanted
):
    engine.open(f"{address}{language}/")
    engine.click(".md-search__input")
    engine.type(query)
    hit = ".md-search-result__item a.md-search-result__link"
    engine.wait(
        f"return document.querySelector('{hit}')?.href.includes(arguments[0])",
        wanted,
    )
    engine.click(hit)
    engine.wait("return location.pathname.endsWith(arguments[0])", wanted)


def test_the_other_language_opens_at_the_same_section(engine, address):
    engine.open(f"{address}zh/{LSTM}/#backward")
    engine.click("a.language")
    engine.wait(
        "return location.href.endsWith(arguments[0])", f"en/{LSTM}/#backward"
    )


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", STARTS)
def test_colours_follow_the_computer_until_the_reader_chooses(
    address, name, dark
):
    shown = """const body = getComputedStyle(document.body).backgroundColor;
    const [red] = body.match(/\\d+/g);
    const [light, dark] = ["light", "dark"].map(scheme => getComputedStyle(
      document.querySelector(`img.only-${scheme}`)).display !== "none");
    return light === !arguments[0] && dark === arguments[0] && red < 128 === arguments[0];"""
    with STARTS[name](dark=dark) as engine:
        engine.open(f"{address}en/{LSTM}/")
        engine.wait(shown, dark)
        for chosen in (False, True, dark):
            engine.click("#palette label:not([hidden])")
            engine.wait(shown, chosen)


def test_paper_opens_no_fold_and_shows_nothing_to_press(engine, address):
    engine.resize(PAPER, 1000)
    engine.open(f"{address}en/{LSTM}/")
    engine.run(looks.PRINTED)
    assert engine.run("return document.querySelector('details[open]')") is None
    gone = ".md-header, .md-sidebar, .md-footer, .tools, .md-code__nav, .headerlink"
    assert (
        engine.run(
            "return [...document.querySelectorAll(arguments[0])].filter("
            "part => part.checkVisibility()).map(part => part.className)",
            gone,
        )
        == []
    )
    assert (
        engine.run(
            "return [...document.querySelectorAll('main, .lines, div.math, div.table')]"
            ".filter(box => box.scrollWidth > box.clientWidth + 1)"
            ".map(box => box.textContent.slice(0, 80))"
        )
        == []
    )


def test_a_print_holds_what_one_sees(printer, address):
    """A fold that is open, and none that is closed: there stand the solutions."""
    printer.open(f"{address}en/{LSTM}/")
    words = printer.run(
        "const [first, last] = ['article details', 'article .success']"
        ".map(name => document.querySelector(`${name} > p`));"
        "first.closest('details').open = true;"
        "return [first, last].map(part => part.textContent);"
    )
    pages = pypdf.PdfReader(io.BytesIO(printer.pdf())).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert ["".join(each.split())[:40] in text for each in words] == [
        True,
        False,
    ]


def test_a_chinese_comma_has_the_room_of_a_character(engine, address):
    """Firefox halved it where the theme asked for kerning."""
    engine.open(f"{address}zh/")
    assert engine.run(ROOM) == pytest.approx(1, abs=0.03)
