"""Gate 3 on every page of the built site."""

import pytest

from tests.pages.verdict import page_at, passed, verdicts
from tests.site.coverage import source_of, unaccounted, unexecuted
from theme import CONFIGS, DOCS
from theme.source import sources

PAGES = [path for language in CONFIGS for path in sources(language)]


def ran(page) -> list[bool]:
    """Whether each Python block passed gate 2: in this run, or now."""
    if passed:
        return [
            (page.path, block.line + 1) in passed
            for block in page.blocks
            if block.is_python
        ]
    return [verdict.problem is None for verdict in verdicts(page)]


def test_every_code_on_every_built_page_is_accounted_for(site):
    problems, seen = [], set()
    for language in CONFIGS:
        for built in sorted((site / language).rglob("*.html")):
            source = source_of(built, site / language, DOCS / language)
            html = built.read_text("utf-8")
            where = built.relative_to(site).parent.as_posix()
            if source is None:
                found = unaccounted(html, (), [])
            elif source.suffix == ".ipynb":
                found = unexecuted(html, page_at(source).blocks)
            else:
                page = page_at(source)
                found = unaccounted(html, page.blocks, ran(page))
            seen.add(source)
            problems += [f"{where}: {problem}" for problem in found]
    assert problems == []
    assert seen >= set(PAGES)


@pytest.mark.parametrize("name", ["index.html", "404.html"])
def test_root_pages_show_no_code(site, name):
    assert unaccounted((site / name).read_text("utf-8"), (), []) == []
