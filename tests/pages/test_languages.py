"""Gate 4 on every page of the site."""

import autocorrect_py
import pytest

from tests.pages.languages import (
    differences,
    headings_without_id,
    outside_fences,
    pairs,
    source_of,
    state,
    unreviewed,
)
from tests.pages.reviewed import locked
from tests.pages.verdict import page_at
from theme import CONFIGS, DOCS
from theme.source import site_config

PAIRS = pairs()


@pytest.mark.parametrize("name", PAIRS)
def test_page_is_in_both_languages(name):
    missing = [lang for lang in CONFIGS if not (DOCS / lang / name).is_file()]
    assert missing == []


@pytest.mark.parametrize("name", PAIRS)
def test_languages_agree(name):
    zh, en = (page_at(DOCS / language / name) for language in ("zh", "en"))
    assert differences(zh, en) == []


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize("name", PAIRS)
def test_headings_have_explicit_ids(name, language):
    assert headings_without_id(source_of(DOCS / language / name)) == []


@pytest.mark.parametrize("name", PAIRS)
def test_both_languages_were_reviewed_together(name):
    found = unreviewed(state(name), locked().get(name, {}))
    assert found == [], "read both languages, then: make reviewed"


def test_lock_names_no_page_that_is_gone():
    assert sorted(locked()) == PAIRS


@pytest.mark.parametrize("name", PAIRS)
def test_chinese_typography(name):
    lines = outside_fences(source_of(DOCS / "zh" / name))
    autocorrect_py.load_config('{"rules": {"space-dollar": 1}}')
    text = "\n".join(line for _, line in lines)
    wrong = autocorrect_py.lint_for(text, "markdown").lines
    assert [f"{line.old} → {line.new}" for line in wrong] == []


def shape(nav: list) -> list:
    return [
        shape(next(iter(item.values()))) if isinstance(item, dict) else item
        for item in nav
    ]


def test_navigation_is_the_same_in_both_languages():
    zh, en = (site_config(CONFIGS[language]).nav for language in ("zh", "en"))
    assert shape(zh) == shape(en)
