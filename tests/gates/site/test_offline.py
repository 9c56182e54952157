"""Gate 5: the zip of the site works from a folder, without a server."""

import json
import re
import socket
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from press import CONFIGS
from press.finish import offline
from tests.gates.run.tab import Tab
from tests.kit.findings import none
from tests.kit.waiting import until

TARGET = re.compile(r'\b(?:href|src|srcset)="([^"#:?]+)["#?]')
INDEX = '{"config":{},"docs":[{"location":"a/b/#c"},{"location":""}]}'


@pytest.fixture(scope="session")
def folder(site, tmp_path_factory):
    """Where a reader has unpacked the zip."""
    place = tmp_path_factory.mktemp("taken away")
    with zipfile.ZipFile(site / f"{offline.NAME}.zip") as packed:
        packed.extractall(place)
    return place / offline.NAME


@pytest.fixture
def visitor(browser, folder):
    """A page opened from the folder, and all that went wrong meanwhile."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    failed = []
    page.on("requestfailed", lambda request: failed.extend(lost(request)))
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    context.close()
    none(failed)


def lost(request) -> list[str]:
    """What failed, unless a click left it behind half loaded and the file is there."""
    left = request.failure == "net::ERR_ABORTED"
    there = Path(url2pathname(urlsplit(request.url).path)).is_file()
    return [] if left and there else [request.url]


def dead(folder) -> list[str]:
    """Links and sources of the unpacked pages behind which there is no file."""
    found = []
    for path in folder.rglob("*.html"):
        for target in {*TARGET.findall(path.read_text("utf-8"))}:
            if not (path.parent / target).is_file():
                found.append(f"{path.relative_to(folder)}: {target}")
    return found


def unlike(folder, site) -> list[str]:
    """Files of the zip that are not those of the site as it is now."""
    made = dict(offline.texts(site))
    return [
        name
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and (name := path.relative_to(folder).as_posix())
        and path.read_bytes()
        != (made[name].encode() if name in made else (site / name).read_bytes())
    ]


def test_it_is_the_site_of_this_build(folder, site):
    """Seen: a zip that was kept from the build before."""
    none(unlike(folder, site))


def test_a_page_of_another_build_is_seen(folder, site, tmp_path):
    names = ("en/recurrent/lstm/index.html", "en/recurrent/lstm.py")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((folder / name).read_bytes() + b"old")
    assert unlike(tmp_path, site) == [*sorted(names, reverse=True)]


def test_every_link_leads_to_a_file(folder):
    pages = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.html")
    }
    assert {
        "index.html",
        "zh/index.html",
        "en/recurrent/lstm/index.html",
    } <= pages
    none(dead(folder))


def test_a_link_to_a_folder_or_to_nothing_is_seen(tmp_path):
    (tmp_path / "b").mkdir()
    text = '<a href="b/">b</a><img src="c.png"><a href="https://a.b/">d</a>'
    (tmp_path / "index.html").write_text(text, "utf-8")
    assert sorted(dead(tmp_path)) == ["index.html: b/", "index.html: c.png"]


def test_the_first_page_leads_to_a_language_and_to_the_other(visitor, folder):
    visitor.goto((folder / "index.html").as_uri())
    visitor.wait_for_url("**/en/index.html")
    visitor.locator("a.language").first.click()
    visitor.wait_for_url("**/zh/index.html")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "forget gate"), ("zh", "遗忘门")]
)
def test_the_search_finds_a_section(visitor, folder, language, words):
    visitor.goto((folder / language / "index.html").as_uri())
    box = visitor.locator("input.md-search__input")
    box.focus()
    box.fill(words)
    box.dispatch_event("keyup")
    visitor.locator(".md-search-result__link").first.click()
    visitor.wait_for_url(f"**/{language}/recurrent/lstm/index.html*")


def test_formulas_and_figures_are_there(visitor, folder):
    visitor.goto((folder / "zh/recurrent/lstm/index.html").as_uri())
    fonts = "document.fonts.load('16px \"STIX Two Math\"').then(f => f.length)"
    assert visitor.evaluate(fonts) > 0
    visitor.locator(".figure img:visible").first.scroll_into_view_if_needed()
    shown = "document.querySelector('.figure img.only-light').naturalWidth > 0"
    until(visitor, shown)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Open page as Markdown"), ("zh", "打开整页 Markdown")],
)
def test_the_markdown_opens_beside_its_page(visitor, folder, language, words):
    visitor.goto((folder / language / "recurrent/lstm/index.html").as_uri())
    link = visitor.locator("[data-page]")
    assert link.text_content() == words
    with visitor.expect_popup() as opened:
        link.click()
    opened.value.wait_for_url("**/recurrent/lstm/index.md")
    assert opened.value.locator("pre").inner_text().startswith("# LSTM")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Open program", "Open starter")),
        ("zh", ("打开程序", "打开起始代码")),
    ],
)
def test_a_program_opens_beside_its_page(visitor, folder, language, words):
    """Nothing can be fetched from a folder, nor copied: the button says so."""
    visitor.goto((folder / language / "recurrent/lstm/index.html").as_uri())
    buttons = visitor.locator("[data-program]")
    assert {*buttons.all_text_contents()} == {*words}
    for button in buttons.all():
        said = button.text_content()
        assert button.get_attribute("aria-label").startswith(said)
        assert button.get_attribute("title").startswith(said)
    files = visitor.locator('.tools a, a[download][href$=".py"]')
    for found, name in ((buttons, "code-1.py"), (files, r"\w+\.py")):
        with visitor.expect_popup() as opened:
            found.first.evaluate("found => found.click()")
        opened.value.wait_for_url(re.compile(name))
        assert opened.value.locator("pre").inner_text()
        opened.value.close()
    assert visitor.url.endswith("/index.html")


@pytest.mark.parametrize("name", ["recurrent/lstm", "convolution/ex_max_pool"])
def test_a_notebook_is_downloaded(visitor, folder, name):
    """Seen: it opened in the place of the page, as text."""
    visitor.goto((folder / "zh" / name / "index.html").as_uri())
    with visitor.expect_download() as download:
        visitor.locator('a[download][href$=".ipynb"]').first.click()
    taken = download.value
    slug = name.split("/")[1]
    (path,) = (folder / "zh").rglob(f"{slug}.ipynb")
    assert taken.suggested_filename == path.name
    assert Path(taken.path()).read_bytes() == path.read_bytes()
    assert visitor.url.endswith("/index.html")


def test_a_file_that_is_missing_is_seen(browser, tmp_path):
    page, failed = browser.new_page(), []
    page.on("requestfailed", lambda request: failed.extend(lost(request)))
    (tmp_path / "a.html").write_text('<img src="none.svg">', "utf-8")
    page.goto((tmp_path / "a.html").as_uri())
    page.close()
    missing = (tmp_path / "none.svg").as_uri()
    assert failed == [missing]
    here = (tmp_path / "a.html").as_uri()
    for url, failure, seen in (
        (missing, "net::ERR_ABORTED", [missing]),
        (here, "net::ERR_FAILED", [here]),
        (here, "net::ERR_ABORTED", []),
    ):
        assert lost(SimpleNamespace(url=url, failure=failure)) == seen


def test_what_the_zip_says_otherwise(tmp_path):
    assert json.loads(offline.index(INDEX).removeprefix("var __index=")) == {
        "config": {},
        "docs": [{"location": "a/b/index.html#c"}, {"location": "index.html"}],
    }
    (tmp_path / "b").mkdir()
    (tmp_path / "b/index.html").touch()
    html = '<a href="b/#c">1</a><a href="b">2</a><a href="https://b/">3</a>'
    assert offline.named(html, tmp_path) == (
        '<a href="b/index.html#c">1</a><a href="b/index.html">2</a>'
        '<a href="https://b/">3</a>'
    )
    with pytest.raises(ValueError, match="the chooser of languages must hold"):
        offline.chooser("<html></html>")


def test_each_language_brings_its_search(folder):
    """As a script for a folder, and for a server as it is."""
    for language in CONFIGS:
        for kind in ("js", "json"):
            name = f"{language}/search/search_index.{kind}"
            assert (folder / name).is_file()


def how(visitor, folder, language: str) -> list[str]:
    """Press Run in a page of the folder; the commands and the address that it says."""
    visitor.goto((folder / language / "foundations/neuron/index.html").as_uri())
    run, edit = (visitor.locator(f"[data-{n}]").first for n in ("run", "edit"))
    run.click()
    edit.click()
    note = visitor.locator("#code-1").locator(
        "xpath=ancestor::div[1]/following-sibling::p[1]"
    )
    note.locator("a").wait_for()
    assert visitor.locator("[data-how]").count() == 1
    return note.locator("code, a").all_text_contents()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "starts no Python"), ("zh", "不许启动")]
)
def test_run_says_by_which_command_it_runs(visitor, folder, language, words):
    command, windows, address = how(visitor, folder, language)
    assert command.startswith("python3 -m http.server")
    assert windows.startswith("py -m http.server")
    assert (
        address
        == f"http://127.0.0.1:8000/{language}/foundations/neuron/#code-1"
    )
    assert words in visitor.locator("[data-how]").text_content()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "judges answers"), ("zh", "判对错")]
)
def test_questions_say_by_which_command_they_are_judged(
    visitor, folder, language, words
):
    """Seen: buttons that did nothing."""
    visitor.goto((folder / language / "foundations/neuron/index.html").as_uri())
    for button in visitor.locator(".recall button").all()[:2]:
        button.click()
    note = visitor.locator(".recall + [data-how]")
    note.locator("a").wait_for()
    assert words in note.text_content()
    assert note.locator("a").get_attribute("href").endswith("/#recall")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "moves figures"), ("zh", "让图动起来")]
)
def test_a_figure_says_where_it_computes(visitor, folder, language, words):
    """Below the still one; the address leads to it."""
    inner = f"{language}/foundations/neuron/"
    visitor.goto((folder / inner / "index.html").as_uri())
    note = visitor.locator("[data-live] + .caption")
    assert words in note.text_content()
    address = note.locator("a").get_attribute("href")
    assert address.endswith(f":8000/{inner}#live=foundations/neuron")
    visitor.locator("[data-live]").scroll_into_view_if_needed()
    visitor.wait_for_timeout(300)
    assert visitor.locator("[data-live] img").first.is_visible()
    assert visitor.locator(".live-frame").count() == 0


@contextmanager
def served(command: str, folder):
    """What a reader types in the folder, at a port that is free; the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, *command.split()[1:], str(port)]
    with subprocess.Popen(
        words, cwd=folder, stderr=subprocess.DEVNULL
    ) as running:
        for _ in range(100):
            time.sleep(0.1)
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield f"http://127.0.0.1:{port}/"
        running.terminate()


def test_with_that_command_it_runs(visitor, folder, browser):
    """As on the site: it reaches no other host, and the search finds."""
    command, _, address = how(visitor, folder, "en")
    context = browser.new_context()
    with served(command, folder) as door:
        tab = Tab(context.new_page(), door)
        tab.open(address.removeprefix("http://127.0.0.1:8000/"))
        assert tab.run("code-1").endswith("the same as on the page")
        assert tab.run("code-3").endswith("the same as on the page")
        tab.page.locator("[data-live]").scroll_into_view_if_needed()
        tab.page.locator(".live-frame").wait_for()
        assert tab.page.locator("[data-live] + .caption").count() == 0
        tab.edit("code-1", "import js\njs.fetch('https://elsewhere.example/')")
        tab.run("code-1")
        tab.page.wait_for_timeout(300)
        assert tab.left == []
        tab.page.locator("input.md-search__input").fill("forget gate")
        tab.page.locator(".md-search-result__link").first.wait_for()
        tab.open("en/index.html")
        assert tab.page.locator("#keep button").count() == 0
        context.close()
