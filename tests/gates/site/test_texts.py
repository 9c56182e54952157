"""Gate 5, text for machines: each page as Markdown, and llms.txt."""

import re

import pytest

from press import CONFIGS
from press.finish import llms
from press.finish.texts import NAME
from press.read.page import site_config
from tests.gates.site.facts import told
from tests.gates.site.markdown import differences, lost
from tests.kit.findings import none
from tests.kit.reader import urls
from tests.kit.server import BASE

ADVICE = "press/finish/texts.py makes it of the page"
LINE = re.compile(r"^- \[(.+?)\]\((\S+)\)[:：] ?(.+)$", re.MULTILINE)
MINUTES = re.compile(r"(?: \(first reading (\d+) min\)|（初读 (\d+) 分钟）)$")
each_page = pytest.mark.parametrize("url", urls())


@each_page
def test_the_markdown_says_what_its_page_says(site, url):
    html = (site / url / "index.html").read_text("utf-8")
    text = (site / url / NAME).read_text("utf-8")
    none(differences(html, text, BASE + url), ADVICE)


@each_page
def test_its_links_lead_to_the_site_from_anywhere(site, parsed, url):
    text = (site / url / NAME).read_text("utf-8")
    none(lost(text, parsed), ADVICE)
    assert text.endswith("\n")
    assert f"<{BASE}{url}>" in text.rpartition("\n---\n")[2]


def listed(text: str) -> dict[str, tuple[str, str, str]]:
    """Of each address in a map: the name, what it is about, the minutes."""
    found = {}
    for name, link, about in LINE.findall(text):
        minutes = MINUTES.search(about)
        number = (minutes[1] or minutes[2]) if minutes else ""
        assert link not in found
        found[link] = name, MINUTES.sub("", about), number
    return found


def wanted(parsed, language: str) -> dict[str, tuple[str, str, str]]:
    """The same, from what the pages say of themselves."""
    found = {}
    for page, soup in parsed.pages.items():
        if page.is_relative_to(parsed.folder / language):
            facts = told(soup)
            minutes = facts.get("timeRequired", "").strip("PTM")
            name = facts["name"], facts["description"], minutes
            found[facts["url"] + NAME] = name
    return found


@pytest.mark.parametrize("language", CONFIGS)
def test_the_map_of_a_language_has_every_page_once(site, parsed, language):
    text = (site / language / llms.NAME).read_text("utf-8")
    found = listed(text)
    assert found == wanted(parsed, language)
    none(lost(text, parsed))
    config = site_config(CONFIGS[language])
    families = [
        name for part in config.nav if isinstance(part, dict) for name in part
    ]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[1:] == families
    assert text.startswith(
        f"# {config.site_name}\n\n> {config.site_description}\n"
    )


def test_above_both_stands_a_map_of_both(site, parsed):
    text = (site / llms.NAME).read_text("utf-8")
    both = wanted(parsed, "en") | wanted(parsed, "zh")
    assert listed(text) == both
    assert len(re.findall("^# ", text, re.MULTILINE)) == 1
