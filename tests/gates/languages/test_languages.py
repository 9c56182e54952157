"""Gate 4 on every page of the site."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.read.page import pages, site_config
from tests.gates.languages import foreign
from tests.gates.languages.headings import exchanged, headings, translated
from tests.gates.languages.languages import differences, nav_shape
from tests.gates.languages.readme import FILES, read_readme
from tests.gates.languages.reviewed import gone, unread
from tests.gates.languages.sources import (
    headings_without_id,
    missing,
    pairs,
    source_of,
    typography,
)
from tests.kit.findings import none

every_page = pytest.mark.parametrize("name", pairs())


@every_page
def test_page_is_in_both_languages(name):
    none(
        [f"docs/{code}/{name} is missing" for code in missing(name)],
        "write it; its headings have the ids of the other language",
    )


@every_page
def test_languages_agree(name):
    zh, en = (page_at(DOCS / language / name) for language in ("zh", "en"))
    none(
        [f"{name}: {found}" for found in differences(zh, en)],
        "both languages have the same things in the same sections",
    )


@pytest.mark.parametrize("language", CONFIGS)
@every_page
def test_headings_have_explicit_ids(name, language):
    none(
        headings_without_id(source_of(DOCS / language / name)),
        "write an id, the same in both languages: ## Title { #id }",
    )


def every_heading(language: str) -> dict[str, dict[str, str]]:
    """By page, the headings of a language by id."""
    folder = DOCS / language
    return {
        path.relative_to(folder).as_posix(): headings(page_at(path))
        for path in pages(folder)
    }


@pytest.mark.parametrize("language", CONFIGS)
def test_no_heading_stands_over_another_section(language):
    none(
        exchanged(every_heading(language)),
        "give the section its own heading, or its own id",
    )


@pytest.mark.parametrize(("from_", "to"), [("en", "zh"), ("zh", "en")])
def test_what_is_one_heading_is_one_in_the_other_language(from_, to):
    ones, others = every_heading(from_), every_heading(to)
    both = {page: (ones[page], others[page]) for page in ones}
    none(translated(both), "one section, one name in each language")


@every_page
def test_both_languages_were_reviewed_together(name):
    none(
        [f"{name} {found}" for found in unread(name)],
        f"read both languages, then: make reviewed PAGES={name}",
    )


def test_lock_names_no_page_that_is_gone():
    none(gone(), "the lock still has these pages: make reviewed")


@every_page
def test_chinese_typography(name):
    text = source_of(DOCS / "zh" / name)
    none(
        [f"docs/zh/{name}: {found}" for found in typography(text)],
        "write what stands right of the arrow",
    )


def test_navigation_is_the_same_in_both_languages():
    zh, en = (site_config(CONFIGS[language]).nav for language in ("zh", "en"))
    assert nav_shape(zh) == nav_shape(en)


@every_page
def test_nothing_is_left_in_the_other_language(name):
    zh, en = (page_at(DOCS / language / name) for language in ("zh", "en"))
    none(
        [f"docs/zh/{name}: {found}" for found in foreign.english(zh)],
        "write it in Chinese; a name goes into NAMES of foreign.py",
    )
    none(
        [f"docs/en/{name}: {found}" for found in foreign.chinese(en)],
        "write it in English; a Chinese word is marked: *池化*{ lang=zh }",
    )


def test_nothing_around_the_english_pages_is_chinese():
    none(
        foreign.chinese_around(site_config(CONFIGS["en"])),
        "mkdocs.en.yml translates what mkdocs.yml says in Chinese",
    )


def test_both_readmes_say_the_same():
    zh, en = (read_readme(language) for language in ("zh", "en"))
    none(differences(zh, en), "mend README.md or README.zh.md")
    none(foreign.english(zh), "write it in Chinese in README.zh.md")
    none(foreign.chinese(en), "write it in English in README.md")
    none(typography(FILES["zh"].read_text("utf-8")), "mend README.zh.md")
