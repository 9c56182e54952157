"""Gate 5 in headless Chromium: errors, third parties, search, language switch, weight."""

import re

import pytest
from playwright.sync_api import expect

from tests.kit.findings import none
from tests.kit.reader import LIMIT, PHONE, urls
from tests.kit.waiting import load, until

SEARCHES = [
    ("zh", "池化", "convolution/pool/"),
    ("zh", "遗忘门", "recurrent/lstm/"),
    ("zh", "梯度下降", "foundations/neuron/"),
    ("zh", "LSTM", "recurrent/lstm/"),
    ("zh", "forget gate", "recurrent/lstm/"),
    ("zh", "反向传播", "foundations/backprop/"),
    ("zh", "优化器", "foundations/optimizer/"),
    ("zh", "门控循环单元", "recurrent/gru/"),
    ("en", "dropout", "convolution/dropout/"),
    ("en", "pooling", "convolution/pool/"),
    ("en", "forget gate", "recurrent/lstm/"),
    ("en", "gradient descent", "foundations/neuron/"),
    ("en", "LSTM", "recurrent/lstm/"),
]
SHADED = """box => ["left" in box.dataset, "right" in box.dataset,
  getComputedStyle(box).boxShadow.includes("inset")]"""
OPEN = """() => document.querySelectorAll("article details")
  .forEach(fold => { fold.open = true; })"""
FIRST_HIT = ".md-search-result__item:first-child a.md-search-result__link"


@pytest.mark.parametrize("url", urls())
def test_page_loads_quietly_and_light(visits, url):
    seen = visits.visit(url)
    none(seen.errors)
    assert seen.weight <= LIMIT
    assert seen.sideways == 0


@pytest.mark.parametrize(("language", "query", "first"), SEARCHES)
def test_search_finds_the_right_page_first(reader, language, query, first):
    reader.open(f"{language}/")
    box = reader.page.locator("input.md-search__input")
    box.focus()
    box.fill(query)
    hit = reader.page.locator(FIRST_HIT).first
    hit.wait_for(timeout=15_000)
    reader.page.wait_for_timeout(500)
    assert f"/{language}/{first}" in hit.get_attribute("href")


def test_search_hears_what_comes_without_a_key(reader):
    """As a mouse pastes it, or an input method; seen: the list stayed as it was."""
    reader.open("en/")
    box = reader.page.locator("input.md-search__input")
    box.focus()
    box.press_sequentially("dropout")
    expect(reader.page.locator(FIRST_HIT).first).to_have_attribute(
        "href", re.compile("convolution/dropout/"), timeout=15_000
    )
    box.fill("forget gate")
    expect(reader.page.locator(FIRST_HIT).first).to_have_attribute(
        "href", re.compile("recurrent/lstm/"), timeout=15_000
    )


@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_language_switch_keeps_page_and_anchor(reader, language, other):
    reader.open(f"{language}/recurrent/lstm/#backward")
    reader.page.locator("a.language").click()
    reader.page.wait_for_url(f"**/{other}/recurrent/lstm/#backward")
    none(reader.errors)


def test_root_sends_a_reader_to_his_language(browser, address):
    for locale, language in (("zh-CN", "zh"), ("en-GB", "en"), ("fr", "en")):
        context = browser.new_context(locale=locale)
        page = context.new_page()
        page.goto(address)
        page.wait_for_url(f"{address}{language}/")
        context.close()


def test_root_is_a_chooser_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator('a[hreflang="zh-Hans"]').click()
    assert page.url == f"{address}zh/"
    context.close()


def test_a_lost_reader_finds_both_languages(browser, address):
    context = browser.new_context()
    page = context.new_page()
    response = page.goto(f"{address}zh/nothing/here/")
    assert response.status == 404
    links = page.locator("main a").evaluate_all("all => all.map(a => a.href)")
    base = address.split("/nn/")[0]
    assert links == [f"{base}/nn/zh/", f"{base}/nn/en/"]
    context.close()


@pytest.mark.parametrize(
    ("url", "box"),
    [
        ("challenges/hardware", "div.table"),
        ("foundations/backprop", "div.math"),
        ("recurrent/lstm", ".lines"),
    ],
)
def test_a_shade_says_where_a_box_goes_on(browser, address, url, box):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    load(page, f"{address}en/{url}/")
    if box != ".lines":  # the longest line of a fold fits no window
        page.evaluate(OPEN)
    wide = page.locator(f"{box}[data-right]:visible").first.element_handle()
    assert wide.evaluate(SHADED) == [False, True, True]
    wide.evaluate("box => { box.scrollLeft = 20; }")
    until(page, "box => 'left' in box.dataset", wide)
    assert wide.evaluate(SHADED) == [True, True, True]
    page.set_viewport_size({"width": 1920, "height": 900})
    until(page, "box => !('right' in box.dataset)", wide)
    assert wide.evaluate(SHADED) == [False, False, False]
    context.close()


@pytest.mark.parametrize(
    ("system", "chosen", "scheme"),
    [
        ("dark", 0, "slate"),
        ("light", 0, "default"),
        ("dark", 1, "default"),
        ("light", 2, "slate"),
    ],
)
def test_the_first_paint_has_the_chosen_colours(
    browser, address, system, chosen, scheme
):
    """Before the scripts have come, which choose: here they never do."""
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    page.goto(f"{address}en/help/notation/")
    for _ in range(chosen):
        page.locator("#palette label:not([hidden])").click()
    page.route("**/*.js", lambda route: route.abort())
    page.reload()
    found = page.evaluate("document.body.dataset.mdColorScheme")
    assert found == scheme
    context.close()
