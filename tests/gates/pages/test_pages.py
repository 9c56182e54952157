"""Gate 2 beside the runner: nothing on a page escapes it."""

import pytest
from bs4 import BeautifulSoup, SoupStrainer

from press import CONFIGS
from press.compute import figures
from press.read.page import sources
from tests.gates.pages.verdict import page_at, structure

PAGES = [path for language in CONFIGS for path in sources(language)]
MARKDOWN = [path for path in PAGES if path.suffix == ".md"]


def name(path) -> str:
    return "/".join(path.parts[-3:])


def images(path):
    html, only = page_at(path).html, SoupStrainer("img")
    return BeautifulSoup(html, "html.parser", parse_only=only).select("img")


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_block_is_python_its_output_or_plain(path):
    assert structure(page_at(path).blocks) == []


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_front_matter_has_title_and_description(path):
    meta = page_at(path).meta
    assert {"title", "description"} <= set(meta)
    assert all(meta.values())


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_one_title(path):
    assert page_at(path).html.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_pictures_have_a_text(path):
    assert [i["src"] for i in images(path) if len(i.get("alt", "")) < 4] == []


def test_every_figure_is_on_a_page():
    drawn = {
        f"assets/{file.parent.name}/{function}.svg"
        for file in figures.modules()
        for function in figures.functions(file)
    }
    shown = {
        image["src"].removeprefix("../")
        for path in PAGES
        for image in images(path)
    }
    assert sorted(drawn - shown) == []
