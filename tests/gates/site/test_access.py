"""Gate 5 without eyes or mouse: by key, in large letters, in few colours, without a script."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from press.finish.tree import Tree
from tests.gates.site.stops import tabs_to, unseen
from tests.kit.findings import none
from tests.kit.reader import PHONE, SIDEWAYS
from tests.kit.waiting import load

DESK = {"width": 1280, "height": 900}
LARGE = (  # each with what is wide: formulas, tables, buttons, a header
    "en/",
    "en/recurrent/lstm/",
    "zh/recurrent/lstm/",
    "zh/reinforcement/policy_gradient/",
    "en/generative/gan/",
    "zh/help/notation/",
)
MOST = 40  # stops from the home page to the third block
SKIPS = ("#__chapters", "#gan")
FORCED = re.compile(r"@media \(forced-colors: ?active\).*?\}\}", re.DOTALL)
BARE = """() => [...document.querySelectorAll("button, [role=button]")]
  .filter(button => button.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    getComputedStyle(button).borderTopStyle === "none")
  .map(button => `without a border: ${button.outerHTML.slice(0, 80)}`)"""
SLAB = """() => [getComputedStyle(document.querySelector(".veil")).fill,
  getComputedStyle(document.body).backgroundColor]"""
COVERED = """() => getComputedStyle(
  document.querySelector(".md-search__overlay")).backgroundColor"""
BLANK = """() => [...document.body.querySelectorAll("*")].filter(part => {
  const {color, forcedColorAdjust} = getComputedStyle(part);
  return forcedColorAdjust === "auto" &&
    color === getComputedStyle(document.body).backgroundColor;
}).map(part => `nobody can read ${part.outerHTML.slice(0, 80)}`)"""
BOX = re.compile(r'class="lines"[^>]*>')
NAMED = re.compile(r'role="group" aria-label="[^"]+"')


@pytest.fixture(scope="module")
def tab(browser, address):
    """One tab for all of these questions."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@pytest.fixture
def page(tab):
    """The tab as a new reader has it."""
    tab.set_viewport_size(DESK)
    tab.emulate_media(color_scheme="light", forced_colors="none")
    yield tab
    tab.unroute_all()


def enlarged(page, times: int) -> None:
    """Letters as large as a reader has set them in the browser."""
    sizes = {"standard": 16 * times, "fixed": 13 * times}
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": sizes})
    session.detach()


def sideways(page, times: int = 2) -> int:
    """How far a page sticks out on a phone whose letters are so much larger."""
    page.set_viewport_size(PHONE)
    enlarged(page, times)
    found = page.evaluate(SIDEWAYS)
    enlarged(page, 1)
    return found


@pytest.mark.parametrize("url", LARGE)
def test_letters_twice_as_large_fit_on_a_phone(page, address, url):
    page.goto(address + url)
    assert sideways(page) == 0


@pytest.mark.parametrize("box", ["table", "math"])
def test_what_does_not_fit_twice_as_large_is_seen(page, address, box):
    """Seen: LSTM, 521 px wide on a phone of 390."""
    page.goto(f"{address}en/recurrent/lstm/")
    page.add_style_tag(content=f".{box} {{ overflow: visible !important }}")
    assert sideways(page) > 0


@pytest.mark.parametrize(
    ("url", "width"),
    [("zh/", 390), ("zh/", 1280), ("en/generative/gan/", 390)],
)
def test_every_stop_of_the_keyboard_is_seen(page, address, url, width):
    page.set_viewport_size(DESK | {"width": width})
    load(page, address + url)
    none(unseen(page))


@pytest.mark.parametrize(
    ("style", "stops"),
    [
        ("body { margin: 0 }", []),
        ("#b { position: fixed; left: -99px }", ["b"]),
        ("#b { outline: none }", ["b"]),
        ("#b { position: relative; z-index: -1 } main { background: #fff }", ["b"]),
    ],
)  # fmt: skip
def test_a_stop_that_nobody_sees_is_found(page, style, stops):
    """Far away, without a line around it, below something else."""
    page.set_content(
        f"<style>{style}</style><main><p><a id=a href=#>One</a></p>"
        "<p><a id=b href=#>Two</a></p></main>"
    )
    assert [stop[7] for stop in unseen(page)] == stops


def test_an_empty_list_of_results_is_no_stop(page, address):
    page.goto(f"{address}en/")
    page.locator(".md-search__input").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.activeElement.closest('.md-search') === null"
    )


def test_the_search_does_not_darken_the_page(page, address):
    page.goto(f"{address}en/")
    page.locator(".md-search__input").focus()
    clear = "rgba(0, 0, 0, 0)"
    assert page.evaluate(COVERED) == clear
    dark = ".md-search__overlay { background: #0008 !important }"
    page.add_style_tag(content=dark)
    assert page.evaluate(COVERED) != clear


def way_to_the_third_block(page, address: str, skips: tuple) -> int:
    """How often Tab is pressed from the home page on; with Enter in between."""
    to_list, to_text = (skips * 2)[:2] if skips else (None, None)
    steps = [
        ("en/", [to_list, ".md-tabs__link[href='generative/']"]),
        ("en/generative/", [to_list, ".md-nav__link[href='gan/']"]),
        ("en/generative/gan/", [to_text]),
    ]
    pressed = 0
    load(page, address + steps[0][0])
    page.evaluate("localStorage.clear()")  # as somebody who is new
    page.reload(wait_until="networkidle")
    for url, links in steps:
        page.wait_for_url(address + url)
        page.wait_for_load_state("networkidle")
        for link in filter(None, links):
            link = f"[href='{link}']" if link.startswith("#") else link
            pressed += tabs_to(page, link)
            page.keyboard.press("Enter")
    third = page.locator(".md-code__button:visible").nth(2)
    target = third.get_attribute("data-clipboard-target")
    return pressed + tabs_to(page, f"[data-clipboard-target='{target}']")


def test_the_third_block_is_not_far(page, address):
    assert way_to_the_third_block(page, address, SKIPS) <= MOST


def test_the_way_without_its_short_cuts_is_too_long(page, address):
    assert way_to_the_third_block(page, address, ()) > MOST


def test_the_menu_of_a_phone_opens_and_closes_by_key(page, address):
    page.set_viewport_size(PHONE)
    load(page, f"{address}en/generative/gan/")
    tabs_to(page, ".md-header [role=button]")
    page.keyboard.press(" ")
    assert page.evaluate(
        "document.activeElement.closest('.md-nav--primary') !== null"
    )
    tabs_to(page, ".md-nav__link[href='../vae/']")
    page.keyboard.press("Escape")
    menu = page.locator(".md-header [role=button]")
    assert menu.get_attribute("aria-expanded") == "false"
    assert menu.evaluate("menu => menu === document.activeElement")


def inked(page, clip: dict) -> bool:
    """Whether anything is drawn in a part of the window."""
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    return len(picture.getcolors(1 << 20)) > 1


def within(box: dict, left: float, width: float) -> dict:
    """A part of a box, without its borders."""
    inner = {"y": box["y"] + 4, "height": box["height"] - 8}
    return inner | {"x": box["x"] + left, "width": width}


def pale(page) -> list[str]:
    """What the open page does not draw in the reader's own colours."""
    found = page.evaluate(BARE) + page.evaluate(BLANK)
    fold = page.locator("summary").first
    fold.scroll_into_view_if_needed()
    box = fold.bounding_box()
    parts = {"icon": 6, "arrow": box["width"] - 36}
    for name, left in parts.items():
        if not inked(page, within(box, left, 30)):
            found.append(f"no {name} at a fold")
    button = page.locator(".md-code__button:visible").first
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    if not inked(page, within(box, 4, box["width"] - 8)):
        found.append("no icon at a button that copies")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_few_colours_show_folds_and_buttons(page, address, scheme):
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    load(page, f"{address}en/generative/gan/")
    none(pale(page))
    page.goto(f"{address}zh/")
    none(page.evaluate(BLANK))
    veil, paper = page.evaluate(SLAB)
    assert veil == paper


def test_what_few_colours_would_hide_is_seen(page, address):
    """As it was without the rules for them."""

    def without(route) -> None:
        answer = route.fetch()
        css, count = FORCED.subn("", answer.text())
        assert count == 1
        route.fulfill(response=answer, body=css)

    page.route("**/site.css", without)
    page.emulate_media(color_scheme="dark", forced_colors="active")
    load(page, f"{address}en/generative/gan/")
    found = pale(page)
    for part in ("no icon at a fold", "no arrow", "a button that", "border"):
        assert [line for line in found if part in line], found
    page.goto(f"{address}en/")
    veil, paper = page.evaluate(SLAB)
    assert veil != paper


def unnamed(html: str) -> list[str]:
    """Boxes that scroll, and do not say what they hold."""
    return [box for box in BOX.findall(html) if not NAMED.search(box)]


def test_what_scrolls_says_what_it_holds(site):
    for path in sorted(site.rglob("index.html")):
        none(unnamed(path.read_text("utf-8")))


def untied(html: str, words: str) -> list[str]:
    """Outputs that are not called after the block above them."""
    found, last = [], ""
    for code in Tree(html).css(".highlight pre code"):
        name = code.attrs["id"]
        if name.startswith("code-"):
            last = name.removeprefix("code-")
        elif code.parent.parent.parent.css_matches(".output"):
            said = code.parent.attributes.get("aria-label")
            if said != words.format(last):
                found.append(f"{said}, below block {last}")
    return found


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Output of code {}"), ("zh", "代码 {} 的输出")],
)
def test_an_output_is_tied_to_its_block(page, address, site, language, words):
    url = f"{language}/recurrent/lstm/"
    html = (site / url / "index.html").read_text("utf-8")
    none(untied(html, words))
    page.goto(address + url)
    page.evaluate("localStorage.clear()")  # nothing was guessed yet
    page.reload()
    page.locator(".guess > button").first.click()
    heard = page.get_by_role("group", name=words.format(1), exact=True)
    expect(heard.locator("code")).to_have_count(1)
    first = words.format(1)
    assert untied(html.replace(f'"{first}"', '"Output"'), words)
    assert unnamed(html.replace('role="group" aria-label="' + first, ""))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Without JavaScript"), ("zh", "没有 JavaScript")],
)
def test_without_a_script_a_line_says_what_is_missing(
    browser, address, language, words
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for url in ("", "recurrent/lstm/"):
        page.goto(f"{address}{language}/{url}")
        assert words in page.locator("noscript p").inner_text()
        for part in (".md-search", "#palette", ".md-code__button"):
            assert not page.locator(part).first.is_visible()
    context.close()
