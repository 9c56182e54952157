"""Gate 2 beside the runner: nothing on a page escapes it."""

import pytest

from tests.pages.verdict import structure
from theme import CONFIGS
from theme.source import read, sources

PAGES = [path for language in CONFIGS for path in sources(language)]
MARKDOWN = [path for path in PAGES if path.suffix == ".md"]


def name(path) -> str:
    return "/".join(path.parts[-3:])


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_block_is_python_its_output_or_plain(path):
    assert structure(read(path).blocks) == []


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_front_matter_has_title_and_description(path):
    meta = read(path).meta
    assert {"title", "description"} <= set(meta)
    assert all(meta.values())


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_one_title(path):
    assert read(path).html.count("<h1") == 1
