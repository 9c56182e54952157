"""Gate 5, structured data: valid, and true; and that it goes red."""

import pytest

from press import CONFIGS
from tests.gates.site.facts import misplaced, misshapen, told, untrue
from tests.kit.findings import none
from tests.kit.soup import soup_of

URL = "https://example.org/nn/en/a/b/"
SOUND = {
    "@context": "https://schema.org",
    "@type": "LearningResource",
    "name": "B",
    "description": "About b.",
    "url": URL,
    "inLanguage": "en",
    "isAccessibleForFree": True,
    "license": ["https://spdx.org/licenses/MIT"],
    "isPartOf": "https://example.org/nn/en/",
    "timeRequired": "PT16M",
    "educationalLevel": "level 2 of 2",
    "competencyRequired": ["https://example.org/nn/en/a/"],
}
PAGE = f"""<html lang="en"><head><link rel="canonical" href="{URL}">
<meta name="description" content="About b."><meta property="og:title" content="B">
</head><body><a class="md-logo" href="../.."></a><article>
<p class="time">First reading 16 min · all of it 20 min · read before:
<a href="../../a/">A</a></p></article></body></html>"""
MISSHAPEN = {
    "minutes": ("timeRequired", "16 min"),
    "language": ("inLanguage", "English"),
    "kind": ("@type", "Lesson"),
    "licence": ("license", "MIT"),
    "relative": ("competencyRequired", ["../a/"]),
    "of a course": ("coursePrerequisites", "https://example.org/nn/en/a/"),
    "free": ("isAccessibleForFree", "true"),
    "level": ("educationalLevel", "beginner"),
}
UNTRUE = {
    "minutes": ("timeRequired", "PT15M"),
    "prerequisite": ("competencyRequired", ["https://example.org/nn/en/c/"]),
    "name": ("name", "C"),
    "address": ("url", "https://example.org/nn/en/a/"),
    "home": ("isPartOf", "https://example.org/nn/zh/"),
}


def test_every_page_tells_what_it_is(parsed):
    found = []
    for page, soup in parsed.pages.items():
        if page.parent != parsed.folder:
            facts = told(soup)
            wrong = [*misshapen(facts), *untrue(facts, soup)]
            found += [f"{page.relative_to(parsed.folder)}: {w}" for w in wrong]
    none(found, "press/finish/facts.py")


@pytest.mark.parametrize("language", CONFIGS)
def test_a_level_is_one_above_what_it_requires(parsed, language):
    pages = [
        told(soup)
        for page, soup in parsed.pages.items()
        if page.is_relative_to(parsed.folder / language)
    ]
    none(misplaced({facts["url"]: facts for facts in pages}))


def test_what_is_sound_passes():
    assert [*misshapen(SOUND), *untrue(SOUND, soup_of(PAGE))] == []


@pytest.mark.parametrize("fault", MISSHAPEN)
def test_a_planted_shape(fault):
    name, value = MISSHAPEN[fault]
    (found,) = misshapen(SOUND | {name: value})
    assert found.startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["name", "license", "inLanguage"])
def test_a_planted_hole(name):
    facts = {key: value for key, value in SOUND.items() if key != name}
    assert [*misshapen(facts)] == [f"no {name}"]


@pytest.mark.parametrize("fault", UNTRUE)
def test_a_planted_untruth(fault):
    name, value = UNTRUE[fault]
    (found,) = untrue(SOUND | {name: value}, soup_of(PAGE))
    assert found.startswith(f"{name}: ")


def test_help_has_no_level():
    page = PAGE.replace('class="time"', "")
    found = [*untrue(SOUND, soup_of(page))]
    assert len(found) == 2
    assert all("of chapters" in each for each in found)


def test_a_planted_level():
    first = {"educationalLevel": "level 1 of 2"}
    before = "https://example.org/nn/en/a/"
    assert [*misplaced({before: first, URL: SOUND})] == []
    wrong = SOUND | {"educationalLevel": "level 1 of 2"}
    assert len([*misplaced({before: first, URL: wrong})]) == 2


def test_two_scripts_are_none():
    script = '<script type="application/ld+json">{"a": 1}</script>'
    assert told(soup_of(script)) == {"a": 1}
    assert told(soup_of(script * 2)) == {}
