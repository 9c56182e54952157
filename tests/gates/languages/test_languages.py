"""Gate 4 on every page of the site."""

import pytest

from press import CONFIGS, DOCS
from press.read.page import site_config
from tests.gates.languages import foreign
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
from tests.gates.pages.verdict import page_at

every_page = pytest.mark.parametrize("name", pairs())


@every_page
def test_page_is_in_both_languages(name):
    assert missing(name) == []


@every_page
def test_languages_agree(name):
    zh, en = (page_at(DOCS / language / name) for language in ("zh", "en"))
    assert differences(zh, en) == []


@pytest.mark.parametrize("language", CONFIGS)
@every_page
def test_headings_have_explicit_ids(name, language):
    assert headings_without_id(source_of(DOCS / language / name)) == []


@every_page
def test_both_languages_were_reviewed_together(name):
    assert unread(name) == [], "read both languages, then: make reviewed"


def test_lock_names_no_page_that_is_gone():
    assert gone() == []


@every_page
def test_chinese_typography(name):
    assert typography(source_of(DOCS / "zh" / name)) == []


def test_navigation_is_the_same_in_both_languages():
    zh, en = (site_config(CONFIGS[language]).nav for language in ("zh", "en"))
    assert nav_shape(zh) == nav_shape(en)


@every_page
def test_nothing_is_left_in_the_other_language(name):
    zh, en = (page_at(DOCS / language / name) for language in ("zh", "en"))
    assert foreign.english(zh) == [], "a name? then into NAMES of foreign.py"
    assert foreign.chinese(en) == [], "a Chinese word? then *池化*{ lang=zh }"


def test_nothing_around_the_english_pages_is_chinese():
    assert foreign.chinese_around(site_config(CONFIGS["en"])) == []


def test_both_readmes_say_the_same():
    zh, en = (read_readme(language) for language in ("zh", "en"))
    assert differences(zh, en) == []
    assert foreign.english(zh) == []
    assert foreign.chinese(en) == []
    assert typography(FILES["zh"].read_text("utf-8")) == []
