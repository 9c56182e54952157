"""The switch: what was visited is there without a network, and Python; and is erased."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.gates.run.keeping import (
    FILL,
    HOME,
    NEVER,
    OTHER,
    OWN,
    PAGE,
    PICTURES,
    Keeper,
)
from tests.kit import line as lines
from tests.kit.reader import PHONE, SIDEWAYS
from tests.kit.waiting import until

BLOCK = "code-1"
PATIENCE = 3  # seconds, as in sw.js
LOCK = 'mode: "same-origin"'
SLOWLY = """const opened = CacheStorage.prototype.open
CacheStorage.prototype.open = async function (name) {
  await new Promise((resolve) => setTimeout(resolve, 600))
  return opened.call(this, name)
}
"""
REVIVED = """const keys = CacheStorage.prototype.keys
let seen
CacheStorage.prototype.keys = async function () {
  const all = await keys.call(this)
  const [own] = all.filter((name) => name.startsWith("kept "))
  if (!own && seen) setTimeout((name) => this.open(name), 50, seen)
  seen = own
  return all
}
"""
REPLACED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("kept "))
  return names.length === 2 && names.every((name) => /build next$|python other$/.test(name))
}"""
DOORS = {  # how a worker could ask another host, and whether that was refused
    "fetch": "url => fetch(url).then(() => false, () => true)",
    "a cache": "url => caches.open('x').then(one => one.add(url)).then(() => false, () => true)",
    "a socket": "url => { try { new WebSocket(url.replace('http', 'ws')) } catch { return true } }",
    "a stream": "url => { try { new EventSource(url) } catch { return true } }",
    "a script": "url => { try { importScripts(url) } catch { return true } }",
}


@pytest.fixture
def line(site, tmp_path):
    with lines.laid(site, tmp_path / "over") as found:
        yield found


@pytest.fixture
def elsewhere(tmp_path):
    """Another host, which hears who asks."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other/404.html").touch()
    with lines.laid(tmp_path / "other", tmp_path) as found:
        yield found


@pytest.fixture
def keeper(browser, line):
    context = browser.new_context(viewport=PHONE, locale="en-US")
    yield Keeper(context, line)
    context.close()


def test_nothing_is_kept_before_the_switch(keeper):
    for path in (PAGE, HOME):
        keeper.go(path)
        assert keeper.registered() == 0
        assert keeper.names() == []
    keeper.button.wait_for()
    asked = keeper.line.asked
    assert not [url for url in asked if "sw.js" in url or "/nn/run/" in url]
    assert [url for url in asked if "js/offline.js" in url]
    asked.clear()
    keeper.go(PAGE)
    assert not [url for url in asked if "offline" in url]


def test_what_was_visited_is_read_and_run_without_a_network(keeper):
    assert re.match(r"1 page is kept, 2\d\.\d MB", keeper.turn_on())
    keeper.visit(PAGE)
    ahead = "fetch('../perceptron/').then(({ status }) => status)"
    assert keeper.page.evaluate(ahead) == 200  # as Firefox does by itself
    keeper.line.is_cut = True
    assert keeper.go(PAGE).status == 200
    assert keeper.page.evaluate(PICTURES) > 5  # those of the other scheme, too
    keeper.page.locator("[data-live]").scroll_into_view_if_needed()
    keeper.page.locator(".live-frame").wait_for()  # a figure that computes
    assert keeper.run(BLOCK).endswith("the same as on the page")
    assert keeper.run("code-3").endswith("the same as on the page")  # its data
    assert keeper.go(HOME).status == 200
    assert keeper.said("2 pages are kept")
    assert keeper.go("").status == 200  # the chooser
    keeper.page.wait_for_url("**/nn/en/")


def test_a_page_that_was_not_visited_says_so(keeper):
    keeper.turn_on()
    keeper.visit(PAGE)
    keeper.line.is_cut = True
    assert keeper.go(NEVER).status == 503
    said = keeper.page.locator("main").inner_text()
    assert "this page is not kept" in said
    assert "这一页没有留下" in said
    links = keeper.page.locator("#kept a")
    until(keeper.page, "document.querySelectorAll('#kept a').length === 2")
    assert links.evaluate_all("all => all.map(a => a.href)") == [
        keeper.address + HOME,
        keeper.address + PAGE,
    ]
    links.last.click()
    keeper.page.wait_for_url("**/neuron/")


def test_erased_is_erased(keeper):
    """Also while pages are open that the worker still serves."""
    keeper.turn_on()
    keeper.visit(PAGE)
    keeper.run(BLOCK)
    assert keeper.keep() == "kept"  # what Run keeps for itself
    keeper.erase()
    assert keeper.page.evaluate("caches.keys()") == []  # of Run, too
    for path in (HOME, PAGE, HOME):
        assert keeper.names() == []
        assert keeper.registered() == 0
        keeper.go(path)
        keeper.page.wait_for_timeout(500)
    expect(keeper.button).to_contain_text("Keep for offline")
    assert re.match("1 page is kept", keeper.turn_on())  # and begins anew


def test_a_cache_that_is_being_opened_is_erased_too(keeper):
    text = (keeper.line.site / "sw.js").read_text("utf-8")
    keeper.line.over.mkdir()
    (keeper.line.over / "sw.js").write_text(SLOWLY + text, "utf-8")
    keeper.turn_on()
    keeper.erase()  # while the visit to the home page is being kept
    for _ in range(5):
        assert keeper.names() == []
        keeper.page.wait_for_timeout(300)


def test_a_cache_that_is_being_counted_is_not_made_again(keeper):
    keeper.turn_on()
    keeper.page.add_init_script(SLOWLY)
    keeper.erase()  # while the page counts what is kept
    for _ in range(5):
        assert keeper.names() == []
        keeper.page.wait_for_timeout(300)


def test_a_cache_that_comes_back_is_erased_again(keeper):
    """Planted: seen of Chromium, when it had just deleted one."""
    keeper.turn_on()
    keeper.page.add_init_script(REVIVED)
    keeper.erase()
    keeper.page.wait_for_timeout(300)
    assert keeper.names() == []


def test_erased_in_the_middle_nothing_comes_after(keeper):
    keeper.go(HOME)
    keeper.button.click()
    until(keeper.page, OWN, 2)
    keeper.button.click()
    keeper.said("erased")
    keeper.page.wait_for_timeout(1500)
    assert keeper.names() == []
    assert keeper.registered() == 0
    assert keeper.page.locator("progress").is_hidden()


def test_a_silent_network_is_not_waited_for(keeper):
    """One time for the page, and not again for each of its files."""
    keeper.turn_on()
    keeper.visit(PAGE)
    keeper.line.is_silent = True
    began = time.monotonic()
    keeper.go(PAGE)
    taken = time.monotonic() - began
    assert PATIENCE < taken < 2.5 * PATIENCE
    assert keeper.run(BLOCK).endswith("the same as on the page")


def test_a_new_build_takes_the_place_of_the_old(keeper):
    """Its pages open with its own files, and the others with those they had."""
    keeper.turn_on()
    (built, python) = keeper.names()
    for path in (PAGE, OTHER):
        keeper.visit(path)
    line = keeper.line
    line.rebuild("next")
    line.change(f"{PAGE}index.html", "<title>", "<title>New: ")
    line.change("en/assets/css/site.css", ":root{", ":root{--build:next;")
    keeper.visit(PAGE, "next")
    assert {*keeper.names()} == {built, "build next", python}
    line.is_cut = True
    seen = (
        "getComputedStyle(document.documentElement).getPropertyValue('--build')"
    )
    keeper.go(OTHER)
    assert keeper.page.evaluate(seen) == ""
    assert keeper.run(BLOCK).endswith("the same as on the page")
    keeper.go(PAGE)
    assert keeper.page.title().startswith("New: ")
    assert keeper.page.evaluate(seen) == "next"
    line.is_cut = False
    for path in (HOME, OTHER):
        keeper.visit(path, "next")
    until(keeper.page, OWN, 2)
    assert {*keeper.names()} == {"build next", python}


def test_another_python_takes_the_place_of_the_old(keeper):
    keeper.turn_on()
    keeper.line.rebuild("next", python="other")
    keeper.go(HOME)
    until(keeper.page, REPLACED, None, FILL)


def test_the_worker_reaches_no_other_host(keeper, elsewhere):
    keeper.turn_on()
    worker = keeper.worker()
    url = f"{elsewhere.address}stolen"
    for name, door in DOORS.items():
        assert worker.evaluate(door, url) is True, name
    keeper.line.leads["/nn/en/away"] = url  # a host that leads elsewhere
    keeper.go(PAGE)
    away = "() => fetch('/nn/en/away', { mode: 'no-cors' }).then(() => false, () => true)"
    assert keeper.page.evaluate(away) is True
    assert "/nn/en/away" in keeper.line.asked
    assert elsewhere.asked == []


def test_a_worker_that_may_ask_elsewhere_is_seen(keeper, elsewhere):
    """Planted: its requests are not held to this host."""
    text = (keeper.line.site / "sw.js").read_text("utf-8")
    assert LOCK in text
    keeper.line.over.mkdir()
    (keeper.line.over / "sw.js").write_text(text.replace(LOCK, ""), "utf-8")
    keeper.turn_on()
    url = f"{elsewhere.address}stolen"
    keeper.worker().evaluate(
        "url => fetch(url, { mode: 'no-cors' }).catch(() => {})", url
    )
    assert elsewhere.asked == ["/nn/stolen"]


def test_a_broken_cache_is_as_none(keeper):
    keeper.turn_on()
    keeper.worker().evaluate(
        "() => { caches.keys = caches.match = caches.open = () => Promise.reject(new Error('broken')) }"
    )
    assert keeper.go(PAGE).status == 200
    assert keeper.run(BLOCK).endswith("the same as on the page")


def test_where_there_is_no_room_it_says_so(keeper):
    text = (keeper.line.site / "sw.js").read_text("utf-8")
    keeper.line.over.mkdir()
    full = "Cache.prototype.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'))\n"
    (keeper.line.over / "sw.js").write_text(full + text, "utf-8")
    keeper.go(HOME)
    keeper.button.click()
    keeper.said("not enough room")


@pytest.mark.parametrize(
    "without",
    [
        "delete Navigator.prototype.serviceWorker",
        "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('', 'SecurityError'))",
        "ServiceWorkerContainer.prototype.getRegistration = () => Promise.reject(new DOMException('', 'SecurityError'))",
    ],
)
def test_where_it_is_refused_a_sentence_says_so(keeper, without):
    keeper.page.add_init_script(without)
    keeper.go(HOME)
    if ".register" in without:
        keeper.button.click()
    assert "lets no site keep" in keeper.said("keep")
    assert keeper.button.is_hidden()
    assert keeper.names() == []


@pytest.mark.parametrize(
    ("path", "words"), [("en/", "Keep for offline"), ("zh/", "离线保留")]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_switch_is_a_button_for_keyboard_and_thumb(
    browser, line, path, words, scheme
):
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    keeper = Keeper(context, line)
    keeper.go(path)
    expect(keeper.button).to_contain_text(words)
    size = keeper.button.bounding_box()
    assert size["height"] >= 44
    assert keeper.page.evaluate(SIDEWAYS) == 0
    keeper.button.focus()
    keeper.page.keyboard.press("Enter")
    keeper.said("MB")
    keeper.page.keyboard.press("Enter")
    keeper.said("erased|删除")
    context.close()
