"""Guess first, and do you still know: what a reader is asked, and what is remembered of it."""

import json

import pytest

from tests.kit.waiting import until

LSTM = "recurrent/lstm"
PAGE = f"en/{LSTM}/"
BOX = "#first-page"
OUTPUT = f".asked:has({BOX}) pre"
RECORD = "JSON.parse(localStorage.getItem('progress'))"


def remembered(tab, name: str = LSTM) -> dict:
    return tab.page.evaluate(RECORD)["pages"][name]


def options(tab):
    return tab.page.locator(f"{BOX} li")


def test_a_wrong_guess_opens_the_output_and_is_answered(tab):
    tab.open(PAGE)
    assert not tab.page.locator(OUTPUT).is_visible()
    wrong = options(tab).filter(has_not=tab.page.locator("[data-right]"))
    shut = wrong.locator("span").first
    assert not shut.is_visible()
    tab.page.locator(f"{BOX} li:not([data-right]) button").first.click()
    until(
        tab.page, "box => document.querySelector(box).checkVisibility()", OUTPUT
    )
    told = tab.page.locator(f"{BOX} [data-told]")
    assert told.count() == 2  # what was chosen, and what is right
    assert tab.page.locator(f"{BOX} [data-told][data-right]").count() == 1
    texts = told.locator("> span").all_text_contents()
    assert any(text.startswith("No: ") for text in texts)
    assert any(text.startswith("Right: ") for text in texts)


def test_a_guess_is_remembered_in_both_languages(tab):
    tab.open(PAGE)
    tab.page.locator(f"{BOX} li button").nth(2).click()
    until(tab.page, f"() => {RECORD}?.pages['{LSTM}']?.guessed")
    assert remembered(tab)["guessed"] == {"first-page": 2}
    tab.page.locator(f"{BOX} li button").nth(0).click()  # read afterwards
    tab.page.wait_for_timeout(200)
    assert remembered(tab)["guessed"] == {"first-page": 2}
    tab.open(f"zh/{LSTM}/")
    until(
        tab.page, "box => document.querySelector(box).checkVisibility()", OUTPUT
    )
    chosen = tab.page.locator(f"{BOX} li").nth(2)
    assert chosen.get_attribute("data-chosen") == ""


def test_whoever_asks_is_shown(tab):
    tab.open(PAGE)
    tab.page.locator(f"{BOX} > button").focus()
    tab.page.keyboard.press("Enter")
    until(
        tab.page, "box => document.querySelector(box).checkVisibility()", OUTPUT
    )
    assert tab.page.locator(f"{BOX} [data-told]").count() == 0
    until(tab.page, f"() => {RECORD}?.pages['{LSTM}']?.guessed")
    assert remembered(tab)["guessed"] == {"first-page": -1}


def test_the_keyboard_stops_once_and_arrows_choose(tab):
    tab.open(PAGE)
    focused = "at => document.activeElement.closest('.guess')?.id === at"
    buttons = tab.page.locator(f"{BOX} button")
    buttons.first.focus()
    for key, number in [("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)]:
        tab.page.keyboard.press(key)
        at = buttons.nth(number)
        assert at.evaluate("button => button === document.activeElement")
    tab.page.keyboard.press("Tab")
    assert not tab.page.evaluate(focused, BOX[1:])
    tab.page.keyboard.press("Shift+Tab")
    assert tab.page.evaluate(focused, BOX[1:])


def test_without_scripts_nothing_waits(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    assert page.locator(OUTPUT).is_visible()
    assert not page.locator(BOX).is_visible()
    context.close()


def test_paper_shows_what_is_printed(tab):
    tab.open(PAGE)
    tab.page.emulate_media(media="print")
    assert tab.page.locator(OUTPUT).is_visible()
    assert not tab.page.locator(BOX).is_visible()


def test_where_the_script_does_not_come_the_output_does(tab):
    tab.page.route("**/js/guess.js", lambda route: route.abort())
    tab.open(PAGE)
    tab.page.locator(f"{BOX} li button").first.click()
    until(
        tab.page, "box => document.querySelector(box).checkVisibility()", OUTPUT
    )


def test_an_older_record_is_read_and_kept(tab):
    old = {
        "version": 1,
        "last": LSTM,
        "pages": {LSTM: {"visited": "2026-11-01", "solved": {"exercise-2": "2026-11-02"}}},
    }  # fmt: skip
    tab.open(PAGE)
    tab.page.evaluate(
        "text => localStorage.setItem('progress', text)", json.dumps(old)
    )
    tab.open(PAGE)
    tab.page.locator(f"{BOX} li button").first.click()
    until(tab.page, f"() => {RECORD}?.pages['{LSTM}']?.guessed")
    found = remembered(tab)
    assert found["visited"] == "2026-11-01"
    assert found["solved"] == {"exercise-2": "2026-11-02"}
    assert tab.page.evaluate(RECORD)["version"] == 2


@pytest.mark.parametrize(
    "own",
    [
        {"guessed": {"first-page": "2"}},
        {"guessed": []},
        {"recalled": {"0": "2026-11-01"}},
        {"recalled": {"x": "+2026-11-01"}},
    ],
)
def test_a_damaged_record_is_set_aside(tab, own):
    text = json.dumps({"version": 2, "last": "", "pages": {LSTM: own}})
    tab.open(PAGE)
    tab.page.evaluate("text => localStorage.setItem('progress', text)", text)
    tab.open(PAGE)
    aside = "Object.entries(localStorage).filter(([key]) => key.startsWith('progress set aside'))"
    until(tab.page, f"{aside}.length")
    found = tab.page.evaluate(aside)
    assert [kept for _, kept in found] == [text]


def come(tab, path: str = PAGE):
    """At the end of a chapter, where its questions are."""
    tab.open(path)
    tab.page.mouse.wheel(0, 200)
    tab.page.locator("ol.recall").first.scroll_into_view_if_needed()
    until(tab.page, "() => document.querySelectorAll('ol.recall').length === 2")


def answer(tab, item, is_right: bool) -> None:
    """Answer a question of any kind."""
    kind = item.get_attribute("data-kind")
    if kind == "choice":
        right = item.locator("button[data-right]")
        wrong = item.locator("button:not([data-right])").first
        (right if is_right else wrong).click()
    elif kind == "number":
        field = item.locator("input")
        number = field.get_attribute("data-answer")
        field.fill(number if is_right else f"{float(number) + 99}")
        field.press("Enter")
    else:
        count = item.locator("[data-place]").count()
        order = range(count) if is_right else reversed(range(count))
        for place in order:
            item.locator(f'[data-place="{place}"]').click()


def test_a_chapter_asks_three_of_its_own_and_two_of_before(tab):
    come(tab)
    own, older = tab.page.locator("ol.recall").all()
    assert own.locator("> li").count() == 3
    assert older.locator("> li").count() == 2
    links = older.locator("a").evaluate_all("all => all.map(a => a.pathname)")
    assert len({*links}) == 2
    assert not any(LSTM in link for link in links)


def test_what_was_answered_wrongly_comes_first(tab):
    come(tab)
    own = tab.page.locator("ol.recall").first.locator("> li")
    for number in range(3):
        answer(tab, own.nth(number), number != 1)
        said = own.nth(number).locator(".said")
        assert said.get_attribute("data-right") == str(number != 1).lower()
    recalled = remembered(tab)["recalled"]
    assert [recalled[n][0] for n in "012"] == ["+", "-", "+"]
    words = own.nth(1).locator("p").first.inner_text()
    come(tab, "en/recurrent/gru/")
    later = tab.page.locator("ol.recall").nth(1).locator("> li")
    assert later.first.locator("p").first.inner_text() == words


def test_only_the_first_answer_of_a_visit_counts(tab):
    come(tab)
    first = tab.page.locator("ol.recall").first.locator("> li").first
    answer(tab, first, False)
    answer(tab, first, True)
    assert first.locator(".said").get_attribute("data-right") == "true"
    assert remembered(tab)["recalled"]["0"][0] == "-"


def test_the_overview_of_a_part_asks_five(tab):
    tab.open("zh/recurrent/")
    tab.page.mouse.wheel(0, 50)
    tab.page.wait_for_timeout(500)
    tab.page.locator(".recall-part summary").click()
    items = tab.page.locator(".recall-part ol.recall > li")
    items.first.wait_for()
    assert items.count() == 5
    hrefs = items.locator("a").evaluate_all("all => all.map(a => a.pathname)")
    assert all("/zh/recurrent/" in href for href in hrefs)


def test_without_the_other_chapters_there_are_three(tab):
    tab.page.route("**/recall.json", lambda route: route.abort())
    tab.open("zh/recurrent/")
    tab.page.mouse.wheel(0, 50)
    tab.page.wait_for_timeout(500)
    tab.page.locator(".recall-part summary").click()
    assert "取不到题目" in tab.page.locator(".recall-part p").inner_text()
    tab.open(PAGE)
    tab.page.mouse.wheel(0, 200)
    tab.page.locator("ol.recall").scroll_into_view_if_needed()
    tab.page.wait_for_timeout(500)
    assert tab.page.locator("ol.recall").count() == 1
