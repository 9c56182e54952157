"""Gate 5 without a browser: links, languages, weight, search index."""

import gzip
import json
import re
import xml.etree.ElementTree as ElementTree

import pytest

from press import CONFIGS, DOCS, HTML_LANG, ROOT
from press.check.verdict import page_at
from press.compute import figures
from press.finish import symbols
from press.finish.root import page_urls
from press.read.page import sources
from tests.kit.findings import none
from tests.kit.server import BASE, REPOSITORY

COMMENT = re.compile(r"^\s*//|/\*", re.MULTILINE)


def test_no_link_and_no_anchor_is_broken(parsed):
    none(parsed.broken(), "mend the link or write the anchor")


def test_nothing_is_fetched_from_another_host(parsed):
    none(parsed.foreign(), "serve it from here, or leave it out")


def test_every_link_and_button_has_a_word(parsed):
    none(parsed.nameless(), "write a word beside the formula")


def test_sitemap_has_every_page_with_its_alternates(site):
    urls = ElementTree.parse(site / "sitemap.xml").getroot()
    found = [url[0].text for url in urls]
    expected = [
        f"{BASE}{language}/{url}"
        for url in page_urls(site)
        for language in CONFIGS
    ]
    assert sorted(found) == sorted(expected)
    assert all(len(url) == 1 + len(HTML_LANG) for url in urls)


def test_every_page_names_its_language_and_its_alternates(parsed):
    for page, soup in parsed.pages.items():
        if page.parent == parsed.folder:
            continue
        language = page.relative_to(parsed.folder).parts[0]
        assert soup.html["lang"] == HTML_LANG[language]
        links = {
            link["hreflang"]: link["href"]
            for link in soup.select("link[hreflang]")
        }
        assert set(links) == {*HTML_LANG.values(), "x-default"}
        assert all(link.startswith(BASE) for link in links.values())
        for name, code in HTML_LANG.items():
            assert f"/{name}/" in links[code]


def test_every_page_has_description_card_and_edit_link(parsed):
    cards = set()
    for page, soup in parsed.pages.items():
        if page.parent == parsed.folder:
            continue
        assert soup.select_one("meta[name=description]")["content"].strip()
        card = soup.select_one('meta[property="og:image"]')["content"]
        assert (parsed.folder / card.removeprefix(BASE)).is_file()
        assert card not in cards, f"{page} has the card of another page"
        cards.add(card)
        if soup.select_one("a[rel=edit]"):
            link = soup.select_one("a[rel=edit]")["href"]
            assert link.startswith(f"{REPOSITORY}/edit/main/docs/")


@pytest.mark.parametrize("language", CONFIGS)
def test_search_index_is_small_and_without_formulas(site, language):
    data = (site / language / "search/search_index.json").read_bytes()
    assert len(gzip.compress(data)) <= 300_000
    entries = json.loads(data)["docs"]
    assert entries
    assert not any(
        "<math" in entry["text"] or "\\(" in entry["text"] for entry in entries
    )


def test_formulas_need_no_script_and_one_font(site):
    for language in CONFIGS:
        fonts = list((site / language).rglob("*.woff2"))
        assert [font.name for font in fonts] == ["math.woff2"]
        assert fonts[0].stat().st_size <= 60_000
        names = [p.name.lower() for p in (site / language).rglob("*.js")]
        assert not any("katex" in n or "mathjax" in n for n in names)


def test_readers_load_no_comments(site):
    """Seen: a page too heavy, and comments cut short so that it was not."""
    for kind in ("js", "css"):
        for own in (ROOT / f"press/theme/{kind}").glob(f"*.{kind}"):
            assert COMMENT.search(own.read_text("utf-8"))
            for language in CONFIGS:
                shipped = site / language / "assets" / kind / own.name
                assert not COMMENT.search(shipped.read_text("utf-8")), own


def test_every_formula_of_a_page_is_mathml(site):
    for path in [p for lang in CONFIGS for p in sources(lang)]:
        language = path.relative_to(DOCS).parts[0]
        folder = path.relative_to(DOCS / language).with_suffix("")
        folder = folder.parent if folder.name == "index" else folder
        html = (site / language / folder / "index.html").read_text("utf-8")
        page = page_at(path)
        listed = symbols.fold(page.html, page.meta, language)
        assert html.count("<math") == (page.html + listed).count("<math")
        assert "arithmatex" not in html


def test_each_language_has_the_figures_with_its_words(site):
    words = set()
    for drawn in figures.FOLDER.glob("*/*.svg"):
        name = drawn.relative_to(figures.FOLDER)
        other = figures.CHINESE / name
        words |= {name} if other.is_file() else set()
        mine = {"en": drawn, "zh": other if other.is_file() else drawn}
        for language, figure in mine.items():
            shown = site / language / "assets" / name
            assert shown.read_bytes() == figure.read_bytes(), shown
    pairs = {name.with_suffix("").with_suffix("") for name in words}
    assert len(words) == 2 * len(pairs) > 80
