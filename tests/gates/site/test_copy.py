"""Gate 5, copying: the block, or the program that runs alone, by mouse and by key."""

import gzip
import random
import re

import pytest
from playwright.sync_api import TimeoutError as TooLate

from press import CONFIGS, DOCS
from press.cache import digest
from press.check.verdict import page_at
from press.finish import texts
from press.read.page import trimmed
from press.read.program import codes, programs_of
from tests.gates.pages.with_code import PAGES
from tests.kit import turns
from tests.kit.findings import none
from tests.kit.reader import Reader
from tests.kit.server import BASE
from tests.kit.waiting import until

WHOLE = ("recurrent/lstm.md", "convolution/conv.md", "foundations/neuron.md")
GROWTH = 6_000  # bytes, compressed, that programs may add to a page
TOOLS = re.compile(r'<div class="tools">.*?</div>')
PAGE = '.takeaways a[href="index.md"]'
CLIPBOARD = "navigator.clipboard.readText()"
PATIENCE = 50  # looks at the clipboard, a tenth of a second apart


def address_of(language: str, page: str) -> str:
    """Where a page stands on the site."""
    inner = re.sub(r"(^|/)index$", "", page.rsplit(".", 1)[0])
    return f"{language}/{inner}/" if inner else f"{language}/"


def programs(language: str, page: str) -> list[str]:
    """What the programs of a page must be."""
    found = page_at(DOCS / language / page)
    return programs_of(found, BASE + address_of(language, page))


@pytest.fixture(scope="module")
def copier(browser, address):
    """A reader whose clipboard the tests may look into, in one tab for all of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Reader(context.new_page(), address)
    context.close()


@pytest.fixture
def writer(copier):
    copier.errors = []
    yield copier
    copier.page.unroute_all()


def shown(button) -> None:
    """Open every fold and every tab around a button."""
    button.evaluate(
        """found => {
          for (let at = found; at; at = at.parentElement) {
            if (at.tagName === "DETAILS") at.open = true
            const block = at.closest(".tabbed-block")
            if (!block) continue
            const set = block.closest(".tabbed-set")
            const here = [...block.parentElement.children].indexOf(block)
            set.querySelectorAll(":scope > input")[here].checked = true
          }
        }"""
    )


AROUND = """found => {
  const said = []
  for (let at = found; at.parentElement; at = at.parentElement) {
    const { display, visibility } = getComputedStyle(at)
    said.push([at.tagName, at.className, at.open, display, visibility].join(" "))
  }
  return said.join("\\n")
}"""


def press(reader: Reader, button, by_key: bool) -> None:
    shown(button)
    if by_key:
        for _ in range(
            PATIENCE
        ):  # the theme chooses tabs again after it has loaded
            button.focus()
            reader.page.wait_for_timeout(20)
            if button.evaluate("found => found === document.activeElement"):
                break
            shown(button)
        reader.page.keyboard.press("Enter")
        return
    try:
        button.click()
    except TooLate as late:  # seen once: say what hid it
        pytest.fail(f"{late}\n{button.evaluate(AROUND)}", pytrace=False)


def copied(reader: Reader, button, wanted: str, by_key: bool) -> str | None:
    """What is wrong with the clipboard after a button was pressed."""
    reader.page.evaluate("navigator.clipboard.writeText('')")
    press(reader, button, by_key)
    for _ in range(PATIENCE):  # wait_for_function would not wait for a promise
        if reader.page.evaluate(CLIPBOARD).strip() == wanted.strip():
            return None
        reader.page.wait_for_timeout(100)
    return f"copied {reader.page.evaluate(CLIPBOARD)!r}, not {wanted!r}"


def faults(
    reader: Reader, language: str, page: str, numbers: list[int]
) -> list[str]:
    """What is wrong with the copies of some blocks of a page."""
    reader.open(address_of(language, page))
    blocks = codes(page_at(DOCS / language / page))
    texts, found = programs(language, page), []
    for number in numbers:
        name = f"code-{number + 1}"
        buttons = {
            f'[data-clipboard-target="#{name}"]': trimmed(blocks[number]),
            f'[data-program="{name}.py"]': texts[number],
        }
        for selector, wanted in buttons.items():
            button = reader.page.locator(selector)
            wrong = copied(reader, button, wanted, by_key=number % 2 == 1)
            found += [f"{selector}: {wrong}"] if wrong else []
    return found


def wholes(word: str) -> tuple[str, ...]:
    """The page whose blocks are all copied at a commit; every week the three."""
    if turns.everything():
        return WHOLE
    return (WHOLE[int(digest(word.encode()), 16) % len(WHOLE)],)


@pytest.mark.parametrize("page", wholes(turns.commit()))
def test_every_block_of_a_page_is_copied(writer, page):
    number = len(codes(page_at(DOCS / "zh" / page)))
    none(faults(writer, "zh", page, list(range(number))))
    none(writer.errors)


@pytest.mark.parametrize("page", PAGES)
def test_a_block_of_every_page_is_copied(writer, page):
    number = len(codes(page_at(DOCS / "en" / page)))
    none(faults(writer, "en", page, [random.Random(page).randrange(number)]))


def test_each_of_the_three_pages_has_its_turn(monkeypatch):
    for name in ("EVERYTHING", "PAGES_COLD"):
        monkeypatch.delenv(name, raising=False)
    assert {page for word in "abcdefgh" for page in wholes(word)} == {*WHOLE}
    assert all(len(wholes(word)) == 1 for word in "abcdefgh")
    monkeypatch.setenv("EVERYTHING", "1")
    assert wholes("a") == WHOLE


def test_another_program_in_the_clipboard_is_seen(writer, monkeypatch):
    """Seen: a button that copied default_rng(1) for default_rng(0)."""
    monkeypatch.setitem(faults.__globals__, "PATIENCE", 5)
    writer.page.route("**/code-1.py", lambda route: route.fulfill(body="x = 1"))
    (found,) = faults(writer, "en", "foundations/neuron.md", [0])
    assert found.startswith("[data-program=\"code-1.py\"]: copied 'x = 1'")


def test_copying_is_announced(writer):
    writer.open("en/recurrent/lstm/")
    button = writer.page.locator("[data-program]").first
    press(writer, button, by_key=True)
    told = writer.page.locator('[role="status"]')
    until(writer.page, "found => found.textContent", told.element_handle())
    assert told.text_content() == "Program copied"


@pytest.mark.parametrize("by_key", [True, False])
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("en/recurrent/lstm/", "Page copied"),
        ("zh/help/notation/", "整页已复制"),
    ],
)
def test_the_page_is_copied_and_that_is_announced(
    writer, site, path, words, by_key
):
    writer.open(path)
    link = writer.page.locator(PAGE)
    text = (site / path / texts.NAME).read_text("utf-8")
    assert copied(writer, link, text, by_key) is None
    told = writer.page.locator('[role="status"]')
    until(writer.page, "found => found.textContent", told.element_handle())
    assert told.text_content() == words
    none(writer.errors)


def test_another_text_in_the_clipboard_is_seen(writer, monkeypatch):
    monkeypatch.setitem(copied.__globals__, "PATIENCE", 5)
    writer.page.route("**/index.md", lambda route: route.fulfill(body="x"))
    writer.open("en/recurrent/lstm/")
    found = copied(writer, writer.page.locator(PAGE), "# LSTM", False)
    assert found == "copied 'x', not '# LSTM'"


def test_the_markdown_opens_in_a_tab_of_its_own(browser, address):
    """As every link does with this key held down."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}en/recurrent/lstm/")
    with context.expect_page() as opened:
        page.locator(PAGE).click(modifiers=["ControlOrMeta"])
    assert opened.value.url.endswith("/en/recurrent/lstm/index.md")
    assert page.url.endswith("/en/recurrent/lstm/")
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_without_a_clipboard_or_scripts_the_markdown_opens(
    browser, address, script
):
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.add_init_script("delete window.ClipboardItem")
    page.goto(f"{address}en/recurrent/lstm/")
    page.locator(PAGE).click()
    page.wait_for_url("**/en/recurrent/lstm/index.md")
    context.close()


def test_every_page_but_the_first_has_its_markdown_to_copy(parsed):
    for page, soup in parsed.pages.items():
        if page.parent == parsed.folder:
            continue
        is_first = page.parent.parent == parsed.folder
        assert len(soup.select(PAGE)) == (not is_first), page
        assert (page.parent / texts.NAME).is_file()


def test_without_a_clipboard_the_file_opens(browser, address):
    """As on an old browser, or over plain http."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete window.ClipboardItem")
    page.goto(f"{address}en/recurrent/lstm/")
    button = page.locator("[data-program]").first
    shown(button)
    button.click()
    page.wait_for_url("**/en/recurrent/lstm/code-1.py")
    assert page.locator("pre").inner_text().startswith("# https://")
    context.close()


@pytest.mark.parametrize("language", CONFIGS)
def test_every_block_has_its_file_and_the_page_stays_light(site, language):
    for page in PAGES:
        folder = site / address_of(language, page)
        texts = programs(language, page)
        files = {path.name: path for path in folder.glob("code-*.py")}
        assert len(files) == len(texts), page
        for number, text in enumerate(texts, 1):
            assert files[f"code-{number}.py"].read_text("utf-8") == text
        html = (folder / "index.html").read_text("utf-8")
        assert len(TOOLS.findall(html)) == len(texts), page
        before = len(gzip.compress(TOOLS.sub("", html).encode()))
        assert len(gzip.compress(html.encode())) - before <= GROWTH, page


def test_without_javascript_there_is_the_file(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}zh/foundations/neuron/")
    tools = page.locator(".tools").first
    buttons = tools.locator("button").all()
    assert len(buttons) == 3
    assert not any(button.is_visible() for button in buttons)
    assert tools.locator("a").is_visible()
    context.close()
